#pragma once

#include <optional>
#include <string>

#include "movement/analysis.h"
#include "session/surroundings.h"

namespace poise::report {

/// What others showed in the same test (session/norms.h), to set the figures beside: "Reference sample, eyes open, firm,
/// median (5th to 95th percentile): 87 people under 60 years: sway velocity 8.0 (5.2 to 15.1) mm/s …". Eyes and surface
/// that were not said count as open and firm, and the sentence says so. Absent where nobody was measured in the same way:
/// another exercise or filter, or a hold that is shorter than theirs.
std::optional<std::string> reference_sample(const movement::Analysis& analysis,
                                            const session::Surroundings& surroundings);

}  // namespace poise::report
