#include "movement/squat_track.h"

#include <algorithm>
#include <cmath>

#include "base/units.h"
#include "movement/doubt.h"
#include "movement/turning_points.h"
#include "signal/displacement.h"
#include "signal/statistics.h"

namespace poise::movement {
namespace {

constexpr double kTrackRate_hz = 40;        // plenty for a movement that is low-passed at 10 Hz
constexpr double kSearchCorner_hz = 0.035;  // a third of the slowest repetition's rate (6 s and a pause)
constexpr double kStandSd_m = 0.002;        // how still the centre of mass is between repetitions
constexpr double kBeside_s = 1.5;           // of the stands on either side count for a depth
constexpr double kQuieter = 0.7;  // of the SD between repetitions: not less than that is taken for quiet
constexpr int kPasses = 4;
constexpr double kTrembles_s2 = 0.0283;  // SD of the way over SD of the acceleration: √8.0e-4, see the header
constexpr double kTrembles_s = 0.123;    // likewise of the speed: √0.0151
constexpr double kOnsetSd = 5, kOnsetBacktrack_s = 0.03;  // Owen et al. 2014
constexpr double kStopped = 0.03;           // of the greatest speed: at rest

constexpr double kWeightMoves = 0.05;       // part of the weight by which it may have drifted
constexpr double kStandBetween_s = 0.4;     // standing between two repetitions, at least
constexpr double kNearWeight = 0.02;  // the part of the weight around it in which standing is looked for
constexpr double kLeastSupport = 0.03;      // part of the weight that hands carry, at least
constexpr double kEndStand_s = 0.5;         // standing at the ends of a bout
constexpr double kLastStand_s = 1;          // where it is cut off: half a second in the middle of a movement may look so
constexpr double kBack = 0.1;               // of the depth, where it is cut off: not yet up again

double median(std::vector<double>& values) {
  const auto middle = values.begin() + static_cast<std::ptrdiff_t>(values.size() / 2);
  std::nth_element(values.begin(), middle, values.end());
  return *middle;
}

struct Extent {
  std::size_t from = 0, to = 0;  // the rep with a margin: outside of all of these the person stands
};

class Tracker {
 public:
  Tracker(std::span<const double> total_n, double start_s, double step_s, double body_weight_n,
          const StandingNoise& noise, double least_depth_m, bool cut_off)
      : body_weight_n_(body_weight_n), least_depth_m_(least_depth_m), cut_off_(cut_off), noise_(noise), quiet_sd_n_(noise.sd_n) {
    const auto block = std::max<std::size_t>(1, static_cast<std::size_t>(1 / step_s / kTrackRate_hz));
    step_s_ = step_s * static_cast<double>(block);
    start_s_ = start_s + step_s * static_cast<double>(block - 1) / 2;
    for (std::size_t i = 0; i + block <= total_n.size(); i += block) {
      double sum = 0;
      for (std::size_t k = 0; k < block; ++k) sum += total_n[i + k];
      force_n_.push_back(sum / static_cast<double>(block));
    }
    for (const double force : force_n_) acceleration_.push_back(kGravity_m_s2 * (force / body_weight_n - 1));
    give_back_what_hands_carry();
  }

  SquatTrack run() {
    SquatTrack track;
    if (static_cast<double>(force_n_.size()) * step_s_ < 2 * kEndStand_s) return track;
    search();
    for (int pass = 0; pass < kPasses && !dips_.empty(); ++pass) refine(pass);
    track.quiet_sd_n = quiet_sd_n_;
    track.broken_off = broken_off_.has_value();
    if (cut_off_ && !dips_.empty() && !is_over(dips_.back())) {
      track.broken_off = true;
      dips_.pop_back();
    }
    for (std::size_t k = 0; k < dips_.size(); ++k) {
      const auto rep = measure(k);
      if (!rep) continue;
      // Who talks and gestures between repetitions is quieter than they look there; who breathes slowly is
      // not as quiet as in one second.
      if (rep->force_swing_n < kLeastSwingSd * std::clamp(noise_.sd_n, kQuieter * quiet_sd_n_, quiet_sd_n_))
        ++track.declined;
      else
        track.reps.push_back(*rep);
    }
    return track;
  }

