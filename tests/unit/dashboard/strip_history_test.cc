#include "widgets/strip_history.h"

#include <gtest/gtest.h>

#include <cmath>
#include <limits>

#include "widgets/strip_chart.h"

namespace poise::dashboard {
namespace {

constexpr float kNan = std::numeric_limits<float>::quiet_NaN();

TEST(StripHistory, KeepsTheSmallestAndLargestValueOfASlot) {
  StripHistory history;
  for (const float value : {3.0F, 9.0F, 5.0F})
    history.add(0.001 * static_cast<double>(value), {value, -value, 0}, false);
  ASSERT_EQ(history.slots().size(), 1U);
  const auto& slot = history.slots().front();
  EXPECT_EQ(slot.curves[0].low, 3);
  EXPECT_EQ(slot.curves[0].high, 9);
  EXPECT_EQ(slot.curves[1].low, -9);
}

TEST(StripHistory, ANumberThatIsMissingIsNoZero) {
  StripHistory history;
  history.add(0, {kNan, 4, kNan}, true);
  const auto& slot = history.slots().front();
  EXPECT_FALSE(slot.curves[0].any);
  EXPECT_TRUE(slot.curves[1].any);
  EXPECT_TRUE(slot.lost);
}

TEST(StripHistory, StaysTheSameSizeHoweverLongAndFastTheRecord) {
  StripHistory history;
  for (int i = 0; i < 400'000; ++i) history.add(i / 1000.0, {1, 2, 3}, false);
  EXPECT_LE(history.slots().size(),
            static_cast<std::size_t>(StripHistory::kKept_s / StripHistory::kSlot_s) + 1);
  EXPECT_NEAR(history.end_s(), 399.999, 1e-9);
}

TEST(StripHistory, GoesOnWithoutAJumpWhereASessionCountsFromItsOwnStart) {
  StripHistory history;
  for (int i = 0; i < 800; ++i) history.add(100 + i / 80.0, {1, 1, 2}, false);
  history.add(0, {1, 1, 2}, false);
  EXPECT_EQ(history.end_s(), 0);
  double previous_s = -1e9;
  for (const auto& slot : history.slots()) {
    EXPECT_GT(slot.start_s(), previous_s);
    previous_s = slot.start_s();
  }
  EXPECT_NEAR(history.slots().front().start_s(), -10, 0.05);
}

TEST(StripHistory, ASlotFarAheadLeavesAHole) {
  StripHistory history;
  history.add(0, {1, 1, 2}, false);
  history.add(5, {1, 1, 2}, false);
  EXPECT_EQ(history.slots().size(), 2U);
}

TEST(AxisTop, IsARoundNumberAtOrAboveTheValue) {
  EXPECT_EQ(axis_top(100), 100);
  EXPECT_EQ(axis_top(101), 125);
  EXPECT_EQ(axis_top(760), 800);
  EXPECT_GE(axis_top(2345), 2345);
}

}  // namespace
}  // namespace poise::dashboard
