#include "virtual-mat/noise.h"

#include <gtest/gtest.h>

#include <numbers>

#include "host.h"

namespace poise::virtual_mat {
namespace {

/// Part of the power of a series below a frequency, by plain Fourier sums.
double power_below(const std::vector<double>& values, double rate_hz, double limit_hz, double top_hz) {
  double below = 0, all = 0;
  const double mean = moments(values).mean;
  const double resolution_hz = rate_hz / static_cast<double>(values.size());
  for (int bin = 1; bin * resolution_hz <= top_hz; ++bin) {
    const double step = 2 * std::numbers::pi * bin / static_cast<double>(values.size());
    double real = 0, imaginary = 0;
    for (std::size_t i = 0; i < values.size(); ++i) {
      const double angle = step * static_cast<double>(i);
      real += (values[i] - mean) * std::cos(angle);
      imaginary += (values[i] - mean) * std::sin(angle);
    }
    const double power = real * real + imaginary * imaginary;
    all += power;
    if (bin * resolution_hz <= limit_hz) below += power;
  }
  return below / all;
}

TEST(Noise, IsAFunctionOfSeedStreamAndIndexOnly) {
  EXPECT_EQ(random_bits(3, Stream::adc, 9), random_bits(3, Stream::adc, 9));
  EXPECT_NE(random_bits(3, Stream::adc, 9), random_bits(3, Stream::adc, 10));
  EXPECT_NE(random_bits(3, Stream::adc, 9), random_bits(4, Stream::adc, 9));
  EXPECT_NE(random_bits(3, Stream::adc, 9), random_bits(3, Stream::zero, 9));
}

TEST(Noise, BellHasMeanZeroAndDeviationOne) {
  std::vector<double> values;
  for (std::uint64_t i = 0; i < 200'000; ++i) values.push_back(random_bell(1, Stream::adc, i));
  EXPECT_NEAR(moments(values).mean, 0, 0.01);
  EXPECT_NEAR(moments(values).sd, 1, 0.01);
}

TEST(Wander, HasDeviationOneOverManySeeds) {
  std::vector<double> values;
  for (std::uint64_t seed = 0; seed < 200; ++seed) {
    const Wander wander(seed, Stream::share, {0.01, 0.13, 0.65, 1.5});
    for (int i = 0; i < 100; ++i) values.push_back(wander.at(3.0 * i));
  }
  EXPECT_NEAR(moments(values).mean, 0, 0.05);
  EXPECT_NEAR(moments(values).sd, 1, 0.03);
}

TEST(Wander, HasTheSpectrumAskedFor) {
  double half = 0, most = 0;
  constexpr int kSeeds = 5;
  for (std::uint64_t seed = 0; seed < kSeeds; ++seed) {
    const Wander wander(seed, Stream::share, {0.01, 0.13, 0.65, 1.5});
    std::vector<double> values;
    for (int i = 0; i < 2400; ++i) values.push_back(wander.at(i / 8.0));
    half += power_below(values, 8, 0.13, 3) / kSeeds;
    most += power_below(values, 8, 0.65, 3) / kSeeds;
  }
  EXPECT_NEAR(half, 0.5, 0.08);
  EXPECT_NEAR(most, 0.95, 0.03);
}

TEST(Wander, IntegratesTwiceToSomethingBounded) {
  // A force of 0.7 % of the weight as an acceleration; a body that trembles so must stay where it is.
  const Wander wander(5, Stream::force, {0.5, 2.5, 7, 8});
  double velocity = 0, position = 0, lowest = 0, highest = 0;
  std::vector<double> positions;
  constexpr double kStep_s = 0.001;
  for (int i = 0; i < 120'000; ++i) {
    velocity += 0.007 * 9.80665 * wander.at(i * kStep_s) * kStep_s;
    position += velocity * kStep_s;
    positions.push_back(position);
  }
  // What is left of an unknown starting velocity is a straight line: from first to last point.
  for (std::size_t i = 0; i < positions.size(); ++i) {
    const double line = positions.back() * static_cast<double>(i) / static_cast<double>(positions.size() - 1);
    lowest = std::min(lowest, positions[i] - line);
    highest = std::max(highest, positions[i] - line);
  }
  EXPECT_LT(highest - lowest, 0.02);
}

}  // namespace
}  // namespace poise::virtual_mat
