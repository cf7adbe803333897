#pragma once

#include <optional>
#include <string>
#include <vector>

#include "base/recording.h"
#include "base/stages.h"
#include "movement/catalogue.h"
#include "movement/rep_edits.h"
#include "signal/sway.h"

/// The final pass: from a record to repetitions and measures. Pure functions of the record; zero-phase
/// filters; the same code for a live session, a replay and a foreign CSV. Field names are the JSON keys.
namespace poise::movement {

using Maybe = std::optional<double>;  ///< absent: cannot be computed from this record

enum class Outcome { complete, ended_early, stepped_off, link_lost, no_movement };
const char* to_string(Outcome outcome);
std::optional<Outcome> outcome_from(std::string_view word);

struct Gap {
  double start_s = 0, end_s = 0;
};

struct Body {
  Maybe weight_n, weight_doubt_n;
  Maybe quiet_sd_n;                 ///< SD of the filtered total while still, in the position of the exercise
  Maybe rest_left_n, rest_right_n;  ///< in position at rest: lying before bridges, sitting before standing up or twists
};

struct Share {
  Maybe left_mean_pct, left_sd_pct, left_doubt_pct;
  Maybe mean_mass_difference_pct_bw;
  Maybe time_favouring_left_pct, time_favouring_right_pct;
  Maybe side_flips;  ///< how often the heavier side changed from one repetition to the next
};

struct Asymmetry {
  std::string metric, formula;
  Maybe value_pct;
  std::string favours;  ///< "left", "right", "none"
  Maybe left, right;
  std::string unit;
  int n_left = 0, n_right = 0;
  Maybe sd_pct, doubt_pct, mdc95_pct;
  std::string verdict = "unknown";  ///< "real", "within_noise", "unknown"
};

using Sway = signal::Sway;

/// What the program had found of a repetition that a person corrected, and why it was corrected.
struct Correction {
  double automatic_start_s = 0, automatic_end_s = 0;
  bool automatic_valid = true;
  bool excluded = false;     ///< a person took it out: it is in no mean, of the share neither
  std::string reason, made;  ///< `made`: ISO 8601
};

struct Rep {
  int index = 0;  ///< from 1, over the whole session
  int set = 1;
  Side side = Side::both;
  double start_s = 0, bottom_s = 0, end_s = 0;
  Maybe start_doubt_s, end_doubt_s;  ///< 95 %: how far start and end may be out (turning_points.h)
  Maybe down_s, hold_s, up_s;
  /// Squats (McMahon et al. 2018, Strength Cond J 40:96): onset of unweighting (force leaves body weight by five
  /// quiet SDs, less 30 ms; Owen et al. 2014), unweighting until the fastest moment down, braking until the
  /// descent has stopped, propulsion from the start of the ascent to the end.
  Maybe onset_s, unweighting_s, braking_s, propulsion_s;
  /// Squats: from the turning point until the total stays within 5 % of body weight for 1 s (Hawkin); absent when
  /// the next repetition comes first.
  Maybe time_to_stabilise_s;
  Maybe depth_mm, depth_doubt_mm;
  Maybe peak_n, min_n, left_mean_n, right_mean_n, peak_left_n, peak_right_n;
  Maybe left_share_pct, symmetry_index_total_pct;
  Maybe impulse_left_ns, impulse_right_ns, rfd_100ms_n_s, peak_velocity_mm_s, peak_power_w;
  Maybe cop_range_ml_mm, cop_range_ap_mm, cop_ml_speed_mm_s;
  Maybe swing_n;  ///< bridges: rise of the load from rest to the held level; twists: load that goes to the side
  Maybe lead_share_pct;  ///< the leading leg's part of the load within the hold; exercises that one leg leads
  Maybe top_left_pct_bw, top_right_pct_bw, swing_left_share_pct, sag_pct, hold_steadiness_pct;
  bool valid = true;
  std::vector<std::string> reasons;  ///< why it is not valid, or what is doubtful: "partial", "hand_support" …
  std::optional<Correction> correction;  ///< absent: as the program found it
};

struct Hold {
  int index = 0;
  Side side = Side::both;
  double start_s = 0, end_s = 0;
  Maybe hold_s, left_share_pct, hold_steadiness_pct;
  Maybe cop_ml_speed_mm_s;  ///< mean sideways speed of the centre of pressure
  Maybe mean_n, mean_pct_bw;  ///< planks: the load held on the mat, a part of the weight
  Maybe drift_pct;            ///< planks: its last quarter less its first, of the mean; + = more load on the mat
};

/// How a measure goes from repetition to repetition: slope of the straight line through the valid repetitions
/// (least squares), a repetition, in percent of their mean; the share in points. Absent with fewer than four.
struct Fatigue {
  Maybe depth_pct_per_rep, rep_time_pct_per_rep, peak_velocity_pct_per_rep, hold_pct_per_rep, swing_pct_per_rep;
  Maybe left_share_points_per_rep;
};

struct Quality {
  Maybe noise_floor_mm_s;  ///< speed that sway would show from the empty mat's noise alone, under this load
  Maybe drift_n;           ///< total on the empty mat after the person left, less that before they came
  int saturated_samples = 0, overload_samples = 0;
  int touches = 0;  ///< times that the free foot came down
  Maybe still_before_s;
  std::vector<std::string> notes;  ///< whole sentences for people
};

struct Analysis {
  std::string exercise;
  Side side = Side::both;
  std::string variant;
  int samples = 0;
  Maybe sampling_hz;
  double duration_s = 0;
  int lost_samples = 0;
  std::vector<Gap> gaps;
  double filter_hz = 0;  ///< 0: no filter
  Outcome outcome = Outcome::complete;
  Body body;
  std::optional<Share> share;
  std::vector<Asymmetry> asymmetry;
  std::optional<Sway> sway;
  std::vector<Rep> reps;
  std::vector<Hold> holds;
  std::optional<Fatigue> fatigue;
  Quality quality;
};

/// Repetitions that count.
int valid_reps(const Analysis& analysis);

struct AnalysisOptions {
  const Exercise* exercise = nullptr;
  Side side = Side::both;
  std::string variant;
  Maybe body_weight_n;  ///< given; else found in the record
  Maybe filter_hz;      ///< 0: none; absent: 10 Hz, never above 0.4 of the sampling rate
  Maybe seconds_asked;  ///< of a timed hold on one side: it ends with them, whatever follows
  Maybe count_from_s;   ///< repetitions that start before this are practice (a countdown's GO)
  std::optional<Outcome> outcome;  ///< how the session ended; absent for a file
  bool nominal_calibration = false;
  std::optional<Side> involved_side;  ///< the limb in rehabilitation: one-leg tests then give the LSI
  Maybe calibration_residual_pct;     ///< SD of a plate's gain as left by the calibration; absent: unknown
  std::vector<Point> cells_mm;        ///< places of the cells in wire order, for the noise floor; empty: unknown
  std::vector<double> set_ends_s;     ///< where the sets of a guided visit ended; empty: found by the pauses
  std::vector<RepEdit> rep_edits;     ///< what people said about repetitions, oldest first
};

/// The whole analysis. Never fails: what the record cannot give is absent, and quality.notes says why.
Analysis analyze(const Recording& recording, const AnalysisOptions& options);

}  // namespace poise::movement
