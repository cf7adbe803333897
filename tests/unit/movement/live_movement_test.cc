#include "movement/live_movement.h"

#include <gmock/gmock.h>

#include "live_visit.h"

namespace poise::movement {
namespace {

MadeVisit squats(int reps, double depth_m = 0.3, double pause_s = 1) {
  MadeVisit visit(350, 350);
  visit.stay(2);
  for (int i = 0; i < reps; ++i) visit.squat(depth_m, 1.5, 0.3, 1.2).stay(pause_s);
  return visit.stay(2);
}

TEST(LiveCounter, NeedsTheWeightForSquatsAndTheRestLoadForBridges) {
  EXPECT_EQ(make_live_counter(*find_exercise("squat"), Side::both, std::nullopt, 160), nullptr);
  EXPECT_EQ(make_live_counter(*find_exercise("bridge"), Side::both, 700, std::nullopt), nullptr);
  EXPECT_NE(make_live_counter(*find_exercise("bridge"), Side::both, std::nullopt, 160), nullptr);
  EXPECT_EQ(make_live_counter(*find_exercise("sit-to-stand"), Side::both, 700, std::nullopt), nullptr);
  EXPECT_EQ(make_live_counter(*find_exercise("sit-to-stand"), Side::both, std::nullopt, 160), nullptr);
  for (const char* id : {"quiet-stand", "plank", "side-plank", "russian-twist"})
    EXPECT_NE(make_live_counter(*find_exercise(id), Side::both, std::nullopt, std::nullopt), nullptr) << id;
}

TEST(LiveCounter, CountsEachSquatWithinHalfASecondOfItsEnd) {
  for (const double rate_hz : {40.0, 80.0, 1000.0}) {
    SCOPED_TRACE(rate_hz);
    const MadeVisit visit = squats(5);
    Live live("squat");
    const LiveMovement& view = live.run(visit, 1.5, rate_hz);
    EXPECT_EQ(view.reps, 5);
    ASSERT_EQ(live.counted_s().size(), 5u);
    for (std::size_t i = 0; i < 5; ++i) {
      EXPECT_LT(live.counted_s()[i], visit.reps()[i].end_s + 0.5) << i;
      EXPECT_GT(live.counted_s()[i], visit.reps()[i].hold_end_s) << i;
    }
  }
}

TEST(LiveCounter, CountsSquatsWithoutAPause) {
  MadeVisit visit(350, 350);
  visit.stay(2);
  for (int i = 0; i < 6; ++i) visit.squat(0.3, 1.2, 0.1, 1.1);
  EXPECT_EQ(Live("squat").run(visit.stay(2)).reps, 6);
}

TEST(LiveCounter, TellsRoughlyHowDeepEachSquatWas) {
  Live live("squat");
  const LiveMovement& view = live.run(squats(3, 0.25));
  ASSERT_EQ(view.recent.size(), 3u);
  for (const Rep& rep : view.recent) EXPECT_NEAR(*rep.depth_mm, 250, 30);
  EXPECT_EQ(view.recent[2].index, 3);
  EXPECT_LT(view.recent[0].start_s, view.recent[0].bottom_s);
  EXPECT_LT(view.recent[0].bottom_s, view.recent[0].end_s);
}

TEST(LiveCounter, CountsNothingInStanding) {
  for (const double noise_sd_n : {0.5, 2.0, 5.0})
    EXPECT_EQ(Live("squat").run(MadeVisit(350, 350).stay(90), noise_sd_n).reps, 0) << noise_sd_n;
}

TEST(LiveCounter, CountsNothingInASmallBend) { EXPECT_EQ(Live("squat").run(squats(3, 0.025)).reps, 0); }

TEST(LiveCounter, PutsUpWithAWeightThatIsOffByHalfAPercent) {
  for (const double weight_n : {696.5, 703.5})
    EXPECT_EQ(Live("squat", Side::both, weight_n).run(squats(5)).reps, 5) << weight_n;
}

TEST(LiveCounter, ShowsThePhasesOfASquat) {
  const MadeVisit visit = squats(1);
  const MadeRep& rep = visit.reps()[0];
  Live live("squat");
  EXPECT_EQ(live.run(visit, 0.5, 80, 1.9).phase, Phase::ready);
  EXPECT_EQ(live.run(visit, 0.5, 80, rep.start_s + 0.6).phase, Phase::down);
  EXPECT_EQ(live.run(visit, 0.5, 80, rep.bottom_s + 0.05).phase, Phase::hold);
  EXPECT_NEAR(*live.run(visit, 0.5, 80, rep.bottom_s + 0.1).depth_mm, 300, 40);
  EXPECT_EQ(live.run(visit, 0.5, 80, rep.end_s - 0.5).phase, Phase::up);
  EXPECT_EQ(live.run(visit, 0.5).phase, Phase::ready);
  EXPECT_NEAR(*live.run(visit, 0.5).depth_mm, 0, 15);
}

TEST(LiveCounter, DoesNotCountTheRepetitionThatAHoleHides) {
  const MadeVisit visit = squats(3);
  const MadeRep& second = visit.reps()[1];
  Live live("squat");
  EXPECT_EQ(live.without(second.start_s + 0.3, second.end_s - 0.3).run(visit).reps, 2);
}

TEST(LiveCounter, CountsThroughASmallHole) {
  const MadeVisit visit = squats(3);
  const double bottom_s = visit.reps()[1].bottom_s;
  EXPECT_EQ(Live("squat").without(bottom_s, bottom_s + 0.2).run(visit).reps, 3);
}

TEST(LiveCounter, CountsSquatsWithHandsOnARailOnceTheWholeWeightIsBack) {
  MadeVisit visit(350, 350);
  visit.stay(2);
  for (int i = 0; i < 4; ++i) visit.supported_squat(0.12, 0.02, 0.25, 1.3, 0.3, 1.1).stay(1.2);
  Live live("squat");
  EXPECT_EQ(live.run(visit.stay(1)).reps, 4);
  for (std::size_t i = 0; i < 4; ++i) {
    EXPECT_GT(live.counted_s()[i], visit.reps()[i].end_s) << i;
    EXPECT_LT(live.counted_s()[i], visit.reps()[i].end_s + 1) << i;
    EXPECT_FALSE(live.run(visit).recent[i].depth_mm) << i;
  }
}

TEST(LiveCounter, CountsSlowSquatsThatHardlyChangeTheLoadFromTheFirstOn) {
  MadeVisit visit(500, 500);  // 25 N of 1000
  visit.stay(1.5);
  for (int i = 0; i < 3; ++i) visit.squat(0.2, 3.5, 0.2, 3).stay(1);
  EXPECT_EQ(Live("squat", Side::both, 1000).run(visit.stay(1), 1.7).reps, 3);
}

TEST(LiveCounter, CountsNothingInSteppingOffAndOn) {
  MadeVisit visit(350, 350);
  visit.stay(3).shift(0, 0).stay(2).shift(350, 350).stay(3).shift(0, 0, 1).stay(1).shift(350, 350, 1).stay(3);
  EXPECT_EQ(Live("squat").run(visit).reps, 0);
}

TEST(LiveCounter, GoesOnCountingAfterSteppingOff) {
  MadeVisit visit = squats(2);
  visit.shift(0, 0).stay(2).shift(350, 350).stay(3).squat(0.3, 1.5, 0.3, 1.2).stay(3);
  EXPECT_EQ(Live("squat").run(visit).reps, 3);
}

MadeVisit on_one_leg(double left_n, double right_n, int reps) {
  MadeVisit visit(350, 350);
  visit.stay(1).shift(left_n, right_n).stay(2);
  for (int i = 0; i < reps; ++i) visit.squat(0.2, 1.5, 0.3, 1.2).stay(1);
  return visit.stay(1);
}

TEST(LiveCounter, CountsTheLegAskedForOnly) {
  EXPECT_EQ(Live("single-leg-squat", Side::left).run(on_one_leg(700, 0, 3)).reps_left, 3);
  Live wrong("single-leg-squat", Side::left);
  wrong.run(on_one_leg(0, 700, 3));
  EXPECT_EQ(wrong.total(), 0);
}

TEST(LiveCounter, CountsEachLegByItself) {
  MadeVisit visit = on_one_leg(700, 0, 3);
  visit.shift(350, 350).stay(1).shift(0, 700).stay(2);
  for (int i = 0; i < 2; ++i) visit.squat(0.2, 1.5, 0.3, 1.2).stay(1);
  Live live("single-leg-squat", Side::both);
  const LiveMovement& view = live.run(visit.stay(1));
  EXPECT_EQ(view.reps_left, 3);
  EXPECT_EQ(view.reps_right, 2);
  EXPECT_EQ(view.reps, 2);  // of the leg that is being done
  EXPECT_EQ(live.total(), 5);
  EXPECT_EQ(view.recent.front().side, Side::left);
  EXPECT_EQ(view.recent.back().side, Side::right);
}

TEST(LiveCounter, CountsALungeForTheLegInFront) {
  MadeVisit visit = squats(2);
  Live live("lunge");
  EXPECT_EQ(live.left_ahead(200).run(visit).reps_left, 2);
  visit.squat(0.3, 1.5, 0.3, 1.2).stay(3);
  EXPECT_EQ(live.left_ahead(-200).run(visit).reps_right, 1);
  EXPECT_EQ(live.total(), 3);
  EXPECT_EQ(Live("lunge", Side::right).left_ahead(200).run(squats(2)).reps_left, 0);
}

TEST(LiveCounter, CountsALungeForTheLegThatCarriesMoreWhereNeitherIsInFront) {
  MadeVisit visit(490, 210);
  visit.stay(2).squat(0.25, 1.5, 0.3, 1.2).stay(2);
  EXPECT_EQ(Live("lunge").run(visit).reps_left, 1);
  EXPECT_EQ(Live("lunge", Side::right).run(visit).reps, 0);
}

TEST(LiveCounter, BelievesTheLegAskedForWhereALungeDoesNotShowIt) {
  const LiveMovement seen = Live("lunge", Side::right).run(squats(2));
  EXPECT_EQ(seen.reps_right, 2);
  EXPECT_EQ(seen.reps, 2);
}

TEST(LiveCounter, IsNotDisturbedByATouchOfTheFreeFoot) {
  MadeVisit visit(700, 0);
  visit.stay(2)
      .squat(0.2, 1.5, 0.3, 1.2)
      .stay(0.5)
      .shift(630, 70, 0.05)
      .stay(0.15)
      .shift(700, 0, 0.05)
      .stay(0.5);
  visit.squat(0.2, 1.5, 0.3, 1.2).stay(2);
  EXPECT_EQ(Live("single-leg-squat", Side::left).run(visit).reps_left, 2);
}

TEST(LiveCounter, CountsNothingWhileBothFeetAreDownInAOneLegExercise) {
  Live live("single-leg-squat", Side::left);
  live.run(squats(3));
  EXPECT_EQ(live.total(), 0);
}

TEST(LiveCounter, KeepsTheLastFiftyRepetitions) {
  Live live("squat");
  const LiveMovement& view = live.run(squats(53, 0.3, 0.6));
  EXPECT_EQ(view.reps, 53);
  ASSERT_EQ(view.recent.size(), 50u);
  EXPECT_EQ(view.recent.front().index, 4);
  EXPECT_EQ(view.recent.back().index, 53);
}

MadeVisit bridges(int reps, double hold_s = 2) {
  MadeVisit visit(80, 80);
  visit.stay(2);
  for (int i = 0; i < reps; ++i) visit.bridge(55, 55, 1, hold_s, 1.2).stay(1.5);
  return visit.stay(1);
}

TEST(LiveCounter, CountsEachBridgeWhenItComesDown) {
  const MadeVisit visit = bridges(4);
  Live live("bridge");
  EXPECT_EQ(live.run(visit).reps, 4);
  for (std::size_t i = 0; i < 4; ++i) {
    EXPECT_GT(live.counted_s()[i], visit.reps()[i].hold_end_s) << i;
    EXPECT_LT(live.counted_s()[i], visit.reps()[i].end_s + 0.5) << i;
  }
}

TEST(LiveCounter, MeasuresTheHoldOfABridge) {
  const MadeVisit visit = bridges(1, 3);
  Live live("bridge");
  // Live it begins on the way up.
  EXPECT_NEAR(live.run(visit, 1, 80, visit.reps()[0].hold_end_s - 0.1).hold_s, 3.6, 0.5);
  EXPECT_EQ(live.run(visit, 1, 80, visit.reps()[0].hold_end_s - 0.05).phase, Phase::hold);
}

TEST(LiveCounter, ShowsTheRiseOfABridgeInPercentOfBodyWeight) {
  const MadeVisit visit = bridges(1);
  Live live("bridge");
  EXPECT_NEAR(*live.run(visit, 0.5, 80, visit.reps()[0].bottom_s).swing_pct, 100 * 110.0 / 700, 0.5);
  Live without_weight("bridge", Side::both, std::nullopt);
  EXPECT_NEAR(*without_weight.run(visit, 0.5, 80, visit.reps()[0].bottom_s).swing_pct, 100 * 110.0 / 160, 2);
}

TEST(LiveCounter, CountsNoBridgeInShiftingAboutOrAJerk) {
  MadeVisit visit(80, 80);
  visit.stay(2)
      .add_wave(10, -10, 0.5, 10)
      .shift(90, 90, 0.5)
      .stay(1)
      .shift(80, 80, 0.5)
      .shift(130, 130, 0.08);
  EXPECT_EQ(Live("bridge").run(visit.shift(80, 80, 0.08).stay(2)).reps, 0);
}

TEST(LiveCounter, TimesAStandSinceThePersonStandsThere) {
  MadeVisit visit;
  visit.stay(2).shift(350, 350, 0.2).stay(10);
  Live live("quiet-stand");
  const LiveMovement& view = live.run(visit);
  EXPECT_NEAR(view.hold_s, 10.1, 0.1);
  EXPECT_EQ(view.phase, Phase::hold);
}

TEST(LiveCounter, TimesAOneLegStandAnewAfterTheFootWasSetDown) {
  MadeVisit visit(700, 0);
  visit.stay(6).shift(350, 350, 0.2).stay(1).shift(700, 0, 0.2).stay(3);
  EXPECT_NEAR(Live("single-leg-stand", Side::left).run(visit).hold_s, 3, 0.2);
}

TEST(LiveCounter, SkipsSamplesWithoutATotal) {
  const auto counter =
      make_live_counter(*find_exercise("quiet-stand"), Side::both, std::nullopt, std::nullopt);
  Balance nothing;
  for (int i = 0; i < 100; ++i) counter->push(i / 80.0, nothing);
  EXPECT_EQ(counter->view().hold_s, 0);
}

TEST(Phase, HasAWordForEach) {
  EXPECT_STREQ(to_string(Phase::none), "");
  EXPECT_STREQ(to_string(Phase::ready), "ready");
  EXPECT_STREQ(to_string(Phase::down), "down");
  EXPECT_STREQ(to_string(Phase::hold), "hold");
  EXPECT_STREQ(to_string(Phase::up), "up");
}

}  // namespace
}  // namespace poise::movement
