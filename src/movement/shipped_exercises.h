#pragma once

#include <span>
#include <string_view>

namespace poise::movement {

/// A file of src/movement/exercises as it was when the program was built.
struct ShippedExercise {
  std::string_view file;  ///< "squat.toml"
  std::string_view toml;
};

/// All of them, in the order in which they are shown. Defined in a source that CMake writes (CMakeLists.txt of
/// this folder).
std::span<const ShippedExercise> shipped_exercises();

}  // namespace poise::movement
