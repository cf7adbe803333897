#include "protocol/poise_protocol.h"

#include <gmock/gmock.h>

#include <numeric>
#include <random>

#include "golden.h"

namespace poise::golden {
namespace {

Bytes encode(std::uint8_t type, std::uint16_t seq, const Bytes& payload) {
  Bytes wire(POISE_MAX_WIRE);
  wire.resize(poise_encode(wire.data(), type, seq, payload.data(), payload.size()));
  return wire;
}

Bytes sample_frame(std::uint16_t seq) {
  poise_sample sample{};
  sample.t_us = 12'500u * seq;
  sample.cell_count = 8;
  for (int i = 0; i < 8; ++i) sample.cell[i] = 200'000 + 1'000 * i - seq;
  Bytes payload(POISE_MAX_PAYLOAD);
  payload.resize(poise_pack_sample(payload.data(), &sample));
  return encode(POISE_SAMPLE, seq, payload);
}

TEST(Crc16, HasTheCheckValueOfCcittFalse) {
  const std::string digits = "123456789";
  EXPECT_EQ(poise_crc16(reinterpret_cast<const std::uint8_t*>(digits.data()), digits.size()), 0x29B1);
  EXPECT_EQ(poise_crc16(nullptr, 0), 0xFFFF);
}

TEST(Encode, TakesThirtySevenBytesForASampleOfEightCells) { EXPECT_EQ(sample_frame(1).size(), 37u); }

TEST(Encode, WritesNoZeroButTheDelimiter) {
  std::mt19937 random(7);
  for (int length = 0; length <= POISE_MAX_PAYLOAD; ++length) {
    Bytes payload(static_cast<std::size_t>(length));
    for (auto& byte : payload) byte = random() % 3 == 0 ? 0 : static_cast<std::uint8_t>(random());
    const Bytes wire = encode(0x2A, static_cast<std::uint16_t>(random()), payload);
    EXPECT_EQ(std::count(wire.begin(), wire.end(), 0), 1);
    EXPECT_EQ(wire.back(), 0);
    EXPECT_EQ(wire.size(), payload.size() + POISE_FRAME_OVERHEAD + 2);
  }
}

TEST(Encode, RefusesAPayloadThatIsTooLong) {
  std::uint8_t wire[POISE_MAX_WIRE];
  const Bytes payload(POISE_MAX_PAYLOAD + 1, 7);
  EXPECT_EQ(poise_encode(wire, 1, 1, payload.data(), payload.size()), 0u);
}

TEST(Decode, GivesBackWhatWasEncodedForEveryLength) {
  std::mt19937 random(11);
  for (int round = 0; round < 4; ++round) {
    for (int length = 0; length <= POISE_MAX_PAYLOAD; ++length) {
      Bytes payload(static_cast<std::size_t>(length));
      for (auto& byte : payload)
        byte = static_cast<std::uint8_t>(round == 0 ? 0 : round == 1 ? 255 : random());
      poise_decoder decoder;
      ASSERT_NO_FATAL_FAILURE(decode_one(decoder, encode(0x2A, 513, payload)));
      EXPECT_EQ(decoder.seq, 513);
      EXPECT_EQ(Bytes(decoder.payload, decoder.payload + decoder.payload_length), payload);
    }
  }
}

TEST(Decode, SeesTheSameWhereverTheStreamIsSplit) {
  Bytes stream;
  for (const nlohmann::json& vector : broken_streams()) {
    const Bytes wire = from_hex(vector.at("wire").get<std::string>());
    stream.insert(stream.end(), wire.begin(), wire.end());
  }
  const std::vector<std::string> expected = events_of(stream);
  for (std::size_t split = 0; split <= stream.size(); ++split) {
    std::vector<std::string> events;
    poise_decoder decoder;
    poise_decoder_init(&decoder);
    std::size_t at = 0;
    while (at < stream.size()) {
      const std::size_t end = at < split ? split : stream.size();
      poise_decode_event event;
      at += poise_decoder_feed(&decoder, stream.data() + at, end - at, &event);
      if (event == POISE_DECODE_FRAME)
        events.push_back(std::to_string(decoder.type) + "/" + std::to_string(decoder.seq));
      else if (event != POISE_DECODE_NOTHING)
        events.push_back(damage_name(event));
    }
    ASSERT_EQ(events, expected) << "split at " << split;
  }
}

TEST(Decode, NoticesEverySingleBitThatFlips) {
  const Bytes good = sample_frame(300);
  const Bytes next = sample_frame(301);
  for (std::size_t bit = 0; bit < good.size() * 8; ++bit) {
    Bytes stream = good;
    stream[bit / 8] = static_cast<std::uint8_t>(stream[bit / 8] ^ (1 << bit % 8));
    stream.insert(stream.end(), next.begin(), next.end());
    stream.insert(stream.end(), next.begin(), next.end());
    // A broken delimiter takes the next frame with it; the one after that always comes through.
    const std::vector<std::string> events = events_of(stream);
    EXPECT_THAT(events, testing::Not(testing::Contains("1/300"))) << "bit " << bit;
    EXPECT_EQ(events.back(), "1/301") << "bit " << bit;
    EXPECT_THAT(events, testing::Contains(testing::StartsWith("bad_"))) << "bit " << bit;
  }
}

TEST(Decode, NoticesTruncationAtEveryByte) {
  const Bytes good = sample_frame(300);
  for (std::size_t length = 1; length + 1 < good.size(); ++length) {
    Bytes stream(good.begin(), good.begin() + static_cast<std::ptrdiff_t>(length));
    stream.push_back(0);
    stream.insert(stream.end(), good.begin(), good.end());
    const std::vector<std::string> events = events_of(stream);
    ASSERT_EQ(events.size(), 2u) << length;
    EXPECT_THAT(events.front(), testing::AnyOf("bad_cobs", "bad_crc", "short")) << length;
    EXPECT_EQ(events.back(), "1/300");
  }
}

TEST(Decode, SurvivesNoiseAndFindsTheNextFrame) {
  std::mt19937 random(3);
  poise_decoder decoder;
  poise_decoder_init(&decoder);
  const Bytes good = sample_frame(9);
  int found = 0;
  for (int round = 0; round < 2'000; ++round) {
    const int length = static_cast<int>(random() % 600);
    for (int i = 0; i < length; ++i) poise_decoder_push(&decoder, static_cast<std::uint8_t>(random()));
    poise_decoder_push(&decoder, 0);
    for (const std::uint8_t byte : good)
      if (poise_decoder_push(&decoder, byte) == POISE_DECODE_FRAME) found += decoder.seq == 9;
  }
  EXPECT_EQ(found, 2'000);
}

TEST(Unpack, RefusesPayloadsOfAWrongLength) {
  const Bytes bytes(POISE_MAX_PAYLOAD, 1);
  poise_sample sample;
  poise_status status;
  poise_reply reply;
  poise_hello hello;
  for (std::size_t length = 0; length <= bytes.size(); ++length) {
    EXPECT_EQ(poise_unpack_sample(&sample, bytes.data(), length), length == 18 || length == 30) << length;
    EXPECT_EQ(poise_unpack_status(&status, bytes.data(), length), length >= 14) << length;
    EXPECT_EQ(poise_unpack_reply(&reply, bytes.data(), length), length >= 3) << length;
    EXPECT_EQ(poise_unpack_hello(&hello, bytes.data(), length), length >= 24) << length;
  }
}

TEST(Unpack, KeepsTheSignOfEveryInt24) {
  for (const std::int32_t value : {-8'388'608, -8'388'607, -65'536, -256, -1, 0, 1, 255, 65'536, 8'388'607}) {
    poise_sample sent{};
    sent.cell_count = 4;
    std::fill(sent.cell, sent.cell + 4, value);
    std::uint8_t payload[POISE_MAX_PAYLOAD];
    const std::size_t length = poise_pack_sample(payload, &sent);
    poise_sample received;
    ASSERT_TRUE(poise_unpack_sample(&received, payload, length));
    EXPECT_THAT(std::vector<std::int32_t>(received.cell, received.cell + 8),
                testing::ElementsAre(value, value, value, value, 0, 0, 0, 0));
  }
}

TEST(TestPattern, IsTheOneOfTheSpecification) {
  poise_sample pattern;
  poise_test_pattern(&pattern, 8);
  EXPECT_EQ(pattern.t_us, 0x01020304u);
  for (int i = 0; i < 8; ++i) EXPECT_EQ(pattern.cell[i], (i + 1) * 0x010203 - 0x400000);
  poise_test_pattern(&pattern, 4);
  EXPECT_EQ(pattern.cell_count, 4);
  EXPECT_EQ(pattern.cell[4], 0);
}

}  // namespace
}  // namespace poise::golden
