#include "virtual-mat/person.h"

#include <algorithm>
#include <cmath>

#include "virtual-mat/masses.h"
#include "virtual-mat/motion_shapes.h"
#include "virtual-mat/twists.h"

namespace poise::virtual_mat {
namespace {

// Measured on open stabilometry data of standing people (README.md), unless marked [E].
constexpr double kShareSd = 0.018;                          // of the total; 0.013-0.023 on firm floor
constexpr double kForceSdBothLegs = 0.0017;                 // of the load
constexpr double kForceSdOneLeg = 0.007;                    // 0.005-0.01
constexpr double kSwayApSd_mm = 5.8, kSwayMlSd_mm = 1.2;    // each foot; 5-7, 0.9-1.5
constexpr double kSwayApCommon = 0.9;                       // correlation of left and right
constexpr double kOneLegApSd_mm = 7, kOneLegMlSd_mm = 5.5;  // 5-10, speed 40-80 mm/s [E]
constexpr double kLyingSway = 0.3;                          // feet of someone lying wander less [E]

constexpr Spectrum kShareSpectrum{0.01, 0.12, 0.55, 1.2};
constexpr Spectrum kForceSpectrum{0.5, 2.5, 7, 8};  // none below, or the body would float away
constexpr Spectrum kSwaySpectrum{0.02, 0.12, 0.7, 2};
constexpr Spectrum kOneLegSpectrum{0.1, 0.5, 2, 5};

// Middle of each foot on the mat: a little inward on its plate; closer together on a mat of one plate.
constexpr double kFootX_mm = 130, kFootXOnePlate_mm = 85, kFootY_mm = -10;

constexpr double kForearmX_mm = 150, kSeatX_mm = 90;  // where a plank's forearms and a twist's halves press [E]

// A lunge: how far the feet are apart, when the foot that steps is in the air (parts of each way), and how much the
// leading leg carries at the far end [E].
constexpr double kStepY_mm = 100, kWideX_mm = 200;
constexpr double kUnloaded = 0.15, kLanded = 0.35;
constexpr double kLeadForward = 0.65, kLeadReverse = 0.75, kLeadLateral = 0.85;

constexpr double kTouchBw = 0.08, kTouch_s = 0.5;
constexpr double kBounce = 0.35;  // of the rise

}  // namespace

Person::Person(const Scenario& scenario)
    : scenario_(scenario),
      timeline_(make_timeline(scenario)),
      share_(scenario.seed, Stream::share, kShareSpectrum),
      force_(scenario.seed, Stream::force, kForceSpectrum),
      ap_(scenario.seed, Stream::sway_ap, kSwaySpectrum),
      ap_left_(scenario.seed, Stream::sway_ap_left, kSwaySpectrum),
      ap_right_(scenario.seed, Stream::sway_ap_right, kSwaySpectrum),
      ml_left_(scenario.seed, Stream::sway_ml_left, kSwaySpectrum),
      ml_right_(scenario.seed, Stream::sway_ml_right, kSwaySpectrum),
      one_leg_ap_(scenario.seed, Stream::one_leg_ap, kOneLegSpectrum),
      one_leg_ml_(scenario.seed, Stream::one_leg_ml, kOneLegSpectrum) {}

Feet Person::at(double t_s) const {
  if (scenario_.exercise == Exercise::masses) return masses_at(scenario_, force_, t_s);
  const Loads loads = loads_at(t_s);
  Feet feet;
  feet.left.load_n = std::max(0.0, loads.left_n);
  feet.right.load_n = std::max(0.0, loads.right_n);
  place(feet, t_s, loads.both);
  return feet;
}

const RepPlan* Person::rep_at(double t_s) const {
  const auto next = std::upper_bound(timeline_.reps.begin(), timeline_.reps.end(), t_s,
                                     [](double t, const RepPlan& rep) { return t < rep.start_s; });
  if (next == timeline_.reps.begin()) return nullptr;
  const RepPlan& rep = *(next - 1);
  return t_s < rep.end_s() ? &rep : nullptr;
}

const Jolt* Person::jolt_at(double t_s) const {
  const auto next = std::upper_bound(timeline_.jolts.begin(), timeline_.jolts.end(), t_s,
                                     [](double t, const Jolt& jolt) { return t < jolt.start_s; });
  if (next == timeline_.jolts.begin()) return nullptr;
  const Jolt& jolt = *(next - 1);
  return t_s < jolt.start_s + jolt.seconds ? &jolt : nullptr;
}

Person::Way Person::way_of(const RepPlan& rep, double t_s) const {
  const double there = (t_s - rep.start_s) / rep.there_s, back = (rep.end_s() - t_s) / rep.back_s;
  if (there >= 1 && back >= 1) return {1, 0};
  const double seconds = (1 - rep.lead_in) * (there < 1 ? rep.there_s : rep.back_s);
  const double u = (std::min(there, back) - rep.lead_in) / (1 - rep.lead_in);
  if (u <= 0) return {};
  const Travel now = travel(scenario_.shape, there < 1 ? rep.turn_there : rep.turn_back, u);
  return {now.position, rep.size * now.acceleration / (seconds * seconds)};
}

double Person::travel_of(const RepPlan& rep, double t_s) const {
  if (is_twist(scenario_.exercise))
    return (rep.side == Side::left ? -1 : 1) * swung(timeline_, scenario_.shape, t_s) / rep.size;
  if (!is_bridge(scenario_.exercise)) return way_of(rep, t_s).position;
  const double there = (t_s - rep.start_s) / rep.there_s;
  const double back = (rep.end_s() - t_s) / rep.back_s;
  const double held = rep.hold_s > 0 ? (t_s - rep.start_s - rep.there_s) / rep.hold_s : 0;
  double way = there < 1  ? travel(scenario_.shape, rep.turn_there, there).position
               : back < 1 ? (1 - rep.sag) * travel(scenario_.shape, rep.turn_back, back).position
                          : 1 - rep.sag * smooth_step(held);
  if (rep.bounces > 0 && held > 0 && held < 1)
    way -= kBounce * bump(held * rep.bounces - std::floor(held * rep.bounces));
  if (rep.overshoot_bw == 0) return way;
  // The push that lifts the hips peaks late in the rise and is over soon after it.
  return way + rep.overshoot_bw / rep.size * bump((there - 0.4) / 0.8);
}

Person::Loads Person::loads_at(double t_s) const {
  double left_bw = timeline_.left_bw.at(t_s), right_bw = timeline_.right_bw.at(t_s);
  const double resting_bw = left_bw + right_bw;
  if (resting_bw <= 0) return {0, 0, 1};
  double factor = 1, touching = 0, swing_bw = 0;
  if (const RepPlan* rep = rep_at(t_s)) {
    if (is_bridge(scenario_.exercise))
      swing_bw = rep->size * travel_of(*rep, t_s);
    else if (!is_twist(scenario_.exercise))
      factor = body_bw(*rep, t_s, resting_bw) / resting_bw;
    const double bottom_s = rep->start_s + rep->there_s + rep->hold_s / 2;
    if (rep->touch) touching = kTouchBw * bump((t_s - bottom_s) / kTouch_s + 0.5);
  }
  double left_share = left_bw / resting_bw;
  if (scenario_.swing_left_share_pct)
    left_share = (left_bw + swing_bw * *scenario_.swing_left_share_pct / 100) / (resting_bw + swing_bw);
  factor += swing_bw / resting_bw;
  if (is_twist(scenario_.exercise)) left_share -= swung(timeline_, scenario_.shape, t_s);
  if (const RepPlan* rep = rep_at(t_s); rep && scenario_.exercise == Exercise::lunge) {
    const bool left_leads = rep->side == Side::left;
    const double lead = lead_share(*rep, t_s, left_leads ? left_share : 1 - left_share);
    left_share = left_leads ? lead : 1 - lead;
  }
  if (const Jolt* jolt = jolt_at(t_s)) {
    const double u = (t_s - jolt->start_s) / jolt->seconds;
    factor += jolt->load * bump(u) - jolt->drop_m * bump_acceleration(u) / (jolt->seconds * jolt->seconds * kGravity_m_s2);
    left_share -= jolt->shift * bump(u);
  }
  if (touching > 0) left_share += left_share > 0.5 ? -touching : touching;

  // On both legs the weight wanders between them; on one there is nowhere to go, and more trembling.
  const double both = smooth_step(std::min(left_share, 1 - left_share) / 0.2);
  double trembling = 0;
  if (scenario_.noise > 0) {
    const bool rests = !is_bridge(scenario_.exercise) && timeline_.rests_from_s && t_s >= *timeline_.rests_from_s;
    const double wandering = rests && scenario_.exercise != Exercise::sit_to_stand ? kLyingSway : 1;
    if (both > 0) left_share += scenario_.noise * kShareSd * wandering * both * share_.at(t_s);
    const double sd = kForceSdOneLeg + both * (kForceSdBothLegs - kForceSdOneLeg);
    trembling = scenario_.noise * sd * force_.at(t_s);
    if (scenario_.exercise == Exercise::sit_to_stand) trembling *= factor;  // rises from a quarter of the weight to all
  }
  const double total_n = body_weight_n() * resting_bw * (factor + trembling);
  return {total_n * left_share, total_n * (1 - left_share), both};
}

/// What the floor carries: the weight (Newton: less what falls, more what rises), but for what a chair or hands carry.
/// On the way back a motion runs in reverse.
double Person::body_bw(const RepPlan& rep, double t_s, double resting_bw) const {
  const Way way = way_of(rep, t_s);
  if (scenario_.exercise != Exercise::sit_to_stand) {
    const double hands = scenario_.support_pct / 100 * plateau((t_s - rep.start_s) / (rep.end_s() - rep.start_s));
    return resting_bw * (1 - way.acceleration_m_s2 / kGravity_m_s2 - hands);
  }
  // The chair lets go while the trunk leans forward and the body has begun to rise.
  const double part = std::min((t_s - rep.start_s) / rep.there_s, (rep.end_s() - t_s) / rep.back_s);
  const double chair_bw = (1 - resting_bw) * (1 - smooth_step(part / (2 * rep.lead_in)));
  return 1 + way.acceleration_m_s2 / kGravity_m_s2 - chair_bw;
}

/// The leading leg's part of the load: the foot that steps is lifted, set down, and takes its part.
double Person::lead_share(const RepPlan& rep, double t_s, double resting) const {
  const double part = std::min({1.0, (t_s - rep.start_s) / rep.there_s, (rep.end_s() - t_s) / rep.back_s});
  const auto shift = [&](double from, double lifted, double to) {
    if (part < kUnloaded) return from + (lifted - from) * smooth_step(part / kUnloaded);
    return lifted + (to - lifted) * smooth_step((part - kLanded) / (1 - kLanded));
  };
  switch (scenario_.variant) {
    case Variant::forward:
      return shift(resting, 0, kLeadForward);
    case Variant::reverse:
      return shift(resting, 1, kLeadReverse);
    case Variant::lateral:
      return resting + (kLeadLateral - resting) * smooth_step(part);
  }
  return resting;
}

/// Forward: from the back edge the leading foot steps to the front. Reverse: from the front edge the other foot steps
/// to the back. Lateral: wide apart, without a step.
void Person::place_lunge(Feet& feet, double t_s) const {
  if (scenario_.variant == Variant::lateral) {
    feet.left.x_mm = -kWideX_mm;
    feet.right.x_mm = kWideX_mm;
    return;
  }
  const double from_mm = scenario_.variant == Variant::forward ? -kStepY_mm : kStepY_mm;
  feet.left.y_mm = feet.right.y_mm = from_mm;
  const RepPlan* rep = rep_at(t_s);
  if (!rep) return;
  const double part = std::min((t_s - rep->start_s) / rep->there_s, (rep->end_s() - t_s) / rep->back_s);
  const bool left_steps = (rep->side == Side::left) == (scenario_.variant == Variant::forward);
  (left_steps ? feet.left : feet.right).y_mm =
      from_mm * (1 - 2 * smooth_step((part - kUnloaded) / (kLanded - kUnloaded)));
}

void Person::place(Feet& feet, double t_s, double both) const {
  const double wide_mm = is_plank(scenario_.exercise) ? kForearmX_mm : is_twist(scenario_.exercise) ? kSeatX_mm : kFootX_mm;
  const double x_mm = scenario_.cells == 8 ? wide_mm : kFootXOnePlate_mm;
  feet.left.x_mm = -x_mm;
  feet.right.x_mm = x_mm;
  feet.left.y_mm = feet.right.y_mm = kFootY_mm;
  if (scenario_.exercise == Exercise::lunge) place_lunge(feet, t_s);
  if (scenario_.noise == 0 || feet.left.load_n + feet.right.load_n <= 0) return;
  const bool rests = timeline_.rests_from_s && t_s >= *timeline_.rests_from_s;
  const double scale = scenario_.noise * (rests ? kLyingSway : 1);
  if (both > 0) {
    static const double common = std::sqrt(kSwayApCommon), own = std::sqrt(1 - kSwayApCommon);
    const double ap_mm = scale * both * kSwayApSd_mm, ml_mm = scale * both * kSwayMlSd_mm;
    const double together = common * ap_.at(t_s);
    feet.left.y_mm += ap_mm * (together + own * ap_left_.at(t_s));
    feet.right.y_mm += ap_mm * (together + own * ap_right_.at(t_s));
    feet.left.x_mm += ml_mm * ml_left_.at(t_s);
    feet.right.x_mm += ml_mm * ml_right_.at(t_s);
  }
  if (both < 1) {
    const double ap_mm = scale * (1 - both) * kOneLegApSd_mm * one_leg_ap_.at(t_s);
    const double ml_mm = scale * (1 - both) * kOneLegMlSd_mm * one_leg_ml_.at(t_s);
    for (Foot* foot : {&feet.left, &feet.right}) {
      foot->y_mm += ap_mm;
      foot->x_mm += ml_mm;
    }
  }
}

}  // namespace poise::virtual_mat
