#include "store/chunk_format.h"

#include <gmock/gmock.h>

#include <fstream>
#include <sstream>
#include <string>

#include "example_session.h"
#include "test_paths.h"

namespace poise::store {
namespace {

/// The bytes of the example in FORMAT.md.
std::vector<std::uint8_t> documented_bytes() {
  std::ifstream file(POISE_SOURCE_DIR "/src/store/FORMAT.md");
  std::stringstream text;
  text << file.rdbuf();
  const std::string all = text.str();
  const auto start = all.find("```\n") + 4;
  std::stringstream hex(all.substr(start, all.find("```", start) - start));
  std::vector<std::uint8_t> bytes;
  for (std::string word; hex >> word;)
    bytes.push_back(static_cast<std::uint8_t>(std::stoi(word, nullptr, 16)));
  return bytes;
}

RawFrame documented_frame() {
  RawFrame frame;
  frame.sequence = 1000;
  frame.device_us = 12'500'000;
  frame.arrival_us = 987'654'321;
  frame.flags = 2;
  frame.fault_mask = 0x10;
  frame.cell_count = 8;
  frame.counts = {1, -1, 8388607, -8388608, 4277, 0, 100000, -100000};
  return frame;
}

TEST(ChunkFormat, IsWhatItsPageSays) {
  const auto bytes = documented_bytes();
  EXPECT_EQ(encode_chunk(std::vector{documented_frame()}), bytes);
  EXPECT_EQ(chunk_crc(bytes), 0xe7c3fb73U);
  std::vector<RawFrame> frames;
  ASSERT_TRUE(decode_chunk(bytes, frames));
  EXPECT_THAT(frames, testing::ElementsAre(documented_frame()));
}

TEST(ChunkFormat, GivesBackWhatWasPutIn) {
  const auto frames = example_frames(0, 300);
  std::vector<RawFrame> back;
  ASSERT_TRUE(decode_chunk(encode_chunk(frames), back));
  EXPECT_EQ(back, frames);
}

TEST(ChunkFormat, RefusesAChunkCutAnywhereAndAppendsNothing) {
  const auto bytes = encode_chunk(example_frames(0, 3));
  std::vector<RawFrame> frames;
  for (std::size_t length = 0; length < bytes.size(); ++length)
    EXPECT_FALSE(decode_chunk(std::span(bytes).first(length), frames)) << length;
  EXPECT_TRUE(frames.empty());
}

TEST(ChunkFormat, RefusesACountThatPromisesMoreThanThereIs) {
  auto bytes = encode_chunk(example_frames(0, 1));
  bytes[4] = bytes[5] = bytes[6] = bytes[7] = 0xFF;
  std::vector<RawFrame> frames;
  EXPECT_FALSE(decode_chunk(bytes, frames));
}

TEST(ChunkFormat, NoticesEveryFlippedBit) {
  auto bytes = encode_chunk(example_frames(0, 1));
  const auto crc = chunk_crc(bytes);
  for (std::size_t bit = 0; bit < bytes.size() * 8; ++bit) {
    bytes[bit / 8] = static_cast<std::uint8_t>(bytes[bit / 8] ^ (1U << (bit % 8)));
    EXPECT_NE(chunk_crc(bytes), crc) << bit;
    bytes[bit / 8] = static_cast<std::uint8_t>(bytes[bit / 8] ^ (1U << (bit % 8)));
  }
}

}  // namespace
}  // namespace poise::store
