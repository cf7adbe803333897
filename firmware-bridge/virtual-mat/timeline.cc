#include "virtual-mat/timeline.h"

#include <algorithm>
#include <cmath>

#include "virtual-mat/masses.h"
#include "virtual-mat/motion_shapes.h"
#include "virtual-mat/twists.h"

namespace poise::virtual_mat {
namespace {

// Loads of a bridge in body weights, from a static model with published segment masses [E]: no measured
// values were found. Hook-lying rest, top with both feet; on one foot with the other leg lifted.
constexpr double kTopBw = 0.38, kTopOneFootBw = 0.40;
constexpr double kPushOffBw = 0.035;  // 2-5 % [E]

// Loads on the forearms in body weights, resting on the elbows and held up [E], see README.md.
constexpr double kPlankBw = 0.62, kSidePlankBw = 0.52;

constexpr double kLean = 0.2;  // of the way up: bending forward, before the body rises [E]

constexpr double kRestBetweenSets_s = 5;
constexpr double kCalmAfter_s = 0.2, kCalmBefore_s = 0.3;  // around fidgeting

/// Writes a timeline from left to right.
class Script {
 public:
  explicit Script(const Scenario& scenario) : scenario_(scenario) { move(0, 0, 0); }

  Timeline write() {
    if (scenario_.exercise == Exercise::empty) return timeline_;
    if (scenario_.exercise == Exercise::masses) {
      timeline_.leaves_at_s = masses_end_s(scenario_);
      return timeline_;
    }
    wait(2);
    if (scenario_.exercise == Exercise::walk_across) {
      walk_across();
    } else {
      perform();
    }
    timeline_.leaves_at_s = now_s_;
    return timeline_;
  }

 private:
  void perform() {
    rest_bw_ = rest_bw(scenario_.exercise);
    if (is_plank(scenario_.exercise)) return planks();
    if (is_twist(scenario_.exercise)) return twists();
    step_on();
    wait(3);
    if (is_bridge(scenario_.exercise)) return bridge();
    if (scenario_.exercise == Exercise::sit_to_stand) return sit();
    stand();
  }

  /// Moves the weight to these loads (body weights) in that time.
  void move(double seconds, double left_bw, double right_bw) {
    now_s_ += seconds;
    left_bw_ = left_bw;
    right_bw_ = right_bw;
    timeline_.left_bw.add(now_s_, left_bw);
    timeline_.right_bw.add(now_s_, right_bw);
  }
  void wait(double seconds) { move(seconds, left_bw_, right_bw_); }

  double share() const { return scenario_.left_share_pct / 100; }
  void on_both(double seconds, double total_bw) {
    move(seconds, total_bw * share(), total_bw * (1 - share()));
  }
  void on_one(double seconds, Side side, double total_bw) {
    move(seconds, side == Side::left ? total_bw : 0, side == Side::right ? total_bw : 0);
  }

  /// Left foot, weight onto it, right foot: 0.9 s.
  void step_on() {
    move(0.2, 0.45, 0);
    move(0.25, 0.97, 0);
    on_both(0.45, 1);
  }
  void step_off() {
    move(0.4, 0.97, 0);
    move(0.25, 0.4, 0);
    move(0.2, 0, 0);
  }

  /// Four footfalls with the two humps of walking: left, right, and back.
  void walk_across() {
    footfall(Side::left);
    footfall(Side::right);
    wait(1.5);
    footfall(Side::right);
    footfall(Side::left);
  }
  void footfall(Side side) {
    on_one(0.13, side, 1.1);
    on_one(0.17, side, 0.78);
    on_one(0.17, side, 1.05);
    on_one(0.13, side, 0);
  }

  void stand() {
    if (scenario_.exercise == Exercise::quiet_stand)
      wait(scenario_.hold_s);
    else if (is_one_plate(scenario_.exercise))
      each_leg();
    else if (is_one_side(scenario_.exercise))
      each_lead();
    else
      sets(Side::both);
    wait(1.5);
    step_off();
  }

