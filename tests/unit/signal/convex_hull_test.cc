#include "signal/convex_hull.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>
#include <rapidcheck/gtest.h>

#include <algorithm>
#include <cmath>
#include <random>

namespace poise::signal {
namespace {

double largest_of_all_pairs(const std::vector<double>& x, const std::vector<double>& y) {
  double largest = 0;
  for (std::size_t i = 0; i < x.size(); ++i)
    for (std::size_t k = i + 1; k < x.size(); ++k)
      largest = std::max(largest, std::hypot(x[i] - x[k], y[i] - y[k]));
  return largest;
}

double largest_distance(const std::vector<double>& x, const std::vector<double>& y) {
  return diameter_mm(convex_hull(x, y));
}

TEST(ConvexHull, OfNothingIsNothingAndOfEqualPointsOne) {
  EXPECT_TRUE(convex_hull({}, {}).empty());
  EXPECT_EQ(diameter_mm({}), 0);
  const std::vector<double> same(5, 3.0);
  EXPECT_EQ(convex_hull(same, same).size(), 1u);
  EXPECT_EQ(largest_distance(same, same), 0);
}

TEST(ConvexHull, OfPointsOnOneLineIsItsEnds) {
  const std::vector<double> x{0, 1, 2, 3, 4, 2}, y{0, 2, 4, 6, 8, 4};
  EXPECT_EQ(convex_hull(x, y).size(), 2u);
  EXPECT_DOUBLE_EQ(largest_distance(x, y), std::hypot(4, 8));
}

TEST(ConvexHull, LeavesOutPointsInsideAndOnEdges) {
  const std::vector<double> x{0, 4, 4, 0, 2, 2, 0, 1}, y{0, 0, 3, 3, 0, 3, 1, 1};
  EXPECT_EQ(convex_hull(x, y).size(), 4u);
  EXPECT_DOUBLE_EQ(largest_distance(x, y), 5);
}

TEST(ConvexHull, GoesCounterClockwise) {
  const std::vector<double> x{0, 4, 4, 0}, y{0, 3, 0, 3};
  const auto hull = convex_hull(x, y);
  double twice_area = 0;
  for (std::size_t i = 0; i < hull.size(); ++i) {
    const Point &a = hull[i], &b = hull[(i + 1) % hull.size()];
    twice_area += a.x_mm * b.y_mm - b.x_mm * a.y_mm;
  }
  EXPECT_DOUBLE_EQ(twice_area, 24);
}

TEST(ConvexHull, FindsEitherDiagonalOfAParallelogram) {
  const std::vector<double> y{0, 0, 2, 2};
  for (const double lean : {-3.0, 3.0}) {
    const std::vector<double> x{0, 5, 5 + lean, lean};
    EXPECT_DOUBLE_EQ(largest_distance(x, y), largest_of_all_pairs(x, y));
  }
}

TEST(ConvexHull, OfAThinSlantedPathKeepsItsEnds) {
  std::mt19937 random(4);
  std::normal_distribution<double> normal;
  std::vector<double> x, y;
  for (int i = 0; i < 3000; ++i) {
    const double along = normal(random), across = 0.01 * normal(random);
    x.push_back(along * 0.92 - across * 0.39);
    y.push_back(along * 0.39 + across * 0.92);
  }
  EXPECT_DOUBLE_EQ(largest_distance(x, y), largest_of_all_pairs(x, y));
}

TEST(ConvexHull, TakesACircleInGoodTimeThoughEveryPointIsACorner) {
  std::vector<double> x, y;
  for (int i = 0; i < 20001; ++i) {
    x.push_back(std::cos(0.1 * i));
    y.push_back(std::sin(0.1 * i));
  }
  EXPECT_NEAR(largest_distance(x, y), 2, 1e-7);
}

// Few different coordinates make ties, repeated points and points on edges common.
RC_GTEST_PROP(ConvexHullProperty, DiameterIsTheLargestOfAllPairs, ()) {
  const auto reach = *rc::gen::element(2, 10, 100000);
  const auto points = *rc::gen::container<std::vector<std::pair<int, int>>>(
      rc::gen::pair(rc::gen::inRange(-reach, reach + 1), rc::gen::inRange(-reach, reach + 1)));
  std::vector<double> x, y;
  for (const auto& [px, py] : points) {
    x.push_back(px / 1000.0);
    y.push_back(py / 1000.0);
  }
  RC_ASSERT(std::abs(largest_distance(x, y) - largest_of_all_pairs(x, y)) <= 1e-12 * reach);
}

}  // namespace
}  // namespace poise::signal
