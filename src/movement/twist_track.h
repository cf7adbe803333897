#pragma once

#include <span>
#include <vector>

#include "base/stages.h"

namespace poise::movement {

/// One swing of load to a side and back. Times in seconds on the record's axis.
struct TwistRep {
  Side side = Side::left;  ///< where it goes
  double start_s = 0, hold_start_s = 0, hold_end_s = 0, end_s = 0;
  double start_doubt_s = 0, end_doubt_s = 0;  ///< 95 %, see edge_of_travel()
  double swing_pct = 0;    ///< points of share, from the middle to the far end

  double middle_s() const { return (hold_start_s + hold_end_s) / 2; }
};

struct TwistTrack {
  std::vector<TwistRep> reps;  ///< in order of time
  int declined = 0;            ///< swings of less than `least_pct`, or of less than kLeastSwingSd quiet SDs
};

/// Finds the swings in left's share of a load that stays on the mat. Own rule (no published one was found): what goes
/// beyond 35 % of the usual swing of the set and comes back within 25 % of it, on either side of `middle_pct`. A swing
/// of less than `least_pct` points, or of more than 20 s, is shifting about.
///
/// Edges: who goes straight from one side to the other passes the middle at full speed, so that 1 % of the swing is a
/// crossing; who stops in the middle starts from rest (turning_points.h).
///
/// `left_share_pct`: evenly spaced, low-passed at 10 Hz or below, no holes. `middle_pct`, `quiet_sd_pct`: its mean and
/// SD while still.
TwistTrack track_twists(std::span<const double> left_share_pct, double start_s, double step_s, double middle_pct,
                        double quiet_sd_pct, double least_pct);

}  // namespace poise::movement
