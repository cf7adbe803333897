#include "store/chunk_format.h"

#include <boost/crc.hpp>
#include <type_traits>

namespace poise::store {
namespace {

template <class Integer>
void put(std::vector<std::uint8_t>& bytes, Integer value) {
  auto rest = static_cast<std::make_unsigned_t<Integer>>(value);
  for (std::size_t i = 0; i < sizeof(Integer); ++i) {
    bytes.push_back(static_cast<std::uint8_t>(rest & 0xFF));
    if constexpr (sizeof(Integer) > 1) rest = static_cast<decltype(rest)>(rest >> 8);
  }
}

template <class Integer>
Integer take(std::span<const std::uint8_t>& bytes) {
  using Unsigned = std::make_unsigned_t<Integer>;
  Unsigned value = 0;
  for (std::size_t i = 0; i < sizeof(Integer); ++i)
    value = static_cast<Unsigned>(value | static_cast<Unsigned>(static_cast<Unsigned>(bytes[i]) << (8 * i)));
  bytes = bytes.subspan(sizeof(Integer));
  return static_cast<Integer>(value);
}

RawFrame take_record(std::span<const std::uint8_t>& bytes) {
  RawFrame frame;
  frame.sequence = take<std::int64_t>(bytes);
  frame.device_us = take<std::int64_t>(bytes);
  frame.arrival_us = take<std::int64_t>(bytes);
  frame.flags = take<std::uint8_t>(bytes);
  frame.fault_mask = take<std::uint8_t>(bytes);
  frame.cell_count = take<std::uint8_t>(bytes);
  take<std::uint8_t>(bytes);  // reserved
  for (auto& counts : frame.counts) counts = take<std::int32_t>(bytes);
  return frame;
}

}  // namespace

std::vector<std::uint8_t> encode_chunk(std::span<const RawFrame> frames) {
  std::vector<std::uint8_t> bytes;
  bytes.reserve(kChunkHeaderBytes + frames.size() * kRecordBytes);
  put(bytes, kChunkFormat);
  put(bytes, static_cast<std::uint16_t>(kRecordBytes));
  put(bytes, static_cast<std::uint32_t>(frames.size()));
  for (const RawFrame& frame : frames) {
    put(bytes, frame.sequence);
    put(bytes, frame.device_us);
    put(bytes, frame.arrival_us);
    put(bytes, frame.flags);
    put(bytes, frame.fault_mask);
    put(bytes, frame.cell_count);
    put(bytes, std::uint8_t{0});
    for (const std::int32_t counts : frame.counts) put(bytes, counts);
  }
  return bytes;
}

std::uint32_t chunk_crc(std::span<const std::uint8_t> chunk) {
  boost::crc_32_type crc;
  crc.process_bytes(chunk.data(), chunk.size());
  return crc.checksum();
}

bool decode_chunk(std::span<const std::uint8_t> chunk, std::vector<RawFrame>& frames) {
  if (chunk.size() < kChunkHeaderBytes) return false;
  const auto format = take<std::uint16_t>(chunk);
  const auto record_bytes = take<std::uint16_t>(chunk);
  const auto count = take<std::uint32_t>(chunk);
  if (format != kChunkFormat || record_bytes != kRecordBytes) return false;
  if (chunk.size() != std::size_t{count} * kRecordBytes) return false;
  const std::size_t before = frames.size();
  for (std::uint32_t i = 0; i < count; ++i) {
    frames.push_back(take_record(chunk));
    if (frames.back().cell_count > kMaxCells) {
      frames.resize(before);
      return false;
    }
  }
  return true;
}

}  // namespace poise::store
