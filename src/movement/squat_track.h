#pragma once

#include <optional>
#include <span>
#include <vector>

namespace poise::movement {

/// One squat as the movement of the centre of mass. Times in seconds on the record's axis.
struct SquatRep {
  double start_s = 0, hold_start_s = 0, bottom_s = 0, hold_end_s = 0, end_s = 0;
  double depth_mm = 0;
  double depth_doubt_mm = 0;       ///< 95 %
  double peak_velocity_mm_s = 0;   ///< upwards
  double peak_power_w = 0;         ///< of total force times velocity, upwards
  double force_swing_n = 0;        ///< highest minus lowest total force
};

struct SquatTrack {
  std::vector<SquatRep> reps;
  double quiet_sd_n = 0;           ///< SD of the total while standing between the repetitions
  int declined = 0;                ///< movements whose force swing was below kLeastSwingSd × quiet_sd_n
};

/// A force swing of fewer quiet SDs than this is not told from noise and gives no number.
inline constexpr double kLeastSwingSd = 8;

/// Finds squats in the total force of a person who stands on the mat with the whole body, from stand to stand.
///
///   a = g (F / BW − 1);  displacement by drift-closed double integration (signal/displacement.h), twice: first
///   with a weak pull everywhere to find the dips, then anchored where the person stands between them, until
///   starts and ends settle. Body-weight error, slow zero drift and integration drift all fall out in the
///   second pass, since each rep is closed against the stands beside it.
///
/// `total_n`: evenly spaced, low-passed at 10 Hz or below, no holes. `body_weight_n` > 0.
/// `still_sd_n`: SD while being weighed, used when the reps leave no standing to measure it on.
SquatTrack track_squats(std::span<const double> total_n, double start_s, double step_s, double body_weight_n,
                        double still_sd_n);

}  // namespace poise::movement
