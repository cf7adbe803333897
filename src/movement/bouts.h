#pragma once

#include <cstdint>
#include <optional>
#include <span>
#include <string>
#include <vector>

#include "base/stages.h"
#include "movement/catalogue.h"

namespace poise::movement {

/// The loads of a record on an even grid, holes bridged, low-passed. Sides are empty where not measured.
struct Loads {
  double start_s = 0, step_s = 0;
  std::vector<double> total_n, left_n, right_n;
  std::vector<std::uint8_t> hole;  ///< 1: nothing is known of that instant, and total_n is 0; empty: all is known

  std::size_t size() const { return total_n.size(); }
  double time_at(std::size_t index) const { return start_s + step_s * static_cast<double>(index); }
  std::size_t index_at(double time_s) const;  ///< nearest, clamped
  bool has_sides() const { return !left_n.empty(); }
  bool in_hole(std::size_t index) const { return index < hole.size() && hole[index]; }
};

/// A stretch in which the person is in the position of the exercise.
struct Bout {
  std::size_t begin = 0, end = 0;  ///< samples of Loads, end exclusive
  Side side = Side::both;          ///< the leg that carries, for a one-leg exercise
};

/// A still second.
struct Still {
  double start_s = 0, end_s = 0, mean_n = 0, sd_n = 0;
};

/// Body weight of a record: of its first still second with somebody on it (stillness.h); where that was found by the
/// patience with somebody restless, of the first really still one in the ten seconds after, or the mean of those ten where
/// there is none and the two are far apart. For a bridge only a load that the feet alone never reach afterwards is a body
/// weight; a record that starts with somebody lying gives none. Of somebody who sits and stands it is the first
/// still second of standing.
std::optional<Still> find_body_weight(const Loads& loads, Pattern pattern);

/// Stretches of standing with the whole weight on the mat: total above a fifth of body weight, from the first
/// still half second to the last. With `one_leg` each is cut by the leg that carries. A hole cuts them too: a movement
/// into which it falls is in none.
std::vector<Bout> find_standing_bouts(const Loads& loads, double body_weight_n, bool one_leg);

/// Stretches of lying with only the feet on the mat: total between 3 and 65 % of body weight for 2 s or more,
/// after the weighing. Without a body weight: all of the record with a load on it.
std::vector<Bout> find_lying_bouts(const Loads& loads, std::optional<double> body_weight_n, double after_s,
                                   bool one_leg);

/// A stretch of sitting with the feet on the mat and standing up, from the first still second of sitting.
struct SeatedBout {
  Bout bout;
  Still rest;
};

/// Such stretches: at least a load gate on the mat all the time, begun by a still second with less than 65 % of body
/// weight on the feet.
std::vector<SeatedBout> find_seated_bouts(const Loads& loads, double body_weight_n);

/// Stretches in which a load is on the mat at all, 2 s or longer. With `one_plate` each is cut by the plate that
/// carries.
std::vector<Bout> find_loaded_bouts(const Loads& loads, bool one_plate);

/// First still second of a bout (stillness.h), relative to `reference_n` (a body weight, or the load itself when
/// 0). `each_side`: left and right must be still too.
std::optional<Still> first_still(const Loads& loads, const Bout& bout, double reference_n, bool each_side);

}  // namespace poise::movement
