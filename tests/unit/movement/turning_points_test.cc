#include "movement/turning_points.h"

#include <gmock/gmock.h>

#include <cmath>
#include <random>

#include "made_visit.h"

namespace poise::movement {
namespace {

/// A curve through the given heights, 50 samples from one to the next, turning smoothly at each.
std::vector<double> curve_through(const std::vector<double>& heights) {
  std::vector<double> curve{heights.front()};
  for (std::size_t k = 1; k < heights.size(); ++k)
    for (int i = 1; i <= 50; ++i)
      curve.push_back(heights[k - 1] + (heights[k] - heights[k - 1]) * smooth_way(i / 50.0));
  return curve;
}

std::vector<std::size_t> bottoms(const std::vector<Dip>& dips) {
  std::vector<std::size_t> found;
  for (const Dip& dip : dips) found.push_back(dip.bottom);
  return found;
}

TEST(FindDips, FindsTheTopsAndTheBottomOfOneDip) {
  const auto dips = find_dips(curve_through({0, -10, 0}), 3);
  ASSERT_EQ(dips.size(), 1u);
  EXPECT_EQ(dips[0].top_before, 0u);
  EXPECT_EQ(dips[0].bottom, 50u);
  EXPECT_EQ(dips[0].top_after, 100u);
}

TEST(FindDips, FindsSeveralOfUnequalDepthInOrder) {
  EXPECT_THAT(bottoms(find_dips(curve_through({0, -10, 0, -6, 0, -8, 0}), 3)),
              ::testing::ElementsAre(50, 150, 250));
}

TEST(FindDips, BeginsADipWhereTheTopIsLeftAfterStandingThere) {
  std::vector<double> curve(200, 0.0);
  const auto dip = curve_through({0, -10, 0});
  curve.insert(curve.end(), dip.begin(), dip.end());
  const auto dips = find_dips(curve, 3);
  ASSERT_EQ(dips.size(), 1u);
  EXPECT_EQ(dips[0].top_before, 200u);
}

TEST(FindDips, TakesABounceAtTheBottomForPartOfTheDip) {
  const auto dips = find_dips(curve_through({0, -9, -5, -10, 0}), 3);
  ASSERT_EQ(dips.size(), 1u);
  EXPECT_EQ(dips[0].top_before, 0u);
  EXPECT_EQ(dips[0].bottom, 150u);
  EXPECT_EQ(dips[0].top_after, 200u);
}

TEST(FindDips, TakesSeveralBouncesForPartOfTheDip) {
  EXPECT_THAT(bottoms(find_dips(curve_through({0, -10, -6, -9, -5.5, -9, 0}), 3)),
              ::testing::ElementsAre(50));
}

TEST(FindDips, BeginsADipAtItsFirstTopThoughTheWayDownHasABounce) {
  const auto dips = find_dips(curve_through({0, -7, -4, -10, 0}), 3);
  ASSERT_EQ(dips.size(), 1u);
  EXPECT_EQ(dips[0].top_before, 0u);
  EXPECT_EQ(dips[0].bottom, 150u);
}

TEST(FindDips, PartsDipsByAReturnOfHalfTheirDepth) {
  EXPECT_EQ(find_dips(curve_through({0, -10, -5.2, -10, 0}), 3).size(), 1u);
  EXPECT_EQ(find_dips(curve_through({0, -10, -4.8, -10, 0}), 3).size(), 2u);
}

TEST(FindDips, KeepsAShallowDipBesideADeepOne) {
  EXPECT_THAT(bottoms(find_dips(curve_through({0, -10, 0, -4, 0}), 3)), ::testing::ElementsAre(50, 150));
}

TEST(FindDips, IgnoresSwingsSmallerThanAskedFor) {
  EXPECT_TRUE(find_dips(curve_through({0, -2.9, 0, -2.9, 0}), 3).empty());
  EXPECT_EQ(find_dips(curve_through({0, -3.1, 0}), 3).size(), 1u);
}

TEST(FindDips, IgnoresNoiseOnTheFlanks) {
  auto curve = curve_through({0, -10, 0, -10, 0});
  for (std::size_t i = 0; i < curve.size(); ++i) curve[i] += i % 2 ? 1.2 : -1.2;
  EXPECT_EQ(find_dips(curve, 3).size(), 2u);
}

TEST(FindDips, LeavesOutALastDipThatHasNotComeBackByHalf) {
  EXPECT_TRUE(find_dips(curve_through({0, -10}), 3).empty());
  EXPECT_TRUE(find_dips(curve_through({0, -10, -5.5}), 3).empty());
  EXPECT_THAT(bottoms(find_dips(curve_through({0, -10, 0, -10, -5.5}), 3)), ::testing::ElementsAre(50));
}

TEST(FindDips, KeepsALastDipThatHasComeBackByMoreThanHalf) {
  const auto dips = find_dips(curve_through({0, -10, -4.5}), 3);
  ASSERT_EQ(dips.size(), 1u);
  EXPECT_EQ(dips[0].top_after, 100u);
}

TEST(FindDips, DoesNotCountARiseThatTheCurveBeginsWith) {
  EXPECT_TRUE(find_dips(curve_through({-10, 0}), 3).empty());
  EXPECT_THAT(bottoms(find_dips(curve_through({-10, 0, -10, 0}), 3)), ::testing::ElementsAre(100));
}

TEST(FindDips, FindsNothingInNothing) {
  EXPECT_TRUE(find_dips({}, 3).empty());
  EXPECT_TRUE(find_dips(std::vector<double>{1}, 3).empty());
  EXPECT_TRUE(find_dips(std::vector<double>(100, 2.0), 3).empty());
}

TEST(FindStays, LiesBetweenARiseAndAFall) {
  const auto stays = find_stays(curve_through({0, 10, 6, 10, 0, 9, 0}), 7, 4, 1);
  ASSERT_EQ(stays.size(), 2u);  // 6 is no fall
  EXPECT_GT(stays[0].from, 25u);
  EXPECT_GT(stays[0].to, 170u);
  EXPECT_LT(stays[0].to, 200u);
  EXPECT_EQ(find_stays(curve_through({0, 10, 0}), 7, 4, 60).size(), 0u);
}

TEST(FindStays, LeavesOutWhoseRiseOrFallWasNotSeen) {
  EXPECT_EQ(find_stays(curve_through({10, 0, 10, 0, 10}), 7, 4, 1).size(), 1u);
  EXPECT_TRUE(find_stays({}, 7, 4, 1).empty());
}

TEST(RestBeside, IsTheFlatLevelNearestToTheFlank) {
  const std::vector<double> curve = curve_through({5, 5, 2, 2, 2, 20});  // rests at 5, then at 2, then rises
  const std::size_t last = curve.size() - 1;
  EXPECT_NEAR(rest_beside(curve, 0, last, true, 6, 6, 0.1), 2, 0.1);
  EXPECT_NEAR(rest_beside(curve, 0, last, false, 6, 6, 0.1), 5, 0.1);
}

TEST(RestBeside, IsTheLowestWhereNothingIsFlat) {
  EXPECT_NEAR(rest_beside(curve_through({8, 1, 8}), 0, 100, true, 6, 20, 1e-6), 1, 0.3);
}

TEST(Crossing, LiesBetweenSamplesOnEitherSide) {
  const std::vector<double> travel{0, 1, 2, 4, 10, 10, 6, 0};
  EXPECT_NEAR(crossing(travel, 3, 4, 0), 2.5, 1e-12);
  EXPECT_NEAR(crossing(travel, 7, 5, 7), 5.75, 1e-12);
}

TEST(Crossing, IsTheNearestToTheFarEnd) {
  const std::vector<double> travel{0, 5, 0, 5, 10};
  EXPECT_NEAR(crossing(travel, 2.5, 4, 0), 2.5, 1e-12);
}

TEST(Crossing, IsTheLimitWhereThereIsNone) {
  const std::vector<double> travel{3, 5, 10, 5, 3};
  EXPECT_EQ(crossing(travel, 2, 2, 0), 0);
  EXPECT_EQ(crossing(travel, 2, 2, 4), 4);
}

/// A movement of minimum jerk there and back, its start at `offset` samples after the 50th.
struct Travel {
  Travel(double there, double back, double offset = 0) {
    far = static_cast<std::size_t>(50 + offset + there + 20);
    const double turn = 50 + offset + there + 40;
    for (int i = 0; i < 400; ++i) {
      const double out = std::clamp((i - 50 - offset) / there, 0.0, 1.0),
                   in = std::clamp((i - turn) / back, 0.0, 1.0);
      travel.push_back(0.3 * (smooth_way(out) - smooth_way(in)));
    }
    start = 50 + offset + smooth_time(0.01) * there;
    end = turn + smooth_time(0.99) * back;
  }
  std::vector<double> travel;
  std::size_t far = 0;
  double start = 0, end = 0;
};

TEST(EdgeOfTravel, IsExactForASmoothMovementWithoutNoise) {
  for (const double offset : {0.0, 0.25, 0.5, 0.9}) {
    for (const double length : {30.0, 60.0, 110.0}) {
      const Travel made(length, 1.3 * length, offset);
      EXPECT_NEAR(edge_of_travel(made.travel, 0.3, made.far, 0, 0).at, made.start, 0.1)
          << length << " " << offset;
      EXPECT_NEAR(edge_of_travel(made.travel, 0.3, made.far, 399, 0).at, made.end, 0.1)
          << length << " " << offset;
    }
  }
}

TEST(EdgeOfTravel, MovesWithTheMovementByFractionsOfASample) {
  const Travel made(60, 60, 0), later(60, 60, 0.4);
  const double shift = edge_of_travel(later.travel, 0.3, later.far, 0, 0.002).at -
                       edge_of_travel(made.travel, 0.3, made.far, 0, 0.002).at;
  EXPECT_NEAR(shift, 0.4, 0.02);
}

TEST(EdgeOfTravel, IsFittedToTheFlankWhereNoiseHidesTheCrossingItself) {
  const Travel made(60, 80);
  double by_fit = 0, by_crossing = 0;
  const int tries = 200;
  for (int seed = 0; seed < tries; ++seed) {
    std::mt19937 random(static_cast<unsigned>(seed));
    std::normal_distribution<double> noise(0, 0.004);  // more than the 1 % of 0.3 m
    auto travel = made.travel;
    for (double& value : travel) value += noise(random);
    by_fit += std::abs(edge_of_travel(travel, 0.3, made.far, 0, 0.004).at - made.start) / tries;
    by_fit += std::abs(edge_of_travel(travel, 0.3, made.far, 399, 0.004).at - made.end) / tries;
    by_crossing += std::abs(crossing(travel, 0.003, made.far, 0) - made.start) / tries;
    by_crossing += std::abs(crossing(travel, 0.003, made.far, 399) - made.end) / tries;
  }
  EXPECT_LT(by_fit / 2, 1.5);  // samples
  EXPECT_LT(by_fit, by_crossing / 2);
}

/// A curve of SD 1 whose value hardly changes within ten samples: the trembling of a body, not of an
/// instrument.
std::vector<double> slow_noise(unsigned seed, std::size_t count) {
  std::mt19937 random(seed);
  std::uniform_real_distribution<double> turn(0, 2 * M_PI), samples(20, 60);
  std::vector<double> noise(count);
  for (int wave = 0; wave < 12; ++wave) {
    const double phase = turn(random), length = samples(random);
    for (std::size_t i = 0; i < count; ++i)
      noise[i] += std::sqrt(2.0 / 12) * std::sin(phase + 2 * M_PI * static_cast<double>(i) / length);
  }
  return noise;
}

TEST(EdgeOfTravel, IsNotCarriedAwayByStandingThatTremblesAboveTheCrossing) {
  const Travel made(60, 80);
  double worst = 0;
  for (unsigned seed = 0; seed < 200; ++seed) {
    auto travel = made.travel;
    const auto noise = slow_noise(seed, travel.size());
    for (std::size_t i = 0; i < travel.size(); ++i) travel[i] += 0.004 * noise[i];
    worst = std::max({worst, std::abs(edge_of_travel(travel, 0.3, made.far, 0, 0.004).at - made.start),
                      std::abs(edge_of_travel(travel, 0.3, made.far, 399, 0.004).at - made.end)});
  }
  EXPECT_LT(worst, 10);  // samples; 60 and 80 long are the ways
}

TEST(EdgeOfTravel, DoubtHoldsTheTruth) {
  for (const double noise_m : {0.001, 0.002, 0.004}) {
    int inside = 0;
    const Travel made(60, 80);
    for (unsigned seed = 0; seed < 200; ++seed) {
      auto travel = made.travel;
      const auto noise = slow_noise(seed, travel.size());
      for (std::size_t i = 0; i < travel.size(); ++i) travel[i] += noise_m * noise[i];
      const Edge start = edge_of_travel(travel, 0.3, made.far, 0, noise_m);
      const Edge end = edge_of_travel(travel, 0.3, made.far, 399, noise_m);
      inside += std::abs(start.at - made.start) <= start.doubt;
      inside += std::abs(end.at - made.end) <= end.doubt;
    }
    // The shape is the one that is fitted, so what is allowed for other shapes is not needed here.
    EXPECT_GE(inside, 0.93 * 400) << noise_m;
  }
}

TEST(EdgeOfTravel, DoubtGrowsWithTheNoiseAndVanishesWithoutIt) {
  const Travel made(60, 80);
  const auto doubt = [&](double noise, double wander = 0) {
    return edge_of_travel(made.travel, 0.3, made.far, 0, noise, wander).doubt;
  };
  EXPECT_LT(doubt(0), 0.5);
  EXPECT_LT(doubt(0.001), doubt(0.004));
  EXPECT_LT(doubt(0.004), doubt(0.01));
  EXPECT_LT(doubt(0.004), doubt(0.004, 0.0002));
}

TEST(EdgeOfTravel, DoesNotDependOnTheUnitOfTravel) {
  const Travel made(60, 80, 0.3);
  auto in_mm = made.travel;
  for (double& value : in_mm) value *= 1000;
  EXPECT_NEAR(edge_of_travel(in_mm, 300, made.far, 0, 4).at,
              edge_of_travel(made.travel, 0.3, made.far, 0, 0.004).at, 1e-9);
}

TEST(EdgeOfTravel, StaysWithinItsLimit) {
  const Travel made(60, 60);
  EXPECT_EQ(edge_of_travel(made.travel, 0.3, made.far, 70, 0.004).at, 70);
  const auto after = static_cast<std::size_t>(made.end) - 20;
  EXPECT_EQ(edge_of_travel(made.travel, 0.3, made.far, after, 0.004).at, static_cast<double>(after));
}

TEST(EdgeOfTravel, OfAStepIsTheStep) {
  std::vector<double> travel(100, 0.0);
  std::fill(travel.begin() + 40, travel.begin() + 60, 1.0);
  EXPECT_NEAR(edge_of_travel(travel, 1, 50, 0, 0.01).at, 39.5, 0.6);
  EXPECT_NEAR(edge_of_travel(travel, 1, 50, 99, 0.01).at, 59.5, 0.6);
}

}  // namespace
}  // namespace poise::movement
