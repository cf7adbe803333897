#pragma once

#include <algorithm>
#include <cmath>
#include <cstdint>
#include <memory>
#include <optional>

#include "movement/live_movement.h"

/// What the live counters of the patterns have in common. For them alone: others use live_movement.h.
namespace poise::movement {

/// Exponential mean with a time constant, for samples at any spacing.
class Smoothed {
 public:
  explicit Smoothed(double time_constant_s) : time_constant_s_(time_constant_s) {}
  double push(double value, double step_s) {
    value_ = started_ ? value_ + (value - value_) * step_s / (time_constant_s_ + step_s) : value;
    started_ = true;
    return value_;
  }
  void reset() { started_ = false; }
  double value() const { return value_; }

 private:
  const double time_constant_s_;
  double value_ = 0;
  bool started_ = false;
};

/// Which plate carries, with hysteresis; `both` while the load is shared.
class CarryingPlate {
 public:
  Side push(const Balance& balance) {
    if (!balance.left_share_pct) return side_;
    const double left = *balance.left_share_pct;
    if (left > 95) side_ = Side::left;
    if (left < 5) side_ = Side::right;
    if (left > 40 && left < 60) side_ = Side::both;
    return side_;
  }

 private:
  Side side_ = Side::both;
};

/// Mean of a value over the stretch between two moments; absent when it was never there.
class RunningMean {
 public:
  void push(const std::optional<double>& value) {
    if (!value) return;
    sum_ += *value;
    ++n_;
  }
  std::optional<double> since(const RunningMean& earlier) const {
    if (n_ == earlier.n_) return std::nullopt;
    return (sum_ - earlier.sum_) / static_cast<double>(n_ - earlier.n_);
  }

 private:
  double sum_ = 0;
  std::int64_t n_ = 0;
};

/// What the counters share: steps of time, the side that carries, and the list of repetitions.
class Counter : public LiveCounter {
 public:
  Counter(const Exercise& exercise, Side asked) : exercise_(exercise), asked_(asked) {}

  void push(double time_s, const Balance& balance) override {
    if (!balance.total_n) return;
    const double step_s = last_s_ ? time_s - *last_s_ : 0;
    last_s_ = time_s;
    if (step_s < 0) return;
    const Side carries = plate_.push(balance);
    const bool by_plate = exercise_.one_plate() && balance.left_n;
    active_ = by_plate ? carries : exercise_.one_plate() ? asked_ : Side::both;
    const bool wanted = !by_plate || (carries != Side::both && is_asked(carries));
    if (step_s > kHole_s || !wanted || active_ != last_active_) restart();
    last_active_ = active_;
    if (active_ == Side::left) view_.reps = view_.reps_left;
    if (active_ == Side::right) view_.reps = view_.reps_right;
    if (wanted && step_s > 0 && step_s <= kHole_s) follow(time_s, step_s, balance);
    view_.phase_s = view_.phase == last_phase_ ? view_.phase_s + step_s : 0;
    last_phase_ = view_.phase;
  }

 protected:
  /// `balance` has a total.
  virtual void follow(double time_s, double step_s, const Balance& balance) = 0;
  virtual void restart() = 0;

  /// The side whose plate carries; both where both carry.
  Side active() const { return active_; }
  Side asked() const { return asked_; }
  bool is_asked(Side side) const { return asked_ == Side::both || side == asked_; }

  void count(Rep rep, Side side) {
    rep.side = side;
    rep.index = ++total_;
    view_.reps_left += side == Side::left;
    view_.reps_right += side == Side::right;
    const bool alternates = exercise_.sides == Sides::alternating;
    view_.reps = alternates           ? std::min(view_.reps_left, view_.reps_right)
                 : side == Side::left ? view_.reps_left
                 : side == Side::both ? view_.reps + 1
                                      : view_.reps_right;
    if (view_.recent.size() >= 50) view_.recent.erase(view_.recent.begin());
    view_.recent.push_back(std::move(rep));
  }

  const Exercise& exercise_;

 private:
  static constexpr double kHole_s = 0.3;  // what happened in a longer hole is not known

  const Side asked_;
  Side active_ = Side::both, last_active_ = Side::both;
  CarryingPlate plate_;
  std::optional<double> last_s_;
  Phase last_phase_ = Phase::none;
};

std::unique_ptr<LiveCounter> make_squat_counter(const Exercise& exercise, Side side, double body_weight_n);
std::unique_ptr<LiveCounter> make_bridge_counter(const Exercise& exercise, Side side,
                                                 std::optional<double> body_weight_n, double rest_n);
std::unique_ptr<LiveCounter> make_sit_counter(const Exercise& exercise, Side side, double body_weight_n, double rest_n);
/// Without a reference the first moments give it.
std::unique_ptr<LiveCounter> make_twist_counter(const Exercise& exercise, Side side, std::optional<double> rest_n,
                                                std::optional<double> rest_left_n);
std::unique_ptr<LiveCounter> make_stand_counter(const Exercise& exercise, Side side);
std::unique_ptr<LiveCounter> make_plank_counter(const Exercise& exercise, Side side);

}  // namespace poise::movement
