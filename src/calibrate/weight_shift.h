#pragma once

#include <array>
#include <cstdint>
#include <string>
#include <vector>

#include "base/stages.h"
#include "calibrate/fit.h"
#include "calibrate/geometry.h"

namespace poise::calibrate {

/// A person on one plate who slowly carries their weight to the front, to the rear and to both sides: takes
/// the means of tenths of a second in which the weight stays the same. One sample at a time, in order; no
/// clock but the samples' own.
///
/// Taken are tenths with more than 150 N on the plate, less than 5 % of that on the other one, within 6 % of
/// the mean so far (as much as nominal gains may differ over a plate) and 2 % of the tenth before. Enough: 20
/// s of them, and a centre of pressure that went 0.3 of the way to the cells on all four sides.
class WeightShift {
 public:
  WeightShift(const Geometry& geometry, int plate);

  /// `zero_counts`: of the empty mat.
  void add(const RawFrame& frame, const std::array<double, kMaxCells>& zero_counts);

  bool enough() const;
  double progress() const;  ///< 0 to 1
  /// What to do, as a whole sentence: where the weight has not been yet, or why nothing is taken.
  std::string hint() const;
  const ShiftSums& sums() const { return sums_; }

 private:
  void end_block();

  Geometry geometry_;
  std::size_t first_;  ///< of the plate's cells
  Point middle_;
  double half_x_mm_ = 0, half_y_mm_ = 0;

  std::array<double, kMaxCells> block_counts_{};
  int block_samples_ = 0;
  bool block_bad_ = false;
  std::int64_t block_end_us_ = 0;
  double last_total_n_ = 0, total_n_ = 0;
  ShiftSums sums_;
  double reach_left_ = 0, reach_right_ = 0, reach_rear_ = 0, reach_front_ = 0;  ///< of the way to the cells
  std::string trouble_;
};

}  // namespace poise::calibrate