  /// The sides that are asked for, one after the other.
  std::vector<Side> asked_sides() const {
    if (scenario_.side == Side::both) return {Side::left, Side::right};
    return {scenario_.side};
  }

  /// Both legs in turn, or the one asked for: lifts the other foot, is still, works, puts it down.
  void each_leg() {
    for (const Side side : asked_sides()) {
      if (side != asked_sides().front()) wait(1.5);
      on_one(1, side, rest_bw_);
      wait(is_bridge(scenario_.exercise) ? 3 : 2.5);
      if (scenario_.exercise == Exercise::single_leg_stand)
        wait(scenario_.hold_s);
      else
        sets(side);
      wait(1);
      on_both(0.8, is_bridge(scenario_.exercise) ? rest_bw(Exercise::bridge) : 1);
    }
  }

  /// Both feet carry all the time; one leg leads.
  void each_lead() {
    for (const Side side : asked_sides()) {
      if (side != asked_sides().front()) wait(5);
      sets(side);
    }
  }

  /// Takes the weight off the feet by sitting down on a chair behind the mat, works, lifts the feet.
  void sit() {
    wait(1);
    timeline_.rests_from_s = now_s_;
    rests_ = true;
    on_both(1.5, rest_bw_);
    wait(3.5);
    sets(Side::both);
    wait(1.5);
    on_both(0.8, 0);
  }

  /// Lies down with the forearms, or the forearm of one side, on the mat; up, held, down; turns over in between.
  void planks() {
    timeline_.rests_from_s = now_s_;
    rests_ = true;
    const bool one_side = is_one_side(scenario_.exercise);
    for (const Side side : one_side ? asked_sides() : std::vector{Side::both}) {
      on_side(0.8, side, rest_bw_);
      wait(2.5);
      HoldPlan plan{side, now_s_, 0.9, scenario_.hold_s, 0.8, one_side ? kSidePlankBw : kPlankBw, 0};
      plan.load_end_bw = plan.load_bw * (1 - scenario_.sag_pct / 100);
      on_side(plan.up_s, side, plan.load_bw);
      on_side(plan.hold_s, side, plan.load_end_bw);
      on_side(plan.down_s, side, rest_bw_);
      timeline_.holds.push_back(plan);
      wait(1.5);
      on_side(0.8, side, 0);
      wait(2);
    }
  }

  /// Sits or lies down on the mat, is still, twists, gets off.
  void twists() {
    timeline_.rests_from_s = now_s_;
    rests_ = true;
    on_both(0.6, 0.4 * rest_bw_);
    on_both(0.9, rest_bw_);
    wait(4);
    for (int set = 1; set <= scenario_.sets; ++set) {
      if (set > 1) wait(kRestBetweenSets_s);
      wait(add_twists(scenario_, set, now_s_, timeline_) - now_s_);
    }
    wait(1.5);
    on_both(0.9, 0);
  }

  void on_side(double seconds, Side side, double total_bw) {
    if (side == Side::both)
      on_both(seconds, total_bw);
    else
      on_one(seconds, side, total_bw);
  }

  /// Steps off, lies down with the feet on the plates, shifts about, lies still, works.
  void bridge() {
    step_off();
    wait(3);
    timeline_.rests_from_s = now_s_;
    rests_ = true;
    on_both(0.5, 0.10);
    on_both(0.8, 0.28);
    move(0.7, 0.20, 0.08);
    move(0.7, 0.08, 0.22);
    on_both(0.8, rest_bw(Exercise::bridge));
    if (scenario_.exercise == Exercise::bridge) {
      wait(3);
      sets(Side::both);
    } else {
      wait(1);
      each_leg();
    }
    wait(1.5);
    on_both(0.8, 0);
  }

