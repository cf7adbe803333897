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

/// A stretch in which a curve is up: from rising above one level until it falls below another, lower one.
struct Stay {
  std::size_t from = 0, to = 0;
};

/// Stays of at least `shortest` samples whose rise and fall are both in the curve.
std::vector<Stay> find_stays(std::span<const double> curve, double rise, double fall, std::size_t shortest);

/// The level at which a curve rests beside a flank, between `from` and `to`: the mean of the 2·`half` samples nearest
/// to the flank whose halves differ by less than `flat` and of which one is below `low`. Further on the person may
/// already do something else. Where nothing is flat, the lowest such mean.
double rest_beside(std::span<const double> curve, std::size_t from, std::size_t to, bool flank_is_after,
                   std::size_t half, double low, double flat);

/// A moment and its doubt, both in samples, with a fraction.
struct Edge {
  double at = 0;
  double doubt = 0;  ///< 95 %
};

/// When 1 % of the travel is done (on the side of `limit` before `far`) or 99 % of the way back (after it).
/// `travel` is 0 at rest and `extent` at the far end.
///
/// Noise of SD `noise` (in the travel's unit) hides the crossing of 1 % itself; where the travel is an
/// integral, the error grows by `wander` a sample from the edge on. So the crossings of twelve levels up to
/// 50 % are compared with when a smooth movement passes them (minimum jerk, x = 10τ³ − 15τ⁴ + 6τ⁵; Flash &
/// Hogan 1985), and its onset and duration are fitted to them, each weighted by how well its time is known:
/// noise over slope, and 4 % of the way to it for movements of another shape. Levels below 20 % that are not
/// five SDs clear of the noise are left out: the curve, followed from its far end, falls through them late or
/// never. Without noise the edge is the crossing itself.
///
/// The doubt: the edge is a weighted sum of the crossings. The noise is slow (a body cannot tremble fast), so
/// the same error is taken to be in all of them. And the way up to a level of τ may be passed as unevenly as
/// 0.35·(τ − τ₁)² of the fitted duration, one SD [E]; that counts the more the further the edge is
/// extrapolated.
Edge edge_of_travel(std::span<const double> travel, double extent, std::size_t far, std::size_t limit,
                    double noise, double wander = 0);

/// Crossing of `level` on the way from `far` towards `limit`, in samples with a fraction; `limit` if there is
/// none.
double crossing(std::span<const double> travel, double level, std::size_t far, std::size_t limit);

}  // namespace poise::movement
