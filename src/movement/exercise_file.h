#pragma once

#include <string>
#include <string_view>

#include "movement/catalogue.h"

namespace poise::movement {

/// Reads the text of an exercise file: the keys are the members of Exercise, `pattern` and `sides` as words
/// ("squat", "one-plate"), variants as [[variant]] tables. What a pattern does not look at (least_depth_mm of a
/// bridge) is refused, and so are unknown keys. `where` names the file in errors, which say the line, what is
/// wrong and what to write.
Expected<Exercise> parse_exercise(std::string_view toml, const std::string& where);

}  // namespace poise::movement
