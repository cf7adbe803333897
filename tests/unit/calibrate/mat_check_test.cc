#include "calibrate/mat_check.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <cmath>
#include <functional>
#include <random>

namespace poise::calibrate {
namespace {

using ::testing::Contains;
using ::testing::HasSubstr;
using ::testing::IsEmpty;

constexpr double kCountsPerNewton = 4277, kNoise_counts = 155;
constexpr std::int64_t kPeriod_us = 12'500;

MatIdentity identity() {
  MatIdentity mat;
  mat.cell_count = 8;
  mat.adc_bits = 24;
  mat.rate_hz = 80;
  return mat;
}

/// A mat at 80 Hz whose cells have noise; a test bends it.
class Stream {
 public:
  using Change = std::function<void(RawFrame&, double t_s)>;

  RawFrame next(const std::array<double, 8>& load_n, const Change& change) {
    RawFrame frame;
    frame.sequence = n_;
    frame.device_us = n_ * kPeriod_us;
    frame.arrival_us = frame.device_us + 1000 + n_ % 4 * 500;
    frame.cell_count = 8;
    for (std::size_t i = 0; i < 8; ++i)
      frame.counts[i] =
          static_cast<std::int32_t>(std::lround(load_n[i] * kCountsPerNewton + noise_(random_)));
    if (change) change(frame, static_cast<double>(n_) / 80);
    ++n_;
    return frame;
  }
  void feed(MatCheck& check, double seconds, const Change& change = {},
            const std::array<double, 8>& load_n = {}) {
    for (int i = 0; i < static_cast<int>(seconds * 80); ++i) check.on_frame(next(load_n, change));
  }
  void lose(int samples) { n_ += samples; }

