#include "decode/frame_decoder.h"

#include <gmock/gmock.h>

#include <algorithm>
#include <map>
#include <random>

#include "../protocol/golden.h"
#include "mat_bytes.h"

namespace poise::decode {
namespace {

using testing::ElementsAre;
using testing::IsEmpty;

Bytes samples(std::initializer_list<std::int64_t> numbers) {
  Bytes stream;
  for (const std::int64_t number : numbers) append(stream, sample_frame(number));
  return stream;
}

TEST(FrameDecoder, HandsOnWhatASampleSays) {
  Receiver receiver;
  receiver.take(sample_frame(258, 1'000'000), 77);
  ASSERT_EQ(receiver.frames.size(), 1u);
  const RawFrame& frame = receiver.frames.front();
  EXPECT_EQ(frame.sequence, 258);
  EXPECT_EQ(frame.device_us, 1'000'000);
  EXPECT_EQ(frame.arrival_us, 77);
  EXPECT_EQ(frame.cell_count, 8);
  EXPECT_THAT(frame.counts, ElementsAre(258, -742, -1'742, -2'742, -3'742, -4'742, -5'742, -6'742));
}

TEST(FrameDecoder, GivesTheSameSamplesWhereverTheStreamIsSplit) {
  const Bytes stream = samples({0, 1, 2, 5, 6});
  for (std::size_t split = 0; split <= stream.size(); ++split) {
    Receiver receiver;
    const auto middle = stream.begin() + static_cast<std::ptrdiff_t>(split);
    receiver.take(Bytes(stream.begin(), middle));
    receiver.take(Bytes(middle, stream.end()));
    ASSERT_THAT(receiver.sequences(), ElementsAre(0, 1, 2, 5, 6)) << split;
  }
}

TEST(FrameDecoder, CountsEveryKindOfDamageOfTheGoldenStreams) {
  for (const nlohmann::json& stream : golden::broken_streams()) {
    SCOPED_TRACE(stream.at("name").get<std::string>());
    std::map<std::string, std::uint64_t> expected;
    for (const std::string& event : golden::expected_events(stream))
      ++expected[event.find('/') == std::string::npos ? event : "frame"];
    Receiver receiver;
    receiver.take(golden::from_hex(stream.at("wire").get<std::string>()));
    EXPECT_EQ(receiver.counters().frames, expected["frame"]);
    EXPECT_EQ(receiver.counters().bad_crc, expected["bad_crc"]);
    EXPECT_EQ(receiver.counters().bad_cobs, expected["bad_cobs"]);
    EXPECT_EQ(receiver.counters().too_long, expected["too_long"]);
    EXPECT_EQ(receiver.counters().too_short, expected["short"]);
  }
}

TEST(FrameDecoder, NeverTakesAFlippedBitForASample) {
  const Bytes broken = sample_frame(2);
  for (std::size_t bit = 0; bit < broken.size() * 8; ++bit) {
    Bytes stream = samples({0, 1});
    append(stream, broken);
    std::uint8_t& flipped = stream[stream.size() - broken.size() + bit / 8];
    flipped = static_cast<std::uint8_t>(flipped ^ (1 << bit % 8));
    append(stream, samples({3, 4}));
    Receiver receiver;
    receiver.take(stream);
    // Where the delimiter broke, sample 3 is lost with it.
    ASSERT_THAT(receiver.sequences(), testing::AnyOf(ElementsAre(0, 1, 3, 4), ElementsAre(0, 1, 4))) << bit;
    EXPECT_EQ(receiver.counters().lost_samples + receiver.frames.size(), 5u) << bit;
  }
}

TEST(FrameDecoder, LosesOnlyTheFrameThatIsCutShort) {
  const Bytes cut = sample_frame(2);
  for (std::size_t length = 1; length + 1 < cut.size(); ++length) {
    Bytes stream = samples({0, 1});
    append(stream, Bytes(cut.begin(), cut.begin() + static_cast<std::ptrdiff_t>(length)));
    stream.push_back(0);
    append(stream, samples({3, 4}));
    Receiver receiver;
    receiver.take(stream);
    ASSERT_THAT(receiver.sequences(), ElementsAre(0, 1, 3, 4)) << length;
    EXPECT_EQ(receiver.counters().lost_samples, 1u);
  }
}

TEST(FrameDecoder, LosesTwoFramesThatAreJoined) {
  Bytes stream = samples({0, 1});
  stream.pop_back();
  append(stream, samples({2, 3}));
  Receiver receiver;
  receiver.take(stream);
  EXPECT_THAT(receiver.sequences(), ElementsAre(0, 3));
  EXPECT_EQ(receiver.counters().lost_samples, 2u);
  EXPECT_EQ(receiver.counters().bad_crc + receiver.counters().bad_cobs, 1u);
}

TEST(FrameDecoder, FindsTheFirstFrameBehindNoise) {
  Bytes stream(1'000, 0x55);
  stream.push_back(0);
  append(stream, samples({7, 8}));
  Receiver receiver;
  receiver.take(stream);
  EXPECT_THAT(receiver.sequences(), ElementsAre(7, 8));
  EXPECT_EQ(receiver.counters().too_long, 1u);
}

TEST(FrameDecoder, TellsEveryLostSampleOfALossyLine) {
  std::mt19937 random(20'250'101);
  Receiver receiver;
  std::vector<std::int64_t> sent;
  for (std::int64_t number = 65'000; number < 85'000; ++number) {  // over a wrap of the wire's number
    if (random() % 20 == 0) continue;
    sent.push_back(number);
    receiver.take(sample_frame(number), number * kPeriod_us + static_cast<std::int64_t>(random() % 16'000));
  }
  EXPECT_EQ(receiver.sequences(), sent);
  EXPECT_EQ(receiver.counters().lost_samples,
            static_cast<std::uint64_t>(sent.back() - sent.front() + 1) - sent.size());
  EXPECT_EQ(receiver.counters().duplicated, 0u);
  EXPECT_EQ(receiver.counters().restarts, 0u);
}

TEST(FrameDecoder, CountsARepeatedFrameAndDropsIt) {
  Receiver receiver;
  receiver.take(samples({10, 11, 11, 10, 12}));
  EXPECT_THAT(receiver.sequences(), ElementsAre(10, 11, 12));
  EXPECT_EQ(receiver.counters().duplicated, 2u);
  EXPECT_EQ(receiver.counters().lost_samples, 0u);
}

TEST(FrameDecoder, TakesNoSampleBeforeTheLinkStreams) {
  FrameDecoder decoder;
  std::vector<RawFrame> frames;
  decoder.push({0, samples({1, 2})}, frames);
  decoder.push({0, test_pattern_frame()}, frames);
  EXPECT_THAT(frames, IsEmpty());
  EXPECT_EQ(decoder.counters().frames, 3u);

  decoder.on_link(link(LinkChange::Kind::streaming));
  decoder.push({0, samples({3})}, frames);
  EXPECT_EQ(frames.size(), 1u);

  decoder.on_link(link(LinkChange::Kind::stale));  // silence is not the end
  decoder.push({0, samples({4})}, frames);
  EXPECT_EQ(frames.size(), 2u);

  decoder.on_link(link(LinkChange::Kind::lost));
  decoder.push({0, samples({5, 6})}, frames);
  EXPECT_EQ(frames.size(), 2u);
}

TEST(FrameDecoder, NeverTakesTheTestPatternForASample) {
  Receiver receiver;
  receiver.take(test_pattern_frame());
  EXPECT_THAT(receiver.frames, IsEmpty());
  receiver.take(samples({0, 1}));
  receiver.take(test_pattern_frame());
  EXPECT_THAT(receiver.sequences(), ElementsAre(0, 1));
  EXPECT_EQ(receiver.counters().restarts, 0u);
}

TEST(FrameDecoder, FitsTheClockAnewAfterARestart) {
  Receiver receiver;
  for (int i = 0; i < 800; ++i) receiver.take(sample_frame(i), i * kPeriod_us + 5'000);
  EXPECT_EQ(receiver.decoder.clock().host_us(10'000'000), 10'005'000);
  receiver.take(boot_frame(), 11'000'000);
  receiver.take(sample_frame(0), 12'000'000 + 9'000);
  receiver.take(sample_frame(1), 12'000'000 + 9'000 + 6'000);  // less delayed
  const RawFrame& frame = receiver.frames.back();
  EXPECT_EQ(receiver.decoder.clock().host_us(frame.device_us), frame.arrival_us);
}

TEST(FrameDecoder, DoesNotCountWhatTheMatDroppedBetweenTwoConnections) {
  Receiver receiver;
  receiver.take(status_frame(1, 0));
  receiver.decoder.on_link(link(LinkChange::Kind::lost));
  receiver.decoder.on_link(link(LinkChange::Kind::streaming));
  receiver.take(status_frame(500, 0));
  receiver.take(status_frame(502, 0));
  EXPECT_EQ(receiver.counters().overflows, 2u);
}

TEST(FrameDecoder, ForgetsHalfAFrameOfADeadLink) {
  Receiver receiver;
  receiver.take(samples({0, 1}));
  const Bytes half = sample_frame(2);
  receiver.take(Bytes(half.begin(), half.begin() + 20));
  receiver.decoder.on_link(link(LinkChange::Kind::lost));
  receiver.decoder.on_link(link(LinkChange::Kind::streaming));
  receiver.take(samples({3, 4}));
  EXPECT_THAT(receiver.sequences(), ElementsAre(0, 1, 3, 4));
  EXPECT_EQ(receiver.counters().bad_cobs + receiver.counters().bad_crc, 0u);
}

TEST(FrameDecoder, GoesOnByHostTimeWhenTheMatRestarts) {
  Receiver receiver;
  for (int i = 0; i < 800; ++i) receiver.take(sample_frame(i), i * kPeriod_us);
  receiver.take(boot_frame(), 10'200'000);
  for (int i = 0; i < 80; ++i)
    receiver.take(sample_frame(i, 500'000 + i * kPeriod_us), 12'000'000 + i * kPeriod_us);
  ASSERT_EQ(receiver.frames.size(), 880u);
  EXPECT_EQ(receiver.counters().restarts, 1u);
  // The last sample before arrived at 9.9875 s, the first after it at 12 s.
  EXPECT_EQ(receiver.frames[800].device_us - receiver.frames[799].device_us, 2'012'500);
  EXPECT_EQ(receiver.frames[800].sequence - receiver.frames[799].sequence, 161);
  EXPECT_EQ(receiver.counters().lost_samples, 160u);
  EXPECT_EQ(receiver.frames[879].sequence - receiver.frames[800].sequence, 79);
  EXPECT_EQ(receiver.frames[879].device_us - receiver.frames[800].device_us, 79 * kPeriod_us);
}

TEST(FrameDecoder, DoesNotCallAMatsFirstBootARestart) {
  Receiver receiver;
  receiver.take(boot_frame());
  receiver.take(samples({0, 1}));
  EXPECT_EQ(receiver.counters().restarts, 0u);
  EXPECT_THAT(receiver.sequences(), ElementsAre(0, 1));
}

TEST(FrameDecoder, AddsUpWhatTheMatDropped) {
  Receiver receiver;
  receiver.take(status_frame(65'530, 2'345));  // from before our time
  EXPECT_EQ(receiver.counters().overflows, 0u);
  receiver.take(status_frame(65'534, 2'345));
  receiver.take(status_frame(2, 2'345));  // the mat's counter wraps
  EXPECT_EQ(receiver.counters().overflows, 8u);
  receiver.take(boot_frame());
  receiver.take(status_frame(5, 2'345));
  EXPECT_EQ(receiver.counters().overflows, 13u);
  ASSERT_TRUE(receiver.decoder.status());
  EXPECT_EQ(receiver.decoder.status()->samples_taken, 80u);
  EXPECT_EQ(receiver.decoder.status()->rx_errors, 3);
}

TEST(FrameDecoder, GivesATemperatureOnlyWhenOneWasMeasured) {
  Receiver receiver;
  EXPECT_FALSE(receiver.decoder.status());
  receiver.take(status_frame(0, POISE_NO_TEMPERATURE));
  EXPECT_FALSE(receiver.decoder.status()->temperature_c);
  receiver.take(status_frame(0, -1'250));
  EXPECT_DOUBLE_EQ(receiver.decoder.status()->temperature_c.value(), -12.5);
}

TEST(FrameDecoder, SkipsUnknownTypesAndLeavesRepliesToTheHandshake) {
  Receiver receiver;
  receiver.take(frame_of(0x2A, 1, {1, 2, 3}));
  receiver.take(frame_of(POISE_HELLO, 1, {}));  // our own command, echoed
  receiver.take(frame_of(POISE_REPLY + POISE_PING, 1, {0, 0, 0}));
  EXPECT_EQ(receiver.counters().unknown_type, 2u);
  EXPECT_EQ(receiver.counters().frames, 3u);
  EXPECT_THAT(receiver.frames, IsEmpty());
}

TEST(FrameDecoder, RefusesPayloadsThatDoNotFitTheMat) {
  Receiver receiver;
  receiver.take(sample_frame(1, 12'500, 4));  // HELLO said eight
  receiver.take(frame_of(POISE_SAMPLE, 2, Bytes(29, 1)));
  receiver.take(frame_of(POISE_STATUS, 3, Bytes(13, 1)));
  EXPECT_EQ(receiver.counters().too_short, 3u);
  EXPECT_THAT(receiver.frames, IsEmpty());
  EXPECT_FALSE(receiver.decoder.status());
}

TEST(FrameDecoder, ReadsAOnePlateMat) {
  FrameDecoder decoder;
  LinkChange change = link(LinkChange::Kind::streaming);
  change.identity->cell_count = 4;
  decoder.on_link(change);
  std::vector<RawFrame> frames;
  decoder.push({0, sample_frame(9, 100, 4)}, frames);
  ASSERT_EQ(frames.size(), 1u);
  EXPECT_EQ(frames[0].cell_count, 4);
  EXPECT_THAT(frames[0].counts, ElementsAre(9, -991, -1'991, -2'991, 0, 0, 0, 0));
}

TEST(FrameDecoder, RunsForTenHoursWithoutLosingCount) {
  constexpr std::int64_t kSamples = 10 * 3'600 * 80;  // 44 wraps of the number, 8 of the clock
  Receiver receiver;
  Bytes chunk;
  std::int64_t wrong = 0;
  for (std::int64_t number = 0; number < kSamples; ++number) {
    append(chunk, sample_frame(number));
    if (number % 100 != 99) continue;
    receiver.take(chunk, number * kPeriod_us);
    chunk.clear();
    for (const RawFrame& frame : receiver.frames) wrong += frame.device_us != frame.sequence * kPeriod_us;
    wrong += receiver.frames.back().sequence != number;
    receiver.frames.clear();
  }
  EXPECT_EQ(wrong, 0);
  EXPECT_EQ(receiver.counters().frames, static_cast<std::uint64_t>(kSamples));
  EXPECT_EQ(receiver.counters().lost_samples, 0u);
  EXPECT_NEAR(receiver.decoder.rate_hz().value(), 80, 1e-6);
}

TEST(FrameDecoder, NeverGoesBackwardsWhateverAMatSends) {
  std::mt19937_64 random(5);
  Receiver receiver;
  std::int64_t arrival_us = 0;
  for (int i = 0; i < 200'000; ++i) {
    const std::uint64_t dice = random() % 100;
    arrival_us += static_cast<std::int64_t>(random() % (dice < 3 ? 10'000'000'000u : 50'000u));
    if (dice == 0) receiver.take(boot_frame(), arrival_us);
    if (dice == 1) receiver.decoder.on_link(link(LinkChange::Kind::lost));
    if (dice <= 2) receiver.decoder.on_link(link(LinkChange::Kind::streaming));
    receiver.take(
        sample_frame(static_cast<std::int64_t>(random() >> 40), static_cast<std::int64_t>(random() >> 20)),
        arrival_us);
  }
  ASSERT_GT(receiver.frames.size(), 100u);
  for (std::size_t i = 1; i < receiver.frames.size(); ++i) {
    ASSERT_GT(receiver.frames[i].sequence, receiver.frames[i - 1].sequence);
    ASSERT_GT(receiver.frames[i].device_us, receiver.frames[i - 1].device_us);
  }
}

}  // namespace
}  // namespace poise::decode