 private:
  /// Between two moments of standing neither speed nor height is gained, so the mean force is the weight, and
  /// so is the mean weighted by time. What is missing has been carried by hands: it is given back as a load
  /// that comes and goes smoothly, a fifth of the stretch each way [E], and grows or shrinks evenly in
  /// between. Standing: four tenths of a second that tremble no more than twice as much as the calmest
  /// quarter of those with the whole weight do.
  void give_back_what_hands_carry() {
    const auto window = std::max<std::size_t>(4, static_cast<std::size_t>(kStandBetween_s / step_s_));
    if (force_n_.size() < 4 * window) return;
    std::vector<double> mean_n, sd_n, calm_n;
    for (std::size_t i = 0; i + window <= force_n_.size(); ++i) {
      const auto here = std::span(force_n_).subspan(i, window);
      mean_n.push_back(*signal::mean(here));
      sd_n.push_back(*signal::standard_deviation(here));
      if (std::abs(mean_n.back() - body_weight_n_) < kNearWeight * body_weight_n_)
        calm_n.push_back(sd_n.back());
    }
    if (calm_n.empty()) return;
    calm_sd_n_ = *signal::quantile(calm_n, 0.25);
    const double near_n = std::max(2 * calm_sd_n_, 0.01 * body_weight_n_);
    least_support_m_s2_ = kGravity_m_s2 * std::max(kLeastSupport, 3 * calm_sd_n_ / body_weight_n_);
    std::vector<Extent> moves;
    std::optional<std::size_t> stood_until;
    double missing = 0, length = 0;
    for (std::size_t i = 0; i < mean_n.size(); ++i) {
      if (sd_n[i] > 2 * calm_sd_n_ || std::abs(mean_n[i] - body_weight_n_) > near_n) continue;
      if (stood_until && i > *stood_until + window) {
        moves.push_back({*stood_until, i});
        for (std::size_t k = *stood_until; k < i; ++k) missing += acceleration_[k];
        length += static_cast<double>(i - *stood_until);
      }
      stood_until = i + window;
    }
    // A moment in the middle of a movement may look like standing; but then what is missing before it comes back
    // after it, and all of it together is nothing.
    if (length == 0 || missing / length > -least_support_m_s2_) return;
    for (const Extent& move : moves) give_back(move.from, move.to);
  }

  void give_back(std::size_t from, std::size_t to) {
    const auto length = static_cast<double>(to - from);
    const auto place = [&](std::size_t i) { return (static_cast<double>(i - from) + 0.5) / length; };
    const auto ramp = [&](double u) {
      const double v = std::min({1.0, u / 0.2, (1 - u) / 0.2});
      return v * v * v * (10 + v * (-15 + 6 * v));
    };
    // Sums over the stretch of what is missing (speed) and of what is missing by its place (height), for the
    // force seen, for an even load and for one that grows.
    double speed = 0, height = 0, even = 0, growing_height = 0;
    for (std::size_t i = from; i < to; ++i) {
      const double u = place(i) - 0.5, r = ramp(place(i));
      speed += acceleration_[i];
      height += acceleration_[i] * u;
      even += r;
      growing_height += r * u * u;
    }
    if (speed / length > -least_support_m_s2_) return;
    // By symmetry the even load takes no height and the growing one no speed.
    const double load = speed / even, growth = height / growing_height;
    for (std::size_t i = from; i < to; ++i)
      acceleration_[i] -= ramp(place(i)) * (load + growth * (place(i) - 0.5));
  }

  void search() {
    std::vector<double> pull(force_n_.size(), signal::pull_for_corner(kSearchCorner_hz, step_s_));
    // The bout starts, and as a rule ends, with standing: without that the free ends would drift away.
    const auto stand = static_cast<std::size_t>(kEndStand_s / step_s_);
    const double anchor = anchor_pull(kStandSd_m);
    const bool stands_at_end = ends_standing();
    std::fill_n(pull.begin(), stand, anchor);
    if (stands_at_end) {
      std::fill_n(pull.rbegin(), stand, anchor);
      close_ends();
    }
    height_m_ = signal::close_displacement(acceleration_, step_s_, pull);
    dips_ = find_dips(height_m_, 0.75 * least_depth_m_);
    if (cut_off_ && !stands_at_end) find_broken_off();
    // Here "standing" is only known relative to the tops beside a dip.
    for (const Dip& dip : dips_) extents_.push_back(extent_of(dip, 0.10, level_between_tops(dip)));
    if (broken_off_) extents_.push_back(extent_of(*broken_off_, 0.10, height_m_[broken_off_->top_before]));
  }

