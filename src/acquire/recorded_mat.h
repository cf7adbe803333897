#pragma once

#include <cstdint>
#include <optional>
#include <span>
#include <vector>

#include "acquire/paced_source.h"
#include "base/stages.h"
#include "protocol/poise_protocol.h"

namespace poise::acquire {

/// A mat that says again what one has said before: HELLO, TEST_PATTERN and START are answered, then the
/// samples come as the very frames that they were, in their own time and with their holes. Sample numbers and
/// clock are as narrow as on the wire; the first sample comes with START.
class RecordedMat final : public InnerMat {
 public:
  /// `frames` in order of time; those without cells stand for lost samples and are left out.
  RecordedMat(const MatIdentity& mat, std::vector<RawFrame> frames);

  void receive(std::span<const std::uint8_t> bytes, std::int64_t now_us) override;
  void run_until(std::int64_t now_us, std::vector<std::uint8_t>& wire) override;
  bool plugged_in(std::int64_t) const override { return true; }
  bool streaming() const override { return streaming_; }
  std::optional<std::int64_t> next_event_us() const override;
  bool ended() const override { return streaming_ && next_ >= frames_.size(); }

 private:
  std::int64_t since_first_us() const;
  void obey(std::int64_t now_us);
  void start(std::int64_t now_us);
  void reply(std::uint8_t status, std::span<const std::uint8_t> data);
  void send_sample(const poise_sample& sample, std::uint16_t seq);
  void send(std::uint8_t type, std::uint16_t seq, std::span<const std::uint8_t> payload);

  poise_hello hello_;
  std::vector<RawFrame> frames_;
  poise_decoder decoder_;
  std::vector<std::uint8_t> wire_;
  std::uint16_t replies_ = 0;
  bool streaming_ = false;
  std::size_t next_ = 0;       ///< of frames_, to be sent
  std::int64_t began_us_ = 0;  ///< the time at which the first recorded sample is due
};

}  // namespace poise::acquire
