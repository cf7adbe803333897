#include "session/programme_runner.h"

#include <gmock/gmock.h>

#include "example_round.h"

namespace poise::session {
namespace {

using testing::ElementsAre;
using testing::Field;
using testing::HasSubstr;
using testing::IsEmpty;
using Kind = VisitEvent::Kind;

TEST(ARound, AsksBeforeItStartsAndThenLeadsFromSetToSet) {
  Round round;
  EXPECT_EQ(round.view().step, VisitStep::questions);
  EXPECT_FALSE(round.say(Kind::start));
  EXPECT_TRUE(round.say(Kind::pain, 1, "low back"));
  EXPECT_TRUE(round.say(Kind::begin));
  EXPECT_EQ(round.view().step, VisitStep::ready);
  EXPECT_EQ(round.view().place.block, 1);
  EXPECT_EQ(round.view().place.role, "warm-up");
  EXPECT_EQ(round.view().planned, 6);

  EXPECT_TRUE(round.say(Kind::start));
  EXPECT_EQ(round.view().step, VisitStep::set);
  EXPECT_FALSE(round.say(Kind::start));
  EXPECT_TRUE(round.done(squats(3)));
  EXPECT_EQ(round.view().step, VisitStep::rest);
  EXPECT_EQ(round.view().rest_left_s, 10);
  EXPECT_EQ(round.view().place.block, 2);
  round.wait(4);
  EXPECT_EQ(round.view().rest_left_s, 6);
  round.wait(6);
  EXPECT_EQ(round.view().step, VisitStep::ready);

  EXPECT_TRUE(round.set(squats(10)));
  EXPECT_EQ(round.view().place.set, 2);
  EXPECT_EQ(round.view().sets, 2);
  EXPECT_EQ(round.view().rest_left_s, 60);
  EXPECT_TRUE(round.say(Kind::go));
  EXPECT_EQ(round.view().step, VisitStep::ready);
}

TEST(ARound, EndsWithQuestionsAndThenWithAdvice) {
  Round round;
  round.say(Kind::begin);
  for (int i = 0; i < 3; ++i) ASSERT_TRUE(round.set(squats(10)));
  ASSERT_TRUE(round.set(single_leg_squats(5, 5)));
  ASSERT_TRUE(round.set(stands(20, 20)));
  ASSERT_TRUE(round.set(stands(20, 20)));
  EXPECT_EQ(round.view().step, VisitStep::last_questions);
  EXPECT_EQ(round.view().block, nullptr);
  EXPECT_EQ(round.view().done, 6);
  EXPECT_TRUE(round.say(Kind::exertion, 6));
  EXPECT_TRUE(round.say(Kind::pain, 0));
  EXPECT_TRUE(round.say(Kind::end));
  EXPECT_EQ(round.view().step, VisitStep::ended);
  EXPECT_FALSE(round.say(Kind::note, 0, "too late"));
  EXPECT_FALSE(round.runner.advice().empty());
}

TEST(ARound, SkipsASetOrAWholeExercise) {
  Round round;
  round.say(Kind::begin);
  EXPECT_TRUE(round.say(Kind::skip));
  EXPECT_EQ(round.view().place.block, 2);
  EXPECT_TRUE(round.say(Kind::skip));
  EXPECT_EQ(round.view().place.set, 2);
  EXPECT_TRUE(round.say(Kind::skip));
  EXPECT_EQ(round.view().place.block, 3);
  EXPECT_TRUE(round.say(Kind::skip));
  EXPECT_EQ(round.view().planned, 2);
  EXPECT_TRUE(round.say(Kind::skip_exercise));
  EXPECT_EQ(round.view().step, VisitStep::last_questions);
  EXPECT_FALSE(round.say(Kind::skip));
}

TEST(ARound, DoesTheLastSetAgainAndForgetsItsFirstResult) {
  Round round;
  round.say(Kind::begin);
  EXPECT_FALSE(round.say(Kind::redo));
  round.set(squats(3));
  round.set(squats(4));
  EXPECT_TRUE(round.view().can_redo);
  EXPECT_TRUE(round.say(Kind::redo));
  EXPECT_EQ(round.view().place.block, 2);
  EXPECT_EQ(round.view().place.set, 1);
  round.set(squats(10));
  EXPECT_EQ(round.view().place.set, 2);
  const auto done = round.runner.record().blocks[1];
  ASSERT_EQ(done.sets.size(), 1U);
  EXPECT_EQ(least_reps(done.block, done.sets[0]), 10);
}

TEST(ARound, RepeatsWithAnExtraSetAlsoAfterTheLastOne) {
  Round round;
  round.say(Kind::begin);
  round.set(squats(3));
  EXPECT_TRUE(round.say(Kind::repeat));
  EXPECT_EQ(round.view().place.block, 1);
  EXPECT_EQ(round.view().place.set, 2);
  EXPECT_EQ(round.view().planned, 7);
  round.set(squats(3));
  round.say(Kind::stop);
  EXPECT_EQ(round.view().step, VisitStep::last_questions);
  EXPECT_TRUE(round.say(Kind::repeat));
  EXPECT_EQ(round.view().place.set, 3);
}

TEST(ARound, RepeatsBehindTheSetsThatAreStillToCome) {
  Round round;
  round.say(Kind::begin);
  round.say(Kind::skip);
  round.set(squats(10));
  EXPECT_TRUE(round.say(Kind::repeat));
  EXPECT_EQ(round.view().place.set, 3);
  round.set(squats(10));
  EXPECT_EQ(round.view().place.set, 2);
}

TEST(ARound, PausesAsLongAsOneLikes) {
  Round round;
  round.say(Kind::begin);
  round.set(squats(3));
  EXPECT_TRUE(round.say(Kind::pause));
  round.wait(600);
  EXPECT_EQ(round.view().step, VisitStep::paused);
  EXPECT_FALSE(round.say(Kind::start));
  EXPECT_TRUE(round.say(Kind::go_on));
  EXPECT_EQ(round.view().step, VisitStep::ready);
}

TEST(ARound, DoesASetThatFailedStill) {
  Round round;
  round.say(Kind::begin);
  round.say(Kind::start);
  EXPECT_TRUE(round.say(Kind::set_failed, 0, "the mat went away"));
  EXPECT_EQ(round.view().step, VisitStep::ready);
  EXPECT_EQ(round.view().place.block, 1);
  EXPECT_EQ(round.view().done, 0);
}

TEST(ARound, StopsWhenAskedButNotAmidASet) {
  Round round;
  round.say(Kind::begin);
  round.say(Kind::start);
  EXPECT_FALSE(round.say(Kind::stop));
  round.done(squats(3));
  EXPECT_TRUE(round.say(Kind::stop));
  EXPECT_EQ(round.view().step, VisitStep::last_questions);
  EXPECT_EQ(round.view().planned, 1);
}

TEST(ARound, IsStoppedByEachRedFlagAtOnce) {
  for (const RedFlag flag : kRedFlags) {
    Round round;
    round.say(Kind::begin);
    round.say(Kind::start);
    EXPECT_TRUE(round.say(Kind::red_flag, 0, to_string(flag)));
    EXPECT_EQ(round.view().step, VisitStep::ended);
    EXPECT_THAT(round.runner.advice(),
                ElementsAre(testing::AllOf(Field(&Advice::rule, "red-flag-symptom"),
                                           Field(&Advice::says, HasSubstr("see a professional")))));
  }
  Round round;
  EXPECT_FALSE(round.say(Kind::red_flag, 0, "freckles"));
}

TEST(ARound, IsStoppedByPainOfFiveButNotOfFour) {
  Round four, five;
  EXPECT_TRUE(four.say(Kind::pain, 4));
  EXPECT_EQ(four.view().step, VisitStep::questions);
  EXPECT_TRUE(five.say(Kind::pain, 5));
  EXPECT_EQ(five.view().step, VisitStep::ended);
  EXPECT_THAT(five.runner.advice(), ElementsAre(Field(&Advice::rule, "red-flag-pain")));
}

TEST(ARound, IsStoppedByPainThatRisesByTwoPointsButNotByOne) {
  Round round;
  round.say(Kind::pain, 1);
  round.say(Kind::begin);
  round.say(Kind::pain, 2);
  EXPECT_EQ(round.view().step, VisitStep::ready);
  round.say(Kind::pain, 3);
  EXPECT_EQ(round.view().step, VisitStep::ended);
  EXPECT_THAT(round.runner.advice(), ElementsAre(Field(&Advice::rule, "red-flag-pain-rising")));
}

TEST(ARound, TakesNoPainThatIsNotOnTheScale) {
  Round round;
  for (const double pain : {-1.0, 11.0, 2.5, std::nan("")}) EXPECT_FALSE(round.say(Kind::pain, pain));
  EXPECT_FALSE(round.say(Kind::exertion, 10.5));
  EXPECT_THAT(round.runner.events(), IsEmpty());
}

TEST(ARound, KnowsTheBodyWithoutWhatItCarried) {
  Programme loaded = example_programme();
  loaded.blocks[0].load_kg = 10;
  ProgrammeRunner runner(loaded, {});
  runner.apply({Kind::begin, 0});
  runner.apply({Kind::start, 0});
  runner.apply({Kind::set_done, 0, 0, "", squats(3)});
  EXPECT_NEAR(runner.body_weight_n().value(), 700 - 98.0665, 1e-9);
}

TEST(ARound, WarnsOfAFallingQualityOnlyWhileMoreOfThatExerciseIsToCome) {
  Round round;
  round.say(Kind::begin);
  round.say(Kind::skip);
  round.set(squats(10, 300));
  round.set(squats(10, 200));
  EXPECT_THAT(round.runner.warnings(), IsEmpty());
  round.say(Kind::repeat);
  EXPECT_THAT(round.runner.warnings(), ElementsAre(Field(&Advice::rule, "rest-quality-falling")));
}

TEST(ARound, GoesOnFromItsEventsExactlyWhereItWas) {
  Round round;
  round.say(Kind::pain, 2, "left \"knee\", ü");
  round.say(Kind::begin);
  round.set(squats(3, 301.123456789012345, 51.7));
  round.say(Kind::note, 0, "a line\nand another");
  round.say(Kind::go);
  round.set(squats(9));
  round.say(Kind::redo);
  round.say(Kind::exertion, 4.5);
  round.say(Kind::start);

  const auto events = events_from_text(to_text(round.runner.events()), "visit");
  ASSERT_TRUE(events) << to_line(events.error());
  const auto resumed = ProgrammeRunner::from_events(example_programme(), {}, *events);
  ASSERT_TRUE(resumed) << to_line(resumed.error());
  EXPECT_EQ(resumed->view(round.now_us).step, VisitStep::set);
  EXPECT_EQ(resumed->view(round.now_us).place.block, 2);
  EXPECT_EQ(resumed->view(round.now_us).place.set, 1);
  EXPECT_EQ(resumed->pain_now(), 2);
  EXPECT_EQ(resumed->pain_where(), "left \"knee\", ü");
  EXPECT_EQ(resumed->record().blocks[0].sets, round.runner.record().blocks[0].sets);
  EXPECT_EQ(to_text(resumed->events()), to_text(round.runner.events()));
}

TEST(ARound, OfEventsThatCannotHaveHappenedIsRefused) {
  const auto resumed =
      ProgrammeRunner::from_events(example_programme(), {}, {{Kind::begin, 0}, {Kind::end, 1}});
  ASSERT_FALSE(resumed);
  EXPECT_THAT(resumed.error().what, testing::AllOf(HasSubstr("event 2"), HasSubstr("end")));
}

TEST(VisitEvents, KeepEveryFigureOfASetToTheLastBit) {
  SetResult result = single_leg_squats(5, 4, -12.345678901234567);
  result.session = "20260305-140709-a3f1";
  result.outcome = movement::Outcome::stepped_off;
  result.of(Side::left).hold_s = 1.0 / 3;
  result.left_share_pct = 50.1;
  result.standing_weight_n = 700.7;
  result.asymmetry_formula = "lsi";
  const std::vector<VisitEvent> events = {{Kind::set_done, 5, 0, "", result}};
  const auto back = events_from_text(to_text(events), "visit");
  ASSERT_TRUE(back) << to_line(back.error());
  EXPECT_EQ(back->at(0).result, result);
}

TEST(VisitEvents, ThatAreDamagedAreRefused) {
  EXPECT_TRUE(events_from_text("", "visit")->empty());
  for (const char* text :
       {"[[event]]\nwhat = \"jump\"", "[[event]]\nwhat = \"set-done\"", "event = [1]", "[[event"})
    EXPECT_FALSE(events_from_text(text, "visit")) << text;
}

}  // namespace
}  // namespace poise::session
