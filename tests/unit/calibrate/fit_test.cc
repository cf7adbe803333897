#include "calibrate/fit.h"

#include <fmt/format.h>
#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <cmath>
#include <numbers>

#include "made_mat.h"

namespace poise::calibrate {
namespace {

using ::testing::HasSubstr;

/// The gains of the data sheets, as a calibration.
Calibration nominal(const MadeMat& mat) {
  Calibration calibration;
  calibration.cell_count = 8;
  for (std::size_t i = 0; i < 8; ++i)
    calibration.counts_per_newton[i] = mat.geometry.cells[i].counts_per_newton;
  return calibration;
}

/// A person of 70 kg who carries their weight about the plate for 40 s, with trembling of that SD (relative).
ShiftSums shift_on(const MadeMat& mat, int plate, double trembling = 0, unsigned seed = 1) {
  std::mt19937 random(seed);
  std::normal_distribution<double> noise(0, 1);
  ShiftSums sums;
  sums.plate = plate;
  for (double t_s = 0; t_s < 40; t_s += 0.1) {
    const double load_n = 70 * kGravity_m_s2 * (1 + trembling * noise(random));
    sums.add(mat.counts(plate, load_n, 70 * std::sin(2 * std::numbers::pi * 0.11 * t_s),
                        100 * std::sin(2 * std::numbers::pi * 0.07 * t_s)));
  }
  return sums;
}

TEST(FitFull, TakesAwayGainErrorsAndCrossTalk) {
  for (unsigned seed = 1; seed <= 20; ++seed) {
    const MadeMat mat(3, 1, seed);
    const Errors before = errors_of(nominal(mat), mat);
    EXPECT_GT(before.force_pct, 0.5);
    EXPECT_GT(before.cop_mm, 2);
    const Fit fit = fit_full(mat.geometry, mat.nine_marks(20));
    ASSERT_TRUE(fit) << fit.error().what;
    const Errors after = errors_of(*fit, mat);
    EXPECT_LT(after.force_pct, 0.02) << seed;
    EXPECT_LT(after.cop_mm, 0.15) << seed;
    EXPECT_LT(fit->force_rms_pct, 0.01);
    EXPECT_LT(*fit->cop_rms_mm, 0.1);
    EXPECT_EQ(fit->masses.size(), 18u);
  }
}

TEST(FitFull, DoesSoOnAStiffPlateWhichNeverShowsOneWayOfLoading) {
  for (unsigned seed = 1; seed <= 5; ++seed) {
    const MadeMat mat(3, 1, seed, Sharing::stiff);
    const Fit fit = fit_full(mat.geometry, mat.nine_marks(20));
    ASSERT_TRUE(fit) << fit.error().what;
    EXPECT_LT(errors_of(*fit, mat).force_pct, 0.02);
    EXPECT_LT(errors_of(*fit, mat).cop_mm, 0.1);
  }
}

TEST(FitFull, NamesEachCellsOwnGain) {
  const MadeMat mat(3, 0, 4);
  const Fit fit = fit_full(mat.geometry, mat.nine_marks(20));
  ASSERT_TRUE(fit);
  for (std::size_t cell = 0; cell < 8; ++cell)
    EXPECT_NEAR(fit->counts_per_newton[cell] / mat.gain(cell), 1, 0.001) << cell;
}

/// How far off a calibration is whose masses each stood so far from their marks. The table stands in
/// hardware/calibration.md.
TEST(FitFull, MassesOffTheirMarksCostLessThanTheyAreOff) {
  fmt::print("each mass off by   force, worst   CoP, RMS over the plate   CoP, worst   said doubt\n");
  for (const double off_mm : {0.5, 1.0, 2.0}) {
    Errors mean;
    double doubt_mm = 0;
    constexpr int kRuns = 100;
    for (unsigned run = 0; run < kRuns; ++run) {
      const MadeMat mat(3, 1, run);
      const Fit fit = fit_full(mat.geometry, mat.nine_marks(20, off_mm, run + 1000));
      ASSERT_TRUE(fit) << fit.error().what;
      const Errors errors = errors_of(*fit, mat);
      mean.force_pct = std::max(mean.force_pct, errors.force_pct);
      mean.cop_mm = std::max(mean.cop_mm, errors.cop_mm);
      mean.cop_rms_mm += errors.cop_rms_mm / kRuns;
      doubt_mm += *fit->cop_doubt_mm / kRuns;
    }
    fmt::print("{:>8.1f} mm {:>15.3f} % {:>20.2f} mm {:>15.2f} mm {:>9.2f} mm\n", off_mm, mean.force_pct,
               mean.cop_rms_mm, mean.cop_mm, doubt_mm);
    EXPECT_LT(mean.cop_rms_mm, 0.8 * off_mm);
    EXPECT_LT(mean.force_pct, 0.05 * off_mm + 0.02);
    EXPECT_GT(doubt_mm, 0.5 * mean.cop_rms_mm) << "what it says of itself is honest";
  }
}

TEST(FitFull, AllMassesShiftedAlikeShiftTheCentreOfPressureByThatAndNothingElse) {
  const MadeMat mat(3, 1, 7);
  std::vector<PlacedMass> masses;
  for (const PlacedMass& mass : mat.nine_marks(20))
    masses.push_back(
        mat.placed(mass.plate, 20, mass.mark->x_mm - mat.middle_mm(mass.plate), mass.mark->y_mm, 2, 0));
  const Fit fit = fit_full(mat.geometry, masses);
  ASSERT_TRUE(fit);
  const Errors errors = errors_of(*fit, mat);
  EXPECT_NEAR(errors.cop_mm, 2, 0.3);
  EXPECT_LT(errors.force_pct, 0.05);
}

TEST(FitFull, RefusesTooFewMarksOrMarksOnALine) {
  const MadeMat mat(3, 1, 2);
  std::vector<PlacedMass> masses = mat.nine_marks(20);
  std::vector<PlacedMass> few(masses.begin(), masses.begin() + 4);
  few.insert(few.end(), masses.begin() + 9, masses.end());
  EXPECT_THAT(fit_full(mat.geometry, few).error().what, HasSubstr("4 marks of the left plate"));
  std::vector<PlacedMass> line;
  for (const double y_mm : {170.0, 90.0, 0.0, -90.0, -170.0}) line.push_back(mat.placed(0, 20, 0, y_mm));
  line.insert(line.end(), masses.begin() + 9, masses.end());
  EXPECT_THAT(fit_full(mat.geometry, line).error().what, HasSubstr("one line"));
}

TEST(FitFull, NamesTheMassThatStoodInAWrongPlaceOrWasAnother) {
  const MadeMat mat(3, 1, 3);
  std::vector<PlacedMass> masses = mat.nine_marks(20);
  masses[11] = mat.placed(1, 20, 110, 200, -40, 0);
  Fit fit = fit_full(mat.geometry, masses);
  ASSERT_FALSE(fit);
  EXPECT_EQ(fit.error().mass, 11u);
  EXPECT_THAT(fit.error().what, HasSubstr("right plate, +110 mm right and +200 mm forward"));
  masses = mat.nine_marks(20);
  masses[4].counts = mat.counts(0, 19 * kGravity_m_s2, 0, 0);
  fit = fit_full(mat.geometry, masses);
  ASSERT_FALSE(fit);
  EXPECT_EQ(fit.error().mass, 4u);
  EXPECT_THAT(fit.error().what, HasSubstr("% differently from the other masses"));
}

TEST(FitFull, RefusesGainsThatNoCellHas) {
  const MadeMat mat(0, 0, 1);
  std::vector<PlacedMass> masses = mat.nine_marks(20);
  for (PlacedMass& mass : masses) mass.counts[2] *= 0.7;
  const Fit fit = fit_full(mat.geometry, masses);
  ASSERT_FALSE(fit);
  EXPECT_THAT(fit.error().what, HasSubstr("cell l_rl"));
}

TEST(FitQuick, BringsForceBelowOnePercentFromOneMassAndAPerson) {
  for (unsigned seed = 1; seed <= 20; ++seed) {
    const MadeMat mat(3, 0, seed);
    const PlacedMass masses[] = {mat.placed(0, 20, 10, -15), mat.placed(1, 20, 0, 20)};
    const ShiftSums shifts[] = {shift_on(mat, 0, 0.003, seed), shift_on(mat, 1, 0.003, seed + 50)};
    const Fit fit = fit_quick(mat.geometry, masses, shifts);
    ASSERT_TRUE(fit) << fit.error().what;
    const Errors errors = errors_of(*fit, mat);
    EXPECT_LT(errors.force_pct, 0.5) << seed;
    EXPECT_LT(errors.cop_mm, 1) << seed;
    EXPECT_LT(fit->force_worst_pct, 0.1);
    EXPECT_GT(fit->force_doubt_pct, 0.02);
    EXPECT_LT(fit->force_doubt_pct, 0.5);
  }
}

TEST(FitQuick, AMovingPersonMakesItDoubtfulNotWrong) {
  const MadeMat mat(3, 0, 5);
  const PlacedMass masses[] = {mat.placed(0, 20, 0, 0), mat.placed(1, 20, 0, 0)};
  const ShiftSums calm[] = {shift_on(mat, 0, 0.003), shift_on(mat, 1, 0.003)};
  const ShiftSums wild[] = {shift_on(mat, 0, 0.03), shift_on(mat, 1, 0.03)};
  const Fit of_calm = fit_quick(mat.geometry, masses, calm), of_wild = fit_quick(mat.geometry, masses, wild);
  ASSERT_TRUE(of_calm && of_wild);
  EXPECT_GT(of_wild->force_doubt_pct, 3 * of_calm->force_doubt_pct);
  EXPECT_LT(errors_of(*of_wild, mat).force_pct, 4 * of_wild->force_doubt_pct);
}

TEST(FitQuick, WantsAMassAndAPersonOnEachPlate) {
  const MadeMat mat(3, 0, 1);
  const PlacedMass masses[] = {mat.placed(0, 20, 0, 0), mat.placed(1, 20, 0, 0)};
  const ShiftSums only_left[] = {shift_on(mat, 0)};
  EXPECT_THAT(fit_quick(mat.geometry, masses, only_left).error().what, HasSubstr("right plate"));
}

}  // namespace
}  // namespace poise::calibrate