  /// `side`: the leg that does it or leads.
  void sets(Side side) {
    const Side stance = is_one_plate(scenario_.exercise) ? side : Side::both;
    for (int set = 0; set < scenario_.sets; ++set) {
      if (set > 0) wait(kRestBetweenSets_s);
      ++set_;
      for (int i = 0; i < scenario_.reps; ++i) {
        if (i > 0) pause();
        rep(side);
        const auto done = static_cast<int>(timeline_.reps.size());
        if (scenario_.stumble == done) stumble(stance);
        if (scenario_.step_off == done) leave_and_return(stance);
      }
    }
  }

  void pause() {
    const double end_s = now_s_ + std::max(0.0, scenario_.pause_s * varied(Stream::rep_pause, 0.1));
    if (scenario_.fidget > 0) fidget_until(end_s - kCalmBefore_s);
    wait(std::max(0.0, end_s - now_s_));
  }

  /// Talks, gestures, shifts the weight: the centre of mass goes up or down by 12 mm at most and comes back.
  void fidget_until(double end_s) {
    const auto random = [&] {
      return 2 * random_uniform(scenario_.seed, Stream::fidget, fidgets_++) - 1;
    };
    for (double t_s = now_s_ + kCalmAfter_s;;) {
      Jolt jolt{t_s, 0.65 + 0.25 * random()};
      if (jolt.start_s + jolt.seconds > end_s) return;
      (rests_ ? jolt.load : jolt.drop_m) = scenario_.fidget * random() * (rests_ ? 0.04 : 0.012);
      if (share_left() > 0 && share_left() < 1) jolt.shift = 0.12 * scenario_.fidget * random();
      timeline_.jolts.push_back(jolt);
      t_s = jolt.start_s + jolt.seconds + 0.1;
    }
  }

  /// A quick step to catch the balance: down by 25 mm and up again while nearly all of the weight goes to one
  /// foot, or on one leg half of it to the free foot; then a moment to collect oneself.
  void stumble(Side side) {
    wait(0.5);
    const bool to_right = side != Side::right;
    timeline_.jolts.push_back({now_s_, 0.7, 0.025, 0, side == Side::both ? 0.45 : to_right ? 0.5 : -0.5});
    wait(2.2);
  }

  /// Leaves the mat for two seconds and takes up the position again.
  void leave_and_return(Side side) {
    wait(1);
    if (rests_) {
      on_both(0.8, 0);
      wait(2);
      on_both(0.8, is_bridge(scenario_.exercise) ? rest_bw(Exercise::bridge) : rest_bw_);
      if (side != Side::both) on_one(1, side, rest_bw_);
      wait(3);
      return;
    }
    if (side != Side::both) on_both(0.8, 1);
    wait(0.5);
    step_off();
    wait(2);
    step_on();
    wait(1.5);
    if (side == Side::both) return;
    on_one(1, side, 1);
    wait(2);
  }

  double share_left() const { return left_bw_ / (left_bw_ + right_bw_); }

  double varied(Stream stream, double sd) const {
    return poise::virtual_mat::varied(scenario_, stream, timeline_.reps.size(), sd);
  }

  void rep(Side side) {
    const int index = static_cast<int>(timeline_.reps.size()) + 1;
    RepPlan plan;
    plan.side = side;
    plan.set = set_;
    plan.start_s = now_s_;
    plan.partial = scenario_.half_rep == index;
    plan.touch = scenario_.touch == index;
    plan.hold_s = scenario_.hold_s * std::max(0.2, varied(Stream::rep_hold, 0.05));
    const double depth = (plan.partial ? kHalfRep : 1) * std::max(0.7, varied(Stream::rep_depth, 0.03));
    const double tempo_s =
        (plan.partial ? 0.75 : 1) * scenario_.tempo_s * std::max(0.7, varied(Stream::rep_tempo, 0.04));
    if (is_bridge(scenario_.exercise))
      plan_bridge(plan, depth, tempo_s);
    else
      plan_body(plan, depth * scenario_.depth_mm, tempo_s);
    timeline_.reps.push_back(plan);
    wait(plan.end_s() - plan.start_s);
  }

