#include "movement/analysis.h"

#include <gmock/gmock.h>

#include <algorithm>
#include <cmath>
#include <limits>

#include "example_visits.h"
#include "signal/balance.h"

namespace poise::movement {
namespace {

using ::testing::Contains;
using ::testing::ElementsAre;
using ::testing::HasSubstr;
using ::testing::IsEmpty;
using ::testing::SizeIs;

constexpr double kNan = std::numeric_limits<double>::quiet_NaN();

TEST(Analysis, KeepsTheOutcomeThatItIsToldWhenSomethingWasDone) {
  for (const Outcome outcome :
       {Outcome::complete, Outcome::ended_early, Outcome::stepped_off, Outcome::link_lost}) {
    AnalysisOptions options = options_for("squat");
    options.outcome = outcome;
    EXPECT_EQ(analyze(squat_visit(1).recording(80, 1), options).outcome, outcome);
  }
}

TEST(Analysis, HasNoMovementWhateverItIsToldWhenNothingWasDone) {
  AnalysisOptions options = options_for("squat");
  options.outcome = Outcome::complete;
  EXPECT_EQ(analyze(squat_visit(0).recording(80, 1), options).outcome, Outcome::no_movement);
}

TEST(Analysis, TakesNoBodyWeightFromACellAtTheEndOfItsRange) {
  Recording recording = squat_visit().recording(80, 1);
  recording.overload.assign(recording.size(), 1);
  const Analysis analysis = analyze(recording, options_for("squat"));
  EXPECT_FALSE(analysis.body.weight_n);
  EXPECT_THAT(analysis.reps, IsEmpty());
  EXPECT_THAT(analysis.quality.notes, Contains(HasSubstr("at the end of its range while somebody stood still")));
}

TEST(Outcome, HasAWordForEachThatIsFoundAgain) {
  for (const Outcome outcome : {Outcome::complete, Outcome::ended_early, Outcome::stepped_off,
                                Outcome::link_lost, Outcome::no_movement})
    EXPECT_EQ(outcome_from(to_string(outcome)), outcome);
  EXPECT_STREQ(to_string(Outcome::ended_early), "ended_early");
  EXPECT_FALSE(outcome_from("done"));
}

TEST(Analysis, OfATotalAloneHasDepthsButNoSides) {
  Recording recording = squat_visit().recording(80, 1);
  const std::vector<double> time_s = recording.time_s, total_n = recording.total_n;
  recording = {};
  recording.time_s = time_s;
  recording.total_n = total_n;
  const Analysis analysis = analyze(recording, options_for("squat"));
  ASSERT_THAT(analysis.reps, SizeIs(3));
  EXPECT_TRUE(analysis.reps[0].depth_mm);
  EXPECT_TRUE(analysis.reps[0].peak_n);
  EXPECT_FALSE(analysis.reps[0].left_mean_n || analysis.reps[0].left_share_pct ||
               analysis.reps[0].cop_range_ml_mm);
  EXPECT_FALSE(analysis.share);
  EXPECT_THAT(analysis.asymmetry, IsEmpty());
}

TEST(Analysis, OfSidesAloneHasSharesAndDepthsButNoCop) {
  const Recording made = squat_visit().recording(80, 1);
  Recording recording;
  recording.time_s = made.time_s;
  recording.left_n = made.left_n;
  recording.right_n = made.right_n;
  signal::derive_columns(recording, {});
  const Analysis analysis = analyze(recording, options_for("squat"));
  ASSERT_THAT(analysis.reps, SizeIs(3));
  EXPECT_TRUE(analysis.reps[0].depth_mm && analysis.reps[0].left_share_pct);
  EXPECT_FALSE(analysis.reps[0].cop_range_ml_mm || analysis.reps[0].cop_ml_speed_mm_s);
}

TEST(Analysis, OfACopAloneHasSwayAndNothingElse) {
  const Recording made = MadeVisit(350, 350).add_wave(10, -10, 0.5, 20).recording();
  Recording recording;
  recording.time_s = made.time_s;
  recording.cop_x_mm = made.cop_x_mm;
  recording.cop_y_mm = made.cop_y_mm;
  const Analysis analysis = analyze(recording, options_for("quiet-stand"));
  ASSERT_TRUE(analysis.sway);
  EXPECT_NEAR(*analysis.sway->range_ml_mm, 2 * 160 * 20.0 / 700, 0.1);
  EXPECT_THAT(analysis.holds, SizeIs(1));
  EXPECT_FALSE(analysis.holds[0].left_share_pct || analysis.body.weight_n || analysis.share);
  EXPECT_EQ(analyze(recording, options_for("squat")).outcome, Outcome::no_movement);
}

TEST(Analysis, OfNothingIsAbsentThroughout) {
  Recording one_row;
  one_row.time_s = {0};
  one_row.total_n = {700};
  Recording times_only;
  for (int i = 0; i < 800; ++i) times_only.time_s.push_back(i / 80.0);
  Recording nan_only = times_only;
  nan_only.total_n = nan_only.left_n = nan_only.right_n = nan_only.cop_x_mm = nan_only.cop_y_mm =
      std::vector<double>(800, kNan);
  for (const Recording& recording : {Recording{}, one_row, times_only, nan_only}) {
    for (const Exercise& exercise : catalogue()) {
      AnalysisOptions options;
      options.exercise = &exercise;
      const Analysis analysis = analyze(recording, options);
      EXPECT_EQ(analysis.outcome, Outcome::no_movement);
      EXPECT_EQ(analysis.samples, static_cast<int>(recording.size()));
      EXPECT_FALSE(analysis.body.weight_n || analysis.share || analysis.sway || analysis.fatigue);
      EXPECT_TRUE(analysis.reps.empty() && analysis.holds.empty() && analysis.asymmetry.empty());
    }
  }
}

TEST(Analysis, SaysThatNobodyStoodStill) {
  const Analysis analysis = analyze(MadeVisit(2, 1).stay(20).recording(80, 0.3), options_for("squat"));
  EXPECT_EQ(analysis.outcome, Outcome::no_movement);
  EXPECT_THAT(analysis.quality.notes, Contains(HasSubstr("Nobody stood still")));
}

/// Takes rows away (true: for ever; false: they stay as NaN).
Recording with_hole(Recording recording, double from_s, double to_s, bool no_rows) {
  for (std::size_t i = recording.size(); i-- > 0;) {
    if (recording.time_s[i] <= from_s || recording.time_s[i] >= to_s) continue;
    for (auto* column : {&recording.time_s, &recording.total_n, &recording.left_n, &recording.right_n,
                         &recording.left_share_pct, &recording.cop_x_mm, &recording.cop_y_mm}) {
      if (no_rows)
        column->erase(column->begin() + static_cast<std::ptrdiff_t>(i));
      else if (column != &recording.time_s)
        (*column)[i] = kNan;
    }
  }
  return recording;
}

TEST(Analysis, ListsGapsWhetherTheirRowsAreThereOrNot) {
  for (const bool no_rows : {false, true}) {
    SCOPED_TRACE(no_rows);
    const MadeVisit visit = squat_visit();
    const double from_s = visit.reps()[1].bottom_s;
    const Recording recording = with_hole(visit.recording(80, 1), from_s, from_s + 0.2, no_rows);
    const Analysis analysis = analyze(recording, options_for("squat"));
    ASSERT_THAT(analysis.gaps, SizeIs(1));
    EXPECT_NEAR(analysis.gaps[0].start_s, from_s, 0.02);
    EXPECT_NEAR(analysis.gaps[0].end_s, from_s + 0.2, 0.02);
    EXPECT_NEAR(analysis.lost_samples, 16, 1);
    ASSERT_THAT(analysis.reps, SizeIs(3));
    EXPECT_THAT(analysis.reps[1].reasons, ElementsAre("gap"));
    EXPECT_TRUE(analysis.reps[0].valid && analysis.reps[2].valid);
  }
}

TEST(Analysis, CountsSingleLostSamplesWithoutCallingThemGaps) {
  Recording recording = squat_visit().recording(80, 1);
  for (std::size_t i = 100; i < recording.size(); i += 100) recording.total_n[i] = recording.left_n[i] = kNan;
  const Analysis analysis = analyze(recording, options_for("squat"));
  EXPECT_EQ(analysis.lost_samples, static_cast<int>((recording.size() - 1) / 100));
  EXPECT_THAT(analysis.gaps, IsEmpty());
  ASSERT_THAT(analysis.reps, SizeIs(3));
  EXPECT_TRUE(analysis.reps[0].valid);
}

TEST(Analysis, InventsNothingInALongGap) {
  const MadeVisit visit = squat_visit();
  const MadeRep& second = visit.reps()[1];
  const Recording recording =
      with_hole(visit.recording(80, 1), second.start_s + 0.3, second.end_s - 0.3, true);
  const Analysis analysis = analyze(recording, options_for("squat"));
  EXPECT_THAT(analysis.gaps, SizeIs(1));
  for (const Rep& rep : analysis.reps)
    EXPECT_TRUE(rep.end_s < second.start_s + 0.4 || rep.start_s > second.end_s - 0.4);
}

TEST(Analysis, AHoleAnywhereInARepetitionLeavesTheOthersAsTheyAre) {
  const MadeVisit visit = squat_visit(4);
  const Recording recording = visit.recording(80, 1);
  const Analysis whole = analyze(recording, options_for("squat"));
  ASSERT_THAT(whole.reps, SizeIs(4));
  const MadeRep& third = visit.reps()[2];
  for (double from_s = third.start_s; from_s < third.end_s; from_s += 0.1) {
    SCOPED_TRACE(from_s);
    for (const Rep& rep : analyze(with_hole(recording, from_s, from_s + 0.4, false), options_for("squat")).reps) {
      if (!rep.valid) continue;
      const auto same = [&](const Rep& other) { return std::abs(other.bottom_s - rep.bottom_s) < 0.1; };
      const auto found = std::find_if(whole.reps.begin(), whole.reps.end(), same);
      ASSERT_NE(found, whole.reps.end());
      EXPECT_NE(found - whole.reps.begin(), 2);
      EXPECT_NEAR(rep.start_s, found->start_s, 0.1);
      EXPECT_NEAR(rep.end_s, found->end_s, 0.1);
      if (rep.depth_mm) { EXPECT_NEAR(*rep.depth_mm, *found->depth_mm, 10); }
    }
  }
}

TEST(Analysis, ARecordWhoseValuesEndEndsThere) {
  const MadeVisit visit = squat_visit();
  const MadeRep& third = visit.reps()[2];
  const Recording recording = visit.recording(80, 1);
  for (const double from_s : {third.start_s - 0.5, third.bottom_s}) {
    SCOPED_TRACE(from_s);
    const Analysis analysis = analyze(with_hole(recording, from_s, 1e9, false), options_for("squat"));
    ASSERT_THAT(analysis.reps, SizeIs(2));
    ASSERT_THAT(analysis.gaps, SizeIs(1));
    EXPECT_NEAR(analysis.gaps[0].start_s, from_s, 0.02);
    EXPECT_DOUBLE_EQ(analysis.gaps[0].end_s, recording.time_s.back());
    EXPECT_NEAR(analysis.lost_samples, (recording.time_s.back() - from_s) * 80, 1.5);
    EXPECT_FALSE(analysis.quality.drift_n) << "an empty mat that nobody has seen";
  }
}

TEST(Analysis, FiltersAtTenHertzUnlessTold) {
  const Recording recording = squat_visit().recording(80, 1);
  AnalysisOptions options = options_for("squat");
  EXPECT_EQ(analyze(recording, options).filter_hz, 10);
  options.filter_hz = 6;
  EXPECT_EQ(analyze(recording, options).filter_hz, 6);
  options.filter_hz = 0;
  EXPECT_EQ(analyze(recording, options).filter_hz, 0);
}

TEST(Analysis, NeverFiltersAboveFourTenthsOfTheRate) {
  AnalysisOptions options = options_for("squat");
  EXPECT_NEAR(analyze(squat_visit().recording(20, 1), options).filter_hz, 8, 1e-6);
  options.filter_hz = 100;
  EXPECT_NEAR(analyze(squat_visit().recording(80, 1), options).filter_hz, 32, 1e-6);
}

TEST(Analysis, LeavesSamplesAsTheyAreWithoutAFilter) {
  // A wave at 20 Hz on the sides: filtered away by default, all there with 0.
  const Recording recording = MadeVisit(350, 350).add_wave(7, -7, 20, 20).recording();
  AnalysisOptions options = options_for("quiet-stand");
  const double amplitude_mm = 160 * 14.0 / 700;
  EXPECT_LT(*analyze(recording, options).sway->rms_ml_mm, 0.3 * amplitude_mm);
  options.filter_hz = 0;
  EXPECT_NEAR(*analyze(recording, options).sway->rms_ml_mm, amplitude_mm / std::sqrt(2.0), 0.01);
}

TEST(Analysis, BelievesABodyWeightThatIsGiven) {
  AnalysisOptions options = options_for("squat");
  options.body_weight_n = 703;
  const Analysis analysis = analyze(squat_visit().recording(80, 1), options);
  EXPECT_EQ(analysis.body.weight_n, 703);
  EXPECT_FALSE(analysis.body.weight_doubt_n);
  EXPECT_THAT(analysis.reps, SizeIs(3));
}

TEST(Analysis, TakesRepetitionsBeforeGoForPractice) {
  const MadeVisit visit = squat_visit();
  AnalysisOptions options = options_for("squat");
  options.count_from_s = visit.reps()[0].end_s + 0.3;
  const Analysis analysis = analyze(visit.recording(80, 1), options);
  ASSERT_THAT(analysis.reps, SizeIs(2));
  EXPECT_EQ(analysis.reps[0].index, 1);
  EXPECT_NEAR(analysis.reps[0].start_s, visit.reps()[1].start_s, 0.1);
}

TEST(Analysis, OfARecordThatBeginsWithSomebodyThereIsTheSame) {
  const MadeVisit visit = squat_visit();
  Recording recording = visit.recording(80, 1);
  recording = with_hole(std::move(recording), -1, 5, true);
  const Analysis analysis = analyze(recording, options_for("squat"));
  ASSERT_THAT(analysis.reps, SizeIs(3));
  EXPECT_NEAR(analysis.reps[0].start_s, visit.reps()[0].start_s, 0.1);
  EXPECT_NEAR(*analysis.body.weight_n, 700, 1);
}

TEST(Analysis, CountsOverloadedAndSaturatedSamples) {
  const MadeVisit visit = squat_visit();
  Recording recording = visit.recording(80, 1);
  recording.overload.assign(recording.size(), 0);
  recording.raw.resize(recording.size());
  const auto bottom = static_cast<std::size_t>(80 * visit.reps()[0].bottom_s);
  recording.overload[bottom] = recording.overload[bottom + 1] = 1;
  recording.raw[bottom].flags = kFlagSaturated;
  const Analysis analysis = analyze(recording, options_for("squat"));
  EXPECT_EQ(analysis.quality.overload_samples, 2);
  EXPECT_EQ(analysis.quality.saturated_samples, 1);
  ASSERT_THAT(analysis.reps, SizeIs(3));
  EXPECT_THAT(analysis.reps[0].reasons, ElementsAre("overload"));
}

TEST(Analysis, SaysThatTheCalibrationIsNominal) {
  AnalysisOptions options = options_for("squat");
  EXPECT_THAT(analyze(squat_visit().recording(), options).quality.notes, Not(Contains(HasSubstr("Nominal"))));
  options.nominal_calibration = true;
  EXPECT_THAT(analyze(squat_visit().recording(), options).quality.notes,
              Contains(HasSubstr("Nominal calibration")));
}

TEST(Analysis, ComparesTheEmptyMatAfterwardsWithThatBefore) {
  Recording recording = squat_visit().recording(80, 0.3);
  for (std::size_t i = 0; i < recording.size(); ++i)
    if (recording.time_s[i] > 10) recording.total_n[i] += 3;
  EXPECT_NEAR(*analyze(recording, options_for("squat")).quality.drift_n, 3, 0.2);
  EXPECT_FALSE(analyze(MadeVisit(350, 350).stay(10).recording(), options_for("squat")).quality.drift_n);
}

}  // namespace
}  // namespace poise::movement
