#pragma once

#include <optional>
#include <string>
#include <vector>

#include "movement/analysis.h"
#include "session/norms.h"
#include "session/surroundings.h"

namespace poise::report {

/// Those of session/norms.h who were measured alike: the same exercise, side and filter, and holds no longer than this one.
std::vector<session::Reference> references_of(const movement::Analysis& analysis, Side side,
                                              const session::Surroundings& surroundings);

/// What others showed in the same test, to set the figures beside: "Reference sample, eyes open, firm,
/// median (5th to 95th percentile): 87 people under 60 years: sway velocity 8.0 (5.2 to 15.1) mm/s …". Eyes and surface
/// that were not said count as open and firm, and the sentence says so. Absent where nobody was measured alike.
std::optional<std::string> reference_sample(const movement::Analysis& analysis,
                                            const session::Surroundings& surroundings);

}  // namespace poise::report
