#pragma once

#include <nlohmann/json.hpp>
#include <string_view>

#include "movement/analysis.h"

namespace poise::report {

/// A figure without the noise of the last bits: six decimals, or six significant digits where it is small.
double rounded(double value);

/// The object "poise.analysis/1" that `poise analyze --json` and `poise record --json` print. What could not
/// be computed is absent; there is never a NaN. Lists are there even when they are empty.
nlohmann::ordered_json analysis_json(const movement::Analysis& analysis, std::string_view poise_version);

/// The object as text; bytes that are no UTF-8 are replaced, and what a terminal would obey is escaped.
std::string json_text(const nlohmann::ordered_json& json, int indent = 2);

}  // namespace poise::report
