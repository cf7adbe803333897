#include "engine/engine.h"

#include <gtest/gtest.h>

#include <algorithm>
#include <filesystem>

#include "bell.h"

namespace poise::engine {
namespace {

/// An engine over a virtual mat that runs as fast as it is read.
class AnEngine : public testing::Test {
 protected:
  ~AnEngine() override { std::filesystem::remove_all(folder_); }

  EngineOptions options() {
    EngineOptions options;
    options.device = "";
    options.store_path = folder_ / "poise.db";
    options.on_snapshot = [this] { bell_.ring(); };
    return options;
  }

  static std::filesystem::path new_folder() {
    std::string name = (std::filesystem::temp_directory_path() / "poise-engine-XXXXXX").string();
    return mkdtemp(name.data());
  }

  const std::filesystem::path folder_ = new_folder();
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

}  // namespace
}  // namespace poise::engine
