#pragma once

#include "report/canvas.h"
#include "report/rep_curves.h"
#include "report/rep_measures.h"

/// Figures of repetitions. Each fills its box, axis labels included.
namespace poise::report {

/// Two bars from the middle, as long as each leg's share, the shares in large whole numbers; `doubt_pct` as
/// whiskers.
void draw_share_bars(Canvas& canvas, const Box& box, double left_pct, const Maybe& doubt_pct,
                     const std::string& limb);

/// A dot a repetition, to the left of the middle where the left carried more, to the right where the right
/// did; the mean with its doubt as a band. Hollow: not counted.
void draw_share_by_rep(Canvas& canvas, const Box& box, const movement::Analysis& analysis);

/// A dot a repetition over its number, a panel for each side that has some, on one scale; the mean as a line.
/// `factor` and `unit`: what to show the measure in, as 0.1 and "cm" for millimetres.
void draw_measure_by_rep(Canvas& canvas, const Box& box, const movement::Analysis& analysis,
                         const RepMeasure& measure, double factor, const std::string& unit);

/// The forces of all repetitions on normalised time: each thin, their mean thick in a band of one SD. Of a
/// one-leg exercise the stance leg's.
void draw_overlay(Canvas& canvas, const Box& box, const movement::Analysis& analysis,
                  const SmoothRecord& record);

}  // namespace poise::report
