#include "movement/bridge_track.h"

#include <algorithm>
#include <cmath>

#include "movement/squat_track.h"
#include "movement/turning_points.h"
#include "signal/statistics.h"

namespace poise::movement {
namespace {

constexpr double kRise = 0.35, kFall = 0.25;  // of the typical rise: hysteresis that also lets half reps in
constexpr double kLeastAbove_s = 0.3;
constexpr double kBlock_s = 0.3;

/// Highest level that was held for kBlock_s, but for the highest twentieth.
double typical_top_n(std::span<const double> load_n, std::size_t block) {
  std::vector<double> blocks;
  for (std::size_t i = 0; i + block <= load_n.size(); i += std::max<std::size_t>(1, block / 2))
    blocks.push_back(*signal::mean(load_n.subspan(i, block)));
  return signal::quantile(blocks, 0.95).value_or(0);
}

class Tracker {
 public:
  Tracker(std::span<const double> load_n, double start_s, double step_s, std::optional<double> rest_n,
          double still_sd_n, double least_rise)
      : load_n_(load_n), start_s_(start_s), step_s_(step_s), still_sd_n_(still_sd_n), least_rise_(least_rise) {
    rest_n_ = rest_n ? *rest_n : signal::quantile(load_n, 0.1).value_or(0);
  }

  BridgeTrack run() {
    BridgeTrack track;
    const std::size_t block = samples(kBlock_s);
    if (load_n_.size() < 4 * block) return track;
    const double rise_n = typical_top_n(load_n_, block) - rest_n_;
    const auto stays = find_stays(load_n_, rest_n_ + kRise * rise_n, rest_n_ + kFall * rise_n,
                                  samples(kLeastAbove_s));
    track.quiet_sd_n = std::max(still_sd_n_, quiet_sd(stays, rest_n_ + kFall * rise_n));
    if (rise_n <= 0) return track;
    for (std::size_t i = 0; i < stays.size(); ++i) {
      const std::size_t from = i == 0 ? 0 : stays[i - 1].to;
      const std::size_t to = i + 1 == stays.size() ? load_n_.size() - 1 : stays[i + 1].from;
      const BridgeRep rep = measure(stays[i], from, to, rise_n, track.quiet_sd_n);
      if (rep.swing_n < std::max(kLeastSwingSd * track.quiet_sd_n, least_rise_ * rest_n_))
        ++track.declined;
      else
        track.reps.push_back(rep);
    }
    return track;
  }

 private:
  std::size_t samples(double seconds) const {
    return std::max<std::size_t>(1, static_cast<std::size_t>(std::lround(seconds / step_s_)));
  }
  double time_at(double index) const { return start_s_ + step_s_ * index; }

  /// Of what lies between the stays, away from their flanks.
  double quiet_sd(const std::vector<Stay>& stays, double below_n) const {
    std::vector<double> resting_n;
    std::size_t from = 0;
    const std::size_t flank = samples(0.5);
    for (std::size_t k = 0; k <= stays.size(); ++k) {
      const std::size_t to = k < stays.size() ? stays[k].from : load_n_.size();
      for (std::size_t i = from + (k > 0 ? flank : 0); i + flank < to; ++i)
        if (load_n_[i] < below_n) resting_n.push_back(load_n_[i]);
      if (k < stays.size()) from = stays[k].to;
    }
    return resting_n.size() < samples(0.3) ? 0 : *signal::robust_sd(resting_n);
  }

