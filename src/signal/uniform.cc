#include "signal/uniform.h"

#include <algorithm>
#include <cmath>
#include <optional>

#include "base/limits.h"

namespace poise::signal {
namespace {

/// The finite points of a column.
struct Points {
  std::vector<double> t, v;
};

Points finite_points(std::span<const double> time_s, std::span<const double> values) {
  Points points;
  points.t.reserve(values.size());
  points.v.reserve(values.size());
  for (std::size_t i = 0; i < values.size(); ++i) {
    if (!std::isfinite(values[i])) continue;
    points.t.push_back(time_s[i]);
    points.v.push_back(values[i]);
  }
  return points;
}

/// Integrates the piecewise-linear signal through `points` from its first time; asked in rising order of time.
class RunningIntegral {
 public:
  explicit RunningIntegral(const Points& points) : points_(points) {}

  /// The integral up to `t`; the signal goes on level outside of its points.
  double up_to(double t) {
    const auto& [time, value] = points_;
    if (t <= time.front()) return (t - time.front()) * value.front();
    while (next_ < time.size() && time[next_] <= t) {
      whole_ += 0.5 * (value[next_] + value[next_ - 1]) * (time[next_] - time[next_ - 1]);
      ++next_;
    }
    if (next_ == time.size()) return whole_ + (t - time.back()) * value.back();
    const double part = t - time[next_ - 1];
    const double slope = (value[next_] - value[next_ - 1]) / (time[next_] - time[next_ - 1]);
    return whole_ + part * (value[next_ - 1] + 0.5 * slope * part);
  }

 private:
  const Points& points_;
  std::size_t next_ = 1;
  double whole_ = 0;
};

std::vector<double> bridged(std::span<const double> values) {
  std::vector<double> out(values.begin(), values.end());
  std::size_t last_good = out.size();
  for (std::size_t i = 0; i < out.size(); ++i) {
    if (!std::isfinite(out[i])) continue;
    if (last_good == out.size()) {
      std::fill(out.begin(), out.begin() + static_cast<std::ptrdiff_t>(i), out[i]);
    } else if (i > last_good + 1) {
      const double slope = (out[i] - out[last_good]) / static_cast<double>(i - last_good);
      for (std::size_t k = last_good + 1; k < i; ++k)
        out[k] = out[last_good] + slope * static_cast<double>(k - last_good);
    }
    last_good = i;
  }
  if (last_good == out.size()) return {};
  std::fill(out.begin() + static_cast<std::ptrdiff_t>(last_good), out.end(), out[last_good]);
  return out;
}

}  // namespace

UniformGrid fit_grid(std::span<const double> time_s) {
  UniformGrid grid;
  if (time_s.size() < 2) return grid;
  std::vector<double> steps(time_s.size() - 1);
  for (std::size_t i = 0; i + 1 < time_s.size(); ++i) steps[i] = time_s[i + 1] - time_s[i];
  const auto middle = steps.begin() + static_cast<std::ptrdiff_t>(steps.size() / 2);
  std::nth_element(steps.begin(), middle, steps.end());
  const double span_s = time_s.back() - time_s.front();
  if (*middle <= 0 || span_s <= 0) return grid;

  // The median is only a first guess: of times rounded to milliseconds or jittered it is one of the steps that
  // occur, not the one between. Counting the steps, holes with as many as they hold, gives the mean step.
  double step_s = *middle, whole_steps = 0;
  for (int round = 0; round < 3; ++round) {
    whole_steps = 0;
    for (const double step : steps) whole_steps += std::round(step / step_s);
    step_s = span_s / whole_steps;
  }
  if (!(span_s / step_s < static_cast<double>(limits::kSamples))) return grid;
  const bool no_holes = whole_steps == static_cast<double>(time_s.size() - 1);
  grid.start_s = time_s.front();
  grid.rate_hz = 1 / step_s;
  grid.count = static_cast<std::size_t>(std::floor(span_s / step_s + 1e-6)) + 1;
  grid.aligned = no_holes;
  for (std::size_t i = 0; grid.aligned && i < time_s.size(); ++i)
    grid.aligned = std::abs(time_s[i] - grid.time_at(static_cast<double>(i))) < 0.02 * step_s;
  return grid;
}

std::vector<double> on_grid(const UniformGrid& grid, std::span<const double> time_s,
                            std::span<const double> values) {
  if (grid.count == 0 || values.empty()) return {};
  if (grid.aligned) return bridged(values);
  const Points points = finite_points(time_s, values);
  if (points.t.empty()) return {};
  RunningIntegral integral(points);
  std::vector<double> out(grid.count);
  double before = integral.up_to(grid.time_at(-0.5));
  for (std::size_t i = 0; i < grid.count; ++i) {
    const double after = integral.up_to(grid.time_at(static_cast<double>(i) + 0.5));
    out[i] = (after - before) * grid.rate_hz;
    before = after;
  }
  return out;
}

std::vector<Hole> find_holes(const UniformGrid& grid, std::span<const double> time_s,
                             std::span<const double> values) {
  std::vector<Hole> holes;
  std::optional<double> last_good_s;
  for (std::size_t i = 0; i < values.size(); ++i) {
    if (!std::isfinite(values[i])) continue;
    if (!last_good_s && i > 0) holes.push_back({time_s.front() - grid.step_s(), time_s[i]});
    const double since = last_good_s ? time_s[i] - *last_good_s : 0;
    const bool row_missing = i > 0 && !std::isfinite(values[i - 1]);
    if (last_good_s && (since > 2.5 / grid.rate_hz || row_missing)) holes.push_back({*last_good_s, time_s[i]});
    last_good_s = time_s[i];
  }
  if (last_good_s && !std::isfinite(values.back())) holes.push_back({*last_good_s, time_s[values.size() - 1] + grid.step_s()});
  return holes;
}

}  // namespace poise::signal
