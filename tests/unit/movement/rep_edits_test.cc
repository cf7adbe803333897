#include "movement/rep_edits.h"

#include <gmock/gmock.h>

#include "made_visit.h"
#include "movement/analysis.h"

namespace poise::movement {
namespace {

using ::testing::Contains;
using ::testing::DoubleNear;
using ::testing::ElementsAre;
using ::testing::HasSubstr;
using ::testing::IsEmpty;
using ::testing::Not;
using ::testing::Optional;

/// Five squats; 55 % on the left in the first three, 45 % in the others.
const MadeVisit& squats() {
  static const MadeVisit visit = [] {
    MadeVisit made;
    made.stay(2).shift(385, 315).stay(3);
    for (int i = 0; i < 5; ++i) {
      made.squat(0.22, 1.2, 0.3, 1.2).stay(2);
      if (i == 2) made.shift(315, 385).stay(2);
    }
    return made.stay(2).shift(0, 0).stay(2);
  }();
  return visit;
}

Analysis analysed(std::vector<RepEdit> edits, const MadeVisit& visit = squats(), const char* exercise = "squat",
                  Side side = Side::both) {
  AnalysisOptions options;
  options.exercise = find_exercise(exercise);
  options.side = side;
  options.rep_edits = std::move(edits);
  return analyze(visit.recording(80, 0.5), options);
}

RepEdit excluded(int rep, bool out, const char* why) { return {rep, std::nullopt, std::nullopt, out, why}; }

TEST(RepEdits, TheLastWordOnARepetitionHolds) {
  const RepEdit edits[] = {{1, 2.0, std::nullopt, std::nullopt, "first"},
                           excluded(2, true, "another"),
                           {1, 1.5, std::nullopt, std::nullopt, "second"}};
  ASSERT_NE(edit_of(edits, 1), nullptr);
  EXPECT_EQ(edit_of(edits, 1)->reason, "second");
  EXPECT_EQ(edit_of(edits, 3), nullptr);
}

TEST(RepEdits, AnEditThatSaysNothingTakesTheOthersBack) {
  const Analysis analysis = analysed({excluded(1, true, "no"), {.rep = 1, .reason = "undone"}});
  EXPECT_TRUE(analysis.reps[0].valid);
  EXPECT_FALSE(analysis.reps[0].correction);
  EXPECT_THAT(analysis.reps[0].reasons, IsEmpty());
}

TEST(RepEdits, WhatIsExcludedIsInNoMeanAndSaysWhatTheProgramHadFound) {
  const Analysis all = analysed({});
  ASSERT_EQ(all.reps.size(), 5U);
  const Analysis some = analysed({excluded(4, true, "talked"), excluded(5, true, "talked")});
  EXPECT_FALSE(some.reps[4].valid);
  EXPECT_THAT(some.reps[4].reasons, ElementsAre("excluded"));
  ASSERT_TRUE(some.reps[4].correction);
  EXPECT_TRUE(some.reps[4].correction->automatic_valid);
  EXPECT_EQ(some.reps[4].correction->reason, "talked");
  EXPECT_DOUBLE_EQ(some.reps[4].correction->automatic_start_s, all.reps[4].start_s);
  EXPECT_THAT(all.share->left_mean_pct, Optional(DoubleNear(51, 0.3)));
  EXPECT_THAT(some.share->left_mean_pct, Optional(DoubleNear(55, 0.3)));
  EXPECT_EQ(some.asymmetry[0].n_left, 3);
  EXPECT_THAT(some.asymmetry[0].value_pct, Optional(DoubleNear(10, 0.5)));
  EXPECT_THAT(some.share->side_flips, Optional(0.0));
  EXPECT_THAT(some.quality.notes, Contains(HasSubstr("2 repetitions were corrected by hand")));
}

TEST(RepEdits, ARepetitionIsCountedAlthoughTheProgramWouldNot) {
  MadeVisit visit;
  visit.stay(2).shift(350, 350).stay(3);
  for (const double depth_m : {0.22, 0.22, 0.10, 0.22}) visit.squat(depth_m, 1.2, 0.3, 1.2).stay(2);
  const Analysis automatic = analysed({}, visit);
  ASSERT_FALSE(automatic.reps[2].valid);
  const Analysis restored = analysed({excluded(3, false, "deep enough for now")}, visit);
  EXPECT_TRUE(restored.reps[2].valid);
  EXPECT_THAT(restored.reps[2].reasons, ElementsAre("partial", "counted_by_hand"));
  EXPECT_FALSE(restored.reps[2].correction->automatic_valid);
}

TEST(RepEdits, MovedTimesMeasureForcesAnewAndKeepTheDepthOfTheSameMovement) {
  const Analysis before = analysed({});
  const Rep& automatic = before.reps[2];
  // Into the stretch after the third repetition in which the weight is on the other leg.
  const Analysis after = analysed({{3, std::nullopt, automatic.end_s + 4, std::nullopt, "stood up late"}});
  const Rep& rep = after.reps[2];
  EXPECT_DOUBLE_EQ(rep.end_s, automatic.end_s + 4);
  EXPECT_NEAR(*rep.up_s, *automatic.up_s + 4, 1e-9);
  EXPECT_EQ(rep.down_s, automatic.down_s);
  EXPECT_EQ(rep.depth_mm, automatic.depth_mm);
  EXPECT_LT(*rep.left_share_pct, *automatic.left_share_pct - 2);
  EXPECT_GT(*rep.impulse_right_ns, *automatic.impulse_right_ns + 4 * 300);
  EXPECT_THAT(rep.reasons, ElementsAre("times_corrected"));
  EXPECT_TRUE(rep.valid);
  EXPECT_DOUBLE_EQ(rep.correction->automatic_end_s, automatic.end_s);
}

TEST(RepEdits, AnotherMovementHasNoDepth) {
  const Rep automatic = analysed({}).reps[0];
  const Rep rep = analysed({{1, automatic.end_s + 0.2, automatic.end_s + 1.5, std::nullopt, "wrong one"}}).reps[0];
  EXPECT_FALSE(rep.depth_mm);
  EXPECT_FALSE(rep.down_s);
  EXPECT_FALSE(rep.peak_power_w);
  EXPECT_NEAR(*rep.left_share_pct, 55, 0.3);
  EXPECT_NEAR(rep.bottom_s, automatic.end_s + 0.85, 1e-6);
}

TEST(RepEdits, ABridgeKeepsTheShareOfItsHold) {
  MadeVisit visit;
  visit.stay(2).shift(350, 350).stay(3).shift(0, 0).stay(2).shift(80, 80).stay(4);
  for (int i = 0; i < 3; ++i) visit.bridge(120, 80, 0.8, 2, 0.8).stay(2);
  const Rep automatic = analysed({}, visit, "bridge").reps[1];
  const Rep rep = analysed({{2, automatic.start_s - 1, std::nullopt, std::nullopt, "earlier"}}, visit, "bridge").reps[1];
  EXPECT_EQ(rep.left_share_pct, automatic.left_share_pct);
  EXPECT_NEAR(*rep.up_s, *automatic.up_s + 1, 1e-9);  // a bridge begins upwards
  EXPECT_EQ(rep.down_s, automatic.down_s);
  EXPECT_LT(*rep.left_mean_n, *automatic.left_mean_n);
}

TEST(RepEdits, TheReasonsOfAnotherStretchAreItsOwn) {
  MadeVisit visit;
  visit.stay(2).shift(350, 350).stay(2).shift(700, 0).stay(3);
  visit.squat(0.2, 1.2, 0.3, 1.2).stay(1.5).shift(630, 70).stay(0.5).shift(700, 0).stay(2);
  visit.squat(0.2, 1.2, 0.3, 1.2).stay(2);
  const Rep automatic = analysed({}, visit, "single-leg-squat", Side::left).reps[0];
  ASSERT_TRUE(automatic.valid);
  const Analysis longer = analysed({{1, std::nullopt, automatic.end_s + 2.8, std::nullopt, "all of it"}}, visit,
                                   "single-leg-squat", Side::left);
  EXPECT_FALSE(longer.reps[0].valid);
  EXPECT_THAT(longer.reps[0].reasons, ElementsAre("touch", "times_corrected"));
  EXPECT_EQ(longer.quality.touches, 1);
}

TEST(RepEdits, TimesStayWithinTheRecord) {
  const Rep rep = analysed({{5, std::nullopt, 1e6, std::nullopt, "for ever"}}).reps[4];
  EXPECT_LE(rep.end_s, squats().length_s());
  const Rep turned = analysed({{5, 9.0, 3.0, std::nullopt, "the wrong way round"}}).reps[4];
  EXPECT_GT(turned.end_s, turned.start_s);
}

TEST(RepEdits, CountFromTheRecordsOwnClock) {
  Recording late = squats().recording(80, 0.5);
  for (double& time_s : late.time_s) time_s += 1000;
  AnalysisOptions options;
  options.exercise = find_exercise("squat");
  const Rep automatic = analyze(late, options).reps[1];
  options.rep_edits = {{2, automatic.start_s - 0.5, std::nullopt, std::nullopt, "earlier"}};
  const Rep rep = analyze(late, options).reps[1];
  EXPECT_NEAR(rep.start_s, automatic.start_s - 0.5, 1e-6);
  EXPECT_NEAR(rep.correction->automatic_start_s, automatic.start_s, 1e-6);
  EXPECT_THAT(rep.reasons, Not(IsEmpty()));
}

}  // namespace
}  // namespace poise::movement
