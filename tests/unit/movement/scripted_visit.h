#pragma once

#include <algorithm>
#include <cmath>
#include <ostream>
#include <random>
#include <string>
#include <vector>

#include "movement/guided_flow.h"

namespace poise::movement {

inline void PrintTo(FlowStep step, std::ostream* out) {
  constexpr const char* kNames[] = {"idle",       "zero",      "weigh",  "take_position", "rest_reference",
                                    "settle",     "wrong_side", "countdown", "record",     "rest",
                                    "change_side", "refused",   "result"};
  *out << kNames[static_cast<int>(step)];
}

inline TrialSetup trial(const char* id, bool unattended, Side side = Side::both,
                        std::optional<int> reps = 5) {
  TrialSetup setup;
  setup.exercise = find_exercise(id);
  setup.unattended = unattended;
  setup.side = side;
  setup.reps = reps;
  return setup;
}

/// Feeds a guided flow with loads at 80 samples a second on a clock of its own, and takes the zero for it
/// after an empty second as the chain does.
class ScriptedVisit {
 public:
  explicit ScriptedVisit(TrialSetup setup, MatLimits limits = {}) : limits_(limits), flow_(setup, limits) {
    note_step();
  }

  ScriptedVisit& loads(double left_n, double right_n, double seconds) {
    for (const double end_s = now_s_ + seconds; now_s_ < end_s - 1e-9;) sample(left_n, right_n);
    return *this;
  }
  ScriptedVisit& empty(double seconds) { return loads(0, 0, seconds); }
  ScriptedVisit& stand(double seconds) { return loads(350, 350, seconds); }
  ScriptedVisit& on_left(double seconds) { return loads(700, 0, seconds); }
  ScriptedVisit& on_right(double seconds) { return loads(0, 700, seconds); }
  ScriptedVisit& lie(double seconds) { return loads(80, 80, seconds); }

  /// Moves about, far from still.
  ScriptedVisit& fidget(double seconds) {
    for (const double end_s = now_s_ + seconds; now_s_ < end_s - 1e-9;) {
      const double wave_n = 60 * std::sin(20 * now_s_);
      sample(350 + wave_n, 350 + wave_n);
    }
    return *this;
  }

  /// A cell gives no number.
  ScriptedVisit& without_cell(int cell, double seconds) {
    for (const double end_s = now_s_ + seconds; now_s_ < end_s - 1e-9;) {
      Balance balance;
      balance.invalid_mask = static_cast<std::uint8_t>(1u << cell);
      push(balance);
    }
    return *this;
  }

  /// So many repetitions have been counted by now.
  ScriptedVisit& reps(int left, int right, int both) {
    movement.reps_left = left;
    movement.reps_right = right;
    movement.reps = both;
    return *this;
  }

  ScriptedVisit& event(EventKind kind) {
    flow_.on_event({kind, sequence_, ""});
    note_step();
    return *this;
  }

  const FlowView& view() const { return flow_.view(); }
  const GuidedFlow& flow() const { return flow_; }
  double now_s() const { return now_s_; }
  /// Every step gone through, in order.
  const std::vector<FlowStep>& steps() const { return steps_; }
  /// When the present step began.
  double step_began_s() const { return step_began_s_; }

  /// "kind detail" of every event so far.
  std::vector<std::string> events() {
    note_step();
    std::vector<std::string> lines;
    for (const Event& event : events_)
      lines.push_back(to_string(event.kind) + (event.detail.empty() ? "" : " " + event.detail));
    return lines;
  }
  const std::vector<Event>& raw_events() const { return events_; }

  LiveMovement movement;
  bool overload = false;  ///< a cell is at the end of its range from now on

 private:
  void sample(double left_n, double right_n) {
    Balance balance;
    balance.overload = overload;
    balance.left_n = left_n + noise_(random_);
    balance.right_n = right_n + noise_(random_);
    balance.total_n = *balance.left_n + *balance.right_n;
    if (*balance.total_n >= 25) balance.left_share_pct = 100 * *balance.left_n / *balance.total_n;
    if (!limits_.two_plates) balance.left_n = balance.right_n = balance.left_share_pct = std::nullopt;
    empty_since_s_ = left_n + right_n < 20 ? std::min(empty_since_s_, now_s_) : 1e9;
    push(balance);
    if (flow_.wants_zero() && now_s_ - empty_since_s_ > 1) {
      flow_.zeroed(sequence_);
      note_step();
    }
  }

  void push(Balance& balance) {
    balance.sequence = ++sequence_;
    balance.device_us = static_cast<std::int64_t>(5e6 + now_s_ * 1e6);  // the device's clock begins anywhere
    flow_.on_sample(balance, movement);
    note_step();
    now_s_ += 1 / 80.0;
  }

  void note_step() {
    for (Event& event : flow_.take_events()) events_.push_back(std::move(event));
    if (!steps_.empty() && steps_.back() == flow_.view().step) return;
    steps_.push_back(flow_.view().step);
    step_began_s_ = now_s_;
  }

  const MatLimits limits_;
  GuidedFlow flow_;
  std::vector<FlowStep> steps_;
  std::vector<Event> events_;
  double now_s_ = 0, empty_since_s_ = 1e9, step_began_s_ = 0;
  std::int64_t sequence_ = 0;
  std::mt19937 random_{3};
  std::normal_distribution<double> noise_{0, 0.8};
};

}  // namespace poise::movement
