#include "movement/guided_flow.h"

#include <gmock/gmock.h>

#include "scripted_visit.h"

namespace poise::movement {
namespace {

using ::testing::ElementsAre;
using ::testing::HasSubstr;
using ::testing::StartsWith;
using enum FlowStep;

constexpr bool kAttended = false, kUnattended = true;

TEST(GuidedFlow, WeighsThePersonAsTheyStand) {
  ScriptedVisit visit(trial("squat", kUnattended));
  visit.empty(3).loads(300, 380, 5);
  ASSERT_TRUE(visit.view().body_weight_n);
  EXPECT_NEAR(*visit.view().body_weight_n, 680, 0.5);
}

TEST(GuidedFlow, WeighsWithinTwoAndAHalfSecondsOfStandingStill) {
  ScriptedVisit visit(trial("squat", kUnattended));
  visit.empty(3).stand(2.5);
  EXPECT_TRUE(visit.view().body_weight_n);
}

TEST(GuidedFlow, DoesNotWeighWhoMovesAndSaysSo) {
  ScriptedVisit visit(trial("squat", kUnattended));
  visit.empty(3).fidget(6);
  EXPECT_EQ(visit.view().step, weigh);
  EXPECT_THAT(visit.view().why, ::testing::MatchesRegex("moving [0-9]+\\.[0-9] kg too much"));
  visit.stand(2.5);
  EXPECT_NE(visit.view().step, weigh);
  EXPECT_TRUE(visit.view().why.empty());
}

TEST(GuidedFlow, TakesNoWeightFromACellAtTheEndOfItsRange) {
  for (const bool there_from_the_start : {false, true}) {
    ScriptedVisit visit(trial("squat", kUnattended));
    if (!there_from_the_start) visit.empty(3);
    visit.overload = true;
    visit.stand(6);
    EXPECT_EQ(visit.view().step, there_from_the_start ? zero : weigh);
    EXPECT_FALSE(visit.view().body_weight_n);
    EXPECT_THAT(visit.view().why, HasSubstr("end of its range"));
    visit.overload = false;
    if (there_from_the_start) visit.empty(3);
    visit.stand(4);
    EXPECT_TRUE(visit.view().body_weight_n) << "as soon as it is measured";
  }
}

TEST(GuidedFlow, RefusesAMatOnWhichACellStaysAtTheEndOfItsRange) {
  ScriptedVisit visit(trial("bridge", kUnattended));
  visit.empty(3);
  visit.overload = true;
  visit.stand(11);
  EXPECT_EQ(visit.view().step, refused);
  EXPECT_THAT(visit.view().why, HasSubstr("every weight would be wrong"));
}

TEST(GuidedFlow, WaitsForAnEmptyMatWhenAttended) {
  ScriptedVisit visit(trial("squat", kAttended));
  visit.stand(20);
  EXPECT_EQ(visit.view().step, zero);
  EXPECT_EQ(visit.view().why, "somebody is standing on it");
  visit.empty(2);
  EXPECT_EQ(visit.view().step, weigh);
}

TEST(GuidedFlow, CountsDownFromThree) {
  ScriptedVisit visit(trial("squat", kAttended));
  visit.empty(3);
  while (visit.view().step != countdown && visit.now_s() < 60) visit.stand(0.0125);
  std::vector<int> numbers;
  const double began_s = visit.now_s();
  while (visit.view().step == countdown) {
    visit.stand(0.0125);
    if (visit.view().countdown && (numbers.empty() || numbers.back() != *visit.view().countdown))
      numbers.push_back(*visit.view().countdown);
  }
  EXPECT_THAT(numbers, ElementsAre(3, 2, 1));
  EXPECT_NEAR(visit.now_s() - began_s, 3, 0.05);
  ASSERT_TRUE(visit.flow().go_s());
  EXPECT_NEAR(*visit.flow().go_s(), visit.now_s(), 0.05);
}

TEST(GuidedFlow, HasNoGoWhenUnattendedSinceEverythingCounts) {
  ScriptedVisit visit(trial("squat", kUnattended));
  visit.empty(3).stand(8);
  EXPECT_EQ(visit.view().step, record);
  EXPECT_FALSE(visit.flow().go_s());
}

TEST(GuidedFlow, BreaksOffTheCountdownWhenThePersonStepsOff) {
  ScriptedVisit visit(trial("squat", kAttended));
  visit.empty(3);
  while (visit.view().step != countdown && visit.now_s() < 60) visit.stand(0.0125);
  visit.stand(1.5).empty(0.1);
  EXPECT_EQ(visit.view().step, settle);
  visit.empty(5);
  EXPECT_EQ(visit.view().step, settle);
  visit.stand(8);
  EXPECT_EQ(visit.view().step, record);
}

TEST(GuidedFlow, StartsAtOnceWhenTheOperatorSaysSo) {
  ScriptedVisit visit(trial("squat", kAttended));
  visit.empty(3);
  while (visit.view().step != countdown && visit.now_s() < 60) visit.stand(0.0125);
  visit.event(EventKind::operator_start);
  EXPECT_EQ(visit.view().step, record);
}

TEST(GuidedFlow, DoesNotStartBeforeItHasAWeight) {
  ScriptedVisit visit(trial("squat", kAttended));
  visit.empty(3).event(EventKind::operator_start);
  EXPECT_EQ(visit.view().step, weigh);
}

TEST(GuidedFlow, SaysThatItIsTheWrongLegAndRecordsNothing) {
  for (const bool unattended : {kAttended, kUnattended}) {
    ScriptedVisit visit(trial("single-leg-squat", unattended, Side::left));
    visit.empty(3).stand(3).on_right(10);
    EXPECT_EQ(visit.view().step, wrong_side);
    EXPECT_EQ(visit.view().instruction, "You are on the right leg: switch, or record right?");
    visit.on_left(8);
    EXPECT_EQ(visit.view().step, record);
    EXPECT_EQ(visit.view().active_side, Side::left);
  }
}

TEST(GuidedFlow, DoesNotCallAMomentOnTheOtherLegWrong) {
  ScriptedVisit visit(trial("single-leg-squat", kUnattended, Side::left));
  visit.empty(3).stand(3).on_right(0.7).on_left(2);
  EXPECT_THAT(visit.steps(), ElementsAre(zero, weigh, settle, record));
}

TEST(GuidedFlow, RecordsTheOtherLegWhenToldTo) {
  ScriptedVisit visit(trial("single-leg-squat", kUnattended, Side::left));
  visit.empty(3).stand(3).on_right(3).event(EventKind::operator_accept_side).on_right(1);
  EXPECT_EQ(visit.view().step, record);
  EXPECT_EQ(visit.view().active_side, Side::right);
  EXPECT_EQ(visit.events().back(), "flow_go right");
  visit.reps(0, 5, 5).on_right(2.5);
  EXPECT_EQ(visit.view().outcome, Outcome::complete);
}

TEST(GuidedFlow, AcceptsAnotherLegOnlyOnceItHasSaidSo) {
  ScriptedVisit visit(trial("single-leg-squat", kUnattended, Side::left));
  visit.empty(3).stand(3).event(EventKind::operator_accept_side).on_right(5);
  EXPECT_EQ(visit.view().step, wrong_side);
}

TEST(GuidedFlow, SaysThatBothFeetAreOnOnePlate) {
  ScriptedVisit visit(trial("squat", kUnattended));
  visit.empty(3).on_left(8);
  EXPECT_EQ(visit.view().step, wrong_side);
  EXPECT_THAT(visit.view().instruction, HasSubstr("left plate"));
  visit.stand(1);
  EXPECT_EQ(visit.view().step, record);
}

TEST(GuidedFlow, WaitsForOneLegWhileBothCarry) {
  ScriptedVisit visit(trial("single-leg-squat", kUnattended, Side::left));
  visit.empty(3).stand(10);
  EXPECT_EQ(visit.view().step, settle);
  EXPECT_EQ(visit.view().instruction, "Stand on the left leg");
}

TEST(GuidedFlow, AsksForTheOtherLegAndWaitsUntilItCarries) {
  ScriptedVisit visit(trial("single-leg-squat", kUnattended, Side::both));
  visit.empty(3).stand(3).on_right(4).reps(0, 5, 5).on_right(5);
  EXPECT_EQ(visit.view().step, change_side);
  EXPECT_EQ(visit.view().instruction, "Now the left leg");
  visit.on_right(5).stand(3);
  EXPECT_EQ(visit.view().step, change_side);
  visit.on_left(1);
  EXPECT_EQ(visit.view().step, record);
  EXPECT_EQ(visit.view().active_side, Side::left);
}

TEST(GuidedFlow, CountsTheRepetitionsOfTheLegThatIsBeingDone) {
  ScriptedVisit visit(trial("single-leg-squat", kUnattended, Side::both));
  visit.empty(3).stand(3).on_left(4).reps(5, 0, 5).on_left(3).on_right(3).reps(5, 4, 4).on_right(4);
  EXPECT_EQ(visit.view().step, record);
  visit.reps(5, 5, 5).on_right(3);
  EXPECT_EQ(visit.view().outcome, Outcome::complete);
}

TEST(GuidedFlow, GoesOnForTwoSecondsAfterTheLastRepetition) {
  ScriptedVisit visit(trial("squat", kUnattended));
  visit.empty(3).stand(8).reps(0, 0, 5).stand(1.9);
  EXPECT_EQ(visit.view().step, record);
  visit.stand(0.2);
  EXPECT_EQ(visit.view().step, result);
}

TrialSetup in_sets(TrialSetup setup, int sets, double rest_s) {
  setup.sets = sets;
  setup.rest_s = rest_s;
  return setup;
}

TEST(GuidedFlow, RestsBetweenSetsAndSaysHowLongStill) {
  ScriptedVisit visit(in_sets(trial("squat", kUnattended), 2, 30));
  visit.empty(3).stand(8).reps(0, 0, 5).stand(12.1);
  EXPECT_EQ(visit.view().step, rest);
  EXPECT_EQ(visit.view().why, "set 2 of 2 in 20 s");
  EXPECT_NEAR(visit.view().progress, 1 / 3.0, 0.01);
  visit.stand(18);
  EXPECT_EQ(visit.view().countdown, 2);
  visit.stand(2.2);
  EXPECT_EQ(visit.view().step, record);
  EXPECT_EQ(visit.view().set, 2);
  EXPECT_EQ(visit.view().set_reps, 0);
  visit.reps(0, 0, 9).stand(3);
  EXPECT_EQ(visit.view().set_reps, 4);
  EXPECT_EQ(visit.view().step, record);
  visit.reps(0, 0, 10).stand(2.5);
  EXPECT_EQ(visit.view().outcome, Outcome::complete);
  EXPECT_THAT(visit.events(), ElementsAre("flow_zeroed", StartsWith("flow_weighed"), "flow_go both",
                                          "flow_rest after set 1 of 2", "flow_set set 2 of 2", "flow_ended complete"));
}

TEST(GuidedFlow, LetsAPersonLeaveTheMatDuringTheRestAndWaitsForThem) {
  ScriptedVisit visit(in_sets(trial("squat", kUnattended), 2, 60));
  visit.empty(3).stand(8).reps(0, 0, 5).stand(2.5).empty(70);
  EXPECT_EQ(visit.view().step, rest);
  EXPECT_EQ(visit.view().why, "set 2 of 2: step on");
  visit.stand(0.5);
  EXPECT_EQ(visit.view().step, record);
}

TEST(GuidedFlow, EndsAVisitWhenNobodyComesBackAfterTheRest) {
  ScriptedVisit visit(in_sets(trial("squat", kUnattended), 2, 60));
  visit.empty(3).stand(8).reps(0, 0, 5).stand(2.5).empty(91);
  EXPECT_EQ(visit.view().outcome, Outcome::stepped_off);
}

TEST(GuidedFlow, ARepetitionDuringTheRestIsTheFirstOfTheNextSet) {
  ScriptedVisit visit(in_sets(trial("squat", kUnattended), 2, 60));
  visit.empty(3).stand(8).reps(0, 0, 5).stand(6).reps(0, 0, 6).stand(0.1);
  EXPECT_EQ(visit.view().step, record);
  EXPECT_EQ(visit.view().set, 2);
  EXPECT_EQ(visit.view().set_reps, 1);
  ASSERT_EQ(visit.flow().set_ends_s().size(), 1U);
  EXPECT_LT(visit.flow().set_ends_s()[0], visit.now_s() - 3);  // before the repetition that began the set
}

TEST(GuidedFlow, TheOperatorEndsASetAndARest) {
  ScriptedVisit visit(in_sets(trial("squat", kAttended), 3, 60));
  visit.empty(3).stand(12).event(EventKind::operator_start);
  EXPECT_EQ(visit.view().step, record) << "a set without a repetition is none";
  visit.reps(0, 0, 3).stand(1).event(EventKind::operator_start);
  EXPECT_EQ(visit.view().step, rest);
  visit.event(EventKind::operator_start);
  EXPECT_EQ(visit.view().step, record);
  EXPECT_EQ(visit.view().set, 2);
  visit.stand(1).event(EventKind::operator_stop);
  EXPECT_EQ(visit.view().outcome, Outcome::ended_early);
}

TEST(GuidedFlow, DoesAllSetsOfOneLegBeforeTheOther) {
  ScriptedVisit visit(in_sets(trial("single-leg-squat", kUnattended, Side::both), 2, 5));
  visit.empty(3).stand(3).on_left(4).reps(5, 0, 5).on_left(8).reps(10, 0, 10).on_left(3);
  EXPECT_EQ(visit.view().step, change_side);
  visit.on_right(1).reps(10, 5, 5).on_right(3);
  EXPECT_EQ(visit.view().step, rest);
  EXPECT_EQ(visit.view().set, 1);
  visit.on_right(5).reps(10, 10, 10).on_right(3);
  EXPECT_EQ(visit.view().outcome, Outcome::complete);
}

TEST(GuidedFlow, EndsAfterTheSecondsAskedFor) {
  TrialSetup setup = trial("quiet-stand", kUnattended, Side::both, std::nullopt);
  setup.seconds = 20;
  ScriptedVisit visit(setup);
  visit.empty(3).stand(8);
  ASSERT_EQ(visit.view().step, record);
  const double go_s = visit.step_began_s();
  visit.stand(go_s + 10 - visit.now_s());
  EXPECT_NEAR(visit.view().progress, 0.5, 0.01);
  visit.stand(9.9);
  EXPECT_EQ(visit.view().step, record);
  visit.stand(0.2);
  EXPECT_EQ(visit.view().outcome, Outcome::complete);
}

TEST(GuidedFlow, TimesAPlankFromWhenItIsUpAndAnewAfterItWasLetDown) {
  TrialSetup setup = trial("plank", kUnattended, Side::both, std::nullopt);
  setup.seconds = 20;
  ScriptedVisit visit(setup);
  visit.empty(3).loads(90, 90, 8);
  ASSERT_EQ(visit.view().step, record);
  const auto hold = [&](double seconds) {
    for (const double up_s = visit.now_s(); visit.now_s() < up_s + seconds - 1e-9;) {
      visit.movement.hold_s = visit.now_s() - up_s;
      visit.loads(200, 210, 1 / 80.0);
    }
  };
  hold(10);
  EXPECT_NEAR(visit.view().progress, 0.5, 0.01);
  visit.lie(5);
  hold(19.9);
  EXPECT_EQ(visit.view().step, record);
  hold(0.2);
  EXPECT_EQ(visit.view().step, record) << "began anew";
  hold(20.1);
  EXPECT_EQ(visit.view().outcome, Outcome::complete);
}

TEST(GuidedFlow, EndsAStandThreeSecondsAfterSteppingOff) {
  ScriptedVisit visit(trial("quiet-stand", kUnattended, Side::both, std::nullopt));
  visit.empty(3).stand(20).empty(2.9);
  EXPECT_EQ(visit.view().step, record);
  visit.empty(0.3);
  EXPECT_EQ(visit.view().outcome, Outcome::complete);
}

TEST(GuidedFlow, PutsUpWithAShortStepOff) {
  ScriptedVisit visit(trial("squat", kUnattended));
  visit.empty(3).stand(8).reps(0, 0, 2).empty(2).stand(3);
  EXPECT_EQ(visit.view().step, record);
}

TEST(GuidedFlow, WaitsForWhoStepsOffBeforeTheFirstRepetition) {
  ScriptedVisit visit(trial("squat", kUnattended));
  visit.empty(3).stand(8).empty(20).stand(1);
  EXPECT_EQ(visit.view().step, record);
  visit.empty(31);
  EXPECT_EQ(visit.view().outcome, Outcome::no_movement);
}

TEST(GuidedFlow, WaitsForEverWhenAttended) {
  ScriptedVisit visit(trial("squat", kAttended));
  visit.empty(120);
  EXPECT_EQ(visit.view().step, weigh);
}

TEST(GuidedFlow, RefusesAPersonWhoIsTooHeavyForTheMat) {
  ScriptedVisit visit(trial("squat", kUnattended), {.plate_capacity_n = 1500, .two_plates = true});
  visit.empty(3).stand(5);  // 700 N on one plate, of which 0.45 · 1500 N may be used
  EXPECT_EQ(visit.view().step, refused);
  EXPECT_TRUE(visit.flow().finished());
  EXPECT_THAT(visit.view().why, HasSubstr("71 kg"));
  EXPECT_EQ(visit.view().outcome, Outcome::ended_early);
  EXPECT_THAT(visit.events().back(), StartsWith("flow_ended refused: "));
}

TEST(GuidedFlow, LetsAPersonOnAMatThatBearsThem) {
  ScriptedVisit visit(trial("squat", kUnattended), {.plate_capacity_n = 1600, .two_plates = true});
  visit.empty(3).stand(5);
  EXPECT_NE(visit.view().step, refused);
  ScriptedVisit one_leg(trial("single-leg-squat", kUnattended, Side::left),
                        {.plate_capacity_n = 1600, .two_plates = true});
  one_leg.empty(3).stand(5);
  EXPECT_EQ(one_leg.view().step, refused);  // swings to 125 % of the weight on that plate
}

TEST(GuidedFlow, DoublesTheLoadOfAMatWithOnePlate) {
  ScriptedVisit visit(trial("squat", kUnattended), {.plate_capacity_n = 1600, .two_plates = false});
  visit.empty(3).stand(5);
  EXPECT_EQ(visit.view().step, refused);
}

TEST(GuidedFlow, BelievesTheSideAskedForOnAMatWithOnePlate) {
  ScriptedVisit visit(trial("single-leg-squat", kUnattended, Side::right),
                      {.plate_capacity_n = 0, .two_plates = false});
  visit.empty(3).stand(6);
  EXPECT_EQ(visit.view().step, record);
  EXPECT_EQ(visit.view().active_side, Side::right);
}

TEST(GuidedFlow, TakesTheRestLoadOfWhoLiesStill) {
  ScriptedVisit visit(trial("bridge", kUnattended));
  visit.empty(3).stand(3).empty(2).loads(70, 90, 6);
  ASSERT_TRUE(visit.view().rest_n);
  EXPECT_NEAR(*visit.view().rest_n, 160, 1);
}

TEST(GuidedFlow, DoesNotTakeStandingForLying) {
  ScriptedVisit visit(trial("bridge", kUnattended));
  visit.empty(3).stand(15);
  EXPECT_EQ(visit.view().step, take_position);
}

TEST(GuidedFlow, AsksToLieDownAgainWhenTheFeetAreTakenOff) {
  ScriptedVisit visit(trial("bridge", kUnattended));
  visit.empty(3).stand(3).empty(1).lie(0.9);
  ASSERT_EQ(visit.view().step, rest_reference);
  visit.empty(0.5);
  EXPECT_EQ(visit.view().step, take_position);
}

TEST(GuidedFlow, WaitsForTheFreeLegToBeLiftedForASingleLegBridge) {
  ScriptedVisit visit(trial("single-leg-bridge", kUnattended, Side::left));
  visit.empty(3).stand(3).empty(1).lie(8);
  EXPECT_EQ(visit.view().step, rest_reference);
  EXPECT_EQ(visit.view().why, "both feet carry");
  visit.loads(90, 0, 4);
  ASSERT_TRUE(visit.view().rest_n);
  EXPECT_NEAR(*visit.view().rest_n, 90, 1);
  EXPECT_EQ(visit.view().step, record);
}

TEST(GuidedFlow, RefusesTwistsOnAMatWithOnePlate) {
  MatLimits one_plate;
  one_plate.two_plates = false;
  ScriptedVisit visit(trial("russian-twist", true), one_plate);
  visit.empty(3);
  EXPECT_EQ(visit.view().step, FlowStep::refused);
  EXPECT_THAT(visit.view().why, testing::HasSubstr("plate to plate"));
}

TEST(GuidedFlow, SaysWhichSideItWants) {
  ScriptedVisit side_plank(trial("side-plank", true, Side::right, std::nullopt));
  side_plank.empty(3);
  EXPECT_EQ(side_plank.view().instruction, "Lie on the right side, its forearm on its plate");
  ScriptedVisit lunge(trial("lunge", false));
  lunge.empty(3).stand(3);
  EXPECT_EQ(lunge.view().instruction, "Stand still, a foot on each plate, the left leg to lead");
  ScriptedVisit both(trial("lunge", true));
  both.empty(3).stand(10).reps(5, 0, 5).stand(2.5);
  EXPECT_EQ(both.view().instruction, "Now the right leg");
}

TEST(GuidedFlow, TakesLeftsPartOfTheRestLoad) {
  ScriptedVisit visit(trial("russian-twist", true));
  visit.empty(3).loads(300, 400, 5);
  ASSERT_TRUE(visit.view().rest_left_n);
  EXPECT_NEAR(*visit.view().rest_left_n, 300, 1);
  EXPECT_NEAR(*visit.view().rest_n, 700, 1);
}

TEST(GuidedFlow, RefusesAMatWithABrokenCellAndNamesIt) {
  ScriptedVisit visit(trial("squat", kUnattended));
  visit.empty(3).stand(0.5).without_cell(5, 2.9);
  EXPECT_NE(visit.view().step, refused);
  visit.without_cell(5, 0.3);
  EXPECT_EQ(visit.view().step, refused);
  EXPECT_THAT(visit.view().why, HasSubstr("r_fr"));
}

TEST(GuidedFlow, GoesOnThroughAMomentWithoutNumbersWhileRecording) {
  ScriptedVisit visit(trial("squat", kUnattended));
  visit.empty(3).stand(8).without_cell(0, 10).stand(1);
  EXPECT_EQ(visit.view().step, record);
  visit.without_cell(0, 31);
  EXPECT_EQ(visit.view().outcome, Outcome::ended_early);
}

TEST(GuidedFlow, SearchesStillnessAnewAfterTheLinkWasLost) {
  ScriptedVisit visit(trial("squat", kUnattended));
  visit.empty(3).stand(1.5).event(EventKind::link_lost).event(EventKind::link_restored).stand(0.9);
  EXPECT_FALSE(visit.view().body_weight_n);
  visit.stand(2);
  EXPECT_TRUE(visit.view().body_weight_n);
}

TEST(GuidedFlow, DoesNothingMoreOnceItIsOver) {
  ScriptedVisit visit(trial("squat", kUnattended));
  visit.empty(3).stand(8).event(EventKind::operator_stop);
  const std::size_t events = visit.events().size();
  visit.empty(40).stand(10).event(EventKind::operator_stop).event(EventKind::operator_start);
  EXPECT_EQ(visit.view().step, result);
  EXPECT_EQ(visit.view().outcome, Outcome::ended_early);
  EXPECT_EQ(visit.events().size(), events);
}

TEST(GuidedFlow, StampsItsEventsWithTheSampleAtWhichTheyHappen) {
  ScriptedVisit visit(trial("squat", kUnattended));
  visit.empty(3).stand(12).reps(0, 0, 5).stand(2.5);
  std::int64_t before = 0;
  for (const Event& event : visit.raw_events()) {
    EXPECT_GE(event.sequence, before);
    before = event.sequence;
    EXPECT_FALSE(is_input(event.kind));
  }
  EXPECT_NEAR(static_cast<double>(before) / 80, 17, 0.1);  // the end, two seconds after the last repetition
}

}  // namespace
}  // namespace poise::movement
