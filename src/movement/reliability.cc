#include "movement/reliability.h"

#include <cmath>
#include <numbers>
#include <vector>

#include "signal/statistics.h"

namespace poise::movement {

std::optional<double> typical_error(std::span<const double> sessions) {
  std::vector<double> differences;
  std::optional<double> before;
  for (const double value : sessions) {
    if (!std::isfinite(value)) continue;
    if (before) differences.push_back(value - *before);
    before = value;
  }
  const auto sd = signal::standard_deviation(differences);
  if (!sd) return std::nullopt;
  return *sd / std::numbers::sqrt2;
}

std::optional<double> minimal_detectable_change_95(std::span<const double> sessions) {
  const auto error = typical_error(sessions);
  if (!error) return std::nullopt;
  return 1.96 * std::numbers::sqrt2 * *error;
}

}  // namespace poise::movement
