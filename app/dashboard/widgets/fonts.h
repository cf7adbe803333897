#pragma once

#include <filesystem>
#include <vector>

#include "widgets/theme.h"

namespace poise::dashboard {

/// Where a face is looked for, best first; the first file that exists is taken.
struct FontFiles {
  std::vector<std::filesystem::path> regular;
  std::vector<std::filesystem::path> bold;

  /// Debian's fonts-inter, then fonts-dejavu-core.
  static FontFiles system();
};

/// Builds the font atlas of the current ImGui context at theme.scale and fills in theme.fonts. Where no font
/// file is found, ImGui's own bitmap font is scaled: ugly, but everything stays readable.
void load_fonts(Theme& theme, const FontFiles& files);

}  // namespace poise::dashboard
