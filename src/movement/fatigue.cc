#include "movement/fatigue.h"

namespace poise::movement {
namespace {

constexpr int kFewest = 4;

struct Line {
  double slope = 0, mean = 0;
};

/// Least squares of a measure over the number of the repetition.
template <class Measure>
std::optional<Line> line_through(std::span<const Rep> reps, Measure of) {
  double n = 0, x_sum = 0, y_sum = 0, xx_sum = 0, xy_sum = 0;
  int number = 0;
  for (const Rep& rep : reps) {
    if (rep.side != reps.front().side) continue;
    ++number;
    const Maybe value = of(rep);
    if (!rep.valid || !value) continue;
    n += 1;
    x_sum += number;
    y_sum += *value;
    xx_sum += number * number;
    xy_sum += number * *value;
  }
  if (n < kFewest) return std::nullopt;
  return Line{(n * xy_sum - x_sum * y_sum) / (n * xx_sum - x_sum * x_sum), y_sum / n};
}

template <class Measure>
Maybe trend_pct(std::span<const Rep> reps, Measure of) {
  const auto line = line_through(reps, of);
  if (!line || line->mean == 0) return std::nullopt;
  return 100 * line->slope / line->mean;
}

}  // namespace

std::optional<Fatigue> fatigue_of(std::span<const Rep> reps) {
  if (reps.empty()) return std::nullopt;
  Fatigue fatigue;
  fatigue.depth_pct_per_rep = trend_pct(reps, [](const Rep& rep) { return rep.depth_mm; });
  fatigue.rep_time_pct_per_rep = trend_pct(reps, [](const Rep& rep) { return Maybe(rep.end_s - rep.start_s); });
  fatigue.peak_velocity_pct_per_rep = trend_pct(reps, [](const Rep& rep) { return rep.peak_velocity_mm_s; });
  fatigue.hold_pct_per_rep = trend_pct(reps, [](const Rep& rep) { return rep.hold_s; });
  fatigue.swing_pct_per_rep = trend_pct(reps, [](const Rep& rep) { return rep.swing_n; });
  if (const auto line = line_through(reps, [](const Rep& rep) { return rep.left_share_pct; }))
    fatigue.left_share_points_per_rep = line->slope;
  if (!fatigue.rep_time_pct_per_rep) return std::nullopt;
  return fatigue;
}

}  // namespace poise::movement
