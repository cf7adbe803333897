#pragma once

#include <string>
#include <string_view>

namespace poise::report {

/// A long text in lines of at most 80 characters, those after the first indented; ends with a new line.
/// Leading and repeated spaces stay. A number and the unit behind it stay on one line.
std::string wrapped(std::string_view text, std::string_view indent);

}  // namespace poise::report
