#include "session/set_result.h"

#include <gtest/gtest.h>

#include "../report/example_recording.h"

namespace poise::session {
namespace {

movement::Rep rep(Side side, double depth_mm, bool valid = true) {
  movement::Rep rep;
  rep.side = side;
  rep.depth_mm = depth_mm;
  rep.hold_s = 0.4;
  rep.valid = valid;
  return rep;
}

TEST(ASetResult, CountsValidRepetitionsOfEachSideAndTheirMeanDepth) {
  const movement::Exercise& exercise = *movement::find_exercise("single-leg-squat");
  movement::Analysis analysis;
  analysis.body.weight_n = 700;
  analysis.duration_s = 31;
  analysis.reps = {rep(Side::left, 200), rep(Side::left, 220), rep(Side::left, 10, false),
                   rep(Side::right, 150)};
  const SetResult result = result_of("id", exercise, analysis);
  EXPECT_EQ(result.session, "id");
  EXPECT_EQ(result.duration_s, 31);
  EXPECT_EQ(result.standing_weight_n, 700);
  EXPECT_EQ(result.of(Side::left), (SideResult{2, std::nullopt, 210.0}));
  EXPECT_EQ(result.of(Side::right), (SideResult{1, std::nullopt, 150.0}));
  EXPECT_EQ(result.of(Side::both), SideResult{});
  Block block;
  block.exercise = &exercise;
  EXPECT_EQ(least_reps(block, result), 1);
  block.side = Side::left;
  EXPECT_EQ(least_reps(block, result), 2);
}

TEST(ASetResult, OfBridgesHasTheirRiseAndTheirLongestHold) {
  const movement::Exercise& exercise = *movement::find_exercise("bridge");
  movement::Analysis analysis;
  analysis.reps = {rep(Side::both, 0), rep(Side::both, 0)};
  for (movement::Rep& each : analysis.reps) each.depth_mm.reset(), each.swing_n = 150;
  analysis.reps[1].hold_s = 2.5;
  const SetResult result = result_of("id", exercise, analysis);
  EXPECT_EQ(result.of(Side::both), (SideResult{2, 2.5, 150.0}));
}

TEST(ASetResult, OfStandsHasTheLongestHoldOfEachSide) {
  const movement::Exercise& exercise = *movement::find_exercise("single-leg-stand");
  movement::Analysis analysis;
  analysis.holds.resize(3);
  analysis.holds[0].side = analysis.holds[1].side = Side::left;
  analysis.holds[0].hold_s = 5;
  analysis.holds[1].hold_s = 12;
  analysis.holds[2].side = Side::right;
  analysis.holds[2].hold_s = 9;
  const SetResult result = result_of("id", exercise, analysis);
  Block block;
  block.exercise = &exercise;
  EXPECT_EQ(least_hold_s(block, result), 9);
  block.side = Side::left;
  EXPECT_EQ(least_hold_s(block, result), 12);
  EXPECT_EQ(least_hold_s(block, SetResult{}), std::nullopt);
}

TEST(ASetResult, OfTwistsLooksAtBothSides) {
  const movement::Exercise& exercise = *movement::find_exercise("russian-twist");
  movement::Analysis analysis;
  analysis.reps = {rep(Side::left, 0), rep(Side::right, 0), rep(Side::left, 0)};
  for (movement::Rep& each : analysis.reps) each.depth_mm.reset(), each.swing_n = 60;
  Block block;
  block.exercise = &exercise;
  block.reps = 2;
  const SetResult result = result_of("id", exercise, analysis);
  EXPECT_EQ(least_reps(block, result), 1);
  EXPECT_EQ(in_words(block, result), "left 2, right 1 of 2 reps");
  EXPECT_FALSE(result.of(Side::left).hold_s);
}

TEST(ASetResult, TakesTheFirstIndexWithItsSide) {
  const movement::Exercise& exercise = *movement::find_exercise("squat");
  movement::Analysis analysis = example_analysis();  // 8.9 %, favouring left
  EXPECT_EQ(result_of("id", exercise, analysis).asymmetry_pct, -8.9);
  EXPECT_EQ(result_of("id", exercise, analysis).asymmetry_formula, "symmetry_index_total");
  analysis.asymmetry[0].favours = "right";
  EXPECT_EQ(result_of("id", exercise, analysis).asymmetry_pct, 8.9);
  analysis.asymmetry[0].formula = "lsi";
  analysis.asymmetry[0].value_pct = 92;
  EXPECT_EQ(result_of("id", exercise, analysis).asymmetry_pct, 8);
}

TEST(ASetResult, OfAStandOnBothLegsTakesTheShareForIt) {
  const movement::Exercise& exercise = *movement::find_exercise("quiet-stand");
  movement::Analysis analysis;
  EXPECT_EQ(result_of("id", exercise, analysis).asymmetry_pct, std::nullopt);
  analysis.share.emplace().left_mean_pct = 54;
  EXPECT_EQ(result_of("id", exercise, analysis).asymmetry_pct, -8);
}

}  // namespace
}  // namespace poise::session
