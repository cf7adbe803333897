#include <gmock/gmock.h>

#include <functional>

#include "scripted_visit.h"

namespace poise::movement {
namespace {

using enum FlowStep;

constexpr bool kAttended = false, kUnattended = true;

TrialSetup weighing(TrialSetup setup, double body_weight_n) {
  setup.body_weight_n = body_weight_n;
  return setup;
}

/// One whole visit: what the plates bear, which steps it takes, and how it ends.
struct Script {
  const char* name;
  TrialSetup setup;
  std::function<void(ScriptedVisit&)> play;
  std::vector<FlowStep> steps;
  Outcome outcome;
  std::vector<std::string> events;
};

void PrintTo(const Script& script, std::ostream* out) { *out << script.name; }

void squat_visit(ScriptedVisit& visit) { visit.empty(3).stand(12).reps(0, 0, 5).stand(2.5); }
void left_leg_visit(ScriptedVisit& visit) { visit.empty(3).stand(3).on_left(10).reps(5, 0, 5).on_left(2.5); }
void bridge_visit(ScriptedVisit& visit) { visit.empty(3).stand(3).empty(2).lie(12).reps(0, 0, 5).lie(2.5); }
void both_legs_visit(ScriptedVisit& visit) {
  visit.empty(3).stand(3).on_left(10).reps(5, 0, 5).on_left(3).stand(2).on_right(4).reps(5, 5, 5).on_right(3);
}

const std::vector<Script> kScripts = {
    {"AttendedSquat",
     trial("squat", kAttended),
     squat_visit,
     {zero, weigh, settle, countdown, record, result},
     Outcome::complete,
     {"flow_zeroed", "flow_weighed", "flow_go both", "flow_ended complete"}},
    {"UnattendedSquat",
     trial("squat", kUnattended),
     squat_visit,
     {zero, weigh, settle, record, result},
     Outcome::complete,
     {"flow_zeroed", "flow_weighed", "flow_go both", "flow_ended complete"}},
    {"AttendedSingleLegSquat",
     trial("single-leg-squat", kAttended, Side::left),
     left_leg_visit,
     {zero, weigh, settle, countdown, record, result},
     Outcome::complete,
     {"flow_zeroed", "flow_weighed", "flow_go left", "flow_ended complete"}},
    {"UnattendedSingleLegSquat",
     trial("single-leg-squat", kUnattended, Side::left),
     left_leg_visit,
     {zero, weigh, settle, record, result},
     Outcome::complete,
     {"flow_zeroed", "flow_weighed", "flow_go left", "flow_ended complete"}},
    {"AttendedBridge",
     trial("bridge", kAttended),
     bridge_visit,
     {zero, weigh, take_position, rest_reference, settle, countdown, record, result},
     Outcome::complete,
     {"flow_zeroed", "flow_weighed", "flow_rest_reference", "flow_go both", "flow_ended complete"}},
    {"UnattendedBridge",
     trial("bridge", kUnattended),
     bridge_visit,
     {zero, weigh, take_position, rest_reference, settle, record, result},
     Outcome::complete,
     {"flow_zeroed", "flow_weighed", "flow_rest_reference", "flow_go both", "flow_ended complete"}},
    {"BothLegsInTurn",
     trial("single-leg-squat", kUnattended, Side::both),
     both_legs_visit,
     {zero, weigh, settle, record, change_side, record, result},
     Outcome::complete,
     {"flow_zeroed", "flow_weighed", "flow_go left", "flow_side_change right", "flow_ended complete"}},
    {"BothLegsInTurnAttended",
     trial("single-leg-squat", kAttended, Side::both),
     both_legs_visit,
     {zero, weigh, settle, countdown, record, change_side, record, result},
     Outcome::complete,
     {"flow_zeroed", "flow_weighed", "flow_go left", "flow_side_change right", "flow_ended complete"}},
    {"SquatWithAGivenWeight",
     weighing(trial("squat", kUnattended), 705),
     squat_visit,
     {zero, settle, record, result},
     Outcome::complete,
     {"flow_zeroed", "flow_go both", "flow_ended complete"}},
    {"BridgeWithAGivenWeight",
     weighing(trial("bridge", kUnattended), 705),
     [](ScriptedVisit& visit) { visit.empty(3).lie(10).reps(0, 0, 5).lie(2.5); },
     {zero, take_position, rest_reference, settle, record, result},
     Outcome::complete,
     {"flow_zeroed", "flow_rest_reference", "flow_go both", "flow_ended complete"}},
    {"SomebodyIsThereFromTheStart",
     trial("squat", kUnattended),
     [](ScriptedVisit& visit) { visit.stand(12).reps(0, 0, 5).stand(2.5); },
     {zero, weigh, settle, record, result},
     Outcome::complete,
     {"flow_weighed", "flow_go both", "flow_ended complete"}},
    {"SomebodyLiesThereFromTheStartWithAGivenWeight",
     weighing(trial("bridge", kUnattended), 700),
     [](ScriptedVisit& visit) { visit.lie(14).reps(0, 0, 5).lie(2.5); },
     {zero, take_position, rest_reference, settle, record, result},
     Outcome::complete,
     {"flow_rest_reference", "flow_go both", "flow_ended complete"}},
    {"StepsOffBeforeTheLastRepetition",
     trial("squat", kUnattended),
     [](ScriptedVisit& visit) { visit.empty(3).stand(12).reps(0, 0, 3).empty(4); },
     {zero, weigh, settle, record, result},
     Outcome::stepped_off,
     {"flow_zeroed", "flow_weighed", "flow_go both", "flow_ended stepped_off"}},
    {"StepsOffAfterAsManyAsOneLikes",
     trial("squat", kUnattended, Side::both, std::nullopt),
     [](ScriptedVisit& visit) { visit.empty(3).stand(12).reps(0, 0, 3).empty(4); },
     {zero, weigh, settle, record, result},
     Outcome::complete,
     {"flow_zeroed", "flow_weighed", "flow_go both", "flow_ended complete"}},
    {"NobodyEverComes",
     trial("squat", kUnattended),
     [](ScriptedVisit& visit) { visit.empty(31); },
     {zero, weigh, result},
     Outcome::no_movement,
     {"flow_zeroed", "flow_ended no_movement"}},
    {"IsStoppedByTheOperator",
     trial("squat", kUnattended),
     [](ScriptedVisit& visit) { visit.empty(3).stand(8).reps(0, 0, 2).event(EventKind::operator_stop); },
     {zero, weigh, settle, record, result},
     Outcome::ended_early,
     {"flow_zeroed", "flow_weighed", "flow_go both", "flow_ended ended_early"}},
    {"IsStoppedRightAfterTheLastRepetition",
     trial("squat", kUnattended),
     [](ScriptedVisit& visit) {
       visit.empty(3).stand(8).reps(0, 0, 5).stand(1).event(EventKind::operator_stop);
     },
     {zero, weigh, settle, record, result},
     Outcome::complete,
     {"flow_zeroed", "flow_weighed", "flow_go both", "flow_ended complete"}},
    {"LosesTheLinkForGood",
     trial("squat", kUnattended),
     [](ScriptedVisit& visit) {
       visit.empty(3).stand(8).event(EventKind::link_lost).event(EventKind::operator_stop);
     },
     {zero, weigh, settle, record, result},
     Outcome::link_lost,
     {"flow_zeroed", "flow_weighed", "flow_go both", "flow_ended link_lost"}},
    {"LungesOfOneLegAfterTheOther",
     trial("lunge", kUnattended),
     [](ScriptedVisit& visit) {
       visit.empty(3).stand(10).reps(5, 0, 5).stand(6).reps(5, 5, 10).stand(3);
     },
     {zero, weigh, settle, record, change_side, record, result},
     Outcome::complete,
     {"flow_zeroed", "flow_weighed", "flow_go left", "flow_side_change right", "flow_ended complete"}},
    {"LungesOfTheRightLegFirst",
     trial("lunge", kUnattended),
     [](ScriptedVisit& visit) {
       visit.empty(3).stand(10).reps(0, 5, 5).stand(6).reps(5, 5, 10).stand(3);
     },
     {zero, weigh, settle, record, change_side, record, result},
     Outcome::complete,
     {"flow_zeroed", "flow_weighed", "flow_go left", "flow_side_change left", "flow_ended complete"}},
    {"AttendedLungeOfOneLeg",
     trial("lunge", kAttended, Side::right),
     [](ScriptedVisit& visit) { visit.empty(3).stand(12).reps(0, 5, 5).stand(2.5); },
     {zero, weigh, settle, countdown, record, result},
     Outcome::complete,
     {"flow_zeroed", "flow_weighed", "flow_go right", "flow_ended complete"}},
    {"SitToStand",
     trial("sit-to-stand", kUnattended),
     [](ScriptedVisit& visit) { visit.empty(3).stand(4).lie(10).reps(0, 0, 5).lie(2.5); },
     {zero, weigh, take_position, rest_reference, settle, record, result},
     Outcome::complete,
     {"flow_zeroed", "flow_weighed", "flow_rest_reference", "flow_go both", "flow_ended complete"}},
    {"PlankIsNotWeighedAndEndsByComingDown",
     trial("plank", kUnattended, Side::both, std::nullopt),
     [](ScriptedVisit& visit) { visit.empty(3).loads(200, 210, 20).empty(4); },
     {zero, take_position, settle, record, result},
     Outcome::complete,
     {"flow_zeroed", "flow_go both", "flow_ended complete"}},
    {"SidePlankOfBothSidesTurnsOverInBetween",
     trial("side-plank", kUnattended, Side::both, std::nullopt),
     [](ScriptedVisit& visit) { visit.empty(3).loads(360, 0, 20).empty(5).loads(0, 360, 20).empty(4); },
     {zero, take_position, settle, record, change_side, record, result},
     Outcome::complete,
     {"flow_zeroed", "flow_go left", "flow_side_change right", "flow_ended complete"}},
    {"SidePlankOfBothSidesTurnsOverAtOnce",
     trial("side-plank", kUnattended, Side::both, std::nullopt),
     [](ScriptedVisit& visit) { visit.empty(3).loads(360, 0, 20).empty(1).loads(0, 360, 20).empty(4); },
     {zero, take_position, settle, record, change_side, record, result},
     Outcome::complete,
     {"flow_zeroed", "flow_go left", "flow_side_change right", "flow_ended complete"}},
    {"SidePlankOfOneSideOnly",
     trial("side-plank", kUnattended, Side::both, std::nullopt),
     [](ScriptedVisit& visit) { visit.empty(3).loads(360, 0, 20).empty(40); },
     {zero, take_position, settle, record, change_side, result},
     Outcome::stepped_off,
     {"flow_zeroed", "flow_go left", "flow_ended stepped_off"}},
    {"RussianTwistIsNotWeighed",
     trial("russian-twist", kUnattended),
     [](ScriptedVisit& visit) { visit.empty(3).stand(12).reps(5, 5, 5).stand(2.5); },
     {zero, take_position, rest_reference, settle, record, result},
     Outcome::complete,
     {"flow_zeroed", "flow_rest_reference", "flow_go both", "flow_ended complete"}},
    {"TwistsWithAGivenWeightAllOfWhichIsOnTheMat",
     weighing(trial("russian-twist", kUnattended), 700),
     [](ScriptedVisit& visit) { visit.empty(3).stand(12).reps(5, 5, 5).stand(2.5); },
     {zero, take_position, rest_reference, settle, record, result},
     Outcome::complete,
     {"flow_zeroed", "flow_rest_reference", "flow_go both", "flow_ended complete"}},
    {"LosesTheLinkForAWhile",
     trial("squat", kUnattended),
     [](ScriptedVisit& visit) {
       visit.empty(3)
           .stand(8)
           .event(EventKind::link_lost)
           .event(EventKind::link_restored)
           .stand(2)
           .event(EventKind::operator_stop);
     },
     {zero, weigh, settle, record, result},
     Outcome::ended_early,
     {"flow_zeroed", "flow_weighed", "flow_go both", "flow_ended ended_early"}},
};

class WholeVisit : public ::testing::TestWithParam<Script> {};

TEST_P(WholeVisit, GoesThroughItsStepsToItsEnd) {
  const Script& script = GetParam();
  ScriptedVisit visit(script.setup);
  script.play(visit);
  EXPECT_EQ(visit.steps(), script.steps);
  EXPECT_EQ(visit.view().outcome, script.outcome);
  EXPECT_TRUE(visit.flow().finished());
  const auto lines = visit.events();
  ASSERT_EQ(lines.size(), script.events.size()) << testing::PrintToString(lines);
  for (std::size_t i = 0; i < lines.size(); ++i) {
    const bool in_newtons = lines[i].ends_with(" N");
    EXPECT_EQ(in_newtons ? lines[i].substr(0, lines[i].find(' ')) : lines[i], script.events[i]);
  }
}

TEST_P(WholeVisit, GivesTheSameEventsAgain) {
  ScriptedVisit once(GetParam().setup), again(GetParam().setup);
  GetParam().play(once);
  GetParam().play(again);
  EXPECT_EQ(once.events(), again.events());
}

INSTANTIATE_TEST_SUITE_P(GuidedFlow, WholeVisit, ::testing::ValuesIn(kScripts),
                         [](const auto& script) { return std::string(script.param.name); });

TEST(WholeVisits, TellWhatToDoInEveryStep) {
  for (const Script& script : kScripts) {
    ScriptedVisit visit(script.setup);
    EXPECT_FALSE(visit.view().instruction.empty());
    script.play(visit);
    EXPECT_FALSE(visit.view().instruction.empty()) << script.name;
  }
}

}  // namespace
}  // namespace poise::movement
