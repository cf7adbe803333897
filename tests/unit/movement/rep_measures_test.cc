#include "movement/rep_measures.h"

#include <gmock/gmock.h>

#include "made_visit.h"

namespace poise::movement {
namespace {

using ::testing::ElementsAre;
using ::testing::IsEmpty;

Columns columns_of(const MadeVisit& visit, double rate_hz = 80) {
  Columns columns;
  columns.loads = visit.loads(rate_hz);
  columns.body_weight_n = 700;
  return columns;
}

Rep rep_of(double start_s, double end_s, Side side = Side::both) {
  Rep rep;
  rep.start_s = start_s;
  rep.end_s = end_s;
  rep.side = side;
  return rep;
}

TEST(MeasureForces, GivesMeansPeaksAndImpulsesOfEachSide) {
  // Two seconds at 300/400, then a ramp of two seconds to 500/400.
  Columns columns = columns_of(MadeVisit(300, 400).stay(2).shift(500, 400, 2).stay(1));
  Rep rep = rep_of(0, 4);
  measure_forces(columns, Sides::together, rep);
  EXPECT_NEAR(*rep.left_mean_n, 350, 0.5);  // a smooth ramp is at its middle on average
  EXPECT_NEAR(*rep.right_mean_n, 400, 1e-9);
  EXPECT_NEAR(*rep.peak_n, 900, 1e-9);
  EXPECT_NEAR(*rep.min_n, 700, 1e-9);
  EXPECT_NEAR(*rep.peak_left_n, 500, 1e-9);
  EXPECT_NEAR(*rep.peak_right_n, 400, 1e-9);
  EXPECT_NEAR(*rep.impulse_left_ns, 2 * 300 + 2 * 400, 0.01);
  EXPECT_NEAR(*rep.impulse_right_ns, 4 * 400, 1e-9);
}

TEST(MeasureForces, LooksAtTheRepetitionOnly) {
  Columns columns =
      columns_of(MadeVisit(1000, 0).stay(2).shift(350, 350, 0.1).stay(4).shift(0, 1000, 0.1).stay(2));
  Rep rep = rep_of(3, 5);
  measure_forces(columns, Sides::together, rep);
  EXPECT_NEAR(*rep.peak_n, 700, 1e-9);
  EXPECT_NEAR(*rep.left_share_pct, 50, 1e-9);
}

TEST(MeasureForces, AveragesTheShareOverTimeAndTheIndexOverForce) {
  // Light and all on the left, then heavy and all on the right: the share does not weigh by force, the index
  // does.
  Columns columns = columns_of(MadeVisit(100, 0).stay(2).shift(0, 300, 1e-3).stay(2));
  Rep rep = rep_of(0, 3.9875);
  measure_forces(columns, Sides::together, rep);
  EXPECT_NEAR(*rep.left_share_pct, 50, 0.5);
  EXPECT_NEAR(*rep.symmetry_index_total_pct, 100.0 * (150 - 50) / (150 + 50), 0.7);
}

TEST(MeasureForces, HasThePlusSignOnTheRight) {
  Columns columns = columns_of(MadeVisit(385, 315).stay(3));
  Rep rep = rep_of(0, 2.9);
  measure_forces(columns, Sides::together, rep);
  EXPECT_NEAR(*rep.left_share_pct, 55, 1e-9);
  EXPECT_NEAR(*rep.symmetry_index_total_pct, -10, 1e-9);
}

TEST(MeasureForces, OfOneLegHasNoShare) {
  Columns columns = columns_of(MadeVisit(700, 0).stay(3));
  Rep rep = rep_of(0, 2.9, Side::left);
  measure_forces(columns, Sides::one_plate, rep);
  EXPECT_TRUE(rep.left_mean_n);
  EXPECT_FALSE(rep.left_share_pct);
  EXPECT_FALSE(rep.symmetry_index_total_pct);
}

TEST(MeasureForces, OfALeadingLegHasAShareButNoSymmetryIndex) {
  Columns columns = columns_of(MadeVisit(490, 210).stay(3));
  for (const Sides sides : {Sides::leading, Sides::alternating}) {
    Rep rep = rep_of(0, 2.9, Side::left);
    measure_forces(columns, sides, rep);
    EXPECT_NEAR(*rep.left_share_pct, 70, 1e-9);
    EXPECT_FALSE(rep.symmetry_index_total_pct);
  }
}

TEST(MeasureForces, CountsWhatIsAtTheEndsHalf) {
  MadeVisit visit(300, 400);
  visit.shift(500, 200, 0.1).shift(300, 400, 0.1);
  Columns columns = columns_of(visit);
  Rep rep = rep_of(0, 0.1875);
  measure_forces(columns, Sides::together, rep);
  EXPECT_NEAR(*rep.left_mean_n, *rep.impulse_left_ns / 0.1875, 1e-6);
}

TEST(MeasureForces, WithoutSidesGivesTheTotalOnly) {
  Columns columns = columns_of(MadeVisit(350, 350).stay(3));
  columns.loads.left_n.clear();
  columns.loads.right_n.clear();
  Rep rep = rep_of(0, 2.9);
  measure_forces(columns, Sides::together, rep);
  EXPECT_NEAR(*rep.peak_n, 700, 1e-9);
  EXPECT_FALSE(rep.left_mean_n || rep.peak_right_n || rep.impulse_left_ns || rep.left_share_pct);
}

TEST(MeasureForces, GivesTheSteepestRiseOverATenthOfASecond) {
  // 100 N in 0.2 s on a straight line, and 100 N slowly; the rate is that of the line.
  for (const double rate_hz : {20.0, 80.0, 1000.0}) {
    Columns columns = columns_of(MadeVisit(350, 350).stay(4), rate_hz);
    for (std::size_t i = 0; i < columns.loads.size(); ++i) {
      const double t = columns.loads.time_at(i);
      columns.loads.total_n[i] +=
          std::clamp((t - 1) / 0.2, 0.0, 1.0) * 100 + std::clamp((t - 2) / 1.0, 0.0, 1.0) * 100;
    }
    Rep rep = rep_of(0, 3.9);
    measure_forces(columns, Sides::together, rep);
    ASSERT_TRUE(rep.rfd_100ms_n_s) << rate_hz;
    EXPECT_NEAR(*rep.rfd_100ms_n_s, 500, 1) << rate_hz;
  }
}

TEST(MeasureForces, HasNoRateOfRiseWithTooFewSamplesASecond) {
  Columns columns = columns_of(MadeVisit(350, 350).stay(4), 10);
  Rep rep = rep_of(0, 3.9);
  measure_forces(columns, Sides::together, rep);
  EXPECT_FALSE(rep.rfd_100ms_n_s);
}

TEST(MeasureForces, HasNoRateOfRiseInAFallingLoad) {
  Columns columns = columns_of(MadeVisit(350, 350).shift(300, 300, 4));
  Rep rep = rep_of(0, 3.9);
  measure_forces(columns, Sides::together, rep);
  EXPECT_EQ(rep.rfd_100ms_n_s, 0);
}

TEST(MeasureCop, GivesRangesAndSidewaysSpeed) {
  Columns columns = columns_of(MadeVisit(350, 350).stay(4));
  for (std::size_t i = 0; i < columns.loads.size(); ++i) {
    const double t = columns.loads.time_at(i);
    columns.cop_x_mm.push_back(t < 2 ? 10 * t : 20 - 5 * (t - 2));  // right by 20 mm, back by 10
    columns.cop_y_mm.push_back(t < 1 ? 100 : 93);
  }
  Rep rep = rep_of(0, 3);
  measure_cop(columns, Sides::together, rep);
  EXPECT_NEAR(*rep.cop_range_ml_mm, 20, 1e-9);
  EXPECT_NEAR(*rep.cop_range_ap_mm, 7, 1e-9);
  EXPECT_NEAR(*rep.cop_ml_speed_mm_s, 25.0 / 3, 1e-9);
  Rep led = rep_of(0, 3);
  measure_cop(columns, Sides::leading, led);
  EXPECT_TRUE(led.cop_range_ml_mm);
  EXPECT_FALSE(led.cop_ml_speed_mm_s) << "who steps from plate to plate does not wobble";
}

TEST(MeasureCop, IsAbsentWithoutACop) {
  Columns columns = columns_of(MadeVisit(350, 350).stay(4));
  Rep rep = rep_of(0, 3);
  measure_cop(columns, Sides::together, rep);
  EXPECT_FALSE(rep.cop_range_ml_mm || rep.cop_range_ap_mm || rep.cop_ml_speed_mm_s);
}

const Exercise& exercise(const char* id) { return *find_exercise(id); }

std::vector<std::string> reasons(const Columns& columns, const char* id, Rep rep) {
  find_reasons(columns, exercise(id), rep);
  EXPECT_EQ(rep.valid, rep.reasons.empty());
  return rep.reasons;
}

TEST(FindReasons, FindsNoneAgainstARepetitionWithTheWholeWeight) {
  EXPECT_THAT(reasons(columns_of(MadeVisit(350, 350).stay(4)), "squat", rep_of(0, 3)), IsEmpty());
}

TEST(FindReasons, TellsHandsThatCarryTwoPercentOfTheWeight) {
  EXPECT_THAT(reasons(columns_of(MadeVisit(342, 342).stay(4)), "squat", rep_of(0, 3)),
              ElementsAre("hand_support"));
  EXPECT_THAT(reasons(columns_of(MadeVisit(345, 345).stay(4)), "squat", rep_of(0, 3)), IsEmpty());
}

TEST(FindReasons, DoesNotExpectTheWholeWeightOfABridgeNorWithoutOne) {
  Columns columns = columns_of(MadeVisit(100, 100).stay(4));
  EXPECT_THAT(reasons(columns, "bridge", rep_of(0, 3)), IsEmpty());
  columns.body_weight_n.reset();
  EXPECT_THAT(reasons(columns, "squat", rep_of(0, 3)), IsEmpty());
}

TEST(FindReasons, TellsATouchOfTheFreeFoot) {
  const Columns columns =
      columns_of(MadeVisit(700, 0).stay(2).shift(660, 40, 0.02).stay(0.2).shift(700, 0, 0.02).stay(2));
  EXPECT_THAT(reasons(columns, "single-leg-squat", rep_of(1, 4, Side::left)), ElementsAre("touch"));
  EXPECT_THAT(reasons(columns, "single-leg-squat", rep_of(2.5, 4, Side::left)), IsEmpty());
  EXPECT_THAT(reasons(columns, "squat", rep_of(1, 4)), IsEmpty());
}

TEST(CountTouches, CountsEachOfAtLeastATenthOfASecondAboveFivePercent) {
  MadeVisit visit(700, 0);
  const auto touch = [&](double free_n, double seconds) {
    visit.stay(1).shift(700 - free_n, free_n, 1e-3).stay(seconds).shift(700, 0, 1e-3);
  };
  touch(60, 0.2), touch(60, 0.2), touch(60, 0.05), touch(30, 1);  // two touches, one too short, one too light
  const Columns columns = columns_of(visit.stay(1));
  EXPECT_EQ(count_touches(columns, Side::left, 0, 100), 2);
  EXPECT_EQ(count_touches(columns, Side::left, 1.5, 100), 1);
  EXPECT_EQ(count_touches(columns, Side::both, 0, 100), 0);
}

TEST(CountTouches, OfTheRightLegLooksAtTheLeftPlate) {
  const Columns columns =
      columns_of(MadeVisit(0, 700).stay(1).shift(60, 640, 1e-3).stay(0.3).shift(0, 700, 1e-3).stay(1));
  EXPECT_EQ(count_touches(columns, Side::right, 0, 100), 1);
}

TEST(CountTouches, TakesTheLoadAtTheStartWhereBodyWeightIsUnknown) {
  Columns columns =
      columns_of(MadeVisit(300, 0).stay(1).shift(280, 20, 1e-3).stay(0.3).shift(300, 0, 1e-3).stay(1));
  columns.body_weight_n.reset();
  EXPECT_EQ(count_touches(columns, Side::left, 0, 100), 1);
}

TEST(FindReasons, TellsAGapOfMoreThanATenthOfASecondWithinTheRepetition) {
  Columns columns = columns_of(MadeVisit(350, 350).stay(10));
  columns.gaps = {{4.0, 4.2}, {7.0, 7.05}};
  EXPECT_THAT(reasons(columns, "squat", rep_of(3, 6)), ElementsAre("gap"));
  EXPECT_THAT(reasons(columns, "squat", rep_of(4.1, 6)), ElementsAre("gap"));
  EXPECT_THAT(reasons(columns, "squat", rep_of(5, 8)), IsEmpty());
}

TEST(FindReasons, TellsAnOverloadWithinTheRepetition) {
  Columns columns = columns_of(MadeVisit(350, 350).stay(10));
  columns.overloads = {{4.0, 4.0}};
  EXPECT_THAT(reasons(columns, "squat", rep_of(3, 6)), ElementsAre("overload"));
  EXPECT_THAT(reasons(columns, "squat", rep_of(5, 6)), IsEmpty());
}

TEST(FindReasons, KeepsAllReasonsThatThereAre) {
  Columns columns = columns_of(MadeVisit(600, 60).stay(10));
  columns.gaps = {{4.0, 4.2}};
  columns.overloads = {{4.0, 4.0}};
  EXPECT_THAT(reasons(columns, "single-leg-squat", rep_of(3, 6, Side::left)),
              ElementsAre("hand_support", "touch", "gap", "overload"));
}

TEST(MarkPartial, MarksLessThanSixtyPercentOfTheMedianOfTheSet) {
  std::vector<Rep> reps(5);
  mark_partial(reps, {300, 310, 179, 181, 300});
  EXPECT_TRUE(reps[0].valid && reps[1].valid && reps[3].valid && reps[4].valid);
  EXPECT_FALSE(reps[2].valid);
  EXPECT_THAT(reps[2].reasons, ElementsAre("partial"));
}

TEST(MarkPartial, JudgesEachSetByItsOwnMedian) {
  std::vector<Rep> reps(6);
  for (std::size_t i = 3; i < 6; ++i) reps[i].set = 2;
  mark_partial(reps, {300, 300, 300, 100, 100, 100});
  for (const Rep& rep : reps) EXPECT_TRUE(rep.valid);
}

std::vector<int> sets(const std::vector<Rep>& reps) {
  std::vector<int> numbers;
  for (const Rep& rep : reps) numbers.push_back(rep.set);
  return numbers;
}

TEST(NumberSets, NumbersRepetitionsFromOne) {
  std::vector<Rep> reps{rep_of(0, 2), rep_of(3, 5), rep_of(6, 8)};
  number_sets(reps);
  EXPECT_EQ(reps[0].index, 1);
  EXPECT_EQ(reps[2].index, 3);
  EXPECT_THAT(sets(reps), ElementsAre(1, 1, 1));
}

TEST(NumberSets, BeginsAnotherAfterALongPause) {
  std::vector<Rep> reps{rep_of(0, 2), rep_of(3, 5), rep_of(10, 12), rep_of(13, 15)};
  number_sets(reps);
  EXPECT_THAT(sets(reps), ElementsAre(1, 1, 2, 2));
}

TEST(NumberSets, DoesNotTakeAUsualPauseForARestThoughItIsLong) {
  std::vector<Rep> reps{rep_of(0, 2), rep_of(7, 9), rep_of(14, 16), rep_of(21, 23)};
  number_sets(reps);
  EXPECT_THAT(sets(reps), ElementsAre(1, 1, 1, 1));
}

TEST(NumberSets, DoesNotTakeAShortBreathForARest) {
  std::vector<Rep> reps{rep_of(0, 2), rep_of(2.2, 4), rep_of(4.2, 6), rep_of(9.5, 11)};
  number_sets(reps);
  EXPECT_THAT(sets(reps), ElementsAre(1, 1, 1, 1));
}

TEST(NumberSets, BeginsAnotherWithTheOtherLeg) {
  std::vector<Rep> reps{rep_of(0, 2, Side::left), rep_of(3, 5, Side::left), rep_of(6, 8, Side::right)};
  number_sets(reps);
  EXPECT_THAT(sets(reps), ElementsAre(1, 1, 2));
}

TEST(NumberSets, GoesOnWhereSidesAlternate) {
  std::vector<Rep> reps{rep_of(0, 1, Side::left), rep_of(1, 2, Side::right), rep_of(2, 3, Side::left),
                        rep_of(9, 10, Side::right), rep_of(10, 11, Side::left)};
  number_sets(reps, {}, Sides::alternating);
  EXPECT_THAT(sets(reps), ElementsAre(1, 1, 1, 2, 2));
}

TEST(NumberSets, BelievesAGuidedVisitWhichSaysWhenItsSetsEnded) {
  std::vector<Rep> reps{rep_of(0, 2), rep_of(3, 5), rep_of(6, 8), rep_of(20, 22)};
  number_sets(reps, std::vector<double>{5.5});
  EXPECT_THAT(sets(reps), ElementsAre(1, 1, 2, 2));
}

TEST(NumberSets, PutsUpWithNoRepetitionsAtAll) {
  std::vector<Rep> none;
  number_sets(none);
  mark_partial(none, {});
  EXPECT_TRUE(none.empty());
}

}  // namespace
}  // namespace poise::movement
