#include "acquire/recorded_mat.h"

#include <algorithm>
#include <array>
#include <charconv>
#include <utility>

#include "base/limits.h"

namespace poise::acquire {

namespace {

poise_hello hello_of(const MatIdentity& mat) {
  poise_hello hello{};
  // What is on the line now is today's protocol, whatever the mat spoke then.
  hello.protocol_major = POISE_PROTOCOL_MAJOR;
  hello.protocol_minor = POISE_PROTOCOL_MINOR;
  hello.firmware_major = mat.firmware_major;
  hello.firmware_minor = mat.firmware_minor;
  hello.firmware_patch = mat.firmware_patch;
  hello.model = mat.model;
  const char* digits = mat.unique_id.c_str();
  for (std::size_t i = 0; i < sizeof hello.unique_id && 2 * i + 2 <= mat.unique_id.size(); ++i) {
    std::from_chars(digits + 2 * i, digits + 2 * i + 2, hello.unique_id[i], 16);
  }
  hello.cell_count = std::min<std::uint8_t>(mat.cell_count, POISE_MAX_CELLS);
  hello.adc_bits = mat.adc_bits;
  hello.rate_hz = static_cast<std::uint16_t>(std::clamp<double>(mat.rate_hz, 1, limits::kFastestMat_hz));
  hello.capabilities = 0;  // no lamps, no buzzer, no other rate
  hello.t_us = mat.t_us;
  return hello;
}

poise_sample sample_of(const RawFrame& frame) {
  poise_sample sample{};
  sample.t_us = static_cast<std::uint32_t>(frame.device_us);
  sample.flags = frame.flags;
  sample.fault_mask = frame.fault_mask;
  sample.cell_count = frame.cell_count;
  std::copy_n(frame.counts.begin(), frame.cell_count, sample.cell);
  return sample;
}

}  // namespace

RecordedMat::RecordedMat(const MatIdentity& mat, std::vector<RawFrame> frames)
    : hello_(hello_of(mat)), frames_(std::move(frames)) {
  std::erase_if(frames_, [](const RawFrame& frame) { return frame.cell_count == 0; });
  poise_decoder_init(&decoder_);
}

void RecordedMat::receive(std::span<const std::uint8_t> bytes, std::int64_t now_us) {
  for (const std::uint8_t byte : bytes) {
    if (poise_decoder_push(&decoder_, byte) == POISE_DECODE_FRAME) obey(now_us);
  }
}

void RecordedMat::run_until(std::int64_t now_us, std::vector<std::uint8_t>& wire) {
  for (; streaming_ && next_ < frames_.size() && began_us_ + since_first_us() <= now_us; ++next_) {
    send_sample(sample_of(frames_[next_]), static_cast<std::uint16_t>(frames_[next_].sequence));
  }
  wire.insert(wire.end(), wire_.begin(), wire_.end());
  wire_.clear();
}

std::optional<std::int64_t> RecordedMat::next_event_us() const {
  if (!streaming_ || next_ >= frames_.size()) return std::nullopt;
  return began_us_ + since_first_us();
}

/// The next sample's time since the first one's.
std::int64_t RecordedMat::since_first_us() const {
  return frames_[next_].device_us - frames_.front().device_us;
}

void RecordedMat::obey(std::int64_t now_us) {
  std::array<std::uint8_t, POISE_MAX_PAYLOAD> data;
  switch (decoder_.type) {
    case POISE_HELLO:
      return reply(POISE_OK, {data.data(), poise_pack_hello(data.data(), &hello_)});
    case POISE_START:
      reply(POISE_OK, {});
      return start(now_us);
    case POISE_STOP:
      streaming_ = false;
      return reply(POISE_OK, {});
    case POISE_PING:
      return reply(POISE_OK, {decoder_.payload, decoder_.payload_length});
    case POISE_TEST_PATTERN: {
      reply(POISE_OK, {});
      poise_sample pattern;
      poise_test_pattern(&pattern, hello_.cell_count);
      return send_sample(pattern, 0);
    }
    default:
      if (decoder_.type > POISE_HELLO && decoder_.type <= POISE_RESET) reply(POISE_NOT_SUPPORTED, {});
  }
}

void RecordedMat::start(std::int64_t now_us) {
  if (streaming_) return;
  streaming_ = true;
  if (next_ < frames_.size()) began_us_ = now_us - since_first_us();
}

void RecordedMat::reply(std::uint8_t status, std::span<const std::uint8_t> data) {
  const poise_reply reply{decoder_.seq, status, data.data(), data.size()};
  std::array<std::uint8_t, POISE_MAX_PAYLOAD> payload;
  send(static_cast<std::uint8_t>(POISE_REPLY + decoder_.type), replies_++,
       {payload.data(), poise_pack_reply(payload.data(), &reply)});
}

void RecordedMat::send_sample(const poise_sample& sample, std::uint16_t seq) {
  std::array<std::uint8_t, POISE_MAX_PAYLOAD> payload;
  send(POISE_SAMPLE, seq, {payload.data(), poise_pack_sample(payload.data(), &sample)});
}

void RecordedMat::send(std::uint8_t type, std::uint16_t seq, std::span<const std::uint8_t> payload) {
  std::array<std::uint8_t, POISE_MAX_WIRE> wire;
  const std::size_t length = poise_encode(wire.data(), type, seq, payload.data(), payload.size());
  wire_.insert(wire_.end(), wire.begin(), wire.begin() + static_cast<std::ptrdiff_t>(length));
}

}  // namespace poise::acquire
