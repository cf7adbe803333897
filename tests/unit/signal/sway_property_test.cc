#include <gtest/gtest.h>
#include <rapidcheck/gtest.h>

#include <algorithm>
#include <cmath>
#include <numbers>
#include <string_view>
#include <vector>

#include "signal/sway.h"
#include "sway_fields.h"

namespace poise::signal {
namespace {

using testing::kSwayFields;
using testing::SwayField;

struct Path {
  std::vector<double> x, y;
};

Path any_path() {
  const auto steps = *rc::gen::container<std::vector<std::pair<int, int>>>(
      rc::gen::pair(rc::gen::inRange(-20000, 20000), rc::gen::inRange(-20000, 20000)));
  RC_PRE(steps.size() >= 5u);
  Path path;
  for (const auto& [x, y] : steps) {
    path.x.push_back(x / 1000.0);
    path.y.push_back(y / 1000.0);
  }
  return path;
}

Sway measure(const Path& path, double rate_hz = 50) { return sway_of(path.x, path.y, rate_hz); }

/// Points next to a line make the ellipse a matter of rounding.
bool is_flat(const Sway& sway) {
  const double rms = *sway.rms_distance_mm;
  return *sway.prediction_ellipse_area_chi2_mm2 < 1e-3 * rms * rms;
}

/// A running sum that reaches exactly half on one bin may reach it on the next after rounding.
bool hangs_on_the_last_bit(const SwayField& field) {
  return std::string_view(field.name).starts_with("power");
}

/// Where the diameter is next to the mean step, a fractal dimension is a quotient by next to nothing.
bool is_about_to_break_down(const SwayField& field, const Sway::Maybe& value) {
  return std::string_view(field.name).starts_with("fractal") && (!value || *value > 4);
}

void assert_equal(const Sway& actual, const Sway& expected, const SwayField& field, double factor = 1) {
  const auto a = actual.*field.value, e = expected.*field.value;
  if (is_about_to_break_down(field, a) && is_about_to_break_down(field, e)) return;
  RC_ASSERT(a.has_value() == e.has_value());
  if (!a) return;
  const double wanted = *e * factor;
  if (std::abs(*a - wanted) > 1e-7 * (std::abs(wanted) + 1e-6)) RC_FAIL(std::string(field.name));
}

RC_GTEST_PROP(SwayProperty, TurningThePathChangesNoRotationFreeMeasure, ()) {
  const Path path = any_path();
  const double angle_deg = *rc::gen::inRange(-180, 180);
  const double c = std::cos(angle_deg * std::numbers::pi / 180),
               s = std::sin(angle_deg * std::numbers::pi / 180);
  Path turned;
  for (std::size_t i = 0; i < path.x.size(); ++i) {
    turned.x.push_back(path.x[i] * c - path.y[i] * s);
    turned.y.push_back(path.x[i] * s + path.y[i] * c);
  }
  const Sway before = measure(path), after = measure(turned);
  RC_PRE(!is_flat(before));
  for (const auto& field : kSwayFields)
    if (field.rotation_free) assert_equal(after, before, field);
}

RC_GTEST_PROP(SwayProperty, TurningThePathTurnsTheEllipse, ()) {
  Path path = any_path();
  for (double& y : path.y) y *= 0.3;  // so that mostly one axis is clearly the longer one
  const double angle_deg = *rc::gen::inRange(-180, 180);
  const double c = std::cos(angle_deg * std::numbers::pi / 180),
               s = std::sin(angle_deg * std::numbers::pi / 180);
  Path turned;
  for (std::size_t i = 0; i < path.x.size(); ++i) {
    turned.x.push_back(path.x[i] * c - path.y[i] * s);
    turned.y.push_back(path.x[i] * s + path.y[i] * c);
  }
  const Sway before = measure(path), after = measure(turned);
  RC_PRE(*before.rms_ml_mm > 1.1 * *before.rms_ap_mm);
  const double apart = *after.ellipse_angle_deg - *before.ellipse_angle_deg - angle_deg;
  RC_ASSERT(std::abs(std::remainder(apart, 180)) < 1e-6);
}

RC_GTEST_PROP(SwayProperty, ShiftingThePathChangesNothing, ()) {
  const Path path = any_path();
  const double dx = *rc::gen::inRange(-500, 500), dy = *rc::gen::inRange(-500, 500);
  Path shifted = path;
  for (double& x : shifted.x) x += dx;
  for (double& y : shifted.y) y += dy;
  const Sway before = measure(path), after = measure(shifted);
  RC_PRE(!is_flat(before));
  for (const auto& field : kSwayFields)
    if (!hangs_on_the_last_bit(field)) assert_equal(after, before, field);
}

RC_GTEST_PROP(SwayProperty, StretchingThePathScalesLengthsAndAreasAndNothingElse, ()) {
  const Path path = any_path();
  const double scale = std::exp2(*rc::gen::inRange(-8, 8));  // exact, so that every measure can be compared
  Path stretched = path;
  for (double& x : stretched.x) x *= scale;
  for (double& y : stretched.y) y *= scale;
  const Sway before = measure(path), after = measure(stretched);
  for (const auto& field : kSwayFields)
    assert_equal(after, before, field, std::pow(scale, field.length_power));
}

RC_GTEST_PROP(SwayProperty, AFasterClockScalesWhatIsPerSecond, ()) {
  const Path path = any_path();
  const Sway slow = measure(path, 40), fast = measure(path, 120);
  for (const auto& field : kSwayFields)
    if (!field.spectral) assert_equal(fast, slow, field, std::pow(3, field.rate_power));
}

RC_GTEST_PROP(SwayProperty, WalkingThePathBackwardsChangesNothingButSpectra, ()) {
  const Path path = any_path();
  Path back = path;
  std::reverse(back.x.begin(), back.x.end());
  std::reverse(back.y.begin(), back.y.end());
  const Sway there = measure(path), and_back = measure(back);
  RC_PRE(!is_flat(there));
  // A periodic window is not symmetric, so a short record's spectrum may differ.
  for (const auto& field : kSwayFields)
    if (!field.spectral) assert_equal(and_back, there, field);
}

RC_GTEST_PROP(SwayProperty, MirroringTurnsTheAngleAndNothingElse, ()) {
  const Path path = any_path();
  Path mirrored = path;
  for (double& x : mirrored.x) x = -x;
  const Sway before = measure(path), after = measure(mirrored);
  RC_PRE(!is_flat(before));
  for (const auto& field : kSwayFields) {
    if (field.value == &Sway::ellipse_angle_deg)
      RC_ASSERT(std::abs(std::remainder(*after.ellipse_angle_deg + *before.ellipse_angle_deg, 180)) < 1e-6);
    else
      assert_equal(after, before, field);
  }
}

RC_GTEST_PROP(SwayProperty, MeasuresStandInTheirKnownOrder, ()) {
  const Sway sway = measure(any_path());
  const double slack = 1 + 1e-9;
  RC_ASSERT(*sway.mean_distance_mm <= *sway.rms_distance_mm * slack);
  RC_ASSERT(*sway.range_mm <= std::hypot(*sway.range_ml_mm, *sway.range_ap_mm) * slack);
  RC_ASSERT(*sway.range_mm * slack >= std::max(*sway.range_ml_mm, *sway.range_ap_mm));
  RC_ASSERT(*sway.path_length_mm * slack >= *sway.range_mm);
  RC_ASSERT(*sway.path_length_mm <= (*sway.path_ml_mm + *sway.path_ap_mm) * slack);
  RC_ASSERT(*sway.prediction_ellipse_area_mm2 * slack >= *sway.prediction_ellipse_area_chi2_mm2);
  if (sway.power95_ml_hz) RC_ASSERT(*sway.power50_ml_hz <= *sway.power95_ml_hz);
  if (sway.frequency_dispersion_ml) RC_ASSERT(*sway.frequency_dispersion_ml <= 1.0);
}

}  // namespace
}  // namespace poise::signal
