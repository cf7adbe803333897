#include <fcntl.h>
#include <fmt/format.h>
#include <sys/eventfd.h>
#include <unistd.h>

#include <algorithm>
#include <atomic>
#include <chrono>
#include <filesystem>
#include <thread>
#include <vector>

#include "base/clock.h"
#include "engine/engine.h"
#include "virtual-mat/pty_port.h"
#include "virtual-mat/virtual_mat.h"

/// From the last byte of a frame written to a pseudo-terminal to the snapshot that holds its sample, through
/// the whole engine with a session going on: what a person at the screen waits for beside the screen itself.
///
///   bench_latency [SECONDS]
namespace {

using namespace poise;
using Clock = std::chrono::steady_clock;

std::int64_t now_us() { return SystemClock().steady_us(); }

double percentile(const std::vector<double>& sorted, double part) {
  if (sorted.empty()) return 0;
  return sorted[std::min(sorted.size() - 1,
                         static_cast<std::size_t>(part * static_cast<double>(sorted.size())))];
}

/// Serves the mat in real time and notes when each sample is written, at the index of its number.
void serve(virtual_mat::VirtualMat& mat, virtual_mat::PtyPort& port,
           std::vector<std::atomic<std::int64_t>>& written_us, const std::atomic<bool>& stop) {
  const auto began = Clock::now();
  poise_decoder decoder;
  poise_decoder_init(&decoder);
  std::vector<std::uint8_t> bytes;
  while (!stop) {
    const auto time_us = std::chrono::duration_cast<std::chrono::microseconds>(Clock::now() - began).count();
    bytes.clear();
    mat.run_until(time_us, bytes);
    for (const std::uint8_t byte : bytes)
      if (poise_decoder_push(&decoder, byte) == POISE_DECODE_FRAME && decoder.type == POISE_SAMPLE &&
          decoder.seq < written_us.size())
        written_us[decoder.seq] = now_us();
    if (!bytes.empty()) port.write(bytes);
    bytes.clear();
    port.read(bytes);
    if (!bytes.empty()) {
      mat.receive(bytes, time_us);
      continue;
    }
    const std::int64_t next_us = mat.next_event_us().value_or(time_us + 10'000);
    port.wait(std::chrono::microseconds(std::max<std::int64_t>(20, next_us - time_us)));
  }
}

void measure(int rate_hz, double seconds) {
  const auto scenario = virtual_mat::parse_scenario(fmt::format("sim:squat?reps=1000&rate_hz={}", rate_hz));
  virtual_mat::VirtualMat mat(*scenario);
  virtual_mat::PtyPort port;
  if (const auto plugged = port.plug_in(); !plugged) return fmt::print(stderr, "{}\n", plugged.error());
  std::vector<std::atomic<std::int64_t>> written_us(
      std::min<std::size_t>(65'536, static_cast<std::size_t>((seconds + 10) * rate_hz)));
  std::atomic<bool> stop = false;
  std::thread far_end([&] { serve(mat, port, written_us, stop); });

  char folder[] = "/tmp/poise-latency-XXXXXX";
  if (!mkdtemp(folder)) return;
  std::vector<double> latency_us;
  {
    std::atomic<engine::Engine*> there = nullptr;
    std::int64_t last = -1;
    engine::EngineOptions options;
    options.device.clear();
    options.store_path = std::filesystem::path(folder) / "poise.db";
    options.on_snapshot = [&] {  // the pipeline thread, as soon as the snapshot is there
      engine::Engine* const engine = there;
      if (!engine) return;
      const std::int64_t sequence = engine->snapshot()->load.sequence;
      if (sequence == last || sequence < 0 || sequence >= static_cast<std::int64_t>(written_us.size()))
        return;
      last = sequence;
      const std::int64_t written = written_us[static_cast<std::size_t>(sequence)];
      if (written > 0) latency_us.push_back(static_cast<double>(now_us() - written));
    };
    engine::Engine engine(options);
    there = &engine;
    engine::BeginSession begin;
    begin.setup.exercise = movement::find_exercise("squat");
    begin.setup.unattended = true;
    engine.send(begin);
    engine.send(engine::SelectDevice{port.name(), std::nullopt});
    std::this_thread::sleep_for(std::chrono::duration<double>(seconds));
    there = nullptr;
  }
  stop = true;
  far_end.join();
  std::filesystem::remove_all(folder);
  std::sort(latency_us.begin(), latency_us.end());
  fmt::print(
      "{:>5} Hz  {:>7} snapshots  p50 {:>6.0f} us  p99 {:>6.0f} us  p99.9 {:>6.0f} us  most {:>6.0f} us\n",
      rate_hz, latency_us.size(), percentile(latency_us, 0.5), percentile(latency_us, 0.99),
      percentile(latency_us, 0.999), latency_us.empty() ? 0 : latency_us.back());
}

}  // namespace

int main(int argc, char** argv) {
  const double seconds = argc > 1 ? std::max(2, std::atoi(argv[1])) : 20;
  for (const int rate_hz : {80, 1000}) measure(rate_hz, seconds);
}