  /// What goes down after the last dip and has not come back by the end of the record.
  void find_broken_off() {
    const auto begin = height_m_.begin(), end = height_m_.end();
    const auto top = dips_.empty() ? std::max_element(begin, end) : begin + static_cast<std::ptrdiff_t>(dips_.back().top_after);
    const auto lowest = std::min_element(top, end);
    if (*top - *lowest < 0.75 * least_depth_m_) return;
    broken_off_ = Dip{static_cast<std::size_t>(top - begin), static_cast<std::size_t>(lowest - begin), height_m_.size() - 1};
  }

  double level_between_tops(const Dip& dip) const {
    return std::min(height_m_[dip.top_before], height_m_[dip.top_after]);
  }

  /// From where the dip is `part` deep, a third further out: a smooth movement needs that long for the rest.
  Extent extent_of(const Dip& dip, double part, double stand_level) const {
    const double depth = stand_level - height_m_[dip.bottom];
    const double level = stand_level - part * depth;
    std::size_t from = dip.bottom, to = dip.bottom;
    while (from > dip.top_before && height_m_[from] < level) --from;
    while (to < dip.top_after && height_m_[to] < level) ++to;
    const auto margin = [&](std::size_t flank) {
      return static_cast<std::size_t>(std::lround((part > 0.05 ? 0.4 : 0.2) * static_cast<double>(flank))) + 1;
    };
    const std::size_t before = margin(dip.bottom - from), after = margin(to - dip.bottom);
    const bool is_open = cut_off_ && to + 1 == height_m_.size();  // nobody knows that it stands there
    return {std::max(dip.top_before, from > before ? from - before : 0),
            is_open ? height_m_.size() : std::min(dip.top_after, to + after)};
  }

  /// Closes the displacement against the stands around the present extents, then looks at the dips again.
  void refine(int pass) {
    const std::size_t n = force_n_.size();
    std::vector<char> moving(n, 0);
    for (const Extent& extent : extents_)
      for (std::size_t i = extent.from + 1; i < extent.to; ++i) moving[i] = 1;
    measure_quiet_sd(moving);

    const double anchor = anchor_pull(std::max(kStandSd_m, trembling_m()));
    const double loose = 1e-6 * anchor;
    pull_.resize(n);
    // Who fidgets between repetitions does not stand: the further from standing, the weaker the anchor.
    const double stand_m = 3 * std::max(kStandSd_m, trembling_m());
    for (std::size_t i = 0; i < n; ++i) {
      const double away = pass == 0 ? 1 : std::max(1.0, std::abs(height_m_[i]) / stand_m);
      pull_[i] = moving[i] ? loose : anchor / (away * away);
    }
    height_m_ = signal::close_displacement(acceleration_, step_s_, pull_);

    std::vector<Dip> kept;
    extents_.clear();
    for (Dip dip : dips_) {
      const auto begin = height_m_.begin();
      const auto lowest = std::min_element(begin + static_cast<std::ptrdiff_t>(dip.top_before),
                                           begin + static_cast<std::ptrdiff_t>(dip.top_after) + 1);
      dip.bottom = static_cast<std::size_t>(lowest - begin);
      if (-*lowest < 0.6 * least_depth_m_) continue;
      kept.push_back(dip);
      extents_.push_back(extent_of(dip, pass == 0 ? 0.05 : 0.02, 0));
    }
    dips_ = std::move(kept);
    if (!broken_off_) return;
    const auto top = height_m_.begin() + static_cast<std::ptrdiff_t>(broken_off_->top_before);
    broken_off_->bottom = static_cast<std::size_t>(std::min_element(top, height_m_.end()) - height_m_.begin());
    extents_.push_back(extent_of(*broken_off_, pass == 0 ? 0.05 : 0.02, 0));
  }

  double acceleration_sd_m_s2() const { return kGravity_m_s2 * quiet_sd_n_ / body_weight_n_; }

  /// How far the height of somebody who stands may be out: what the noise of the force does within a third of
  /// a second, before the anchor has caught it [E].
  double trembling_m() const { return acceleration_sd_m_s2() * 0.35 * 0.35; }

  /// The pull of "stands here": the ratio of the variances of a second difference by noise and by standing.
  double anchor_pull(double stand_sd_m) const {
    const double noise_m_s2 = kGravity_m_s2 * std::max(quiet_sd_n_ / body_weight_n_, 1e-4);
    return std::pow(noise_m_s2 * step_s_ * step_s_ / stand_sd_m, 2);
  }

