#include <algorithm>
#include <cmath>

#include "movement/live_counter.h"

namespace poise::movement {
namespace {

class BridgeCounter final : public Counter {
 public:
  BridgeCounter(const Exercise& exercise, Side side, std::optional<double> body_weight_n, double rest_n)
      : Counter(exercise, side), reference_n_(body_weight_n.value_or(rest_n)), rest_n_(rest_n) {}

 private:
  static constexpr double kFirstRise = 0.2;  // of the rest load, until a first bridge tells more
  static constexpr double kLeastAbove_s = 0.3;

  void restart() override {
    load_.reset();
    up_ = false;
    view_.phase = Phase::none;
    view_.hold_s = 0;
  }

  void follow(double time_s, double step_s, const Balance& balance) override {
    load_.push(*balance.total_n, step_s);
    share_.push(balance.left_share_pct);
    trend_.push(load_.value(), step_s);
    const double rise_n = load_.value() - rest_n_;
    view_.swing_pct = 100 * rise_n / reference_n_;
    if (!up_ && rise_n > (typical_n_ > 0 ? 0.35 * typical_n_ : kFirstRise * rest_n_)) {
      up_ = true;
      share_before_ = share_;
      since_s_ = time_s;
      highest_n_ = 0;
      view_.hold_s = 0;
    }
    if (up_) {
      highest_n_ = std::max(highest_n_, rise_n);
      if (rise_n > 0.8 * highest_n_) view_.hold_s = time_s - since_s_;
      if (rise_n < 0.3 * highest_n_) finish(time_s);
    }
    const double slope = load_.value() - trend_.value();
    if (!up_)
      view_.phase = Phase::ready;
    else if (std::abs(slope) < 0.05 * highest_n_)
      view_.phase = Phase::hold;
    else
      view_.phase = slope > 0 ? Phase::up : Phase::down;
  }

  void finish(double time_s) {
    up_ = false;
    if (time_s - since_s_ < kLeastAbove_s) return;
    typical_n_ = typical_n_ > 0 ? 0.7 * typical_n_ + 0.3 * highest_n_ : highest_n_;
    Rep rep;
    rep.start_s = since_s_;
    rep.bottom_s = (since_s_ + time_s) / 2;
    rep.end_s = time_s;
    rep.hold_s = view_.hold_s;
    rep.peak_n = rest_n_ + highest_n_;
    if (!exercise_.one_plate()) rep.left_share_pct = share_.since(share_before_);
    count(std::move(rep), active());
  }

  const double reference_n_, rest_n_;
  double typical_n_ = 0, highest_n_ = 0, since_s_ = 0;
  bool up_ = false;
  RunningMean share_, share_before_;
  Smoothed load_{0.05}, trend_{0.25};
};

}  // namespace

std::unique_ptr<LiveCounter> make_bridge_counter(const Exercise& exercise, Side side,
                                                 std::optional<double> body_weight_n, double rest_n) {
  return std::make_unique<BridgeCounter>(exercise, side, body_weight_n, rest_n);
}

}  // namespace poise::movement
