#include "virtual-mat/twists.h"

#include <gtest/gtest.h>

#include "host.h"

namespace poise::virtual_mat {
namespace {

Timeline twists(const std::string& keys) {
  const Scenario parsed = scenario("sim:russian-twist?noise=0&reps=3" + keys);
  Timeline timeline;
  add_twists(parsed, 1, 10, timeline);
  return timeline;
}

TEST(Twists, GoLeftAndRightAndEndInTheMiddle) {
  const Timeline timeline = twists("&tempo_s=1");
  ASSERT_EQ(timeline.reps.size(), 6u);
  for (std::size_t i = 0; i < 6; ++i) {
    const RepPlan& rep = timeline.reps[i];
    EXPECT_EQ(rep.side, i % 2 == 0 ? Side::left : Side::right);
    EXPECT_NEAR(swung(timeline, Shape::minimum_jerk, rep.start_s + rep.there_s), i % 2 == 0 ? -0.2 : 0.2, 1e-9);
    EXPECT_NEAR(swung(timeline, Shape::minimum_jerk, rep.start_s), 0, 1e-9);
    EXPECT_NEAR(swung(timeline, Shape::minimum_jerk, rep.end_s()), 0, 1e-9);
  }
  EXPECT_EQ(swung(timeline, Shape::minimum_jerk, 9), 0);
  EXPECT_EQ(swung(timeline, Shape::minimum_jerk, 100), 0);
}

TEST(Twists, GoStraightFromSideToSideWithoutAPause) {
  const Timeline timeline = twists("&tempo_s=1");
  for (std::size_t i = 1; i < 6; ++i) EXPECT_NEAR(timeline.reps[i].start_s, timeline.reps[i - 1].end_s(), 1e-9);
  // Half a swing to the first side, whole ones from side to side, half a one back.
  EXPECT_NEAR(timeline.reps[5].end_s() - 10, 0.5 + 5 + 0.5, 1e-9);
}

TEST(Twists, StopInTheMiddleWithAPause) {
  const Timeline timeline = twists("&tempo_s=1&pause_s=0.5");
  for (std::size_t i = 1; i < 6; ++i) {
    EXPECT_NEAR(timeline.reps[i].start_s - timeline.reps[i - 1].end_s(), 0.5, 1e-9);
    EXPECT_EQ(swung(timeline, Shape::minimum_jerk, timeline.reps[i].start_s - 0.25), 0);
  }
}

TEST(Twists, PassTheMiddleWhereTheSwingsAreUnequal) {
  const Timeline timeline = twists("&half_rep=2&shape=skewed");
  const RepPlan& half = timeline.reps[1];
  EXPECT_NEAR(half.size, 0.45 * 0.2, 1e-9);
  EXPECT_NEAR(swung(timeline, Shape::skewed, half.start_s), 0, 1e-9);
  EXPECT_LT(swung(timeline, Shape::skewed, half.start_s - 0.01), 0);
  EXPECT_GT(swung(timeline, Shape::skewed, half.start_s + 0.01), 0);
}

}  // namespace
}  // namespace poise::virtual_mat
