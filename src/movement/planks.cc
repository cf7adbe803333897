#include <algorithm>
#include <cmath>

#include "movement/final_pass.h"
#include "movement/turning_points.h"
#include "signal/statistics.h"

namespace poise::movement {
namespace {

constexpr double kBlock_s = 0.5;
constexpr double kCalm = 0.03;               // SD of a block in which a load is held, as a part of it
constexpr double kWorthHolding = 0.3;        // of the highest load: less is resting on the elbows
constexpr double kHeldLow = 0.75, kHeldHigh = 1.35;  // of the usual level: held at all, and not standing on the mat
constexpr double kFall = 0.6;                // of the usual level: let down
constexpr double kNearFarEnd = 0.9;
constexpr double kEdge_s = 0.5;              // coming up and going down are not unsteadiness

/// The load that is held for the longest time: the median of all calm half seconds with more than resting in them.
Maybe usual_level_n(const Loads& loads, const std::vector<Bout>& bouts, Maybe body_weight_n) {
  const auto block = std::max<std::size_t>(2, static_cast<std::size_t>(std::lround(kBlock_s / loads.step_s)));
  std::vector<double> calm_n;
  for (const Bout& bout : bouts)
    for (std::size_t i = bout.begin; i + block <= bout.end; i += block) {
      const auto here = part(loads.total_n, {i, i + block, Side::both});
      const double mean_n = *signal::mean(here);
      const bool stands = body_weight_n && mean_n > 0.85 * *body_weight_n;
      if (!stands && *signal::standard_deviation(here) < kCalm * mean_n) calm_n.push_back(mean_n);
    }
  if (calm_n.empty()) return std::nullopt;
  const double least_n = kWorthHolding * *std::max_element(calm_n.begin(), calm_n.end());
  std::erase_if(calm_n, [&](double load) { return load < least_n; });
  return signal::quantile(calm_n, 0.5);
}

/// How far the load went during the hold: mean of its last quarter less that of its first, in percent of the whole.
Maybe drift_pct(std::span<const double> held_n, double mean_n) {
  const std::size_t quarter = held_n.size() / 4;
  if (quarter == 0) return std::nullopt;
  return 100 * (*signal::mean(held_n.last(quarter)) - *signal::mean(held_n.first(quarter))) / mean_n;
}

/// Stretches from above the held level until it is let down; one that the record cuts off counts as well.
std::vector<Bout> held_stretches(const Loads& loads, const Bout& bout, double level_n) {
  std::vector<Bout> stretches;
  bool held = false;
  for (std::size_t i = bout.begin; i < bout.end; ++i) {
    const double load_n = loads.total_n[i];
    if (!held && load_n > kHeldLow * level_n) {
      held = true;
      stretches.push_back({i, bout.end, bout.side});
    } else if (held && load_n < kFall * level_n) {
      held = false;
      stretches.back().end = i;
    }
  }
  return stretches;
}

/// From when the load has come within 10 % of what is held until it leaves that.
Hold hold_in(const Loads& loads, const Bout& stretch) {
  const auto total = part(loads.total_n, stretch);
  const double near_n = kNearFarEnd * *signal::quantile(total, 0.5);
  std::size_t first = 0, last = total.size() - 1;
  while (first < last && total[first] < near_n) ++first;
  while (last > first && total[last] < near_n) --last;
  const auto time_s = [&](std::size_t far, std::size_t limit) {
    return loads.start_s + loads.step_s * crossing(loads.total_n, near_n, far, limit);
  };
  Hold hold;
  hold.start_s = time_s(stretch.begin + first, stretch.begin == 0 ? 0 : stretch.begin - 1);
  hold.end_s = time_s(stretch.begin + last, std::min(stretch.end, loads.size() - 1));
  return hold;
}

void add_hold(FinalPass& pass, const Bout& stretch) {
  const Loads& loads = pass.columns.loads;
  Hold hold = hold_in(loads, stretch);
  if (pass.options.count_from_s) hold.start_s = std::max(hold.start_s, *pass.options.count_from_s - pass.origin_s);
  hold.hold_s = hold.end_s - hold.start_s;
  if (*hold.hold_s < pass.exercise.shortest_hold_s) return;
  hold.index = static_cast<int>(pass.result.holds.size()) + 1;
  hold.side = pass.leg_of(stretch);
  const Bout bout{loads.index_at(hold.start_s), loads.index_at(hold.end_s) + 1, stretch.side};
  const auto held_n = part(loads.total_n, bout);
  hold.mean_n = signal::mean(held_n);
  if (const auto weight_n = pass.result.body.weight_n) hold.mean_pct_bw = 100 * *hold.mean_n / *weight_n;
  const auto edge = static_cast<std::size_t>(kEdge_s / loads.step_s);
  const auto inside_n = held_n.size() > 4 * edge ? held_n.subspan(edge, held_n.size() - 2 * edge) : held_n;
  hold.hold_steadiness_pct = 100 * *signal::standard_deviation(inside_n) / *hold.mean_n;
  hold.drift_pct = drift_pct(inside_n, *hold.mean_n);
  if (!pass.exercise.one_plate()) hold.left_share_pct = signal::mean(pass.share_in(bout));
  pass.result.quality.touches += count_touches(pass.columns, bout.side, hold.start_s, hold.end_s);
  const bool longest = !pass.share_bout || bout.end - bout.begin > pass.share_bout->end - pass.share_bout->begin;
  if (longest) pass.share_bout = bout;
  pass.result.holds.push_back(hold);
}

}  // namespace

void analyze_planks(FinalPass& pass) {
  if (!pass.has_loads()) return;
  const Loads& loads = pass.columns.loads;
  auto bouts = find_loaded_bouts(loads, pass.exercise.one_plate());
  pass.note_other_leg(bouts);
  std::erase_if(bouts, [&](const Bout& bout) { return !pass.wanted(bout); });
  const Maybe level_n = usual_level_n(loads, bouts, pass.result.body.weight_n);
  if (!level_n) return;
  for (const Bout& bout : bouts)
    for (const Bout& stretch : held_stretches(loads, bout, *level_n))
      if (*signal::quantile(part(loads.total_n, stretch), 0.5) < kHeldHigh * *level_n) add_hold(pass, stretch);
}

}  // namespace poise::movement
