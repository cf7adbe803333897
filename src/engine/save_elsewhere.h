#pragma once

#include <filesystem>
#include <span>
#include <vector>

#include "base/error.h"
#include "engine/session_pass.h"
#include "session/session.h"

namespace poise::engine {

/// Folders for a session whose store failed: the person's own, the one worked in, and the system's for temporary files.
std::vector<std::filesystem::path> other_places();

/// Writes the session's folder (export_session) as `poise-session-ID` into the first of `places` that takes it, and gives
/// its path; poise import takes it back. An error, that of the last one: none did.
Expected<std::filesystem::path> save_elsewhere(const session::Session& session, const SessionPass& pass,
                                               std::span<const std::filesystem::path> places);

}  // namespace poise::engine
