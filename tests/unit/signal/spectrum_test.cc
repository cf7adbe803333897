#include "signal/spectrum.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <algorithm>
#include <cmath>
#include <complex>
#include <numbers>
#include <random>

namespace poise::signal {
namespace {

using std::numbers::pi;

std::vector<double> sinusoid(double amplitude, double frequency_hz, double rate_hz, std::size_t count) {
  std::vector<double> values(count);
  for (std::size_t i = 0; i < count; ++i)
    values[i] = amplitude * std::sin(2 * pi * frequency_hz * static_cast<double>(i) / rate_hz + 0.3);
  return values;
}

std::vector<double> noise(std::size_t count) {
  std::mt19937 random(7);
  std::normal_distribution<double> normal(20, 3);
  std::vector<double> values(count);
  for (double& value : values) value = normal(random);
  return values;
}

/// Welch's method written out: segments, means, window, transform bin by bin.
BandSpectrum welch_by_the_book(const std::vector<double>& values, double rate_hz) {
  const std::size_t length = std::min(values.size(), static_cast<std::size_t>(std::llround(10 * rate_hz)));
  const std::size_t hop = length - length / 2;
  const auto l = static_cast<double>(length);
  BandSpectrum spectrum;
  spectrum.step_hz = rate_hz / l;
  for (std::size_t k = 0; 2 * k <= length; ++k) {
    const double f = static_cast<double>(k) * rate_hz / l;
    if (f < 0.15 - 1e-9 || f > 5 + 1e-9) continue;
    if (spectrum.power_mm2.empty()) spectrum.first_bin = k;
    double power = 0;
    int segments = 0;
    for (std::size_t start = 0; start + length <= values.size(); start += hop, ++segments) {
      double mean = 0, window_power = 0;
      for (std::size_t i = 0; i < length; ++i) mean += values[start + i] / l;
      std::complex<double> sum = 0;
      for (std::size_t i = 0; i < length; ++i) {
        const double window = 0.5 - 0.5 * std::cos(2 * pi * static_cast<double>(i) / l);
        const double angle = -2 * pi * static_cast<double>((k * i) % length) / l;
        sum += window * (values[start + i] - mean) * std::polar(1.0, angle);
        window_power += window * window;
      }
      const double density = (2 * k == length ? 1 : 2) * std::norm(sum) / (rate_hz * window_power);
      power += density * rate_hz / l;
    }
    spectrum.power_mm2.push_back(power / segments);
  }
  return spectrum;
}

struct Shape {
  std::size_t count;
  double rate_hz;
};
void PrintTo(const Shape& shape, std::ostream* out) {
  *out << shape.count << " samples at " << shape.rate_hz << " Hz";
}
class WelchBand : public ::testing::TestWithParam<Shape> {};

TEST_P(WelchBand, EqualsTheMethodWrittenOut) {
  const auto [count, rate_hz] = GetParam();
  const auto values = noise(count);
  const auto spectrum = welch_band(values, rate_hz);
  const auto expected = welch_by_the_book(values, rate_hz);
  ASSERT_TRUE(spectrum);
  EXPECT_EQ(spectrum->first_bin, expected.first_bin);
  EXPECT_DOUBLE_EQ(spectrum->step_hz, expected.step_hz);
  ASSERT_EQ(spectrum->power_mm2.size(), expected.power_mm2.size());
  for (std::size_t i = 0; i < expected.power_mm2.size(); ++i)
    EXPECT_NEAR(spectrum->power_mm2[i], expected.power_mm2[i], 1e-11 * expected.power_mm2[i] + 1e-13) << i;
}

// Segments even and odd, prime (997, 4999), shorter than a block, at a rate whose half lies in the band, and
// records that end in the middle of a segment.
INSTANTIATE_TEST_SUITE_P(Shapes, WelchBand,
                         ::testing::Values(Shape{6000, 100}, Shape{2401, 80}, Shape{3000, 99.7},
                                           Shape{997, 100}, Shape{1994, 99.7}, Shape{300, 8}, Shape{301, 7.9},
                                           Shape{40, 10}, Shape{7, 2.5}, Shape{3, 4}, Shape{4999, 1000},
                                           Shape{12345, 320}),
                         [](const auto& shape) {
                           return std::to_string(shape.param.count) + "_at_" +
                                  std::to_string(std::lround(shape.param.rate_hz * 10)) + "_tenths";
                         });

TEST(Spectrum, OfASinusoidOnABinHasItsPowerAndFrequency) {
  const auto spectrum = welch_band(sinusoid(4, 1.2, 100, 6000), 100);
  ASSERT_TRUE(spectrum);
  const auto measures = spectral_measures(*spectrum);
  EXPECT_NEAR(*measures.total_power_mm2, 8, 1e-9);  // A²/2
  EXPECT_NEAR(*measures.power50_hz, 1.2, 1e-12);
  EXPECT_NEAR(*measures.power95_hz, 1.3, 1e-12);  // Hann: 1/6, 2/3, 1/6 of it in 1.1, 1.2, 1.3 Hz
  const double spread = 0.1 * 0.1 / 3;
  EXPECT_NEAR(*measures.centroidal_frequency_hz, std::sqrt(1.2 * 1.2 + spread), 1e-9);
  EXPECT_NEAR(*measures.frequency_dispersion, std::sqrt(spread / (1.2 * 1.2 + spread)), 1e-7);
}

TEST(Spectrum, OfASinusoidBetweenBinsKeepsItsPower) {
  const auto spectrum = welch_band(sinusoid(4, 1.237, 100, 60000), 100);
  const auto measures = spectral_measures(*spectrum);
  EXPECT_NEAR(*measures.total_power_mm2, 8, 0.01);
  EXPECT_NEAR(*measures.centroidal_frequency_hz, 1.237, 0.01);
}

TEST(Spectrum, BandHasBothItsEnds) {
  const auto spectrum = welch_band(noise(6000), 100);
  EXPECT_EQ(spectrum->first_bin, 2u);  // 0.2 Hz: 0.1 Hz lies below 0.15 Hz
  EXPECT_NEAR(spectrum->frequency_hz(spectrum->power_mm2.size() - 1), 5.0, 1e-12);
  // 20 samples at 3 Hz: bins of 0.15 Hz, the first of them the lower end.
  EXPECT_EQ(welch_band(noise(20), 3)->first_bin, 1u);
}

TEST(Spectrum, IgnoresWhatLiesOutsideOfTheBandAndTheMean) {
  auto values = sinusoid(4, 8.0, 100, 6000);
  for (double& value : values) value += 1e4;
  EXPECT_NEAR(*spectral_measures(*welch_band(values, 100)).total_power_mm2, 0, 1e-12);
}

TEST(Spectrum, OfAConstantHasNoPowerAndNoFrequencies) {
  const auto measures = spectral_measures(*welch_band(std::vector<double>(2000, 0.0), 100));
  EXPECT_EQ(measures.total_power_mm2, 0.0);
  EXPECT_FALSE(measures.power50_hz);
  EXPECT_FALSE(measures.power95_hz);
  EXPECT_FALSE(measures.centroidal_frequency_hz);
  EXPECT_FALSE(measures.frequency_dispersion);
}

TEST(Spectrum, IsAbsentWithoutBinsInTheBand) {
  EXPECT_FALSE(welch_band({}, 100));
  EXPECT_FALSE(welch_band(noise(2), 10));
  EXPECT_FALSE(welch_band(noise(10), 1000));  // bins 100 Hz apart
  EXPECT_FALSE(welch_band(noise(100), 0));
  EXPECT_FALSE(welch_band(noise(100), 0.2));  // half the rate lies below the band
}

}  // namespace
}  // namespace poise::signal
