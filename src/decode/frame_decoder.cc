#include "decode/frame_decoder.h"

#include <algorithm>

namespace poise::decode {
namespace {

/// The sample that answers TEST_PATTERN. It should have been taken care of before the link streams; should
/// one come late, no mat measures these eight numbers at that instant.
bool is_test_pattern(const poise_decoder& frame, const poise_sample& sample) {
  if (frame.seq != 0 || sample.t_us != 0x01020304) return false;
  poise_sample pattern;
  poise_test_pattern(&pattern, sample.cell_count);
  return std::equal(pattern.cell, pattern.cell + sample.cell_count, sample.cell);
}

}  // namespace

FrameDecoder::FrameDecoder() { poise_decoder_init(&decoder_); }

void FrameDecoder::push(const ByteChunk& chunk, std::vector<RawFrame>& out) {
  const std::uint8_t* next = chunk.bytes.data();
  std::size_t left = chunk.bytes.size();
  while (left > 0) {
    poise_decode_event event;
    const std::size_t used = poise_decoder_feed(&decoder_, next, left, &event);
    next += used;
    left -= used;
    if (event == POISE_DECODE_FRAME) {
      on_frame(chunk.arrival_us, out);
    } else {
      count_damage(event);
    }
  }
}

void FrameDecoder::on_link(const LinkChange& change) {
  if (change.kind == LinkChange::Kind::stale) return;  // still the same connection
  streaming_ = change.kind == LinkChange::Kind::streaming;
  if (!streaming_) {
    poise_decoder_init(&decoder_);  // half a frame of a dead link is not the beginning of the next link's
    return;
  }
  timeline_.reconnect();
  mat_overflows_.reset();
  if (!change.identity) return;
  cell_count_ = change.identity->cell_count;
  timeline_.set_nominal_rate(change.identity->rate_hz);
}

void FrameDecoder::count_damage(poise_decode_event event) {
  switch (event) {
    case POISE_DECODE_BAD_CRC:
      ++counters_.bad_crc;
      break;
    case POISE_DECODE_BAD_COBS:
      ++counters_.bad_cobs;
      break;
    case POISE_DECODE_TOO_LONG:
      ++counters_.too_long;
      break;
    case POISE_DECODE_TOO_SHORT:
      ++counters_.too_short;
      break;
    case POISE_DECODE_NOTHING:
    case POISE_DECODE_FRAME:
      break;
  }
}

void FrameDecoder::on_frame(std::int64_t arrival_us, std::vector<RawFrame>& out) {
  ++counters_.frames;
  switch (decoder_.type) {
    case POISE_SAMPLE:
      return on_sample(arrival_us, out);
    case POISE_STATUS:
      return on_status();
    case POISE_BOOT:
      timeline_.restart();
      mat_overflows_ = std::uint16_t{0};
      return;
    default:
      if (decoder_.type < POISE_REPLY) ++counters_.unknown_type;  // replies are the handshake's business
  }
}

void FrameDecoder::on_sample(std::int64_t arrival_us, std::vector<RawFrame>& out) {
  poise_sample sample;
  if (!poise_unpack_sample(&sample, decoder_.payload, decoder_.payload_length) ||
      (cell_count_ != 0 && sample.cell_count != cell_count_)) {
    ++counters_.too_short;  // not the payload that this mat's samples have
    return;
  }
  if (!streaming_ || is_test_pattern(decoder_, sample)) return;

  const Placement placement = timeline_.place(decoder_.seq, sample.t_us, arrival_us);
  if (placement.kind == Placement::Kind::duplicate) ++counters_.duplicated;
  if (placement.kind != Placement::Kind::placed) return;
  counters_.lost_samples += static_cast<std::uint64_t>(placement.lost_before);
  if (placement.restarted) {
    ++counters_.restarts;
    clock_.reset();
  }
  clock_.add(placement.device_us, arrival_us);

  RawFrame& frame = out.emplace_back();
  frame.sequence = placement.sequence;
  frame.device_us = placement.device_us;
  frame.arrival_us = arrival_us;
  std::copy(std::begin(sample.cell), std::end(sample.cell), frame.counts.begin());
  frame.cell_count = sample.cell_count;
  frame.flags = sample.flags;
  frame.fault_mask = sample.fault_mask;
}

void FrameDecoder::on_status() {
  poise_status status;
  if (!poise_unpack_status(&status, decoder_.payload, decoder_.payload_length)) {
    ++counters_.too_short;
    return;
  }
  // The mat counts from its reset and wraps. What it dropped before we were there is not ours to report.
  if (mat_overflows_) {
    counters_.overflows += static_cast<std::uint16_t>(status.overflows - *mat_overflows_);
  }
  mat_overflows_ = status.overflows;
  status_ = MatStatus{status.samples_taken, status.rx_errors, std::nullopt};
  if (status.temperature_centi_c != POISE_NO_TEMPERATURE) {
    status_->temperature_c = status.temperature_centi_c / 100.0;
  }
}

}  // namespace poise::decode
