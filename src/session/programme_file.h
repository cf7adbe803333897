#pragma once

#include <filesystem>
#include <string>
#include <string_view>

#include "session/programme.h"

namespace poise::session {

/// Reads the text of a programme file. `where` names it in errors, which say the line, the key, what is wrong
/// and what to write. Refused: unknown keys (the nearest known one is said), exercises and variants that are
/// not in the catalogue, and what no set can be.
Expected<Programme> parse_programme(std::string_view text, const std::string& where);

/// parse_programme() of a file.
Expected<Programme> load_programme(const std::filesystem::path& path);

}  // namespace poise::session
