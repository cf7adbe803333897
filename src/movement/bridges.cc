#include "movement/bridge_track.h"
#include "movement/final_pass.h"
#include "signal/statistics.h"

namespace poise::movement {
namespace {

/// How far the load fell within the hold: its mean over the first quarter less that over the last, in percent
/// of the rise.
Maybe sag_pct(std::span<const double> held, double swing_n) {
  const std::size_t quarter = held.size() / 4;
  if (quarter == 0 || swing_n <= 0) return std::nullopt;
  const double first = *signal::mean(held.first(quarter)), last = *signal::mean(held.last(quarter));
  return 100 * (first - last) / swing_n;
}

void measure_top(const FinalPass& pass, const Bout& hold, Rep& rep) {
  const Loads& loads = pass.columns.loads;
  if (!loads.has_sides()) return;
  const auto left = signal::mean(part(loads.left_n, hold)), right = signal::mean(part(loads.right_n, hold));
  if (const auto weight_n = pass.result.body.weight_n) {
    rep.top_left_pct_bw = 100 * *left / *weight_n;
    rep.top_right_pct_bw = 100 * *right / *weight_n;
  }
  if (pass.exercise.one_plate() || !pass.result.body.rest_left_n) return;
  const double left_rise = *left - *pass.result.body.rest_left_n, right_rise = *right - *pass.result.body.rest_right_n;
  if (left_rise + right_rise > 0) rep.swing_left_share_pct = 100 * left_rise / (left_rise + right_rise);
}

void add_bridge(FinalPass& pass, const BridgeRep& bridge, Side side) {
  Rep rep;
  rep.side = side;
  rep.start_s = bridge.start_s;
  rep.bottom_s = bridge.middle_s();
  rep.end_s = bridge.end_s;
  rep.start_doubt_s = bridge.start_doubt_s;
  rep.end_doubt_s = bridge.end_doubt_s;
  rep.up_s = bridge.hold_start_s - bridge.start_s;
  rep.hold_s = bridge.hold_end_s - bridge.hold_start_s;
  rep.swing_n = bridge.swing_n;
  rep.down_s = bridge.end_s - bridge.hold_end_s;
  const Loads& loads = pass.columns.loads;
  const Bout hold{loads.index_at(bridge.hold_start_s), loads.index_at(bridge.hold_end_s) + 1, Side::both};
  const auto held = part(loads.total_n, hold);
  const auto sd = signal::standard_deviation(held), mean = signal::mean(held);
  if (sd && *mean > 0) rep.hold_steadiness_pct = 100 * *sd / *mean;
  rep.sag_pct = sag_pct(held, bridge.swing_n);
  measure_top(pass, hold, rep);
  pass.add_rep(std::move(rep), bridge.swing_n);
  if (!pass.exercise.one_plate()) {  // of a bridge: over its hold
    Rep& added = pass.result.reps.back();
    added.left_share_pct = signal::mean(pass.share_in(hold));
    if (added.left_share_pct) added.symmetry_index_total_pct = 100 - 2 * *added.left_share_pct;
  }
}

void analyze_bridge_bout(FinalPass& pass, const Bout& bout) {
  const Loads& loads = pass.columns.loads;
  const auto still = first_still(loads, bout, pass.result.body.weight_n.value_or(0), true);
  Maybe rest_n;
  Bout from_rest = bout;
  if (still) {
    rest_n = still->mean_n;
    from_rest.begin = loads.index_at(still->start_s);
  }
  const BridgeTrack track = track_bridges(part(loads.total_n, from_rest), loads.time_at(from_rest.begin),
                                          loads.step_s, rest_n, still ? still->sd_n : 0,
                                          pass.exercise.least_rise_pct / 100);
  pass.declined += track.declined;
  if (track.reps.empty()) return;
  if (still && loads.has_sides() && !pass.result.body.rest_left_n) {
    pass.rest = *still;
    const Bout second{loads.index_at(still->start_s), loads.index_at(still->end_s) + 1, Side::both};
    pass.result.body.rest_left_n = signal::mean(part(loads.left_n, second));
    pass.result.body.rest_right_n = signal::mean(part(loads.right_n, second));
  }
  if (!still) pass.note("Nobody lay still before the first bridge: no rest reference, so the shares of the rise are left out.");
  pass.result.body.quiet_sd_n = track.quiet_sd_n;
  for (const BridgeRep& bridge : track.reps)
    if (pass.counts(bridge.start_s)) add_bridge(pass, bridge, pass.leg_of(bout));
}

}  // namespace

void analyze_bridges(FinalPass& pass) {
  if (!pass.has_loads()) return;
  const Loads& loads = pass.columns.loads;
  const double after_s = pass.weighed.end_s > 0 ? pass.weighed.end_s : loads.start_s;
  const auto bouts = find_lying_bouts(loads, pass.result.body.weight_n, after_s, pass.exercise.one_plate());
  pass.note_other_leg(bouts);
  for (const Bout& bout : bouts)
    if (pass.wanted(bout)) analyze_bridge_bout(pass, bout);
}

}  // namespace poise::movement
