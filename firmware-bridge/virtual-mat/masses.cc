#include "virtual-mat/masses.h"

#include <cmath>
#include <numbers>

#include "virtual-mat/motion_shapes.h"

namespace poise::virtual_mat {
namespace {

constexpr double kPlateMiddle_mm = 160;
constexpr double kPutDown_s = 0.3, kStepOn_s = 1.0;
/// How far a person on one plate carries the centre of pressure, and how slowly: to the ball of the feet, the
/// heels and both sides. The frequencies have no common factor, so that the path covers the plate.
constexpr double kShiftX_mm = 70, kShiftY_mm = 100, kShiftX_hz = 0.11, kShiftY_hz = 0.07;
constexpr double kTrembling = 0.002;  // of the load, standing on both feet

double lasts_s(const Scenario& scenario, const Handling& item) {
  return item.shift ? scenario.hold_s : scenario.on_s;
}

/// Newton: a body that accelerates sideways presses the floor no harder, so only trembling changes the total.
Foot shifting(const Scenario& scenario, Side plate, double since_s, double trembling) {
  Foot foot;
  const double rise = smooth_step(since_s / kStepOn_s) * smooth_step((scenario.hold_s - since_s) / kStepOn_s);
  foot.load_n = scenario.body_kg * kGravity_m_s2 * rise * (1 + scenario.noise * kTrembling * trembling);
  const double turns = 2 * std::numbers::pi * since_s;
  foot.x_mm = plate_middle_x_mm(scenario, plate) + kShiftX_mm * std::sin(kShiftX_hz * turns);
  foot.y_mm = kShiftY_mm * std::sin(kShiftY_hz * turns);
  return foot;
}

Foot lying(const Scenario& scenario, const Handling& item, std::uint64_t index, double since_s) {
  const double rise = smooth_step(since_s / kPutDown_s) * smooth_step((scenario.on_s - since_s) / kPutDown_s);
  Foot foot{item.kg * kGravity_m_s2 * rise, item.x_mm, item.y_mm};
  const double direction = 2 * std::numbers::pi * random_uniform(scenario.seed, Stream::place, index);
  foot.x_mm += scenario.place_off_mm * std::cos(direction);
  foot.y_mm += scenario.place_off_mm * std::sin(direction);
  return foot;
}

}  // namespace

double plate_middle_x_mm(const Scenario& scenario, Side plate) {
  if (scenario.cells != 8) return 0;
  return plate == Side::left ? -kPlateMiddle_mm : kPlateMiddle_mm;
}

Feet masses_at(const Scenario& scenario, const Wander& trembling, double t_s) {
  double start_s = scenario.start_s;
  for (std::size_t i = 0; i < scenario.handling.size(); ++i) {
    const Handling& item = scenario.handling[i];
    const double seconds = lasts_s(scenario, item);
    if (t_s < start_s) break;
    if (t_s < start_s + seconds) {
      Feet feet;
      Foot& foot = item.plate == Side::left ? feet.left : feet.right;
      foot = item.shift ? shifting(scenario, item.plate, t_s - start_s, trembling.at(t_s))
                        : lying(scenario, item, i, t_s - start_s);
      return feet;
    }
    start_s += seconds + scenario.off_s;
  }
  return {};
}

double masses_end_s(const Scenario& scenario) {
  double end_s = scenario.start_s;
  for (const Handling& item : scenario.handling) end_s += lasts_s(scenario, item) + scenario.off_s;
  return end_s;
}

}  // namespace poise::virtual_mat
