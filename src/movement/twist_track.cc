#include "movement/twist_track.h"

#include <algorithm>
#include <cmath>

#include "movement/squat_track.h"
#include "movement/turning_points.h"
#include "signal/statistics.h"

namespace poise::movement {
namespace {

constexpr double kRise = 0.35, kFall = 0.25;            // of the usual swing: hysteresis that also lets half ones in
constexpr double kFirstRise = 0.75, kFirstFall = 0.5;   // of the least swing, until the usual one is known
constexpr double kShortest_s = 0.1, kLongest_s = 20;
constexpr double kBlock_s = 0.3, kNear_s = 2;           // rest in the middle, and how far from the far end
constexpr double kWander = 4;                           // quiet SDs by which the middle wanders within a swing [E]
constexpr double kHalfWay = 4.5;                        // of the time from 30 to 50 %: 4.1, and a margin
constexpr double kMiddle = 0.15;                        // of the swing: as far as the middle may have moved
constexpr double kStraightOn = 0.6;                     // of the mean stay: nobody who stops passes as quickly

/// A stay on one side.
struct Excursion {
  Side side;
  Stay stay;
  double swing = 0;
};

class Tracker {
 public:
  Tracker(std::span<const double> left_share_pct, double start_s, double step_s, double middle_pct,
          double quiet_sd_pct, double least_pct)
      : start_s_(start_s), step_s_(step_s), quiet_sd_(quiet_sd_pct), least_(least_pct) {
    for (const double share : left_share_pct) {
      to_left_.push_back(share - middle_pct);
      to_right_.push_back(middle_pct - share);
    }
  }

  TwistTrack run() {
    const double usual = usual_swing();
    const auto excursions = find(std::max(kRise * usual, kFirstRise * least_), std::max(kFall * usual, kFirstFall * least_));
    TwistTrack track;
    for (std::size_t i = 0; i < excursions.size(); ++i) {
      if (excursions[i].swing < std::max(least_, kLeastSwingSd * quiet_sd_)) {
        ++track.declined;
        continue;
      }
      track.reps.push_back(measure(excursions, i));
    }
    return track;
  }

 private:
  std::size_t samples(double seconds) const {
    return std::max<std::size_t>(1, static_cast<std::size_t>(std::lround(seconds / step_s_)));
  }
  const std::vector<double>& to(Side side) const { return side == Side::left ? to_left_ : to_right_; }

  std::vector<Excursion> find(double rise, double fall) const {
    std::vector<Excursion> found;
    for (const Side side : {Side::left, Side::right})
      for (const Stay& stay : find_stays(to(side), rise, fall, samples(kShortest_s))) {
        if (stay.to - stay.from > samples(kLongest_s)) continue;
        const auto here = std::span(to(side)).subspan(stay.from, stay.to - stay.from);
        // Not the very highest, which noise lifts.
        found.push_back({side, stay, *signal::quantile(here, 0.98)});
      }
    std::sort(found.begin(), found.end(), [](const auto& a, const auto& b) { return a.stay.from < b.stay.from; });
    return found;
  }

  double usual_swing() const {
    std::vector<double> swings;
    for (const Excursion& each : find(kFirstRise * least_, kFirstFall * least_))
      if (each.swing >= least_) swings.push_back(each.swing);
    return signal::quantile(swings, 0.5).value_or(0);
  }

