#include <benchmark/benchmark.h>

#include <random>

#include "decode/frame_decoder.h"

namespace {

using namespace poise;

/// Ten seconds of an eight-cell mat at 80 Hz: a standing person's counts with noise, as the wire has them.
std::vector<std::uint8_t> ten_seconds(std::int64_t first_sample) {
  std::mt19937 random(1);
  std::normal_distribution<double> noise(0, 40);
  std::vector<std::uint8_t> stream;
  for (std::int64_t n = first_sample; n < first_sample + 800; ++n) {
    poise_sample sample{};
    sample.t_us = static_cast<std::uint32_t>(n * 12'500);
    sample.cell_count = 8;
    for (int i = 0; i < 8; ++i)
      sample.cell[i] = 377'000 + 1'500 * i + static_cast<std::int32_t>(noise(random));
    std::uint8_t payload[POISE_MAX_PAYLOAD], wire[POISE_MAX_WIRE];
    const std::size_t length = poise_pack_sample(payload, &sample);
    const std::size_t size = poise_encode(wire, POISE_SAMPLE, static_cast<std::uint16_t>(n), payload, length);
    stream.insert(stream.end(), wire, wire + size);
  }
  return stream;
}

/// Bytes to RawFrame, read in chunks of `state.range(0)` bytes: 37 is one frame at a time, 4096 a full tty
/// buffer.
void decode_samples(benchmark::State& state) {
  const auto chunk_size = static_cast<std::size_t>(state.range(0));
  constexpr std::int64_t kSamples = 65'536 / 800 * 800;
  std::vector<ByteChunk> chunks;
  std::vector<std::uint8_t> stream;
  for (std::int64_t n = 0; n < kSamples; n += 800) {
    const std::vector<std::uint8_t> part = ten_seconds(n);
    stream.insert(stream.end(), part.begin(), part.end());
  }
  for (std::size_t at = 0; at < stream.size(); at += chunk_size) {
    const std::size_t end = std::min(stream.size(), at + chunk_size);
    chunks.push_back({static_cast<std::int64_t>(at / 37) * 12'500,
                      {stream.begin() + static_cast<std::ptrdiff_t>(at),
                       stream.begin() + static_cast<std::ptrdiff_t>(end)}});
  }
  LinkChange streaming;
  streaming.kind = LinkChange::Kind::streaming;
  std::vector<RawFrame> frames;
  std::int64_t decoded = 0;
  for (auto _ : state) {
    decode::FrameDecoder decoder;
    decoder.on_link(streaming);
    for (const ByteChunk& chunk : chunks) {
      frames.clear();
      decoder.push(chunk, frames);
      benchmark::DoNotOptimize(frames.data());
      decoded += static_cast<std::int64_t>(frames.size());
    }
  }
  if (decoded != kSamples * static_cast<std::int64_t>(state.iterations()))
    state.SkipWithError("samples lost");
  state.SetItemsProcessed(decoded);
  state.SetBytesProcessed(static_cast<std::int64_t>(stream.size() * state.iterations()));
}
BENCHMARK(decode_samples)->Arg(37)->Arg(512)->Arg(4096)->Unit(benchmark::kMillisecond);

}  // namespace
