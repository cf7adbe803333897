#pragma once

#include <cstdint>
#include <optional>
#include <vector>

#include "base/stages.h"
#include "decode/clock_fit.h"
#include "decode/sample_timeline.h"
#include "protocol/poise_protocol.h"

namespace poise::decode {

/// What the mat last said of itself in a STATUS frame.
struct MatStatus {
  std::uint32_t samples_taken = 0;  ///< since its reset
  std::uint16_t rx_errors = 0;      ///< damaged bytes or frames that the mat received, since its reset
  std::optional<double> temperature_c;
};

/// Bytes in, samples out: takes the stream as it was read, in pieces of any size, and hands on each SAMPLE
/// frame as a RawFrame. Damage is counted and skipped, never an error. Samples count only while the link
/// streams: what comes before (the answer to TEST_PATTERN, the stream left over from another host) is no
/// measurement.
///
/// One thread at a time. Allocates only through `out`.
class FrameDecoder {
 public:
  FrameDecoder();
  FrameDecoder(const FrameDecoder&) = delete;  // the C decoder points into itself
  FrameDecoder& operator=(const FrameDecoder&) = delete;

  /// Appends the samples that `chunk` completes to `out`; sequence and device_us strictly increase.
  void push(const ByteChunk& chunk, std::vector<RawFrame>& out);

  /// To be told in order with the chunks.
  void on_link(const LinkChange& change);

  /// Since the decoder was made. dropped_chunks is the queue's to fill in.
  const LinkCounters& counters() const { return counters_; }

  /// Device clock to host clock, of the samples handed on; begins anew when the mat restarts.
  const ClockFit& clock() const { return clock_; }

  /// Empty before the first STATUS.
  const std::optional<MatStatus>& status() const { return status_; }

  /// Samples a second by the device's clock over the last second or so; empty until known.
  std::optional<double> rate_hz() const { return timeline_.measured_rate_hz(); }

 private:
  void on_frame(std::int64_t arrival_us, std::vector<RawFrame>& out);
  void on_sample(std::int64_t arrival_us, std::vector<RawFrame>& out);
  void on_status();
  void count_damage(poise_decode_event event);

  poise_decoder decoder_;
  SampleTimeline timeline_;
  ClockFit clock_;
  LinkCounters counters_;
  std::optional<MatStatus> status_;
  std::optional<std::uint16_t> mat_overflows_;  ///< the mat's own counter at its last STATUS
  bool streaming_ = false;
  std::uint8_t cell_count_ = 0;  ///< as HELLO said; 0: not known
};

}  // namespace poise::decode
