#include "virtual-mat/person.h"

#include <algorithm>
#include <cmath>

#include "virtual-mat/masses.h"
#include "virtual-mat/motion_shapes.h"

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

double Person::travel_of(const RepPlan& rep, double t_s) const {
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
    if (is_bridge(scenario_.exercise)) {
      swing_bw = rep->size * travel_of(*rep, t_s);
    } else {
      const double there = (t_s - rep->start_s) / rep->there_s, back = (rep->end_s() - t_s) / rep->back_s;
      // Newton: the floor carries the weight less what falls. On the way back the motion runs in reverse.
      double drop_m_s2 = 0;
      if (there < 1)
        drop_m_s2 =
            travel(scenario_.shape, rep->turn_there, there).acceleration / (rep->there_s * rep->there_s);
      else if (back < 1)
        drop_m_s2 = travel(scenario_.shape, rep->turn_back, back).acceleration / (rep->back_s * rep->back_s);
      factor -= rep->size * drop_m_s2 / kGravity_m_s2;
      factor -= scenario_.support_pct / 100 * plateau((t_s - rep->start_s) / (rep->end_s() - rep->start_s));
    }
    const double bottom_s = rep->start_s + rep->there_s + rep->hold_s / 2;
    if (rep->touch) touching = kTouchBw * bump((t_s - bottom_s) / kTouch_s + 0.5);
  }
  double left_share = left_bw / resting_bw;
  if (scenario_.swing_left_share_pct)
    left_share = (left_bw + swing_bw * *scenario_.swing_left_share_pct / 100) / (resting_bw + swing_bw);
  factor += swing_bw / resting_bw;
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
    if (both > 0) left_share += scenario_.noise * kShareSd * both * share_.at(t_s);
    const double sd = kForceSdOneLeg + both * (kForceSdBothLegs - kForceSdOneLeg);
    trembling = scenario_.noise * sd * force_.at(t_s);
  }
  const double total_n = body_weight_n() * resting_bw * (factor + trembling);
  return {total_n * left_share, total_n * (1 - left_share), both};
}

void Person::place(Feet& feet, double t_s, double both) const {
  const double x_mm = scenario_.cells == 8 ? kFootX_mm : kFootXOnePlate_mm;
  feet.left.x_mm = -x_mm;
  feet.right.x_mm = x_mm;
  feet.left.y_mm = feet.right.y_mm = kFootY_mm;
  if (scenario_.noise == 0 || feet.left.load_n + feet.right.load_n <= 0) return;
  const bool lying = is_bridge(scenario_.exercise) && t_s >= timeline_.lies_from_s;
  const double scale = scenario_.noise * (lying ? kLyingSway : 1);
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
