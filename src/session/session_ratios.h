#pragma once

#include <span>
#include <vector>

#include "session/trend.h"

namespace poise::session {

/// For each stand with eyes closed the ratio of its sway to that of the stand with eyes open that was nearest in time
/// on the same day, of the same person, exercise, variant and side with all other conditions equal; for each stand on
/// foam likewise to that on firm ground. Each comes as a session of its own, at the time of the one with eyes closed
/// (on foam), whose figures are the ratios and whose eyes (surface) are not said. Sway velocity (Prieto 1996) and the
/// area of the 95 % prediction ellipse are compared; closed over open is the Romberg quotient (Van Parys &
/// Njiokiktjien 1976, Agressologie 17:95). `sessions`: of one person, in any order.
std::vector<MeasuredSession> ratios_of(std::span<const MeasuredSession> sessions);

}  // namespace poise::session
