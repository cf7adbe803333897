#include "signal/sway.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <cmath>
#include <numbers>
#include <random>
#include <string_view>
#include <vector>

#include "sway_fields.h"

namespace poise::signal {
namespace {

using std::numbers::pi;
using testing::kSwayFields;

struct Path {
  std::vector<double> x, y;
};

/// `laps` laps of an ellipse with half-axes a (along) and b, the long one at `angle_deg` to the ML axis.
Path ellipse(double a, double b, double angle_deg, int laps, int per_lap) {
  const double c = std::cos(angle_deg * pi / 180), s = std::sin(angle_deg * pi / 180);
  Path path;
  for (int i = 0; i < laps * per_lap; ++i) {
    const double phase = 2 * pi * i / per_lap;
    const double along = a * std::cos(phase), across = b * std::sin(phase);
    path.x.push_back(30 + along * c - across * s);
    path.y.push_back(-50 + along * s + across * c);
  }
  return path;
}

Sway sway_of(const Path& path, double rate_hz) { return signal::sway_of(path.x, path.y, rate_hz); }

int count_present(const Sway& sway) {
  int count = 0;
  for (const auto& field : kSwayFields) count += (sway.*field.value).has_value();
  return count;
}

TEST(Sway, OfACircleIsKnown) {
  // Radius 10 mm, once a second for 60 s at 100 Hz.
  const Sway sway = sway_of(ellipse(10, 10, 0, 60, 100), 100);
  const double chord = 20 * std::sin(pi / 100), path = chord * 5999;
  EXPECT_NEAR(*sway.mean_distance_mm, 10, 1e-9);
  EXPECT_NEAR(*sway.rms_distance_mm, 10, 1e-9);
  EXPECT_NEAR(*sway.rms_ml_mm, 10 / std::sqrt(2), 1e-9);
  EXPECT_NEAR(*sway.rms_ap_mm, 10 / std::sqrt(2), 1e-9);
  EXPECT_NEAR(*sway.path_length_mm, path, 1e-6);
  EXPECT_NEAR(*sway.mean_velocity_mm_s, path / 60, 1e-8);
  EXPECT_NEAR(*sway.range_mm, 20, 1e-9);
  EXPECT_NEAR(*sway.range_ml_mm, 20, 1e-9);
  EXPECT_NEAR(*sway.range_ap_mm, 20, 1e-9);
  EXPECT_NEAR(*sway.confidence_circle_area_mm2, pi * 100, 1e-3);
  EXPECT_NEAR(*sway.confidence_ellipse_area_mm2, 2 * pi * 3.00 * 50, 1e-6);
  EXPECT_NEAR(*sway.prediction_ellipse_area_chi2_mm2, pi * 5.991465 * 50 * 6000 / 5999, 1e-3);
  EXPECT_FALSE(sway.ellipse_angle_deg);  // no axis is the longer one
  EXPECT_NEAR(*sway.sway_area_mm2_s, 0.5 * 100 * std::sin(2 * pi / 100) * 5999 / 60, 1e-6);
  EXPECT_NEAR(*sway.mean_frequency_hz, path / 60 / (2 * pi * 10), 1e-9);
  EXPECT_NEAR(*sway.fractal_dimension_circle, std::log(6000) / std::log(6000 * 20 / path), 1e-4);
  EXPECT_NEAR(*sway.power50_ml_hz, 1.0, 1e-12);
  EXPECT_NEAR(*sway.total_power_ap_mm2, 50, 1e-6);
}

TEST(Sway, TellsTheAxesApart) {
  const Sway sway = sway_of(ellipse(12, 3, 0, 60, 100), 100);
  EXPECT_NEAR(*sway.rms_ml_mm, 12 / std::sqrt(2), 1e-9);
  EXPECT_NEAR(*sway.rms_ap_mm, 3 / std::sqrt(2), 1e-9);
  EXPECT_NEAR(*sway.range_ml_mm, 24, 1e-9);
  EXPECT_NEAR(*sway.range_ap_mm, 6, 1e-9);
  EXPECT_NEAR(*sway.path_ml_mm, 24 * 2 * 60 - (12 - 12 * std::cos(2 * pi / 100)), 1e-6);
  EXPECT_NEAR(*sway.total_power_ml_mm2, 72, 1e-6);
  EXPECT_NEAR(*sway.total_power_ap_mm2, 4.5, 1e-6);
  EXPECT_GT(*sway.mean_velocity_ml_mm_s, 3 * *sway.mean_velocity_ap_mm_s);
}

TEST(Sway, MeasuresTheAngleFromRightTowardsForward) {
  for (const double angle_deg : {-89.0, -45.0, -10.0, 0.0, 30.0, 89.0, 90.0})
    EXPECT_NEAR(*sway_of(ellipse(9, 4, angle_deg, 1, 360), 100).ellipse_angle_deg, angle_deg, 1e-9);
  EXPECT_NEAR(*sway_of(ellipse(9, 4, 135, 1, 360), 100).ellipse_angle_deg, -45, 1e-9);
}

TEST(Sway, OfSwayStraightAheadHasAnAngleOf90) {
  const std::vector<double> still(50, 2.0);
  std::vector<double> moving(50);
  for (std::size_t i = 0; i < moving.size(); ++i) moving[i] = std::sin(static_cast<double>(i));
  EXPECT_EQ(signal::sway_of(still, moving, 10).ellipse_angle_deg, 90.0);
  EXPECT_EQ(signal::sway_of(moving, still, 10).ellipse_angle_deg, 0.0);
}

TEST(Sway, MeanFrequencyOfASinusoidIsWithinPrietosFactorOfIt) {
  // Prieto puts a sinusoid's amplitude at √2 MDIST; it is π/2 MDIST: 11 % too high.
  const Sway sway = sway_of(ellipse(10, 10, 0, 60, 1000), 1000);
  EXPECT_NEAR(*sway.mean_frequency_ml_hz, pi / 2 / std::sqrt(2), 1e-3);
}

TEST(Sway, TakesTheExactFForFewSamplesAndThreeForMany) {
  // F(0.95; 2, m) from tables: 3.4434 for m = 22, 3.0731 for 118.
  const auto area_by_f = [](int n) {
    const Sway sway = sway_of(ellipse(7, 7, 0, 1, n), 100);
    return *sway.confidence_ellipse_area_mm2 / (2 * pi * 7 * 7 / 2);
  };
  EXPECT_NEAR(area_by_f(24), 3.4434, 1e-4);
  EXPECT_NEAR(area_by_f(120), 3.0731, 1e-4);
  EXPECT_NEAR(area_by_f(121), 3.00, 1e-12);
}

TEST(Sway, PredictionEllipseHoldsTheNextPointInNinetyFiveOfAHundredSmallSamples) {
  std::mt19937 random(11);
  std::normal_distribution<double> normal;
  // With independent points, the share of the distribution inside of the ellipse is 95 % on average.
  double inside = 0;
  const int trials = 4000;
  for (int trial = 0; trial < trials; ++trial) {
    Path path;
    for (int i = 0; i < 6; ++i) {
      path.x.push_back(normal(random));
      path.y.push_back(normal(random));
    }
    const Sway sway = sway_of(path, 10);
    // Scale of the ellipse from its area; its shape from the sample covariance.
    double mx = 0, my = 0, xx = 0, yy = 0, xy = 0;
    for (int i = 0; i < 6; ++i) {
      const auto at = static_cast<std::size_t>(i);
      mx += path.x[at] / 6;
      my += path.y[at] / 6;
    }
    for (std::size_t i = 0; i < 6; ++i) {
      xx += (path.x[i] - mx) * (path.x[i] - mx) / 5;
      yy += (path.y[i] - my) * (path.y[i] - my) / 5;
      xy += (path.x[i] - mx) * (path.y[i] - my) / 5;
    }
    const double det = xx * yy - xy * xy;
    const double k = *sway.prediction_ellipse_area_mm2 / (pi * std::sqrt(det));
    const double dx = normal(random) - mx, dy = normal(random) - my;
    inside += (dx * dx * yy - 2 * dx * dy * xy + dy * dy * xx) / det <= k;
  }
  EXPECT_NEAR(inside / trials, 0.95, 0.012);  // 3.5 standard errors
}

TEST(Sway, OfNothingAndOfOneSampleIsAbsent) {
  EXPECT_EQ(count_present(signal::sway_of({}, {}, 100)), 0);
  const std::vector<double> one{5};
  EXPECT_EQ(count_present(signal::sway_of(one, one, 100)), 0);
}

TEST(Sway, OfTwoSamplesGivesDistancesAndNoEllipse) {
  const std::vector<double> x{0, 3}, y{0, 4};
  const Sway sway = signal::sway_of(x, y, 10);
  EXPECT_DOUBLE_EQ(*sway.mean_distance_mm, 2.5);
  EXPECT_DOUBLE_EQ(*sway.path_length_mm, 5);
  EXPECT_DOUBLE_EQ(*sway.mean_velocity_mm_s, 25);
  EXPECT_DOUBLE_EQ(*sway.range_mm, 5);
  EXPECT_DOUBLE_EQ(*sway.fractal_dimension_circle, 1);
  EXPECT_FALSE(sway.confidence_ellipse_area_mm2);
  EXPECT_FALSE(sway.prediction_ellipse_area_mm2);
  EXPECT_FALSE(sway.prediction_ellipse_area_chi2_mm2);
  EXPECT_FALSE(sway.fractal_dimension_ellipse);
  EXPECT_FALSE(sway.total_power_ml_mm2);
}

TEST(Sway, OfAConstantHasNoExtentAndNoFrequencies) {
  const std::vector<double> x(2000, 0.1), y(2000, -77.7);
  const Sway sway = signal::sway_of(x, y, 100);
  for (const auto& field : kSwayFields) {
    const std::string_view name = field.name;
    const bool undefined = name.find("frequency") != name.npos || name.find("fractal") != name.npos ||
                           name.find("power50") != name.npos || name.find("power95") != name.npos ||
                           name == "ellipse_angle_deg";
    const auto value = sway.*field.value;
    EXPECT_EQ(value.has_value(), !undefined) << name;
    if (value) {
      EXPECT_EQ(*value, 0.0) << name;
    }
  }
}

TEST(Sway, TakesTheLastBitsOfAFilteredConstantAsNoMovement) {
  std::vector<double> x(2000, 77.7);
  for (std::size_t i = 0; i < x.size(); i += 3) x[i] = std::nextafter(77.7, 78);
  const Sway sway = signal::sway_of(x, x, 100);
  EXPECT_EQ(sway.path_length_mm, 0.0);
  EXPECT_FALSE(sway.mean_frequency_hz);
  EXPECT_FALSE(sway.power50_ml_hz);
}

TEST(Sway, OfOneAxisGivesThatAxisOnly) {
  const Path path = ellipse(12, 3, 0, 60, 100);
  const Sway both = sway_of(path, 100);
  const Sway ml = signal::sway_of(path.x, {}, 100), ap = signal::sway_of({}, path.y, 100);
  for (const auto& field : kSwayFields) {
    const std::string_view name = field.name;
    const bool of_ml = name.find("_ml") != name.npos, of_ap = name.find("_ap") != name.npos;
    EXPECT_EQ(ml.*field.value, of_ml ? both.*field.value : std::nullopt) << name;
    EXPECT_EQ(ap.*field.value, of_ap ? both.*field.value : std::nullopt) << name;
  }
}

TEST(Sway, WithOneAxisStillMeasuresTheOther) {
  const Path path = ellipse(12, 3, 0, 60, 100);
  const std::vector<double> still(path.x.size(), 4.0);
  const Sway sway = signal::sway_of(path.x, still, 100);
  EXPECT_TRUE(sway.mean_frequency_ml_hz);
  EXPECT_FALSE(sway.mean_frequency_ap_hz);
  EXPECT_EQ(sway.rms_ap_mm, 0.0);
  EXPECT_EQ(sway.total_power_ap_mm2, 0.0);
  EXPECT_EQ(sway.prediction_ellipse_area_mm2, 0.0);
  EXPECT_EQ(sway.sway_area_mm2_s, 0.0);
  EXPECT_FALSE(sway.fractal_dimension_ellipse);
  EXPECT_NEAR(*sway.range_mm, 24, 1e-9);
}

TEST(Sway, WithoutARateGivesWhatNeedsNoTime) {
  const Sway sway = sway_of(ellipse(12, 3, 20, 60, 100), 0);
  EXPECT_TRUE(sway.path_length_mm);
  EXPECT_TRUE(sway.prediction_ellipse_area_mm2);
  EXPECT_TRUE(sway.fractal_dimension_ellipse);
  EXPECT_FALSE(sway.mean_velocity_mm_s);
  EXPECT_FALSE(sway.mean_frequency_ml_hz);
  EXPECT_FALSE(sway.sway_area_mm2_s);
  EXPECT_FALSE(sway.total_power_ml_mm2);
}

}  // namespace
}  // namespace poise::signal
