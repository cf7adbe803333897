#pragma once

#include <cstddef>
#include <cstdint>
#include <span>
#include <vector>

#include "base/stages.h"

/// Raw samples as the bytes of one `chunks` row; FORMAT.md describes every byte. Pure functions, any thread.
namespace poise::store {

inline constexpr std::uint16_t kChunkFormat = 1;
inline constexpr std::size_t kChunkHeaderBytes = 8;
inline constexpr std::size_t kRecordBytes = 60;
inline constexpr std::size_t kMaxChunkFrames = 4096;  ///< what one damaged row can cost at most

std::vector<std::uint8_t> encode_chunk(std::span<const RawFrame> frames);

/// CRC-32 (ISO-HDLC, as in zip and PNG) over the whole chunk; kept in a column beside it.
std::uint32_t chunk_crc(std::span<const std::uint8_t> chunk);

/// Appends the chunk's frames to `frames`. False, with nothing appended, when the bytes are no chunk: another
/// format, a length that does not fit the count, a cell count that no mat has.
bool decode_chunk(std::span<const std::uint8_t> chunk, std::vector<RawFrame>& frames);

}  // namespace poise::store
