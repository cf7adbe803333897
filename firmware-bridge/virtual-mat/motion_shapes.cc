#include "virtual-mat/motion_shapes.h"

#include <algorithm>
#include <cmath>
#include <numbers>

namespace poise::virtual_mat {
namespace {

constexpr double kSkew = 0.35;  // skewed: 35 % faster at the start of the way down and the end of the way up
constexpr double kSlowing = 0.4;    // two-phase: 40 % slower midway
constexpr double kNaturalTurn = 3;  // one broad hump at the bottom; 6 would be the even bump u³(1-u)³

struct Curve {
  double value, slope, curvature;
};

/// Minimum jerk (Flash & Hogan 1985), with a term that adds -turn to the curvature at the end and nothing
/// else.
Curve quintic(double turn, double u) {
  const double v = 1 - u;
  const double value = u * u * u * (10 + u * (-15 + 6 * u)) - turn / 2 * u * u * u * v * v;
  const double slope = 30 * u * u * v * v - turn / 2 * (3 * u * u * v * v - 2 * u * u * u * v);
  const double curvature = 60 * u * v * (v - u) - turn / 2 * (6 * u * v * v - 12 * u * u * v + 2 * u * u * u);
  return {value, slope, curvature};
}

/// The clock that each shape reads: 0 -> 1 with positive slope.
Curve warp(Shape shape, double u) {
  constexpr double k4Pi = 4 * std::numbers::pi;
  switch (shape) {
    case Shape::minimum_jerk:
      return {u, 1, 0};
    case Shape::skewed:
      return {u + kSkew * u * (1 - u), 1 + kSkew * (1 - 2 * u), -2 * kSkew};
    case Shape::two_phase:
      return {u - kSlowing * std::sin(k4Pi * u) / k4Pi, 1 - kSlowing * std::cos(k4Pi * u),
              k4Pi * kSlowing * std::sin(k4Pi * u)};
  }
  return {u, 1, 0};
}

}  // namespace

Travel travel(Shape shape, double turn, double u) {
  u = std::clamp(u, 0.0, 1.0);
  const Curve clock = warp(shape, u);
  const double end_slope = warp(shape, 1).slope;
  const Curve path = quintic(turn / (end_slope * end_slope), clock.value);
  return {path.value, path.curvature * clock.slope * clock.slope + path.slope * clock.curvature};
}

double natural_turn(Shape shape) { return shape == Shape::skewed ? kNaturalTurn : 0; }

double peak_acceleration(Shape shape, double turn) {
  double peak = 0;
  for (int i = 0; i <= 200; ++i) peak = std::max(peak, travel(shape, turn, i / 200.0).acceleration);
  return peak;
}

double smooth_step(double u) {
  u = std::clamp(u, 0.0, 1.0);
  return u * u * u * (10 + u * (-15 + 6 * u));
}

double bump(double u) {
  if (u <= 0 || u >= 1) return 0;
  const double parabola = 4 * u * (1 - u);
  return parabola * parabola * parabola;
}

double bump_acceleration(double u) {
  if (u <= 0 || u >= 1) return 0;
  const double parabola = 4 * u * (1 - u), slope = 4 - 8 * u;
  return 6 * parabola * slope * slope - 24 * parabola * parabola;
}

double plateau(double u) { return smooth_step(u / 0.2) * smooth_step((1 - u) / 0.2); }

}  // namespace poise::virtual_mat