  TwistRep measure(const std::vector<Excursion>& all, std::size_t which) const {
    const Excursion& it = all[which];
    const auto& travel = to(it.side);
    const auto inside = [&](std::size_t i) { return travel[i] >= 0.9 * it.swing; };
    std::size_t first = it.stay.from, last = it.stay.to;
    while (first < it.stay.to && !inside(first)) ++first;
    while (last > first && !inside(last)) --last;
    const std::size_t before = which == 0 ? 0 : all[which - 1].stay.to;
    const std::size_t after = which + 1 == all.size() ? travel.size() - 1 : all[which + 1].stay.from;

    TwistRep rep;
    rep.side = it.side;
    rep.swing_pct = it.swing;
    rep.hold_start_s = time_at(crossing(travel, 0.9 * it.swing, first, before));
    rep.hold_end_s = time_at(crossing(travel, 0.9 * it.swing, last, after));
    const bool from_other = which > 0 && straight_on(all[which - 1], it);
    const bool to_other = which + 1 < all.size() && straight_on(it, all[which + 1]);
    const Edge start = edge(travel, it.swing, first, before, from_other);
    const Edge end = edge(travel, it.swing, last, after, to_other);
    rep.start_s = time_at(start.at);
    rep.end_s = time_at(end.at);
    rep.start_doubt_s = step_s_ * start.doubt;
    rep.end_doubt_s = step_s_ * end.doubt;
    return rep;
  }

  static bool straight_on(const Excursion& from, const Excursion& to) {
    const auto stays = static_cast<double>(from.stay.to - from.stay.from + to.stay.to - to.stay.from);
    return from.side != to.side && static_cast<double>(to.stay.from - from.stay.to) < kStraightOn * stays / 2;
  }

  Edge edge(const std::vector<double>& travel, double swing, std::size_t far, std::size_t limit, bool passes) const {
    if (passes) {
      const double at = crossing(travel, 0.01 * swing, far, limit);
      const double samples_a_point = std::abs(at - crossing(travel, 0.2 * swing, far, limit)) / (0.19 * swing);
      return {at, 1.96 * kWander * quiet_sd_ * samples_a_point};
    }
    // The middle in which somebody stops is not to the point that of before.
    const std::size_t near = samples(kNear_s);
    limit = limit < far ? std::max(limit, far - std::min(far, near)) : std::min(limit, far + near);
    const auto [from, to] = std::minmax(limit, far);
    const std::size_t half = std::max<std::size_t>(1, samples(kBlock_s) / 2);
    const double flat = std::max(0.005 * swing, 2 * quiet_sd_);
    const double rest = std::clamp(rest_beside(travel, from, to, limit < far, half, kFall * swing, flat), -kMiddle * swing,
                                   kMiddle * swing);
    std::vector<double> flank(travel.begin() + static_cast<std::ptrdiff_t>(from),
                              travel.begin() + static_cast<std::ptrdiff_t>(to) + 1);
    for (double& value : flank) value -= rest;
    Edge at_rest = edge_from_rest(flank, swing - rest, far - from, limit - from);
    at_rest.at += static_cast<double>(from);
    return at_rest;
  }

  /// Somebody at rest in the middle wanders there: the movement began no earlier than a smooth one that goes from 30 to
  /// 50 % of the way as quickly, which takes 0.12 of its time (half of the way: 0.5).
  Edge edge_from_rest(const std::vector<double>& flank, double swing, std::size_t far, std::size_t limit) const {
    const double half = crossing(flank, 0.5 * swing, far, limit), third = crossing(flank, 0.3 * swing, far, limit);
    const auto begins = static_cast<std::size_t>(std::lround(std::max(0.0, half + kHalfWay * (third - half))));
    const std::size_t bound = limit < far ? std::max(limit, begins) : std::min(limit, begins);
    return edge_of_travel(flank, swing, far, bound, kWander * quiet_sd_);
  }

  double time_at(double index) const { return start_s_ + step_s_ * index; }

  const double start_s_, step_s_, quiet_sd_, least_;
  std::vector<double> to_left_, to_right_;  ///< points of share away from the middle
};

}  // namespace

TwistTrack track_twists(std::span<const double> left_share_pct, double start_s, double step_s, double middle_pct,
                        double quiet_sd_pct, double least_pct) {
  return Tracker(left_share_pct, start_s, step_s, middle_pct, quiet_sd_pct, least_pct).run();
}

}  // namespace poise::movement
