#include <benchmark/benchmark.h>

#include <numeric>
#include <vector>

#include "calibrate/geometry.h"
#include "decode/frame_decoder.h"
#include "engine/chain.h"
#include "engine/session_pass.h"
#include "protocol/poise_protocol.h"
#include "virtual-mat/virtual_mat.h"

/// Bytes of a visit with squats through decoder and chain, and a session again from its samples.
namespace poise {
namespace {

constexpr std::size_t kChunk_bytes = 4096;

struct Visit {
  std::vector<ByteChunk> chunks;
  std::size_t samples = 0;
  MatIdentity mat;
};

/// The bytes that a virtual mat sends from START on.
Visit record_bytes(const char* sim) {
  virtual_mat::VirtualMat mat(*virtual_mat::parse_scenario(sim));
  std::vector<std::uint8_t> wire, ignored;
  mat.run_until(1'000'000, ignored);
  std::uint8_t start[POISE_MAX_WIRE];
  const std::size_t length = poise_encode(start, POISE_START, 0, nullptr, 0);
  mat.receive({start, length}, 1'000'000);
  const auto end_us = static_cast<std::int64_t>(1e6 * mat.person().timeline().leaves_at_s) + 2'000'000;
  for (std::int64_t now_us = 1'000'000; now_us < end_us; now_us += 50'000) mat.run_until(now_us, wire);
  Visit visit;
  visit.mat.cell_count = 8;
  visit.mat.adc_bits = 24;
  visit.mat.rate_hz = 80;
  for (std::size_t at = 0; at < wire.size(); at += kChunk_bytes) {
    const std::size_t n = std::min(kChunk_bytes, wire.size() - at);
    visit.chunks.push_back({static_cast<std::int64_t>(at), {wire.begin() + static_cast<std::ptrdiff_t>(at),
                                                            wire.begin() + static_cast<std::ptrdiff_t>(at + n)}});
  }
  return visit;
}

movement::TrialSetup squats() {
  movement::TrialSetup trial;
  trial.exercise = movement::find_exercise("squat");
  trial.unattended = true;
  return trial;
}

void BytesThroughTheChain(benchmark::State& state) {
  const Visit visit = record_bytes("sim:squat?reps=100&noise=1");
  const calibrate::Geometry geometry = *calibrate::find_shipped_geometry(0, 8);
  std::int64_t samples = 0;
  int reps = 0;
  for (auto _ : state) {
    decode::FrameDecoder decoder;
    LinkChange streaming;
    streaming.kind = LinkChange::Kind::streaming;
    streaming.identity = visit.mat;
    decoder.on_link(streaming);
    engine::Chain chain(geometry, visit.mat, squats());
    std::vector<RawFrame> frames;
    for (const ByteChunk& chunk : visit.chunks) {
      frames.clear();
      decoder.push(chunk, frames);
      for (const RawFrame& frame : frames) chain.on_frame(frame);
      samples += static_cast<std::int64_t>(frames.size());
      // What a snapshot takes from the chain, once a chunk.
      benchmark::DoNotOptimize(chain.filtered_balance());
      movement::FlowView flow = chain.flow();
      movement::LiveMovement live = chain.movement();
      benchmark::DoNotOptimize(flow);
      benchmark::DoNotOptimize(live);
    }
    reps = chain.movement().reps;
  }
  state.SetItemsProcessed(samples);
  state.counters["reps"] = reps;
}
BENCHMARK(BytesThroughTheChain)->Unit(benchmark::kMillisecond);

session::Session session_of(const Visit& visit) {
  session::Session session;
  session.info.exercise = "squat";
  session.info.unattended = true;
  session.info.mat = visit.mat;
  session.info.geometry_toml = calibrate::find_shipped_geometry(0, 8)->toml;
  decode::FrameDecoder decoder;
  LinkChange streaming;
  streaming.kind = LinkChange::Kind::streaming;
  streaming.identity = visit.mat;
  decoder.on_link(streaming);
  for (const ByteChunk& chunk : visit.chunks) decoder.push(chunk, session.frames);
  return session;
}

/// About an hour at 80 Hz: the chain again, the record in newtons, and the analysis.
void AnHourAgain(benchmark::State& state) {
  const session::Session session = session_of(record_bytes("sim:squat?reps=870&noise=1"));
  std::size_t reps = 0;
  for (auto _ : state) reps = engine::pass_over(session)->analysis.reps.size();
  state.counters["reps"] = static_cast<double>(reps);
  state.counters["minutes"] = static_cast<double>(session.frames.size()) / 80 / 60;
}
BENCHMARK(AnHourAgain)->Unit(benchmark::kMillisecond);

void TheAnalysisOfAnHour(benchmark::State& state) {
  const auto pass = engine::pass_over(session_of(record_bytes("sim:squat?reps=870&noise=1")));
  movement::AnalysisOptions options;
  options.exercise = movement::find_exercise("squat");
  for (auto _ : state) benchmark::DoNotOptimize(movement::analyze(pass->recording, options));
  state.counters["minutes"] = pass->analysis.duration_s / 60;
}
BENCHMARK(TheAnalysisOfAnHour)->Unit(benchmark::kMillisecond);

void APlainPassOverAnHour(benchmark::State& state) {
  const std::vector<double> column(80 * 3600, 1.0);
  for (auto _ : state)
    for (int columns = 0; columns < 24; ++columns)
      benchmark::DoNotOptimize(std::accumulate(column.begin(), column.end(), 0.0));
}
BENCHMARK(APlainPassOverAnHour)->Unit(benchmark::kMillisecond);

}  // namespace
}  // namespace poise
