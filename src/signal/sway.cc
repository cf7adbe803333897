#include "signal/sway.h"

#include <algorithm>
#include <cassert>
#include <cmath>
#include <numbers>
#include <vector>

#include "signal/convex_hull.h"
#include "signal/spectrum.h"

namespace poise::signal {
namespace {

using Maybe = Sway::Maybe;
using std::numbers::pi;

constexpr double kZ95 = 1.645;  // one-sided 95 % point of the normal distribution, as Prieto has it
constexpr std::size_t kManySamples = 120;         // beyond it Prieto takes F = 3.00
const double kChiSquare95 = -2 * std::log(0.05);  // χ²(0.95; 2) = 5.99146

/// F(0.95; 2, m), which has a closed form for two degrees of freedom above.
double f95(double m) { return m / 2 * (std::pow(0.05, -2 / m) - 1); }

/// The quotient; absent where there is nothing to divide by.
Maybe ratio(Maybe numerator, double denominator) {
  if (!numerator || !(denominator > 0)) return std::nullopt;
  return *numerator / denominator;
}

// Deviations smaller than this part of the values are rounding of the arithmetic before, not movement.
constexpr double kRounding = 1e-12;

/// The mean removed; exact zeros for a constant column, which a filter may have left with its last bits
/// astir. The first value goes before the mean, so that values far from zero keep their digits.
std::vector<double> centred(std::span<const double> values) {
  std::vector<double> out(values.begin(), values.end());
  const double origin = out.front();
  double sum = 0, largest = 0;
  for (double& value : out) {
    value -= origin;
    sum += value;
    largest = std::max(largest, std::abs(value));
  }
  if (largest <= kRounding * std::abs(origin)) return std::vector<double>(out.size(), 0.0);
  const double mean = sum / static_cast<double>(out.size());
  for (double& value : out) value -= mean;
  return out;
}

struct AxisMeasures {
  Maybe rms_mm, path_mm, velocity_mm_s, range_mm, mean_frequency_hz;
  SpectralMeasures spectral;
};

AxisMeasures measure_axis(std::span<const double> values, double rate_hz) {
  const auto n = static_cast<double>(values.size());
  double absolute = 0, squares = 0, path = 0;
  double lowest = values.front(), highest = values.front(), before = values.front();
  for (const double value : values) {
    absolute += std::abs(value);
    squares += value * value;
    path += std::abs(value - before);
    lowest = std::min(lowest, value);
    highest = std::max(highest, value);
    before = value;
  }
  AxisMeasures axis;
  axis.rms_mm = std::sqrt(squares / n);
  axis.path_mm = path;
  axis.range_mm = highest - lowest;
  if (rate_hz > 0) axis.velocity_mm_s = path * rate_hz / n;
  // A sinusoid of amplitude A and frequency f moves at 4 A f on average; Prieto puts A = √2 MDIST.
  axis.mean_frequency_hz = ratio(axis.velocity_mm_s, 4 * std::numbers::sqrt2 * absolute / n);
  if (const auto spectrum = welch_band(values, rate_hz)) axis.spectral = spectral_measures(*spectrum);
  return axis;
}

/// Sums over the path in the plane.
struct PlaneSums {
  double distance = 0;  ///< Σ RD
  double xx = 0, yy = 0, xy = 0;
  double path = 0;   ///< TOTEX
  double swept = 0;  ///< Σ of twice the triangles swept from the mean point
};

PlaneSums sum_plane(std::span<const double> x, std::span<const double> y) {
  PlaneSums sums;
  double x_before = x[0], y_before = y[0];
  for (std::size_t i = 0; i < x.size(); ++i) {
    const double xx = x[i] * x[i], yy = y[i] * y[i];
    sums.distance += std::sqrt(xx + yy);
    sums.xx += xx;
    sums.yy += yy;
    sums.xy += x[i] * y[i];
    const double dx = x[i] - x_before, dy = y[i] - y_before;
    sums.path += std::sqrt(dx * dx + dy * dy);
    sums.swept += std::abs(y[i] * x_before - y_before * x[i]);
    x_before = x[i];
    y_before = y[i];
  }
  return sums;
}

Maybe fractal_dimension(double n, double diameter, double path) {
  if (!(path > 0) || !(n * diameter > path)) return std::nullopt;
  return std::log(n) / std::log(n * diameter / path);
}

void measure_ellipses(const PlaneSums& sums, std::size_t count, Sway& sway) {
  if (count < 3) return;
  const auto n = static_cast<double>(count);
  // √det of the covariance with divisor N; rounding can make that of points on a line negative.
  const double root_det = std::sqrt(std::max(0.0, sums.xx * sums.yy - sums.xy * sums.xy)) / n;
  const double f_exact = f95(n - 2);
  const double f_prieto = count > kManySamples ? 3.00 : f_exact;
  sway.confidence_ellipse_area_mm2 = 2 * pi * f_prieto * root_det;
  sway.fractal_dimension_ellipse = fractal_dimension(n, std::sqrt(8 * f_prieto * root_det), sums.path);

  const double root_det_sample = root_det * n / (n - 1);  // divisor N − 1
  const double k = 2 * (n - 1) * (n + 1) / (n * (n - 2)) * f_exact;
  sway.prediction_ellipse_area_mm2 = pi * k * root_det_sample;
  sway.prediction_ellipse_area_chi2_mm2 = pi * kChiSquare95 * root_det_sample;

  // Principal axis of a symmetric 2 × 2 matrix: tan 2φ = 2 s_xy / (s_x² − s_y²).
  const double difference = sums.xx - sums.yy;
  const double split = std::hypot(difference, 2 * sums.xy);  // N (λ₁ − λ₂)
  if (!(split > 1e-12 * (sums.xx + sums.yy))) return;
  const double angle_deg = std::atan2(2 * sums.xy, difference) / 2 * 180 / pi;
  sway.ellipse_angle_deg = angle_deg > -90 ? angle_deg : 90;
}

void measure_plane(std::span<const double> x, std::span<const double> y, double rate_hz, Sway& sway) {
  const PlaneSums sums = sum_plane(x, y);
  const auto n = static_cast<double>(x.size());
  const double mean_distance = sums.distance / n;
  const double mean_square = (sums.xx + sums.yy) / n;
  sway.mean_distance_mm = mean_distance;
  sway.rms_distance_mm = std::sqrt(mean_square);
  sway.path_length_mm = sums.path;
  sway.range_mm = diameter_mm(convex_hull(x, y));
  if (rate_hz > 0) {
    sway.mean_velocity_mm_s = sums.path * rate_hz / n;
    sway.sway_area_mm2_s = sums.swept * rate_hz / (2 * n);
  }
  sway.mean_frequency_hz = ratio(sway.mean_velocity_mm_s, 2 * pi * mean_distance);

  const double distance_sd = std::sqrt(std::max(0.0, mean_square - mean_distance * mean_distance));
  const double circle_radius = mean_distance + kZ95 * distance_sd;
  sway.confidence_circle_area_mm2 = pi * circle_radius * circle_radius;
  sway.fractal_dimension_circle = fractal_dimension(n, 2 * circle_radius, sums.path);
  measure_ellipses(sums, x.size(), sway);
}

void take_ml(const AxisMeasures& axis, Sway& sway) {
  sway.rms_ml_mm = axis.rms_mm;
  sway.path_ml_mm = axis.path_mm;
  sway.mean_velocity_ml_mm_s = axis.velocity_mm_s;
  sway.range_ml_mm = axis.range_mm;
  sway.mean_frequency_ml_hz = axis.mean_frequency_hz;
  sway.total_power_ml_mm2 = axis.spectral.total_power_mm2;
  sway.power50_ml_hz = axis.spectral.power50_hz;
  sway.power95_ml_hz = axis.spectral.power95_hz;
  sway.centroidal_frequency_ml_hz = axis.spectral.centroidal_frequency_hz;
  sway.frequency_dispersion_ml = axis.spectral.frequency_dispersion;
}

void take_ap(const AxisMeasures& axis, Sway& sway) {
  sway.rms_ap_mm = axis.rms_mm;
  sway.path_ap_mm = axis.path_mm;
  sway.mean_velocity_ap_mm_s = axis.velocity_mm_s;
  sway.range_ap_mm = axis.range_mm;
  sway.mean_frequency_ap_hz = axis.mean_frequency_hz;
  sway.total_power_ap_mm2 = axis.spectral.total_power_mm2;
  sway.power50_ap_hz = axis.spectral.power50_hz;
  sway.power95_ap_hz = axis.spectral.power95_hz;
  sway.centroidal_frequency_ap_hz = axis.spectral.centroidal_frequency_hz;
  sway.frequency_dispersion_ap = axis.spectral.frequency_dispersion;
}

}  // namespace

Sway sway_of(std::span<const double> x_ml_mm, std::span<const double> y_ap_mm, double rate_hz) {
  assert(x_ml_mm.empty() || y_ap_mm.empty() || x_ml_mm.size() == y_ap_mm.size());
  Sway sway;
  std::vector<double> x, y;
  if (x_ml_mm.size() >= 2) {
    x = centred(x_ml_mm);
    take_ml(measure_axis(x, rate_hz), sway);
  }
  if (y_ap_mm.size() >= 2) {
    y = centred(y_ap_mm);
    take_ap(measure_axis(y, rate_hz), sway);
  }
  if (!x.empty() && !y.empty()) measure_plane(x, y, rate_hz, sway);
  return sway;
}

}  // namespace poise::signal
