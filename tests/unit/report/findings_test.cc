#include "report/findings.h"

#include <gmock/gmock.h>

#include "example_reports.h"

namespace poise::report {
namespace {

using testing::AllOf;
using testing::Contains;
using testing::HasSubstr;
using testing::Not;

TEST(FindingsOfAShare, NameTheLegThatCarriedMoreAndHowMuch) {
  EXPECT_EQ(headline_for_athlete(made_squats(8, 47)), "Your right leg carried a little more than your left.");
  EXPECT_EQ(headline_for_athlete(made_squats(8, 53)), "Your left leg carried a little more than your right.");
  EXPECT_EQ(headline_for_athlete(made_squats(8, 44.9)),
            "Your right leg carried clearly more than your left.");
  EXPECT_EQ(headline_for_professional(made_squats(8, 47)),
            "The right leg carried a little more: left 47.0 %, right 53.0 % (±0.8).");
}

TEST(FindingsOfAShare, DoNotTellADifferenceThatTheDoubtCovers) {
  const auto squats = made_squats(8, 48, 2.5);
  EXPECT_EQ(contrast_of_share(squats)->ahead, Side::both);
  EXPECT_EQ(headline_for_athlete(squats), "Both of your legs carried about the same.");
  EXPECT_THAT(headline_for_professional(squats),
              HasSubstr("evenly within the doubt: left 48.0 %, right 52.0 % (±2.5)"));
}

TEST(FindingsOfAShare, DoNotTellADifferenceThatTheRepetitionsDoNotBear) {
  auto squats = made_squats(8, 47);
  squats.asymmetry[0].verdict = "within_noise";
  EXPECT_EQ(contrast_of_share(squats)->ahead, Side::both);
}

TEST(FindingsOfAShare, SayWhenThereIsTooLittleToTell) {
  auto squats = made_squats(1, 40);
  squats.asymmetry[0].verdict = "unknown";
  squats.share->left_doubt_pct.reset();
  EXPECT_FALSE(contrast_of_share(squats)->known);
  EXPECT_THAT(headline_for_athlete(squats), HasSubstr("too short to tell"));
}

TEST(FindingsOfAShare, LeaveTheCalibrationOutOfWhatTheyPromise) {
  auto squats = made_squats(8, 47);
  EXPECT_THAT(meaning_for_athlete(squats)[0], HasSubstr("good to about 0.8 % either way."));
  squats.quality.notes = {"Nominal calibration: newtons rest on the cells' rated sensitivity."};
  EXPECT_THAT(meaning_for_athlete(squats)[0], HasSubstr("either way, the mat's calibration apart."));
}

TEST(FindingsOfTwoLegs, LeadWithTheFirstDifferenceThatIsToldApart) {
  auto squats = made_single_leg_squats();
  EXPECT_EQ(headline_for_athlete(squats), "You went clearly deeper on your right leg.");
  EXPECT_EQ(headline_for_professional(squats),
            "Depth favours the right leg by 10.0 % (±4.0), more than its scatter explains.");
  squats.asymmetry[0].verdict = "within_noise";
  squats.asymmetry[1].verdict = "real";
  squats.asymmetry[1].doubt_pct = 2;
  EXPECT_EQ(headline_for_athlete(squats), "You were a little steadier on your right leg.");
}

TEST(FindingsOfTwoLegs, AreAlikeWhereNothingIsToldApart) {
  const auto squats = made_single_leg_squats("within_noise");
  EXPECT_EQ(headline_for_athlete(squats), "Your left and your right leg did about the same.");
  EXPECT_THAT(meaning_for_athlete(squats),
              Contains("Depth, sideways wobble: no difference between your legs that is more than chance."));
}

TEST(FindingsOfTwoLegs, GiveTheFiguresWhereNothingCanBeJudged) {
  auto squats = made_single_leg_squats("unknown");
  squats.asymmetry.resize(1);
  EXPECT_EQ(headline_for_athlete(squats), "Depth: 18.0 cm on your left leg, 20.0 cm on your right.");
}

TEST(FindingsOfTwoLegs, CountTheLimbSymmetryIndexFromOneHundred) {
  auto squats = made_single_leg_squats();
  squats.asymmetry = {made_asymmetry("depth", "lsi", 180, 200, "mm", 90, "right", 4, "real")};
  EXPECT_DOUBLE_EQ(contrast_of(squats.asymmetry[0]).difference_pct, 10);
  EXPECT_EQ(contrast_of(squats.asymmetry[0]).ahead, Side::right);
}

TEST(FindingsOfOneLeg, GiveItsFigure) {
  auto squats = made_single_leg_squats();
  squats.asymmetry.clear();
  squats.reps.resize(5);
  EXPECT_EQ(headline_for_athlete(squats), "You went 18.0 cm deep on your left leg.");
  EXPECT_EQ(headline_for_professional(squats), "5 repetitions on the left leg: depth 180 mm (±0).");
}

TEST(FindingsOfAStand, GiveTheShareOrTheTimeHeld) {
  auto stand = made_stand();
  EXPECT_EQ(headline_for_athlete(stand), "Both of your legs carried about the same.");
  stand.share.reset();
  stand.holds[0].side = Side::left;
  EXPECT_EQ(headline_for_athlete(stand), "You held it for 20.0 s on your left leg.");
  EXPECT_EQ(headline_for_professional(stand), "1 hold on the left leg: the longest 20.0 s.");
}

TEST(FindingsOfNothing, SaySoAndWhatWouldHaveCounted) {
  auto nothing = made_analysis("squat", 10);
  nothing.outcome = movement::Outcome::no_movement;
  EXPECT_EQ(headline_for_athlete(nothing), "No repetition was counted this time.");
  EXPECT_EQ(headline_for_professional(nothing), "Nothing was counted: no movement seen.");
  EXPECT_THAT(meaning_for_athlete(nothing), Contains(HasSubstr("down by 4 cm or more")));
  nothing.exercise = "quiet-stand";
  EXPECT_EQ(headline_for_athlete(nothing), "No hold was counted this time.");
  nothing.exercise = "cartwheel";  // of a newer program
  EXPECT_EQ(headline_for_athlete(nothing), "No repetition was counted this time.");
}

TEST(FindingsOfNothing, CountNoRepetitionThatIsNotValid) {
  auto squats = made_squats(2, 47);
  for (movement::Rep& rep : squats.reps) rep.valid = false;
  EXPECT_EQ(headline_for_athlete(squats), "No repetition was counted this time.");
  EXPECT_EQ(amount_in_words(squats), "0 of 2 repetitions counted.");
}

TEST(AmountInWords, SaysHowItEnded) {
  auto squats = made_squats(3, 47);
  EXPECT_EQ(amount_in_words(squats), "3 repetitions counted.");
  squats.reps[1].valid = false;
  squats.outcome = movement::Outcome::link_lost;
  EXPECT_EQ(amount_in_words(squats),
            "2 of 3 repetitions counted; it was cut short, the mat's connection was lost.");
}

session::Series series_of_share(std::initializer_list<double> values) {
  session::Series series;
  series.metric = "share.left_mean_pct";
  series.formula = "share_of_total";
  for (const double value : values)
    series.points.push_back({.session = "x", .started = "2026-04-12T09:00:00+02:00", .value = value});
  return series;
}

TEST(ChangeSinceLast, PutsAShareOnTheSideThatCarriedMore) {
  auto series = series_of_share({46.9, 48.3});
  EXPECT_THAT(change_since_last(series),
              HasSubstr("Share of the load: 51.7 % right now, 53.1 % right on 12 April 2026."));
  EXPECT_EQ(sided_value(series, 50.02, true), "even");
  EXPECT_EQ(sided_value(series, 52, true), "52.0 % left");
}

TEST(ChangeSinceLast, PutsASignedAsymmetryOnItsSide) {
  session::Series series;
  series.metric = "asymmetry.depth.value_pct";
  series.formula = "percent_difference_to_better";
  EXPECT_EQ(sided_value(series, -3.4, true), "3.4 % left");
  EXPECT_EQ(sided_value(series, 3.4, true), "3.4 % right");
  series.formula = "lsi";
  EXPECT_EQ(sided_value(series, 92, true), "92.0 %");
}

TEST(ChangeSinceLast, TellsARealChangeFromNoise) {
  auto series = series_of_share({46, 46.5, 46.2, 48.3});
  EXPECT_THAT(change_since_last(series), HasSubstr("From 4 sessions on"));
  series.verdict = session::Verdict::within_noise;
  EXPECT_THAT(change_since_last(series), HasSubstr("that is no change"));
  series.verdict = session::Verdict::real;
  EXPECT_THAT(change_since_last(series), AllOf(HasSubstr("that is a change."), Not(HasSubstr("for the"))));
  series.direction = session::Direction::better;
  EXPECT_THAT(change_since_last(series), HasSubstr("that is a change, for the better."));
  EXPECT_EQ(change_since_last(series_of_share({47})), "");
}

TEST(ChangeSinceLast, IsInCentimetresForTheAthlete) {
  session::Series series;
  series.metric = "reps.depth_mm";
  series.formula = "mean";
  series.side = Side::left;
  series.points = {{.session = "a", .started = "2026-02-13T09:00:00+01:00", .value = 182},
                   {.session = "b", .started = "2026-03-13T09:00:00+01:00", .value = 196}};
  EXPECT_THAT(change_since_last(series),
              HasSubstr("Depth, left leg: 19.6 cm now, 18.2 cm on 13 February 2026."));
  EXPECT_EQ(sided_value(series, 196, false), "196.0 mm");
}

}  // namespace
}  // namespace poise::report
