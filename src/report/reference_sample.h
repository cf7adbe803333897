#pragma once

#include <optional>
#include <string>

#include "movement/analysis.h"
#include "session/surroundings.h"

namespace poise::report {

/// What others showed in the same stand, to set a sway beside. "Reference sample: 87 people under 60, eyes
/// open on firm ground, 60 s: sway velocity 8.0 mm/s (5.2 to 15.1 …".
///
/// Computed from the open recordings of Santos & Duarte 2016 (PeerJ 4:e2648; 163 people, 60 s, 100 Hz,
/// low-passed at about 10 Hz, CC BY 4.0): 5th, 50th and 95th percentile of each person's median over the
/// trials. Valid for their stance, device and filter only, so it is a reference sample and not a norm. Absent
/// for anything but a quiet stand on both legs of 25 s or more (Scoppa et al. 2013). Eyes and surface that
/// were not said count as open and firm, and the sentence says so.
std::optional<std::string> reference_sample(const movement::Analysis& analysis,
                                            const session::Surroundings& surroundings);

}  // namespace poise::report
