#include <fmt/format.h>
#include <sys/prctl.h>
#include <sys/resource.h>
#include <unistd.h>

#include <algorithm>
#include <atomic>
#include <chrono>
#include <csignal>
#include <filesystem>
#include <memory>
#include <stdexcept>
#include <thread>
#include <vector>

#include "base/clock.h"
#include "engine/engine.h"
#include "store/store.h"
#include "virtual-mat/pty_port.h"
#include "virtual-mat/virtual_mat.h"

/// From the last byte of a frame written to a pseudo-terminal to the snapshot that holds its sample, through
/// the whole engine with a session going on: what a person at the screen waits for beside the screen itself.
///
///   bench_latency [SECONDS [MATS [BUSY]]]
///
/// MATS at once (1), each with an engine and a store of its own; BUSY other processes (0) that take what they
/// get of the cores at the same time.
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

/// A mat at the far end of a pseudo-terminal, and an engine that records a session from it.
class Measurement {
 public:
  Measurement(int rate_hz, double seconds, const std::filesystem::path& folder, int number)
      : mat_(*virtual_mat::parse_scenario(fmt::format("sim:squat?reps=1000&rate_hz={}", rate_hz))),
        written_us_(std::min<std::size_t>(65'536, static_cast<std::size_t>((seconds + 10) * rate_hz))),
        store_(folder / fmt::format("poise-{}.db", number)) {}
  ~Measurement() { end(); }

  void begin() {
    if (const auto plugged = port_.plug_in(); !plugged) throw std::runtime_error(plugged.error());
    far_end_ = std::thread([this] { serve(mat_, port_, written_us_, stop_); });
    engine::EngineOptions options;
    options.device.clear();
    options.store_path = store_;
    options.on_snapshot = [this] { look(); };
    engine_ = std::make_unique<engine::Engine>(options);
    there_ = engine_.get();
    engine::BeginSession begin;
    begin.setup.exercise = movement::find_exercise("squat");
    begin.setup.unattended = true;
    engine_->send(begin);
    engine_->send(engine::SelectDevice{port_.name(), std::nullopt});
  }

  void stop_looking() { there_ = nullptr; }

  void end() {
    stop_looking();
    if (engine_) counters_ = engine_->snapshot()->counters;
    engine_.reset();
    stop_ = true;
    if (far_end_.joinable()) far_end_.join();
  }

  /// What the store has of the session; asked for after end().
  std::vector<RawFrame> kept_samples() const {
    auto store = store::Store::open(store_);
    auto session = store ? store->load("last") : tl::make_unexpected(store.error());
    return session ? std::move(session->frames) : std::vector<RawFrame>();
  }
  const std::vector<double>& latency_us() const { return latency_us_; }
  const LinkCounters& counters() const { return counters_; }

 private:
  /// On the pipeline thread, as soon as the snapshot is there.
  void look() {
    engine::Engine* const engine = there_;
    if (!engine) return;
    const std::int64_t sequence = engine->snapshot()->load.sequence;
    if (sequence == last_ || sequence < 0 || sequence >= static_cast<std::int64_t>(written_us_.size()))
      return;
    last_ = sequence;
    const std::int64_t written = written_us_[static_cast<std::size_t>(sequence)];
    if (written > 0) latency_us_.push_back(static_cast<double>(now_us() - written));
  }

  virtual_mat::VirtualMat mat_;
  virtual_mat::PtyPort port_;
  std::vector<std::atomic<std::int64_t>> written_us_;
  const std::filesystem::path store_;
  std::vector<double> latency_us_;
  std::int64_t last_ = -1;
  LinkCounters counters_;
  std::atomic<bool> stop_ = false;
  std::thread far_end_;
  std::atomic<engine::Engine*> there_ = nullptr;
  std::unique_ptr<engine::Engine> engine_;
};

/// The most memory that this process has had in RAM so far, MB.
double most_memory_mb() {
  rusage usage{};
  getrusage(RUSAGE_SELF, &usage);
  return static_cast<double>(usage.ru_maxrss) * 1024 / 1e6;
}

void measure(int rate_hz, double seconds, int mats) {
  char folder[] = "/tmp/poise-latency-XXXXXX";
  if (!mkdtemp(folder)) return;
  std::vector<std::unique_ptr<Measurement>> measurements;
  for (int i = 0; i < mats; ++i)
    measurements.push_back(std::make_unique<Measurement>(rate_hz, seconds, folder, i));
  for (const auto& each : measurements) each->begin();
  std::this_thread::sleep_for(std::chrono::duration<double>(seconds));
  for (const auto& each : measurements) each->stop_looking();
  for (const auto& each : measurements) each->end();

  std::vector<double> latency_us;
  std::uint64_t dropped = 0, damaged = 0;
  std::size_t kept = 0, missing = 0;
  for (const auto& each : measurements) {
    latency_us.insert(latency_us.end(), each->latency_us().begin(), each->latency_us().end());
    dropped += each->counters().dropped_chunks;
    damaged += each->counters().bad_crc + each->counters().bad_cobs;
    const std::vector<RawFrame> samples = each->kept_samples();
    if (samples.empty()) continue;
    kept += samples.size();
    missing +=
        static_cast<std::size_t>(samples.back().sequence - samples.front().sequence + 1) - samples.size();
  }
  std::filesystem::remove_all(folder);
  std::sort(latency_us.begin(), latency_us.end());
  fmt::print(
      "{} x {:>4} Hz  {:>7} snapshots  p50 {:>6.0f} us  p99 {:>6.0f} us  p99.9 {:>6.0f} us  most {:>6.0f} "
      "us\n"
      "             {:>7} samples kept, {} missing, {} damaged frames, {} chunks dropped, {:.0f} MB at "
      "most\n",
      mats, rate_hz, latency_us.size(), percentile(latency_us, 0.5), percentile(latency_us, 0.99),
      percentile(latency_us, 0.999), latency_us.empty() ? 0 : latency_us.back(), kept, missing, damaged,
      dropped, most_memory_mb());
}

/// Another process that is busy until this one ends.
void begin_busy_process() {
  if (fork() != 0) return;
  prctl(PR_SET_PDEATHSIG, SIGKILL);
  std::atomic<std::uint64_t> turns = 0;  // which no compiler leaves out
  while (true) ++turns;
}

}  // namespace

int main(int argc, char** argv) {
  const double seconds = argc > 1 ? std::max(2, std::atoi(argv[1])) : 20;
  const int mats = argc > 2 ? std::clamp(std::atoi(argv[2]), 1, 16) : 1;
  const int busy = argc > 3 ? std::clamp(std::atoi(argv[3]), 0, 64) : 0;
  for (int i = 0; i < busy; ++i) begin_busy_process();
  for (const int rate_hz : {80, 1000}) measure(rate_hz, seconds, mats);
}
