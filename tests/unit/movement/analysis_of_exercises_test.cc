#include <gmock/gmock.h>

#include "example_visits.h"
#include "movement/analysis.h"
#include "sitting.h"

namespace poise::movement {
namespace {

using ::testing::Contains;
using ::testing::ElementsAre;
using ::testing::HasSubstr;
using ::testing::IsEmpty;
using ::testing::SizeIs;

TEST(Analysis, OfSquatsFindsAndMeasuresThem) {
  const MadeVisit visit = squat_visit(3, 0.55);
  const Analysis analysis = analyze(visit.recording(80, 1), options_for("squat"));
  EXPECT_EQ(analysis.exercise, "squat");
  EXPECT_EQ(analysis.outcome, Outcome::complete);
  EXPECT_NEAR(*analysis.sampling_hz, 80, 1e-6);
  EXPECT_NEAR(analysis.duration_s, visit.length_s(), 0.03);
  EXPECT_NEAR(*analysis.body.weight_n, 700, 1);
  EXPECT_GT(*analysis.body.weight_doubt_n, 0);
  ASSERT_THAT(analysis.reps, SizeIs(3));
  for (std::size_t i = 0; i < 3; ++i) {
    const Rep& rep = analysis.reps[i];
    const MadeRep& made = visit.reps()[i];
    EXPECT_EQ(rep.index, static_cast<int>(i) + 1);
    EXPECT_TRUE(rep.valid) << testing::PrintToString(rep.reasons);
    EXPECT_NEAR(rep.start_s, made.start_s, 0.08);
    EXPECT_NEAR(rep.bottom_s, made.bottom_s, 0.03);
    EXPECT_NEAR(rep.end_s, made.end_s, 0.08);
    EXPECT_NEAR(*rep.depth_mm, made.travel, 6);
    EXPECT_NEAR(*rep.down_s + *rep.hold_s + *rep.up_s, rep.end_s - rep.start_s, 1e-9);
    EXPECT_NEAR(*rep.left_share_pct, 55, 0.1);
    EXPECT_NEAR(*rep.symmetry_index_total_pct, -10, 0.2);
    EXPECT_NEAR(*rep.left_mean_n + *rep.right_mean_n, 700, 5);  // from stand to stand it is the weight
    EXPECT_FALSE(rep.swing_n || rep.top_left_pct_bw || rep.sag_pct);
  }
  EXPECT_THAT(analysis.holds, IsEmpty());
  EXPECT_FALSE(analysis.sway);
}

TEST(Analysis, OfSquatsSharesTheLoadOfTheRepetitions) {
  const Analysis analysis = analyze(squat_visit(3, 0.55).recording(80, 1), options_for("squat"));
  ASSERT_TRUE(analysis.share);
  EXPECT_NEAR(*analysis.share->left_mean_pct, 55, 0.1);
  EXPECT_NEAR(*analysis.share->mean_mass_difference_pct_bw, 10, 0.3);
  EXPECT_GT(*analysis.share->time_favouring_left_pct, 99);
  EXPECT_EQ(analysis.share->time_favouring_right_pct, 0);
  ASSERT_NE(find(analysis, "mean_force"), nullptr);
  EXPECT_NEAR(*find(analysis, "mean_force")->value_pct, 10, 0.2);
  EXPECT_EQ(find(analysis, "mean_force")->favours, "left");
  EXPECT_EQ(find(analysis, "mean_force")->formula, "symmetry_index_total");
  EXPECT_NE(find(analysis, "peak_force"), nullptr);
}

TEST(Analysis, MarksAHalfRepetitionAndLeavesItOutOfTheAsymmetry) {
  MadeVisit visit;
  visit.stay(2).shift(350, 350).stay(3);
  for (const double depth_m : {0.3, 0.3, 0.13, 0.3}) visit.squat(depth_m, 1.2, 0.3, 1.2).stay(1.2);
  const Analysis analysis = analyze(visit.stay(2).recording(80, 0.5), options_for("squat"));
  ASSERT_THAT(analysis.reps, SizeIs(4));
  EXPECT_THAT(analysis.reps[2].reasons, ElementsAre("partial"));
  EXPECT_EQ(find(analysis, "mean_force")->n_left, 3);
}

TEST(Analysis, DeclinesMovementsTooSmallForTheNoiseAndSaysSo) {
  MadeVisit visit(350, 350);
  visit.stay(4).squat(0.05, 2, 0.5, 2).stay(2).squat(0.05, 2, 0.5, 2).stay(4);
  const Analysis analysis = analyze(visit.recording(80, 5.5), options_for("squat"));
  EXPECT_THAT(analysis.reps, IsEmpty());
  EXPECT_THAT(analysis.quality.notes, Contains(HasSubstr("too small to be told from noise")));
  EXPECT_EQ(analysis.outcome, Outcome::no_movement);
}

TEST(Analysis, OfSquatsWithHandsOnARailSaysSoAndGivesNoDepth) {
  MadeVisit visit;
  visit.stay(2).shift(350, 350).stay(3);
  for (int i = 0; i < 3; ++i) visit.supported_squat(0.12, 0.02, 0.25, 1.3, 0.3, 1.1).stay(1.2);
  const Analysis analysis = analyze(visit.stay(2).recording(80, 0.5), options_for("squat"));
  ASSERT_THAT(analysis.reps, SizeIs(3));
  for (const Rep& rep : analysis.reps) {
    EXPECT_THAT(rep.reasons, ElementsAre("hand_support"));
    EXPECT_FALSE(rep.depth_mm || rep.depth_doubt_mm || rep.peak_velocity_mm_s || rep.peak_power_w);
  }
  EXPECT_THAT(analysis.quality.notes, Contains(HasSubstr("No depth for 3 repetitions")));
}

TEST(Analysis, TakesLeaningOnARailForNoValidSquat) {
  MadeVisit visit;
  visit.stay(2).shift(350, 350).stay(3);
  for (int i = 0; i < 4; ++i) visit.shift(300, 300, 0.5).stay(3).shift(350, 350, 0.5).stay(1);
  const Analysis analysis = analyze(visit.stay(2).recording(80, 0.5), options_for("squat"));
  for (const Rep& rep : analysis.reps) EXPECT_THAT(rep.reasons, Contains("hand_support"));
}

TEST(Analysis, OfBothLegsInTurnComparesThem) {
  const Analysis analysis = analyze(leg_visit(0.25, 0.2).recording(80, 1), options_for("single-leg-squat"));
  ASSERT_THAT(analysis.reps, SizeIs(6));
  for (std::size_t i = 0; i < 6; ++i) {
    EXPECT_EQ(analysis.reps[i].side, i < 3 ? Side::left : Side::right);
    EXPECT_EQ(analysis.reps[i].set, i < 3 ? 1 : 2);
    EXPECT_FALSE(analysis.reps[i].left_share_pct);
  }
  EXPECT_FALSE(analysis.share);
  const Asymmetry* depth = find(analysis, "depth");
  ASSERT_NE(depth, nullptr);
  EXPECT_NEAR(*depth->value_pct, 20, 2);
  EXPECT_EQ(depth->favours, "left");
  EXPECT_EQ(depth->formula, "percent_difference_to_better");
}

TEST(Analysis, ComparesTheInvolvedLegWithTheOther) {
  AnalysisOptions options = options_for("single-leg-squat");
  options.involved_side = Side::right;
  const Analysis analysis = analyze(leg_visit(0.25, 0.2).recording(80, 1), options);
  ASSERT_NE(find(analysis, "depth"), nullptr);
  EXPECT_EQ(find(analysis, "depth")->formula, "lsi");
  EXPECT_NEAR(*find(analysis, "depth")->value_pct, 80, 2);
}

TEST(Analysis, CountsTheLegAskedForOnlyAndSaysWhenItWasTheOther) {
  const Recording both = leg_visit(0.25, 0.2).recording(80, 1);
  EXPECT_THAT(analyze(both, options_for("single-leg-squat", Side::right)).reps, SizeIs(3));
  MadeVisit left(700, 0);
  left.stay(3).squat(0.25, 1.5, 0.3, 1.2).stay(2);
  const Analysis wrong = analyze(left.recording(80, 1), options_for("single-leg-squat", Side::right));
  EXPECT_THAT(wrong.reps, IsEmpty());
  EXPECT_EQ(wrong.outcome, Outcome::no_movement);
  EXPECT_THAT(wrong.quality.notes, Contains(HasSubstr("on the left leg")));
}

TEST(Analysis, OfBridgesMeasuresTheRiseAboveRest) {
  const MadeVisit visit = bridge_visit();
  const Analysis analysis = analyze(visit.recording(80, 0.8), options_for("bridge"));
  EXPECT_NEAR(*analysis.body.weight_n, 700, 1);
  EXPECT_NEAR(*analysis.body.rest_left_n, 70, 0.5);
  EXPECT_NEAR(*analysis.body.rest_right_n, 90, 0.5);
  ASSERT_THAT(analysis.reps, SizeIs(3));
  const Rep& rep = analysis.reps[1];
  EXPECT_TRUE(rep.valid);
  EXPECT_NEAR(rep.start_s, visit.reps()[1].start_s, 0.08);
  EXPECT_NEAR(*rep.hold_s, visit.reps()[1].hold_end_s - visit.reps()[1].hold_start_s, 0.08);
  EXPECT_NEAR(*rep.swing_n, 110, 2);
  EXPECT_NEAR(*rep.swing_left_share_pct, 60, 0.7);
  EXPECT_NEAR(*rep.left_share_pct, 100 * 136.0 / 270, 0.3);
  EXPECT_NEAR(*rep.symmetry_index_total_pct, 100 * (134 - 136.0) / 270, 0.6);
  EXPECT_NEAR(*rep.top_left_pct_bw, 100 * 136.0 / 700, 0.5);
  EXPECT_NEAR(*rep.top_right_pct_bw, 100 * 134.0 / 700, 0.5);
  EXPECT_NEAR(*rep.sag_pct, 0, 3);
  EXPECT_LT(*rep.hold_steadiness_pct, 3);
  EXPECT_FALSE(rep.depth_mm || rep.peak_velocity_mm_s);
}

TEST(Analysis, OfBridgesWithoutABodyWeightLeavesThePercentOut) {
  MadeVisit visit(70, 90);
  visit.stay(4);
  for (int i = 0; i < 3; ++i) visit.bridge(66, 44, 1, 2, 1.2).stay(2);
  const Analysis analysis = analyze(visit.recording(80, 0.8), options_for("bridge"));
  EXPECT_FALSE(analysis.body.weight_n);
  ASSERT_THAT(analysis.reps, SizeIs(3));
  EXPECT_FALSE(analysis.reps[0].top_left_pct_bw);
  EXPECT_NEAR(*analysis.reps[0].swing_left_share_pct, 60, 0.7);
  EXPECT_THAT(analysis.quality.notes, Contains(HasSubstr("Body weight unknown")));
}

/// Steps on and does lunges: both plates carry `left_n` and `right_n` while down and up.
MadeVisit lunge_visit(const std::vector<double>& left_parts) {
  MadeVisit visit;
  visit.stay(2).shift(350, 350).stay(3);
  for (const double left : left_parts) {
    visit.shift(700 * left, 700 * (1 - left), 0.6).stay(0.5).squat(0.25, 1.4, 0.3, 1.2).stay(0.5).shift(350, 350, 0.6).stay(1);
  }
  return visit.stay(1).shift(0, 0).stay(2);
}

TEST(Analysis, OfLungesTellsWhoLedByTheLoadAndGivesNoSymmetryIndex) {
  const Analysis analysis = analyze(lunge_visit({0.7, 0.7, 0.3, 0.3}).recording(80, 1), options_for("lunge"));
  ASSERT_THAT(analysis.reps, SizeIs(4));
  for (std::size_t i = 0; i < 4; ++i) {
    const Rep& rep = analysis.reps[i];
    EXPECT_EQ(rep.side, i < 2 ? Side::left : Side::right);
    EXPECT_EQ(rep.set, i < 2 ? 1 : 2);
    EXPECT_NEAR(*rep.lead_share_pct, 70, 0.3);
    EXPECT_NEAR(*rep.left_share_pct, i < 2 ? 70 : 30, 0.3);
    EXPECT_NEAR(*rep.depth_mm, 250, 5);
    EXPECT_FALSE(rep.symmetry_index_total_pct);
  }
  EXPECT_FALSE(analysis.share);
  ASSERT_NE(find(analysis, "depth"), nullptr);
  EXPECT_EQ(find(analysis, "depth")->formula, "percent_difference_to_better");
  EXPECT_EQ(find(analysis, "depth")->n_left, 2);
  EXPECT_EQ(find(analysis, "mean_force"), nullptr);
}

TEST(Analysis, OfLungesTellsWhoLedByTheFootInFront) {
  Recording recording = lunge_visit({0.4, 0.4}).recording(80, 1);
  recording.left_cop_y_mm.assign(recording.size(), 100);
  recording.right_cop_y_mm.assign(recording.size(), -100);
  const Analysis left = analyze(recording, options_for("lunge"));
  ASSERT_THAT(left.reps, SizeIs(2));
  EXPECT_EQ(left.reps[0].side, Side::left);
  EXPECT_NEAR(*left.reps[0].lead_share_pct, 40, 0.3);
  const Analysis right = analyze(recording, options_for("lunge", Side::right));
  EXPECT_THAT(right.reps, IsEmpty());
  EXPECT_THAT(right.quality.notes, Contains(HasSubstr("2 repetitions were led by the other leg, not the right one")));
}

TEST(Analysis, OfASitToStandMeasuresTheRiseAndTheShare) {
  SatVisit visit;
  visit.stay(3);
  for (int i = 0; i < 3; ++i) {
    visit.sit_to_stand(0.38, 1.3, 1, 1.5);
    visit.stay(1.2);
  }
  visit.shift(0, 0, 0.5).stay(1);
  Recording recording = visit.recording(80, 0.5);  // begins sitting: weighed while standing
  const Analysis analysis = analyze(recording, options_for("sit-to-stand"));
  EXPECT_NEAR(*analysis.body.weight_n, 700, 3);
  EXPECT_NEAR(*analysis.body.rest_left_n, kSeated_n / 2, 1);
  ASSERT_THAT(analysis.reps, SizeIs(3));
  for (std::size_t i = 0; i < 3; ++i) {
    const Rep& rep = analysis.reps[i];
    const MadeRep& made = visit.reps()[i];
    EXPECT_TRUE(rep.valid) << testing::PrintToString(rep.reasons);
    EXPECT_NEAR(rep.start_s, made.start_s, 0.06);
    EXPECT_NEAR(rep.bottom_s, made.bottom_s, 0.03);
    EXPECT_NEAR(rep.end_s, made.end_s, 0.06);
    EXPECT_NEAR(*rep.up_s, made.hold_start_s - made.start_s, 0.06);
    EXPECT_NEAR(*rep.down_s, made.end_s - made.hold_end_s, 0.06);
    EXPECT_NEAR(*rep.depth_mm, made.travel, *rep.depth_doubt_mm);
    EXPECT_GT(*rep.peak_n, 730);
    EXPECT_GT(*rep.rfd_100ms_n_s, 300);
    EXPECT_NEAR(*rep.left_share_pct, 50, 0.2);
    EXPECT_TRUE(rep.symmetry_index_total_pct);
  }
  ASSERT_NE(find(analysis, "peak_force"), nullptr);
  EXPECT_THAT(analysis.quality.notes, Contains(HasSubstr("While the chair carries")));
}

MadeVisit plank_visit() {
  MadeVisit visit;
  visit.stay(1).shift(55, 50, 0.8).stay(2);
  visit.shift(230, 210, 0.9).stay(8).shift(210, 190, 6).shift(55, 50, 0.8).stay(2);
  visit.shift(225, 210, 0.9).stay(4).shift(55, 50, 0.8).stay(1);
  return visit.shift(0, 0, 0.6).stay(1);
}

TEST(Analysis, OfPlanksTimesEachHoldOfAPartOfTheWeight) {
  const Analysis analysis = analyze(plank_visit().recording(80, 1), options_for("plank"));
  EXPECT_EQ(analysis.outcome, Outcome::complete);
  EXPECT_FALSE(analysis.body.weight_n || analysis.sway);
  ASSERT_THAT(analysis.holds, SizeIs(2));
  const Hold& first = analysis.holds[0];
  EXPECT_NEAR(first.start_s, 3.8 + 0.6, 0.2);
  EXPECT_NEAR(*first.hold_s, 14.4, 0.4);
  EXPECT_NEAR(*first.mean_n, 428, 4);
  EXPECT_NEAR(*first.left_share_pct, 52.3, 0.2);
  EXPECT_LT(*first.drift_pct, -5);
  EXPECT_GT(*first.hold_steadiness_pct, 2);
  EXPECT_FALSE(first.mean_pct_bw);
  EXPECT_LT(*analysis.holds[1].hold_steadiness_pct, 1);
  ASSERT_TRUE(analysis.share);
  EXPECT_NEAR(*analysis.share->left_mean_pct, 52.3, 0.2);
}

TEST(Analysis, OfPlanksDoesNotTakeStandingOrRestingOnTheElbowsForAHold) {
  MadeVisit visit;
  visit.stay(1).shift(350, 350).stay(4).shift(0, 0).stay(2).shift(50, 50).stay(3).shift(220, 215, 0.9).stay(10);
  visit.shift(0, 0).stay(1);
  AnalysisOptions options = options_for("plank");
  ASSERT_THAT(analyze(visit.recording(80, 1), options).holds, SizeIs(1));
  options.body_weight_n = 700;
  const Analysis weighed = analyze(visit.recording(80, 1), options);
  ASSERT_THAT(weighed.holds, SizeIs(1));
  EXPECT_NEAR(*weighed.holds[0].mean_pct_bw, 62, 0.5);
}

TEST(Analysis, OfAPlankThatTheRecordCutsOffCountsWhatThereIs) {
  const Analysis analysis = analyze(MadeVisit(220, 215).stay(6).recording(80, 1), options_for("plank"));
  ASSERT_THAT(analysis.holds, SizeIs(1));
  EXPECT_NEAR(*analysis.holds[0].hold_s, 6, 0.1);
}

TEST(Analysis, OfSidePlanksComparesTheSides) {
  MadeVisit visit;
  for (const bool left : {true, false}) {
    const double up = left ? 365 : 350;
    visit.stay(2).shift(left ? 80 : 0, left ? 0 : 80, 0.6).stay(2).shift(left ? up : 0, left ? 0 : up, 0.9);
    visit.stay(left ? 12 : 8).shift(left ? 80 : 0, left ? 0 : 80, 0.8).stay(1).shift(0, 0, 0.5);
  }
  visit.stay(2);
  const Analysis analysis = analyze(visit.recording(80, 1), options_for("side-plank"));
  ASSERT_THAT(analysis.holds, SizeIs(2));
  EXPECT_EQ(analysis.holds[0].side, Side::left);
  EXPECT_EQ(analysis.holds[1].side, Side::right);
  EXPECT_FALSE(analysis.holds[0].left_share_pct);
  ASSERT_NE(find(analysis, "hold"), nullptr);
  EXPECT_EQ(find(analysis, "hold")->favours, "left");
  EXPECT_NE(find(analysis, "unsteadiness"), nullptr);
  EXPECT_THAT(analyze(visit.recording(80, 1), options_for("side-plank", Side::right)).holds, SizeIs(1));
}

MadeVisit twist_visit(double left_points, double right_points, int pairs = 3) {
  MadeVisit visit;
  visit.stay(1).shift(336, 364, 1).stay(3);
  for (int i = 0; i < pairs; ++i) {
    visit.shift(336 + 7 * left_points, 364 - 7 * left_points, i == 0 ? 0.6 : 1.2);
    visit.shift(336 - 7 * right_points, 364 + 7 * right_points, 1.2);
  }
  return visit.shift(336, 364, 0.6).stay(2).shift(0, 0, 0.8).stay(1);
}

TEST(Analysis, OfTwistsComparesTheSwings) {
  const Analysis analysis = analyze(twist_visit(22, 18).recording(80, 1), options_for("russian-twist"));
  ASSERT_THAT(analysis.reps, SizeIs(6));
  for (std::size_t i = 0; i < 6; ++i) {
    const Rep& rep = analysis.reps[i];
    EXPECT_EQ(rep.side, i % 2 == 0 ? Side::left : Side::right);
    EXPECT_EQ(rep.set, 1);
    EXPECT_TRUE(rep.valid);
    EXPECT_NEAR(*rep.swing_n, i % 2 == 0 ? 154 : 126, 3);
    EXPECT_TRUE(rep.left_share_pct);
    EXPECT_FALSE(rep.symmetry_index_total_pct || rep.depth_mm || rep.down_s);
  }
  EXPECT_FALSE(analysis.share || analysis.body.weight_n);
  ASSERT_NE(find(analysis, "swing"), nullptr);
  EXPECT_NEAR(*find(analysis, "swing")->value_pct, 10, 0.5);
  EXPECT_EQ(find(analysis, "swing")->favours, "left");
  EXPECT_EQ(find(analysis, "swing")->formula, "symmetry_index_total");
}

TEST(Analysis, OfTwistsSaysWhatItLeftOut) {
  const Analysis small = analyze(twist_visit(7, 7).recording(80, 1), options_for("russian-twist"));
  EXPECT_THAT(small.reps, IsEmpty());
  EXPECT_EQ(small.outcome, Outcome::no_movement);
  EXPECT_THAT(small.quality.notes, Contains(HasSubstr("6 swings of less than 8 points")));
  Recording one_plate = twist_visit(20, 20).recording(80, 1);
  one_plate.left_n.clear();
  one_plate.right_n.clear();
  EXPECT_THAT(analyze(one_plate, options_for("russian-twist")).quality.notes, Contains(HasSubstr("no sides")));
}

TEST(Analysis, OfAStandMeasuresTheLongestAndListsAll) {
  MadeVisit visit;
  visit.stay(2).shift(350, 350).stay(6).shift(0, 0).stay(2).shift(420, 280).stay(20).shift(0, 0).stay(2);
  const Analysis analysis = analyze(visit.recording(80, 1), options_for("quiet-stand"));
  ASSERT_THAT(analysis.holds, SizeIs(2));
  EXPECT_NEAR(*analysis.holds[0].hold_s, 6, 0.8);
  EXPECT_NEAR(*analysis.holds[1].hold_s, 20, 0.8);
  EXPECT_NEAR(*analysis.holds[1].left_share_pct, 60, 0.1);
  EXPECT_NEAR(*analysis.share->left_mean_pct, 60, 0.1);
  ASSERT_TRUE(analysis.sway);
  EXPECT_THAT(analysis.reps, IsEmpty());
}

TEST(Analysis, OfTimedStandsTakesNoCreditForStandingOnBeyondTheTime) {
  MadeVisit visit(700, 0);
  visit.stay(14).shift(0, 700).stay(10.5).shift(350, 350).stay(2);
  auto options = options_for("single-leg-stand", Side::both);
  options.body_weight_n = 700;
  options.seconds_asked = 10;
  const Analysis analysis = analyze(visit.recording(80, 1), options);
  ASSERT_THAT(analysis.holds, SizeIs(2));
  for (const Hold& hold : analysis.holds) {
    EXPECT_EQ(hold.hold_s, 10);
    EXPECT_NEAR(hold.end_s - hold.start_s, 10, 1e-9);
  }
  ASSERT_NE(find(analysis, "hold"), nullptr);
  EXPECT_EQ(find(analysis, "hold")->value_pct, 0);
}

TEST(Analysis, OfAOneLegStandCountsTouches) {
  MadeVisit visit(700, 0);
  visit.stay(5).shift(600, 100, 0.1).stay(0.3).shift(700, 0, 0.1).stay(5);
  const Analysis analysis = analyze(visit.recording(80, 1), options_for("single-leg-stand", Side::left));
  ASSERT_THAT(analysis.holds, SizeIs(1));
  EXPECT_EQ(analysis.holds[0].side, Side::left);
  EXPECT_EQ(analysis.quality.touches, 1);
  EXPECT_FALSE(analysis.share);
}

}  // namespace
}  // namespace poise::movement
