#pragma once

#include <span>
#include <string>

#include "movement/analysis.h"

namespace poise::movement {

/// Left against right of one metric of an exercise on both legs, where the sides share one task: the symmetry
/// index normalised to the total, 100·(R−L)/(R+L) (Shorter 2008; Bishop 2018). Pairs by repetition; NaN-free.
/// Refused (absent) for values that are not positive: an index of signed or near-zero quantities is undefined.
std::optional<Asymmetry> asymmetry_of_total(std::string metric, std::string unit, std::span<const double> left,
                                            std::span<const double> right);

/// Left against right of one metric of an exercise on one leg at a time: the percent difference to the better
/// limb, 100 − 100·min/max of the means (Bishop 2018). `lower_is_better` decides whom it favours.
/// Spread and verdict from the differences of the first with the first repetition, and so on.
std::optional<Asymmetry> asymmetry_to_better(std::string metric, std::string unit, std::span<const double> left,
                                             std::span<const double> right, bool lower_is_better);

}  // namespace poise::movement
