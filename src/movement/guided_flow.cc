#include "movement/guided_flow.h"

#include <fmt/format.h>

#include <algorithm>
#include <cmath>
#include <utility>

#include "base/units.h"

namespace poise::movement {
namespace {

constexpr double kSomebody_n = 60;        // more than an empty mat ever shows, less than any person
constexpr double kPerson_n = 150;         // more than the offset of any mat that is in order
constexpr double kNobody_s = 30;          // an unattended session without anybody ends
constexpr double kBrokenCell_s = 3;       // longer than an ADC takes to settle
constexpr double kOverloaded_s = 10;      // long enough to step on anew
constexpr double kLegFound_s = 0.4;
constexpr double kReadChange_s = 2;
constexpr double kPlateUse = 0.45;        // of a plate's capacity: a foot off its middle loads one cell with half

/// In the position of an exercise not more than this part of body weight is on the mat.
double most_in_position(Pattern pattern) {
  switch (pattern) {
    case Pattern::bridge:
    case Pattern::sit_to_stand: return 0.65;
    case Pattern::plank: return 0.85;
    default: return 10;
  }
}

}  // namespace

GuidedFlow::GuidedFlow(const TrialSetup& setup, const MatLimits& limits) : setup_(setup), limits_(limits) {
  view_.body_weight_n = setup.body_weight_n;
  view_.sets = std::max(1, setup.sets);
  enter(FlowStep::zero);
}

std::vector<Event> GuidedFlow::take_events() { return std::exchange(events_, {}); }

void GuidedFlow::emit(EventKind kind, std::string detail) { events_.push_back({kind, sequence_, std::move(detail)}); }

void GuidedFlow::enter(FlowStep step) {
  view_.step = step;
  view_.why.clear();
  view_.progress = 0;
  view_.countdown.reset();
  step_since_s_ = now_s_;
  loaded_since_s_.reset();
  leg_since_s_.reset();
  leg_.reset();
  settled_ = false;
  still_.reset();
  const Exercise& exercise = *setup_.exercise;
  switch (step) {
    case FlowStep::idle: view_.instruction.clear(); break;
    case FlowStep::zero: view_.instruction = "Leave the mat empty"; break;
    case FlowStep::weigh: view_.instruction = "Step on with both feet and stand still"; break;
    case FlowStep::take_position: view_.instruction = with_side(exercise.position); break;
    case FlowStep::rest_reference: view_.instruction = with_side(exercise.rest); break;
    case FlowStep::settle: view_.instruction = with_side(exercise.ready); break;
    case FlowStep::wrong_side: break;  // said by whoever enters it
    case FlowStep::countdown: view_.instruction = "Ready"; break;
    case FlowStep::record: view_.instruction = "Go"; break;
    case FlowStep::rest: view_.instruction = "Rest"; break;
    case FlowStep::change_side:
      view_.instruction = fmt::format("Now the {} {}", view_.active_side == Side::left ? "right" : "left", exercise.limb);
      break;
    case FlowStep::refused: view_.instruction = "Not on this mat"; break;
    case FlowStep::result: view_.instruction = "Done"; break;
  }
}

std::string GuidedFlow::with_side(std::string text) const {
  constexpr std::string_view kMark = "{side}";
  const std::string& limb = setup_.exercise->limb;
  const Side named = setup_.side == Side::both && setup_.exercise->sides == Sides::leading ? Side::left : setup_.side;
  const std::string side = named == Side::both ? "one " + limb : fmt::format("the {} {}", to_string(named), limb);
  for (std::size_t at = text.find(kMark); at != std::string::npos; at = text.find(kMark, at + side.size()))
    text.replace(at, kMark.size(), side);
  return text;
}

void GuidedFlow::zeroed(std::int64_t sequence) {
  emit(EventKind::flow_zeroed, "");
  events_.back().sequence = sequence;
  if (view_.step == FlowStep::zero) go_on_after_zero();
}

void GuidedFlow::go_on_after_zero() {
  if (setup_.exercise->pattern == Pattern::twist && !limits_.two_plates)
    return refuse("it shows as load that goes from plate to plate, and this mat has one");
  enter(after_zero());
}

FlowStep GuidedFlow::after_zero() const {
  if (!setup_.body_weight_n && setup_.exercise->weighs()) return FlowStep::weigh;
  return after_weighing();
}

FlowStep GuidedFlow::after_weighing() const {
  return setup_.exercise->position.empty() ? FlowStep::settle : FlowStep::take_position;
}

void GuidedFlow::on_event(const Event& event) {
  sequence_ = event.sequence;
  if (finished()) return;
  switch (event.kind) {
    case EventKind::operator_stop:
      if (link_lost_)
        finish(Outcome::link_lost);
      else
        finish(target_since_s_ ? Outcome::complete : Outcome::ended_early);
      break;
    case EventKind::operator_start:
      if (view_.step == FlowStep::settle || view_.step == FlowStep::countdown) go();
      if (view_.step == FlowStep::rest)
        next_set();
      else if (view_.step == FlowStep::record && view_.set < view_.sets && view_.set_reps > 0)
        end_set();
      break;
    case EventKind::operator_accept_side: accept_side_ |= view_.step == FlowStep::wrong_side; break;
    case EventKind::link_lost:
      link_lost_ = true;
      still_.reset();
      break;
    case EventKind::link_restored: link_lost_ = false; break;
    default: break;
  }
}

void GuidedFlow::on_sample(const Balance& balance, const LiveMovement& movement) {
  if (!first_us_) first_us_ = balance.device_us;
  now_s_ = static_cast<double>(balance.device_us - *first_us_) / 1e6;
  sequence_ = balance.sequence;
  if (finished()) return;
  if (!balance.total_n) return without_numbers(balance);
  no_numbers_since_s_.reset();
  const double total_n = *balance.total_n;

  if (total_n > kSomebody_n || (view_.body_weight_n && total_n > 0.03 * *view_.body_weight_n))
    off_since_s_.reset();
  else if (!off_since_s_)
    off_since_s_ = now_s_;
  if (off_since_s_)
    loaded_since_s_.reset();
  else if (!loaded_since_s_)
    loaded_since_s_ = now_s_;
  const double rest_over_s = view_.step == FlowStep::rest ? step_since_s_ + setup_.rest_s : 0;
  if (setup_.unattended && off_since_s_ && now_s_ - std::max(*off_since_s_, rest_over_s) > kNobody_s)
    return finish(did_something(movement) ? Outcome::stepped_off : Outcome::no_movement);

  const bool weighs =
      view_.step == FlowStep::zero || view_.step == FlowStep::weigh || view_.step == FlowStep::rest_reference;
  if (weighs && balance.overload) return overloaded();
  overloaded_since_s_.reset();

  switch (view_.step) {
    case FlowStep::zero: return on_zero(now_s_, balance);
    case FlowStep::weigh: return on_weigh(now_s_, balance);
    case FlowStep::take_position: return on_position(now_s_, balance);
    case FlowStep::rest_reference: return on_rest(balance);
    case FlowStep::settle:
    case FlowStep::wrong_side:
    case FlowStep::change_side: return on_settle(now_s_, balance);
    case FlowStep::countdown: return on_countdown(now_s_, balance);
    case FlowStep::record: return on_record(now_s_, balance, movement);
    case FlowStep::rest: return on_rest_between_sets(movement);
    default: return;
  }
}

/// Feeds the search for a still second and says what holds it up.
std::optional<StillnessGate::Window> GuidedFlow::look_for_stillness(const Balance& balance, double reference_n,
                                                                    bool each_side) {
  const auto only_if = [each_side](const std::optional<double>& value) { return each_side ? value : std::nullopt; };
  const double waited_s = loaded_since_s_ ? now_s_ - *loaded_since_s_ : 0;
  const auto found = still_.push(now_s_, *balance.total_n, only_if(balance.left_n), only_if(balance.right_n),
                                 reference_n, waited_s);
  const double too_much_kg = still_.too_much_n().value_or(0) / kGravity_m_s2;
  view_.why = too_much_kg > 0 ? fmt::format("moving {:.1f} kg too much", too_much_kg) : std::string();
  return found;
}

/// The zero itself is found and taken by the caller; here only a person who is already there is dealt with.
void GuidedFlow::on_zero(double now_s, const Balance& balance) {
  if (!loaded_since_s_) {
    still_.reset();
    return;
  }
  const auto still = look_for_stillness(balance, 0, false);
  if (*balance.total_n < kPerson_n) {  // an offset that large is no body weight
    view_.why = fmt::format("it shows {:.1f} kg: take off what is on it, or zero it as it is",
                            *balance.total_n / kGravity_m_s2);
    return;
  }
  view_.why = "somebody is standing on it";
  if (!setup_.unattended || !still) return;
  // Nobody will step off for us: go on with the zero that is in force.
  go_on_after_zero();
  loaded_since_s_ = now_s;
}

void GuidedFlow::on_weigh(double now_s, const Balance& balance) {
  if (!loaded_since_s_) {
    view_.why.clear();
    view_.progress = 0;
    still_.reset();
    return;
  }
  view_.progress = std::min(1.0, (now_s - *loaded_since_s_) / 2);
  const auto still = look_for_stillness(balance, 0, false);
  if (still) weighed(*still);
}

void GuidedFlow::weighed(const StillnessGate::Window& window) {
  view_.body_weight_n = window.mean_n;
  emit(EventKind::flow_weighed, fmt::format("{:.1f} N", window.mean_n));
  const Exercise& exercise = *setup_.exercise;
  const double feet_on_plate = !limits_.two_plates && !exercise.one_plate() ? 2 : 1;
  const double peak_n = feet_on_plate * exercise.expected_peak_pct_bw / 100 * window.mean_n;
  if (limits_.plate_capacity_n > 0 && peak_n > kPlateUse * limits_.plate_capacity_n) {
    return refuse(fmt::format(
        "a peak of {:.0f} kg on one plate is to be expected, and its cells bear {:.0f} kg off its middle; use a stronger mat",
        peak_n / kGravity_m_s2, kPlateUse * limits_.plate_capacity_n / kGravity_m_s2));
  }
  enter(after_weighing());
}

void GuidedFlow::on_position(double now_s, const Balance& balance) {
  const double most = most_in_position(setup_.exercise->pattern);
  const bool there = loaded_since_s_ && (!view_.body_weight_n || *balance.total_n < most * *view_.body_weight_n);
  if (!there) {
    loaded_since_s_.reset();
    return;
  }
  if (now_s - *loaded_since_s_ > 0.5) enter(setup_.exercise->rest.empty() ? FlowStep::settle : FlowStep::rest_reference);
}

void GuidedFlow::on_rest(const Balance& balance) {
  if (!loaded_since_s_) return enter(FlowStep::take_position);
  if (setup_.exercise->one_plate() && limits_.two_plates && carrying_leg(balance) == Side::both) {
    still_.reset();  // both feet are down
    view_.why = "both feet carry";
    return;
  }
  // Without a body weight: lying feet carry about a quarter of it.
  const auto still = look_for_stillness(balance, view_.body_weight_n.value_or(4 * *balance.total_n), true);
  if (!still) return;
  view_.rest_n = still->mean_n;
  view_.rest_left_n = still_.left_mean_n();
  emit(EventKind::flow_rest_reference, fmt::format("{:.1f} N", still->mean_n));
  enter(FlowStep::settle);
}

std::optional<Side> GuidedFlow::carrying_leg(const Balance& balance) const {
  if (!balance.left_share_pct) return std::nullopt;
  if (*balance.left_share_pct > 95) return Side::left;
  if (*balance.left_share_pct < 5) return Side::right;
  return Side::both;
}

void GuidedFlow::on_settle(double now_s, const Balance& balance) {
  const bool one_leg = setup_.exercise->one_plate(), leading = setup_.exercise->sides == Sides::leading;
  if (!loaded_since_s_) {  // stepped off again
    leg_since_s_.reset();
    return;
  }
  auto leg = carrying_leg(balance);
  if (!limits_.two_plates) leg = one_leg ? setup_.side : Side::both;
  if (leg != leg_) {
    leg_ = leg;
    leg_since_s_ = now_s;
  }
  const double held_s = leg_since_s_ ? now_s - *leg_since_s_ : 0;
  if (!leg_) return;

  const bool changing = view_.step == FlowStep::change_side;
  const Side other = view_.active_side == Side::left ? Side::right : Side::left;
  const Side asked = !one_leg ? Side::both : changing ? other : setup_.side;
  const bool any_leg = one_leg && asked == Side::both && *leg_ != Side::both;
  const bool right_leg = *leg_ == asked && (!one_leg || *leg_ != Side::both);
  const bool fits = right_leg || any_leg || !limits_.two_plates || (accept_side_ && one_leg && *leg_ != Side::both);
  if (!fits) {
    const bool clearly_wrong = *leg_ != Side::both && held_s > kWrongLeg_s;
    if (!clearly_wrong || changing) return;
    if (view_.step != FlowStep::wrong_side) {
      const auto since = leg_since_s_;
      const auto found = leg_;
      const auto loaded = loaded_since_s_;
      enter(FlowStep::wrong_side);
      leg_since_s_ = since;
      leg_ = found;
      loaded_since_s_ = loaded;
    }
    view_.instruction = one_leg ? fmt::format("You are on the {0} {1}: switch, or record {0}?", to_string(*leg_),
                                            setup_.exercise->limb)
                                : fmt::format("Nearly all of the load is on the {} plate: both have to carry", to_string(*leg_));
    return;
  }
  if (!setup_.unattended) {
    if (!look_for_stillness(balance, view_.body_weight_n.value_or(*balance.total_n), false) && !settled_) return;
    settled_ = true;
  }
  // Nothing shows that somebody is about to lead with the other leg: time to read that they should.
  if (held_s < (leading && changing ? kReadChange_s : kLegFound_s)) return;
  if (leading)
    view_.active_side = changing ? other : setup_.side == Side::both ? Side::left : setup_.side;
  else
    view_.active_side = one_leg ? *leg_ : Side::both;
  if (setup_.unattended || changing)
    go();
  else
    enter(FlowStep::countdown);
}

void GuidedFlow::on_countdown(double now_s, const Balance&) {
  if (!loaded_since_s_) return enter(FlowStep::settle);
  const double left_s = kCountdown_s - (now_s - step_since_s_);
  view_.countdown = std::max(1, static_cast<int>(std::ceil(left_s)));
  if (left_s <= 0) go();
}

/// A cell without a number makes every total wrong: before GO that is a refusal, during a record a gap, unless it
/// lasts.
void GuidedFlow::without_numbers(const Balance& balance) {
  if (!no_numbers_since_s_) no_numbers_since_s_ = now_s_;
  const double lasted_s = now_s_ - *no_numbers_since_s_;
  if (counting() || view_.step == FlowStep::change_side) {
    if (lasted_s > kNobody_s) finish(Outcome::ended_early);
    return;
  }
  if (lasted_s < kBrokenCell_s) return;
  std::string cells;
  const int count = limits_.two_plates ? kMaxCells : kCellsPerPlate;
  for (int cell = 0; cell < count; ++cell)
    if (balance.invalid_mask & (1u << cell)) cells += fmt::format("{}{}", cells.empty() ? "" : ", ", cell_name(cell, count));
  refuse(fmt::format("no signal from {} {}; without it every weight would be wrong. Check its plug and cable, then begin again",
                     cells.find(',') == std::string::npos ? "cell" : "cells", cells));
}

/// A cell at the end of its range shows less than what it carries: no weight comes of that.
void GuidedFlow::overloaded() {
  still_.reset();
  view_.why = "a cell is at the end of its range: stand in the middle of the plates";
  if (!overloaded_since_s_) overloaded_since_s_ = now_s_;
  if (now_s_ - *overloaded_since_s_ < kOverloaded_s) return;
  refuse("a cell stays at the end of its range, with which every weight would be wrong; take everything off the mat and "
         "look at it with poise check; if it is fit, use a stronger one");
}

void GuidedFlow::refuse(std::string why) {
  emit(EventKind::flow_ended, "refused: " + why);
  enter(FlowStep::refused);
  view_.why = std::move(why);
  view_.outcome = Outcome::ended_early;
}

void GuidedFlow::finish(Outcome outcome) {
  emit(EventKind::flow_ended, to_string(outcome));
  enter(FlowStep::result);
  view_.outcome = outcome;
}

}  // namespace poise::movement
