#pragma once

#include <optional>
#include <vector>

#include "report/canvas.h"
#include "report/chart.h"
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

/// Of the figure's values onto the plot: what has sides goes up to the right, also the share, which is the left's.
Scale value_scale(const session::Series& series, const Range& shown, const Box& plot);

/// Hairlines with numbers at the left, of a figure that is even somewhere with the side that they favour.
void draw_value_axis(Canvas& canvas, const Box& plot, const session::Series& series, const Scale& y, bool plain);

}  // namespace poise::report
