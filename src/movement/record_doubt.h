#pragma once

#include <vector>

#include "movement/doubt.h"
#include "movement/final_pass.h"
#include "movement/squat_track.h"

/// The doubts of one record: doubt.h applied to what the final pass knows.
namespace poise::movement {

/// The noise of standing, its SD being known: how much of it is the instrument's is read off the unfiltered total
/// above 30 samples a second, where no body trembles; below that off the empty mat; and where it was never empty,
/// all of it is taken to be the instrument's, which doubts more.
StandingNoise standing_noise(const FinalPass& pass, double sd_n);

/// 95 % half-widths of a body weight from a still second.
struct WeightDoubt {
  double trembling_n = 0;  ///< of the person and the instrument in that second
  double all_n = 0;        ///< with the zero's drift until then and the plates' gains
};
WeightDoubt weight_doubt(const FinalPass& pass, const Still& still);

struct ShareDoubt {
  double doubt_pct = 0;  ///< 95 %, of left's mean share over the stretches
  MeanDoubt wander;      ///< of the weight from leg to leg, in points
};
/// Absent without sides, or when the stretches are too short to have shown how the weight wanders.
std::optional<ShareDoubt> share_doubt(const FinalPass& pass, const std::vector<Bout>& stretches, double left_mean_pct);

/// 95 % half-width, in points, of the symmetry index of the bridges' rises, 100·(R − L)/(R + L) of load held less load
/// at rest, both of which wander: 2·share·load/swing each, the rest with the other sign and in all repetitions the same.
/// With the instrument's noise and the plates' gains.
double swing_doubt_pct(const FinalPass& pass, const MeanDoubt& wander, double swing_n, double left_share_pct);

}  // namespace poise::movement
