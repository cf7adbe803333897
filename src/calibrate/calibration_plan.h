#pragma once

#include <optional>
#include <string>
#include <vector>

#include "calibrate/calibration.h"
#include "calibrate/geometry.h"

namespace poise::calibrate {

/// How a mat is to be calibrated.
struct CalibrationPlan {
  Method method = Method::full;
  double mass_kg = 20;
  std::vector<double>
      further_masses_kg;  ///< full: each on the middle of each plate, to see that force is linear
  std::string made_by;    ///< initials
};

/// One thing to do.
struct CalibrationStep {
  int plate = 0;
  bool shift = false;  ///< a person shifts their weight; else a mass is put down
  double mass_kg = 0;
  std::optional<Point> mark;  ///< where, in the mat's axes; absent: somewhere near the middle of the plate
  std::string place;          ///< "left plate, front left"
};

/// What the plan asks for, in order.
///
/// Full: nine marks on each plate: its middle, and 0.85 of the way from there to the cells on the four sides
/// and to the four corners, in whole centimetres; then the further masses on the middle. Quick: the mass near
/// the middle of each plate, then a person on it.
std::vector<CalibrationStep> steps_of(const Geometry& geometry, const CalibrationPlan& plan);

}  // namespace poise::calibrate
