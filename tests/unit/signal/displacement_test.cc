#include "signal/displacement.h"

#include <gtest/gtest.h>

#include <algorithm>
#include <cmath>
#include <numbers>

namespace poise::signal {
namespace {

constexpr double kStep_s = 1 / 40.0;

/// Minimum-jerk way from 0 to 1 in `x` = 0…1: position and its second derivative.
double way(double x) { return x * x * x * (10 + x * (-15 + 6 * x)); }
double way_acceleration(double x) { return x * (60 + x * (-180 + 120 * x)); }

/// Stands for 2 s, goes down 0.3 m in 1.2 s, waits 0.6 s, comes up in 1 s and stands for 2 s.
struct Squat {
  std::vector<double> displacement_m, acceleration_m_s2, pull;
};

Squat squat(double standing_pull) {
  Squat squat;
  const double depth_m = 0.3, down_s = 1.2, up_s = 1.0;
  for (int i = 0; i < 272; ++i) {
    const double t = i * kStep_s;
    double s = 0, a = 0;
    if (t > 2 && t < 3.2) {
      s = -depth_m * way((t - 2) / down_s);
      a = -depth_m * way_acceleration((t - 2) / down_s) / (down_s * down_s);
    } else if (t >= 3.2 && t <= 3.8) {
      s = -depth_m;
    } else if (t > 3.8 && t < 4.8) {
      s = -depth_m * (1 - way((t - 3.8) / up_s));
      a = depth_m * way_acceleration((t - 3.8) / up_s) / (up_s * up_s);
    }
    squat.displacement_m.push_back(s);
    squat.acceleration_m_s2.push_back(a);
    squat.pull.push_back(t < 1.9 || t > 4.9 ? standing_pull : 0);
  }
  return squat;
}

double deepest(const std::vector<double>& displacement_m) {
  return *std::min_element(displacement_m.begin(), displacement_m.end());
}

TEST(CloseDisplacement, GivesTheMovementBackBetweenStands) {
  const Squat truth = squat(1);
  const auto found = close_displacement(truth.acceleration_m_s2, kStep_s, truth.pull);
  ASSERT_EQ(found.size(), truth.displacement_m.size());
  for (std::size_t i = 0; i < found.size(); ++i) EXPECT_NEAR(found[i], truth.displacement_m[i], 0.001) << i;
}

TEST(CloseDisplacement, TakesOutAConstantErrorOfTheWeight) {
  Squat truth = squat(1);
  // 0.5 % of body weight: uncorrected it would be 0.5 · 0.049 · 3² = 0.22 m.
  for (double& a : truth.acceleration_m_s2) a += 0.005 * 9.80665;
  const auto found = close_displacement(truth.acceleration_m_s2, kStep_s, truth.pull);
  EXPECT_NEAR(deepest(found), -0.3, 0.02);
  EXPECT_NEAR(found.front(), 0, 0.001);
  EXPECT_NEAR(found.back(), 0, 0.001);
}

TEST(CloseDisplacement, IsLinear) {
  const Squat truth = squat(1);
  auto doubled = truth.acceleration_m_s2;
  for (double& a : doubled) a *= 2;
  const auto once = close_displacement(truth.acceleration_m_s2, kStep_s, truth.pull);
  const auto twice = close_displacement(doubled, kStep_s, truth.pull);
  for (std::size_t i = 0; i < once.size(); ++i) EXPECT_NEAR(twice[i], 2 * once[i], 1e-12);
}

TEST(CloseDisplacement, WithAConstantPullIsAHighPassOfTheDoubleIntegral) {
  // At the corner half of the double integral is left, an octave above 16/17 of it.
  const double corner_hz = 0.25;
  for (const double frequency_hz : {0.25, 0.5}) {
    const double omega = 2 * std::numbers::pi * frequency_hz;
    std::vector<double> acceleration(4000);
    for (std::size_t i = 0; i < acceleration.size(); ++i)
      acceleration[i] = -omega * omega * std::sin(omega * static_cast<double>(i) * kStep_s);
    const std::vector<double> pull(acceleration.size(), pull_for_corner(corner_hz, kStep_s));
    const auto found = close_displacement(acceleration, kStep_s, pull);
    const double amplitude = *std::max_element(found.begin() + 1500, found.begin() + 2500);
    EXPECT_NEAR(amplitude, 1 / (1 + std::pow(corner_hz / frequency_hz, 4)), 0.005);
  }
}

TEST(CloseDisplacement, StaysExactOverALongRecord) {
  // An hour at 40 Hz with a bob every 10 s: the last as good as the first.
  std::vector<double> acceleration(144000);
  const double omega = 2 * std::numbers::pi / 10;
  for (std::size_t i = 0; i < acceleration.size(); ++i)
    acceleration[i] = -0.1 * omega * omega * std::sin(omega * static_cast<double>(i) * kStep_s);
  const std::vector<double> pull(acceleration.size(), pull_for_corner(0.02, kStep_s));
  const auto found = close_displacement(acceleration, kStep_s, pull);
  for (std::size_t i = 4000; i + 4000 < found.size(); i += 97)
    EXPECT_NEAR(found[i], 0.1 * std::sin(omega * static_cast<double>(i) * kStep_s), 0.001) << i;
}

TEST(ClosureWeights, AreWhatEachAccelerationCountsFor) {
  const Squat truth = squat(1);
  const auto found = close_displacement(truth.acceleration_m_s2, kStep_s, truth.pull);
  for (const std::size_t at : {std::size_t{0}, found.size() / 3, found.size() / 2, found.size() - 1}) {
    const auto weights = closure_weights(kStep_s, truth.pull, at);
    ASSERT_EQ(weights.size(), found.size());
    double sum = 0;
    for (std::size_t i = 0; i < weights.size(); ++i) sum += weights[i] * truth.acceleration_m_s2[i];
    EXPECT_NEAR(sum, found[at], 1e-9) << at;
  }
}

TEST(ClosureWeights, BetweenFirmStandsAreThoseOfABeamThatIsClampedAtBothEnds) {
  // ∫w² = a³b³/(3L³): what a load deflects such a beam by, at its own place.
  std::vector<double> pull(400, 1e6);
  for (std::size_t i = 120; i < 280; ++i) pull[i] = 1e-12;
  for (const std::size_t at : {std::size_t{160}, std::size_t{200}, std::size_t{250}}) {
    double squares = 0;
    for (const double weight : closure_weights(kStep_s, pull, at)) squares += weight * weight / kStep_s;
    const double a = kStep_s * (static_cast<double>(at) - 119), b = kStep_s * (280 - static_cast<double>(at));
    EXPECT_NEAR(squares, std::pow(a * b / (a + b), 3) / 3, 0.06 * squares) << at;
  }
}

TEST(CloseDisplacement, OfTooFewSamplesIsZero) {
  const std::vector<double> acceleration(4, 1.0), pull(4, 1.0);
  EXPECT_EQ(close_displacement(acceleration, kStep_s, pull), std::vector<double>(4, 0.0));
  EXPECT_TRUE(close_displacement({}, kStep_s, {}).empty());
  EXPECT_EQ(closure_weights(kStep_s, pull, 2), std::vector<double>(4, 0.0));
}

}  // namespace
}  // namespace poise::signal
