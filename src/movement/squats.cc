#include <fmt/format.h>

#include <algorithm>
#include <cmath>

#include "movement/final_pass.h"
#include "movement/leading_leg.h"
#include "movement/record_doubt.h"
#include "movement/squat_track.h"
#include "signal/statistics.h"

namespace poise::movement {
namespace {

constexpr double kMostDoubt = 0.25;  // of the depth: a number worse than that says nothing

constexpr double kStepsTremble = 4;  // times what somebody on both legs trembles: SD 0.7 % of weight to 0.17 % [E]

constexpr double kStable = 0.05, kStable_s = 1;  // of body weight, for so long (Hawkin)

/// From `from_s` until the total stays near body weight; nothing when that has not begun and lasted by `until_s`.
Maybe time_to_stabilise(const Loads& loads, double weight_n, double from_s, double until_s) {
  std::size_t since = loads.index_at(from_s);
  const std::size_t end = loads.index_at(until_s);
  for (std::size_t i = since; i <= end; ++i) {
    if (std::abs(loads.total_n[i] - weight_n) > kStable * weight_n) since = i + 1;
    if (since <= i && loads.time_at(i) - loads.time_at(since) >= kStable_s) return loads.time_at(since) - from_s;
  }
  return std::nullopt;
}

void add_squat(FinalPass& pass, const SquatRep& squat, Side side, double next_start_s) {
  Rep rep;
  rep.side = side;
  rep.start_s = squat.start_s;
  rep.bottom_s = squat.bottom_s;
  rep.end_s = squat.end_s;
  rep.start_doubt_s = squat.start_doubt_s;
  rep.end_doubt_s = squat.end_doubt_s;
  rep.down_s = squat.hold_start_s - squat.start_s;
  rep.hold_s = squat.hold_end_s - squat.hold_start_s;
  rep.up_s = squat.end_s - squat.hold_end_s;
  rep.onset_s = squat.onset_s;
  rep.unweighting_s = squat.fastest_down_s - squat.onset_s;
  rep.braking_s = squat.stopped_s - squat.fastest_down_s;
  rep.propulsion_s = squat.end_s - squat.rising_s;
  if (squat.closed && squat.depth_doubt_mm < kMostDoubt * squat.depth_mm) {
    rep.depth_mm = squat.depth_mm;
    // A wrong weight is a wrong scale; but a gain that is wrong is so for both.
    const double scale_doubt = pass.weight_scatter_n / *pass.result.body.weight_n;
    rep.depth_doubt_mm = combined(squat.depth_doubt_mm, scale_doubt * squat.depth_mm);
    rep.peak_velocity_mm_s = squat.peak_velocity_mm_s;
    rep.peak_power_w = squat.peak_power_w;
  } else {
    ++pass.depths_refused;
  }
  rep.time_to_stabilise_s =
      time_to_stabilise(pass.columns.loads, *pass.result.body.weight_n, squat.bottom_s, next_start_s);
  pass.add_rep(std::move(rep), squat.depth_mm);
  Rep& added = pass.result.reps.back();
  const bool supported = std::find(added.reasons.begin(), added.reasons.end(), "hand_support") != added.reasons.end();
  if (!supported || !added.depth_mm) return;
  // What hands carry looks like falling.
  added.depth_mm = added.depth_doubt_mm = added.peak_velocity_mm_s = added.peak_power_w = std::nullopt;
  ++pass.depths_refused;
}

/// Which leg led the exercise between two times: the foot that stood further forward (a lunge to the front or back),
/// else the one that carried more (to the side). Absent where neither is clear.
std::optional<Side> leading_leg(const FinalPass& pass, double from_s, double to_s) {
  const Loads& loads = pass.columns.loads;
  const Bout far_end{loads.index_at(from_s), loads.index_at(to_s) + 1, Side::both};
  const auto left_mm = signal::mean(part(pass.columns.left_cop_y_mm, far_end));
  const auto right_mm = signal::mean(part(pass.columns.right_cop_y_mm, far_end));
  return who_leads(left_mm && right_mm ? Maybe(*left_mm - *right_mm) : std::nullopt, signal::mean(pass.share_in(far_end)));
}

/// Whether feet are lifted: one plate carries less than 5 % of the load at some time.
bool steps_in(const Loads& loads, const Bout& bout) {
  if (!loads.has_sides()) return false;
  for (std::size_t i = bout.begin; i < bout.end; ++i)
    if (std::min(loads.left_n[i], loads.right_n[i]) < 0.05 * loads.total_n[i]) return true;
  return false;
}

/// The repetitions of an exercise that one leg leads: those of the side that was asked for.
void add_led(FinalPass& pass, const SquatRep& squat, double next_start_s, int& led_by_other) {
  const auto seen = leading_leg(pass, squat.hold_start_s, squat.hold_end_s);
  const Side asked = pass.options.side;
  if (seen && asked != Side::both && *seen != asked) {
    ++led_by_other;
    return;
  }
  add_squat(pass, squat, seen.value_or(asked), next_start_s);
  Rep& rep = pass.result.reps.back();
  const Loads& loads = pass.columns.loads;
  const auto left_pct = signal::mean(
      pass.share_in({loads.index_at(squat.hold_start_s), loads.index_at(squat.hold_end_s) + 1, Side::both}));
  if (left_pct && rep.side != Side::both) rep.lead_share_pct = rep.side == Side::left ? *left_pct : 100 - *left_pct;
}

}  // namespace

void analyze_squats(FinalPass& pass) {
  if (!pass.result.body.weight_n) return;
  const double weight_n = *pass.result.body.weight_n;
  const auto bouts = find_standing_bouts(pass.columns.loads, weight_n, pass.exercise.one_plate());
  int led_by_other = 0;
  pass.note_other_leg(bouts);
  std::vector<double> quiet_sds;
  for (const Bout& bout : bouts) {
    if (!pass.wanted(bout)) continue;
    const Loads& loads = pass.columns.loads;
    const auto still =
        first_still(loads, bout, weight_n, false);  // on one leg less so than while being weighed
    StandingNoise noise = standing_noise(pass, still ? still->sd_n : pass.weighed.sd_n);
    if (!pass.exercise.one_plate() && steps_in(loads, bout)) noise.moving = kStepsTremble;
    const SquatTrack track = track_squats(part(loads.total_n, bout), loads.time_at(bout.begin), loads.step_s, weight_n,
                                          noise, pass.exercise.least_depth_mm / 1000, bout.end == loads.size());
    quiet_sds.push_back(track.quiet_sd_n);
    if (track.broken_off) pass.note("The record ends in the middle of a repetition: it is not counted.");
    pass.declined += track.declined;
    for (std::size_t k = 0; k < track.reps.size(); ++k) {
      if (!pass.counts(track.reps[k].start_s)) continue;
      const double next_s = k + 1 < track.reps.size() ? track.reps[k + 1].start_s : pass.columns.loads.time_at(bout.end - 1);
      if (pass.exercise.sides == Sides::leading)
        add_led(pass, track.reps[k], next_s, led_by_other);
      else
        add_squat(pass, track.reps[k], pass.leg_of(bout), next_s);
    }
  }
  if (led_by_other > 0)
    pass.note(fmt::format("{} repetition{} led by the other {}, not the {} one that was asked for: not counted.", led_by_other,
                          led_by_other == 1 ? " was" : "s were", pass.exercise.limb, to_string(pass.options.side)));
  if (!quiet_sds.empty()) pass.result.body.quiet_sd_n = signal::quantile(quiet_sds, 0.5);
}

}  // namespace poise::movement
