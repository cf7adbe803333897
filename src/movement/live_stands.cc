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

}  // namespace

std::unique_ptr<LiveCounter> make_stand_counter(const Exercise& exercise, Side side) {
  return std::make_unique<StandCounter>(exercise, side);
}

}  // namespace poise::movement
