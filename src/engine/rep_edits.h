#pragma once

#include <span>

#include "base/recording.h"
#include "engine/shelf.h"
#include "movement/analysis.h"

namespace poise::engine {

/// The analysis with what people said about its repetitions. Where times were moved, share, mean forces, impulses
/// and the measures of the centre of pressure are taken anew from the record; depth, peak and speed stay those of
/// the automatic repetition as long as its turning point lies within, else they are absent. An edited repetition
/// has a reason that says so. Figures of the whole session are not changed.
movement::Analysis apply_edits(const movement::Analysis& automatic, std::span<const store::RepEdit> edits,
                               const Recording& recording);

/// What a trend may follow of a session: figures over its valid repetitions, and its asymmetries and sway.
std::vector<TrendValue> trend_values(const movement::Analysis& analysis);

/// The forces of each repetition on normalised time.
std::vector<RepCurve> curves_of(const movement::Analysis& analysis, const Recording& recording);

}  // namespace poise::engine
