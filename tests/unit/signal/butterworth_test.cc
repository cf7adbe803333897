#include "signal/butterworth.h"

#include <gtest/gtest.h>

#include <algorithm>
#include <cmath>
#include <numbers>

namespace poise::signal {
namespace {

std::vector<double> sinusoid(double frequency_hz, double rate_hz, double seconds) {
  std::vector<double> values(static_cast<std::size_t>(rate_hz * seconds));
  for (std::size_t i = 0; i < values.size(); ++i)
    values[i] = std::sin(2 * std::numbers::pi * frequency_hz * static_cast<double>(i) / rate_hz);
  return values;
}

/// Amplitude of the middle of the filtered sinusoid: in phase and a quarter behind.
struct Response {
  double in_phase = 0, quarter = 0;
  double gain() const { return std::hypot(in_phase, quarter); }
};

Response response(const std::vector<double>& filtered, double frequency_hz, double rate_hz) {
  Response sum;
  const auto whole_periods = static_cast<std::size_t>(std::lround(rate_hz));  // 1 s of a whole-Hz sinusoid
  const std::size_t start = filtered.size() / 2;
  for (std::size_t i = start; i < start + whole_periods; ++i) {
    const double phase = 2 * std::numbers::pi * frequency_hz * static_cast<double>(i) / rate_hz;
    sum.in_phase += filtered[i] * std::sin(phase) * 2 / rate_hz;
    sum.quarter += filtered[i] * std::cos(phase) * 2 / rate_hz;
  }
  return sum;
}

double zero_phase_gain(double frequency_hz, double cutoff_hz, double rate_hz) {
  return response(zero_phase_low_pass(sinusoid(frequency_hz, rate_hz, 20), cutoff_hz, rate_hz), frequency_hz,
                  rate_hz)
      .gain();
}

TEST(ZeroPhaseLowPass, HalvesThePowerAtItsCutOffAtAnyRate) {
  for (const double rate_hz : {25, 40, 50, 80, 100, 320, 1000})
    for (const double cutoff_hz : {4, 5, 10})
      EXPECT_NEAR(zero_phase_gain(cutoff_hz, cutoff_hz, rate_hz), std::numbers::sqrt2 / 2, 1e-4)
          << cutoff_hz << " Hz at " << rate_hz << " a second";
}

TEST(ZeroPhaseLowPass, IsNeverAboveFourTenthsOfTheRate) {
  EXPECT_NEAR(zero_phase_gain(4, 10, 10), std::numbers::sqrt2 / 2, 1e-4);
}

TEST(ZeroPhaseLowPass, FallsByTwentyFourDecibelsAnOctave) {
  const double octave_db = 20 * std::log10(zero_phase_gain(80, 10, 4000) / zero_phase_gain(40, 10, 4000));
  EXPECT_NEAR(octave_db, -24, 0.5);
}

TEST(ZeroPhaseLowPass, DelaysNothing) {
  const auto found = response(zero_phase_low_pass(sinusoid(4, 80, 20), 10, 80), 4, 80);
  EXPECT_NEAR(found.quarter, 0, 1e-6);
  EXPECT_GT(found.in_phase, 0.95);
}

TEST(ZeroPhaseLowPass, KeepsConstantsAndRampsUpToTheEnds) {
  std::vector<double> ramp(400);
  for (std::size_t i = 0; i < ramp.size(); ++i) ramp[i] = 700 + 0.5 * static_cast<double>(i);
  const auto filtered = zero_phase_low_pass(ramp, 10, 80);
  for (std::size_t i = 0; i < ramp.size(); ++i) EXPECT_NEAR(filtered[i], ramp[i], 1e-3) << i;
  const std::vector<double> constant(50, 3.25);
  for (const double value : zero_phase_low_pass(constant, 10, 80)) EXPECT_NEAR(value, 3.25, 1e-12);
}

TEST(ZeroPhaseLowPass, OfZeroHzOrShortRecordsReturnsTheInput) {
  const std::vector<double> values{1, 5, 2, 8};
  EXPECT_EQ(zero_phase_low_pass(values, 0, 80), values);
  EXPECT_TRUE(zero_phase_low_pass({}, 10, 80).empty());
  EXPECT_EQ(zero_phase_low_pass(std::vector<double>{4.5}, 10, 80), std::vector<double>{4.5});
  EXPECT_EQ(zero_phase_low_pass(std::vector<double>{1, 2}, 10, 80).size(), 2u);
}

TEST(ZeroPhaseLowPass, IsTheSameForwardsAndBackwards) {
  std::vector<double> values;
  for (int i = 0; i < 300; ++i) values.push_back(std::sin(0.1 * i * i / 50.0) + (i % 7));
  auto reversed = values;
  std::reverse(reversed.begin(), reversed.end());
  const auto filtered = zero_phase_low_pass(values, 6, 80);
  auto back = zero_phase_low_pass(reversed, 6, 80);
  std::reverse(back.begin(), back.end());
  // The two passes meet the ends in another order, so only the middle is the same to the last digits.
  for (std::size_t i = 100; i < 200; ++i) EXPECT_NEAR(filtered[i], back[i], 1e-6);
}

TEST(LowPass, HalvesThePowerAtItsCutOffAndLags) {
  LowPass filter(10, 80);
  auto values = sinusoid(10, 80, 20);
  for (double& value : values) value = filter.push(value);
  const auto found = response(values, 10, 80);
  EXPECT_NEAR(found.gain(), std::numbers::sqrt2 / 2, 1e-6);
  EXPECT_NEAR(std::atan2(found.quarter, found.in_phase), -std::numbers::pi / 2, 1e-6);
}

TEST(LowPass, BeginsWithItsFirstValue) {
  LowPass filter(5, 80);
  for (int i = 0; i < 10; ++i) EXPECT_NEAR(filter.push(712.5), 712.5, 1e-9);
  filter.reset();
  EXPECT_NEAR(filter.push(-3), -3, 1e-12);
}

TEST(LowPass, PassesEverythingFromHalfTheRateOn) {
  LowPass filter(40, 80);
  EXPECT_EQ(filter.push(1), 1);
  EXPECT_EQ(filter.push(100), 100);
}

}  // namespace
}  // namespace poise::signal
