#pragma once

#include <span>

#include "base/shipped_file.h"

namespace poise::movement {

/// The files of src/movement/exercises, in the order in which they are shown. Defined in a source that CMake writes.
std::span<const ShippedFile> shipped_exercises();

}  // namespace poise::movement
