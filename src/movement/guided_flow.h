#pragma once

#include <optional>
#include <string>
#include <vector>

#include "base/stages.h"
#include "movement/analysis.h"
#include "movement/catalogue.h"
#include "movement/live_movement.h"
#include "movement/stillness.h"

namespace poise::movement {

/// Steps of a visit to the mat, in order. Some are skipped where an exercise does not need them.
enum class FlowStep {
  idle,            ///< nothing asked for yet
  zero,            ///< waiting for a quiet, empty mat
  weigh,           ///< step on and stand still: body weight
  take_position,   ///< what the exercise says of it: lie down, sit down
  rest_reference,  ///< lie or sit relaxed and still
  settle,          ///< stand still in the position of the exercise; the stance leg is looked at here
  wrong_side,      ///< the load is on the other leg: switch, or accept it
  countdown,
  record,          ///< repetitions count
  rest,            ///< between two sets
  change_side,     ///< one-side exercise, both sides: the other one now
  refused,         ///< this person on this mat is not safe or not measurable: `why`
  result,
};

/// What the flow shows: one big next step and why it waits.
struct FlowView {
  FlowStep step = FlowStep::idle;
  std::string instruction;  ///< "Stand still"; never empty but when idle
  std::string why;          ///< "moving 0.8 kg too much"; empty when nothing holds it up
  double progress = 0;      ///< 0…1 of the present step where it has a length, else 0
  std::optional<int> countdown;      ///< 3, 2, 1
  std::optional<double> body_weight_n;
  std::optional<double> rest_n;      ///< load in position, at rest
  std::optional<double> rest_left_n; ///< left's part of it
  Side active_side = Side::both;     ///< the side being done
  int set = 1, sets = 1;             ///< of the active side: which of how many
  int set_reps = 0;                  ///< repetitions of the present set as counted live
  std::optional<Outcome> outcome;    ///< when step is result
};

/// What the flow needs to know of the mat.
struct MatLimits {
  double plate_capacity_n = 0;  ///< what one plate's cells bear together; 0: unknown
  bool two_plates = true;
};

/// The visit to the mat as a pure state machine: zero, weigh, (lie at rest), settle, countdown, record, result.
/// It ticks on device time alone, so that a replay goes the same way. Pipeline thread.
///
/// Where more than one set is asked for, record and rest take turns. A rest ends when its time is over and somebody
/// is there, at operator_start, and when the person simply goes on: repetitions are counted during rest too, and one
/// of them begins the next set. operator_start during a set that is not the last ends it.
///
/// The loads it is fed are zeroed by the caller as soon as `Zeroing` is done: the flow says when a zero is wanted,
/// the caller tells it when one was taken (zeroed()).
class GuidedFlow {
 public:
  GuidedFlow(const TrialSetup& setup, const MatLimits& limits);

  /// A zero is in force now. `forced`: the operator asked for it.
  void zeroed(std::int64_t sequence);
  /// The next sample: causal, unfiltered.
  void on_sample(const Balance& balance, const LiveMovement& movement);
  /// Operator and link events.
  void on_event(const Event& event);

  const FlowView& view() const { return view_; }
  /// Events of the flow itself since the last call, in order.
  std::vector<Event> take_events();

  bool wants_zero() const { return view_.step == FlowStep::zero; }
  bool recording() const { return view_.step == FlowStep::record; }
  bool finished() const { return view_.step == FlowStep::result || view_.step == FlowStep::refused; }
  /// Device time of GO in an attended session, seconds since the first sample.
  std::optional<double> go_s() const { return go_s_; }
  /// Whether repetitions are counted now: in a set, and in the rest before the next one.
  bool counting() const { return view_.step == FlowStep::record || view_.step == FlowStep::rest; }
  /// Device times at which sets ended, without the last one of a side, seconds since the first sample.
  const std::vector<double>& set_ends_s() const { return set_ends_s_; }

 private:
  static constexpr double kWrongLeg_s = 1, kCountdown_s = 3;

  void enter(FlowStep step);
  std::string with_side(std::string text) const;
  FlowStep after_zero() const;
  void go_on_after_zero();
  FlowStep after_weighing() const;
  void on_zero(double now_s, const Balance& balance);
  void on_weigh(double now_s, const Balance& balance);
  void on_position(double now_s, const Balance& balance);
  void on_rest(const Balance& balance);
  void on_settle(double now_s, const Balance& balance);
  void on_countdown(double now_s, const Balance& balance);
  void on_record(double now_s, const Balance& balance, const LiveMovement& movement);
  void on_rest_between_sets(const LiveMovement& movement);
  int reps_of_side(const LiveMovement& movement) const;
  void end_set();
  void next_set();
  void weighed(const StillnessGate::Window& window);
  void go();
  void without_numbers(const Balance& balance);
  void overloaded();
  void refuse(std::string why);
  void finish(Outcome outcome);
  void emit(EventKind kind, std::string detail);
  std::optional<Side> carrying_leg(const Balance& balance) const;
  std::optional<StillnessGate::Window> look_for_stillness(const Balance& balance, double reference_n, bool each_side);
  bool did_something(const LiveMovement& movement) const;
  bool has_changed_side(double now_s, const Balance& balance);
  void follow_leader(const LiveMovement& movement);
  bool more_sides() const;
  void next_leg_or_finish();

  const TrialSetup setup_;
  const MatLimits limits_;
  FlowView view_;
  StillSecond still_;
  std::vector<Event> events_;
  std::optional<std::int64_t> first_us_;
  double now_s_ = 0;
  double step_since_s_ = 0;
  std::int64_t sequence_ = 0;
  std::optional<double> loaded_since_s_;   ///< somebody is on the mat since
  std::optional<double> off_since_s_;      ///< nobody is, since
  std::optional<double> no_numbers_since_s_;  ///< a cell gives no number, so there is no total, since
  std::optional<double> overloaded_since_s_;  ///< while a weight is wanted
  std::optional<double> leg_since_s_;
  std::optional<Side> leg_;
  std::optional<double> target_since_s_;   ///< the last repetition asked for was done then
  std::optional<double> go_s_;
  double record_since_s_ = 0;  ///< the seconds asked for run since then
  int reps_before_set_ = 0;  ///< of the active side
  std::vector<double> set_ends_s_;
  bool accept_side_ = false;
  bool second_leg_ = false;
  bool settled_ = false;  ///< stood still in this step
  bool link_lost_ = false;
};

}  // namespace poise::movement
