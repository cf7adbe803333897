#include "calibrate/calibration_plan.h"

#include <cmath>

namespace poise::calibrate {
namespace {

constexpr double kReach = 0.85;

struct Place {
  double x, y;  ///< of the way to the cells
  const char* name;
};
/// One way to and fro over the plate.
constexpr Place kMarks[] = {{-1, 1, "front left"}, {0, 1, "front"},  {1, 1, "front right"},
                            {1, 0, "right"},       {0, 0, "middle"}, {-1, 0, "left"},
                            {-1, -1, "rear left"}, {0, -1, "rear"},  {1, -1, "rear right"}};

double whole_cm(double mm) { return 10 * std::round(mm / 10) + 0.0; }

}  // namespace

std::vector<CalibrationStep> steps_of(const Geometry& geometry, const CalibrationPlan& plan) {
  std::vector<CalibrationStep> steps;
  for (int plate = 0; plate < geometry.plate_count(); ++plate) {
    const Cell* cells = &geometry.cells[static_cast<std::size_t>(plate) * kCellsPerPlate];
    const std::string name = geometry.two_plates() ? plate_in_words(geometry, plate) + ", " : "";
    if (plan.method == Method::quick) {
      steps.push_back({plate, false, plan.mass_kg, std::nullopt, name + "near its middle"});
      steps.push_back({plate, true, 0, std::nullopt, name + "a person"});
      continue;
    }
    const Point middle{(cells[0].x_mm + cells[1].x_mm + cells[2].x_mm + cells[3].x_mm) / 4,
                       (cells[0].y_mm + cells[1].y_mm + cells[2].y_mm + cells[3].y_mm) / 4};
    const double reach_x_mm = whole_cm(kReach * std::abs(cells[1].x_mm - cells[0].x_mm) / 2);
    const double reach_y_mm = whole_cm(kReach * std::abs(cells[0].y_mm - cells[2].y_mm) / 2);
    for (const Place& place : kMarks)
      steps.push_back({plate, false, plan.mass_kg,
                       Point{middle.x_mm + place.x * reach_x_mm, middle.y_mm + place.y * reach_y_mm},
                       name + place.name});
    for (const double mass_kg : plan.further_masses_kg)
      steps.push_back({plate, false, mass_kg, middle, name + "middle"});
  }
  return steps;
}

}  // namespace poise::calibrate
