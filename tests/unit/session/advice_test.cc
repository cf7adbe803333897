#include "session/advice.h"

#include <gmock/gmock.h>

#include <set>

#include "example_round.h"

namespace poise::session {
namespace {

using testing::AllOf;
using testing::Contains;
using testing::ElementsAre;
using testing::Field;
using testing::HasSubstr;
using testing::IsEmpty;
using testing::Not;

/// A visit in which everything was reached.
VisitRecord good_visit(std::int64_t ended_us = kStart_us) {
  const Programme programme = example_programme();
  VisitRecord visit;
  visit.programme = programme.id;
  visit.ended_us = ended_us;
  visit.pain_before = visit.pain_after = 1;
  visit.exertion = 4;
  visit.blocks = {{programme.blocks[0], {squats(3)}},
                  {programme.blocks[1], {squats(10), squats(10)}},
                  {programme.blocks[2], {single_leg_squats(5, 5)}},
                  {programme.blocks[3], {stands(20, 18), stands(20, 20)}}};
  return visit;
}

auto by_rule(const char* rule, const char* says) {
  return AllOf(Field(&Advice::rule, rule), Field(&Advice::says, HasSubstr(says)));
}

std::vector<Advice> after(const VisitRecord& now, const VisitRecord& before = good_visit()) {
  const VisitRecord history[] = {before};
  return advice_after(now, history);
}

TEST(Advice, NamesRulesThatStandInTheTable) {
  std::set<std::string_view> ids;
  for (const Rule& rule : advice_rules()) {
    EXPECT_TRUE(ids.insert(rule.id).second);
    EXPECT_FALSE(rule.says.empty());
    EXPECT_FALSE(rule.source.empty());
  }
  VisitRecord visit = good_visit();
  visit.pain_after = 2;
  visit.exertion = 8;
  visit.blocks[1].sets[1] = squats(10, 200);
  for (const Advice& each : after(visit)) EXPECT_TRUE(ids.contains(each.rule)) << each.rule;
  for (const Advice& each : after(good_visit())) EXPECT_TRUE(ids.contains(each.rule)) << each.rule;
}

// -- the next step --

TEST(NextStep, FollowsWhenEverythingWasReachedAsLastTime) {
  EXPECT_THAT(after(good_visit()),
              ElementsAre(by_rule("next-step", "Squat: 2.5 kg instead of 0 next time."),
                          by_rule("next-step", "Single-leg squat: 6 repetitions instead of 5 next time."),
                          by_rule("next-step", "Single-leg stand: Single-leg squat instead next time.")));
}

TEST(NextStep, WaitsForASecondVisit) {
  EXPECT_THAT(advice_after(good_visit(), {}),
              ElementsAre(by_rule(
                  "same-again",
                  "Squat, Single-leg squat, Single-leg stand: the same again; a first visit has nothing")));
}

TEST(NextStep, TakesNoVisitOfAnotherProgrammeForTheLastOne) {
  VisitRecord other = good_visit();
  other.programme = "another";
  EXPECT_THAT(after(good_visit(), other), Not(Contains(Field(&Advice::rule, "next-step"))));
}

TEST(NextStep, WaitsForTheLastRepetitionOfEachSide) {
  VisitRecord visit = good_visit();
  visit.blocks[1].sets[1] = squats(9);
  visit.blocks[2].sets[0] = single_leg_squats(5, 4);
  EXPECT_THAT(
      after(visit),
      AllOf(Contains(by_rule("same-again", "Squat, Single-leg squat: the same again; not every set reached")),
            Contains(by_rule("next-step", "Single-leg stand"))));
}

TEST(NextStep, TakesNineTenthsOfTheSecondsForHeld) {
  VisitRecord visit = good_visit();
  visit.blocks[3].sets[0] = stands(20, 17.9);
  EXPECT_THAT(after(visit),
              Contains(by_rule("same-again", "Single-leg stand: the same again; not every set was held")));
}

TEST(NextStep, WaitsForASetThatWasSkipped) {
  VisitRecord visit = good_visit();
  visit.blocks[1].sets.pop_back();
  EXPECT_THAT(after(visit), Contains(by_rule("same-again", "Squat: the same again; not every set was done")));
}

TEST(NextStep, WaitsWhileLeftAgainstRightChanges) {
  VisitRecord visit = good_visit();
  visit.blocks[2].sets[0] = single_leg_squats(5, 5, 10);
  EXPECT_THAT(after(visit), Contains(by_rule("next-step", "Single-leg squat")));
  visit.blocks[2].sets[0] = single_leg_squats(5, 5, -10.1);
  EXPECT_THAT(
      after(visit),
      Contains(by_rule("same-again", "Single-leg squat: the same again; left against right changed")));
}

TEST(NextStep, NeedsTheShareInItsCorridor) {
  VisitRecord visit = good_visit();
  visit.blocks[1].sets = {squats(10, 300, 55), squats(10, 300, 55)};
  EXPECT_THAT(after(visit), Contains(by_rule("next-step", "Squat")));
  visit.blocks[1].sets = {squats(10, 300, 55.2), squats(10, 300, 55)};
  EXPECT_THAT(after(visit), Contains(by_rule("same-again", "Squat: the same again; the share")));
}

TEST(NextStep, GoesNoFurtherThanItsLimit) {
  VisitRecord visit = good_visit();
  visit.blocks[1].block.load_kg = 4;
  EXPECT_THAT(after(visit), Contains(by_rule("next-step", "5 kg instead of 4")));
  visit.blocks[1].block.load_kg = 5;
  EXPECT_THAT(after(visit), Contains(by_rule("next-step", "5 kg is the most that this programme asks")));
}

TEST(NextStep, FollowsFromNoTest) {
  VisitRecord visit = good_visit();
  visit.kind = ProgrammeKind::test;
  visit.exertion = 9;
  EXPECT_THAT(after(visit), IsEmpty());
}

// -- rest --

TEST(Rest, FollowsFromPainThatIsUpAndTakesTheNextStepAway) {
  VisitRecord visit = good_visit();
  visit.pain_after = 2;
  EXPECT_THAT(after(visit), ElementsAre(by_rule("rest-pain-up", "back at 1: it rose to 2")));
  visit.pain_after = 0;
  EXPECT_THAT(after(visit), Not(Contains(Field(&Advice::rule, "rest-pain-up"))));
}

TEST(Rest, FollowsFromADepthThatFallsByMoreThanATenth) {
  VisitRecord visit = good_visit();
  visit.blocks[1].sets[1] = squats(10, 270);
  EXPECT_THAT(after(visit), Not(Contains(Field(&Advice::rule, "rest-quality-falling"))));
  visit.blocks[1].sets[1] = squats(10, 269);
  EXPECT_THAT(after(visit), AllOf(Contains(by_rule("rest-quality-falling", "Squat: the depth fell by 10 %")),
                                  Not(Contains(by_rule("next-step", "Squat: ")))));
}

TEST(Rest, LooksAtEachSideAndAtHolds) {
  VisitRecord visit = good_visit();
  visit.blocks[3].sets = {stands(20, 20), stands(20, 17)};
  EXPECT_THAT(after(visit),
              Contains(by_rule("rest-quality-falling", "Single-leg stand: the hold fell by 15 %")));
}

TEST(Rest, IsNotAskedForByAWarmUp) {
  VisitRecord visit = good_visit();
  visit.blocks[0].sets = {squats(3, 300), squats(3, 100)};
  EXPECT_THAT(after(visit), Not(Contains(Field(&Advice::rule, "rest-quality-falling"))));
}

TEST(Rest, LastsADayAfterHardAndTwoAfterVeryHardTraining) {
  const auto says_before = [](double exertion, double hours) {
    VisitRecord last = good_visit();
    last.exertion = exertion;
    const VisitRecord history[] = {last};
    const auto advice = advice_before(history, kStart_us + static_cast<std::int64_t>(hours * 3600e6));
    return advice.empty() ? std::string() : std::string(advice[0].rule) + ": " + advice[0].says;
  };
  EXPECT_EQ(says_before(4.5, 1), "");
  EXPECT_THAT(says_before(5, 23.9),
              HasSubstr("rest-between: Rest today: the last hard training ended 23 h ago"));
  EXPECT_EQ(says_before(5, 24), "");
  EXPECT_EQ(says_before(6.5, 24), "");
  EXPECT_THAT(says_before(7, 47.9), HasSubstr("the last very hard training ended 47 h ago, and 48 h"));
  EXPECT_EQ(says_before(7, 48), "");
}

TEST(Rest, CountsTrainingThatWasNotRatedAsHardAndTestsNever) {
  VisitRecord visit = good_visit();
  visit.exertion.reset();
  EXPECT_TRUE(visit.hard());
  visit.kind = ProgrammeKind::test;
  EXPECT_FALSE(visit.hard());
  visit = good_visit();
  visit.exertion = 9;
  for (std::size_t i = 1; i < visit.blocks.size(); ++i) visit.blocks[i].sets.clear();
  EXPECT_FALSE(visit.hard()) << "a warm-up alone";
}

TEST(Rest, LooksPastAnEasyVisitAtTheHardOneBefore) {
  VisitRecord very_hard = good_visit(), easy = good_visit(kStart_us + 30 * kHour_us);
  very_hard.exertion = 8;
  const VisitRecord history[] = {very_hard, easy};
  EXPECT_THAT(advice_before(history, kStart_us + 40 * kHour_us),
              ElementsAre(by_rule("rest-between", "very hard")));
}

TEST(Rest, SaysUntilWhenAfterHardTraining) {
  VisitRecord visit = good_visit();
  visit.exertion = 5;
  EXPECT_THAT(after(visit), Contains(by_rule("rest-between", "24 h after a hard training")));
  visit.exertion = 7;
  EXPECT_THAT(after(visit), Contains(by_rule("rest-between", "48 h after a very hard training")));
}

// -- red flags --

std::vector<VisitRecord> visits_with_pain(std::initializer_list<std::optional<int>> pains) {
  std::vector<VisitRecord> visits;
  for (const auto& pain : pains) {
    visits.push_back(good_visit());
    visits.back().pain_before = pain;
  }
  return visits;
}

TEST(RedFlags, StandForPainOfFiveWheneverItIsSaid) {
  EXPECT_FALSE(pain_red_flag(4, 4, {}));
  EXPECT_EQ(pain_red_flag(5, 5, {})->rule, "red-flag-pain");
  EXPECT_EQ(pain_red_flag(10, std::nullopt, {})->rule, "red-flag-pain");
}

TEST(RedFlags, StandForPainThatRisesOverThreeVisits) {
  EXPECT_EQ(pain_red_flag(3, std::nullopt, visits_with_pain({1, 2}))->rule, "red-flag-pain-rising");
  EXPECT_EQ(pain_red_flag(3, std::nullopt, visits_with_pain({1, std::nullopt, 2}))->rule,
            "red-flag-pain-rising");
  EXPECT_FALSE(pain_red_flag(2, std::nullopt, visits_with_pain({1, 2})));
  EXPECT_FALSE(pain_red_flag(3, std::nullopt, visits_with_pain({2, 2})));
  EXPECT_FALSE(pain_red_flag(3, std::nullopt, visits_with_pain({2})));
}

TEST(RedFlags, NeverNameADisease) {
  for (const RedFlag flag : kRedFlags) {
    const Advice advice = red_flag_advice(flag);
    EXPECT_EQ(advice.kind, Advice::Kind::see_professional);
    EXPECT_THAT(advice.says, HasSubstr("see a professional"));
    EXPECT_THAT(advice.says, HasSubstr(in_words(flag)));
  }
}

}  // namespace
}  // namespace poise::session
