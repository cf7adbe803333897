#include <fmt/format.h>

#include <algorithm>

#include "movement/final_pass.h"
#include "movement/twist_track.h"
#include "signal/statistics.h"

namespace poise::movement {
namespace {

constexpr double kLeastLoad = 0.5, kMostLoad = 1.6;  // of that at rest: still the same person in the same position

/// From the still second on, for as long as the load stays: who gets up or walks across does no twist.
Bout steady_part(const Loads& loads, const Bout& bout, const Still& rest) {
  Bout steady = bout;
  steady.begin = loads.index_at(rest.start_s);
  steady.end = steady.begin;
  while (steady.end < bout.end && loads.total_n[steady.end] > kLeastLoad * rest.mean_n &&
         loads.total_n[steady.end] < kMostLoad * rest.mean_n)
    ++steady.end;
  return steady;
}

std::vector<double> left_share_pct(const Loads& loads, const Bout& bout) {
  std::vector<double> share;
  for (std::size_t i = bout.begin; i < bout.end; ++i) share.push_back(100 * loads.left_n[i] / loads.total_n[i]);
  return share;
}

void add_twist(FinalPass& pass, const TwistRep& twist) {
  Rep rep;
  rep.side = twist.side;
  rep.start_s = twist.start_s;
  rep.bottom_s = twist.middle_s();
  rep.end_s = twist.end_s;
  rep.start_doubt_s = twist.start_doubt_s;
  rep.end_doubt_s = twist.end_doubt_s;
  rep.hold_s = twist.hold_end_s - twist.hold_start_s;
  const Loads& loads = pass.columns.loads;
  const Bout hold{loads.index_at(twist.hold_start_s), loads.index_at(twist.hold_end_s) + 1, Side::both};
  if (const auto mean_n = signal::mean(part(loads.total_n, hold))) rep.swing_n = twist.swing_pct / 100 * *mean_n;
  pass.add_rep(std::move(rep), twist.swing_pct);
}

}  // namespace

void analyze_twists(FinalPass& pass) {
  const Loads& loads = pass.columns.loads;
  if (!pass.has_loads()) return;
  if (!loads.has_sides()) return pass.note("Twists show as load that goes from plate to plate: this record has no sides.");
  int declined = 0;
  for (const Bout& bout : find_loaded_bouts(loads, false)) {
    const auto rest = first_still(loads, bout, 0, true);
    if (!rest) continue;
    const Bout steady = steady_part(loads, bout, *rest);
    const Bout second{steady.begin, std::min(steady.end, loads.index_at(rest->end_s) + 1), Side::both};
    const auto share = left_share_pct(loads, steady), at_rest = left_share_pct(loads, second);
    const auto middle_pct = signal::mean(at_rest), sd_pct = signal::standard_deviation(at_rest);
    if (!middle_pct || !sd_pct) continue;
    const TwistTrack track = track_twists(share, loads.time_at(steady.begin), loads.step_s, *middle_pct, *sd_pct,
                                          pass.exercise.least_swing_pct);
    declined += track.declined;
    if (track.reps.empty()) continue;
    if (!pass.result.body.rest_left_n) {
      pass.result.body.rest_left_n = signal::mean(part(loads.left_n, second));
      pass.result.body.rest_right_n = signal::mean(part(loads.right_n, second));
      pass.result.body.quiet_sd_n = rest->sd_n;
    }
    for (const TwistRep& twist : track.reps)
      if (pass.counts(twist.start_s)) add_twist(pass, twist);
  }
  if (declined > 0)
    pass.note(fmt::format("{} swing{} of less than {:g} points of share, or lost in noise: shifting about, not counted.",
                          declined, declined == 1 ? "" : "s", pass.exercise.least_swing_pct));
}

}  // namespace poise::movement
