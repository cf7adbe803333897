#include "movement/turning_points.h"

#include <algorithm>
#include <array>
#include <cmath>

#include "signal/statistics.h"

namespace poise::movement {
namespace {

/// When a movement of minimum jerk has done a part of its way, and how fast it is then; of duration and way 1.
struct Level {
  double part, tau, slope;
};

constexpr Level level_at(double part) {
  double low = 0, high = 1;
  for (int i = 0; i < 60; ++i) {
    const double tau = (low + high) / 2;
    (tau * tau * tau * (10 - 15 * tau + 6 * tau * tau) < part ? low : high) = tau;
  }
  return {part, low, 30 * low * low * (1 - low) * (1 - low)};
}

constexpr std::array kLevels = {level_at(0.01), level_at(0.015), level_at(0.02), level_at(0.03), level_at(0.05),
                                level_at(0.07), level_at(0.10),  level_at(0.15), level_at(0.22), level_at(0.30),
                                level_at(0.40), level_at(0.50)};
constexpr std::size_t kTenPercent = 6, kFortyPercent = 10;
constexpr double kClearOfNoise = 5;  // SDs: noise reaches a lower level now and then …
constexpr double kAlways = 0.2;      // … but so much of the flank is always fitted
constexpr double kShape = 0.04;  // how much another shape may take longer, as a part of the way from the edge
constexpr double kCurved = 0.35;  // and how much unevenly so

}  // namespace

std::vector<Dip> find_dips(std::span<const double> curve, double least_swing) {
  std::vector<Dip> dips;
  std::size_t top = 0, bottom = 0;
  bool falling = false;  // a top is behind us, we look for the bottom
  for (std::size_t i = 1; i < curve.size(); ++i) {
    if (!falling) {
      if (curve[i] >= curve[top]) {
        top = i;
        if (!dips.empty()) dips.back().top_after = i;
      } else if (curve[top] - curve[i] >= least_swing) {
        falling = true;
        bottom = i;
      }
    } else if (curve[i] < curve[bottom]) {
      bottom = i;
    } else if (curve[i] - curve[bottom] >= std::max(least_swing, 0.5 * (curve[top] - curve[bottom]))) {
      falling = false;
      dips.push_back({top, bottom, i});
      top = i;
    }
  }
  return dips;
}

std::vector<Stay> find_stays(std::span<const double> curve, double rise, double fall, std::size_t shortest) {
  std::vector<Stay> stays;
  bool above = curve.empty() || curve[0] > fall;  // already up at the start: its rise was not seen
  bool seen_rise = false;
  std::size_t from = 0;
  for (std::size_t i = 0; i < curve.size(); ++i) {
    if (!above && curve[i] > rise) {
      above = seen_rise = true;
      from = i;
    } else if (above && curve[i] < fall) {
      above = false;
      if (seen_rise && i - from >= shortest) stays.push_back({from, i});
    }
  }
  return stays;
}

double rest_beside(std::span<const double> curve, std::size_t from, std::size_t to, bool flank_is_after,
                   std::size_t half, double low, double flat) {
  double lowest = curve[flank_is_after ? to : from];
  for (std::size_t gone = 0; from + gone + 2 * half <= to; gone += std::max<std::size_t>(1, half / 2)) {
    const std::size_t begin = flank_is_after ? to - gone - 2 * half : from + gone;
    const double first = *signal::mean(curve.subspan(begin, half));
    const double second = *signal::mean(curve.subspan(begin + half, half));
    lowest = std::min(lowest, (first + second) / 2);
    if (std::min(first, second) < low && std::abs(second - first) < flat) return (first + second) / 2;
  }
  return lowest;
}

double crossing(std::span<const double> travel, double level, std::size_t far, std::size_t limit) {
  const bool outward_is_later = limit > far;
  std::size_t i = far;
  while (i != limit) {
    const std::size_t next = outward_is_later ? i + 1 : i - 1;
    if (travel[next] < level) {
      const double fraction = (travel[i] - level) / (travel[i] - travel[next]);
      return static_cast<double>(i) + (outward_is_later ? fraction : -fraction);
    }
    i = next;
  }
  return static_cast<double>(limit);
}

Edge edge_of_travel(std::span<const double> travel, double extent, std::size_t far, std::size_t limit,
                    double noise, double wander) {
  const double t_low = crossing(travel, 0.1 * extent, far, limit), t_high = crossing(travel, 0.4 * extent, far, limit);
  const double length = std::abs(t_low - t_high) / (kLevels[kFortyPercent].tau - kLevels[kTenPercent].tau);
  const double first_tau = kLevels[0].tau;
  std::array<double, kLevels.size()> time{}, weight{}, by_noise{};
  double weights = 0, tau_mean = 0, t_mean = 0;
  for (std::size_t k = 0; k < kLevels.size(); ++k) {
    const Level& level = kLevels[k];
    if (level.part < kAlways && level.part * extent < kClearOfNoise * noise) continue;
    time[k] = crossing(travel, level.part * extent, far, limit);
    by_noise[k] = std::hypot(noise, wander * level.tau * length) / extent / level.slope * length;
    const double by_shape = kShape * (level.tau - first_tau) * length;
    weight[k] = 1 / (by_noise[k] * by_noise[k] + by_shape * by_shape + 1e-6);
    weights += weight[k];
    tau_mean += weight[k] * level.tau;
    t_mean += weight[k] * time[k];
  }
  tau_mean /= weights;
  t_mean /= weights;
  double spread = 0, rise = 0;
  for (std::size_t k = 0; k < kLevels.size(); ++k) {
    spread += weight[k] * (kLevels[k].tau - tau_mean) * (kLevels[k].tau - tau_mean);
    rise += weight[k] * (kLevels[k].tau - tau_mean) * (time[k] - t_mean);
  }
  double per_tau = spread > 1e-12 ? rise / spread : 0;
  const bool rises_before = limit < far;
  if (rises_before ? per_tau < 0 : per_tau > 0) per_tau = 0;  // no flank to fit

  // The edge is a weighted sum of the crossings; so its errors are those of the crossings, summed likewise.
  double noise_part = 0, shape_part = 0;
  for (std::size_t k = 0; k < kLevels.size(); ++k) {
    const double lever = spread > 1e-12 ? (first_tau - tau_mean) * (kLevels[k].tau - tau_mean) / spread : 0;
    const double share = weight[k] * (1 / weights + lever);
    const double beyond = kLevels[k].tau - first_tau;
    noise_part += share * by_noise[k];
    shape_part += share * kCurved * beyond * beyond * length;
  }
  const double edge = t_mean + per_tau * (first_tau - tau_mean);
  const auto bound = static_cast<double>(limit);
  return {rises_before ? std::max(edge, bound) : std::min(edge, bound),
          1.96 * std::hypot(noise_part, shape_part)};
}

}  // namespace poise::movement
