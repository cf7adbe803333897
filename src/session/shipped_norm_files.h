#pragma once

#include <span>

#include "base/shipped_file.h"

namespace poise::session {

/// The files of src/session/norms, in the order in which they are shown. Defined in a source that CMake writes.
std::span<const ShippedFile> shipped_norm_files();

}  // namespace poise::session
