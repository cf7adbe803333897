#include "virtual-mat/motion_shapes.h"

#include <gtest/gtest.h>

#include <cmath>

namespace poise::virtual_mat {
namespace {

constexpr Shape kShapes[] = {Shape::minimum_jerk, Shape::skewed, Shape::two_phase};

double velocity(Shape shape, double turn, double u) {
  constexpr double kStep = 1e-5;
  return (travel(shape, turn, u + kStep).position - travel(shape, turn, u - kStep).position) / (2 * kStep);
}

TEST(MotionShapes, GoFromZeroToOneWithoutTurningBack) {
  for (const Shape shape : kShapes)
    for (const double turn : {0.0, natural_turn(shape), 1.4 * natural_turn(shape)}) {
      EXPECT_EQ(travel(shape, turn, 0).position, 0);
      EXPECT_DOUBLE_EQ(travel(shape, turn, 1).position, 1);
      for (double u = 0; u < 0.999; u += 0.001)
        EXPECT_GE(travel(shape, turn, u + 0.001).position, travel(shape, turn, u).position)
            << to_string(shape) << u;
    }
}

TEST(MotionShapes, StartAtRestAndEndWithTheTurnAskedFor) {
  for (const Shape shape : kShapes)
    for (const double turn : {0.0, 6.0}) {
      EXPECT_NEAR(travel(shape, turn, 0).acceleration, 0, 1e-12);
      EXPECT_NEAR(travel(shape, turn, 1).acceleration, -turn, 1e-9) << to_string(shape);
      EXPECT_NEAR(velocity(shape, turn, 1 - 2e-5), 0, 2e-3);
    }
}

TEST(MotionShapes, HaveTheAccelerationOfTheirPosition) {
  constexpr double kStep = 1e-4;
  for (const Shape shape : kShapes)
    for (double u = 0.01; u < 0.99; u += 0.01) {
      const double numeric = (travel(shape, 6, u + kStep).position - 2 * travel(shape, 6, u).position +
                              travel(shape, 6, u - kStep).position) /
                             (kStep * kStep);
      EXPECT_NEAR(travel(shape, 6, u).acceleration, numeric, 1e-3) << to_string(shape) << u;
    }
}

TEST(MotionShapes, MinimumJerkIsTheTextbookPolynomial) {
  for (const double u : {0.1, 0.25, 0.5, 0.8})
    EXPECT_DOUBLE_EQ(travel(Shape::minimum_jerk, 0, u).position,
                     10 * u * u * u - 15 * u * u * u * u + 6 * u * u * u * u * u);
}

TEST(MotionShapes, SkewedIsFasterEarlyAndTwoPhaseSlowsMidway) {
  for (const double turn : {0.0, natural_turn(Shape::skewed)})
    EXPECT_GT(travel(Shape::skewed, turn, 0.4).position, travel(Shape::minimum_jerk, 0, 0.4).position + 0.03);
  EXPECT_LT(velocity(Shape::two_phase, 0, 0.5), 0.8 * velocity(Shape::two_phase, 0, 0.3));
  EXPECT_LT(velocity(Shape::two_phase, 0, 0.5), 0.8 * velocity(Shape::two_phase, 0, 0.7));
}

TEST(MotionShapes, StepsAndBumpsAreFlatOutside) {
  EXPECT_EQ(smooth_step(-1), 0);
  EXPECT_EQ(smooth_step(2), 1);
  EXPECT_EQ(bump(-0.1), 0);
  EXPECT_EQ(bump(0.5), 1);
  EXPECT_EQ(bump(1.1), 0);
  EXPECT_EQ(plateau(0.5), 1);
  EXPECT_EQ(plateau(1.5), 0);
}

}  // namespace
}  // namespace poise::virtual_mat
