#include <gmock/gmock.h>

#include "live_visit.h"

namespace poise::movement {
namespace {

TEST(PlankCounter, TimesFromWhenTheLoadHasComeUp) {
  MadeVisit visit;
  visit.stay(1).shift(50, 50, 0.8).stay(3).shift(220, 220, 0.8);
  const double up_s = visit.length_s();
  visit.stay(10);
  Live live("plank", Side::both, std::nullopt, std::nullopt);
  EXPECT_NEAR(live.run(visit, 1.5, 80, up_s + 5).hold_s, 5, 0.5);
  EXPECT_EQ(live.run(visit, 1.5, 80, up_s + 5.1).phase, Phase::hold);
}

TEST(PlankCounter, TimesTheNextHoldAnew) {
  MadeVisit visit(50, 50);
  visit.stay(1).shift(220, 220, 0.8).stay(6).shift(50, 50, 0.8).stay(2);
  Live live("plank", Side::both, std::nullopt, std::nullopt);
  EXPECT_EQ(live.run(visit).phase, Phase::ready);
  visit.shift(215, 215, 0.8).stay(3);
  EXPECT_NEAR(live.run(visit).hold_s, 3, 0.6);
}

TEST(PlankCounter, PutsUpWithASlowSag) {
  MadeVisit visit(220, 220);
  visit.stay(2).shift(160, 160, 20).stay(2);
  EXPECT_NEAR(Live("plank", Side::both, std::nullopt, std::nullopt).run(visit).hold_s, 24, 1);
}

TEST(PlankCounter, TimesTheSideAskedForOnly) {
  MadeVisit visit(360, 0);
  visit.stay(5);
  EXPECT_NEAR(Live("side-plank", Side::left, std::nullopt, std::nullopt).run(visit).hold_s, 5, 0.3);
  EXPECT_EQ(Live("side-plank", Side::right, std::nullopt, std::nullopt).run(visit).hold_s, 0);
}

}  // namespace
}  // namespace poise::movement
