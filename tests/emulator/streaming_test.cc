#include <gmock/gmock.h>

#include <cmath>

#include "bench.h"

namespace poise::emulator {
namespace {

TEST(FirmwareStreaming, LosesNothingInTenMinutesOverTheWrapOfItsClock) {
  Bench bench("sim:squat?reps=30");
  bench.start();
  constexpr std::uint32_t kBeforeWrap_us = 300'000'000;
  ASSERT_TRUE(bench.mat().mcu().preset_when_asleep("clock_turn_us", 0u - kBeforeWrap_us));
  bench.run(1);
  bench.all.clear();
  bench.run(600);

  const auto samples = bench.samples();
  EXPECT_NEAR(static_cast<double>(samples.size()), 48'000, 1);
  int wraps = 0;
  double sum = 0, sum_of_squares = 0;
  for (std::size_t i = 1; i < samples.size(); ++i) {
    const std::uint32_t step_us = samples[i].t_us - samples[i - 1].t_us;
    ASSERT_EQ(samples[i].seq, static_cast<std::uint16_t>(samples[i - 1].seq + 1));
    ASSERT_NEAR(step_us, 12'500, 12) << i;
    ASSERT_EQ(samples[i].flags, 0);
    ASSERT_EQ(samples[i].fault_mask, 0);
    wraps += samples[i].t_us < samples[i - 1].t_us;
    sum += step_us - 12'500.0;
    sum_of_squares += std::pow(step_us - 12'500.0, 2);
  }
  EXPECT_EQ(wraps, 1);
  EXPECT_EQ(bench.damage(), 0);
  EXPECT_NEAR(static_cast<double>(bench.frames(POISE_STATUS).size()), 600, 1);
  EXPECT_EQ(bench.frames(POISE_BOOT).size(), 0u);
  const double steps = static_cast<double>(samples.size() - 1);
  std::printf("period: mean %+.3f us off, SD %.2f us\n", sum / steps, std::sqrt(sum_of_squares / steps));
}

TEST(FirmwareStreaming, EveryCellIsWhatItsConverterSaw) {
  Bench bench("sim:squat?reps=3&noise=0&zero_n=0");
  bench.start();
  bench.run(20);
  EXPECT_GT(bench.samples().size(), 1500u);
  EXPECT_LT(bench.worst_error_n(), 0.5);
}

TEST(FirmwareStreaming, NumbersBelowZeroAndAtTheEndsOfTheRangeArrive) {
  Bench bench("sim:empty?noise=0&zero_n=100&fault=saturated:r_rr");
  bench.start();
  bench.run(1);
  const auto samples = bench.samples();
  ASSERT_GT(samples.size(), 50u);
  bool negative = false;
  for (int cell = 0; cell < 7; ++cell) negative = negative || samples.back().cell[cell] < -100'000;
  EXPECT_TRUE(negative);
  EXPECT_EQ(samples.back().cell[7], 0x7FFFFF);
  for (const Sample& sample : samples) EXPECT_EQ(sample.flags, POISE_FLAG_SATURATED);
}

TEST(FirmwareStreaming, LeavesTheProcessorAsleepMostOfTheTime) {
  Bench bench("sim:squat");
  bench.start();
  bench.run(0.2);
  bench.mat().mcu().begin_measuring();
  bench.run(10);
  const Load load = bench.mat().mcu().load_since();
  EXPECT_LT(1 - static_cast<double>(load.slept_cycles) / static_cast<double>(load.cycles), 0.1);
  // A byte takes 20 us at 500 kBd, and the UART keeps two.
  EXPECT_LT(load.longest_masked_cycles / Mcu::kCyclesPerUs, 15u);
  EXPECT_LT(bench.mat().longest_clock_pulse_us(), 1);
  EXPECT_LT(load.stack_bytes, 512u);
}

TEST(FirmwareStreaming, SleepsWhenItHasNothingToDo) {
  Bench bench;
  bench.boot();
  bench.run(0.1);
  bench.mat().mcu().begin_measuring();
  bench.run(10);
  const Load load = bench.mat().mcu().load_since();
  EXPECT_LT(1 - static_cast<double>(load.slept_cycles) / static_cast<double>(load.cycles), 0.02);
}

TEST(FirmwareStreaming, FitsItsChipWithRoomToSpare) {
  Bench bench;
  const auto flash_end = bench.mat().mcu().symbol("__data_load_end");
  const auto ram_end = bench.mat().mcu().symbol("_end");
  ASSERT_TRUE(flash_end && ram_end);
  EXPECT_LT(*flash_end, 16u * 1024);          // of 256 KiB
  EXPECT_LT(*ram_end - 0x800200, 2u * 1024);  // of 8 KiB
}

}  // namespace
}  // namespace poise::emulator
