#include "virtual-mat/noise.h"

#include <cmath>

namespace poise::virtual_mat {
namespace {

/// One step of SplitMix64 (Steele, Lea & Flood 2014), used as a hash.
std::uint64_t mix(std::uint64_t z) {
  z += 0x9E3779B97F4A7C15u;
  z = (z ^ (z >> 30)) * 0xBF58476D1CE4E5B9u;
  z = (z ^ (z >> 27)) * 0x94D049BB133111EBu;
  return z ^ (z >> 31);
}

/// Frequency below which that part of the power lies, logarithmic between the knots.
double quantile_hz(const Spectrum& s, double part) {
  const auto between = [](double low, double high, double x) { return low * std::pow(high / low, x); };
  if (part < 0.5) return between(s.f0_hz, s.f50_hz, part / 0.5);
  if (part < 0.95) return between(s.f50_hz, s.f95_hz, (part - 0.5) / 0.45);
  return between(s.f95_hz, s.f100_hz, (part - 0.95) / 0.05);
}

/// -cos(2π·turns) to 4e-6. Only arithmetic that the compiler turns into vector instructions: std::sin would
/// make a wander ten times as slow.
inline double wave(double turns) {
  constexpr double kRound = 6755399441055744.0;  // 1.5 · 2^52: adding and subtracting it rounds to an integer
  const double fraction = turns - ((turns + kRound) - kRound);
  const double q = std::fabs(fraction) - 0.25;
  const double q2 = q * q;
  // Taylor coefficients of sin(2πq).
  return q * (6.283185307179586 +
              q2 * (-41.34170224039975 +
                    q2 * (81.60524927607504 + q2 * (-76.70585975306136 + q2 * 42.05869394489765))));
}

}  // namespace

std::uint64_t random_bits(std::uint64_t seed, Stream stream, std::uint64_t index) {
  return mix(mix(seed * 64 + static_cast<std::uint64_t>(stream)) ^ index * 0xD1342543DE82EF95u);
}

double random_uniform(std::uint64_t seed, Stream stream, std::uint64_t index) {
  return static_cast<double>(random_bits(seed, stream, index) >> 11) * 0x1p-53;
}

double random_bell(std::uint64_t seed, Stream stream, std::uint64_t index) {
  const std::uint64_t bits = random_bits(seed, stream, index);
  const auto sum = static_cast<std::int64_t>((bits & 0xFFFF) + (bits >> 16 & 0xFFFF) + (bits >> 32 & 0xFFFF) +
                                             (bits >> 48));
  constexpr double kMean = 4 * 65535 / 2.0;
  constexpr double kSd = 37837.2;  // √(4·(2^32 - 1)/12)
  return (static_cast<double>(sum) - kMean) / kSd;
}

Wander::Wander(std::uint64_t seed, Stream stream, const Spectrum& spectrum) {
  for (std::size_t i = 0; i < kWaves; ++i) {
    const double part = (static_cast<double>(i) + random_uniform(seed, stream, 2 * i)) / kWaves;
    frequency_hz_[i] = quantile_hz(spectrum, part);
    phase_turns_[i] = random_uniform(seed, stream, 2 * i + 1);
  }
}

double Wander::at(double t_s) const {
  constexpr std::size_t kLanes = 4;  // several sums, because the compiler must not reorder one
  std::array<double, kLanes> sum{};
  for (std::size_t i = 0; i < kWaves; i += kLanes)
    for (std::size_t lane = 0; lane < kLanes; ++lane)
      sum[lane] += wave(frequency_hz_[i + lane] * t_s + phase_turns_[i + lane]);
  constexpr double kScale = 0.35355339059327373;  // √(2/16)
  return kScale * ((sum[0] + sum[1]) + (sum[2] + sum[3]));
}

}  // namespace poise::virtual_mat