  /// 55 % of the time down, 45 % up, unless that would mean falling upwards off the mat.
  void plan_body(RepPlan& plan, double depth_mm, double tempo_s) const {
    const double shortest_s = shortest_way_s(scenario_, depth_mm);
    const bool rises = scenario_.exercise == Exercise::sit_to_stand;
    plan.size = depth_mm / 1000;
    plan.lead_in = rises ? kLean : 0;
    const double up_s = std::max(0.45 * tempo_s, shortest_s);
    const double down_s = std::max(tempo_s - up_s, shortest_s);
    plan.there_s = rises ? up_s : down_s;
    plan.back_s = rises ? down_s : up_s;
    if (plan.hold_s > 0) return;
    // One acceleration at the bottom for both ways, so that the force does not jump there.
    plan.turn_there = natural_turn(scenario_.shape) * plan.there_s / plan.back_s;
    plan.turn_back = natural_turn(scenario_.shape) * plan.back_s / plan.there_s;
  }

  /// 42 % of the time up (0.6-1.5 s), 58 % down (1-2 s).
  void plan_bridge(RepPlan& plan, double depth, double tempo_s) const {
    const bool one_foot = plan.side != Side::both;
    plan.size = depth * ((one_foot ? kTopOneFootBw : kTopBw) - rest_bw_);
    plan.there_s = 0.42 * tempo_s;
    plan.back_s = tempo_s - plan.there_s;
    plan.overshoot_bw = kPushOffBw * depth;
    plan.sag = scenario_.sag_pct / 100;
    plan.bounces = scenario_.bounces;
  }

  const Scenario& scenario_;
  Timeline timeline_;
  double now_s_ = 0, left_bw_ = 0, right_bw_ = 0;
  double rest_bw_ = 1;  ///< in the position of the exercise
  int set_ = 0;
  bool rests_ = false;  ///< lies or sits
  std::uint64_t fidgets_ = 0;
};

}  // namespace

double Track::at(double t_s) const {
  const auto next =
      std::upper_bound(keys_.begin(), keys_.end(), t_s, [](double t, const Key& key) { return t < key.t_s; });
  if (next == keys_.begin()) return 0;
  const Key& from = *(next - 1);
  if (next == keys_.end() || next->value == from.value) return from.value;
  return from.value + (next->value - from.value) * smooth_step((t_s - from.t_s) / (next->t_s - from.t_s));
}

double varied(const Scenario& scenario, Stream stream, std::size_t index, double sd) {
  return 1 + scenario.noise * sd * std::clamp(random_bell(scenario.seed, stream, index), -2.5, 2.5);
}

double rest_bw(Exercise exercise) {
  switch (exercise) {
    case Exercise::bridge:
      return 0.23;
    case Exercise::single_leg_bridge:
      return 0.12;
    case Exercise::sit_to_stand:
      return 0.24;  // feet, shanks and half of the thighs
    case Exercise::plank:
      return 0.15;
    case Exercise::side_plank:
      return 0.12;
    case Exercise::bicycle_crunch:
      return 0.65;  // pelvis and lower back; arms, head, shoulders and legs are held by the trunk or touch the floor
    default:
      return 1;
  }
}

Timeline make_timeline(const Scenario& scenario) { return Script(scenario).write(); }

double shortest_way_s(const Scenario& scenario, double depth_mm) {
  const double turn = scenario.hold_s > 0 ? 0 : natural_turn(scenario.shape);
  const double drop_m = depth_mm / 1000;
  const double moving = scenario.exercise == Exercise::sit_to_stand ? 1 - kLean : 1;
  return 1 / moving * std::sqrt(drop_m * peak_acceleration(scenario.shape, turn) / (0.95 * kGravity_m_s2));
}

}  // namespace poise::virtual_mat
