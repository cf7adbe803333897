#pragma once

#include <span>
#include <vector>

namespace poise::movement {

/// Where a curve turns: a dip between two tops, each swing at least as large as asked for.
struct Dip {
  std::size_t top_before = 0, bottom = 0, top_after = 0;
};

/// Dips of a curve that starts and ends near its top (standing). A dip is over when the curve has come back by
/// `least_swing` and by half of the dip's depth: a smaller return is a bounce at the bottom and no repetition of
/// its own, and a last dip that has not come back so far is left out.
std::vector<Dip> find_dips(std::span<const double> curve, double least_swing);

/// The time (in samples, with a fraction) at which 1 % of the travel is done (on the side of `limit` before
/// `far`) or 99 % of the way back (after it). `travel` is 0 at rest and `extent` at the far end.
///
/// Noise of SD `noise` (in the travel's unit) hides the crossing of 1 % itself. So the crossings of twelve levels
/// up to 50 % are compared with when a smooth movement passes them (minimum jerk, x = 10τ³ − 15τ⁴ + 6τ⁵; Flash &
/// Hogan 1985), and its onset and duration are fitted to them, each weighted by how well its time is known: noise
/// over slope, and 4 % of the way to it for movements of another shape. Without noise that is the crossing itself.
double edge_of_travel(std::span<const double> travel, double extent, std::size_t far, std::size_t limit,
                      double noise);

/// Crossing of `level` on the way from `far` towards `limit`, in samples with a fraction; `limit` if there is
/// none.
double crossing(std::span<const double> travel, double level, std::size_t far, std::size_t limit);

}  // namespace poise::movement
