#include <benchmark/benchmark.h>

#include <cmath>
#include <numeric>
#include <random>
#include <vector>

#include "signal/convex_hull.h"
#include "signal/spectrum.h"
#include "signal/sway.h"

namespace {

struct Path {
  std::vector<double> x_mm, y_mm;
};

/// A standing person's centre of pressure: noise through a slow pole (an Ornstein-Uhlenbeck process of 1 s),
/// a faster one and a white remainder.
Path standing(double seconds, double rate_hz) {
  std::mt19937 random(1);
  std::normal_distribution<double> normal;
  const auto axis = [&](double sd_mm) {
    std::vector<double> values(static_cast<std::size_t>(seconds * rate_hz));
    const double slow = std::exp(-1 / rate_hz), fast = std::exp(-20 / rate_hz);
    double a = 0, b = 0;
    for (double& value : values) {
      a = slow * a + std::sqrt(1 - slow * slow) * sd_mm * normal(random);
      b = fast * b + std::sqrt(1 - fast * fast) * sd_mm / 10 * normal(random);
      value = a + b + 0.01 * normal(random);
    }
    return values;
  };
  return {axis(3), axis(6)};
}

void count_samples(benchmark::State& state) {
  state.SetItemsProcessed(static_cast<std::int64_t>(state.iterations()) * state.range(0) * state.range(1));
}

Path path_of(const benchmark::State& state) {
  return standing(static_cast<double>(state.range(0)), static_cast<double>(state.range(1)));
}

/// What the others are measured against: reading the same samples once.
void memory_pass(benchmark::State& state) {
  const Path path = path_of(state);
  for (auto _ : state) {
    benchmark::DoNotOptimize(std::accumulate(path.x_mm.begin(), path.x_mm.end(), 0.0));
    benchmark::DoNotOptimize(std::accumulate(path.y_mm.begin(), path.y_mm.end(), 0.0));
  }
  count_samples(state);
}

void all_sway_measures(benchmark::State& state) {
  const Path path = path_of(state);
  for (auto _ : state) {
    benchmark::DoNotOptimize(
        poise::signal::sway_of(path.x_mm, path.y_mm, static_cast<double>(state.range(1))));
  }
  count_samples(state);
}

void spectra_of_both_axes(benchmark::State& state) {
  const Path path = path_of(state);
  for (auto _ : state) {
    benchmark::DoNotOptimize(poise::signal::welch_band(path.x_mm, static_cast<double>(state.range(1))));
    benchmark::DoNotOptimize(poise::signal::welch_band(path.y_mm, static_cast<double>(state.range(1))));
  }
  count_samples(state);
}

void largest_distance(benchmark::State& state) {
  const Path path = path_of(state);
  for (auto _ : state)
    benchmark::DoNotOptimize(poise::signal::diameter_mm(poise::signal::convex_hull(path.x_mm, path.y_mm)));
  count_samples(state);
}

// Seconds, samples a second. 10 s at 997 Hz are 9970 = 2 · 5 · 997 samples: a large prime must cost nothing extra.
void lengths(benchmark::internal::Benchmark* bench) {
  bench->ArgNames({"seconds", "rate_hz"})->Unit(benchmark::kMillisecond);
  for (const int seconds : {60, 600, 6000}) bench->Args({seconds, 1000});
  bench->Args({600, 997})->Args({3600, 80});
}

BENCHMARK(memory_pass)->Apply(lengths);
BENCHMARK(all_sway_measures)->Apply(lengths);
BENCHMARK(spectra_of_both_axes)->Apply(lengths);
BENCHMARK(largest_distance)->Apply(lengths);

}  // namespace
