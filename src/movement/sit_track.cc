#include "movement/sit_track.h"

#include <algorithm>
#include <cmath>
#include <limits>
#include <optional>

#include "base/units.h"
#include "movement/turning_points.h"
#include "signal/statistics.h"

namespace poise::movement {
namespace {

constexpr double kRise = 0.6, kFall = 0.3;    // of what the chair carries: hysteresis
constexpr double kSits = 0.4;                 // of the rest load: the feet of somebody who sits carry more
constexpr double kSitsAfter_s = 1;
constexpr double kShortest_s = 0.5;
constexpr double kSits_s = 0.35;              // the shortest sitting
constexpr double kPeakWithin_s = 1;           // of crossing the level
constexpr double kStand_s = 0.4;
constexpr double kRestless = std::numeric_limits<double>::infinity();
constexpr double kStandNear = 0.05;           // of body weight, from which a zero may have drifted
constexpr double kLeastRise_m = 0.08;         // shifting on the seat moves the body less
constexpr double kHiddenDoubt = 0.75;         // of the hidden part of the way [E], as people of three motion shapes err
constexpr double kEdgeDoubt = 0.4;            // of the hidden time
constexpr double kOnsetSd = 5, kOnsetBacktrack_s = 0.03;  // Owen et al. 2014

double smooth_way(double tau) { return tau * tau * tau * (10 + tau * (-15 + 6 * tau)); }

/// The first half of a movement of minimum jerk: when its speed is this part of its greatest.
double tau_of_speed(double part) { return (1 - std::sqrt(1 - std::sqrt(std::clamp(part, 0.0, 1.0)))) / 2; }

/// When a movement of minimum jerk has done 1 % of its way.
const double kTauOfEdge = [] {
  double low = 0, high = 0.5;
  for (int i = 0; i < 60; ++i) (smooth_way((low + high) / 2) < 0.01 ? low : high) = (low + high) / 2;
  return low;
}();

/// One way between the seat and standing, as seen from standing.
struct Way {
  double length_m = 0, hidden_m = 0;
  double edge_s = 0;  ///< when 1 % of it is done, or left to do
  double edge_doubt_s = 0;
  double seconds = 0; ///< of the whole way
};

class Tracker {
 public:
  Tracker(std::span<const double> total_n, double start_s, double step_s, double body_weight_n, double rest_n,
          double still_sd_n)
      : total_n_(total_n),
        start_s_(start_s),
        step_s_(step_s),
        weight_n_(body_weight_n),
        rest_n_(rest_n),
        still_sd_n_(still_sd_n) {}

  SitTrack run() {
    SitTrack track;
    const double chair_n = weight_n_ - rest_n_;
    for (const Stay& stay : find_stands(rest_n_ + kRise * chair_n, rest_n_ + kFall * chair_n)) {
      if (!sits_beside(stay)) {
        ++track.declined;
        continue;
      }
      if (const auto rep = measure(stay))
        track.reps.push_back(*rep);
      else
        ++track.declined;
    }
    return track;
  }

 private:
  std::size_t samples(double seconds) const {
    return std::max<std::size_t>(1, static_cast<std::size_t>(std::lround(seconds / step_s_)));
  }
  double time_at(std::size_t index) const { return start_s_ + step_s_ * static_cast<double>(index); }

  /// Stays, those joined between which nobody can have sat: who comes up fast is light for a moment.
  std::vector<Stay> find_stands(double rise_n, double fall_n) const {
    std::vector<Stay> stands;
    for (const Stay& stay : find_stays(total_n_, rise_n, fall_n, 1)) {
      if (!stands.empty() && stay.from - stands.back().to < samples(kSits_s))
        stands.back().to = stay.to;
      else
        stands.push_back(stay);
    }
    std::erase_if(stands, [&](const Stay& stand) { return stand.to - stand.from < samples(kShortest_s); });
    return stands;
  }

