#pragma once

#include <optional>
#include <vector>

#include "report/canvas.h"
#include "session/trend.h"

namespace poise::report {

/// One figure over sessions, left and right of it together where it has sides. Grey band and line: the
/// person's own baseline before this session (lowest, median, highest); whiskers: 95 % doubt of a mean over
/// repetitions; this session stands out. Sessions are evenly spaced, whatever lies between them; at most the
/// last twelve. `plain`: in the units of an athlete's page.
void draw_trend(Canvas& canvas, const Box& box, const std::vector<const session::Series*>& group, bool plain);

/// Series of the same figure and formula, of left, right or both, belong into one picture; in the order of
/// `all`, those of a single session left out. They point into `all`.
std::vector<std::vector<const session::Series*>> trend_groups(
    const std::optional<std::vector<session::Series>>& all);

}  // namespace poise::report