  /// Steady, and not far from the weight: a zero that drifts may have moved that.
  bool ends_standing() const {
    const auto samples = static_cast<std::size_t>((cut_off_ ? kLastStand_s : kEndStand_s) / step_s_);
    if (samples > force_n_.size()) return false;
    const auto end = std::span(force_n_).last(samples);
    const double level_n = *signal::mean(end);
    const double near_n = std::max(3 * std::max(quiet_sd_n_, calm_sd_n_), 0.01 * body_weight_n_);
    return std::abs(level_n - body_weight_n_) < kWeightMoves * body_weight_n_ &&
           std::all_of(end.begin(), end.end(), [&](double force) { return std::abs(force - level_n) < near_n; });
  }

  /// From stand to stand neither speed nor height is gained: takes away the line c + d t for which both come back
  /// to nothing. That is a weight or a zero that was wrong or drifted.
  void close_ends() {
    const double length_s = step_s_ * static_cast<double>(acceleration_.size());
    double speed = 0, way = 0;
    for (std::size_t i = 0; i < acceleration_.size(); ++i) {
      speed += step_s_ * acceleration_[i];
      way += step_s_ * acceleration_[i] * (length_s - step_s_ * (static_cast<double>(i) + 0.5));
    }
    const double d = 12 * (length_s * speed / 2 - way) / std::pow(length_s, 3);
    const double c = speed / length_s - d * length_s / 2;
    for (std::size_t i = 0; i < acceleration_.size(); ++i)
      acceleration_[i] -= c + d * step_s_ * (static_cast<double>(i) + 0.5);
  }

  /// From the stands between reps, without their edges; a top between two reps without a pause is no stand. By
  /// median deviation, so that a fidget now and then does not count.
  void measure_quiet_sd(const std::vector<char>& moving) {
    const auto edge = static_cast<std::size_t>(0.1 / step_s_) + 1;
    std::vector<double> standing_n;
    for (std::size_t i = 0; i < moving.size();) {
      std::size_t end = i;
      while (end < moving.size() && !moving[end]) ++end;
      for (std::size_t k = i + edge; k + edge < end; ++k) standing_n.push_back(force_n_[k]);
      i = end + 1;
    }
    if (static_cast<double>(standing_n.size()) * step_s_ < 0.75) return;
    const double level_n = median(standing_n);
    for (double& value : standing_n) value = std::abs(value - level_n);
    quiet_sd_n_ = 1.4826 * median(standing_n);
  }

  /// Whether the person was up again before the record's end.
  bool is_over(const Dip& dip) const {
    return dip.top_after + 1 < height_m_.size() || height_m_.back() > kBack * height_m_[dip.bottom];
  }

  std::optional<SquatRep> measure(std::size_t which) const {
    const Dip& dip = dips_[which];
    std::vector<double> travel;  // from top to top
    for (std::size_t i = dip.top_before; i <= dip.top_after; ++i) travel.push_back(-height_m_[i]);
    const std::size_t far = dip.bottom - dip.top_before, last = travel.size() - 1;
    const double depth = travel[far];
    if (depth < least_depth_m_) return std::nullopt;

    const auto time_at = [&](double index) {
      return start_s_ + step_s_ * (static_cast<double>(dip.top_before) + index);
    };
    const double noise_m = noise_.moving * acceleration_sd_m_s2() * kTrembles_s2;
    const double wander_m = noise_.moving * acceleration_sd_m_s2() * kTrembles_s * step_s_;
    const Edge start = edge_of_travel(travel, depth, far, 0, noise_m, wander_m);
    const Edge end = edge_of_travel(travel, depth, far, last, noise_m, wander_m);
    SquatRep rep;
    rep.start_s = time_at(start.at);
    rep.end_s = time_at(end.at);
    rep.start_doubt_s = step_s_ * start.doubt;
    rep.end_doubt_s = step_s_ * end.doubt;
    rep.hold_start_s = time_at(crossing(travel, 0.9 * depth, far, 0));
    rep.hold_end_s = time_at(crossing(travel, 0.9 * depth, far, last));
    rep.bottom_s = (rep.hold_start_s + rep.hold_end_s) / 2;
    rep.depth_mm = 1000 * depth;
    const Extent closed = closed_stretch(which);
    rep.closed = closed.from > 0 && closed.to + 1 < height_m_.size();
    rep.depth_doubt_mm = 1000 * depth_doubt_m(closed, dip.bottom);
    find_phases(dip, rep);

    double highest = 0, lowest = body_weight_n_;
    const auto index_at = [this](double time_s) {
      return static_cast<std::size_t>(std::clamp((time_s - start_s_) / step_s_, 0.0,
                                                 static_cast<double>(force_n_.size() - 1)));
    };
    for (std::size_t i = index_at(rep.start_s); i <= index_at(rep.end_s); ++i) {
      highest = std::max(highest, force_n_[i]);
      lowest = std::min(lowest, force_n_[i]);
      if (i > 0 && i + 1 < height_m_.size()) {
        const double velocity = (height_m_[i + 1] - height_m_[i - 1]) / (2 * step_s_);
        rep.peak_velocity_mm_s = std::max(rep.peak_velocity_mm_s, 1000 * velocity);
        rep.peak_power_w = std::max(rep.peak_power_w, force_n_[i] * velocity);
      }
    }
    rep.force_swing_n = highest - lowest;
    return rep;
  }