  /// Whether the feet keep carrying before and after, as those of somebody who sits.
  bool sits_beside(const Stay& stay) const {
    const std::size_t near = samples(kSitsAfter_s);
    const auto least = [&](std::size_t from, std::size_t to) {
      const auto part = total_n_.subspan(from, to - from);
      return *std::min_element(part.begin(), part.end());
    };
    return least(stay.from - std::min(stay.from, near), stay.from + 1) > kSits * rest_n_ &&
           least(stay.to, std::min(total_n_.size(), stay.to + near)) > kSits * rest_n_;
  }

  std::optional<SitRep> measure(const Stay& stay) {
    const std::size_t middle = (stay.from + stay.to) / 2;
    const auto highest = [&](std::size_t from, std::size_t to) {
      const auto begin = total_n_.begin();
      return static_cast<std::size_t>(std::max_element(begin + static_cast<std::ptrdiff_t>(from),
                                                       begin + static_cast<std::ptrdiff_t>(to)) - begin);
    };
    const std::size_t near = samples(kPeakWithin_s);
    const std::size_t up = highest(stay.from, std::max(stay.from + 1, std::min(stay.from + near, middle)));
    const std::size_t down = highest(std::max(middle, stay.to - std::min(stay.to, near)), stay.to);
    if (down <= up + samples(kShortest_s) / 2) return std::nullopt;
    integrate(up, down);
    const auto top = static_cast<std::size_t>(std::max_element(height_m_.begin(), height_m_.end()) - height_m_.begin());
    if (top == 0 || top + 1 == height_m_.size()) return std::nullopt;
    const auto rise = way(up, top, +1), fall = way(up, top, -1);
    if (!rise || !fall) return std::nullopt;

    SitRep rep;
    const double rise_m = (rise->length_m + fall->length_m) / 2;
    rep.rise_mm = 1000 * rise_m;
    const double weight_error = 1.96 * still_sd_n_ / weight_n_;
    const double integrated_m = 0.5 * kGravity_m_s2 * weight_error * std::pow(std::max(rise->seconds, fall->seconds), 2);
    rep.rise_doubt_mm = 1000 * std::hypot(kHiddenDoubt * (rise->hidden_m + fall->hidden_m) / 2, integrated_m);
    rep.start_s = rise->edge_s;
    rep.end_s = fall->edge_s;
    rep.start_doubt_s = rise->edge_doubt_s;
    rep.end_doubt_s = fall->edge_doubt_s;
    const double level_m = height_m_[top] - 0.1 * rise_m;
    const auto first = static_cast<double>(up);
    rep.hold_start_s = start_s_ + step_s_ * (first + crossing(height_m_, level_m, top, 0));
    rep.hold_end_s = start_s_ + step_s_ * (first + crossing(height_m_, level_m, top, height_m_.size() - 1));
    for (std::size_t i = 0; i < velocity_m_s_.size(); ++i) {
      rep.peak_velocity_mm_s = std::max(rep.peak_velocity_mm_s, 1000 * velocity_m_s_[i]);
      rep.peak_power_w = std::max(rep.peak_power_w, total_n_[up + i] * velocity_m_s_[i]);
    }
    rep.onset_s = onset_s(stay.from);
    return rep;
  }

  /// Speed and height between the peaks, the height counted from the first. Where somebody stands still the load is
  /// their weight, whatever a zero that drifts has made of it since the weighing.
  void integrate(std::size_t up, std::size_t down) {
    const std::size_t n = down - up + 1;
    const auto still = stands_still(up, down);
    weight_now_n_ = still ? *signal::mean(total_n_.subspan(still->from, still->to - still->from)) : weight_n_;
    velocity_m_s_.assign(n, 0);
    for (std::size_t i = 1; i < n; ++i)
      velocity_m_s_[i] = velocity_m_s_[i - 1] + 0.5 * step_s_ * (acceleration(up + i - 1) + acceleration(up + i));
    const auto add_to_velocity = [&](double more) {
      for (double& v : velocity_m_s_) v += more;
      height_m_.assign(n, 0);
      for (std::size_t i = 1; i < n; ++i)
        height_m_[i] = height_m_[i - 1] + 0.5 * step_s_ * (velocity_m_s_[i - 1] + velocity_m_s_[i]);
    };
    if (still) {
      add_to_velocity(-velocity_m_s_[(still->from + still->to) / 2 - up]);
      return;
    }
    add_to_velocity(0);
    add_to_velocity(-height_m_.back() / (step_s_ * static_cast<double>(n - 1)));
  }

