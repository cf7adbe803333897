#include "movement/live_counter.h"

namespace poise::movement {
namespace {

class StandCounter final : public Counter {
 public:
  using Counter::Counter;

 private:
  void restart() override {
    view_.phase = Phase::none;
    view_.hold_s = 0;
  }
  void follow(double, double step_s, const Balance& balance) override {
    if (*balance.total_n < kSomebody_n) return restart();
    view_.phase = Phase::hold;
    view_.hold_s += step_s;
  }
  static constexpr double kSomebody_n = 60;
};

/// A plank: how long the load has been up. Lying on the elbows looks like a low hold until more comes; then time
/// begins anew.
class PlankCounter final : public Counter {
 public:
  using Counter::Counter;

 private:
  static constexpr double kResting_n = 60;   // less is nobody, or the elbows alone
  static constexpr double kUp = 1.3, kDown = 0.7;  // of the level: begins anew, let down

  void restart() override {
    load_.reset();
    level_n_ = 0;
    view_.phase = Phase::none;
    view_.hold_s = 0;
  }
  void follow(double, double step_s, const Balance& balance) override {
    const double load_n = load_.push(*balance.total_n, step_s);
    if (load_n < kResting_n) return restart();
    const bool was_held = view_.phase == Phase::hold;
    if (load_n > kUp * level_n_) {
      level_n_ = load_n;
      view_.hold_s = 0;
    }
    const bool held = load_n > kDown * level_n_;
    if (held) {
      level_n_ += (load_n - level_n_) * step_s / (kFollows_s + step_s);
      view_.hold_s = was_held ? view_.hold_s + step_s : 0;
    }
    view_.phase = held ? Phase::hold : Phase::ready;
  }

  static constexpr double kFollows_s = 5;
  double level_n_ = 0;
  Smoothed load_{0.1};
};

}  // namespace

std::unique_ptr<LiveCounter> make_plank_counter(const Exercise& exercise, Side side) {
  return std::make_unique<PlankCounter>(exercise, side);
}

std::unique_ptr<LiveCounter> make_stand_counter(const Exercise& exercise, Side side) {
  return std::make_unique<StandCounter>(exercise, side);
}

}  // namespace poise::movement
