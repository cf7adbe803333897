#include <gmock/gmock.h>

#include "live_visit.h"

namespace poise::movement {
namespace {

MadeVisit swings(int pairs, double points, double seconds = 1.2) {
  MadeVisit visit(350, 350);
  visit.stay(2);
  for (int i = 0; i < 2 * pairs; ++i) {
    const double n = (i % 2 == 0 ? 7 : -7) * points;
    visit.shift(350 + n, 350 - n, i == 0 ? seconds / 2 : seconds);
  }
  return visit.shift(350, 350, seconds / 2).stay(2);
}

TEST(TwistCounter, CountsSwingsToEachSide) {
  Live live("russian-twist", Side::both, std::nullopt, std::nullopt);
  const LiveMovement seen = live.run(swings(4, 20));
  EXPECT_EQ(seen.reps_left, 4);
  EXPECT_EQ(seen.reps_right, 4);
  EXPECT_EQ(seen.reps, 4);  // so many to each side
  EXPECT_EQ(live.total(), 8);
  EXPECT_EQ(seen.recent[0].side, Side::left);
  EXPECT_EQ(seen.recent[1].side, Side::right);
  EXPECT_NEAR(*seen.recent[2].swing_n, 140, 6);
}

TEST(TwistCounter, CountsOnTheWayBackToTheMiddle) {
  Live live("russian-twist", Side::both, std::nullopt, std::nullopt);
  live.run(swings(2, 20));
  ASSERT_EQ(live.counted_s().size(), 4u);
  EXPECT_NEAR(live.counted_s()[0], 2.6 + 0.6, 0.2);  // from the first far end half way to the second
  EXPECT_NEAR(live.counted_s()[3], 2.6 + 3 * 1.2 + 0.6, 0.3);
}

TEST(TwistCounter, CountsNothingInShiftingAboutOrGettingUp) {
  EXPECT_EQ(Live("russian-twist", Side::both, std::nullopt, std::nullopt).run(swings(3, 5)).reps_left, 0);
  MadeVisit leaves(350, 350);
  leaves.stay(2).shift(600, 100, 0.3).shift(300, 0, 0.3).shift(0, 0, 0.3).stay(2);
  EXPECT_EQ(Live("russian-twist", Side::both, std::nullopt, 700).run(leaves).reps, 0);
}

TEST(TwistCounter, CountsSmallerSwingsWhereTheExerciseSaysSo) {
  EXPECT_EQ(Live("bicycle-crunch", Side::both, std::nullopt, std::nullopt).run(swings(3, 9)).reps, 3);
}

}  // namespace
}  // namespace poise::movement
