#pragma once

#include <cstddef>
#include <optional>
#include <span>
#include <vector>

namespace poise::signal {

/// The band of postural sway that is looked at, ends included (Prieto et al. 1996).
inline constexpr double kSwayBandLow_hz = 0.15;
inline constexpr double kSwayBandHigh_hz = 5.0;

/// Power of one axis of sway in the bins of the band. Bin i is at (first_bin + i) · step_hz.
struct BandSpectrum {
  double step_hz = 0;
  std::size_t first_bin = 0;
  std::vector<double> power_mm2;  ///< per bin: one-sided density × step_hz

  double frequency_hz(std::size_t i) const { return static_cast<double>(first_bin + i) * step_hz; }
};

/// Welch's estimate (1967) of the band, with everything that other programs leave open fixed: segments of 10
/// s (to the nearest sample) or the whole record where it is shorter, overlapping by half (rounded down), the
/// mean of each removed, periodic Hann window; what does not fill a last segment is left out. One-sided,
/// scaled so that a sinusoid of amplitude A has the power A²/2.
///
/// `values_mm` evenly spaced and finite. Absent where no bin lies in the band: fewer than three samples, no
/// positive rate, or a record so short that its bins are too far apart. At a rate below 10 Hz the band ends
/// at half the rate. Linear in the record's length, whatever the length of a segment factors into.
std::optional<BandSpectrum> welch_band(std::span<const double> values_mm, double rate_hz);

/// Prieto's measures of a spectrum; with μₖ = Σ fᵏ P(f) over the band. Without power only the total is there.
struct SpectralMeasures {
  std::optional<double> total_power_mm2;  ///< POWER = μ₀
  std::optional<double> power50_hz;       ///< PF50: first bin at which the running sum reaches 50 % of μ₀
  std::optional<double> power95_hz;       ///< PF95: likewise 95 %
  std::optional<double> centroidal_frequency_hz;  ///< CFREQ = √(μ₂ / μ₀)
  std::optional<double> frequency_dispersion;     ///< FREQD = √(1 − μ₁² / (μ₀ μ₂)), 0…1
};
SpectralMeasures spectral_measures(const BandSpectrum& spectrum);

}  // namespace poise::signal
