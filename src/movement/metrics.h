#pragma once

#include <array>
#include <optional>
#include <span>
#include <string>
#include <string_view>

#include "movement/analysis.h"

/// The dictionary of the figures: for each its key, what it is in words, which way is better, and its formula. One
/// table for the JSON, reps.csv, summary.csv and trends; keys stand in the order in which they are printed. A unit is
/// what a key ends in.
namespace poise::movement {

enum class Better : std::uint8_t { neither, lower, higher, nearer_to_0, nearer_to_50, nearer_to_100 };
/// "lower", "higher", "even" for those that are best in the middle, "" for neither.
const char* to_string(Better better);
/// The value of left and right alike, for figures that have one: on either side of it another side is favoured.
std::optional<double> even_of(Better better);

template <class Struct>
struct Field {
  std::string_view key;
  Maybe Struct::*value;
  std::string_view words;
  Better better = Better::neither;
  std::string_view formula = {};  ///< its name; empty: as the words say
  Maybe Struct::*sd = nullptr;    ///< the figure that is its scatter, where there is one
};

#define POISE_FIELD(Struct, name, ...) \
  Field<Struct> { #name, &Struct::name, __VA_ARGS__ }

inline constexpr std::array kBodyFields = {
    POISE_FIELD(Body, weight_n, "body weight", Better::neither, "mean_of_still_total", &Body::quiet_sd_n),
    POISE_FIELD(Body, weight_doubt_n, "doubt of the body weight", Better::lower),
    POISE_FIELD(Body, quiet_sd_n, "scatter of the total while still", Better::lower),
    POISE_FIELD(Body, rest_left_n, "left foot at rest"),
    POISE_FIELD(Body, rest_right_n, "right foot at rest"),
};

inline constexpr std::array kShareFields = {
    POISE_FIELD(Share, left_mean_pct, "share of the left", Better::nearer_to_50, "share_of_total",
                &Share::left_sd_pct),
    POISE_FIELD(Share, left_sd_pct, "scatter of the left's share", Better::lower),
    POISE_FIELD(Share, left_doubt_pct, "doubt of the left's share", Better::lower),
    POISE_FIELD(Share, mean_mass_difference_pct_bw, "mean difference between the feet", Better::lower),
    POISE_FIELD(Share, time_favouring_left_pct, "time on the left", Better::neither, "time_beyond_5_pct_bw"),
    POISE_FIELD(Share, time_favouring_right_pct, "time on the right", Better::neither, "time_beyond_5_pct_bw"),
    POISE_FIELD(Share, side_flips, "changes of the heavier side", Better::neither, "count"),
};

inline constexpr std::array kSwayFields = {
    POISE_FIELD(Sway, mean_distance_mm, "mean distance", Better::lower, "prieto_1996"),
    POISE_FIELD(Sway, rms_distance_mm, "distance, RMS", Better::lower, "prieto_1996"),
    POISE_FIELD(Sway, rms_ml_mm, "sideways sway, RMS", Better::lower, "prieto_1996"),
    POISE_FIELD(Sway, rms_ap_mm, "sway to and fro, RMS", Better::lower, "prieto_1996"),
    POISE_FIELD(Sway, path_length_mm, "path length", Better::lower, "prieto_1996"),
    POISE_FIELD(Sway, path_ml_mm, "path length sideways", Better::lower, "prieto_1996"),
    POISE_FIELD(Sway, path_ap_mm, "path length to and fro", Better::lower, "prieto_1996"),
    POISE_FIELD(Sway, mean_velocity_mm_s, "sway velocity", Better::lower, "prieto_1996"),
    POISE_FIELD(Sway, mean_velocity_ml_mm_s, "sway velocity sideways", Better::lower, "prieto_1996"),
    POISE_FIELD(Sway, mean_velocity_ap_mm_s, "sway velocity to and fro", Better::lower, "prieto_1996"),
    POISE_FIELD(Sway, range_mm, "range", Better::lower, "prieto_1996"),
    POISE_FIELD(Sway, range_ml_mm, "range sideways", Better::lower, "prieto_1996"),
    POISE_FIELD(Sway, range_ap_mm, "range to and fro", Better::lower, "prieto_1996"),
    POISE_FIELD(Sway, confidence_circle_area_mm2, "95 % confidence circle", Better::lower, "prieto_1996"),
    POISE_FIELD(Sway, confidence_ellipse_area_mm2, "95 % confidence ellipse", Better::lower, "prieto_1996"),
    POISE_FIELD(Sway, prediction_ellipse_area_mm2, "sway area (95 % ellipse)", Better::lower,
                "prediction_ellipse_f"),
    POISE_FIELD(Sway, prediction_ellipse_area_chi2_mm2, "95 % ellipse, chi-squared", Better::lower,
                "schubert_2014"),
    POISE_FIELD(Sway, ellipse_angle_deg, "angle of the ellipse", Better::neither, "prieto_1996"),
    POISE_FIELD(Sway, sway_area_mm2_s, "area swept", Better::lower, "prieto_1996"),
    POISE_FIELD(Sway, mean_frequency_hz, "mean frequency", Better::neither, "prieto_1996"),
    POISE_FIELD(Sway, mean_frequency_ml_hz, "mean frequency sideways", Better::neither, "prieto_1996"),
    POISE_FIELD(Sway, mean_frequency_ap_hz, "mean frequency to and fro", Better::neither, "prieto_1996"),
    POISE_FIELD(Sway, fractal_dimension_circle, "fractal dimension, circle", Better::neither, "prieto_1996"),
    POISE_FIELD(Sway, fractal_dimension_ellipse, "fractal dimension, ellipse", Better::neither, "prieto_1996"),
    POISE_FIELD(Sway, total_power_ml_mm2, "power sideways", Better::neither, "welch_hann_10_s"),
    POISE_FIELD(Sway, total_power_ap_mm2, "power to and fro", Better::neither, "welch_hann_10_s"),
    POISE_FIELD(Sway, power50_ml_hz, "median frequency sideways", Better::neither, "welch_hann_10_s"),
    POISE_FIELD(Sway, power50_ap_hz, "median frequency to and fro", Better::neither, "welch_hann_10_s"),
    POISE_FIELD(Sway, power95_ml_hz, "95 % frequency sideways", Better::neither, "welch_hann_10_s"),
    POISE_FIELD(Sway, power95_ap_hz, "95 % frequency to and fro", Better::neither, "welch_hann_10_s"),
    POISE_FIELD(Sway, centroidal_frequency_ml_hz, "centroidal frequency sideways", Better::neither, "welch_hann_10_s"),
    POISE_FIELD(Sway, centroidal_frequency_ap_hz, "centroidal frequency to and fro", Better::neither,
                "welch_hann_10_s"),
    POISE_FIELD(Sway, frequency_dispersion_ml, "frequency dispersion sideways", Better::neither, "welch_hann_10_s"),
    POISE_FIELD(Sway, frequency_dispersion_ap, "frequency dispersion to and fro", Better::neither, "welch_hann_10_s"),
};

inline constexpr std::array kRepFields = {
    POISE_FIELD(Rep, down_s, "time down"),
    POISE_FIELD(Rep, hold_s, "hold"),
    POISE_FIELD(Rep, up_s, "time up"),
    POISE_FIELD(Rep, depth_mm, "depth", Better::higher),
    POISE_FIELD(Rep, depth_doubt_mm, "doubt of the depth", Better::lower),
    POISE_FIELD(Rep, peak_n, "peak force"),
    POISE_FIELD(Rep, min_n, "least force"),
    POISE_FIELD(Rep, left_mean_n, "mean force of the left"),
    POISE_FIELD(Rep, right_mean_n, "mean force of the right"),
    POISE_FIELD(Rep, peak_left_n, "peak force of the left"),
    POISE_FIELD(Rep, peak_right_n, "peak force of the right"),
    POISE_FIELD(Rep, left_share_pct, "share of the left, mean of the repetitions", Better::nearer_to_50),
    POISE_FIELD(Rep, symmetry_index_total_pct, "symmetry index, mean of the repetitions", Better::nearer_to_0,
                "symmetry_index_total"),
    POISE_FIELD(Rep, impulse_left_ns, "impulse of the left"),
    POISE_FIELD(Rep, impulse_right_ns, "impulse of the right"),
    POISE_FIELD(Rep, rfd_100ms_n_s, "rate of force development", Better::higher),
    POISE_FIELD(Rep, peak_velocity_mm_s, "peak velocity", Better::higher),
    POISE_FIELD(Rep, peak_power_w, "peak power", Better::higher),
    POISE_FIELD(Rep, cop_range_ml_mm, "CoP range sideways", Better::lower),
    POISE_FIELD(Rep, cop_range_ap_mm, "CoP range to and fro", Better::lower),
    POISE_FIELD(Rep, cop_ml_speed_mm_s, "sideways wobble", Better::lower),
    POISE_FIELD(Rep, top_left_pct_bw, "held load of the left", Better::higher),
    POISE_FIELD(Rep, top_right_pct_bw, "held load of the right", Better::higher),
    POISE_FIELD(Rep, swing_left_share_pct, "left's part of the rise", Better::nearer_to_50),
    POISE_FIELD(Rep, sag_pct, "sag in the hold", Better::lower),
    POISE_FIELD(Rep, hold_steadiness_pct, "unsteadiness of the hold", Better::lower),
    POISE_FIELD(Rep, onset_s, "onset"),
    POISE_FIELD(Rep, unweighting_s, "unweighting"),
    POISE_FIELD(Rep, braking_s, "braking"),
    POISE_FIELD(Rep, propulsion_s, "propulsion"),
    POISE_FIELD(Rep, time_to_stabilise_s, "time to stabilise", Better::lower),
    POISE_FIELD(Rep, swing_n, "swing of the load"),
    POISE_FIELD(Rep, start_doubt_s, "doubt of the start", Better::lower),
    POISE_FIELD(Rep, end_doubt_s, "doubt of the end", Better::lower),
    POISE_FIELD(Rep, lead_share_pct, "share of the leading leg at the far end"),
};

inline constexpr std::array kHoldFields = {
    POISE_FIELD(Hold, hold_s, "hold", Better::higher),
    POISE_FIELD(Hold, left_share_pct, "share of the left in the hold", Better::nearer_to_50),
    POISE_FIELD(Hold, hold_steadiness_pct, "unsteadiness of the hold", Better::lower),
    POISE_FIELD(Hold, cop_ml_speed_mm_s, "sideways wobble", Better::lower),
    POISE_FIELD(Hold, mean_n, "load held on the mat"),
    POISE_FIELD(Hold, mean_pct_bw, "load held on the mat"),
    POISE_FIELD(Hold, drift_pct, "drift of the held load", Better::nearer_to_0),
};

inline constexpr std::array kFatigueFields = {
    POISE_FIELD(Fatigue, depth_pct_per_rep, "fatigue: depth"),
    POISE_FIELD(Fatigue, rep_time_pct_per_rep, "fatigue: repetition time"),
    POISE_FIELD(Fatigue, peak_velocity_pct_per_rep, "fatigue: peak velocity"),
    POISE_FIELD(Fatigue, hold_pct_per_rep, "fatigue: hold"),
    POISE_FIELD(Fatigue, swing_pct_per_rep, "fatigue: rise of the load"),
    POISE_FIELD(Fatigue, left_share_points_per_rep, "fatigue: share of the left"),
};

#undef POISE_FIELD

/// "mm/s" of "mean_velocity_mm_s": the unit that a key ends in; empty for a plain number.
std::string_view unit_of(std::string_view key);

/// "mm_s" of "mm/s": how the keys of that unit end.
std::string_view ending_of(std::string_view unit);

/// One entry of the dictionary.
struct Metric {
  std::string id;  ///< the way to it in the analysis JSON: "reps.depth_mm", "asymmetry.mean_force.value_pct"
  std::string words, unit;
  Better better = Better::neither;
  std::string formula{};
  int decimals = 1;      ///< that tell something
  bool per_rep = false;  ///< mean over repetitions or holds, a leg at a time; else one value a session
  int place = 0;         ///< the order in which to show them: the figures that say most come first
  bool headline = false; ///< one of those
};

/// All that a session can give.
std::span<const Metric> metrics();

/// The entry of an id. The formula decides which way is better where an id may have several (asymmetries, of which
/// the limb symmetry index is even at 100). An id that nobody knows gets its key as words.
Metric metric_of(std::string_view id, std::string_view formula = {});

/// As it is printed: "mm²/s" of "mm2/s".
std::string unit_in_print(std::string_view unit);

/// Whether the dictionary has an entry of that id.
bool is_metric(std::string_view id);

/// Metric::place of an id.
int place_of(std::string_view id);

}  // namespace poise::movement
