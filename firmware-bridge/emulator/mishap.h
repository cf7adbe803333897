#pragma once

#include <string>
#include <string_view>
#include <tl/expected.hpp>

#include "mcu.h"

namespace poise::emulator {

/// Something that goes wrong, at a time: KIND[:ARGUMENT]@SECONDS[+FOR], seconds since the first sample after
/// the first START, as everywhere.
///
///   dead:CELL@T[+FOR]      a converter is gone (and comes back)
///   shorted:CELL@T[+FOR]   its data line is low for ever
///   straddle:CELL@T        a conversion ends in the middle of the next read
///   reset:CAUSE@T          power-on, external, brown-out, or watchdog: the program hangs until that bites
///   noise:PCT@T+FOR        so many of the bytes, both ways, have one bit flipped
///   stall@T+FOR            the host does not read; its driver keeps 4096 bytes, the rest is lost
struct Mishap {
  enum class Kind { dead, shorted, straddle, reset, noise, stall };
  Kind kind{};
  int cell = 0;
  ResetCause cause = ResetCause::power_on;
  double pct = 0;
  double at_s = 0;
  double for_s = 0;  ///< 0: for ever, where that makes sense
};

/// The error is one line for the person who typed it.
tl::expected<Mishap, std::string> parse_mishap(std::string_view text);

}  // namespace poise::emulator
