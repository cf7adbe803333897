#include <algorithm>
#include <cmath>

#include "movement/live_counter.h"

namespace poise::movement {
namespace {

/// Sits, stands, sits again: by the load on the feet. Counted once it has settled; who steps off does not sit.
class SitCounter final : public Counter {
 public:
  SitCounter(const Exercise& exercise, Side side, double body_weight_n, double rest_n)
      : Counter(exercise, side), weight_n_(body_weight_n), rest_n_(rest_n) {}

 private:
  enum class State { sits, stands, sits_down };
  static constexpr double kRise = 0.6, kFall = 0.3;  // of what the chair carries
  static constexpr double kSeated = 0.2, kSeated_s = 0.2;  // who steps off does not stay there
  static constexpr double kSits = 0.4;               // of the rest load: less is stepping off
  static constexpr double kLongest_s = 1;            // to settle

  void restart() override {
    load_.reset();
    state_ = State::sits;
    view_.phase = Phase::none;
    view_.swing_pct.reset();
  }

  void follow(double time_s, double step_s, const Balance& balance) override {
    load_.push(*balance.total_n, step_s);
    trend_.push(load_.value(), step_s);
    share_.push(balance.left_share_pct);
    const double chair_n = weight_n_ - rest_n_, rise_n = load_.value() - rest_n_;
    view_.swing_pct = 100 * rise_n / weight_n_;
    switch (state_) {
      case State::sits:
        if (rise_n > kRise * chair_n) begin(time_s);
        break;
      case State::stands:
        highest_n_ = std::max(highest_n_, load_.value());
        if (rise_n < kFall * chair_n) {
          state_ = State::sits_down;
          down_s_ = time_s;
          seated_s_ = 0;
        }
        break;
      case State::sits_down:
        if (rise_n > kRise * chair_n) {
          state_ = State::stands;  // only bent the knees
        } else if (load_.value() < kSits * rest_n_) {
          state_ = State::sits;
        } else {
          seated_s_ = rise_n < kSeated * chair_n ? seated_s_ + step_s : 0;
          if (seated_s_ >= kSeated_s || time_s - down_s_ > kLongest_s) finish();
        }
        break;
    }
    show();
  }

  void begin(double time_s) {
    state_ = State::stands;
    since_s_ = time_s;
    share_before_ = share_;
    highest_n_ = load_.value();
  }

  void finish() {
    state_ = State::sits;
    Rep rep;
    rep.start_s = since_s_;
    rep.bottom_s = (since_s_ + down_s_) / 2;
    rep.end_s = down_s_;
    rep.peak_n = highest_n_;
    rep.left_share_pct = share_.since(share_before_);
    count(std::move(rep), active());
  }

  void show() {
    const double slope = load_.value() - trend_.value();
    if (std::abs(slope) < 0.02 * weight_n_)
      view_.phase = state_ == State::stands ? Phase::hold : Phase::ready;
    else
      view_.phase = slope > 0 ? Phase::up : Phase::down;
  }

  const double weight_n_, rest_n_;
  State state_ = State::sits;
  double since_s_ = 0, down_s_ = 0, seated_s_ = 0, highest_n_ = 0;
  RunningMean share_, share_before_;
  Smoothed load_{0.05}, trend_{0.25};
};

}  // namespace

std::unique_ptr<LiveCounter> make_sit_counter(const Exercise& exercise, Side side, double body_weight_n, double rest_n) {
  return std::make_unique<SitCounter>(exercise, side, body_weight_n, rest_n);
}

}  // namespace poise::movement
