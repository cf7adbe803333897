#include "hx711.h"

namespace poise::emulator {
namespace {

constexpr int kBits = 24;

}  // namespace

void Hx711::power_on() {
  settling_ = kSettlingConversions;
  dout_ = true;
  updating_ = ready_ = false;
}

bool Hx711::begin_update() {
  if (settling_ > 0) --settling_;
  if (settling_ > 0) return false;
  dout_ = true;
  updating_ = true;
  return true;
}

void Hx711::update(std::int32_t counts) {
  if (!updating_) return;  // was reset meanwhile
  updating_ = false;
  ready_ = true;
  number_ = static_cast<std::uint32_t>(counts) & 0xFFFFFF;
  pulses_ = 0;
  dout_ = false;
}

bool Hx711::clock_edge(bool high, double now_us) {
  if (high == clock_high_) return false;
  clock_high_ = high;
  if (!high) {
    if (now_us - clock_high_since_us_ <= kPowerDown_us) return false;
    power_on();
    return true;
  }
  clock_high_since_us_ = now_us;
  if (!ready_ || updating_) return false;
  ++pulses_;
  if (straddle_at_ > 0 && pulses_ == straddle_at_) {
    straddle_at_ = 0;
    straddled_ = begin_update();
    return false;
  }
  dout_ = pulses_ > kBits || (number_ >> (kBits - pulses_) & 1) != 0;
  if (pulses_ > kBits) ready_ = false;
  return false;
}

bool Hx711::take_straddle() {
  const bool straddled = straddled_;
  straddled_ = false;
  return straddled;
}

}  // namespace poise::emulator
