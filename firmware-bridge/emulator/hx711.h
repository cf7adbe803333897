#pragma once

#include <cstdint>

namespace poise::emulator {

/// One HX711 as seen from its two wires, after its data sheet; what that does not say is marked. It has no
/// clock: whoever owns it tells it when its conversions end. Times in microseconds.
///
/// - DOUT falls when a number is ready; each rising clock edge shifts out the next bit, most significant
/// first;
///   after the 25th pulse DOUT is high until the next number.
/// - Clock high for more than 60 us: power down. When it falls: reset, and four conversions of settling.
/// - While a new number is put in its place DOUT is high for 75 us and clock pulses are lost [one measurement
///   with a scope, not in the data sheet].
class Hx711 {
 public:
  static constexpr double kPowerDown_us = 60, kUpdate_us = 75;
  static constexpr int kSettlingConversions = 4;

  /// A conversion has ended. When it returns true, update() is due kUpdate_us later.
  bool begin_update();
  void update(std::int32_t counts);

  /// Returns true when this edge has reset the chip: its conversions start anew.
  bool clock_edge(bool high, double now_us);

  void power_on();

  /// The next conversion ends in the middle of the next read, after this many pulses.
  void straddle_next_read(int pulses) { straddle_at_ = pulses; }
  /// Whether that has just happened; asked once.
  bool take_straddle();

  bool dout() const { return dout_; }
  int pulses() const { return pulses_; }

 private:
  std::uint32_t number_ = 0;
  int pulses_ = 0;  ///< since the number was ready
  int settling_ = kSettlingConversions;
  bool dout_ = true, updating_ = false, ready_ = false;
  bool clock_high_ = false;
  double clock_high_since_us_ = 0;
  int straddle_at_ = 0;
  bool straddled_ = false;
};

}  // namespace poise::emulator
