#include "movement/stillness.h"

#include <gmock/gmock.h>

#include <cmath>
#include <functional>
#include <random>
#include <vector>

namespace poise::movement {
namespace {

using ::testing::DoubleNear;

struct Point {
  double time_s, load_n;
};

/// The window over the last second of all points, computed plainly.
StillnessGate::Window plain_window(const std::vector<Point>& points, double window_s) {
  const double now_s = points.back().time_s;
  std::vector<double> all, old_half, new_half;
  StillnessGate::Window window{0, now_s, 0, 0, 0};
  for (const Point& point : points) {
    if (point.time_s < now_s - window_s - 1e-9) continue;
    if (all.empty()) window.start_s = point.time_s;
    all.push_back(point.load_n);
    (point.time_s <= now_s - window_s / 2 ? old_half : new_half).push_back(point.load_n);
  }
  const auto mean = [](const std::vector<double>& values) {
    double sum = 0;
    for (const double value : values) sum += value;
    return sum / static_cast<double>(values.size());
  };
  window.mean_n = mean(all);
  double squares = 0;
  for (const double value : all) squares += (value - window.mean_n) * (value - window.mean_n);
  window.sd_n = std::sqrt(squares / static_cast<double>(all.size() - 1));
  window.trend_n = mean(new_half) - mean(old_half);
  return window;
}

TEST(StillnessGate, AgreesWithPlainArithmeticAtAnyRateAndWithLosses) {
  for (const double rate_hz : {10.0, 80.0, 1000.0}) {
    for (const double lost : {0.0, 0.3}) {
      std::mt19937 random(5);
      std::uniform_real_distribution<double> chance(0, 1);
      StillnessGate gate;
      std::vector<Point> points;
      int compared = 0;
      for (int i = 0; i < 5 * static_cast<int>(rate_hz); ++i) {
        const double time_s = 3 + i / rate_hz;
        if (chance(random) < lost) continue;
        points.push_back({time_s, 700 + 30 * time_s + 40 * chance(random)});
        gate.push(points.back().time_s, points.back().load_n);
        const auto window = gate.window();
        if (!window) continue;
        const StillnessGate::Window plain = plain_window(points, 1);
        ASSERT_EQ(window->start_s, plain.start_s) << rate_hz << " Hz at " << time_s;
        ASSERT_EQ(window->end_s, plain.end_s);
        ASSERT_THAT(window->mean_n, DoubleNear(plain.mean_n, 1e-9));
        ASSERT_THAT(window->sd_n, DoubleNear(plain.sd_n, 1e-7));
        ASSERT_THAT(window->trend_n, DoubleNear(plain.trend_n, 1e-9));
        ++compared;
      }
      EXPECT_GT(compared, 2 * rate_hz) << rate_hz << " Hz, " << lost << " lost";
    }
  }
}

TEST(StillnessGate, KeepsItsDigitsOverAnHour) {
  StillnessGate gate;
  for (int i = 0; i < 3600 * 80; ++i) gate.push(i / 80.0, 1400 + (i % 2 ? 0.01 : -0.01));
  EXPECT_NEAR(gate.window()->sd_n, 0.01, 1e-4);
  EXPECT_NEAR(gate.window()->mean_n, 1400, 2e-4);  // an odd number of samples
}

TEST(StillnessGate, IsFullAfterAsManySamplesAsAreInASecond) {
  for (const int rate_hz : {10, 80, 1000}) {
    StillnessGate gate;
    int pushed = 0;
    while (!gate.window() && pushed < 2 * rate_hz) gate.push(pushed++ / static_cast<double>(rate_hz), 700);
    EXPECT_EQ(pushed, rate_hz);
  }
}

TEST(StillnessGate, IsFullThoughEverySecondSampleIsLost) {
  StillnessGate gate;
  for (int i = 0; i <= 80; i += 2) gate.push(i / 80.0, 700);
  EXPECT_TRUE(gate.window());
}

TEST(StillnessGate, HasNoWindowOfFewerThanFiveSamples) {
  StillnessGate gate;
  for (const double time_s : {0.0, 0.33, 0.66, 1.0}) gate.push(time_s, 700);
  EXPECT_FALSE(gate.window());
  EXPECT_FALSE(gate.unrest(7));
}

TEST(StillnessGate, HasNoWindowAcrossAHoleOfMoreThanHalfOfIt) {
  StillnessGate gate;
  for (int i = 0; i < 80; ++i) gate.push(i / 80.0, 700);
  int windows = 0;
  for (int i = 0; i < 79; ++i) {
    gate.push(1.6 + i / 80.0, 700);
    windows += gate.window().has_value();
  }
  EXPECT_EQ(windows, 0);
  gate.push(1.6 + 79 / 80.0, 700);
  EXPECT_TRUE(gate.window());
}

TEST(StillnessGate, HasTheLengthThatItIsGiven) {
  StillnessGate gate(0.5);
  for (int i = 0; i < 800; ++i) gate.push(i / 80.0, 700);
  EXPECT_NEAR(gate.window()->end_s - gate.window()->start_s, 0.5, 1e-9);
}

TEST(StillnessGate, IgnoresATimeThatDoesNotRise) {
  StillnessGate gate;
  for (int i = 0; i < 100; ++i) gate.push(i / 80.0, 700);
  gate.push(99 / 80.0, 5000);
  gate.push(0.2, 5000);
  EXPECT_NEAR(gate.window()->mean_n, 700, 1e-9);
}

TEST(StillnessGate, BeginsAnewAfterAReset) {
  StillnessGate gate;
  for (int i = 0; i < 100; ++i) gate.push(i / 80.0, 100);
  gate.reset();
  EXPECT_FALSE(gate.window());
  for (int i = 0; i < 100; ++i) gate.push(i / 80.0, 700);
  EXPECT_NEAR(gate.window()->mean_n, 700, 1e-9);
  EXPECT_NEAR(gate.window()->trend_n, 0, 1e-9);
}

TEST(StillnessGate, CountsATrendTwiceAndTremblingOnce) {
  StillnessGate trembling, creeping;
  for (int i = 0; i < 80; ++i) {
    trembling.push(i / 80.0, 700 + (i % 2 ? 3 : -3));
    creeping.push(i / 80.0, i < 40 ? 698.5 : 701.5);  // the halves differ by 3 N, the SD is 1.5 N
  }
  EXPECT_NEAR(*trembling.unrest(6), 0.503, 0.001);
  EXPECT_NEAR(*creeping.unrest(6), 1.0, 0.05);
}

TEST(StillPart, LetsMoreUnrestPassTheLongerSomebodyWaits) {
  EXPECT_EQ(still_part(0), 0.01);
  EXPECT_EQ(still_part(1.99), 0.01);
  EXPECT_EQ(still_part(2), 0.02);
  EXPECT_EQ(still_part(2.99), 0.02);
  EXPECT_EQ(still_part(3), 0.05);
  EXPECT_EQ(still_part(60), 0.05);
}

/// Feeds a load of 700 N and what `move` adds to it, until the search decides. `at_s`: when that was.
struct Search {
  StillSecond second;
  double reference_n = 0;
  double at_s = -1;

