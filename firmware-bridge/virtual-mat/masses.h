#pragma once

#include "virtual-mat/person.h"

namespace poise::virtual_mat {

/// The middle of a plate of the reference mat (of the only one on a mat of 4 cells) in the mat's axes.
double plate_middle_x_mm(const Scenario& scenario, Side plate);

/// What presses on the mat while somebody calibrates it: known masses that are put down and taken away, and a
/// person who stands on one plate and slowly shifts their weight about (`sim:masses?do=…`). A mass is where
/// it was asked to be, but for `place_off_mm` in a direction drawn anew for each. `trembling`: the person's,
/// of SD 1. Times in seconds since the motion began.
Feet masses_at(const Scenario& scenario, const Wander& trembling, double t_s);

/// When the last of it has been taken away.
double masses_end_s(const Scenario& scenario);

}  // namespace poise::virtual_mat
