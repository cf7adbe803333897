#pragma once

#include <string>

#include "movement/analysis.h"
#include "session/session.h"

namespace poise::report {

/// One page in plain text (UTF-8) for people: result in words, repetitions, balance with its formula and
/// doubt, quality, notes, and what this is not. `session`: its info and outcome.
std::string text_report(const session::Session& session, const movement::Analysis& analysis);

}  // namespace poise::report
