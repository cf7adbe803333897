#pragma once

#include <cstdint>
#include <optional>
#include <span>
#include <vector>

#include "protocol/poise_protocol.h"
#include "virtual-mat/adc.h"
#include "virtual-mat/line.h"
#include "virtual-mat/person.h"
#include "virtual-mat/truth.h"

namespace poise::virtual_mat {

/// The device: speaks the whole wire protocol (PROTOCOL.md) with the person of the scenario standing on it.
///
/// It has no clock of its own. `now_us` is the time since it was first switched on, given by the caller and
/// never running back; how large the steps are makes no difference to the bytes, provided that every command
/// is handed over at its own time. The person's motion begins with the first sample after the first START and
/// then goes on whatever happens to the mat. Two mats of one scenario that get the same commands at the same
/// times send the same bytes. Not thread-safe.
class VirtualMat {
 public:
  explicit VirtualMat(const Scenario& scenario);

  /// Bytes from the host, arriving now.
  void receive(std::span<const std::uint8_t> bytes, std::int64_t now_us);

  /// Runs until now and appends to `wire` what the host has got by then. While it is unplugged nothing comes:
  /// look at plugged_in() after each call, with steps shorter than the absence.
  void run_until(std::int64_t now_us, std::vector<std::uint8_t>& wire);

  /// False from `drop_at_s` for `return_after_s`. When it comes back it has been reset.
  bool plugged_in(std::int64_t now_us) const;

  bool streaming() const { return streaming_; }

  /// When something happens next without a command: bytes for the host, or the cable. None: nothing ever
  /// will.
  std::optional<std::int64_t> next_event_us() const;

  /// When the motion began; none before START.
  std::optional<std::int64_t> motion_start_us() const { return motion_start_us_; }

  const Person& person() const { return person_; }
  const Scenario& scenario() const { return scenario_; }
  Truth truth() const { return find_truth(scenario_, person_); }

 private:
  struct Answer {
    std::uint8_t status = POISE_OK;
    std::vector<std::uint8_t> data;
  };
  void advance(std::int64_t now_us);
  void stream_until(std::int64_t end_us);
  void switch_on(std::int64_t now_us, std::uint8_t reason);
  void send(std::int64_t now_us, std::uint8_t type, std::uint16_t seq, std::span<const std::uint8_t> payload);
  void send_sample(std::int64_t now_us);
  void send_status(std::int64_t now_us);
  void obey(std::int64_t now_us);
  Answer answer(std::int64_t now_us);
  std::vector<std::uint8_t> identity(std::int64_t now_us) const;
  void start(std::int64_t now_us);
  void set_rate(std::int64_t now_us, int rate_hz);
  void schedule(std::int64_t first_sample_us);
  /// Seconds of its own clock in one of the host's.
  double clock_rate() const { return 1 - scenario_.clock_slow_pct / 100; }
  std::uint32_t clock_us(std::int64_t now_us) const;
  std::optional<std::int64_t> drop_us() const;
  std::optional<std::int64_t> return_us() const;
  std::optional<std::int64_t> reset_us() const;  ///< none once it is over

  Scenario scenario_;
  Person person_;
  Adc adc_;
  Line line_;
  poise_decoder decoder_{};

  // The person and the cable: survive a reset.
  std::optional<std::int64_t> motion_start_us_;
  std::uint64_t conversions_ = 0;
  std::uint64_t boots_ = 0;
  bool powered_ = false;
  bool dropped_ = false;
  bool was_reset_ = false;

  // Lost at a reset.
  std::int64_t boot_us_ = 0;
  std::uint32_t clock_at_boot_us_ = 0;
  std::uint16_t sample_seq_ = 0, other_seq_ = 0;
  std::uint32_t samples_taken_ = 0;
  std::uint16_t rx_errors_ = 0;
  int rate_hz_ = 0;
  bool streaming_ = false;
  int settling_ = 0;              ///< samples still to be flagged
  std::int64_t schedule_us_ = 0;  ///< sample i of the present schedule is due at schedule_us_ + i / rate
  std::int64_t scheduled_ = 0;    ///< samples taken of it
  std::int64_t next_sample_us_ = 0, next_status_us_ = 0;
};

}  // namespace poise::virtual_mat
