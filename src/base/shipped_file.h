#pragma once

#include <string_view>

namespace poise {

/// A TOML file that became part of the program when it was built (poise_shipped_files() in src/CMakeLists.txt), so that
/// the programs work from anywhere.
struct ShippedFile {
  std::string_view file;  ///< "squat.toml"
  std::string_view toml;
};

}  // namespace poise
