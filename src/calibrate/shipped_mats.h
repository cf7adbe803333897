#pragma once

#include <span>
#include <string_view>

namespace poise::calibrate {

/// A file of hardware/mats as it was when the program was built.
struct ShippedMat {
  std::string_view file;  ///< "reference.toml"
  std::string_view toml;
};

/// All of them, by file name. Defined in a source that CMake writes (CMakeLists.txt of this folder).
std::span<const ShippedMat> shipped_mats();

}  // namespace poise::calibrate
