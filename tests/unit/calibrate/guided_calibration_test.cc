#include "calibrate/guided_calibration.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <cmath>
#include <functional>
#include <numbers>
#include <random>

#include "made_mat.h"

namespace poise::calibrate {
namespace {

using Phase = CalibrationView::Phase;
using ::testing::HasSubstr;

MatIdentity identity() {
  MatIdentity mat;
  mat.unique_id = "00112233445566ff";
  mat.cell_count = 8;
  mat.adc_bits = 24;
  mat.rate_hz = 80;
  return mat;
}

/// Somebody with masses at a mat with errors, offsets and noise, doing what the calibration asks, or not.
class Bench {
 public:
  explicit Bench(CalibrationPlan plan, double crosstalk_pct = 1)
      : mat(3, crosstalk_pct, 21), guided(mat.geometry, identity(), std::move(plan)) {}

  using Change = std::function<void(RawFrame&)>;

  /// So long with a load at (x, y) from the middle of a plate.
  void hold(double seconds, int plate, double load_n, double x_mm, double y_mm, const Change& change = {}) {
    const CellsOfPlate counts = mat.counts(plate, load_n, x_mm, y_mm);
    for (int i = 0; i < static_cast<int>(seconds * 80); ++i) {
      RawFrame frame;
      frame.sequence = n_;
      frame.device_us = n_++ * 12'500;
      frame.cell_count = 8;
      for (std::size_t cell = 0; cell < 8; ++cell) {
        double value = offset_counts[cell] + 155 * noise_(random_);
        if (static_cast<int>(cell) / 4 == plate) value += counts[cell % 4];
        frame.counts[cell] = static_cast<std::int32_t>(std::lround(value));
      }
      if (change) change(frame);
      guided.on_frame(frame);
    }
  }
  void empty(double seconds = 3) { hold(seconds, 0, 0, 0, 0); }
  void mass(double kg, int plate, double x_mm, double y_mm, double seconds = 4) {
    hold(seconds, plate, kg * kGravity_m_s2, x_mm, y_mm);
  }
  /// The present step as it is asked for, then the empty mat.
  void obey() {
    const CalibrationView view = guided.view();
    const CalibrationStep& step = view.steps[static_cast<std::size_t>(view.step)];
    if (step.shift) {
      shift(step.plate, 45);
    } else {
      const Point at = step.mark.value_or(Point{mat.middle_mm(step.plate) + 12, -20});
      mass(step.mass_kg, step.plate, at.x_mm - mat.middle_mm(step.plate), at.y_mm);
    }
    empty();
  }
  void shift(int plate, double seconds) {
    for (double t_s = 0; t_s < seconds; t_s += 0.05)
      hold(0.05, plate, 70 * kGravity_m_s2 * (1 + 0.001 * noise_(random_)),
           70 * std::sin(2 * std::numbers::pi * 0.11 * t_s),
           100 * std::sin(2 * std::numbers::pi * 0.07 * t_s));
  }
  CalibrationView view() const { return guided.view(); }

  MadeMat mat;
  GuidedCalibration guided;
  std::array<double, 8> offset_counts{200'000, -150'000, 90'000, 210'000, -205'000, 33'000, 5'000, -77'000};