  double acceleration(std::size_t i) const { return kGravity_m_s2 * (total_n_[i] / weight_now_n_ - 1); }

  /// The longest stretch of standing still between the peaks: every 0.4 s of it is near the weight and at most twice
  /// as restless as the calmest.
  std::optional<Stay> stands_still(std::size_t up, std::size_t down) const {
    const std::size_t window = samples(kStand_s);
    if (up + window > down) return std::nullopt;
    std::vector<double> sds(down - up - window + 1, kRestless);
    for (std::size_t i = 0; i < sds.size(); ++i) {
      const auto here = total_n_.subspan(up + i, window);
      if (std::abs(*signal::mean(here) - weight_n_) < kStandNear * weight_n_) sds[i] = *signal::standard_deviation(here);
    }
    // Who stands trembles as many times more than sitting as the feet carry more.
    const double calm_n = std::max(2 * still_sd_n_ * weight_n_ / rest_n_, 0.006 * weight_n_);
    const double calmest_n = *std::min_element(sds.begin(), sds.end());
    if (calmest_n >= calm_n) return std::nullopt;
    std::optional<Stay> longest;
    for (std::size_t i = 0, from = 0; i < sds.size(); ++i) {
      if (sds[i] > 2 * calmest_n)
        from = i + 1;
      else if (!longest || i + window - from > longest->to - longest->from)
        longest = Stay{up + from, up + i + window};
    }
    return longest;
  }

  /// The way up (`direction` +1: from the first peak to the top) or down (−1: from the top to the second peak).
  std::optional<Way> way(std::size_t up, std::size_t top, int direction) const {
    const std::size_t seat = direction > 0 ? 0 : height_m_.size() - 1;
    const auto [from, to] = std::minmax(seat, top);
    double fastest = 0;
    for (std::size_t i = from; i <= to; ++i) fastest = std::max(fastest, direction * velocity_m_s_[i]);
    const double seen_m = height_m_[top] - height_m_[seat], at_seat = direction * velocity_m_s_[seat];
    if (seen_m < kLeastRise_m / 2 || fastest <= 0) return std::nullopt;
    const double tau = tau_of_speed(std::max(0.0, at_seat) / fastest);
    Way way;
    way.length_m = seen_m / (1 - smooth_way(tau));
    if (way.length_m < kLeastRise_m) return std::nullopt;
    way.hidden_m = way.length_m - seen_m;
    way.seconds = 1.875 * way.length_m / fastest;
    way.edge_doubt_s = kEdgeDoubt * tau * way.seconds;
    way.edge_s = time_at(up + seat) - direction * (tau - kTauOfEdge) * way.seconds;
    return way;
  }

  /// Backwards from a load that has risen to where it leaves the band of sitting still.
  double onset_s(std::size_t risen) const {
    const double band_n = rest_n_ + std::max(kOnsetSd * still_sd_n_, 0.01 * weight_n_);
    std::size_t i = risen;
    while (i > 0 && total_n_[i] > band_n) --i;
    return time_at(i) - kOnsetBacktrack_s;
  }

  std::span<const double> total_n_;
  const double start_s_, step_s_, weight_n_, rest_n_, still_sd_n_;
  double weight_now_n_ = 0;                      ///< in the present one
  std::vector<double> velocity_m_s_, height_m_;  ///< between the peaks of the present one
};

}  // namespace

SitTrack track_sits(std::span<const double> total_n, double start_s, double step_s, double body_weight_n, double rest_n,
                    double still_sd_n) {
  if (!(body_weight_n > rest_n)) return {};
  return Tracker(total_n, start_s, step_s, body_weight_n, rest_n, still_sd_n).run();
}

}  // namespace poise::movement
