#pragma once

#include "virtual-mat/timeline.h"

namespace poise::virtual_mat {

/// One set of twists: load goes to the left, to the right, to the left … With a pause each swing ends in the middle,
/// else it goes straight to the other side. Adds swings and repetitions from `from_s` on; returns when the set ends.
double add_twists(const Scenario& scenario, int set, double from_s, Timeline& timeline);

/// How much of the load has moved from the left to the right by swings.
double swung(const Timeline& timeline, Shape shape, double t_s);

}  // namespace poise::virtual_mat
