#pragma once

#include <array>

#include "signal/sway.h"

namespace poise::signal::testing {

/// How a measure follows when the path is turned, stretched or walked at another pace.
struct SwayField {
  const char* name;
  Sway::Maybe Sway::*value;
  int length_power;    ///< scaling the path by s scales it by s^length_power
  int rate_power;      ///< the same samples at c times the rate scale it by c^rate_power (not of the spectral
                       ///< ones)
  bool rotation_free;  ///< turning the path leaves it
  bool spectral;
};

#define POISE_SWAY(name, length, rate, rotation_free, spectral) \
  SwayField { #name, &Sway::name, length, rate, rotation_free, spectral }

inline constexpr auto kSwayFields = std::to_array<SwayField>({
    POISE_SWAY(mean_distance_mm, 1, 0, true, false),
    POISE_SWAY(rms_distance_mm, 1, 0, true, false),
    POISE_SWAY(rms_ml_mm, 1, 0, false, false),
    POISE_SWAY(rms_ap_mm, 1, 0, false, false),
    POISE_SWAY(path_length_mm, 1, 0, true, false),
    POISE_SWAY(path_ml_mm, 1, 0, false, false),
    POISE_SWAY(path_ap_mm, 1, 0, false, false),
    POISE_SWAY(mean_velocity_mm_s, 1, 1, true, false),
    POISE_SWAY(mean_velocity_ml_mm_s, 1, 1, false, false),
    POISE_SWAY(mean_velocity_ap_mm_s, 1, 1, false, false),
    POISE_SWAY(range_mm, 1, 0, true, false),
    POISE_SWAY(range_ml_mm, 1, 0, false, false),
    POISE_SWAY(range_ap_mm, 1, 0, false, false),
    POISE_SWAY(confidence_circle_area_mm2, 2, 0, true, false),
    POISE_SWAY(confidence_ellipse_area_mm2, 2, 0, true, false),
    POISE_SWAY(prediction_ellipse_area_mm2, 2, 0, true, false),
    POISE_SWAY(prediction_ellipse_area_chi2_mm2, 2, 0, true, false),
    POISE_SWAY(ellipse_angle_deg, 0, 0, false, false),
    POISE_SWAY(sway_area_mm2_s, 2, 1, true, false),
    POISE_SWAY(mean_frequency_hz, 0, 1, true, false),
    POISE_SWAY(mean_frequency_ml_hz, 0, 1, false, false),
    POISE_SWAY(mean_frequency_ap_hz, 0, 1, false, false),
    POISE_SWAY(fractal_dimension_circle, 0, 0, true, false),
    POISE_SWAY(fractal_dimension_ellipse, 0, 0, true, false),
    POISE_SWAY(total_power_ml_mm2, 2, 0, false, true),
    POISE_SWAY(total_power_ap_mm2, 2, 0, false, true),
    POISE_SWAY(power50_ml_hz, 0, 0, false, true),
    POISE_SWAY(power50_ap_hz, 0, 0, false, true),
    POISE_SWAY(power95_ml_hz, 0, 0, false, true),
    POISE_SWAY(power95_ap_hz, 0, 0, false, true),
    POISE_SWAY(centroidal_frequency_ml_hz, 0, 0, false, true),
    POISE_SWAY(centroidal_frequency_ap_hz, 0, 0, false, true),
    POISE_SWAY(frequency_dispersion_ml, 0, 0, false, true),
    POISE_SWAY(frequency_dispersion_ap, 0, 0, false, true),
});
#undef POISE_SWAY

static_assert(sizeof(Sway) == kSwayFields.size() * sizeof(Sway::Maybe), "a field of Sway is missing above");

}  // namespace poise::signal::testing
