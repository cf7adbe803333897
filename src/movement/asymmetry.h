#pragma once

#include <span>
#include <string>

#include "movement/analysis.h"

namespace poise::movement {

/// Left against right, one formula a function and its name in Asymmetry::formula, since one and the same
/// difference is 10 % by one and 18 % by another. All of them take one value a repetition and
///  - refuse (absent) what an index is undefined for: values that are not positive, and sides whose mean is not
///    clear of zero (two standard errors), where a ratio means nothing;
///  - give the SD over pairs of repetitions (the first with the first …), doubt_pct = t(0.975, n − 1)·SD/√n, and
///    the verdict "real" when the mean lies further from even than that, else "within_noise"; "unknown" for fewer
///    than two pairs.

/// Sides that share one task: 100·(R − L)/(R + L), the symmetry index normalised to the total (Shorter 2008, Sato &
/// Heise 2012; Bishop et al. 2018, Strength Cond J 40:1). value_pct is its magnitude, `favours` the larger side.
/// Needs as many values left as right.
std::optional<Asymmetry> asymmetry_of_total(std::string metric, std::string unit, std::span<const double> left,
                                            std::span<const double> right);

/// Each limb tested alone: 100 − 100·min/max of the means, the percent difference to the better limb (Bishop et al.
/// 2018, 2019). `lower_is_better` decides whom it favours.
std::optional<Asymmetry> asymmetry_to_better(std::string metric, std::string unit, std::span<const double> left,
                                             std::span<const double> right, bool lower_is_better);

/// Each limb alone, one of them involved (injured): the limb symmetry index, 100·involved/uninvolved where higher
/// is better, 100·uninvolved/involved where lower is (Grindem et al. 2016). 100 = even, so value_pct may exceed it.
std::optional<Asymmetry> limb_symmetry_index(std::string metric, std::string unit, std::span<const double> left,
                                             std::span<const double> right, bool lower_is_better, Side involved);

}  // namespace poise::movement
