#include <gtest/gtest.h>

#include <chrono>
#include <cstdio>
#include <filesystem>
#include <thread>

#include "engine/engine.h"
#include "engine/library.h"
#include "memory_in_use.h"
#include "temporary_folder.h"
#include "unit/dashboard/headless.h"

/// A day of eight hours at the desk, in the mat's own time and as fast as it goes: engine, store, library and frames as
/// in the program, without a window.
namespace poise::dashboard {
namespace {

using engine::Engine;
using engine::Library;
using testing::memory_in_use_mb;

class ADay : public ::testing::Test {
 protected:
  ADay() : engine_(options()), library_(folder_ / "poise.db", [] {}) {}
  /// Draws frames until something is so; fails after a long time instead of hanging.
  template <class Condition>
  [[nodiscard]] bool draw_until(const Condition& done) {
    const auto deadline = std::chrono::steady_clock::now() + std::chrono::minutes(4);
    while (!done(*engine_.snapshot())) {
      if (std::chrono::steady_clock::now() > deadline) return false;
      draw_frame();
      std::this_thread::yield();
    }
    return true;
  }

  void draw_frame() {
    points_.clear();
    engine_.take_plot_points(points_);
    for (const auto& point : points_) history_.add(point);
    const auto snapshot = engine_.snapshot();
    const auto shelf = library_.shelf();
    Commands commands;
    ImGui::NewFrame();
    dashboard_view({*snapshot, history_, *shelf, tally_, snapshot->last_arrival_us, {}}, screen_.theme, state_, commands);
    ImGui::Render();
    for (auto& request : commands.library) library_.send(std::move(request));
    ++frames_;
  }

  /// Five squats of another person, looked at in the Review, one of them excluded, and at the progress.
  void visit(int seed) {
    state_.view = View::live;
    engine_.send(engine::SelectDevice{"sim:squat?reps=5&speed=0&seed=" + std::to_string(seed), std::nullopt});
    engine_.send(engine::BeginSession{setup_of(state_), "heron", {}});
    ASSERT_TRUE(draw_until([](const engine::Snapshot& now) { return now.result != nullptr; }));
    const std::string id = *engine_.snapshot()->session_id;
    library_.send(engine::RefreshShelf{});
    library_.send(engine::EditRep{id, {1, std::nullopt, std::nullopt, true, "warming up"}});
    state_.view = View::review;
    state_.review = {};
    ASSERT_TRUE(draw_until([&](const engine::Snapshot&) { return library_.shelf()->find(id) != nullptr; }));
    state_.view = View::progress;
    state_.progress = {};
    for (int i = 0; i < 20; ++i) draw_frame();
    engine_.send(engine::CloseResult{});
    ++visits_;
  }

  /// Nobody on the mat until so many seconds of its time have passed.
  void idle(double seconds) {
    state_.view = View::live;
    engine_.send(engine::SelectDevice{"sim:empty?speed=0", std::nullopt});
    ASSERT_TRUE(draw_until([](const engine::Snapshot& now) { return now.time_s < 60; }));
    ASSERT_TRUE(draw_until([&](const engine::Snapshot& now) { return now.time_s >= seconds; }));
  }

  engine::EngineOptions options() const {
    engine::EngineOptions options;
    options.device = "";
    options.store_path = folder_ / "poise.db";
    return options;
  }
  const TemporaryFolder folder_;
  scenes::Headless screen_{1280, 800, 1};
  ViewState state_ = make_view_state("squat");
  LiveHistory history_;
  LiveTally tally_;
  std::vector<engine::PlotPoint> points_;
  Engine engine_;
  Library library_;
  int visits_ = 0;
  long frames_ = 0;
};

TEST_F(ADay, LeavesTheMemoryAsItWas) {
  if (testing::kFreedMemoryIsKept) GTEST_SKIP() << "a sanitizer keeps what was freed";
  double after_an_hour_mb = 0, most_mb = 0;
  for (int hour = 1; hour <= 8; ++hour) {
    for (int i = 0; i < 3; ++i) ASSERT_NO_FATAL_FAILURE(visit(10 * hour + i));
    ASSERT_NO_FATAL_FAILURE(idle(3500));
    const double now_mb = memory_in_use_mb();
    std::printf("after %d h: %.1f MB\n", hour, now_mb);
    if (hour == 1) after_an_hour_mb = now_mb;
    most_mb = std::max(most_mb, now_mb);
  }
  std::printf("%d visits, %ld frames, grown by %.1f MB from the first hour on\n", visits_, frames_, most_mb - after_an_hour_mb);
  EXPECT_LT(most_mb - after_an_hour_mb, 6);
}

}  // namespace
}  // namespace poise::dashboard
