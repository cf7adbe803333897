#pragma once

#include "base/recording.h"
#include "engine/shelf.h"
#include "movement/analysis.h"

/// From the analysis of a kept session to what the shelf shows of it. Pure functions.
namespace poise::engine {

/// What a trend may follow of a session: figures over its valid repetitions, and its asymmetries and sway.
std::vector<TrendValue> trend_values(const movement::Analysis& analysis);

/// The forces of each repetition on normalised time.
std::vector<RepCurve> curves_of(const movement::Analysis& analysis, const Recording& recording);

}  // namespace poise::engine
