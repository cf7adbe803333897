#include "calibrate/calibrator.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <cmath>
#include <optional>

#include "calibrate/fit.h"
#include "made_mat.h"

namespace poise::calibrate {
namespace {

using testing::HasSubstr;

constexpr double kCountsPerNewton = 4277;
constexpr std::int64_t kStep_us = 12'500;  // 80 Hz

/// Frames of a reference mat on which every count changes from one to the next.
class Frames {
 public:
  explicit Frames(std::int64_t step_us = kStep_us) : step_us_(step_us) {}

  RawFrame next() {
    RawFrame frame;
    frame.sequence = sequence_++;
    frame.device_us = us_ += step_us_;
    frame.cell_count = 8;
    for (std::size_t i = 0; i < kMaxCells; ++i)
      frame.counts[i] = static_cast<std::int32_t>(100'000 + 37 * (frame.sequence % 11) + static_cast<int>(i));
    return frame;
  }
  void pause(std::int64_t us) { us_ += us; }

 private:
  std::int64_t step_us_, us_ = 0, sequence_ = 0;
};

Calibrator reference() { return Calibrator(*find_shipped_geometry(1, 8)); }

TEST(Calibrator, TurnsCountsIntoNewtonsAboveZero) {
  Calibrator calibrator = reference();
  RawFrame frame = Frames().next();
  frame.counts = {42770, -42770, 0, 1, 427700, 0, 0, 0};
  frame.sequence = 17;
  calibrator.set_zero({1, 0, 0, 0, -5, 0, 0, 0});
  const LoadSample sample = calibrator.apply(frame);
  EXPECT_DOUBLE_EQ(sample.cell_n[0], 9);
  EXPECT_DOUBLE_EQ(sample.cell_n[1], -10);
  EXPECT_DOUBLE_EQ(sample.cell_n[3], 1 / kCountsPerNewton);
  EXPECT_DOUBLE_EQ(sample.cell_n[4], 105);
  EXPECT_EQ(sample.sequence, 17);
  EXPECT_EQ(sample.device_us, frame.device_us);
  EXPECT_EQ(sample.cell_count, 8);
  EXPECT_EQ(sample.invalid_mask, 0);
  EXPECT_EQ(sample.overload_mask, 0);
}

TEST(Calibrator, OverloadBeginsAtNineTenthsOfCapacityWhateverTheZero) {
  Calibrator calibrator = reference();
  RawFrame frame = Frames().next();
  const double limit_counts = 0.9 * 980.665 * kCountsPerNewton;
  frame.counts = {static_cast<std::int32_t>(limit_counts) + 1,
                  static_cast<std::int32_t>(limit_counts) - 1,
                  -static_cast<std::int32_t>(limit_counts) - 1,
                  0,
                  0,
                  0,
                  0,
                  0};
  EXPECT_EQ(calibrator.apply(frame).overload_mask, 0b101);
  calibrator.set_zero({500, 500, 500, 500, 500, 500, 500, 500});
  EXPECT_EQ(calibrator.apply(frame).overload_mask, 0b101);
}

TEST(Calibrator, ACountAtAnEndOfTheAdcIsOverload) {
  Calibrator calibrator(*find_shipped_geometry(1, 8), 16);
  RawFrame frame = Frames().next();
  frame.counts = {32767, 32766, -32768, -32767, 0, 0, 0, 0};
  EXPECT_EQ(calibrator.apply(frame).overload_mask, 0b101);
}

TEST(Calibrator, TheSaturatedFlagConcernsTheCellsAtTheEndElseAll) {
  Calibrator calibrator = reference();
  RawFrame frame = Frames().next();
  frame.flags = kFlagSaturated;
  EXPECT_EQ(calibrator.apply(frame).overload_mask, 0xFF);
  frame.counts[6] = 0x7FFFFF;
  EXPECT_EQ(calibrator.apply(frame).overload_mask, 0b0100'0000);
}

TEST(Calibrator, AFaultyCellGivesNoNumber) {
  Calibrator calibrator = reference();
  RawFrame frame = Frames().next();
  frame.fault_mask = 0b0000'0100;
  const LoadSample sample = calibrator.apply(frame);
  EXPECT_EQ(sample.invalid_mask, 0b0000'0100);
  EXPECT_TRUE(std::isnan(sample.cell_n[2]));
  EXPECT_FALSE(std::isnan(sample.cell_n[3]));
}

TEST(Calibrator, ASettlingMatGivesNoNumbers) {
  Calibrator calibrator = reference();
  RawFrame frame = Frames().next();
  frame.flags = kFlagSettling;
  EXPECT_EQ(calibrator.apply(frame).invalid_mask, 0xFF);
}

TEST(Calibrator, AFrameOfAnotherNumberOfCellsGivesNoNumbers) {
  Calibrator calibrator = reference();
  RawFrame frame = Frames().next();
  frame.cell_count = 4;
  EXPECT_EQ(calibrator.apply(frame).invalid_mask, 0x0F);
  EXPECT_TRUE(std::isnan(calibrator.apply(frame).cell_n[0]));
  frame.cell_count = 0;  // stands for a lost sample
  EXPECT_EQ(calibrator.apply(frame).invalid_mask, 0);
  EXPECT_EQ(calibrator.apply(frame).cell_count, 0);
}

/// Seconds from the first frozen sample until `cell` is called stuck; absent: not within 5 s.
std::optional<double> seconds_until_stuck(std::int64_t step_us, unsigned frozen_mask, std::size_t cell) {
  Calibrator calibrator = reference();
  Frames frames(step_us);
  for (int i = 0; i < 10; ++i) calibrator.apply(frames.next());
  const std::int64_t start_us = frames.next().device_us;
  while (true) {
    RawFrame frame = frames.next();
    for (std::size_t i = 0; i < kMaxCells; ++i)
      if ((frozen_mask >> i) & 1u) frame.counts[i] = 4711;
    const double passed_s = static_cast<double>(frame.device_us - start_us) / 1e6;
    if (passed_s > 5) return std::nullopt;
    if ((calibrator.apply(frame).invalid_mask >> cell) & 1u) return passed_s;
  }
}

TEST(Calibrator, ACellThatRepeatsItselfForHalfASecondIsStuckAtAnyRate) {
  for (const std::int64_t step_us : {1'000, 12'500, 25'000, 100'000}) {
    const auto passed_s = seconds_until_stuck(step_us, 0b0000'0010, 1);
    ASSERT_TRUE(passed_s.has_value()) << step_us;
    EXPECT_GT(*passed_s, 0.5);
    EXPECT_LE(*passed_s, 0.5 + 3e-6 * static_cast<double>(step_us));
  }
}

TEST(Calibrator, TwoStuckCellsOfAPlateAreFound) {
  EXPECT_TRUE(seconds_until_stuck(kStep_us, 0b1010'0000, 5).has_value());
  EXPECT_TRUE(seconds_until_stuck(kStep_us, 0b1010'0000, 7).has_value());
}

TEST(Calibrator, APlateThatRepeatsItselfAsAWholeIsNotStuck) {
  EXPECT_FALSE(seconds_until_stuck(kStep_us, 0xFF, 0).has_value());
  EXPECT_FALSE(seconds_until_stuck(kStep_us, 0x0F, 0).has_value());  // the other plate is no neighbour
}

TEST(Calibrator, AHoleInTheStreamIsNoEvidenceForAStuckCell) {
  Calibrator calibrator = reference();
  Frames frames;
  for (int i = 0; i < 4; ++i) {
    frames.pause(2'000'000);
    RawFrame frame = frames.next();
    frame.counts[0] = 4711;
    EXPECT_EQ(calibrator.apply(frame).invalid_mask, 0);
  }
}

TEST(Calibrator, ASaturatedCellIsOverloadedNotStuck) {
  Calibrator calibrator = reference();
  Frames frames;
  for (int i = 0; i < 200; ++i) {
    RawFrame frame = frames.next();
    frame.counts[3] = 0x7FFFFF;
    const LoadSample sample = calibrator.apply(frame);
    ASSERT_EQ(sample.invalid_mask, 0);
    ASSERT_EQ(sample.overload_mask, 0b1000);
  }
}

TEST(Calibrator, TellsOnceThatACellIsStuckAndOnceThatItMovesAgain) {
  Calibrator calibrator = reference();
  Frames frames;
  std::optional<CellFinding> finding;
  RawFrame frame;
  for (int i = 0; i < 100 && !finding; ++i) {
    frame = frames.next();
    frame.counts[2] = 5;
    calibrator.apply(frame);
    finding = calibrator.take_finding();
  }
  ASSERT_TRUE(finding.has_value());
  EXPECT_EQ(finding->cell, 2);
  EXPECT_TRUE(finding->stuck);
  EXPECT_EQ(finding->sequence, frame.sequence);
  EXPECT_THAT(describe(*finding, calibrator.geometry()), HasSubstr("l_rl"));
  EXPECT_FALSE(calibrator.take_finding().has_value());

  EXPECT_EQ(calibrator.apply(frames.next()).invalid_mask, 0);
  finding = calibrator.take_finding();
  ASSERT_TRUE(finding.has_value());
  EXPECT_FALSE(finding->stuck);
  EXPECT_FALSE(calibrator.take_finding().has_value());
}

TEST(Calibrator, AOnePlateMatHasFourCells) {
  Calibrator calibrator(*find_shipped_geometry(0, 4));
  RawFrame frame = Frames().next();
  frame.cell_count = 4;
  frame.flags = kFlagSaturated;
  const LoadSample sample = calibrator.apply(frame);
  EXPECT_EQ(sample.overload_mask, 0x0F);
  EXPECT_EQ(sample.cell_n[4], 0);
}

TEST(Calibrator, WithAQuickCalibrationEachCellHasItsOwnGainAndOffset) {
  Calibration quick;
  quick.cell_count = 8;
  for (std::size_t i = 0; i < 8; ++i) {
    quick.counts_per_newton[i] = 4277 * (1 + 0.01 * static_cast<double>(i));
    quick.zero_counts[i] = 1000.0 * static_cast<double>(i);
  }
  Calibrator calibrator(*find_shipped_geometry(1, 8), 24, &quick);
  RawFrame frame;
  frame.cell_count = 8;
  for (std::size_t i = 0; i < 8; ++i)
    frame.counts[i] =
        static_cast<std::int32_t>(std::lround(quick.zero_counts[i] + 100 * quick.counts_per_newton[i]));
  const LoadSample sample = calibrator.apply(frame);
  for (std::size_t i = 0; i < 8; ++i) EXPECT_NEAR(sample.cell_n[i], 100, 1e-3) << i;
  calibrator.set_zero({100, 0, 0, 0, 0, 0, 0, 50});
  EXPECT_NEAR(calibrator.apply(frame).cell_n[0], 0, 1e-3);
  EXPECT_NEAR(calibrator.apply(frame).cell_n[7], 50, 1e-3);
}

TEST(Calibrator, WithAFullCalibrationForceAndCentreOfPressureAreThoseOfTheMasses) {
  const MadeMat mat(3, 1, 12);
  Calibration full = *fit_full(mat.geometry, mat.nine_marks(20));
  full.zero_counts.fill(5000);
  Calibrator calibrator(mat.geometry, 24, &full);
  RawFrame frame;
  frame.cell_count = 8;
  const CellsOfPlate left = mat.counts(0, 400, 60, -90), right = mat.counts(1, 300, -20, 150);
  for (std::size_t i = 0; i < 4; ++i) {
    frame.counts[i] = static_cast<std::int32_t>(std::lround(5000 + left[i]));
    frame.counts[i + 4] = static_cast<std::int32_t>(std::lround(5000 + right[i]));
  }
  const LoadSample sample = calibrator.apply(frame);
  double force_n = 0, x = 0, y = 0;
  for (std::size_t i = 0; i < 4; ++i) {
    force_n += sample.cell_n[i];
    x += sample.cell_n[i] * mat.geometry.cells[i].x_mm;
    y += sample.cell_n[i] * mat.geometry.cells[i].y_mm;
  }
  EXPECT_NEAR(force_n, 400, 0.05);
  EXPECT_NEAR(x / force_n, -160 + 60, 0.1);
  EXPECT_NEAR(y / force_n, -90, 0.1);

  frame.fault_mask =
      1 << 6;  // the left plate goes on as before, the right one has no balance but plain cells
  const LoadSample broken = calibrator.apply(frame);
  EXPECT_EQ(broken.cell_n[0], sample.cell_n[0]);
  EXPECT_TRUE(std::isnan(broken.cell_n[6]));
  EXPECT_NEAR(broken.cell_n[5], right[1] / full.counts_per_newton[5], 1e-3);
}

TEST(Calibrator, KnowsWhichCountsALoadShows) {
  const MadeMat mat(3, 1, 13);
  Calibration full = *fit_full(mat.geometry, mat.nine_marks(20));
  full.zero_counts = {1, 2, 3, 4, 5, 6, 7, 8};
  for (const Calibration* calibration :
       {static_cast<const Calibration*>(nullptr), static_cast<const Calibration*>(&full)}) {
    const Calibrator calibrator(mat.geometry, 24, calibration);
    const std::array<double, kMaxCells> counts{100, -2000, 30'000, 4, 5, 600'000, -7, 8};
    const auto back = calibrator.counts_under(calibrator.gross_n(counts));
    for (std::size_t i = 0; i < 8; ++i) EXPECT_NEAR(back[i], counts[i], 1e-6);
  }
}

}  // namespace
}  // namespace poise::calibrate
