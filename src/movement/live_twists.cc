#include <algorithm>
#include <cmath>

#include "movement/live_counter.h"

namespace poise::movement {
namespace {

/// Swings of left's share about its middle: out beyond one level on a side, counted when back within another.
class TwistCounter final : public Counter {
 public:
  TwistCounter(const Exercise& exercise, Side side, std::optional<double> rest_n, std::optional<double> rest_left_n)
      : Counter(exercise, side), least_pct_(exercise.least_swing_pct), rest_n_(rest_n) {
    if (rest_n && rest_left_n && *rest_n > 0) middle_pct_ = 100 * *rest_left_n / *rest_n;
  }

 private:
  static constexpr double kRise = 0.35, kFall = 0.25;           // of the usual swing
  static constexpr double kFirstRise = 0.75, kFirstFall = 0.5;  // of the least swing
  static constexpr double kFirst_s = 0.3, kLongest_s = 20;
  static constexpr double kLeastLoad = 0.5, kMostLoad = 1.6;    // of that at rest

  void restart() override {
    share_.reset();
    out_ = Side::both;
    view_.phase = Phase::none;
    view_.swing_pct.reset();
  }

  void follow(double time_s, double step_s, const Balance& balance) override {
    if (!balance.left_share_pct) return restart();
    share_.push(*balance.left_share_pct, step_s);
    if (!rest_n_ || !middle_pct_) return learn(time_s, balance);
    if (*balance.total_n < kLeastLoad * *rest_n_ || *balance.total_n > kMostLoad * *rest_n_) return restart();
    const double to_left = share_.value() - *middle_pct_;
    const double out_pct = out_ == Side::left ? to_left : out_ == Side::right ? -to_left : 0;
    if (out_ != Side::both) {
      farthest_pct_ = std::max(farthest_pct_, out_pct);
      if (out_pct < std::max(kFall * usual_pct_, kFirstFall * least_pct_)) finish(time_s);
    }
    if (out_ == Side::both && std::abs(to_left) > std::max(kRise * usual_pct_, kFirstRise * least_pct_)) {
      out_ = to_left > 0 ? Side::left : Side::right;
      since_s_ = time_s;
      farthest_pct_ = 0;
    }
    view_.swing_pct = std::abs(to_left);
    view_.phase = out_ == Side::both ? Phase::ready : Phase::hold;
  }

  void learn(double time_s, const Balance& balance) {
    if (!first_s_) first_s_ = time_s;
    first_share_.push(balance.left_share_pct);
    if (time_s - *first_s_ < kFirst_s) return;
    middle_pct_ = first_share_.since({});
    rest_n_ = balance.total_n;
  }

  void finish(double time_s) {
    if (farthest_pct_ >= least_pct_ && time_s - since_s_ < kLongest_s) {
      usual_pct_ = usual_pct_ > 0 ? 0.7 * usual_pct_ + 0.3 * farthest_pct_ : farthest_pct_;
      Rep rep;
      rep.start_s = since_s_;
      rep.bottom_s = (since_s_ + time_s) / 2;
      rep.end_s = time_s;
      rep.swing_n = farthest_pct_ / 100 * *rest_n_;
      count(std::move(rep), out_);
    }
    out_ = Side::both;
  }

  const double least_pct_;
  std::optional<double> rest_n_, middle_pct_, first_s_;
  double usual_pct_ = 0, farthest_pct_ = 0, since_s_ = 0;
  Side out_ = Side::both;
  RunningMean first_share_;
  Smoothed share_{0.03};
};

}  // namespace

std::unique_ptr<LiveCounter> make_twist_counter(const Exercise& exercise, Side side, std::optional<double> rest_n,
                                                std::optional<double> rest_left_n) {
  return std::make_unique<TwistCounter>(exercise, side, rest_n, rest_left_n);
}

}  // namespace poise::movement
