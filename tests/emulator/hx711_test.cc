#include "emulator/hx711.h"

#include <gmock/gmock.h>

namespace poise::emulator {
namespace {

/// Clocks `pulses` and returns the bits seen after each rising edge.
std::uint32_t clock_in(Hx711& chip, int pulses, double& now_us) {
  std::uint32_t bits = 0;
  for (int i = 0; i < pulses; ++i) {
    chip.clock_edge(true, now_us += 1);
    bits = bits << 1 | chip.dout();
    chip.clock_edge(false, now_us += 1);
  }
  return bits;
}

void settle(Hx711& chip) {
  for (int i = 0; i < 3; ++i) EXPECT_FALSE(chip.begin_update());
  EXPECT_TRUE(chip.begin_update());
}

TEST(Hx711, SaysNothingUntilItHasSettled) {
  Hx711 chip;
  EXPECT_TRUE(chip.dout());
  settle(chip);
  EXPECT_TRUE(chip.dout()) << "for 75 us more";
  chip.update(0);
  EXPECT_FALSE(chip.dout());
}

TEST(Hx711, ShiftsOutItsNumberMostSignificantBitFirst) {
  Hx711 chip;
  double now_us = 0;
  settle(chip);
  chip.update(-0x123456);
  EXPECT_EQ(clock_in(chip, 24, now_us), 0x1000000u - 0x123456u);
  EXPECT_EQ(clock_in(chip, 1, now_us), 1u);
  EXPECT_TRUE(chip.dout());
  EXPECT_EQ(clock_in(chip, 2, now_us), 3u) << "26 and 27 choose another gain";
}

TEST(Hx711, ALongPulseResetsIt) {
  Hx711 chip;
  settle(chip);
  chip.update(0);
  EXPECT_FALSE(chip.clock_edge(true, 0));
  EXPECT_FALSE(chip.clock_edge(false, 59)) << "not long enough";
  chip.clock_edge(true, 100);
  EXPECT_TRUE(chip.clock_edge(false, 161));
  EXPECT_TRUE(chip.dout());
  settle(chip);
}

TEST(Hx711, ANumberThatNobodyReadsGivesWayToTheNext) {
  Hx711 chip;
  double now_us = 0;
  settle(chip);
  chip.update(1);
  EXPECT_TRUE(chip.begin_update());
  EXPECT_TRUE(chip.dout());
  chip.update(2);
  EXPECT_EQ(clock_in(chip, 24, now_us), 2u);
}

TEST(Hx711, AConversionInTheMiddleOfAReadLosesTheRestOfIt) {
  Hx711 chip;
  double now_us = 0;
  settle(chip);
  chip.update(0);
  chip.straddle_next_read(12);
  EXPECT_EQ(clock_in(chip, 24, now_us), 0x1FFFu) << "high from the twelfth pulse on";
  EXPECT_TRUE(chip.take_straddle());
  EXPECT_FALSE(chip.take_straddle());
  chip.update(3);
  EXPECT_EQ(clock_in(chip, 24, now_us), 3u);
}

}  // namespace
}  // namespace poise::emulator
