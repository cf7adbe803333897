#pragma once

#include <span>

#include "base/shipped_file.h"

namespace poise::calibrate {

/// The files of hardware/mats, by file name. Defined in a source that CMake writes.
std::span<const ShippedFile> shipped_mats();

}  // namespace poise::calibrate
