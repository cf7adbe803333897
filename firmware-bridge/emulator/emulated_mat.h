#pragma once

#include <array>
#include <cstdint>
#include <memory>
#include <optional>
#include <random>
#include <span>
#include <string>
#include <tl/expected.hpp>
#include <vector>

#include "hx711.h"
#include "mcu.h"
#include "mishap.h"
#include "protocol/poise_protocol.h"
#include "virtual-mat/adc.h"
#include "virtual-mat/line.h"
#include "virtual-mat/person.h"
#include "virtual-mat/truth.h"

namespace poise::emulator {

struct MatSetup {
  std::string firmware;  ///< ELF
  virtual_mat::Scenario scenario;
  std::vector<Mishap> mishaps;
  double clock_spread_pct = 0;   ///< the converters' rates are spread evenly over plus or minus so much
  std::uint64_t mat_number = 1;  ///< other mats have another unique_id
  std::string bootloader = {};   ///< Intel HEX of what runs first after each reset; empty: the firmware does
};

/// The real firmware on an emulated microcontroller, eight emulated HX711 and a cable, with the virtual mat's
/// person standing on it. Used like virtual_mat::VirtualMat: no clock of its own, `now_us` is the time since
/// it was first switched on and never runs back; the same calls give the same bytes. Not thread-safe.
///
/// A converter's number is the mean force over the four conversions before it, so that it comes 2 periods
/// late (the real filter's shape is not documented).
class EmulatedMat {
 public:
  static tl::expected<std::unique_ptr<EmulatedMat>, std::string> make(const MatSetup& setup);

  void receive(std::span<const std::uint8_t> bytes, std::int64_t now_us);
  void run_until(std::int64_t now_us, std::vector<std::uint8_t>& wire);
  bool plugged_in(std::int64_t now_us) const;
  bool streaming() const { return streaming_; }
  /// Something may always happen within the next millisecond.
  std::optional<std::int64_t> next_event_us() const { return done_us_ + 1000; }

  /// As when the host opens the port of a board that resets at that, and then hears nothing for a while.
  void reset_by_host(double deaf_s);

  Mcu& mcu() { return *mcu_; }
  const virtual_mat::Scenario& scenario() const { return setup_.scenario; }
  const virtual_mat::Person& person() const { return person_; }
  virtual_mat::Truth truth() const { return find_truth(setup_.scenario, person_); }
  std::optional<std::int64_t> motion_start_us() const { return motion_start_us_; }

  /// Brightness of a lamp, 0 to 1, and the buzzer's changes of level so far.
  double light(virtual_mat::Side side) const;
  std::uint64_t buzzer_edges() const { return buzzer_edges_; }
  double longest_clock_pulse_us() const { return longest_clock_pulse_us_; }

 private:
  struct Chip {
    Hx711 model;
    double period_factor = 1;
    std::uint64_t conversions = 0;
    std::uint64_t schedule = 0;  ///< a conversion that was scheduled under another number is void
    double next_us = 0;
    bool present = true, shorted = false;
    std::optional<bool> shown;  ///< level of its data line
  };
  EmulatedMat(const MatSetup& setup, std::unique_ptr<Mcu> mcu);

  // Time. The microcontroller stands still while the cable is out.
  std::int64_t us_at(Mcu::Cycle cycle) const;
  double precise_us() const;
  void run_powered(std::int64_t now_us);
  void set_power(bool on, std::int64_t now_us);

  // Converters.
  double period_us(const Chip& chip) const;
  void begin_conversions(std::size_t cell);
  void schedule_conversion(std::size_t cell);
  void end_conversion(std::size_t cell);
  void put_number(std::size_t cell);
  std::int32_t convert(std::size_t cell);
  void clock_edge(bool high);
  void show(std::size_t cell);

  // The line.
  void on_byte(std::uint8_t byte);
  void end_frame();
  void look_at_frame();
  void deliver(std::int64_t now_us, std::span<const std::uint8_t> frame);
  std::uint8_t with_noise(std::uint8_t byte);

  void begin_motion();
  void happen(const Mishap& mishap, bool begins);

  MatSetup setup_;
  virtual_mat::Person person_;
  virtual_mat::Adc adc_;
  virtual_mat::Line line_;
  std::unique_ptr<Mcu> mcu_;
  std::array<Chip, POISE_MAX_CELLS> chips_;
  bool fast_rate_ = false, clock_high_ = false;
  double clock_high_since_us_ = 0, longest_clock_pulse_us_ = 0;
  std::uint64_t buzzer_edges_ = 0;
  double last_ready_us_ = 0;

  bool powered_ = true;
  std::int64_t done_us_ = 0;
  std::int64_t absent_us_ = 0;      ///< how long the microcontroller stood still so far
  std::int64_t deaf_until_us_ = 0;  ///< after reset_by_host()
  std::optional<std::int64_t> motion_start_us_;

  poise_decoder decoder_{};
  std::vector<std::uint8_t> frame_;  ///< on its way, and when its last byte was sent
  std::int64_t last_byte_us_ = 0;
  bool started_ = false, streaming_ = false;
  double noise_pct_ = 0;
  std::mt19937_64 random_;
  bool stalled_ = false;
  std::vector<std::uint8_t> held_back_;
};

}  // namespace poise::emulator
