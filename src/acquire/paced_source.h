#pragma once

#include <cstdint>
#include <memory>
#include <optional>
#include <span>
#include <string>
#include <vector>

#include "acquire/byte_link.h"

namespace poise::acquire {

/// A mat inside this process, on a time of its own that begins with 0 and never runs back.
class InnerMat {
 public:
  virtual ~InnerMat() = default;
  /// Bytes from the host, arriving now.
  virtual void receive(std::span<const std::uint8_t> bytes, std::int64_t now_us) = 0;
  /// Appends what the host has got by now.
  virtual void run_until(std::int64_t now_us, std::vector<std::uint8_t>& wire) = 0;
  virtual bool plugged_in(std::int64_t now_us) const = 0;
  virtual bool streaming() const = 0;
  /// When something happens next without a command; empty: nothing ever will.
  virtual std::optional<std::int64_t> next_event_us() const = 0;
  /// Whether it has said all that it ever will (a recording).
  virtual bool ended() const { return false; }
};

/// Links to a mat inside this process. `speed` 1 is real time and 2 twice as fast, on the host's steady
/// clock; 0 is as fast as it is read: then no call ever sleeps, time passes only by reading and waiting, and
/// two runs are alike to the byte. A mat that is away can be opened again when it is back. One thread at a
/// time.
class PacedSource final : public LinkSource {
 public:
  PacedSource(std::unique_ptr<InnerMat> mat, std::string name, double speed);
  ~PacedSource() override;

  Expected<std::unique_ptr<ByteLink>> open(const std::optional<std::string>& unique_id,
                                           std::stop_token stop) override;
  bool wait(std::chrono::milliseconds pause, std::stop_token stop) override;
  std::int64_t now_us() const override;
  std::string name() const override { return name_; }
  bool lossless() const override { return speed_ == 0; }
  bool ended() const override;

 private:
  class Link;
  std::int64_t mat_time_us() const;
  void advance_to(std::int64_t mat_us);
  bool sleep(std::int64_t mat_us, std::stop_token stop) const;

  const std::unique_ptr<InnerMat> mat_;
  const std::string name_;
  const double speed_;
  const std::int64_t began_us_;  ///< the source's clock when the mat was made
  std::int64_t done_us_ = 0;     ///< the mat has been run until here, in its own time
  int unplugged_ = 0;            ///< how often: a link from before is dead
  std::vector<std::uint8_t> wire_;
};

}  // namespace poise::acquire
