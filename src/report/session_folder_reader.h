#pragma once

#include <filesystem>
#include <string>
#include <vector>

#include "base/error.h"
#include "session/session.h"

namespace poise::report {

struct ImportedSession {
  session::Session session;  ///< arrival_us = device_us: a session folder does not keep arrival times
  std::vector<std::string> warnings;  ///< whole sentences for people
};

/// Takes back what write_session_folder wrote: session.json, samples.csv (the raw counts) and events.csv; the
/// other files are not looked at. Trusts nothing in them; errors name the file and the line or key.
Expected<ImportedSession> read_session_folder(const std::filesystem::path& folder);

}  // namespace poise::report
