#include <fmt/format.h>

#include <algorithm>
#include <cmath>

#include "movement/guided_flow.h"

/// The guided flow from GO on: recording, rest between sets, the other side.
namespace poise::movement {
namespace {

constexpr double kStepOff_s = 3;
constexpr double kAfterLastRep_s = 2;

}  // namespace

void GuidedFlow::go() {
  const bool changed = view_.step == FlowStep::change_side;
  emit(changed ? EventKind::flow_side_change : EventKind::flow_go, to_string(view_.active_side));
  enter(FlowStep::record);
  record_since_s_ = now_s_;
  target_since_s_.reset();
  if (changed) reps_before_set_ = 0;  // nothing was counted on that leg before
  view_.set_reps = 0;
  if (!go_s_ && !setup_.unattended) go_s_ = now_s_;
}

int GuidedFlow::reps_of_side(const LiveMovement& movement) const {
  switch (view_.active_side) {
    case Side::left: return movement.reps_left;
    case Side::right: return movement.reps_right;
    case Side::both: break;
  }
  return movement.reps;
}

/// Whoever begins with the other leg than the one that was said first does that one first.
void GuidedFlow::follow_leader(const LiveMovement& movement) {
  if (setup_.exercise->sides != Sides::leading || setup_.side != Side::both || second_leg_) return;
  if (movement.reps_left == 0 && movement.reps_right > 0) view_.active_side = Side::right;
}

bool GuidedFlow::did_something(const LiveMovement& movement) const {
  const bool begun = view_.step == FlowStep::record || view_.step == FlowStep::change_side;
  return movement.reps + movement.reps_left + movement.reps_right > 0 || (setup_.exercise->holds() && begun);
}

/// Who lets a hold on one side go and takes it up on the other has changed sides.
bool GuidedFlow::has_changed_side(double now_s, const Balance& balance) {
  if (!setup_.exercise->holds() || !setup_.exercise->one_plate() || !more_sides()) return false;
  const auto leg = carrying_leg(balance);
  if (leg != leg_) {
    leg_ = leg;
    leg_since_s_ = now_s;
  }
  return leg_ && *leg_ != Side::both && *leg_ != view_.active_side && now_s - *leg_since_s_ > kWrongLeg_s;
}

void GuidedFlow::on_record(double now_s, const Balance& balance, const LiveMovement& movement) {
  follow_leader(movement);
  if (has_changed_side(now_s, balance)) return next_leg_or_finish();
  view_.set_reps = reps_of_side(movement) - reps_before_set_;
  // Lying ready on the mat is no plank yet, and one that was let down begins anew.
  if (setup_.exercise->pattern == Pattern::plank) record_since_s_ = std::max(record_since_s_, now_s - movement.hold_s);
  if (setup_.seconds) {
    view_.progress = std::min(1.0, (now_s - record_since_s_) / *setup_.seconds);
    if (now_s - record_since_s_ >= *setup_.seconds) return end_set();
  }
  if (!target_since_s_ && setup_.reps && view_.set_reps >= *setup_.reps) target_since_s_ = now_s;
  if (target_since_s_ && now_s - *target_since_s_ >= kAfterLastRep_s) return end_set();
  if (off_since_s_ && now_s - *off_since_s_ >= kStepOff_s && did_something(movement)) {
    // A plank on one side ends by coming down: then the other side.
    if (setup_.exercise->holds() && more_sides()) return next_leg_or_finish();
    const bool had_target = setup_.reps || setup_.seconds;
    finish(target_since_s_ || !had_target ? Outcome::complete : Outcome::stepped_off);
  }
}

void GuidedFlow::end_set() {
  if (view_.set >= view_.sets) return next_leg_or_finish();
  set_ends_s_.push_back(now_s_);
  emit(EventKind::flow_rest, fmt::format("after set {} of {}", view_.set, view_.sets));
  reps_before_set_ += view_.set_reps;
  target_since_s_.reset();
  enter(FlowStep::rest);
}

void GuidedFlow::on_rest_between_sets(const LiveMovement& movement) {
  const double left_s = setup_.rest_s - (now_s_ - step_since_s_);
  view_.progress = setup_.rest_s > 0 ? std::clamp(1 - left_s / setup_.rest_s, 0.0, 1.0) : 1;
  const bool went_on = reps_of_side(movement) > reps_before_set_;
  if (went_on || (left_s <= 0 && loaded_since_s_)) return next_set();
  view_.countdown.reset();
  if (left_s <= 0)
    view_.why = fmt::format("set {} of {}: step on", view_.set + 1, view_.sets);
  else
    view_.why = fmt::format("set {} of {} in {:.0f} s", view_.set + 1, view_.sets, std::ceil(left_s));
  if (left_s > 0 && left_s <= kCountdown_s) view_.countdown = static_cast<int>(std::ceil(left_s));
}

void GuidedFlow::next_set() {
  ++view_.set;
  emit(EventKind::flow_set, fmt::format("set {} of {}", view_.set, view_.sets));
  enter(FlowStep::record);
  record_since_s_ = now_s_;
  target_since_s_.reset();
  view_.set_reps = 0;
}

bool GuidedFlow::more_sides() const {
  return setup_.exercise->one_side() && setup_.side == Side::both && limits_.two_plates && !second_leg_;
}

void GuidedFlow::next_leg_or_finish() {
  if (!more_sides()) return finish(Outcome::complete);
  second_leg_ = true;
  view_.set = 1;
  enter(FlowStep::change_side);
  target_since_s_.reset();
}

}  // namespace poise::movement