  /// From the stand before to the stand after: repetitions without a pause are closed together.
  Extent closed_stretch(std::size_t which) const {
    Extent stretch = extents_[which];
    for (std::size_t k = which; k > 0 && extents_[k - 1].to >= stretch.from; --k) stretch.from = extents_[k - 1].from;
    for (std::size_t k = which + 1; k < extents_.size() && extents_[k].from <= stretch.to; ++k) stretch.to = extents_[k].to;
    return stretch;
  }

  void find_phases(const Dip& dip, SquatRep& rep) const {
    const auto time_at = [this](std::size_t index) { return start_s_ + step_s_ * static_cast<double>(index); };
    const auto velocity = [this](std::size_t i) {
      return i == 0 || i + 1 >= height_m_.size() ? 0 : (height_m_[i + 1] - height_m_[i - 1]) / (2 * step_s_);
    };
    std::size_t down = dip.bottom, up = dip.bottom;
    for (std::size_t i = dip.top_before; i <= dip.bottom; ++i)
      if (velocity(i) < velocity(down)) down = i;
    for (std::size_t i = dip.bottom; i <= dip.top_after; ++i)
      if (velocity(i) > velocity(up)) up = i;
    std::size_t stopped = down, rising = up;
    while (stopped < dip.bottom && velocity(stopped) < kStopped * velocity(down)) ++stopped;
    while (rising > dip.bottom && velocity(rising) > kStopped * velocity(up)) --rising;
    // Backwards from the lightest moment to where the force leaves its band.
    std::size_t onset = down;
    for (std::size_t i = dip.top_before; i < down; ++i)
      if (force_n_[i] < force_n_[onset]) onset = i;
    while (onset > dip.top_before && force_n_[onset] < body_weight_n_ - kOnsetSd * quiet_sd_n_) --onset;
    rep.onset_s = std::max(time_at(onset) - kOnsetBacktrack_s, time_at(dip.top_before));
    rep.fastest_down_s = time_at(down);
    rep.stopped_s = time_at(stopped);
    rep.rising_s = time_at(rising);
  }

  double depth_doubt_m(const Extent& closed, std::size_t bottom) const {
    // Beyond the stands on either side nothing counts any more.
    const auto beside = static_cast<std::size_t>(kBeside_s / step_s_);
    const std::size_t from = closed.from - std::min(closed.from, beside);
    const std::size_t to = std::min(closed.to + beside, pull_.size());
    const auto weights = signal::closure_weights(step_s_, std::span(pull_).subspan(from, to - from), bottom - from);
    const double white_n2 = noise_.white_n2_hz * noise_.bandwidth_hz;
    const double tremble_n = noise_.moving * std::sqrt(std::max(0.0, quiet_sd_n_ * quiet_sd_n_ - white_n2));
    return 1.96 * kGravity_m_s2 / body_weight_n_ *
           sum_sd(weights, step_s_, kTotalTremble, tremble_n, noise_.white_n2_hz);
  }

  double start_s_ = 0, step_s_ = 0;
  const double body_weight_n_, least_depth_m_;
  const bool cut_off_;
  const StandingNoise noise_;
  double quiet_sd_n_;
  double calm_sd_n_ = 0;  ///< of the calmest quarter of what may be standing
  double least_support_m_s2_ = 0;
  std::vector<double> force_n_, acceleration_, pull_, height_m_;
  std::vector<Dip> dips_;
  std::optional<Dip> broken_off_;  ///< a movement that the record cuts off; not among the dips
  std::vector<Extent> extents_;    ///< of the dips, and last of what is broken off
};

}  // namespace

SquatTrack track_squats(std::span<const double> total_n, double start_s, double step_s, double body_weight_n,
                        const StandingNoise& noise, double least_depth_m, bool cut_off) {
  return Tracker(total_n, start_s, step_s, body_weight_n, noise, least_depth_m, cut_off).run();
}

}  // namespace poise::movement
