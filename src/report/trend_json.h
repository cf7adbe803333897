#pragma once

#include <nlohmann/json.hpp>
#include <span>
#include <string>

#include "session/trend.h"

namespace poise::report {

/// The object "poise.trend/1": athlete and series, each with its points. What is not known is absent. Pure functions.
nlohmann::ordered_json trend_json(const std::string& athlete, std::span<const session::Series> series);

/// The object "poise.group/1": a row an athlete and side.
nlohmann::ordered_json group_json(std::span<const session::GroupRow> rows);

}  // namespace poise::report
