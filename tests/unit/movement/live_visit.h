#pragma once

#include <memory>
#include <optional>
#include <vector>

#include "made_visit.h"
#include "movement/live_movement.h"

namespace poise::movement {

/// Feeds a visit to a counter sample by sample, as unfiltered loads with the noise of standing.
class Live {
 public:
  Live(const char* id, Side side = Side::both, std::optional<double> weight_n = 700,
       std::optional<double> rest_n = 160)
      : counter_(make_live_counter(*find_exercise(id), side, weight_n, rest_n)) {}

  /// Leaves out the samples between two times.
  Live& without(double from_s, double to_s) {
    hole_from_s_ = from_s;
    hole_to_s_ = to_s;
    return *this;
  }

  /// The left foot stands so much further forward from here on.
  Live& left_ahead(double mm) {
    left_ahead_mm_ = mm;
    return *this;
  }

  const LiveMovement& run(const MadeVisit& visit, double noise_sd_n = 1.5, double rate_hz = 80,
                          double until_s = 1e9) {
    const Loads loads = visit.loads(rate_hz, noise_sd_n);
    for (; next_ < loads.size() && loads.time_at(next_) < until_s; ++next_) {
      const double time_s = loads.time_at(next_);
      if (time_s > hole_from_s_ && time_s < hole_to_s_) continue;
      Balance balance;
      balance.left_n = loads.left_n[next_];
      balance.right_n = loads.right_n[next_];
      balance.total_n = loads.total_n[next_];
      if (left_ahead_mm_ != 0) {
        balance.left_cop = Point{-130, left_ahead_mm_ / 2};
        balance.right_cop = Point{130, -left_ahead_mm_ / 2};
      }
      if (*balance.total_n >= 25) balance.left_share_pct = 100 * *balance.left_n / *balance.total_n;
      const int before = counter_->total();
      counter_->push(time_s, balance);
      if (counter_->total() > before) counted_s_.push_back(time_s);
    }
    return counter_->view();
  }

  int total() const { return counter_->total(); }
  const std::vector<double>& counted_s() const { return counted_s_; }

 private:
  std::unique_ptr<LiveCounter> counter_;
  std::vector<double> counted_s_;
  double hole_from_s_ = 0, hole_to_s_ = 0, left_ahead_mm_ = 0;
  std::size_t next_ = 0;
};

}  // namespace poise::movement
