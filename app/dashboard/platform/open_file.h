#pragma once

#include <filesystem>

namespace poise::dashboard {

/// Opens a file with the program that the desktop has for it (xdg-open), and does not wait for it. Where
/// there is no such program nothing happens.
void open_with_desktop(const std::filesystem::path& file);

}  // namespace poise::dashboard
