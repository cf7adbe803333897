#pragma once

namespace poise {

/// The program's version, as in the top CMakeLists.txt.
inline constexpr const char* kVersion = POISE_VERSION;

}  // namespace poise
