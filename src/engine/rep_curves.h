#pragma once

#include "base/recording.h"
#include "engine/shelf.h"
#include "movement/analysis.h"

namespace poise::engine {

/// The forces of each repetition on normalised time, as they were measured. Pure.
std::vector<RepCurve> curves_of(const movement::Analysis& analysis, const Recording& recording);

}  // namespace poise::engine
