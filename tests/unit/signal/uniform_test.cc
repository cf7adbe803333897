#include "signal/uniform.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <cmath>
#include <numbers>
#include <random>

namespace poise::signal {
namespace {

const double kNan = std::nan("");

std::vector<double> even_times(std::size_t count, double rate_hz, double start_s = 0) {
  std::vector<double> times(count);
  for (std::size_t i = 0; i < count; ++i) times[i] = start_s + static_cast<double>(i) / rate_hz;
  return times;
}

std::vector<double> to_milliseconds(std::vector<double> times) {
  for (double& t : times) t = std::round(t * 1000) / 1000;
  return times;
}

TEST(FitGrid, HasNoGridForTimesWithHolesOfYears) {
  std::vector<double> time_s;
  for (int i = 0; i < 100; ++i) time_s.push_back(i * 0.01);
  time_s.push_back(1e9);
  EXPECT_EQ(fit_grid(time_s).count, 0u);
  time_s.back() = 3600;
  EXPECT_EQ(fit_grid(time_s).count, 360'001u);
}

TEST(FitGrid, OfFewerThanTwoTimesIsEmpty) {
  EXPECT_EQ(fit_grid({}).count, 0u);
  EXPECT_EQ(fit_grid(std::vector<double>{1.0}).count, 0u);
}

TEST(FitGrid, FindsTheRateOfEvenTimes) {
  const auto grid = fit_grid(even_times(801, 80, 12.5));
  EXPECT_NEAR(grid.rate_hz, 80, 1e-9);
  EXPECT_EQ(grid.count, 801u);
  EXPECT_EQ(grid.start_s, 12.5);
  EXPECT_TRUE(grid.aligned);
  EXPECT_NEAR(grid.time_at(800), 22.5, 1e-9);
}

TEST(FitGrid, OfTimesRoundedToMillisecondsFindsTheRateAllTheSame) {
  const auto grid = fit_grid(to_milliseconds(even_times(801, 80)));
  EXPECT_NEAR(grid.rate_hz, 80, 0.01);
  EXPECT_EQ(grid.count, 801u);
}

TEST(FitGrid, FindsTheRateThroughHoles) {
  auto times = to_milliseconds(even_times(801, 80));
  times.erase(times.begin() + 300, times.begin() + 310);
  times.erase(times.begin() + 500);
  const auto grid = fit_grid(times);
  EXPECT_NEAR(grid.rate_hz, 80, 0.1);
  EXPECT_FALSE(grid.aligned);
  EXPECT_NEAR(static_cast<double>(grid.count), 801, 1);
}

TEST(FitGrid, OfJitteredTimesIsNotAligned) {
  auto times = even_times(401, 40);
  for (std::size_t i = 1; i + 1 < times.size(); i += 2) times[i] += 0.004;
  const auto grid = fit_grid(times);
  EXPECT_NEAR(grid.rate_hz, 40, 1e-9);
  EXPECT_FALSE(grid.aligned);
}

TEST(OnGrid, OfAlignedTimesKeepsEveryValue) {
  const auto times = even_times(5, 80);
  const std::vector<double> values{1, 5, -3, 8, 2};
  EXPECT_EQ(on_grid(fit_grid(times), times, values), values);
}

TEST(OnGrid, BridgesNanByStraightLinesAndEndsByTheNearestValue) {
  const auto times = even_times(8, 80);
  const std::vector<double> values{kNan, 1, kNan, kNan, 4, 5, kNan, kNan};
  EXPECT_THAT(on_grid(fit_grid(times), times, values),
              ::testing::Pointwise(::testing::DoubleNear(1e-12), {1, 1, 2, 3, 4, 5, 5, 5}));
}

TEST(OnGrid, OfNothingButNanIsEmpty) {
  auto times = even_times(4, 80);
  EXPECT_TRUE(on_grid(fit_grid(times), times, std::vector<double>(4, kNan)).empty());
  EXPECT_TRUE(on_grid(fit_grid(times), times, {}).empty());
  times[1] += 0.004;
  EXPECT_TRUE(on_grid(fit_grid(times), times, std::vector<double>(4, kNan)).empty());
}

TEST(OnGrid, OfJitteredTimesKeepsARampAndAConstant) {
  std::mt19937 random(2);
  std::uniform_real_distribution<double> jitter(-0.008, 0.008);
  auto times = even_times(401, 40);
  for (std::size_t i = 1; i + 1 < times.size(); ++i) times[i] += jitter(random);
  const auto grid = fit_grid(times);
  std::vector<double> ramp;
  for (const double t : times) ramp.push_back(100 + 3 * t);
  const auto out = on_grid(grid, times, ramp);
  ASSERT_EQ(out.size(), grid.count);
  for (std::size_t i = 1; i + 1 < out.size(); ++i)
    EXPECT_NEAR(out[i], 100 + 3 * grid.time_at(static_cast<double>(i)), 1e-9);
  for (const double value : on_grid(grid, times, std::vector<double>(times.size(), 7.0)))
    EXPECT_NEAR(value, 7, 1e-9);
}

TEST(OnGrid, OfJitteredTimesFollowsASlowMovement) {
  std::mt19937 random(2);
  std::uniform_real_distribution<double> jitter(-0.008, 0.008);
  auto times = even_times(401, 40);
  for (std::size_t i = 1; i + 1 < times.size(); ++i) times[i] += jitter(random);
  const auto grid = fit_grid(times);
  std::vector<double> wave;
  for (const double t : times) wave.push_back(std::sin(2 * std::numbers::pi * t));
  const auto out = on_grid(grid, times, wave);
  for (std::size_t i = 1; i + 1 < out.size(); ++i)
    EXPECT_NEAR(out[i], std::sin(2 * std::numbers::pi * grid.time_at(static_cast<double>(i))), 0.01);
}

TEST(OnGrid, CrossesAHoleInAStraightLine) {
  auto times = even_times(101, 100);
  times.erase(times.begin() + 40, times.begin() + 60);
  const auto grid = fit_grid(times);
  std::vector<double> values;
  for (const double t : times) values.push_back(t < 0.5 ? 0 : 10);
  const auto out = on_grid(grid, times, values);
  ASSERT_EQ(out.size(), 101u);
  EXPECT_NEAR(out[49], 10 * (0.49 - 0.39) / 0.21, 1e-6);
}

TEST(FindHoles, NamesMissingRowsAndJumpsInTime) {
  auto times = even_times(100, 100);
  std::vector<double> values(100, 1.0);
  values[10] = values[11] = kNan;
  times.erase(times.begin() + 50, times.begin() + 60);
  values.resize(90);
  const auto holes = find_holes(fit_grid(times), times, values);
  ASSERT_EQ(holes.size(), 2u);
  EXPECT_NEAR(holes[0].start_s, 0.09, 1e-9);
  EXPECT_NEAR(holes[0].end_s, 0.12, 1e-9);
  EXPECT_NEAR(holes[1].start_s, 0.49, 1e-9);
  EXPECT_NEAR(holes[1].end_s, 0.60, 1e-9);
}

TEST(FindHoles, HasNoneInAnEvenRecordAndThoseAtItsEnds) {
  const auto times = even_times(20, 100);
  std::vector<double> values(20, 1.0);
  EXPECT_TRUE(find_holes(fit_grid(times), times, values).empty());
  values[0] = values[17] = values[18] = values[19] = kNan;
  const auto holes = find_holes(fit_grid(times), times, values);
  ASSERT_EQ(holes.size(), 2u);
  EXPECT_NEAR(holes[0].start_s, -0.01, 1e-9);
  EXPECT_NEAR(holes[0].end_s, 0.01, 1e-9);
  EXPECT_NEAR(holes[1].start_s, 0.16, 1e-9);
  EXPECT_NEAR(holes[1].end_s, 0.20, 1e-9);
  EXPECT_TRUE(find_holes(fit_grid(times), times, std::vector<double>(20, kNan)).empty());
}

}  // namespace
}  // namespace poise::signal
