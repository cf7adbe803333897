// The virtual mat and a recording of it as sources of the same connection, as fast as possible.

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include "acquire/connection.h"
#include "decode/frame_decoder.h"
#include "engine/replay_source.h"
#include "engine/virtual_source.h"

namespace poise::engine {
namespace {

using Kind = LinkChange::Kind;
using ::testing::ElementsAre;

struct Outcome {
  std::vector<LinkChange> changes;
  std::vector<RawFrame> frames;
  std::vector<std::uint8_t> bytes;
  LinkCounters counters;
  std::vector<Kind> kinds() const {
    std::vector<Kind> kinds;
    for (const LinkChange& change : changes) kinds.push_back(change.kind);
    return kinds;
  }
};

/// Runs until the source ends or `seconds` of its time have passed.
Outcome run(std::unique_ptr<acquire::LinkSource> source, double seconds) {
  Outcome outcome;
  std::stop_source stop;
  decode::FrameDecoder decoder;
  const acquire::LinkSource& clock = *source;
  const auto end_us = static_cast<std::int64_t>(seconds * 1e6);
  acquire::Connection connection(std::move(source), [&](LinkItem&& item) {
    if (auto* change = std::get_if<LinkChange>(&item)) {
      decoder.on_link(*change);
      outcome.changes.push_back(*change);
    }
    if (auto* chunk = std::get_if<ByteChunk>(&item)) {
      decoder.push(*chunk, outcome.frames);
      outcome.bytes.insert(outcome.bytes.end(), chunk->bytes.begin(), chunk->bytes.end());
    }
    if (clock.now_us() >= end_us) stop.request_stop();
  });
  connection.run(stop.get_token());
  outcome.counters = decoder.counters();
  return outcome;
}

Outcome run(const std::string& device, double seconds) {
  auto source = virtual_source(device);
  EXPECT_TRUE(source) << device;
  return run(std::move(*source), seconds);
}

TEST(VirtualSource, StreamsEverySampleFromTheFirst) {
  const Outcome outcome = run("sim:squat?speed=0&seed=4", 60);
  EXPECT_THAT(outcome.kinds(), ElementsAre(Kind::searching, Kind::streaming));
  ASSERT_GT(outcome.frames.size(), 4700u);
  EXPECT_EQ(outcome.frames.front().sequence, 0);
  EXPECT_EQ(outcome.frames.back().sequence, static_cast<std::int64_t>(outcome.frames.size()) - 1);
  EXPECT_EQ(outcome.counters.lost_samples, 0u);
}

TEST(VirtualSource, GivesTheSameBytesTwice) {
  const std::string device =
      "sim:squat?speed=0&loss_pct=3&corrupt_pct=2&jitter_ms=16&drop_at_s=4&return_after_s=1";
  const Outcome first = run(device, 20), second = run(device, 20);
  EXPECT_EQ(first.bytes, second.bytes);
  EXPECT_EQ(first.kinds(), second.kinds());
}

TEST(VirtualSource, GoesOnAfterADrop) {
  const Outcome outcome = run("sim:squat?speed=0&drop_at_s=5&return_after_s=3", 20);
  EXPECT_THAT(outcome.kinds(),
              ElementsAre(Kind::searching, Kind::streaming, Kind::lost, Kind::searching, Kind::streaming));
  EXPECT_EQ(outcome.changes[4].identity->unique_id, outcome.changes[1].identity->unique_id);
  EXPECT_EQ(outcome.counters.restarts, 1u);
  // Three seconds away, found within a quarter; a few samples more until the first conversion has settled.
  EXPECT_NEAR(static_cast<double>(outcome.counters.lost_samples), 250, 20);
}

TEST(VirtualSource, EndsWhenTheMatNeverReturns) {
  const Outcome outcome = run("sim:squat?speed=0&drop_at_s=5", 1000);
  EXPECT_EQ(outcome.changes.back().kind, Kind::ended);
}

TEST(VirtualSource, AlwaysGetsThroughTheHandshakeOfALineThatLosesFrames) {
  for (int seed = 0; seed < 200; ++seed) {
    const Outcome outcome =
        run("sim:quiet-stand?speed=0&loss_pct=10&corrupt_pct=10&seed=" + std::to_string(seed), 10);
    ASSERT_FALSE(outcome.frames.empty()) << seed;
    EXPECT_EQ(outcome.changes.back().kind, Kind::streaming) << seed;  // perhaps at the second try
  }
}

TEST(VirtualSource, SaysWhatIsWrongWithTheWords) {
  const auto source = virtual_source("sim:juggling");
  ASSERT_FALSE(source);
  EXPECT_EQ(source.error().code, ErrorCode::usage);
}

TEST(ReplaySource, PlaysARecordingAsTheSameSamples) {
  const Outcome recorded = run("sim:squat?speed=0&loss_pct=2", 30);
  session::Session session;
  session.info.id = "20260305-140709-a3f1";
  session.info.mat = *recorded.changes[1].identity;
  session.frames = recorded.frames;
  const Outcome replayed = run(replay_source(session, 0), 1000);
  EXPECT_THAT(replayed.kinds(), ElementsAre(Kind::searching, Kind::streaming, Kind::ended));
  EXPECT_EQ(replayed.changes[1].identity->unique_id, session.info.mat.unique_id);
  EXPECT_EQ(replayed.changes[1].device, "replay:20260305-140709-a3f1");
  ASSERT_EQ(replayed.frames.size(), recorded.frames.size());
  for (std::size_t i = 0; i < recorded.frames.size(); ++i) {
    EXPECT_EQ(replayed.frames[i].sequence, recorded.frames[i].sequence);
    EXPECT_EQ(replayed.frames[i].device_us, recorded.frames[i].device_us);
    EXPECT_EQ(replayed.frames[i].counts, recorded.frames[i].counts);
  }
}

}  // namespace
}  // namespace poise::engine
