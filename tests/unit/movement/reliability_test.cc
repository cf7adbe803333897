#include "movement/reliability.h"

#include <gtest/gtest.h>

#include <cmath>
#include <limits>
#include <random>
#include <vector>

namespace poise::movement {
namespace {

TEST(TypicalError, AgreesWithAValueComputedByHand) {
  // Differences 2, −1, 2: mean 1, SD √3.
  const std::vector<double> sessions = {50, 52, 51, 53};
  EXPECT_NEAR(*typical_error(sessions), std::sqrt(1.5), 1e-12);
  EXPECT_NEAR(*minimal_detectable_change_95(sessions), 1.96 * std::sqrt(3.0), 1e-12);
}

TEST(TypicalError, NeedsThreeSessions) {
  EXPECT_FALSE(typical_error({}));
  EXPECT_FALSE(typical_error(std::vector<double>{50, 52}));
  EXPECT_FALSE(minimal_detectable_change_95(std::vector<double>{50, 52}));
  EXPECT_TRUE(typical_error(std::vector<double>{50, 52, 51}));
}

TEST(TypicalError, SkipsSessionsWithoutTheMeasure) {
  const double none = std::numeric_limits<double>::quiet_NaN();
  EXPECT_EQ(typical_error(std::vector<double>{50, none, 52, 51, none, 53}), typical_error(std::vector<double>{50, 52, 51, 53}));
  EXPECT_FALSE(typical_error(std::vector<double>{50, none, 52}));
}

TEST(TypicalError, TakesASteadyTrendForNoError) {
  EXPECT_NEAR(*typical_error(std::vector<double>{10, 12, 14, 16}), 0, 1e-12);
}

TEST(MinimalDetectableChange, IsExceededByFiveInAHundredPairsOfSessionsThatDoNotDiffer) {
  std::mt19937 random(3);
  std::normal_distribution<double> session(50, 2);
  std::vector<double> history(20'000);
  for (double& value : history) value = session(random);
  const double change = *minimal_detectable_change_95(history);
  int beyond = 0;
  for (std::size_t i = 1; i < history.size(); i += 2) beyond += std::abs(history[i] - history[i - 1]) > change;
  EXPECT_NEAR(beyond / 10'000.0, 0.05, 0.01);
}

}  // namespace
}  // namespace poise::movement
