#include "movement/doubt.h"

#include <algorithm>
#include <cmath>
#include <complex>
#include <numbers>

namespace poise::movement {
namespace {

constexpr int kFrequencies = 64;
constexpr double kCoverage = 1.96;

/// Frequency below which that part of the power lies.
double quantile_hz(const WanderBand& band, double part) {
  const auto between = [](double low, double high, double x) { return low * std::pow(high / low, x); };
  if (part < 0.5) return between(band.f0_hz, band.f50_hz, part / 0.5);
  if (part < 0.95) return between(band.f50_hz, band.f95_hz, (part - 0.5) / 0.45);
  return between(band.f95_hz, band.f100_hz, (part - 0.95) / 0.05);
}

}  // namespace

double part_left_in_mean(const WanderBand& band, std::span<const Stretch> stretches) {
  double length_s = 0;
  for (const Stretch& stretch : stretches) length_s += stretch.end_s - stretch.start_s;
  if (length_s <= 0) return 1;
  double sum = 0;
  for (int k = 0; k < kFrequencies; ++k) {
    const double omega = 2 * std::numbers::pi * quantile_hz(band, (k + 0.5) / kFrequencies);
    std::complex<double> integral = 0;
    for (const Stretch& stretch : stretches)
      integral += (std::polar(1.0, omega * stretch.end_s) - std::polar(1.0, omega * stretch.start_s)) / omega;
    sum += std::norm(integral / length_s);
  }
  return std::min(1.0, sum / kFrequencies);
}

std::optional<double> wander_doubt(double sd, const WanderBand& band, std::span<const Stretch> stretches) {
  const double left = part_left_in_mean(band, stretches);
  if (left > 0.9) return std::nullopt;
  return kCoverage * sd * std::sqrt(left / (1 - left));
}

double mat_share_doubt_pct(double left_mean_pct, double total_n, std::optional<double> drift_n,
                           std::optional<double> residual_pct) {
  if (total_n <= 0) return 0;
  const double share = left_mean_pct / 100;
  const double zero = 100 * std::abs(drift_n.value_or(0)) / total_n * std::max(share, 1 - share) / std::sqrt(3.0);
  const double gain = std::numbers::sqrt2 * share * (1 - share) * residual_pct.value_or(0);
  return kCoverage * combined(zero, gain);
}

double weight_doubt_n(double sd_n, double start_s, double end_s, double weight_n, std::optional<double> drift_n,
                      std::optional<double> residual_pct) {
  const Stretch still{start_s, end_s};
  const double trembling = wander_doubt(sd_n, kTotalTremble, {&still, 1}).value_or(kCoverage * sd_n);
  const double zero = kCoverage * std::abs(drift_n.value_or(0)) / std::sqrt(3.0);
  const double gain = kCoverage * residual_pct.value_or(0) / 100 * weight_n;
  return combined(trembling, combined(zero, gain));
}

double combined(double a, double b) { return std::hypot(a, b); }

}  // namespace poise::movement