  /// The held level: the median between the flanks, whose ends (a tenth and six tenths of the way) are as far
  /// apart on either side as what is left out there, so that neither they nor the push-off's overshoot count.
  /// Without a hold: the median of what is above six tenths of the peak.
  double held_n(const Stay& stay) const {
    const auto whole = load_n_.subspan(stay.from, stay.to - stay.from);
    const auto part_of = [&](double part, double level_n) { return rest_n_ + part * (level_n - rest_n_); };
    const double middle_n = *signal::quantile(whole, 0.5);
    const std::size_t first = first_above(load_n_, part_of(0.6, middle_n), stay.from, stay.to);
    const std::size_t last = last_above(load_n_, part_of(0.6, middle_n), stay.from, stay.to);
    std::size_t begin = first, end = last;
    while (begin > 0 && load_n_[begin] > part_of(0.1, middle_n)) --begin;
    while (end + 1 < load_n_.size() && load_n_[end] > part_of(0.1, middle_n)) ++end;
    const std::size_t from = first + (first - begin), to = last - std::min(last, end - last);
    if (to > from + samples(kBlock_s)) return *signal::quantile(load_n_.subspan(from, to - from), 0.5);
    std::vector<double> high(whole.begin(), whole.end());
    const double peak_n = *signal::quantile(whole, 0.98);
    std::erase_if(high, [&](double load_n) { return load_n < part_of(0.6, peak_n); });
    return *signal::quantile(high, 0.5);
  }

  BridgeRep measure(const Stay& stay, std::size_t from, std::size_t to, double rise_n, double quiet_sd_n) const {
    const double rest_before = rest_beside(from, stay.from, true, rise_n, quiet_sd_n);
    const double rest_after = rest_beside(stay.to, to, false, rise_n, quiet_sd_n);
    const double top = held_n(stay);

    BridgeRep rep;
    rep.rest_n = (rest_before + rest_after) / 2;
    rep.swing_n = top - rep.rest_n;
    std::vector<double> travel;  // from rest to rest
    const std::size_t middle = (stay.from + stay.to) / 2;
    for (std::size_t i = from; i <= to; ++i)
      travel.push_back(load_n_[i] - (i < middle ? rest_before : rest_after));
    const double rise = top - rest_before, fall = top - rest_after;
    const auto time_in = [&](double index) { return time_at(static_cast<double>(from) + index); };

    const std::size_t first_high = first_above(travel, 0.9 * rise, stay.from - from, stay.to - from);
    const std::size_t last_high = last_above(travel, 0.9 * fall, stay.from - from, stay.to - from);
    rep.hold_start_s = time_in(crossing(travel, 0.9 * rise, first_high, 0));
    rep.hold_end_s = time_in(crossing(travel, 0.9 * fall, last_high, travel.size() - 1));
    const Edge start = edge_of_travel(travel, rise, first_high, 0, quiet_sd_n);
    const Edge end = edge_of_travel(travel, fall, last_high, travel.size() - 1, quiet_sd_n);
    rep.start_s = time_in(start.at);
    rep.end_s = time_in(end.at);
    rep.start_doubt_s = step_s_ * start.doubt;
    rep.end_doubt_s = step_s_ * end.doubt;
    return rep;
  }

  double rest_beside(std::size_t from, std::size_t to, bool flank_is_after, double rise_n, double quiet_sd_n) const {
    const std::size_t half = std::max<std::size_t>(1, samples(kBlock_s) / 2);
    return movement::rest_beside(load_n_, from, to, flank_is_after, half, rest_n_ + kFall * rise_n,
                                 std::max(0.002 * rise_n, 0.7 * quiet_sd_n));
  }

  static std::size_t first_above(std::span<const double> travel, double level, std::size_t from, std::size_t to) {
    for (std::size_t i = from; i < to; ++i)
      if (travel[i] >= level) return i;
    return (from + to) / 2;
  }
  static std::size_t last_above(std::span<const double> travel, double level, std::size_t from, std::size_t to) {
    for (std::size_t i = to; i-- > from;)
      if (travel[i] >= level) return i;
    return (from + to) / 2;
  }

  std::span<const double> load_n_;
  double start_s_, step_s_, still_sd_n_, least_rise_, rest_n_ = 0;
};

}  // namespace

BridgeTrack track_bridges(std::span<const double> load_n, double start_s, double step_s,
                          std::optional<double> rest_n, double still_sd_n, double least_rise) {
  return Tracker(load_n, start_s, step_s, rest_n, still_sd_n, least_rise).run();
}

}  // namespace poise::movement
