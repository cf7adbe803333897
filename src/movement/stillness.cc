#include "movement/stillness.h"

#include <algorithm>
#include <cmath>
#include <utility>

namespace poise::movement {
namespace {

constexpr std::size_t kFewestSamples = 5;
constexpr double kLongestHole = 0.5;  // of the window
constexpr double kStillerWithin_s = 1;
constexpr double kGettingComfortable_s = 4;

}  // namespace

void StillnessGate::Sums::add(double value, double sign) {
  n += sign;
  sum += sign * value;
  squares += sign * value * value;
}

void StillnessGate::reset() {
  samples_.clear();
  older_ = 0;
  all_ = old_half_ = {};
}

void StillnessGate::push(double time_s, double load_n) {
  if (!samples_.empty() && time_s <= samples_.back().time_s) return;
  if (!samples_.empty() && time_s - samples_.back().time_s > kLongestHole * window_s_) reset();
  if (samples_.empty()) origin_n_ = load_n;
  samples_.push_back({time_s, load_n});
  all_.add(load_n - origin_n_, 1);
  while (samples_.front().time_s < time_s - window_s_ - 1e-9) {
    const double leaving = samples_.front().load_n - origin_n_;
    all_.add(leaving, -1);
    if (older_ > 0) {
      old_half_.add(leaving, -1);
      --older_;
    }
    samples_.pop_front();
  }
  const double middle_s = time_s - window_s_ / 2;
  while (older_ < samples_.size() && samples_[older_].time_s <= middle_s)
    old_half_.add(samples_[older_++].load_n - origin_n_, 1);
}

std::optional<StillnessGate::Window> StillnessGate::window() const {
  if (samples_.size() < kFewestSamples) return std::nullopt;
  const double span_s = samples_.back().time_s - samples_.front().time_s;
  const double typical_step_s = span_s / static_cast<double>(samples_.size() - 1);
  if (span_s + 1.5 * typical_step_s < window_s_ || old_half_.n < 1 || all_.n - old_half_.n < 1)
    return std::nullopt;
  Window window;
  window.start_s = samples_.front().time_s;
  window.end_s = samples_.back().time_s;
  window.mean_n = origin_n_ + all_.sum / all_.n;
  const double mean = all_.sum / all_.n;
  window.sd_n = std::sqrt(std::max(0.0, (all_.squares - all_.n * mean * mean) / (all_.n - 1)));
  window.trend_n = (all_.sum - old_half_.sum) / (all_.n - old_half_.n) - old_half_.sum / old_half_.n;
  return window;
}

std::optional<double> StillnessGate::unrest(double limit_n) const {
  const auto now = window();
  if (!now) return std::nullopt;
  return std::max(now->sd_n, 2 * std::abs(now->trend_n)) / limit_n;
}

void StillSecond::reset() {
  total_.reset();
  left_.reset();
  right_.reset();
  best_.reset();
  too_much_n_.reset();
}

std::optional<StillnessGate::Window> StillSecond::push(double time_s, double total_n, std::optional<double> left_n,
                                                       std::optional<double> right_n, double reference_n,
                                                       double waited_s) {
  total_.push(time_s, total_n);
  if (left_n) left_.push(time_s, *left_n);
  if (right_n) right_.push(time_s, *right_n);
  const auto window = total_.window();
  too_much_n_.reset();
  if (!window) return std::nullopt;
  const double patience_s = left_n ? kGettingComfortable_s : 0;
  const double limit_n = still_part(waited_s - patience_s) * (reference_n > 0 ? reference_n : window->mean_n);
  if (limit_n <= 0) return std::nullopt;
  double unrest = *total_.unrest(limit_n);
  if (left_n) unrest = std::max(unrest, left_.unrest(limit_n).value_or(unrest));
  if (right_n) unrest = std::max(unrest, right_.unrest(limit_n).value_or(unrest));
  too_much_n_ = std::max(0.0, (unrest - 1) * limit_n);

  if (unrest < 1 && (!best_ || unrest * limit_n < best_unrest_)) {
    if (!best_) first_s_ = time_s;
    best_ = window;
    const auto left = left_.window();
    best_left_mean_n_ = left_n && left ? std::optional(left->mean_n) : std::nullopt;
    best_unrest_ = unrest * limit_n;
  }
  const bool decided = best_ && (unrest >= 1 || time_s - first_s_ >= kStillerWithin_s);
  if (!decided) return std::nullopt;
  return std::exchange(best_, std::nullopt);
}

}  // namespace poise::movement
