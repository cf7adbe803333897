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

struct Stay {
  std::size_t from = 0, to = 0;  // above the rise level until below the fall level
};

std::vector<Stay> find_stays(std::span<const double> load_n, double rise_n, double fall_n, std::size_t shortest) {
  std::vector<Stay> stays;
  bool above = load_n.empty() || load_n[0] > fall_n;  // already up at the start: its rise was not seen
  bool seen_rise = false;
  std::size_t from = 0;
  for (std::size_t i = 0; i < load_n.size(); ++i) {
    if (!above && load_n[i] > rise_n) {
      above = seen_rise = true;
      from = i;
    } else if (above && load_n[i] < fall_n) {
      above = false;
      if (seen_rise && i - from >= shortest) stays.push_back({from, i});
    }
  }
  return stays;
}

/// Highest level that was held for kBlock_s, but for the highest twentieth.
double typical_top_n(std::span<const double> load_n, std::size_t block) {
  std::vector<double> blocks;
  for (std::size_t i = 0; i + block <= load_n.size(); i += std::max<std::size_t>(1, block / 2))
    blocks.push_back(*signal::mean(load_n.subspan(i, block)));
  return signal::quantile(blocks, 0.95).value_or(0);
}

class Tracker {
 public:
  Tracker(std::span<const double> load_n, double start_s, double step_s, std::optional<double> rest_n)
      : load_n_(load_n), start_s_(start_s), step_s_(step_s) {
    rest_n_ = rest_n ? *rest_n : signal::quantile(load_n, 0.1).value_or(0);
  }

  BridgeTrack run() {
    BridgeTrack track;
    const std::size_t block = samples(kBlock_s);
    if (load_n_.size() < 4 * block) return track;
    const double rise_n = typical_top_n(load_n_, block) - rest_n_;
    const auto stays = find_stays(load_n_, rest_n_ + kRise * rise_n, rest_n_ + kFall * rise_n,
                                  samples(kLeastAbove_s));
    track.quiet_sd_n = quiet_sd(stays, rest_n_ + kFall * rise_n);
    if (rise_n <= 0) return track;
    for (std::size_t i = 0; i < stays.size(); ++i) {
      const std::size_t from = i == 0 ? 0 : stays[i - 1].to;
      const std::size_t to = i + 1 == stays.size() ? load_n_.size() - 1 : stays[i + 1].from;
      const BridgeRep rep = measure(stays[i], from, to, track.quiet_sd_n);
      if (rep.swing_n < kLeastSwingSd * track.quiet_sd_n)
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

  /// The rest level between two reps: the lowest mean of a third of a second.
  double rest_between(std::size_t from, std::size_t to) const {
    const std::size_t block = std::min(samples(kBlock_s), to - from);
    if (block == 0) return rest_n_;
    double sum = 0;
    for (std::size_t i = from; i < from + block; ++i) sum += load_n_[i];
    double lowest = sum;
    for (std::size_t i = from + block; i < to; ++i) {
      sum += load_n_[i] - load_n_[i - block];
      lowest = std::min(lowest, sum);
    }
    return lowest / static_cast<double>(block);
  }

  BridgeRep measure(const Stay& stay, std::size_t from, std::size_t to, double quiet_sd_n) const {
    const double rest_before = rest_near(from, stay.from, true), rest_after = rest_near(stay.to, to, false);
    std::vector<double> held(load_n_.begin() + static_cast<std::ptrdiff_t>(stay.from),
                             load_n_.begin() + static_cast<std::ptrdiff_t>(stay.to));
    // The held level, not the push-off's overshoot: the middle of what is above half of the peak's rise.
    const double peak = *signal::quantile(held, 0.98);
    std::erase_if(held, [&](double load) { return load < rest_n_ + 0.6 * (peak - rest_n_); });
    const double top = *signal::quantile(held, 0.5);

    BridgeRep rep;
    rep.rest_n = (rest_before + rest_after) / 2;
    rep.swing_n = top - rep.rest_n;
    std::vector<double> travel(load_n_.size(), 0);
    const std::size_t middle = (stay.from + stay.to) / 2;
    for (std::size_t i = from; i <= to; ++i) travel[i] = load_n_[i] - (i < middle ? rest_before : rest_after);
    const double rise = top - rest_before, fall = top - rest_after;

    const std::size_t first_high = first_above(travel, 0.9 * rise, stay.from, stay.to);
    const std::size_t last_high = last_above(travel, 0.9 * fall, stay.from, stay.to);
    rep.hold_start_s = time_at(crossing(travel, 0.9 * rise, first_high, from));
    rep.hold_end_s = time_at(crossing(travel, 0.9 * fall, last_high, to));
    const auto part = [&](double extent) { return std::clamp(2.5 * quiet_sd_n / extent, 0.01, 0.1); };
    rep.start_s = time_at(edge_of_travel(travel, rise, first_high, from, part(rise)));
    rep.end_s = time_at(edge_of_travel(travel, fall, last_high, to, part(fall)));
    return rep;
  }

  /// Mean over the half second of rest next to the flank, found by walking down the flank to the rest level.
  double rest_near(std::size_t from, std::size_t to, bool flank_is_after) const {
    const double floor = rest_between(from, to);
    const std::size_t length = std::min(samples(0.5), to - from);
    if (length == 0) return floor;
    // The flank ends at the first sample that is as low as rest; noise takes it there at once.
    double sum = 0;
    std::size_t n = 0;
    const auto visit = [&](std::size_t i) {
      if (n == 0 && load_n_[i] > floor) return;
      sum += load_n_[i];
      ++n;
    };
    if (flank_is_after) {
      for (std::size_t i = to; i-- > from && n < length;) visit(i);
    } else {
      for (std::size_t i = from; i < to && n < length; ++i) visit(i);
    }
    return n == 0 ? floor : sum / static_cast<double>(n);
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
  double start_s_, step_s_, rest_n_ = 0;
};

}  // namespace

BridgeTrack track_bridges(std::span<const double> load_n, double start_s, double step_s,
                          std::optional<double> rest_n) {
  return Tracker(load_n, start_s, step_s, rest_n).run();
}

}  // namespace poise::movement
