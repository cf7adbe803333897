#include "engine/engine.h"

#include <gtest/gtest.h>

#include <algorithm>
#include <filesystem>

#include "bell.h"
#include "temporary_folder.h"

namespace poise::engine {
namespace {

/// An engine over a virtual mat that runs as fast as it is read.
class AnEngine : public testing::Test {
 protected:
  EngineOptions options() {
    EngineOptions options;
    options.device = "";
    options.store_path = folder_ / "poise.db";
    options.on_snapshot = [this] { bell_.ring(); };
    return options;
  }

  const TemporaryFolder folder_;
  Bell bell_;
};

TEST_F(AnEngine, MeasuresTheMatsClockAndACheckObjectsToIt) {
  Engine engine(options());
  engine.send(SelectDevice{"sim:empty?clock_slow_pct=0.6&speed=0", std::nullopt});
  ASSERT_TRUE(bell_.wait_until([&] { return engine.snapshot()->clock_slow_pct.has_value(); }));
  engine.send(CheckMat{});
  ASSERT_TRUE(bell_.wait_until([&] { return engine.snapshot()->check_report != nullptr; }));
  const auto report = engine.snapshot()->check_report;
  ASSERT_TRUE(report->clock_slow_pct);
  EXPECT_NEAR(*report->clock_slow_pct, 0.6, 0.01);
  EXPECT_TRUE(std::any_of(report->findings.begin(), report->findings.end(),
                          [](const calibrate::Finding& finding) { return finding.id == "clock"; }));
}

TEST_F(AnEngine, ChecksNoMoreThanIsNotSkipped) {
  Engine engine(options());
  engine.send(SelectDevice{"sim:empty?speed=0", std::nullopt});
  engine.send(CheckMat{{.empty_s = 10, .steps = true, .corners = false}});
  for (int step = 2; step <= 3; ++step) {
    ASSERT_TRUE(bell_.wait_until([&] { return engine.snapshot()->check && engine.snapshot()->check->step == step; }));
    EXPECT_EQ(engine.snapshot()->check_report, nullptr);
    engine.send(SkipStep{});
  }
  ASSERT_TRUE(bell_.wait_until([&] { return engine.snapshot()->check_report != nullptr; }));
  EXPECT_TRUE(engine.snapshot()->check_report->fit());
}

TEST_F(AnEngine, LeavesACalibrationOnTheWayAndForgetsOneThatIsDiscarded) {
  Engine engine(options());
  engine.send(SelectDevice{"sim:empty?speed=0", std::nullopt});
  calibrate::CalibrationPlan plan;
  plan.mass_kg = 20;
  const auto at_step = [&](int step) {
    return bell_.wait_until([&] {
      const auto now = engine.snapshot();
      return now->calibrating && now->calibrating->phase == calibrate::CalibrationView::Phase::load &&
             now->calibrating->step == step;
    });
  };
  engine.send(BeginCalibration{plan});
  ASSERT_TRUE(at_step(0));
  engine.send(SkipStep{});
  ASSERT_TRUE(at_step(1));
  engine.send(EndMatWork{});
  ASSERT_TRUE(bell_.wait_until([&] { return engine.snapshot()->calibrating == nullptr; }));
  engine.send(BeginCalibration{plan});
  ASSERT_TRUE(at_step(1)) << "it goes on where it was left";
  engine.send(RepeatStep{0});
  ASSERT_TRUE(at_step(0));
  engine.send(SkipStep{});
  ASSERT_TRUE(at_step(1));
  engine.send(EndMatWork{true});
  ASSERT_TRUE(bell_.wait_until([&] { return engine.snapshot()->calibrating == nullptr; }));
  engine.send(BeginCalibration{plan});
  ASSERT_TRUE(at_step(0)) << "anew";
  EXPECT_FALSE(engine.snapshot()->calibrating->skipped.at(0));
}

TEST_F(AnEngine, SaysThatThereIsNoSuchCalibration) {
  Engine engine(options());
  engine.send(SelectDevice{"sim:empty?speed=0", std::nullopt});
  ASSERT_TRUE(bell_.wait_until([&] { return engine.snapshot()->geometry != nullptr; }));
  engine.send(RestoreCalibration{"nonsense"});
  ASSERT_TRUE(bell_.wait_until([&] { return engine.snapshot()->mat_work_error.has_value(); }));
  EXPECT_EQ(engine.snapshot()->mat_work_error->code, ErrorCode::not_found);
}

}  // namespace
}  // namespace poise::engine
