#pragma once

#include <nlohmann/json.hpp>

#include "store/store.h"

namespace poise::cli {

/// Everything about a calibration, as JSON ("poise.calibration/1").
nlohmann::ordered_json to_json(const store::KeptCalibration& kept);

/// The same for people, on standard output.
void print_calibration(const store::KeptCalibration& kept);

/// The last spot checks of a mat as a table, on standard output; nothing when there are none.
void print_spot_checks(const std::vector<store::KeptSpotCheck>& checks);

nlohmann::ordered_json to_json(const store::KeptSpotCheck& check);

}  // namespace poise::cli
