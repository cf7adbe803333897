#pragma once

#include <span>
#include <string_view>

namespace poise::session {

/// A file of src/session/programmes as it was when the program was built.
struct ShippedProgramme {
  std::string_view file;  ///< "balance.toml"
  std::string_view toml;
};

/// All of them, in the order in which they are shown. Defined in a source that CMake writes (CMakeLists.txt
/// of this folder).
std::span<const ShippedProgramme> shipped_programme_files();

}  // namespace poise::session
