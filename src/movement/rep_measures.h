#pragma once

#include <span>

#include "movement/analysis.h"
#include "movement/bouts.h"

namespace poise::movement {

/// The columns that measures of repetitions are taken from, on the grid of `loads`.
struct Columns {
  Loads loads;
  std::vector<double> cop_x_mm, cop_y_mm;  ///< filtered; empty: not measured
  std::vector<double> left_cop_y_mm, right_cop_y_mm;  ///< the same of each plate; only where it tells who leads
  std::vector<Gap> gaps;
  std::vector<std::pair<double, double>> overloads;  ///< times at which a cell was overloaded, start and end
  Maybe body_weight_n;
};

/// Forces over the whole repetition [start_s, end_s]: mean, peak and least; impulse ∫F dt per side; the steepest
/// rise over 100 ms (absent below 20 samples a second). Where both plates carry also share (mean of 100·L/(L+R) over
/// the repetition), and where both sides share the task the symmetry index 100·(R−L)/(R+L) of the mean forces, + =
/// right (Shorter 2008; Bishop 2016).
void measure_forces(const Columns& columns, Sides sides, Rep& rep);

/// Range of the centre of pressure sideways and lengthwise, and its mean sideways speed, which is no wobble where the
/// weight goes from plate to plate: absent for sides that lead or alternate.
void measure_cop(const Columns& columns, Sides sides, Rep& rep);

/// Reasons against a repetition: "hand_support" (mean total below 98 % of body weight; whole body on the mat
/// only), "touch" (one leg: the free plate carried more than 5 % of body weight for 0.1 s), "gap" (samples
/// missing for 0.1 s or more), "overload". Returns the number of touches.
int find_reasons(const Columns& columns, const Exercise& exercise, Rep& rep);

/// Touches of the free foot between two times.
int count_touches(const Columns& columns, Side stance, double start_s, double end_s);

/// Marks repetitions of less than 60 % of their set's median travel "partial".
void mark_partial(std::vector<Rep>& reps, const std::vector<double>& travel);

/// Numbers sets: a new one begins with another side, and after each of `set_ends_s` where a guided visit says when
/// its sets ended, else after a pause of more than 4 s that is also more than three times the usual one.
/// Where sides alternate another side begins no set.
void number_sets(std::vector<Rep>& reps, std::span<const double> set_ends_s = {}, Sides sides = Sides::together);

}  // namespace poise::movement
