#include "signal/statistics.h"

#include <gtest/gtest.h>

#include <cmath>
#include <random>

namespace poise::signal {
namespace {

const double kNan = std::nan("");

TEST(Statistics, OfNothingAreAbsent) {
  const std::vector<double> nothing{}, only_nan{kNan, kNan};
  for (const auto& values : {nothing, only_nan}) {
    EXPECT_FALSE(mean(values));
    EXPECT_FALSE(standard_deviation(values));
    EXPECT_FALSE(quantile(values, 0.5));
    EXPECT_FALSE(robust_sd(values));
  }
}

TEST(Statistics, SkipNan) {
  const std::vector<double> values{kNan, 2, 4, kNan, 4, 4, 5, 5, 7, 9};
  EXPECT_DOUBLE_EQ(*mean(values), 5);
  EXPECT_DOUBLE_EQ(*standard_deviation(values), std::sqrt(32.0 / 7));
  EXPECT_DOUBLE_EQ(*quantile(values, 0.5), 4.5);
  EXPECT_DOUBLE_EQ(*robust_sd(values), 1.4826 * 0.5);
}

TEST(Statistics, OfOneValueHaveNoStandardDeviation) {
  const std::vector<double> one{3};
  EXPECT_DOUBLE_EQ(*mean(one), 3);
  EXPECT_FALSE(standard_deviation(one));
  EXPECT_DOUBLE_EQ(*quantile(one, 0.95), 3);
  EXPECT_DOUBLE_EQ(*robust_sd(one), 0);
}

TEST(Quantile, InterpolatesBetweenOrderStatistics) {
  const std::vector<double> values{40, 10, 30, 20};
  EXPECT_DOUBLE_EQ(*quantile(values, 0), 10);
  EXPECT_DOUBLE_EQ(*quantile(values, 0.25), 17.5);
  EXPECT_DOUBLE_EQ(*quantile(values, 0.5), 25);
  EXPECT_DOUBLE_EQ(*quantile(values, 0.9), 37);
  EXPECT_DOUBLE_EQ(*quantile(values, 1), 40);
}

TEST(RobustSd, IsNotMovedByOutliers) {
  std::mt19937 random(3);
  std::normal_distribution<double> normal(100, 2);
  std::vector<double> values;
  for (int i = 0; i < 20000; ++i) values.push_back(i % 50 == 0 ? 1e6 : normal(random));
  EXPECT_NEAR(*robust_sd(values), 2, 0.1);
}

TEST(StudentT, IsTheTabulatedQuantile) {
  EXPECT_NEAR(student_t_975(1), 12.7062, 1e-4);
  EXPECT_NEAR(student_t_975(4), 2.7764, 1e-4);
  EXPECT_NEAR(student_t_975(30), 2.0423, 1e-4);
  EXPECT_NEAR(student_t_975(1000000), 1.95996, 1e-4);
}

}  // namespace
}  // namespace poise::signal
