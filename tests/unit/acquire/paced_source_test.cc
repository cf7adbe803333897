#include "acquire/paced_source.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include "acquire/connection.h"
#include "acquire/recorded_mat.h"
#include "base/clock.h"
#include "fake_mat.h"

namespace poise::acquire {
namespace {

using Kind = LinkChange::Kind;
using std::chrono::milliseconds;
using ::testing::ElementsAre;

struct Outcome {
  std::vector<Kind> kinds;
  std::vector<ByteChunk> chunks;
  std::vector<std::uint8_t> bytes() const {
    std::vector<std::uint8_t> all;
    for (const ByteChunk& chunk : chunks) all.insert(all.end(), chunk.bytes.begin(), chunk.bytes.end());
    return all;
  }
};

/// Runs until the source ends or `us` of its time have passed.
Outcome run(std::unique_ptr<LinkSource> source, std::int64_t us = INT64_MAX) {
  Outcome outcome;
  std::stop_source stop;
  const std::int64_t end_us = us == INT64_MAX ? us : source->now_us() + us;
  Connection connection(std::move(source), [&](LinkItem&& item) {
    if (auto* change = std::get_if<LinkChange>(&item)) outcome.kinds.push_back(change->kind);
    if (auto* chunk = std::get_if<ByteChunk>(&item)) {
      if (chunk->arrival_us >= end_us) stop.request_stop();
      outcome.chunks.push_back(std::move(*chunk));
    }
  });
  connection.run(stop.get_token());
  return outcome;
}

/// A FakeMat whose cable a test pulls.
class InnerFakeMat final : public InnerMat {
 public:
  void receive(std::span<const std::uint8_t> bytes, std::int64_t) override { mat.receive(bytes); }
  void run_until(std::int64_t now_us, std::vector<std::uint8_t>& wire) override {
    if (!plugged_in(now_us)) {
      mat.streaming = false;
      return;
    }
    mat.run_until(now_us);
    const auto bytes = mat.take();
    wire.insert(wire.end(), bytes.begin(), bytes.end());
  }
  bool plugged_in(std::int64_t now_us) const override { return now_us < drop_us || now_us >= return_us; }
  bool streaming() const override { return mat.streaming; }
  std::optional<std::int64_t> next_event_us() const override {
    return return_us == INT64_MAX ? std::nullopt : std::optional(return_us);
  }
  FakeMat mat;
  std::int64_t drop_us = INT64_MAX, return_us = INT64_MAX;
};

MatIdentity mat() {
  MatIdentity mat;
  mat.unique_id = "00ff102030405060";
  mat.cell_count = 8;
  mat.adc_bits = 24;
  mat.rate_hz = 80;
  return mat;
}

/// Samples as a session keeps them, their numbers and clock beyond what fits on the wire.
std::vector<RawFrame> recorded(int count) {
  std::vector<RawFrame> frames;
  for (int i = 0; i < count; ++i) {
    RawFrame frame;
    frame.sequence = 70'000 + i;
    frame.device_us = 5'000'000'000 + 12'500 * i;
    for (int cell = 0; cell < kMaxCells; ++cell)
      frame.counts[static_cast<std::size_t>(cell)] = 1000 * cell - 10 * i;
    frame.cell_count = 8;
    frame.flags = static_cast<std::uint8_t>(i == 1 ? kFlagSaturated : 0);
    frame.fault_mask = i == 2 ? 0x80 : 0;
    frames.push_back(frame);
  }
  return frames;
}

TEST(PacedSource, RunsAsFastAsPossibleWithoutAClockAndTwiceTheSame) {
  const Outcome first =
      run(std::make_unique<PacedSource>(std::make_unique<InnerFakeMat>(), "sim", 0), 600'000'000);
  const Outcome second =
      run(std::make_unique<PacedSource>(std::make_unique<InnerFakeMat>(), "sim", 0), 600'000'000);
  EXPECT_GT(sample_numbers(first.bytes()).size(), 47'900u);
  ASSERT_EQ(first.chunks.size(), second.chunks.size());
  for (std::size_t i = 0; i < first.chunks.size(); ++i) {
    ASSERT_EQ(first.chunks[i].arrival_us, second.chunks[i].arrival_us);
    ASSERT_EQ(first.chunks[i].bytes, second.chunks[i].bytes);
  }
}

TEST(PacedSource, LosesTheLinkAtTheDropAndOpensAgainAfterTheReturn) {
  auto mat = std::make_unique<InnerFakeMat>();
  mat->drop_us = 2'000'000;
  mat->return_us = 3'500'000;
  const Outcome outcome = run(std::make_unique<PacedSource>(std::move(mat), "sim", 0), 5'000'000);
  EXPECT_THAT(outcome.kinds,
              ElementsAre(Kind::searching, Kind::streaming, Kind::lost, Kind::searching, Kind::streaming));
}

TEST(PacedSource, EndsWhenAMatThatWillNeverReturnIsGone) {
  auto mat = std::make_unique<InnerFakeMat>();
  mat->drop_us = 2'000'000;
  const Outcome outcome = run(std::make_unique<PacedSource>(std::move(mat), "sim", 0));
  EXPECT_THAT(outcome.kinds, ElementsAre(Kind::searching, Kind::streaming, Kind::ended));
}

TEST(PacedSource, ALinkFromBeforeTheDropStaysDead) {
  auto mat = std::make_unique<InnerFakeMat>();
  mat->drop_us = 1'000'000;
  mat->return_us = 1'200'000;
  PacedSource source(std::move(mat), "sim", 0);
  const auto link = source.open({}, {});
  ASSERT_TRUE(link);
  source.wait(milliseconds(3000), {});
  EXPECT_FALSE((*link)->read(milliseconds(10), {}));
  EXPECT_FALSE((*link)->write({}));
  EXPECT_TRUE(source.open({}, {}));
}

TEST(PacedSource, KeepsRealTimeAndStopsAtOnceWhenAskedTo) {
  PacedSource source(std::make_unique<InnerFakeMat>(), "sim", 1);
  EXPECT_FALSE(source.lossless());
  const auto link = source.open({}, {});
  ASSERT_TRUE(link);
  const std::int64_t before_us = SystemClock().steady_us();
  const auto chunk = (*link)->read(milliseconds(30), {});
  ASSERT_TRUE(chunk);
  EXPECT_TRUE(chunk->bytes.empty());
  EXPECT_GE(SystemClock().steady_us() - before_us, 29'000);
  EXPECT_NEAR(static_cast<double>(chunk->arrival_us), static_cast<double>(SystemClock().steady_us()), 1e6);

  std::stop_source stop;
  stop.request_stop();
  EXPECT_FALSE(source.wait(std::chrono::hours(1), stop.get_token()));
  EXPECT_TRUE((*link)->read(std::chrono::hours(1), stop.get_token()));
}

TEST(RecordedMat, PlaysTheSameFramesWithTheirHolesAndEnds) {
  auto frames = recorded(200);
  frames.erase(frames.begin() + 50, frames.begin() + 60);
  const auto outcome =
      run(std::make_unique<PacedSource>(std::make_unique<RecordedMat>(mat(), frames), "replay", 0));
  EXPECT_THAT(outcome.kinds, ElementsAre(Kind::searching, Kind::streaming, Kind::ended));
  std::vector<int> expected;
  for (const RawFrame& frame : frames) expected.push_back(static_cast<int>(frame.sequence & 0xFFFF));
  EXPECT_EQ(sample_numbers(outcome.bytes()), expected);
}

TEST(RecordedMat, SaysWhatTheMatSaid) {
  const auto frames = recorded(3);
  const auto outcome =
      run(std::make_unique<PacedSource>(std::make_unique<RecordedMat>(mat(), frames), "replay", 0));
  poise_decoder decoder;
  poise_decoder_init(&decoder);
  std::size_t next = 0;
  for (const std::uint8_t byte : outcome.bytes()) {
    if (poise_decoder_push(&decoder, byte) != POISE_DECODE_FRAME) continue;
    poise_sample sample;
    ASSERT_TRUE(poise_unpack_sample(&sample, decoder.payload, decoder.payload_length));
    EXPECT_EQ(sample.t_us, static_cast<std::uint32_t>(frames[next].device_us));
    EXPECT_EQ(sample.flags, frames[next].flags);
    EXPECT_EQ(sample.fault_mask, frames[next].fault_mask);
    EXPECT_TRUE(std::equal(sample.cell, sample.cell + 8, frames[next].counts.begin()));
    ++next;
  }
  EXPECT_EQ(next, frames.size());
}

TEST(RecordedMat, LeavesLostSamplesOut) {
  auto frames = recorded(20);
  frames[7].cell_count = 0;
  const auto outcome =
      run(std::make_unique<PacedSource>(std::make_unique<RecordedMat>(mat(), frames), "replay", 0));
  EXPECT_EQ(sample_numbers(outcome.bytes()).size(), 19u);
}

TEST(RecordedMat, TakesItsOwnTimeWhenPlayedInRealTime) {
  const std::int64_t before_us = SystemClock().steady_us();
  run(std::make_unique<PacedSource>(std::make_unique<RecordedMat>(mat(), recorded(17)), "replay", 1));
  EXPECT_GE(SystemClock().steady_us() - before_us, 200'000);  // 16 periods of 12.5 ms
}

}  // namespace
}  // namespace poise::acquire
