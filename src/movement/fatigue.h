#pragma once

#include <span>

#include "movement/analysis.h"

namespace poise::movement {

/// Trend over the valid repetitions in their order, per measure: slope of the least-squares line over the
/// repetition's number, in percent of the measure's mean a repetition; of left's share in points. Negative: gets
/// less. Absent with fewer than four repetitions that have the measure, or a mean of zero; nothing at all when no
/// measure has a trend. Of one leg after the other the repetitions of the first side count.
std::optional<Fatigue> fatigue_of(std::span<const Rep> reps);

}  // namespace poise::movement
