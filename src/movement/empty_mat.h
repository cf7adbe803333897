#pragma once

#include "movement/final_pass.h"

namespace poise::movement {

/// Quality of the mat itself, from the stretches of the record in which nobody is on it.
///
/// drift_n: mean total of the last such stretch (after somebody was there) less that of the first (before), N;
/// zero_drift has it by plate, with its times. Absent when the record does not begin and end with an empty mat.
void measure_drift(FinalPass& pass);

/// One-sided density of the total's noise on the empty stretches, unfiltered: the instrument's alone, taken to be
/// white. Absent without half a second of empty mat.
Maybe white_of_empty_mat_n2_hz(const FinalPass& pass);

/// The speed, in mm/s, that sway would show with nothing but the empty mat's noise under this load: each cell's
/// noise on the longest empty stretch, as the centre of pressure that it makes, x(t) = Σ nᵢ(t)·xᵢ / load (its SD is
/// about 2·a·n/F), through the same filter, path over time. Absent without cells and their
/// places, a second of empty mat, or a load.
Maybe noise_floor_mm_s(const FinalPass& pass, double load_n);

}  // namespace poise::movement
