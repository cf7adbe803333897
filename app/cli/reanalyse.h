#pragma once

#include <filesystem>
#include <string>
#include <vector>

#include "base/error.h"

namespace poise::cli {

/// Analyses these kept sessions again on all cores, with progress and the time left on a terminal; says which could not
/// be, and gives their number. Ctrl-C ends it after the sessions under way: an error then, with what is done kept.
Expected<std::size_t> analyse_sessions(const std::filesystem::path& store, const std::vector<std::string>& sessions);

/// "40 s", "5 min", "2 h": as exactly as a guess of the time left is worth.
std::string rough_time(double seconds);

}  // namespace poise::cli
