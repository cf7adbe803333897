#include <benchmark/benchmark.h>

#include <cmath>
#include <numeric>

#include "base/units.h"
#include "movement/analysis.h"

namespace {

/// An hour at 80 samples a second: ten repetitions of 3 s with pauses of 1 s, then two minutes of rest standing,
/// and so on. Trembling as waves.
poise::Recording session(double seconds, bool bridge) {
  poise::Recording r;
  const double weight_n = 700, rate_hz = 80;
  for (double t = 0; t < seconds; t += 1 / rate_hz) {
    double total = 0;
    if (t >= 2) {
      const double in_set = std::fmod(t, 160) - 10, in_rep = std::fmod(in_set, 4) / 3;
      const bool moves = in_set > 0 && in_set < 40 && in_rep < 1;
      const double turn = 2 * M_PI * in_rep;
      const double tremble = 1 + 0.001 * (std::sin(13 * t) + std::sin(21 * t));
      if (bridge && t > 8)
        total = weight_n * (0.23 + (moves ? 0.075 * (1 - std::cos(turn)) : 0)) * tremble;
      else  // down and up by 0.3 m: 0.15 (1 − cos), and its second derivative
        total = weight_n * (1 - (!bridge && moves ? 0.15 * std::pow(2 * M_PI / 3, 2) * std::cos(turn) / poise::kGravity_m_s2 : 0)) * tremble;
    }
    r.time_s.push_back(t);
    r.total_n.push_back(total);
    r.left_n.push_back(0.52 * total);
    r.right_n.push_back(0.48 * total);
    r.cop_x_mm.push_back(4 * std::sin(1.7 * t));
    r.cop_y_mm.push_back(7 * std::sin(1.1 * t));
  }
  return r;
}

void analyze(benchmark::State& state, const char* exercise, bool bridge) {
  const auto recording = session(static_cast<double>(state.range(0)), bridge);
  poise::movement::AnalysisOptions options;
  options.exercise = poise::movement::find_exercise(exercise);
  std::size_t reps = 0;
  for (auto _ : state) {
    const auto analysis = poise::movement::analyze(recording, options);
    reps = analysis.reps.size();
    benchmark::DoNotOptimize(reps);
  }
  state.counters["reps"] = static_cast<double>(reps);
  state.SetItemsProcessed(static_cast<std::int64_t>(state.iterations() * recording.size()));
}

/// What the others are measured against: reading the columns once.
void memory_pass(benchmark::State& state) {
  const auto recording = session(static_cast<double>(state.range(0)), false);
  for (auto _ : state)
    for (const auto* column : {&recording.total_n, &recording.left_n, &recording.right_n, &recording.cop_x_mm, &recording.cop_y_mm})
      benchmark::DoNotOptimize(std::accumulate(column->begin(), column->end(), 0.0));
}

void squats(benchmark::State& state) { analyze(state, "squat", false); }
void bridges(benchmark::State& state) { analyze(state, "bridge", true); }
void stand(benchmark::State& state) { analyze(state, "quiet-stand", false); }

BENCHMARK(memory_pass)->Arg(3600)->Unit(benchmark::kMillisecond);
BENCHMARK(squats)->Arg(360)->Arg(3600)->Unit(benchmark::kMillisecond);
BENCHMARK(bridges)->Arg(3600)->Unit(benchmark::kMillisecond);
BENCHMARK(stand)->Arg(3600)->Unit(benchmark::kMillisecond);

}  // namespace
