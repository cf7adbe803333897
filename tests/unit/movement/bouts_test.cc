#include "movement/bouts.h"

#include <gmock/gmock.h>

#include "made_visit.h"

namespace poise::movement {
namespace {

double start_s(const Loads& loads, const Bout& bout) { return loads.time_at(bout.begin); }
double end_s(const Loads& loads, const Bout& bout) { return loads.time_at(bout.end); }

TEST(Loads, FindsTheNearestSampleAndStaysInside) {
  const Loads loads = MadeVisit(1, 1).stay(10).loads(80);
  EXPECT_EQ(loads.index_at(1.006), 80u);
  EXPECT_EQ(loads.index_at(1.007), 81u);
  EXPECT_EQ(loads.index_at(-5), 0u);
  EXPECT_EQ(loads.index_at(1e9), loads.size() - 1);
  EXPECT_EQ(Loads{}.index_at(3), 0u);
}

TEST(FindBodyWeight, TakesTheFirstStillSecondOfSomebodyOnTheMat) {
  MadeVisit visit;
  visit.stay(3).shift(350, 350, 0.8).stay(4).squat(0.3, 1.5, 0, 1.5).stay(2);
  const auto still = find_body_weight(visit.loads(80, 1.2), Pattern::squat);
  ASSERT_TRUE(still);
  EXPECT_NEAR(still->mean_n, 700, 0.5);
  EXPECT_GT(still->start_s, 3.5);
  EXPECT_LT(still->end_s, 6.5);
  EXPECT_NEAR(still->end_s - still->start_s, 1, 0.02);
  EXPECT_NEAR(still->sd_n, 1.2, 0.3);
}

TEST(FindBodyWeight, OfSomebodyWhoStandsThereFromTheStart) {
  const auto still = find_body_weight(MadeVisit(300, 400).stay(5).loads(80, 1), Pattern::stand);
  ASSERT_TRUE(still);
  EXPECT_NEAR(still->mean_n, 700, 0.5);
  EXPECT_LT(still->start_s, 1.1);
}

/// How far from 700 N somebody is weighed at worst when the record begins anywhere between two times of the visit.
double worst_weighing_n(const MadeVisit& visit, double from_s, double to_s) {
  const Loads whole = visit.loads(80, 1.2);
  double worst_n = 0;
  for (auto cut = static_cast<std::ptrdiff_t>(from_s * 80); cut < static_cast<std::ptrdiff_t>(to_s * 80); cut += 8) {
    Loads loads = whole;
    for (auto* column : {&loads.total_n, &loads.left_n, &loads.right_n}) column->erase(column->begin(), column->begin() + cut);
    const auto still = find_body_weight(loads, Pattern::squat);
    if (!still) return 700;
    worst_n = std::max(worst_n, std::abs(still->mean_n - 700));
  }
  return worst_n;
}

TEST(FindBodyWeight, IsTheSameWhereverInSquatsTheRecordBegins) {
  MadeVisit visit(350, 350);
  for (int i = 0; i < 4; ++i) visit.squat(0.35, 1.5, 0, 1.5).stay(3);
  EXPECT_LT(worst_weighing_n(visit, 0, 6), 3);
}

TEST(FindBodyWeight, OfSomebodyWhoNeverStandsStillIsWhatTheMatCarries) {
  MadeVisit visit(350, 350);
  for (int i = 0; i < 8; ++i) visit.squat(0.35, 1.2, 0, 1.2);
  EXPECT_LT(worst_weighing_n(visit, 0.5, 5), 7);
}

TEST(FindBodyWeight, OfSomebodyWhoTremblesAllTheTimeIsThatOfTheFirstSeconds) {
  MadeVisit visit;
  visit.stay(2).shift(350, 350).add_wave(10, 10, 4, 20).shift(0, 0).stay(2);
  const auto still = find_body_weight(visit.loads(80, 1.2), Pattern::stand);
  ASSERT_TRUE(still);
  EXPECT_NEAR(still->mean_n, 700, 2);
  EXPECT_LT(still->end_s, 7);
}

TEST(FindBodyWeight, IsAbsentOnAnEmptyMat) {
  EXPECT_FALSE(find_body_weight(MadeVisit(2, 3).stay(20).loads(80, 0.3), Pattern::squat));
  EXPECT_FALSE(find_body_weight(Loads{}, Pattern::squat));
}

TEST(FindBodyWeight, IsAbsentWhenNobodyEverStandsStill) {
  MadeVisit visit;
  for (int i = 0; i < 6; ++i) visit.shift(350, 350, 0.3).shift(0, 0, 0.3).stay(0.5);
  EXPECT_FALSE(find_body_weight(visit.loads(), Pattern::squat));
}

TEST(FindBodyWeight, IsNotTheLoadOfABagOrOfOneFootBeforeStepping) {
  MadeVisit visit;
  visit.stay(2).shift(120, 0).stay(3).shift(350, 350).stay(6);
  const auto still = find_body_weight(visit.loads(80, 1), Pattern::squat);
  ASSERT_TRUE(still);
  EXPECT_NEAR(still->mean_n, 700, 1);
}

TEST(FindBodyWeight, OfWhoStandsUpBeforeLyingDownForBridges) {
  MadeVisit visit;
  visit.stay(2)
      .shift(350, 350)
      .stay(4)
      .shift(0, 0)
      .stay(3)
      .shift(80, 80)
      .stay(4)
      .bridge(55, 55, 1, 2, 1)
      .stay(2);
  const auto still = find_body_weight(visit.loads(80, 1), Pattern::bridge);
  ASSERT_TRUE(still);
  EXPECT_NEAR(still->mean_n, 700, 1);
}

TEST(FindBodyWeight, IsAbsentForWhoLiesThereFromTheStart) {
  MadeVisit visit(80, 80);
  visit.stay(4);
  for (int i = 0; i < 3; ++i) visit.bridge(55, 55, 1, 2, 1).stay(2);
  EXPECT_FALSE(find_body_weight(visit.loads(80, 1), Pattern::bridge));
}

TEST(FindStandingBouts, BeginWhenThePersonStandsAndEndBeforeTheyStepOff) {
  MadeVisit visit;
  visit.stay(3).shift(350, 350, 0.8).stay(3).squat(0.3, 1.5, 0.5, 1.5).stay(3).shift(0, 0, 0.6).stay(2);
  const Loads loads = visit.loads(80, 1);
  const auto bouts = find_standing_bouts(loads, 700, false);
  ASSERT_EQ(bouts.size(), 1u);
  EXPECT_GT(start_s(loads, bouts[0]), 3.6);
  EXPECT_LT(start_s(loads, bouts[0]), 4.6);
  EXPECT_GT(end_s(loads, bouts[0]), 12.3);
  EXPECT_LT(end_s(loads, bouts[0]), 13.35);
  EXPECT_EQ(bouts[0].side, Side::both);
}

TEST(FindStandingBouts, OfSeveralVisitsAreSeparate) {
  MadeVisit visit;
  for (int i = 0; i < 3; ++i) visit.stay(3).shift(350, 350).stay(4).shift(0, 0);
  EXPECT_EQ(find_standing_bouts(visit.stay(2).loads(80, 1), 700, false).size(), 3u);
}

TEST(FindStandingBouts, ReachTheEndOfARecordThatStopsMidway) {
  MadeVisit visit(350, 350);
  visit.stay(4).squat(0.3, 1.5, 0.5, 1.5);
  const Loads loads = visit.loads(80, 1);
  const auto bouts = find_standing_bouts(loads, 700, false);
  ASSERT_EQ(bouts.size(), 1u);
  EXPECT_LT(start_s(loads, bouts[0]), 0.2);
  EXPECT_EQ(bouts[0].end, loads.size());
}

TEST(FindStandingBouts, HoldTheRepetitionThatIsLeftByAStepOff) {
  MadeVisit visit(350, 350);
  visit.stay(4).squat(0.3, 1.5, 0.5, 1.5).stay(1).squat(0.3, 1.5, 0, 1.5).shift(0, 0, 0.5).stay(3);
  const Loads loads = visit.loads(80, 1);
  const auto bouts = find_standing_bouts(loads, 700, false);
  ASSERT_EQ(bouts.size(), 1u);
  EXPECT_GT(end_s(loads, bouts[0]), visit.reps()[1].bottom_s + 0.5);
}

TEST(FindStandingBouts, LeaveOutAStepThatIsOverInAMoment) {
  MadeVisit visit;
  visit.stay(2).shift(350, 350, 0.3).stay(1).shift(0, 0, 0.3).stay(2);
  EXPECT_TRUE(find_standing_bouts(visit.loads(80, 1), 700, false).empty());
}

TEST(FindStandingBouts, LeaveOutSomebodyWhoseWeightIsNotOnTheMat) {
  MadeVisit visit;
  visit.stay(2).shift(200, 200).stay(10).shift(0, 0).stay(2);
  EXPECT_TRUE(find_standing_bouts(visit.loads(80, 1), 700, false).empty());
}

TEST(FindStandingBouts, AreCutByTheLegThatCarries) {
  MadeVisit visit;
  visit.stay(2)
      .shift(350, 350)
      .stay(2)
      .shift(700, 0)
      .stay(6)
      .shift(350, 350)
      .stay(2)
      .shift(0, 700)
      .stay(6)
      .shift(350, 350)
      .stay(2);
  const Loads loads = visit.loads(80, 1);
  const auto bouts = find_standing_bouts(loads, 700, true);
  ASSERT_EQ(bouts.size(), 2u);
  EXPECT_EQ(bouts[0].side, Side::left);
  EXPECT_NEAR(start_s(loads, bouts[0]), 4.8, 0.5);
  EXPECT_NEAR(end_s(loads, bouts[0]), 10.8, 0.5);
  EXPECT_EQ(bouts[1].side, Side::right);
  EXPECT_NEAR(start_s(loads, bouts[1]), 13.6, 0.5);
  EXPECT_EQ(find_standing_bouts(loads, 700, false).size(), 1u);
}

TEST(FindStandingBouts, AreNotCutByATouchOfTheFreeFoot) {
  MadeVisit light(700, 0);
  light.stay(4).shift(550, 150, 0.1).stay(1).shift(700, 0, 0.1).stay(4);
  EXPECT_EQ(find_standing_bouts(light.loads(80, 1), 700, true).size(), 1u);
  MadeVisit brief(700, 0);
  brief.stay(4).shift(350, 350, 0.05).stay(0.1).shift(700, 0, 0.05).stay(4);
  EXPECT_EQ(find_standing_bouts(brief.loads(80, 1), 700, true).size(), 1u);
}

TEST(FindStandingBouts, OfOneLegOnAMatOfOnePlateHaveNoSide) {
  Loads loads = MadeVisit(700, 0).stay(6).loads(80, 1);
  loads.left_n.clear();
  loads.right_n.clear();
  const auto bouts = find_standing_bouts(loads, 700, true);
  ASSERT_EQ(bouts.size(), 1u);
  EXPECT_EQ(bouts[0].side, Side::both);
}

MadeVisit lying_visit() {
  MadeVisit visit;
  visit.stay(2).shift(350, 350).stay(4).shift(0, 0).stay(3).shift(80, 80).stay(4);
  for (int i = 0; i < 2; ++i) visit.bridge(55, 55, 1, 2, 1).stay(2);
  return visit.shift(0, 0).stay(2);
}

TEST(FindLyingBouts, AreWhereOnlyTheFeetCarryAfterTheWeighing) {
  const Loads loads = lying_visit().loads(80, 1);
  const auto bouts = find_lying_bouts(loads, 700, 6, false);
  ASSERT_EQ(bouts.size(), 1u);
  EXPECT_NEAR(start_s(loads, bouts[0]), 10, 0.3);
  EXPECT_NEAR(end_s(loads, bouts[0]), 26.2, 0.4);
}

TEST(FindLyingBouts, LeaveOutWhatCameBeforeTheWeighing) {
  MadeVisit visit;
  visit.stay(1).shift(100, 100).stay(4).shift(350, 350).stay(4).shift(0, 0).stay(2).shift(80, 80).stay(6);
  const Loads loads = visit.loads(80, 1);
  const auto bouts = find_lying_bouts(loads, 700, 8, false);
  ASSERT_EQ(bouts.size(), 1u);
  EXPECT_GT(start_s(loads, bouts[0]), 11);
}

TEST(FindLyingBouts, TakeEveryLoadWhereBodyWeightIsUnknown) {
  MadeVisit visit;
  visit.stay(2).shift(80, 80).stay(4).bridge(150, 150, 1, 2, 1).stay(3).shift(0, 0).stay(2);
  EXPECT_EQ(find_lying_bouts(visit.loads(80, 1), std::nullopt, 0, false).size(), 1u);
}

TEST(FindLyingBouts, LeaveOutWhatIsOverInAMoment) {
  MadeVisit visit;
  visit.stay(2).shift(80, 80).stay(1.2).shift(0, 0).stay(2);
  EXPECT_TRUE(find_lying_bouts(visit.loads(80, 1), 700, 0, false).empty());
}

TEST(FindLyingBouts, OfOneLegNameIt) {
  MadeVisit visit;
  visit.stay(2).shift(0, 90).stay(4).bridge(0, 150, 1, 2, 1).stay(3).shift(0, 0).stay(2);
  const auto bouts = find_lying_bouts(visit.loads(80, 1), 700, 0, true);
  ASSERT_EQ(bouts.size(), 1u);
  EXPECT_EQ(bouts[0].side, Side::right);
}

TEST(FirstStill, OfABoutLooksOnlyInside) {
  MadeVisit visit(350, 350);
  visit.stay(5).shift(300, 300).stay(5);
  const Loads loads = visit.loads(80, 1);
  const auto still = first_still(loads, {loads.index_at(6), loads.size(), Side::both}, 0, false);
  ASSERT_TRUE(still);
  EXPECT_NEAR(still->mean_n, 600, 1);
  EXPECT_GE(still->start_s, 6);
}

TEST(FirstStill, OfEachSideRefusesWhoShiftsFromFootToFoot) {
  MadeVisit visit(80, 80);
  visit.add_wave(20, -20, 0.7, 6).stay(4);
  const Loads loads = visit.loads(80, 0.5);
  const Bout all{0, loads.size(), Side::both};
  const auto total_only = first_still(loads, all, 700, false);
  ASSERT_TRUE(total_only);
  EXPECT_LT(total_only->start_s, 2);
  const auto each = first_still(loads, all, 700, true);
  ASSERT_TRUE(each);
  EXPECT_GE(each->start_s, 5.5);
}

TEST(FindBodyWeight, OfWhoSitsIsThatOfTheFirstStillSecondOfStanding) {
  MadeVisit visit(80, 90);
  visit.stay(8).shift(350, 360, 1).stay(2).shift(80, 90, 1).stay(5);
  const auto still = find_body_weight(visit.loads(80, 1), Pattern::sit_to_stand);
  ASSERT_TRUE(still);
  EXPECT_NEAR(still->mean_n, 710, 1);
  EXPECT_GT(still->start_s, 8.9);
}

TEST(FindSeatedBouts, BeginWithTheFirstStillSecondOfSitting) {
  MadeVisit visit;
  visit.stay(2).shift(350, 350).stay(4).shift(80, 90, 1.5);
  const double sits_s = visit.length_s();
  visit.stay(5).shift(350, 350, 1).stay(2).shift(80, 90, 1).stay(3).shift(0, 0, 0.4).stay(2);
  const Loads loads = visit.loads(80, 0.5);
  const auto bouts = find_seated_bouts(loads, 700);
  ASSERT_EQ(bouts.size(), 1u);
  EXPECT_NEAR(bouts[0].rest.mean_n, 170, 1);
  EXPECT_NEAR(start_s(loads, bouts[0].bout), sits_s, 1.2);
  EXPECT_NEAR(end_s(loads, bouts[0].bout), visit.length_s() - 2, 0.3);
}

TEST(FindSeatedBouts, AreNoneOfWhoOnlyStands) {
  MadeVisit visit;
  visit.stay(2).shift(350, 350).stay(20).shift(0, 0).stay(2);
  EXPECT_TRUE(find_seated_bouts(visit.loads(80, 1), 700).empty());
}

TEST(FindLoadedBouts, AreCutByThePlateThatCarries) {
  MadeVisit visit;
  visit.stay(1).shift(300, 0).stay(5).shift(0, 300, 1).stay(5).shift(0, 0).stay(1).shift(100, 100).stay(1).shift(0, 0);
  const Loads loads = visit.loads(80, 0.5);
  EXPECT_EQ(find_loaded_bouts(loads, false).size(), 1u);  // the last is too short
  const auto by_plate = find_loaded_bouts(loads, true);
  ASSERT_EQ(by_plate.size(), 2u);
  EXPECT_EQ(by_plate[0].side, Side::left);
  EXPECT_EQ(by_plate[1].side, Side::right);
}

}  // namespace
}  // namespace poise::movement
