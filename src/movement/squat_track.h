#pragma once

#include <optional>
#include <span>
#include <vector>

namespace poise::movement {

/// One squat as the movement of the centre of mass. Times in seconds on the record's axis.
struct SquatRep {
  double start_s = 0, hold_start_s = 0, bottom_s = 0, hold_end_s = 0, end_s = 0;
  double start_doubt_s = 0, end_doubt_s = 0;  ///< 95 %, see edge_of_travel()
  double depth_mm = 0;
  double depth_doubt_mm = 0;       ///< 95 %, see track_squats()
  bool closed = true;              ///< stood still before and after, alone or with its neighbours
  double onset_s = 0;              ///< unweighting begins
  double fastest_down_s = 0;       ///< fastest moment of the descent
  double stopped_s = 0, rising_s = 0;  ///< the descent has stopped, the ascent begins
  double peak_velocity_mm_s = 0;   ///< upwards
  double peak_power_w = 0;         ///< of total force times velocity, upwards
  double force_swing_n = 0;        ///< highest minus lowest total force
};

/// The noise in the total of somebody who stands still.
struct StandingNoise {
  /// SD in a second of standing still, used when the reps leave no standing to measure it on. A swing is measured
  /// against it, but not against less than 0.7 of the SD between the reps, nor more than that.
  double sd_n = 0;
  double white_n2_hz = 0;    ///< one-sided density of the instrument's part of it (doubt.h)
  double bandwidth_hz = 10;  ///< of the low-pass that the total went through
  double moving = 1;         ///< so many times as much trembles while moving: who steps stands on one leg
};

struct SquatTrack {
  std::vector<SquatRep> reps;
  double quiet_sd_n = 0;           ///< SD of the total while standing between the repetitions
  bool broken_off = false;         ///< a movement was not over where it is cut off: it is not among `reps`
  int declined = 0;                ///< movements whose force swing was too small for the noise
};

/// A force swing of fewer quiet SDs than this is not told from noise and gives no number.
inline constexpr double kLeastSwingSd = 8;

/// Finds squats in the total force of a person who stands on the mat with the whole body, from stand to
/// stand.
///
///   a = g (F / BW − 1);  displacement by drift-closed double integration (signal/displacement.h), twice:
///   first with a weak pull everywhere to find the dips, then anchored where the person stands between them,
///   until starts and ends settle. Body-weight error, slow zero drift and integration drift all fall out in
///   the second pass, since each rep is closed against the stands beside it.
///
/// A movement that is cut off is left free at its end; it is a repetition when nine tenths of the way back up are there.
///
/// Where weight is missing from stand to stand, hands have carried it; that is given back as a load that
/// comes and goes smoothly. It tells when such a squat was, but not how deep; and who leans hard on a rail
/// for seconds may look like one. Both are for the analysis to call hand_support.
///
/// Doubt of a depth (95 %): the closed displacement is a weighted sum of the accelerations, so noise in them goes
/// through those weights (closure_weights(), sum_sd() in doubt.h): the body's trembling, which nearly cancels, and the
/// instrument's white noise, which adds up with the third power of the time from stand to stand (DOUBTS.md).
///
/// `total_n`: evenly spaced, low-passed at 10 Hz or below, no holes. `body_weight_n` > 0.
/// `noise`: of the total. `least_depth_m`: breathing, swaying and shifts of weight stay below. `cut_off`: the record ends
/// there, maybe in the middle of a movement; otherwise the end has been looked for where the person stands.
SquatTrack track_squats(std::span<const double> total_n, double start_s, double step_s, double body_weight_n,
                        const StandingNoise& noise, double least_depth_m = 0.04, bool cut_off = false);

}  // namespace poise::movement
