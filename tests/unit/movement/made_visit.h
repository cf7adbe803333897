#pragma once

#include <algorithm>
#include <cmath>
#include <functional>
#include <limits>
#include <random>
#include <utility>
#include <vector>

#include "base/recording.h"
#include "base/units.h"
#include "movement/bouts.h"

namespace poise::movement {

/// A movement of minimum jerk, way and duration 1: where it is, and its acceleration.
inline double smooth_way(double tau) { return tau * tau * tau * (10 - 15 * tau + 6 * tau * tau); }
inline double smooth_acceleration(double tau) { return 60 * tau - 180 * tau * tau + 120 * tau * tau * tau; }

/// When it has done a part of its way.
inline double smooth_time(double part) {
  double low = 0, high = 1;
  for (int i = 0; i < 60; ++i) {
    const double middle = (low + high) / 2;
    (smooth_way(middle) < part ? low : high) = middle;
  }
  return low;
}

/// A repetition as it was made.
struct MadeRep {
  double start_s = 0, hold_start_s = 0, bottom_s = 0, hold_end_s = 0, end_s = 0;
  double travel = 0;  ///< mm of a squat, N of a bridge
};

/// What the two plates bear during a visit that is put together by hand, so that every time, depth and share
/// in it is known exactly. Each step follows the one before it.
class MadeVisit {
 public:
  struct Pair {
    double left_n = 0, right_n = 0;
    double total_n() const { return left_n + right_n; }
  };

  MadeVisit() = default;  ///< begins with an empty mat
  MadeVisit(double left_n, double right_n) : now_{left_n, right_n} {}

  /// Nothing changes.
  MadeVisit& stay(double seconds) {
    return add(seconds, [now = now_](double) { return now; });
  }

  /// Smoothly to other loads.
  MadeVisit& shift(double left_n, double right_n, double seconds = 0.4) {
    const Pair from = now_, to{left_n, right_n};
    add(seconds, [=](double t) {
      const double done = smooth_way(t / seconds);
      return Pair{from.left_n + done * (to.left_n - from.left_n),
                  from.right_n + done * (to.right_n - from.right_n)};
    });
    now_ = to;
    return *this;
  }

  /// Whoever stands there goes down and up again; the legs share the load as before.
  MadeVisit& squat(double depth_m, double down_s, double hold_s, double up_s) {
    note_rep(1000 * depth_m, down_s, hold_s, up_s);
    push_off(-depth_m, down_s);
    stay(hold_s);
    return push_off(depth_m, up_s);
  }

  /// The same with hands on a rail, which come to carry that part of the weight on the way down, carry more
  /// or less of it towards the end by `growth`, and let go on the way up.
  MadeVisit& supported_squat(double part, double growth, double depth_m, double down_s, double hold_s,
                             double up_s) {
    note_rep(1000 * depth_m, down_s, hold_s, up_s);
    const double length_s = down_s + hold_s + up_s;
    return add(length_s, [=, now = now_](double t) {
      const double back_s = t - down_s - hold_s;
      const double acceleration = t < down_s ? -depth_m / (down_s * down_s) * smooth_acceleration(t / down_s)
                                  : back_s > 0 ? depth_m / (up_s * up_s) * smooth_acceleration(back_s / up_s)
                                               : 0;
      const double u = t / length_s, ramp = smooth_way(std::min({1.0, u / 0.2, (1 - u) / 0.2}));
      const double load = 1 + acceleration / kGravity_m_s2 - ramp * (part + growth * (u - 0.5));
      return Pair{now.left_n * load, now.right_n * load};
    });
  }

  /// The feet's load rises by so much and falls back.
  MadeVisit& bridge(double left_rise_n, double right_rise_n, double up_s, double hold_s, double down_s) {
    const Pair rest = now_;
    note_rep(left_rise_n + right_rise_n, up_s, hold_s, down_s);
    shift(rest.left_n + left_rise_n, rest.right_n + right_rise_n, up_s);
    stay(hold_s);
    return shift(rest.left_n, rest.right_n, down_s);
  }

