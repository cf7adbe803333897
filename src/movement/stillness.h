#pragma once

#include <deque>
#include <optional>

namespace poise::movement {

/// Watches a load for a stretch of stillness: a window in which it varies little and does not trend. O(1) a
/// sample; any thread, one at a time. The same gate weighs a person live and in the final pass.
class StillnessGate {
 public:
  explicit StillnessGate(double window_s = 1.0) : window_s_(window_s) {}

  /// The next sample, in rising order of time. A missing sample is simply not pushed.
  void push(double time_s, double load_n);
  void reset();

  struct Window {
    double start_s = 0, end_s = 0;
    double mean_n = 0;
    double sd_n = 0;
    double trend_n = 0;  ///< mean of its second half minus mean of its first
  };
  /// The newest window; absent until one is full and holds enough samples (half of what its length promises).
  std::optional<Window> window() const;

  /// How far the window is from still, as a part of the limit: below 1 is still. SD counts whole, the trend
  /// twice, since a load that creeps is worse than one that trembles. Absent like window().
  std::optional<double> unrest(double limit_n) const;

 private:
  struct Sample {
    double time_s, load_n;
  };
  struct Sums {
    double n = 0, sum = 0, squares = 0;
    void add(double value, double sign);
  };
  const double window_s_;
  std::deque<Sample> samples_;
  std::size_t older_ = 0;  ///< how many of them are in the older half
  double origin_n_ = 0;    ///< subtracted before squaring, so that the sums keep their digits
  Sums all_, old_half_;
};

}  // namespace poise::movement
