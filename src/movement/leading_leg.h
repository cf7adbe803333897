#pragma once

#include <optional>

#include "base/stages.h"

namespace poise::movement {

/// Which leg leads an exercise in which both plates carry, looked at around its turning point: the foot that stands at
/// least 60 mm further forward (`left_ahead_mm`: left's centre of pressure less right's), else the one that carries at
/// least 55 % of the load. Absent where neither is known or clear. Own rule [E].
std::optional<Side> who_leads(std::optional<double> left_ahead_mm, std::optional<double> left_share_pct);

}  // namespace poise::movement
