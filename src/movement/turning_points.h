#pragma once

#include <span>
#include <vector>

namespace poise::movement {

/// Where a curve turns: a dip between two tops, each swing at least as large as asked for.
struct Dip {
  std::size_t top_before = 0, bottom = 0, top_after = 0;
};

/// Dips of a curve that starts and ends near its top (standing). A turn counts when the curve has come back by
/// `least_swing`; two dips that are parted by a return of less than half of their depth are one (a bounce at
/// the bottom is no repetition). A last dip that has not come back by half is left out.
std::vector<Dip> find_dips(std::span<const double> curve, double least_swing);

/// The time (in samples, with a fraction) at which |travel| passes `part` of its far end on the way out from
/// `far` towards `limit`. Where `part` is more than 1 %, noise hides the true onset: the crossings of `part` and
/// four times it are extrapolated with displacement ∝ (time from onset)³, the onset of a smooth movement (Flash
/// & Hogan 1985, minimum jerk), to 1 %. `travel` is 0 at rest and `extent` at the far end.
double edge_of_travel(std::span<const double> travel, double extent, std::size_t far, std::size_t limit,
                      double part);

/// Crossing of `level` on the way from `far` towards `limit`, in samples with a fraction; `limit` if there is
/// none.
double crossing(std::span<const double> travel, double level, std::size_t far, std::size_t limit);

}  // namespace poise::movement
