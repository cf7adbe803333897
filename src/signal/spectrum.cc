#include "signal/spectrum.h"

#include <algorithm>
#include <array>
#include <cmath>
#include <complex>
#include <numbers>

namespace poise::signal {
namespace {

constexpr double kSegment_s = 10;
// Bins of 0.1 Hz up to 5.0 Hz and the one beyond, which the window's sidelobes reach into.
constexpr std::size_t kBins = 52;
constexpr std::size_t kHalfBlock = 32;
constexpr std::size_t kBlock = 2 * kHalfBlock;

using Bins = std::array<std::complex<double>, kBins>;
using RealBins = std::array<double, kBins>;

/// The first bins of the discrete Fourier transforms of segments, summed directly: X[k] = Σ x[n] e^(−2πi k n
/// / L). So few bins are wanted that this keeps up with a fast transform of the whole segment, and it takes
/// as long for a prime number of samples: a clock that is slow by 0.03 % makes 10 s at 1000 Hz 9997 = 13 ·
/// 769 samples, for which a mixed-radix transform takes a hundred times as long.
///
/// Segments overlap by half, so a sum over half a segment serves two of them. The half is cut into blocks,
/// Σ_blocks e^(−2πi k c / L) Σ_d x[c + d] e^(−2πi k d / L) with c the middle of the block, so that one small
/// table serves all blocks and ±d share their cosine and sine.
class LowBins {
 public:
  explicit LowBins(std::size_t segment_length) : length_(segment_length), half_(segment_length / 2) {
    for (std::size_t d = 0; d < kHalfBlock; ++d) {
      for (std::size_t k = 0; k < kBins; ++k) {
        const std::complex<double> turn = unit(k, static_cast<double>(d) + 0.5);
        cosine_[d][k] = turn.real();
        minus_sine_[d][k] = turn.imag();
      }
    }
    block_turn_.resize((half_ + kBlock - 1) / kBlock);
    for (std::size_t b = 0; b < block_turn_.size(); ++b)
      block_turn_[b] = units(static_cast<double>(b * kBlock + kHalfBlock) - 0.5);
    middle_turn_ = units(static_cast<double>(half_));
    second_turn_ = units(static_cast<double>(hop()));
  }

  /// From the start of one segment to the next: half its length, rounded up.
  std::size_t hop() const { return length_ - half_; }

  /// The sum over the first half (rounded down) of what starts at `samples`.
  Bins half_sum(std::span<const double> samples) const {
    Bins sum{};
    for (std::size_t b = 0; b < block_turn_.size(); ++b) {
      std::array<double, kBlock> block{};  // zeros behind the end
      const auto part = samples.subspan(b * kBlock, std::min(kBlock, half_ - b * kBlock));
      std::copy(part.begin(), part.end(), block.begin());
      add_block(block, block_turn_[b], sum);
    }
    return sum;
  }

  /// The segment's bins from the sums over its halves; one of odd length has a sample between them.
  Bins joined(const Bins& first, const Bins& second, std::span<const double> segment) const {
    const double middle = length_ % 2 == 1 ? segment[half_] : 0;
    Bins out;
    for (std::size_t k = 0; k < kBins; ++k)
      out[k] = first[k] + middle * middle_turn_[k] + product(second[k], second_turn_[k]);
    return out;
  }

 private:
  std::complex<double> unit(std::size_t k, double position) const {
    const double turns = static_cast<double>(k) * position / static_cast<double>(length_);
    return std::polar(1.0, -2 * std::numbers::pi * turns);
  }
  Bins units(double position) const {
    Bins out;
    for (std::size_t k = 0; k < kBins; ++k) out[k] = unit(k, position);
    return out;
  }

  /// Complex product without the care for infinities that operator* takes.
  static std::complex<double> product(std::complex<double> a, std::complex<double> b) {
    return {a.real() * b.real() - a.imag() * b.imag(), a.real() * b.imag() + a.imag() * b.real()};
  }

  void add_block(const std::array<double, kBlock>& block, const Bins& turn, Bins& sum) const {
    RealBins real{}, imaginary{};
    for (std::size_t d = 0; d < kHalfBlock; ++d) {
      const double after = block[kHalfBlock + d], before = block[kHalfBlock - 1 - d];
      const double even = after + before, odd = after - before;
      for (std::size_t k = 0; k < kBins; ++k) real[k] += even * cosine_[d][k];
      for (std::size_t k = 0; k < kBins; ++k) imaginary[k] += odd * minus_sine_[d][k];
    }
    for (std::size_t k = 0; k < kBins; ++k) sum[k] += product({real[k], imaginary[k]}, turn[k]);
  }