  /// Adds a wave to all that follows, on each side with its own amplitude.
  MadeVisit& add_wave(double left_n, double right_n, double frequency_hz, double seconds) {
    return add(seconds, [=, now = now_](double t) {
      const double wave = std::sin(2 * M_PI * frequency_hz * t);
      return Pair{now.left_n + left_n * wave, now.right_n + right_n * wave};
    });
  }

  double length_s() const { return length_s_; }
  const std::vector<MadeRep>& reps() const { return reps_; }

  Pair at(double time_s) const {
    for (const Piece& piece : pieces_)
      if (time_s < piece.start_s + piece.length_s) return piece.loads(time_s - piece.start_s);
    return now_;
  }

  Loads loads(double rate_hz = 80, double noise_sd_n = 0, unsigned seed = 1) const {
    Loads loads;
    loads.step_s = 1 / rate_hz;
    std::mt19937 random(seed);
    std::normal_distribution<double> noise(0, noise_sd_n / std::sqrt(2.0) + 1e-300);
    const auto count = static_cast<std::size_t>(std::floor(length_s_ * rate_hz));
    for (std::size_t i = 0; i < count; ++i) {
      const Pair now = at(static_cast<double>(i) / rate_hz);
      loads.left_n.push_back(now.left_n + noise(random));
      loads.right_n.push_back(now.right_n + noise(random));
      loads.total_n.push_back(loads.left_n.back() + loads.right_n.back());
    }
    return loads;
  }

  /// The same as a record: 160 mm between the middle of the mat and that of each plate.
  Recording recording(double rate_hz = 80, double noise_sd_n = 0, unsigned seed = 1) const {
    const Loads made = loads(rate_hz, noise_sd_n, seed);
    Recording recording;
    recording.total_n = made.total_n;
    recording.left_n = made.left_n;
    recording.right_n = made.right_n;
    for (std::size_t i = 0; i < made.size(); ++i) {
      const bool loaded = made.total_n[i] >= 25;
      const double nan = std::numeric_limits<double>::quiet_NaN();
      recording.time_s.push_back(made.time_at(i));
      recording.left_share_pct.push_back(loaded ? 100 * made.left_n[i] / made.total_n[i] : nan);
      recording.cop_x_mm.push_back(loaded ? 160 * (made.right_n[i] - made.left_n[i]) / made.total_n[i] : nan);
      recording.cop_y_mm.push_back(loaded ? 20 : nan);
    }
    return recording;
  }

 protected:
  MadeVisit& add(double seconds, std::function<Pair(double)> loads) {
    pieces_.push_back({length_s_, seconds, std::move(loads)});
    length_s_ += seconds;
    return *this;
  }

  std::vector<MadeRep> reps_;
  Pair now_;

 private:
  struct Piece {
    double start_s, length_s;
    std::function<Pair(double)> loads;
  };

  /// The centre of mass moves up by so much: F = BW (1 + a / g).
  MadeVisit& push_off(double up_m, double seconds) {
    return add(seconds, [=, now = now_](double t) {
      const double part = 1 + up_m / (seconds * seconds) * smooth_acceleration(t / seconds) / kGravity_m_s2;
      return Pair{now.left_n * part, now.right_n * part};
    });
  }

  /// As the contract defines them: 1 % done, within 10 % of the far end, 99 % of the way back.
  void note_rep(double travel, double there_s, double hold_s, double back_s) {
    const double back = length_s_ + there_s + hold_s;
    MadeRep rep;
    rep.travel = travel;
    rep.start_s = length_s_ + smooth_time(0.01) * there_s;
    rep.hold_start_s = length_s_ + smooth_time(0.9) * there_s;
    rep.hold_end_s = back + smooth_time(0.1) * back_s;
    rep.bottom_s = (rep.hold_start_s + rep.hold_end_s) / 2;
    rep.end_s = back + smooth_time(0.99) * back_s;
    reps_.push_back(rep);
  }

  std::vector<Piece> pieces_;
  double length_s_ = 0;
};

}  // namespace poise::movement