 private:
  std::int64_t n_ = 0;
  std::mt19937 random_{3};
  std::normal_distribution<double> noise_{0, 1};
};

TEST(GuidedCalibration, OfAFullOneAsksForEachMarkAndEndsWithAGoodCalibration) {
  Bench bench({Method::full, 20, {}, "AB"});
  EXPECT_EQ(bench.view().phase, Phase::empty);
  EXPECT_THAT(bench.view().instruction, HasSubstr("Take everything off"));
  bench.empty();
  ASSERT_EQ(bench.view().steps.size(), 18u);
  for (int step = 0; step < 18; ++step) {
    ASSERT_EQ(bench.view().phase, Phase::load) << step;
    ASSERT_EQ(bench.view().step, step);
    if (step == 0) {
      EXPECT_EQ(bench.view().instruction, "Put 20 kg on the mark: left plate, front left.");
    }
    bench.obey();
  }
  ASSERT_EQ(bench.view().phase, Phase::review);
  const Calibration& result = *bench.guided.result();
  EXPECT_EQ(result.mat_unique_id, "00112233445566ff");
  EXPECT_EQ(result.made_by, "AB");
  EXPECT_EQ(result.method, Method::full);
  for (std::size_t cell = 0; cell < 8; ++cell)
    EXPECT_NEAR(result.zero_counts[cell], bench.offset_counts[cell], 100);
  const Errors errors = errors_of(result, bench.mat);
  EXPECT_LT(errors.force_pct, 0.1);
  EXPECT_LT(errors.cop_mm, 0.5);
}

TEST(GuidedCalibration, OfAQuickOneTakesAMassAndAPersonOnEachPlate) {
  Bench bench({Method::quick, 10, {}, ""}, 0);
  bench.empty();
  ASSERT_EQ(bench.view().steps.size(), 4u);
  EXPECT_THAT(bench.view().instruction, HasSubstr("Put 10 kg on the left plate, near its middle"));
  bench.obey();
  ASSERT_EQ(bench.view().phase, Phase::shift);
  EXPECT_THAT(bench.view().instruction, HasSubstr("Stand on the left plate"));
  bench.shift(0, 4);
  EXPECT_THAT(bench.view().hint, HasSubstr("Lean farther"));
  EXPECT_GT(bench.view().progress, 0);
  for (int step = 1; step < 4; ++step) bench.obey();
  ASSERT_EQ(bench.view().phase, Phase::review) << bench.view().why;
  EXPECT_LT(errors_of(*bench.guided.result(), bench.mat).force_pct, 1);
}

TEST(GuidedCalibration, RefusesAMassThatIsNotAsAskedForAndSaysWhy) {
  Bench bench({Method::full, 20, {}, ""});
  bench.empty();
  const auto refused_with = [&](const char* part) {
    EXPECT_EQ(bench.view().phase, Phase::load) << part;
    EXPECT_EQ(bench.view().step, 0) << part;
    EXPECT_THAT(bench.view().why + bench.view().hint, HasSubstr(part));
    bench.empty();
    EXPECT_EQ(bench.view().phase, Phase::load) << part;
  };
  bench.mass(20, 0, 0, 200);
  refused_with("111 mm to the right and 1 mm to the");
  bench.mass(20, 1, -110, 200);
  refused_with("The load is on the right plate; it is wanted on the left plate.");
  bench.mass(20 * 0.45359237, 0, -110, 200);
  refused_with("Was the mass given in pounds?");
  bench.mass(13, 0, -110, 200);
  refused_with("where 20 kg was given: no cells are so far off");
  bench.hold(4, 0, 196, -110, 200, [](RawFrame& frame) { frame.counts[1] = 8388607; });
  refused_with("Cell l_fr (left plate, front right) is at the end of its range");
  bench.hold(4, 0, 196, -110, 200, [](RawFrame& frame) { frame.fault_mask = 1; });
  refused_with("Cell l_fl (left plate, front left) gives no number");
  for (int i = 0; i < 40; ++i) bench.hold(0.1, 0, 196 + 20 * (i % 2), -110, 200);
  refused_with("The load moves");
  bench.guided.confirm();
  EXPECT_THAT(bench.view().why, HasSubstr("The readings are those of the empty mat"));
  bench.obey();
  EXPECT_EQ(bench.view().step, 1) << "nothing of all that stays behind";
}

TEST(GuidedCalibration, RefusesAMassThatRestsOnBothPlates) {
  Bench bench({Method::full, 20, {}, ""});
  bench.empty();
  const CellsOfPlate other = bench.mat.counts(1, 40, -100, 200);
  bench.hold(4, 0, 156, -110, 200, [&](RawFrame& frame) {
    for (std::size_t i = 0; i < 4; ++i) frame.counts[4 + i] += static_cast<std::int32_t>(other[i]);
  });
  EXPECT_THAT(bench.view().why, HasSubstr("The right plate carries 40 N of it"));
}

TEST(GuidedCalibration, TakesAZeroAnewWhenTheMassHadLainThere) {
  Bench bench({Method::full, 20, {}, ""});
  bench.mass(20, 0, -110, 200);
  ASSERT_EQ(bench.view().phase, Phase::load);
  bench.empty();
  EXPECT_THAT(bench.view().why, HasSubstr("The load went down"));
  bench.obey();
  EXPECT_EQ(bench.view().step, 1);
}

TEST(GuidedCalibration, FollowsAZeroThatDriftsWhileMassesAreMoved) {
  Bench bench({Method::full, 20, {}, ""});
  bench.empty();
  for (int step = 0; step < 18; ++step) {
    for (double& offset : bench.offset_counts) offset += 0.1 * 4277;  // 0.8 N a step, 14 N in all
    bench.empty();
    bench.obey();
  }
  ASSERT_EQ(bench.view().phase, Phase::review) << bench.view().why;
  EXPECT_LT(errors_of(*bench.guided.result(), bench.mat).force_pct, 0.1);
}

TEST(GuidedCalibration, AsksAgainForTheMassThatDisagrees) {
  Bench bench({Method::full, 20, {}, ""});
  bench.empty();
  for (int step = 0; step < 18; ++step) {
    if (step != 2) {
      bench.obey();
      continue;
    }
    bench.mass(20, 0, 110 - 25, 200 - 10);  // not far enough off to be seen at once
    bench.empty();
  }
  EXPECT_EQ(bench.view().phase, Phase::load);
  EXPECT_EQ(bench.view().step, 2);
  EXPECT_THAT(bench.view().why, HasSubstr("disagrees with the other masses"));
  bench.obey();
  ASSERT_EQ(bench.view().phase, Phase::review) << bench.view().why;
  EXPECT_LT(errors_of(*bench.guided.result(), bench.mat).cop_mm, 0.5);
}

TEST(GuidedCalibration, StepsCanBeLeftOutButNotTooMany) {
  Bench bench({Method::full, 20, {}, ""});
  bench.empty();
  for (int step = 0; step < 18; ++step) {
    if (step == 8 || step >= 11) {
      bench.guided.skip();
      bench.empty();
    } else {
      bench.obey();
    }
  }
  EXPECT_EQ(bench.view().phase, Phase::refused);
  EXPECT_THAT(bench.view().why, HasSubstr("There are 2 marks of the right plate with a mass"));
  EXPECT_FALSE(bench.guided.result());
  for (const int step : {11, 12, 13, 15, 17}) {
    bench.guided.repeat(step);
    bench.empty();
    bench.obey();
  }
  EXPECT_EQ(bench.view().phase, Phase::review) << bench.view().why;
  EXPECT_TRUE(bench.view().skipped[8]);
}

TEST(GuidedCalibration, GoesOnInAnotherProgramWhereItWasLeft) {
  for (const Method method : {Method::full, Method::quick}) {
    Bench bench({method, 20, {}, "AB"}, method == Method::full ? 1 : 0);
    const auto whole = [&] {
      bench.empty();
      const std::size_t steps = bench.view().steps.size();
      for (std::size_t step = 0; step < steps; ++step) {
        // Killed after each step, in the middle of the next one.
        bench.mass(20, 0, 50, 50, 1);
        auto resumed = GuidedCalibration::resume(bench.guided.to_toml(), bench.mat.geometry, identity());
        ASSERT_TRUE(resumed) << to_line(resumed.error());
        bench.guided = std::move(*resumed);
        ASSERT_EQ(bench.view().phase, Phase::empty);
        ASSERT_EQ(bench.view().step, static_cast<int>(step));
        bench.empty();
        bench.obey();
      }
    };
    whole();
    ASSERT_EQ(bench.view().phase, Phase::review) << bench.view().why;
    EXPECT_EQ(bench.guided.result()->made_by, "AB");
    // And once more when all is read: only the empty mat is still wanted.
    auto resumed = GuidedCalibration::resume(bench.guided.to_toml(), bench.mat.geometry, identity());
    ASSERT_TRUE(resumed);
    const Calibration before = *bench.guided.result();
    bench.guided = std::move(*resumed);
    EXPECT_EQ(bench.view().phase, Phase::empty);
    bench.empty();
    ASSERT_EQ(bench.view().phase, Phase::review);
    EXPECT_EQ(bench.guided.result()->counts_per_newton, before.counts_per_newton);
    EXPECT_EQ(bench.guided.result()->matrices, before.matrices);
  }
}

TEST(GuidedCalibration, DoesNotTakeUpWhatIsOfAnotherMatOrDamaged) {
  Bench bench({Method::full, 20, {}, ""});
  bench.empty();
  bench.obey();
  const std::string text = bench.guided.to_toml();
  MatIdentity other = identity();
  other.unique_id = "ffffffffffffffff";
  EXPECT_THAT(GuidedCalibration::resume(text, bench.mat.geometry, other).error().what,
              HasSubstr("another mat"));
  Geometry moved = bench.mat.geometry;
  for (Cell& cell : moved.cells) cell.y_mm *= 1.2;
  EXPECT_THAT(GuidedCalibration::resume(text, moved, identity()).error().what, HasSubstr("other marks"));
  for (std::size_t cut = 0; cut < text.size(); cut += 7)
    (void)GuidedCalibration::resume(text.substr(0, cut), bench.mat.geometry,
                                    identity());  // never more than refused
  EXPECT_FALSE(GuidedCalibration::resume("", bench.mat.geometry, identity()));
}

TEST(GuidedCalibration, StartsFromTheEmptyMatAgainWhenTheMatWasAway) {
  Bench bench({Method::quick, 20, {}, ""}, 0);
  bench.empty();
  bench.obey();
  bench.shift(0, 10);
  bench.guided.on_silence();
  EXPECT_EQ(bench.view().phase, Phase::empty);
  EXPECT_EQ(bench.view().step, 1);
  bench.empty();
  EXPECT_EQ(bench.view().phase, Phase::shift);
  EXPECT_EQ(bench.view().progress, 0);
}

TEST(GuidedCalibration, TheEmptyMatIsWhatTheOperatorSaysIsEmpty) {
  Bench bench({Method::full, 20, {}, ""});
  bench.empty();
  bench.obey();
  bench.guided.repeat(0);
  bench.offset_counts[0] += 60 * 4277;  // a jolt, and the cell sits otherwise now
  bench.empty(5);
  EXPECT_EQ(bench.view().phase, Phase::empty);
  EXPECT_THAT(bench.view().why, HasSubstr("still carries 6"));
  bench.guided.confirm();
  bench.empty();
  EXPECT_EQ(bench.view().phase, Phase::load);
}

TEST(CalibrationPlan, HasItsMarksInWholeCentimetresOnAnyMat) {
  const auto steps = steps_of(*find_shipped_geometry(1, 8), {Method::full, 20, {40, 60}, ""});
  ASSERT_EQ(steps.size(), 22u);
  EXPECT_EQ(steps[0].place, "left plate, front left");
  EXPECT_EQ(steps[0].mark->x_mm, -270);
  EXPECT_EQ(steps[0].mark->y_mm, 200);
  EXPECT_EQ(steps[9].mass_kg, 40);
  EXPECT_EQ(steps[10].mass_kg, 60);
  EXPECT_EQ(steps[10].mark->x_mm, -160);
  EXPECT_EQ(steps[21].place, "right plate, middle");
  for (const Geometry& geometry : shipped_geometries()) {
    const auto marks = steps_of(geometry, {});
    EXPECT_EQ(marks.size(), geometry.two_plates() ? 18u : 9u);
    if (!geometry.two_plates()) {
      EXPECT_EQ(marks[0].place, "front left");
    }
  }
}

}  // namespace
}  // namespace poise::calibrate