  std::size_t length_, half_;
  std::array<RealBins, kHalfBlock> cosine_, minus_sine_;
  std::vector<Bins> block_turn_;
  Bins middle_turn_, second_turn_;
};

/// Bins of the band for segments of `length` samples; `first` > `last` when there is none.
struct BinRange {
  std::size_t first = 1, last = 0;
};

BinRange bins_of_band(std::size_t length, double step_hz) {
  constexpr double kRounding = 1e-9;  // 5.0 Hz is bin 50 of 0.1 Hz, whatever the last bit of 0.1 says
  const double first = std::ceil(kSwayBandLow_hz / step_hz * (1 - kRounding));
  const double last = std::floor(kSwayBandHigh_hz / step_hz * (1 + kRounding));
  return {std::max<std::size_t>(1, static_cast<std::size_t>(first)),
          std::min({static_cast<std::size_t>(last), length / 2, kBins - 2})};
}

}  // namespace

std::optional<BandSpectrum> welch_band(std::span<const double> values_mm, double rate_hz) {
  if (values_mm.size() < 3 || !(rate_hz > 0)) return std::nullopt;
  const auto ten_seconds = static_cast<std::size_t>(std::llround(kSegment_s * rate_hz));
  const std::size_t length = std::min(values_mm.size(), ten_seconds);
  if (length < 3) return std::nullopt;
  const double step_hz = rate_hz / static_cast<double>(length);
  const BinRange bins = bins_of_band(length, step_hz);
  if (bins.first > bins.last) return std::nullopt;

  BandSpectrum spectrum{step_hz, bins.first, std::vector<double>(bins.last - bins.first + 1, 0.0)};
  const LowBins low_bins(length);
  const std::size_t segments = (values_mm.size() - length) / low_bins.hop() + 1;
  Bins first_half = low_bins.half_sum(values_mm);
  for (std::size_t i = 0; i < segments; ++i) {
    const auto segment = values_mm.subspan(i * low_bins.hop(), length);
    const Bins second_half = low_bins.half_sum(segment.subspan(low_bins.hop()));
    Bins x = low_bins.joined(first_half, second_half, segment);
    first_half = second_half;
    x[0] = 0;  // the segment's mean removed
    for (std::size_t k = bins.first; k <= bins.last; ++k) {
      // The periodic Hann window, ½ − ¼ e^(iω) − ¼ e^(−iω), is three terms in frequency.
      spectrum.power_mm2[k - bins.first] += std::norm(0.5 * x[k] - 0.25 * (x[k - 1] + x[k + 1]));
    }
  }

  // Density × step = 2 |X|² / (rate Σ w²) × rate / L, with Σ w² = 3 L / 8; the bin at half the rate has no
  // mirror image to be added.
  const auto l = static_cast<double>(length);
  const double scale = 2 / (l * (3 * l / 8)) / static_cast<double>(segments);
  for (double& power : spectrum.power_mm2) power *= scale;
  if (2 * bins.last == length) spectrum.power_mm2.back() /= 2;
  return spectrum;
}

SpectralMeasures spectral_measures(const BandSpectrum& spectrum) {
  double moment0 = 0, moment1 = 0, moment2 = 0;
  for (std::size_t i = 0; i < spectrum.power_mm2.size(); ++i) {
    const double f = spectrum.frequency_hz(i), power = spectrum.power_mm2[i];
    moment0 += power;
    moment1 += f * power;
    moment2 += f * f * power;
  }
  SpectralMeasures measures;
  measures.total_power_mm2 = moment0;
  if (moment0 <= 0) return measures;

  // 1 − μ₁² / (μ₀ μ₂) as the second moment about the mean, which keeps its digits where the two are near one.
  const double mean_hz = moment1 / moment0;
  double about_mean = 0, running = 0;
  for (std::size_t i = 0; i < spectrum.power_mm2.size(); ++i) {
    const double f = spectrum.frequency_hz(i), power = spectrum.power_mm2[i];
    about_mean += (f - mean_hz) * (f - mean_hz) * power;
    running += power;
    if (!measures.power50_hz && running >= 0.50 * moment0) measures.power50_hz = f;
    if (!measures.power95_hz && running >= 0.95 * moment0) measures.power95_hz = f;
  }
  measures.centroidal_frequency_hz = std::sqrt(moment2 / moment0);
  measures.frequency_dispersion = std::sqrt(about_mean / moment2);
  return measures;
}

}  // namespace poise::signal
