#pragma once

#include <filesystem>

#include "base/error.h"
#include "engine/session_pass.h"
#include "session/session.h"

namespace poise::engine {

/// Writes the session folder (contract: session.json, samples.csv, events.csv, reps.csv, summary.csv, report.txt, report.pdf)
/// of a session and what pass_over() made of it. `spreadsheet`: semicolons and decimal commas.
Expected<void> export_session(const session::Session& session, const SessionPass& pass,
                              const std::filesystem::path& folder, bool spreadsheet);

}  // namespace poise::engine
