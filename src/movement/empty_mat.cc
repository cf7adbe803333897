#include "movement/empty_mat.h"

#include <algorithm>
#include <cmath>

#include "signal/noise_floor.h"
#include "signal/statistics.h"

namespace poise::movement {
namespace {

constexpr double kEmpty_n = 20;      // an empty mat shows less, a foot more
constexpr double kEdge_s = 0.3;      // around a step on or off
constexpr double kShortest_s = 0.5;

/// Stretches of the record without anybody, their edges cut off.
std::vector<Bout> empty_stretches(const FinalPass& pass) {
  const Loads& loads = pass.columns.loads;
  const std::vector<double>& total_n = loads.total_n;
  const auto samples = [&](double seconds) { return static_cast<std::size_t>(seconds / loads.step_s); };
  std::vector<Bout> found;
  for (std::size_t i = 0; i < total_n.size();) {
    std::size_t end = i;
    while (end < total_n.size() && std::abs(total_n[end]) < kEmpty_n && !loads.in_hole(end)) ++end;
    if (end > i) {
      const std::size_t begin = i == 0 ? 0 : i + samples(kEdge_s);
      const std::size_t stop = end == total_n.size() ? end : end - std::min(end, samples(kEdge_s));
      if (stop > begin + samples(kShortest_s)) found.push_back({begin, stop, Side::both});
    }
    i = end + 1;
  }
  return found;
}

std::optional<Bout> longest_empty(const FinalPass& pass) {
  const auto empty = empty_stretches(pass);
  const auto longest = std::max_element(empty.begin(), empty.end(), [](const Bout& a, const Bout& b) {
    return a.end - a.begin < b.end - b.begin;
  });
  return longest == empty.end() ? std::nullopt : std::optional(*longest);
}

}  // namespace

void measure_drift(FinalPass& pass) {
  if (!pass.has_loads()) return;
  const auto empty = empty_stretches(pass);
  if (empty.size() < 2) return;
  const Loads& loads = pass.columns.loads;
  const Bout &before = empty.front(), &after = empty.back();
  const auto drift_of = [&](const std::vector<double>& column) -> Maybe {
    if (column.empty()) return std::nullopt;
    return *signal::mean(part(column, after)) - *signal::mean(part(column, before));
  };
  ZeroDrift& drift = pass.zero_drift.emplace();
  drift.from_s = (loads.time_at(before.begin) + loads.time_at(before.end)) / 2;
  drift.to_s = (loads.time_at(after.begin) + loads.time_at(after.end)) / 2;
  drift.total_n = *drift_of(loads.total_n);
  drift.left_n = drift_of(loads.left_n);
  drift.right_n = drift_of(loads.right_n);
  const auto variance_of_mean = [&](const Bout& stretch) {
    const double sd = signal::standard_deviation(part(loads.total_n, stretch)).value_or(0);
    const double bandwidth_hz = pass.result.filter_hz > 0 ? pass.result.filter_hz : pass.grid.rate_hz / 2;
    return sd * sd / (2 * bandwidth_hz * loads.step_s * static_cast<double>(stretch.end - stretch.begin));
  };
  drift.noise_n = std::sqrt(variance_of_mean(before) + variance_of_mean(after));
  pass.result.quality.drift_n = drift.total_n;
}

Maybe white_of_empty_mat_n2_hz(const FinalPass& pass) {
  const Loads& loads = pass.columns.loads;
  double squares = 0, degrees = 0;
  for (const Bout& empty : empty_stretches(pass)) {
    const double from_s = loads.time_at(empty.begin), to_s = loads.time_at(empty.end);
    std::vector<double> raw_n;
    for (std::size_t i = 0; i < pass.time_s.size(); ++i)
      if (pass.time_s[i] >= from_s && pass.time_s[i] < to_s) raw_n.push_back(pass.recording.total_n[i]);
    const auto sd_n = signal::standard_deviation(raw_n);
    if (!sd_n) continue;
    squares += *sd_n * *sd_n * static_cast<double>(raw_n.size() - 1);
    degrees += static_cast<double>(raw_n.size() - 1);
  }
  if (degrees == 0) return std::nullopt;
  return squares / degrees / (pass.grid.rate_hz / 2);
}

Maybe noise_floor_mm_s(const FinalPass& pass, double load_n) {
  const auto cells = static_cast<std::size_t>(pass.recording.cell_count);
  if (cells == 0 || pass.options.cells_mm.size() < cells || load_n <= 0 || !pass.has_loads()) return std::nullopt;
  const auto longest = longest_empty(pass);
  if (!longest) return std::nullopt;
  std::vector<std::vector<double>> empty_n;
  for (std::size_t c = 0; c < cells; ++c) {
    const auto cell_n = signal::on_grid(pass.grid, pass.time_s, pass.recording.cell_n[c]);
    if (cell_n.empty()) return std::nullopt;
    const auto stretch = part(cell_n, *longest);
    empty_n.emplace_back(stretch.begin(), stretch.end());
  }
  return signal::noise_floor_mm_s(empty_n, pass.options.cells_mm, load_n, pass.result.filter_hz,
                                  pass.grid.rate_hz);
}

}  // namespace poise::movement
