#pragma once

#include <deque>
#include <optional>

namespace poise::movement {

/// How much unrest is let pass for stillness, as a part of the weight: 1 % for somebody who has just come to
/// stand there, more for one who has been waiting (2 % after two seconds, 5 % after three), so that a restless
/// person or a noisy mat is weighed too, with the doubt that the window's SD says.
constexpr double still_part(double waited_s) { return waited_s < 2 ? 0.01 : waited_s < 3 ? 0.02 : 0.05; }

/// Watches a load for a stretch of stillness: a window in which it varies little and does not trend. O(1) a
/// sample; any thread, one at a time. The same gate weighs a person live and in the final pass.
class StillnessGate {
 public:
  explicit StillnessGate(double window_s = 1.0) : window_s_(window_s) {}

  /// The next sample, in rising order of time. A missing sample is simply not pushed; a hole of more than half of
  /// the window begins it anew.
  void push(double time_s, double load_n);
  void reset();

  struct Window {
    double start_s = 0, end_s = 0;
    double mean_n = 0;
    double sd_n = 0;
    double trend_n = 0;  ///< mean of its second half minus mean of its first
  };
  /// The newest window; absent until one is full and holds five samples.
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

/// Finds the second in which a person stands or lies still: the first that is still enough, or a stiller one that
/// begins within the second after it (a step or a shift of weight may still ring in the first). For somebody who
/// lies the load of each foot has to be still too, since shifting from foot to foot does not show in the total,
/// and getting comfortable is given four seconds more before less stillness will do.
class StillSecond {
 public:
  /// The next sample. `left_n`, `right_n`: absent to look at the total only. `reference_n`: the weight that the
  /// limit is a part of; 0 = the load itself. `waited_s`: since when the person is there.
  /// Returns the second once it is decided; the search begins anew then.
  std::optional<StillnessGate::Window> push(double time_s, double total_n, std::optional<double> left_n,
                                            std::optional<double> right_n, double reference_n, double waited_s);
  void reset();

  /// Mean of the left in the second that push() returned last; absent when the left was not looked at.
  std::optional<double> left_mean_n() const { return best_left_mean_n_; }

  /// By how many newtons the last second was too restless; 0 when it was still; absent without a full second.
  std::optional<double> too_much_n() const { return too_much_n_; }

 private:
  StillnessGate total_, left_, right_;
  std::optional<StillnessGate::Window> best_;
  std::optional<double> best_left_mean_n_;
  double best_unrest_ = 0, first_s_ = 0;
  std::optional<double> too_much_n_;
};

}  // namespace poise::movement
