#pragma once

#include <string>

#include "base/error.h"
#include "session/session.h"

/// Whether texts that people typed, or that came with a session of somebody else's, are ones that Poise keeps: not too
/// long (base/limits.h), and without control characters where they stand in lists and file names. Errors say which text
/// it is and what to do. Pure functions.
namespace poise::session {

/// A pseudonym; empty is fine here.
Expected<void> check_pseudonym(const std::string& pseudonym);

/// A note: several lines.
Expected<void> check_note(const std::string& note);

/// Every text of a session that a person may have typed.
Expected<void> check_texts(const SessionInfo& info);

}  // namespace poise::session
