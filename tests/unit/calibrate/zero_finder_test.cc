#include "calibrate/zero_finder.h"

#include <gtest/gtest.h>

#include <cmath>
#include <functional>
#include <numbers>
#include <optional>
#include <random>

namespace poise::calibrate {
namespace {

using Cells = std::array<double, kMaxCells>;

/// A mat whose cells show `load_n(time)` plus white noise of their own.
struct Scene {
  double rate_hz = 80;
  double noise_n = 0.02;
  double loss = 0;
  unsigned seed = 1;
  int cell_count = 8;
  std::uint8_t invalid_mask = 0, overload_mask = 0;
  std::function<Cells(double time_s)> load_n = [](double) { return Cells{3, -2, 1, 4, -3, 2, 0.5, -1}; };
  ZeroMode mode = ZeroMode::automatic;
};

struct Outcome {
  std::optional<double> found_s;
  Cells zero_n{};
  ZeroHurdle hurdle{};
};

Outcome play(const Scene& scene, double seconds) {
  std::mt19937 random(scene.seed);
  std::normal_distribution<double> noise(0, 1);
  std::uniform_real_distribution<double> dice(0, 1);
  ZeroFinder finder(scene.mode);
  Outcome outcome;
  for (std::int64_t k = 0; static_cast<double>(k) < seconds * scene.rate_hz; ++k) {
    const double time_s = static_cast<double>(k) / scene.rate_hz;
    LoadSample sample;
    sample.sequence = k;
    sample.device_us = std::llround(time_s * 1e6) + 123;
    sample.cell_count = static_cast<std::uint8_t>(scene.cell_count);
    sample.invalid_mask = scene.invalid_mask;
    sample.overload_mask = scene.overload_mask;
    const Cells load_n = scene.load_n(time_s);
    for (std::size_t i = 0; i < static_cast<std::size_t>(scene.cell_count); ++i)
      sample.cell_n[i] = load_n[i] + scene.noise_n * noise(random);
    if (dice(random) < scene.loss) continue;
    if (const auto zero_n = finder.add(sample)) {
      outcome.found_s = time_s;
      outcome.zero_n = *zero_n;
      return outcome;
    }
  }
  outcome.hurdle = finder.hurdle();
  return outcome;
}

TEST(ZeroFinder, TakesTheMeanOfTheFirstSecond) {
  Scene scene;
  const Outcome outcome = play(scene, 3);
  ASSERT_TRUE(outcome.found_s.has_value());
  EXPECT_NEAR(*outcome.found_s, 1.0, 0.02);
  for (std::size_t i = 0; i < kMaxCells; ++i)
    EXPECT_NEAR(outcome.zero_n[i], scene.load_n(0)[i], 4 * scene.noise_n / std::sqrt(80.0));
}

TEST(ZeroFinder, AdaptsToRateNoiseAndLoss) {
  int late = 0, runs = 0;
  for (const double rate_hz : {10.0, 40.0, 80.0, 93.4, 320.0, 1000.0})
    for (const double noise_n : {0.0, 0.005, 0.02, 0.04, 0.2, 0.3})
      for (const double loss : {0.0, 0.05})
        for (unsigned seed = 1; seed <= 10; ++seed) {
          const Outcome outcome =
              play({.rate_hz = rate_hz, .noise_n = noise_n, .loss = loss, .seed = seed}, 6);
          ASSERT_TRUE(outcome.found_s.has_value()) << rate_hz << " Hz, " << noise_n << " N, loss " << loss;
          ++runs;
          if (*outcome.found_s > 1.25) ++late;
          for (std::size_t i = 0; i < kMaxCells; ++i)
            EXPECT_NEAR(outcome.zero_n[i], Scene{}.load_n(0)[i],
                        5 * noise_n / std::sqrt(0.8 * rate_hz) + 1e-9);
        }
  EXPECT_LT(late, runs / 50) << "of " << runs;
}

TEST(ZeroFinder, WorksOnAPlateOfFourCells) { EXPECT_TRUE(play({.cell_count = 4}, 3).found_s.has_value()); }

/// A person who lies with the left foot on the left plate: 12 % of body weight, breathing at 0.25 Hz, the
/// foot's pressure wandering a little between heel and toe.
Cells lying(double body_n, double varies_pct, double phase, double time_s) {
  const double turn = 2 * std::numbers::pi * 0.25 * time_s + phase;
  const double foot_n = 0.12 * body_n + std::numbers::sqrt2 * varies_pct / 100 * body_n * std::sin(turn);
  const double front = 0.5 + 0.02 * std::sin(0.7 * turn + 1);
  return {foot_n * front / 2, foot_n * front / 2, foot_n * (1 - front) / 2, foot_n * (1 - front) / 2};
}

TEST(ZeroFinder, DoesNotTakeALyingPersonForAnEmptyMat) {
  for (const double rate_hz : {10.0, 80.0, 1000.0})
    for (const double noise_n : {0.0, 0.04, 0.2, 0.3})
      for (const double varies_pct : {0.0, 0.2, 1.0})
        for (unsigned seed = 1; seed <= 5; ++seed) {
          Scene scene{.rate_hz = rate_hz, .noise_n = noise_n, .seed = seed};
          scene.load_n = [&](double time_s) { return lying(392, varies_pct, seed, time_s); };
          const Outcome outcome = play(scene, 20);
          EXPECT_FALSE(outcome.found_s.has_value())
              << rate_hz << " Hz, " << noise_n << " N, " << varies_pct << " %";
          EXPECT_EQ(outcome.hurdle, ZeroHurdle::loaded);
        }
}

TEST(ZeroFinder, SeesALivingFootEvenWhereOffsetsHideItsWeight) {
  for (unsigned seed = 1; seed <= 20; ++seed) {
    Scene scene{.seed = seed};
    scene.load_n = [&](double time_s) {
      Cells cells = lying(392, 1.0, seed, time_s);
      for (std::size_t i = 0; i < kCellsPerPlate; ++i) cells[i] -= 8;  // the plate shows 15 N
      return cells;
    };
    const Outcome outcome = play(scene, 20);
    EXPECT_FALSE(outcome.found_s.has_value()) << *outcome.found_s;
    EXPECT_EQ(outcome.hurdle, ZeroHurdle::moving);
  }
}

TEST(ZeroFinder, NoOffsetThatItTakesItselfCanHideAFoot) {
  for (const double offset_n : {-5.7, 0.0, 5.7}) {  // a cell; about 23 N a plate
    Scene scene;
    scene.load_n = [&](double) { return Cells{offset_n, offset_n, offset_n, offset_n, -1, 1, -1, 1}; };
    EXPECT_TRUE(play(scene, 3).found_s.has_value());
    const double foot_n = 0.12 * 40 * 9.80665 / 4;  // a cell, and as still as a stone
    scene.load_n = [&](double) {
      const double cell_n = offset_n + foot_n;
      return Cells{cell_n, cell_n, cell_n, cell_n, -1, 1, -1, 1};
    };
    EXPECT_EQ(play(scene, 5).hurdle, ZeroHurdle::loaded);
  }
}

TEST(ZeroFinder, WaitsUntilThePersonHasSteppedOff) {
  Scene scene;
  scene.load_n = [](double time_s) {
    Cells cells{1, 1, 1, 1, 1, 1, 1, 1};
    if (time_s < 4)
      for (double& cell_n : cells) cell_n += 88 + 2 * std::sin(3 * time_s);
    else  // the mat creeps back
      for (double& cell_n : cells) cell_n += 3 * std::exp(-(time_s - 4) / 0.3);
    return cells;
  };
  const Outcome outcome = play(scene, 10);
  ASSERT_TRUE(outcome.found_s.has_value());
  EXPECT_GT(*outcome.found_s, 5.0);
  EXPECT_LT(*outcome.found_s, 7.0);
  for (const double zero_n : outcome.zero_n) EXPECT_NEAR(zero_n, 1, 0.2);
}

TEST(ZeroFinder, AllowsTheDriftOfAWarmingCellButNoTrend) {
  Scene scene;
  double n_per_min = 6;
  scene.load_n = [&](double time_s) { return Cells{n_per_min / 60 * time_s, 0, 0, 0, 0, 0, 0, 0}; };
  EXPECT_TRUE(play(scene, 3).found_s.has_value());
  n_per_min = 60;
  EXPECT_EQ(play(scene, 3).hurdle, ZeroHurdle::moving);
}

TEST(ZeroFinder, LeavesOutCellsWithoutANumber) {
  Scene scene{.invalid_mask = 0b1, .overload_mask = 0b10};
  scene.load_n = [](double) { return Cells{std::nan(""), 1961, 1, 1, 1, 1, 1, 1}; };
  const Outcome outcome = play(scene, 3);
  ASSERT_TRUE(outcome.found_s.has_value());
  EXPECT_EQ(outcome.zero_n[0], 0);
  EXPECT_EQ(outcome.zero_n[1], 0);
  EXPECT_NEAR(outcome.zero_n[2], 1, 0.02);
}

TEST(ZeroFinder, SaysThatNoCellGivesANumber) {
  EXPECT_EQ(play({.invalid_mask = 0xFF}, 3).hurdle, ZeroHurdle::no_numbers);
}

TEST(ZeroFinder, SaysThatAMatIsTooNoisy) { EXPECT_EQ(play({.noise_n = 2}, 3).hurdle, ZeroHurdle::noisy); }

TEST(ZeroFinder, TakesALargeOffsetWhenAskedButNotAPerson) {
  Scene scene{.mode = ZeroMode::asked};
  scene.load_n = [](double) { return Cells{40, 60, -30, 80, 20, 90, 10, 5}; };
  EXPECT_TRUE(play(scene, 3).found_s.has_value());
  scene.load_n = [](double time_s) { return lying(392, 1.0, 0.3, time_s); };
  EXPECT_EQ(play(scene, 10).hurdle, ZeroHurdle::moving);
}

TEST(ZeroFinder, BeginsAnewAfterAHoleASettlingMatAndABackwardClock) {
  for (const int disturbance : {0, 1, 2}) {
    ZeroFinder finder;
    LoadSample sample;
    sample.cell_count = 8;
    for (int i = 0; i < 70; ++i) {
      sample.device_us += 12'500;
      EXPECT_FALSE(finder.add(sample).has_value());
    }
    EXPECT_GT(finder.progress(), 0.7);
    if (disturbance == 0) sample.device_us += 400'000;
    if (disturbance == 1) sample.flags = kFlagSettling;
    if (disturbance == 2) sample.device_us -= 500'000;
    EXPECT_FALSE(finder.add(sample).has_value());
    EXPECT_EQ(finder.progress(), 0);
    sample.flags = 0;
    int samples = 0;
    do {
      sample.device_us += 12'500;
      ++samples;
    } while (!finder.add(sample).has_value() && samples < 200);
    EXPECT_NEAR(samples, 80, 2);
  }
}

}  // namespace
}  // namespace poise::calibrate
