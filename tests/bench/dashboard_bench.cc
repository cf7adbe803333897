#include <benchmark/benchmark.h>

#include "unit/dashboard/headless.h"
#include "unit/dashboard/kept_scenes.h"

/// What building a frame costs on the CPU, from the first ImGui call to the draw data; without OpenGL. Each is to stay
/// under a millisecond. Reviewing an hour is to cost what ten minutes cost: compare the lines of ReviewOf.
namespace {

using namespace poise::dashboard;

void build_frames(benchmark::State& state, scenes::Scene& scene) {
  scenes::Headless screen(1280, 800, 1);
  for (int i = 0; i < 3; ++i) screen.show_untold(scene);  // sizes that ImGui learns from the frame before
  for (auto _ : state) screen.show_untold(scene);
  state.counters["vertices"] = ImGui::GetDrawData()->TotalVtxCount;
}

/// A minute of a mat of 1000 samples a second behind it.
void Live(benchmark::State& state) {
  auto scene = scenes::running_in_sets();
  scene.history.clear();
  for (int i = 0; i < 60'000; ++i) {
    const auto noise = static_cast<float>((i * 7919) % 13);
    poise::engine::PlotPoint point{i / 1000.0, 350 + noise, 340 - noise, 690, false};
    point.cop = point.left_cop = point.right_cop = {noise, -noise};
    scene.history.add(point);
  }
  build_frames(state, scene);
}
BENCHMARK(Live)->Unit(benchmark::kMillisecond);

/// The same with the points of each frame coming in: 34 a frame at 30 frames a second.
void LiveWithItsData(benchmark::State& state) {
  auto scene = scenes::running_in_sets();
  scenes::Headless screen(1280, 800, 1);
  double time_s = 0;
  const auto feed = [&](int points) {
    for (int i = 0; i < points; ++i, time_s += 0.001) {
      const auto noise = static_cast<float>(i % 13);
      poise::engine::PlotPoint point{time_s, 350 + noise, 340 - noise, 690, false};
      point.cop = point.left_cop = point.right_cop = {noise, -noise};
      scene.history.add(point);
    }
  };
  feed(60'000);
  for (auto _ : state) {
    feed(34);
    screen.show_untold(scene);
  }
}
BENCHMARK(LiveWithItsData)->Unit(benchmark::kMillisecond);

void AthleteView(benchmark::State& state) {
  auto scene = scenes::full_screen(scenes::running_in_sets());
  build_frames(state, scene);
}
BENCHMARK(AthleteView)->Unit(benchmark::kMillisecond);

/// Minutes of a record, samples a second.
void ReviewOf(benchmark::State& state) {
  auto scene = scenes::review();
  scene.shelf.open = {scenes::kept_squats(scenes::kSession, 60.0 * static_cast<double>(state.range(0)),
                                          static_cast<int>(state.range(1)))};
  build_frames(state, scene);
}
BENCHMARK(ReviewOf)->Unit(benchmark::kMillisecond)->Args({10, 80})->Args({60, 80})->Args({10, 1000})->Args({60, 1000});

void Progress(benchmark::State& state) {
  auto scene = scenes::progress();
  build_frames(state, scene);
}
BENCHMARK(Progress)->Unit(benchmark::kMillisecond);

}  // namespace
