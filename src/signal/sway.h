#pragma once

#include <optional>
#include <span>

namespace poise::signal {

/// Measures of quiet stance from the path of the centre of pressure: names, units and definitions after
/// Prieto et al. 1996 (IEEE Trans Biomed Eng 43:956) but where said otherwise. The fields' names are the JSON
/// keys.
///
/// x = medio-lateral (ML), y = antero-posterior (AP), both with their means removed; RD = √(x² + y²);
/// N samples, T = N / rate; s² and s_xy = variances and covariance with divisor N.
struct Sway {
  using Maybe = std::optional<double>;  ///< absent: this record does not give it

  Maybe mean_distance_mm;  ///< MDIST = Σ RD / N
  Maybe rms_distance_mm;   ///< RDIST = √(Σ RD² / N)
  Maybe rms_ml_mm;         ///< RDIST_ML = s_x
  Maybe rms_ap_mm;         ///< RDIST_AP = s_y

  Maybe path_length_mm;  ///< TOTEX = Σ √(Δx² + Δy²)
  Maybe path_ml_mm;      ///< TOTEX_ML = Σ |Δx|
  Maybe path_ap_mm;      ///< TOTEX_AP = Σ |Δy|

  Maybe mean_velocity_mm_s;     ///< MVELO = TOTEX / T
  Maybe mean_velocity_ml_mm_s;  ///< MVELO_ML = TOTEX_ML / T
  Maybe mean_velocity_ap_mm_s;  ///< MVELO_AP = TOTEX_AP / T

  Maybe range_mm;     ///< RANGE: largest distance between any two points
  Maybe range_ml_mm;  ///< RANGE_ML = max x − min x
  Maybe range_ap_mm;  ///< RANGE_AP = max y − min y

  /// AREA_CC = π (MDIST + 1.645 √(RDIST² − MDIST²))²
  Maybe confidence_circle_area_mm2;
  /// AREA_CE = 2π F √(s_x² s_y² − s_xy²); F = 3.00 for N > 120, else F(0.95; 2, N − 2). From three samples
  /// on, like all ellipses.
  Maybe confidence_ellipse_area_mm2;
  /// 95 % prediction ellipse of a further point: π k √det S, S with divisor N − 1,
  /// k = 2 (N − 1)(N + 1) / (N (N − 2)) · F(0.95; 2, N − 2) (Chew 1966, J Am Stat Assoc 61:605)
  Maybe prediction_ellipse_area_mm2;
  /// The same for many samples: π χ²(0.95; 2) √det S (Schubert & Kirchner 2014, Gait Posture 39:518)
  Maybe prediction_ellipse_area_chi2_mm2;
  /// Long axis of these ellipses: from the ML axis, right to forward positive, −90 < angle ≤ 90. Absent for
  /// a circle.
  Maybe ellipse_angle_deg;

  /// AREA_SW = Σ |y[i+1] x[i] − y[i] x[i+1]| / (2 T), in mm²/s
  Maybe sway_area_mm2_s;

  Maybe mean_frequency_hz;     ///< MFREQ = MVELO / (2π MDIST)
  Maybe mean_frequency_ml_hz;  ///< MFREQ_ML = MVELO_ML / (4√2 Σ|x| / N)
  Maybe mean_frequency_ap_hz;  ///< MFREQ_AP = MVELO_AP / (4√2 Σ|y| / N)

  /// FD = ln N / ln(N d / TOTEX); absent where N d ≤ TOTEX, which leaves it without meaning.
  Maybe fractal_dimension_circle;  ///< FD_CC: d = 2 (MDIST + 1.645 √(RDIST² − MDIST²)), the circle's diameter
  Maybe
      fractal_dimension_ellipse;  ///< FD_CE: d = √(8 F √(s_x² s_y² − s_xy²)), of a circle as large as AREA_CE

  /// Of the band 0.15…5.0 Hz: estimator and formulas in signal/spectrum.h.
  Maybe total_power_ml_mm2, total_power_ap_mm2;
  Maybe power50_ml_hz, power50_ap_hz;
  Maybe power95_ml_hz, power95_ap_hz;
  Maybe centroidal_frequency_ml_hz, centroidal_frequency_ap_hz;
  Maybe frequency_dispersion_ml, frequency_dispersion_ap;
};

/// All sway measures that the record gives. The columns are evenly sampled at `rate_hz`, finite and of equal
/// length, or one of them is empty (one axis measured): then what needs both is absent. Fewer than two
/// samples give nothing; a constant axis has zero extent and power and no frequencies; without a positive
/// rate everything that needs time is absent. Linear time but for the hull (signal/convex_hull.h).
Sway sway_of(std::span<const double> x_ml_mm, std::span<const double> y_ap_mm, double rate_hz);

}  // namespace poise::signal
