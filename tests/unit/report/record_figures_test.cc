#include "report/record_figures.h"

#include <gtest/gtest.h>

#include <numbers>
#include <random>

#include "example_reports.h"
#include "report/chart.h"
#include "report/rep_measures.h"
#include "signal/sway.h"

namespace poise::report {
namespace {

/// Normal scatter with a slope, of `n` points.
SmoothRecord scattered(std::size_t n) {
  SmoothRecord record;
  record.grid = {.start_s = 0, .rate_hz = 80, .count = n};
  std::mt19937 random(7);
  std::normal_distribution<double> normal;
  for (std::size_t i = 0; i < n; ++i) {
    const double a = 6 * normal(random), b = 2 * normal(random);
    record.cop_x_mm.push_back(100 + a * 0.8 - b * 0.6);
    record.cop_y_mm.push_back(-30 + a * 0.6 + b * 0.8);
  }
  return record;
}

TEST(PredictionEllipse, HasTheAreaAndAngleOfTheSwayMeasures) {
  for (const std::size_t n : {5u, 80u, 1600u}) {
    const SmoothRecord record = scattered(n);
    const auto ellipse = prediction_ellipse(record, 0, n);
    ASSERT_TRUE(ellipse);
    const signal::Sway sway = signal::sway_of(record.cop_x_mm, record.cop_y_mm, 80);
    const double area = std::numbers::pi * ellipse->long_mm * ellipse->short_mm;
    EXPECT_NEAR(area, *sway.prediction_ellipse_area_mm2, 1e-6 * area) << n;
    const double angle_deg = ellipse->angle_rad * 180 / std::numbers::pi;
    EXPECT_NEAR(std::remainder(angle_deg - *sway.ellipse_angle_deg, 180), 0, 1e-6) << n;
  }
}

TEST(PredictionEllipse, HoldsAbout95OfAHundredPoints) {
  const SmoothRecord record = scattered(4000);
  const auto ellipse = prediction_ellipse(record, 0, 4000);
  int inside = 0;
  for (std::size_t i = 0; i < 4000; ++i) {
    const double dx = record.cop_x_mm[i] - ellipse->mean_x_mm, dy = record.cop_y_mm[i] - ellipse->mean_y_mm;
    const double along = dx * std::cos(ellipse->angle_rad) + dy * std::sin(ellipse->angle_rad);
    const double across = dy * std::cos(ellipse->angle_rad) - dx * std::sin(ellipse->angle_rad);
    inside += std::hypot(along / ellipse->long_mm, across / ellipse->short_mm) <= 1;
  }
  EXPECT_NEAR(inside / 4000.0, 0.95, 0.015);
}

TEST(PredictionEllipse, IsAbsentWithoutAnArea) {
  SmoothRecord line = scattered(10);
  line.cop_y_mm = line.cop_x_mm;
  EXPECT_FALSE(prediction_ellipse(line, 0, 10));
  EXPECT_FALSE(prediction_ellipse(scattered(10), 4, 6));
  EXPECT_FALSE(prediction_ellipse(SmoothRecord{}, 0, 0));
}

TEST(RepCurves, RunFromStartToEndOnTimeOfTheirOwn) {
  Recording ramp;  // left rises by 1 N a sample, right falls
  for (int i = 0; i < 401; ++i) {
    ramp.time_s.push_back(i / 80.0);
    ramp.left_n.push_back(i);
    ramp.right_n.push_back(400 - i);
    ramp.total_n.push_back(400);
  }
  movement::Rep rep;
  rep.start_s = 1;
  rep.end_s = 3.5;
  const SmoothRecord record = smooth_record(ramp, 0);
  const auto curves = rep_curves(record, {rep});
  ASSERT_EQ(curves.size(), 1);
  EXPECT_NEAR(curves[0].left_n.front(), 80, 1e-9);
  EXPECT_NEAR(curves[0].left_n[50], 180, 1e-9);
  EXPECT_NEAR(curves[0].left_n.back(), 280, 1e-9);
  EXPECT_NEAR(curves[0].right_n.back(), 120, 1e-9);
}

TEST(RepCurves, AverageTheValidOnesOfASide) {
  std::vector<movement::Rep> reps(3);
  reps[2].valid = false;
  std::vector<RepCurve> curves;
  for (int i = 0; i < 3; ++i)
    curves.push_back({&reps[static_cast<std::size_t>(i)], std::vector<double>(101, 10.0 + 4 * i), {}});
  const MeanCurve both = mean_curve(curves, &RepCurve::left_n, Side::both);
  EXPECT_EQ(both.n, 2);
  EXPECT_NEAR(both.mean[50], 12, 1e-9);
  EXPECT_NEAR(both.sd[50], std::sqrt(8.0), 1e-9);
  EXPECT_EQ(mean_curve(curves, &RepCurve::left_n, Side::left).n, 0);
}

TEST(Ticks, AreRoundAndFew) {
  EXPECT_EQ(ticks(0, 100, 5), (std::vector<double>{0, 20, 40, 60, 80, 100}));
  EXPECT_EQ(ticks(46.9, 53.1, 6), (std::vector<double>{48, 50, 52}));
  EXPECT_TRUE(ticks(3, 3, 5).empty());
  EXPECT_TRUE(ticks(0, std::nan(""), 5).empty());
  EXPECT_EQ(tick_text(0.15, {0.1, 0.15, 0.2}), "0.15");
  EXPECT_EQ(tick_text(300, {300, 350}), "300");
}

TEST(ThinnedPaths, KeepTheirEndsAndNoMoreThanAsked) {
  std::vector<At> path;
  for (int i = 0; i < 50'000; ++i) path.push_back({i * 0.001, std::sin(i * 0.01)});
  const auto thin = thinned(path, 1000);
  EXPECT_LE(thin.size(), 1000);
  EXPECT_GT(thin.size(), 300);
  EXPECT_EQ(thin.front().x, path.front().x);
  EXPECT_EQ(thin.back().x, path.back().x);
}

TEST(RepMeasures, AreMeansOverTheValidOnesLegByLeg) {
  auto squats = made_single_leg_squats();
  squats.reps[0].depth_mm = 90;
  squats.reps[0].valid = false;
  const auto means = means_of(squats, *find_rep_measure("depth"));
  ASSERT_EQ(means.size(), 2);
  EXPECT_EQ(means[0].side, Side::left);
  EXPECT_EQ(means[0].n, 4);
  EXPECT_DOUBLE_EQ(means[0].mean, 180);
  EXPECT_DOUBLE_EQ(means[1].mean, 200);
}

TEST(RepMeasures, CountWhatTheFootOfAOneLegBridgeHeld) {
  movement::Rep rep;
  rep.top_left_pct_bw = 40;
  rep.top_right_pct_bw = 1;
  const auto held = find_rep_measure("held_load")->of;
  EXPECT_DOUBLE_EQ(*held(rep), 41);
  rep.side = Side::left;
  EXPECT_DOUBLE_EQ(*held(rep), 40);
}

}  // namespace
}  // namespace poise::report