 private:
  std::int64_t n_ = 0;
  std::mt19937 random_{1};
  std::normal_distribution<double> noise_{0, kNoise_counts};
};

MatCheck check_of(CheckPlan plan = {}) { return MatCheck(*find_shipped_geometry(1, 8), identity(), plan); }

/// Ten seconds of an empty mat, bent by `change`.
MatReport empty_report(const Stream::Change& change, const LinkCounters& line = {}) {
  MatCheck check = check_of();
  Stream().feed(check, 10.1, change);
  EXPECT_TRUE(check.done());
  return check.report(line);
}

std::vector<std::string> ids(const MatReport& report) {
  std::vector<std::string> all;
  for (const Finding& finding : report.findings) all.push_back(finding.id);
  return all;
}

const Finding& finding(const MatReport& report, const std::string& id) {
  for (const Finding& each : report.findings)
    if (each.id == id) return each;
  ADD_FAILURE() << "not found: " << id << " among " << ::testing::PrintToString(ids(report));
  static const Finding none;
  return none;
}

Stream::Change on_cell(std::size_t cell, std::function<double(double counts, double t_s)> bend) {
  return [cell, bend](RawFrame& frame, double t_s) {
    frame.counts[cell] = static_cast<std::int32_t>(bend(frame.counts[cell], t_s));
  };
}

TEST(MatCheck, FindsASoundMatFitAndMeasuresIt) {
  const MatReport report = empty_report({});
  EXPECT_TRUE(report.fit());
  EXPECT_THAT(ids(report), ::testing::ElementsAre("sides_not_checked"));
  EXPECT_NEAR(report.seconds, 10, 0.01);
  EXPECT_EQ(report.samples, 801);
  EXPECT_NEAR(*report.rate_hz, 80, 1e-6);
  EXPECT_NEAR(*report.jitter_sd_us, 0, 1e-6);
  EXPECT_NEAR(*report.arrival_spread_ms, 1.5, 1e-9);
  ASSERT_EQ(report.cells.size(), 8u);
  for (const CellFigures& cell : report.cells) {
    EXPECT_NEAR(cell.noise_counts, kNoise_counts, 12);
    EXPECT_NEAR(cell.noise_n, kNoise_counts / kCountsPerNewton, 0.003);
    EXPECT_NEAR(cell.drift_n_per_min, 0, 0.15);
  }
}

TEST(MatCheck, ObjectsToAClockThatMatters) {
  MatReport report = empty_report({});
  EXPECT_FALSE(report.clock_slow_pct);
  judge_clock(report, 0.02);
  EXPECT_EQ(report.clock_slow_pct, 0.02);
  EXPECT_THAT(ids(report), ::testing::ElementsAre("sides_not_checked"));
  judge_clock(report, 0.5);
  EXPECT_TRUE(report.fit());
  EXPECT_THAT(finding(report, "clock").seen, HasSubstr("0.50 % too slow"));
  EXPECT_THAT(finding(report, "clock").meaning, HasSubstr("0.50 % too short, heights of a squat some 1.00 %"));
  MatReport fast = empty_report({});
  judge_clock(fast, -0.3);
  EXPECT_THAT(finding(fast, "clock").seen, HasSubstr("0.30 % too fast"));
  EXPECT_THAT(finding(fast, "clock").meaning, HasSubstr("too long"));
}

TEST(MatCheck, MeasuresRateAndJitterOnTheMatsOwnClock) {
  const MatReport slow =
      empty_report([](RawFrame& frame, double) { frame.device_us = frame.sequence * 14'000; });
  EXPECT_NEAR(*slow.rate_hz, 71.43, 0.01);
  EXPECT_EQ(finding(slow, "rate_off").severity, Severity::warning);
  EXPECT_THAT(finding(slow, "rate_off").seen, HasSubstr("71.4 samples a second"));
  const MatReport uneven =
      empty_report([](RawFrame& frame, double) { frame.device_us += frame.sequence % 2 == 0 ? 0 : 2000; });
  EXPECT_NEAR(*uneven.jitter_sd_us, 2000, 10);
  EXPECT_NEAR(*uneven.jitter_largest_us, 2000, 10);
  EXPECT_THAT(ids(uneven), Contains("jitter"));
  const MatReport ten_hz =
      empty_report([](RawFrame& frame, double) { frame.device_us = frame.sequence * 100'000; });
  EXPECT_THAT(ids(ten_hz), Contains("rate_slow"));
}

TEST(MatCheck, ALostSampleIsNoJitter) {
  MatCheck check = check_of();
  Stream stream;
  stream.feed(check, 5);
  stream.lose(3);
  stream.feed(check, 5.1);
  EXPECT_NEAR(*check.report({}).jitter_sd_us, 0, 1e-6);
  EXPECT_NEAR(*check.report({}).rate_hz, 80, 1e-6);
}

TEST(MatCheck, TellsLossesByTheirCause) {
  LinkCounters line;
  line.lost_samples = 4;
  line.bad_crc = 3;
  line.overflows = 1;
  const MatReport few = empty_report({}, line);
  EXPECT_EQ(finding(few, "lost_samples").severity, Severity::warning);
  EXPECT_THAT(finding(few, "lost_samples").seen, HasSubstr("4 of 805 samples were lost"));
  EXPECT_THAT(finding(few, "lost_samples").seen,
              HasSubstr("3 frames came damaged, 1 samples the mat itself"));
  line.lost_samples = 40;
  EXPECT_FALSE(empty_report({}, line).fit());
  line = {};
  line.restarts = 1;
  EXPECT_THAT(ids(empty_report({}, line)), Contains("restarted"));
}

TEST(MatCheck, NamesACellThatIsMissingAndOneThatDropsOut) {
  const MatReport dead = empty_report([](RawFrame& frame, double) {
    frame.fault_mask = 2;
    frame.counts[1] = 0;
  });
  EXPECT_FALSE(dead.fit());
  EXPECT_THAT(finding(dead, "cell_dead").cells, ::testing::ElementsAre(1));
  EXPECT_THAT(finding(dead, "cell_dead").seen, HasSubstr("l_fr (left plate, front right)"));
  EXPECT_EQ(ids(dead).front(), "cell_dead") << "the worst comes first";
  const MatReport now_and_then = empty_report([](RawFrame& frame, double) {
    if (frame.sequence % 100 == 7) frame.fault_mask = 0x80;
  });
  EXPECT_EQ(finding(now_and_then, "cell_drops_out").severity, Severity::warning);
  EXPECT_THAT(finding(now_and_then, "cell_drops_out").seen, HasSubstr("8 of 801"));
}

TEST(MatCheck, FindsStuckSaturatedAndNoisyCells) {
  const MatReport stuck = empty_report(on_cell(4, [](double, double) { return 1234.0; }));
  EXPECT_THAT(finding(stuck, "cell_stuck").cells, ::testing::ElementsAre(4));
  EXPECT_FALSE(stuck.fit());
  const MatReport saturated = empty_report(on_cell(5, [](double, double) { return 8388607.0; }));
  EXPECT_THAT(finding(saturated, "cell_saturated").cells, ::testing::ElementsAre(5));
  EXPECT_FALSE(saturated.fit());
  const MatReport louder = empty_report(on_cell(2, [](double counts, double) { return 6 * counts; }));
  EXPECT_EQ(finding(louder, "cell_noisy").severity, Severity::warning);
  EXPECT_THAT(finding(louder, "cell_noisy").cells, ::testing::ElementsAre(2));
  const MatReport useless = empty_report(on_cell(2, [](double counts, double) { return 40 * counts; }));
  EXPECT_EQ(finding(useless, "cell_noisy").severity, Severity::unfit);
}

TEST(MatCheck, AnIdealMatWithoutNoiseIsNotStuck) {
  const MatReport report = empty_report([](RawFrame& frame, double) { frame.counts.fill(0); });
  EXPECT_THAT(ids(report), ::testing::ElementsAre("sides_not_checked"));
}

TEST(MatCheck, TellsDriftFromMovement) {
  const MatReport drifting = empty_report(
      on_cell(6, [](double counts, double t_s) { return counts + 3 * kCountsPerNewton / 60 * t_s; }));
  EXPECT_EQ(finding(drifting, "drift").severity, Severity::warning);
  EXPECT_THAT(finding(drifting, "drift").cells, ::testing::ElementsAre(6));
  EXPECT_NEAR(drifting.cells[6].drift_n_per_min, 3, 0.15);
  const MatReport running = empty_report(
      on_cell(6, [](double counts, double t_s) { return counts - 20 * kCountsPerNewton / 60 * t_s; }));
  EXPECT_EQ(finding(running, "drift").severity, Severity::unfit);
  const MatReport touched = empty_report(on_cell(6, [](double counts, double t_s) {
    return counts + (t_s > 4 && t_s < 6 ? 10 * kCountsPerNewton : 0);
  }));
  EXPECT_EQ(finding(touched, "not_still").severity, Severity::unfit);
  EXPECT_THAT(ids(touched), ::testing::Not(Contains("drift")));
}

TEST(MatCheck, TellsALargeOffsetUnlessTheCalibrationKnowsIt) {
  const auto shifted = [](RawFrame& frame, double) {
    for (std::size_t i = 0; i < 4; ++i) frame.counts[i] += static_cast<std::int32_t>(49 * kCountsPerNewton);
  };
  EXPECT_THAT(finding(empty_report(shifted), "plate_offset").seen, HasSubstr("left plate shows +196 N"));
  std::array<double, kMaxCells> known{};
  std::fill(known.begin(), known.begin() + 4, 49 * kCountsPerNewton);
  MatCheck check(*find_shipped_geometry(1, 8), identity(), {}, known);
  Stream().feed(check, 10.1, shifted);
  EXPECT_THAT(ids(check.report({})), ::testing::ElementsAre("sides_not_checked"));
  const MatReport bent =
      empty_report(on_cell(3, [](double counts, double) { return counts + 750 * kCountsPerNewton; }));
  EXPECT_EQ(finding(bent, "cell_offset").severity, Severity::unfit);
}

TEST(MatCheck, SaysWhenNothingCame) {
  MatCheck check = check_of();
  check.stream_stopped();
  EXPECT_TRUE(check.done());
  const MatReport report = check.report({});
  EXPECT_FALSE(report.fit());
  EXPECT_THAT(ids(report), Contains("no_samples"));
}

// -- with somebody on the mat --

constexpr std::array<double, 8> kOnLeft{150, 170, 190, 160, 0, 0, 0, 0},
    kOnRight{0, 0, 0, 0, 150, 170, 190, 160};

MatReport steps_report(const Stream::Change& change, CheckPlan plan = {10, true, false}) {
  MatCheck check = check_of(plan);
  Stream stream;
  stream.feed(check, 10.1, change);
  EXPECT_THAT(check.view().instruction, HasSubstr("left plate"));
  stream.feed(check, 4, change, kOnLeft);  // stays longer than needed: that is not the next step's load
  EXPECT_THAT(check.view().instruction, HasSubstr("right plate"));
  stream.feed(check, 1.5, change);
  stream.feed(check, 2, change, kOnRight);
  stream.feed(check, 1.5, change);
  for (std::size_t cell = 0; plan.corners && cell < 8; ++cell) {
    EXPECT_FALSE(check.done());
    std::array<double, 8> load_n{};
    load_n[cell] = 300;
    load_n[cell ^ 1] = 60;
    stream.feed(check, 2, change, load_n);
    stream.feed(check, 1.5, change);
  }
  EXPECT_TRUE(check.done());
  return check.report({});
}

TEST(MatCheck, FindsNothingWrongUnderSomebodyOnASoundMat) {
  EXPECT_THAT(ids(steps_report({})), IsEmpty());
  EXPECT_THAT(ids(steps_report({}, {10, true, true})), IsEmpty());
}

TEST(MatCheck, FindsSidesExchangedOnceNotCellByCell) {
  const MatReport report = steps_report(
      [](RawFrame& frame, double) {
        std::swap_ranges(frame.counts.begin(), frame.counts.begin() + 4, frame.counts.begin() + 4);
      },
      {10, true, true});
  EXPECT_THAT(ids(report), ::testing::ElementsAre("sides_swapped"));
  EXPECT_FALSE(report.fit());
}

TEST(MatCheck, FindsExchangedWiresByTheSign) {
  const MatReport report = steps_report(on_cell(6, [](double counts, double) { return -counts; }));
  EXPECT_THAT(ids(report), ::testing::ElementsAre("cell_negative"));
  EXPECT_THAT(finding(report, "cell_negative").cells, ::testing::ElementsAre(6));
  EXPECT_THAT(finding(report, "cell_negative").seen, HasSubstr("190 N less"));
}

TEST(MatCheck, FindsTwoCellsOfDifferentPlatesExchanged) {
  const MatReport report =
      steps_report([](RawFrame& frame, double) { std::swap(frame.counts[1], frame.counts[6]); });
  ASSERT_FALSE(report.findings.empty());
  EXPECT_EQ(report.findings[0].id, "cells_swapped");
  EXPECT_THAT(report.findings[0].cells, ::testing::UnorderedElementsAre(1, 6));
}

TEST(MatCheck, FindsTwoCellsOfOnePlateExchangedByTheirCorners) {
  const auto swapped = [](RawFrame& frame, double) { std::swap(frame.counts[4], frame.counts[7]); };
  EXPECT_THAT(ids(steps_report(swapped)), IsEmpty()) << "standing in the middle does not show it";
  const MatReport report = steps_report(swapped, {10, true, true});
  EXPECT_THAT(ids(report), ::testing::ElementsAre("corner_wrong"));
  EXPECT_THAT(finding(report, "corner_wrong").cells, ::testing::ElementsAre(4, 7));
}

TEST(MatCheck, FindsACornerThatCarriesNothing) {
  // It lives, but its foot hangs in the air.
  const MatReport report = steps_report([](RawFrame& frame, double) { frame.counts[2] %= 600; });
  EXPECT_THAT(ids(report), ::testing::ElementsAre("cell_no_response"));
}

TEST(MatCheck, WaitsWhileTheOtherFootIsOnTheOtherPlate) {
  MatCheck check = check_of({10, true, false});
  Stream stream;
  stream.feed(check, 10.1);
  stream.feed(check, 3, {}, {100, 100, 100, 100, 90, 90, 90, 90});
  EXPECT_THAT(check.view().instruction, HasSubstr("left plate"));
  EXPECT_THAT(check.view().why, HasSubstr("other plate"));
  stream.feed(check, 2, {}, kOnLeft);
  EXPECT_THAT(check.view().instruction, HasSubstr("Step off. Then: Stand on the right plate"));
  EXPECT_EQ(check.view().why, "");
}

TEST(MatCheck, SaysWhatWasLeftOut) {
  MatCheck check = check_of({10, true, false});
  Stream().feed(check, 10.1);
  check.skip();
  check.skip();
  EXPECT_TRUE(check.done());
  EXPECT_THAT(ids(check.report({})), ::testing::ElementsAre("sides_not_checked"));
  EXPECT_TRUE(check.report({}).fit());
}

}  // namespace
}  // namespace poise::calibrate
