#pragma once

#include <array>
#include <string_view>

#include "movement/analysis.h"

/// The keys of the JSON and their members, in the order in which they are printed: one table for JSON,
/// reps.csv and summary.csv.
namespace poise::report {

using movement::Maybe;

template <class Struct>
struct Field {
  std::string_view key;
  Maybe Struct::*value;
};

#define POISE_FIELD(Struct, name) \
  Field<movement::Struct> { #name, &movement::Struct::name }

inline constexpr std::array kBodyFields = {
    POISE_FIELD(Body, weight_n),    POISE_FIELD(Body, weight_doubt_n), POISE_FIELD(Body, quiet_sd_n),
    POISE_FIELD(Body, rest_left_n), POISE_FIELD(Body, rest_right_n),
};

inline constexpr std::array kShareFields = {
    POISE_FIELD(Share, left_mean_pct),           POISE_FIELD(Share, left_sd_pct),
    POISE_FIELD(Share, left_doubt_pct),          POISE_FIELD(Share, mean_mass_difference_pct_bw),
    POISE_FIELD(Share, time_favouring_left_pct), POISE_FIELD(Share, time_favouring_right_pct),
    POISE_FIELD(Share, side_flips),
};

inline constexpr std::array kSwayFields = {
    POISE_FIELD(Sway, mean_distance_mm),
    POISE_FIELD(Sway, rms_distance_mm),
    POISE_FIELD(Sway, rms_ml_mm),
    POISE_FIELD(Sway, rms_ap_mm),
    POISE_FIELD(Sway, path_length_mm),
    POISE_FIELD(Sway, path_ml_mm),
    POISE_FIELD(Sway, path_ap_mm),
    POISE_FIELD(Sway, mean_velocity_mm_s),
    POISE_FIELD(Sway, mean_velocity_ml_mm_s),
    POISE_FIELD(Sway, mean_velocity_ap_mm_s),
    POISE_FIELD(Sway, range_mm),
    POISE_FIELD(Sway, range_ml_mm),
    POISE_FIELD(Sway, range_ap_mm),
    POISE_FIELD(Sway, confidence_circle_area_mm2),
    POISE_FIELD(Sway, confidence_ellipse_area_mm2),
    POISE_FIELD(Sway, prediction_ellipse_area_mm2),
    POISE_FIELD(Sway, prediction_ellipse_area_chi2_mm2),
    POISE_FIELD(Sway, ellipse_angle_deg),
    POISE_FIELD(Sway, sway_area_mm2_s),
    POISE_FIELD(Sway, mean_frequency_hz),
    POISE_FIELD(Sway, mean_frequency_ml_hz),
    POISE_FIELD(Sway, mean_frequency_ap_hz),
    POISE_FIELD(Sway, fractal_dimension_circle),
    POISE_FIELD(Sway, fractal_dimension_ellipse),
    POISE_FIELD(Sway, total_power_ml_mm2),
    POISE_FIELD(Sway, total_power_ap_mm2),
    POISE_FIELD(Sway, power50_ml_hz),
    POISE_FIELD(Sway, power50_ap_hz),
    POISE_FIELD(Sway, power95_ml_hz),
    POISE_FIELD(Sway, power95_ap_hz),
    POISE_FIELD(Sway, centroidal_frequency_ml_hz),
    POISE_FIELD(Sway, centroidal_frequency_ap_hz),
    POISE_FIELD(Sway, frequency_dispersion_ml),
    POISE_FIELD(Sway, frequency_dispersion_ap),
};

inline constexpr std::array kRepFields = {
    POISE_FIELD(Rep, down_s),
    POISE_FIELD(Rep, hold_s),
    POISE_FIELD(Rep, up_s),
    POISE_FIELD(Rep, depth_mm),
    POISE_FIELD(Rep, depth_doubt_mm),
    POISE_FIELD(Rep, peak_n),
    POISE_FIELD(Rep, min_n),
    POISE_FIELD(Rep, left_mean_n),
    POISE_FIELD(Rep, right_mean_n),
    POISE_FIELD(Rep, peak_left_n),
    POISE_FIELD(Rep, peak_right_n),
    POISE_FIELD(Rep, left_share_pct),
    POISE_FIELD(Rep, symmetry_index_total_pct),
    POISE_FIELD(Rep, impulse_left_ns),
    POISE_FIELD(Rep, impulse_right_ns),
    POISE_FIELD(Rep, rfd_100ms_n_s),
    POISE_FIELD(Rep, peak_velocity_mm_s),
    POISE_FIELD(Rep, peak_power_w),
    POISE_FIELD(Rep, cop_range_ml_mm),
    POISE_FIELD(Rep, cop_range_ap_mm),
    POISE_FIELD(Rep, cop_ml_speed_mm_s),
    POISE_FIELD(Rep, top_left_pct_bw),
    POISE_FIELD(Rep, top_right_pct_bw),
    POISE_FIELD(Rep, swing_left_share_pct),
    POISE_FIELD(Rep, sag_pct),
    POISE_FIELD(Rep, hold_steadiness_pct),
    POISE_FIELD(Rep, onset_s),
    POISE_FIELD(Rep, unweighting_s),
    POISE_FIELD(Rep, braking_s),
    POISE_FIELD(Rep, propulsion_s),
    POISE_FIELD(Rep, time_to_stabilise_s),
    POISE_FIELD(Rep, swing_n),
};

inline constexpr std::array kHoldFields = {
    POISE_FIELD(Hold, hold_s),
    POISE_FIELD(Hold, left_share_pct),
    POISE_FIELD(Hold, hold_steadiness_pct),
    POISE_FIELD(Hold, cop_ml_speed_mm_s),
};

inline constexpr std::array kFatigueFields = {
    POISE_FIELD(Fatigue, depth_pct_per_rep),         POISE_FIELD(Fatigue, rep_time_pct_per_rep),
    POISE_FIELD(Fatigue, peak_velocity_pct_per_rep), POISE_FIELD(Fatigue, hold_pct_per_rep),
    POISE_FIELD(Fatigue, swing_pct_per_rep),         POISE_FIELD(Fatigue, left_share_points_per_rep),
};

#undef POISE_FIELD

/// "mm/s" of "mean_velocity_mm_s": the unit that a key ends in; empty for a plain number.
std::string_view unit_of(std::string_view key);

}  // namespace poise::report