  std::optional<StillnessGate::Window> run(double from_s, double to_s,
                                           const std::function<double(double)>& move, double waited_s = 0) {
    for (int i = static_cast<int>(from_s * 80); i < to_s * 80; ++i) {
      const double time_s = i / 80.0;
      const auto found =
          second.push(time_s, 700 + move(time_s), std::nullopt, std::nullopt, reference_n, waited_s);
      if (!found) continue;
      at_s = time_s;
      return found;
    }
    return std::nullopt;
  }
};

double wave(double time_s, double sd_n) { return sd_n * std::sqrt(2.0) * std::sin(2 * M_PI * 4 * time_s); }

TEST(StillSecond, IsDecidedASecondAfterTheFirstStillOne) {
  Search search;
  const auto found = search.run(0, 10, [](double) { return 0; });
  ASSERT_TRUE(found);
  EXPECT_NEAR(found->mean_n, 700, 1e-9);
  EXPECT_NEAR(search.at_s, 2.0, 0.03);
}

TEST(StillSecond, TakesAStillerSecondThatBeginsWithinTheNextOne) {
  Search search;
  const auto found = search.run(0, 10, [](double t) { return t < 0.8 ? wave(t, 5) : 0; });
  ASSERT_TRUE(found);
  EXPECT_GE(found->start_s, 0.79);
  EXPECT_LT(found->sd_n, 0.01);
}

TEST(StillSecond, TakesWhatItHasWhenThePersonMovesAgain) {
  Search search;
  const auto found = search.run(0, 10, [](double t) { return t < 1.3 ? 0 : 40 * std::sin(9 * t); });
  ASSERT_TRUE(found);
  EXPECT_LT(found->end_s, 1.31);
  EXPECT_LT(search.at_s, 1.6);
  EXPECT_NEAR(found->mean_n, 700, 0.1);
}

TEST(StillSecond, IsNotFoundInALoadThatCreeps) {
  Search creeping;
  EXPECT_FALSE(creeping.run(0, 10, [](double t) { return 8.5 * t; }));  // SD 2.5 N, which would be still
  Search slower;
  EXPECT_TRUE(slower.run(0, 10, [](double t) { return 6 * t; }));
}

TEST(StillSecond, IsNotFoundInALoadThatTrembles) {
  EXPECT_FALSE(Search().run(0, 10, [](double t) { return wave(t, 7.5); }));
  EXPECT_TRUE(Search().run(0, 10, [](double t) { return wave(t, 6.5); }));
}

TEST(StillSecond, PutsUpWithMoreUnrestAfterAWhile) {
  const auto found_with = [](double sd_n, double waited_s) {
    return Search()
        .run(
            0, 10, [sd_n](double t) { return wave(t, sd_n); }, waited_s)
        .has_value();
  };
  EXPECT_FALSE(found_with(12, 1.9));
  EXPECT_TRUE(found_with(12, 2.1));
  EXPECT_FALSE(found_with(30, 2.9));
  EXPECT_TRUE(found_with(30, 3.1));
  EXPECT_FALSE(found_with(40, 60));
}

TEST(StillSecond, MeasuresUnrestAgainstTheReferenceWhereThereIsOne) {
  Search heavy, light;
  heavy.reference_n = 1400;
  light.reference_n = 350;
  EXPECT_TRUE(heavy.run(0, 10, [](double t) { return wave(t, 12); }));
  EXPECT_FALSE(light.run(0, 10, [](double t) { return wave(t, 5); }));
}

TEST(StillSecond, IsNeverFoundOnAnEmptyMat) {
  EXPECT_FALSE(Search().run(0, 10, [](double) { return -700; }));
  EXPECT_FALSE(Search().run(0, 10, [](double) { return -705; }));
}

TEST(StillSecond, SaysHowMuchTooRestlessTheLastSecondWas) {
  Search search;
  EXPECT_FALSE(search.second.too_much_n());
  search.run(0, 5, [](double t) { return wave(t, 10); });
  ASSERT_TRUE(search.second.too_much_n());
  EXPECT_NEAR(*search.second.too_much_n(), 3, 0.2);  // 10 N where 1 % of 700 N is let pass
  Search still;
  still.run(0, 1.5, [](double) { return 0; });
  EXPECT_EQ(still.second.too_much_n(), 0);
}

/// Lying feet: 100 N each, with opposite waves that the total does not show.
bool found_while_shifting(double sd_n, double waited_s, bool each_side) {
  StillSecond second;
  for (int i = 0; i < 800; ++i) {
    const double shift_n = wave(i / 80.0, sd_n);
    const auto left = each_side ? std::optional(100 + shift_n) : std::nullopt;
    const auto right = each_side ? std::optional(100 - shift_n) : std::nullopt;
    if (second.push(i / 80.0, 200, left, right, 700, waited_s)) return true;
  }
  return false;
}

TEST(StillSecond, OfWhoLiesNeedsEachFootToBeStill) {
  EXPECT_TRUE(found_while_shifting(20, 0, false));
  EXPECT_FALSE(found_while_shifting(20, 0, true));
  EXPECT_TRUE(found_while_shifting(5, 0, true));
}

TEST(StillSecond, OfWhoLiesIsWaitedForFourSecondsLonger) {
  EXPECT_FALSE(found_while_shifting(12, 5.9, true));
  EXPECT_TRUE(found_while_shifting(12, 6.1, true));
  EXPECT_FALSE(found_while_shifting(30, 6.9, true));
  EXPECT_TRUE(found_while_shifting(30, 7.1, true));
}

TEST(StillSecond, ForgetsEverythingAtAReset) {
  Search search;
  ASSERT_FALSE(search.run(0, 1.5, [](double) { return 0; }));  // a still second is in hand, not yet decided
  search.second.reset();
  EXPECT_FALSE(search.second.too_much_n());
  const auto found = search.run(1.5, 10, [](double) { return 50; });
  ASSERT_TRUE(found);
  EXPECT_GE(found->start_s, 1.49);
  EXPECT_NEAR(found->mean_n, 750, 1e-9);
}

}  // namespace
}  // namespace poise::movement
