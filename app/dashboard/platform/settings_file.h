#pragma once

#include <filesystem>
#include <optional>
#include <span>

#include "base/error.h"
#include "views/settings.h"

namespace poise::dashboard {

/// Where a window stands, in the desktop's coordinates.
struct WindowPlace {
  int x = 0, y = 0, width = 0, height = 0;
  bool operator==(const WindowPlace&) const = default;
};

/// What one start of the dashboard leaves to the next.
struct Remembered {
  Settings settings;
  std::optional<WindowPlace> window;
  bool operator==(const Remembered&) const = default;
};

/// $XDG_CONFIG_HOME/poise/dashboard.toml, by the XDG rules.
std::filesystem::path settings_path();

/// What cannot be read (no file, another program's text, a value out of range) stays as it is by default: settings
/// never keep the window from opening.
Remembered load_settings(const std::filesystem::path& path);

/// Replaces the file as a whole, so that it is never half written.
Expected<void> save_settings(const std::filesystem::path& path, const Remembered& remembered);

/// The place moved and shrunk so that it lies on the monitor that holds most of it; where no monitor holds any of
/// it (it was unplugged), in the middle of the first one. Without monitors as it is.
WindowPlace clamp_to_monitors(WindowPlace place, std::span<const WindowPlace> monitors);

}  // namespace poise::dashboard
