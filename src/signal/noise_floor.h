#pragma once

#include <optional>
#include <span>
#include <vector>

#include "base/stages.h"

namespace poise::signal {

/// The speed that a load at rest would show from the cells' noise alone: the noise of the empty mat (each
/// column less its mean) moves the centre of pressure of `load_n` by Σ noise·rᵢ / load; the length of that
/// path after the zero-phase low-pass, per second. One column a cell, evenly sampled and finite, of equal
/// lengths. Absent: shorter than a second.
std::optional<double> noise_floor_mm_s(std::span<const std::vector<double>> cell_n,
                                       std::span<const Point> cells_mm, double load_n, double filter_hz,
                                       double rate_hz);

}  // namespace poise::signal
