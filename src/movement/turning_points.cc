#include "movement/turning_points.h"

#include <algorithm>
#include <cmath>

namespace poise::movement {
namespace {

/// All dips whose both flanks are at least `least_swing`, bounces included.
std::vector<Dip> raw_dips(std::span<const double> curve, double least_swing) {
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
    } else if (curve[i] - curve[bottom] >= least_swing) {
      falling = false;
      dips.push_back({top, bottom, i});
      top = i;
    }
  }
  return dips;
}

}  // namespace

std::vector<Dip> find_dips(std::span<const double> curve, double least_swing) {
  std::vector<Dip> merged;
  for (const Dip& dip : raw_dips(curve, least_swing)) {
    merged.push_back(dip);
    while (merged.size() >= 2) {
      const Dip& earlier = merged[merged.size() - 2];
      const Dip& later = merged.back();
      const double deepest = std::min(curve[earlier.bottom], curve[later.bottom]);
      const double outside = std::min(curve[earlier.top_before], curve[later.top_after]);
      const double between = curve[later.top_before];
      if (between - deepest >= 0.5 * (outside - deepest)) break;
      const std::size_t bottom = curve[earlier.bottom] < curve[later.bottom] ? earlier.bottom : later.bottom;
      const Dip one{earlier.top_before, bottom, later.top_after};
      merged.pop_back();
      merged.back() = one;
    }
  }
  std::erase_if(merged, [&](const Dip& dip) {
    const double depth = curve[dip.top_before] - curve[dip.bottom];
    return curve[dip.top_after] - curve[dip.bottom] < 0.5 * depth;
  });
  return merged;
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

double edge_of_travel(std::span<const double> travel, double extent, std::size_t far, std::size_t limit,
                      double part) {
  constexpr double kEdge = 0.01;
  const double near_edge = crossing(travel, part * extent, far, limit);
  if (part <= kEdge) return near_edge;
  const double further_in = crossing(travel, 4 * part * extent, far, limit);
  // (near − onset) / (further − onset) = (1/4)^(1/3)
  const double ratio = std::cbrt(0.25);
  const double onset = (near_edge - ratio * further_in) / (1 - ratio);
  const double edge = onset + (near_edge - onset) * std::cbrt(kEdge / part);
  return limit > far ? std::min(edge, static_cast<double>(limit)) : std::max(edge, static_cast<double>(limit));
}

}  // namespace poise::movement
