#pragma once

#include <cstdint>
#include <initializer_list>
#include <vector>

#include "base/stages.h"
#include "decode/frame_decoder.h"
#include "protocol/poise_protocol.h"

/// Bytes and link changes as a mat and acquire would send them.
namespace poise::decode {

using Bytes = std::vector<std::uint8_t>;

inline constexpr std::int64_t kPeriod_us = 12'500;

inline void append(Bytes& stream, const Bytes& more) {
  stream.insert(stream.end(), more.begin(), more.end());
}

inline Bytes frame_of(std::uint8_t type, std::uint16_t seq, const Bytes& payload) {
  Bytes wire(POISE_MAX_WIRE);
  wire.resize(poise_encode(wire.data(), type, seq, payload.data(), payload.size()));
  return wire;
}

/// The true number and time of a sample cut down to what the wire carries; its first cell tells the number.
inline Bytes sample_frame(std::int64_t number, std::int64_t device_us, std::uint8_t cells = 8) {
  poise_sample sample{};
  sample.t_us = static_cast<std::uint32_t>(device_us);
  sample.cell_count = cells;
  for (int i = 0; i < cells; ++i) sample.cell[i] = static_cast<std::int32_t>(number % 8'000'000) - 1'000 * i;
  Bytes payload(POISE_MAX_PAYLOAD);
  payload.resize(poise_pack_sample(payload.data(), &sample));
  return frame_of(POISE_SAMPLE, static_cast<std::uint16_t>(number), payload);
}

/// Sample `number` of a mat that took its first at device time 0.
inline Bytes sample_frame(std::int64_t number) { return sample_frame(number, number * kPeriod_us); }

inline Bytes status_frame(std::uint16_t overflows, std::int16_t temperature_centi_c) {
  const poise_status status{1'000'000, 80, overflows, 3, temperature_centi_c};
  Bytes payload(POISE_MAX_PAYLOAD);
  payload.resize(poise_pack_status(payload.data(), &status));
  return frame_of(POISE_STATUS, 1, payload);
}

inline Bytes boot_frame() { return frame_of(POISE_BOOT, 0, {POISE_BOOT_WATCHDOG}); }

inline Bytes test_pattern_frame() {
  poise_sample pattern;
  poise_test_pattern(&pattern, 8);
  Bytes payload(POISE_MAX_PAYLOAD);
  payload.resize(poise_pack_sample(payload.data(), &pattern));
  return frame_of(POISE_SAMPLE, 0, payload);
}

inline LinkChange link(LinkChange::Kind kind) {
  LinkChange change;
  change.kind = kind;
  if (kind == LinkChange::Kind::streaming) {
    change.identity.emplace();
    change.identity->cell_count = 8;
    change.identity->rate_hz = 80;
  }
  return change;
}

/// A decoder whose link streams, and all that came out of it.
struct Receiver {
  Receiver() { decoder.on_link(link(LinkChange::Kind::streaming)); }

  void take(const Bytes& bytes, std::int64_t arrival_us = 0) { decoder.push({arrival_us, bytes}, frames); }
  const LinkCounters& counters() const { return decoder.counters(); }
  std::vector<std::int64_t> sequences() const {
    std::vector<std::int64_t> all;
    for (const RawFrame& frame : frames) all.push_back(frame.sequence);
    return all;
  }

  FrameDecoder decoder;
  std::vector<RawFrame> frames;
};

}  // namespace poise::decode
