#include "movement/leading_leg.h"

#include <cmath>

namespace poise::movement {
namespace {

constexpr double kAhead_mm = 60;        // feet side by side stand less apart
constexpr double kCarriesMore_pct = 5;  // points from even

}  // namespace

std::optional<Side> who_leads(std::optional<double> left_ahead_mm, std::optional<double> left_share_pct) {
  if (left_ahead_mm && std::abs(*left_ahead_mm) > kAhead_mm) return *left_ahead_mm > 0 ? Side::left : Side::right;
  if (!left_share_pct || std::abs(*left_share_pct - 50) < kCarriesMore_pct) return std::nullopt;
  return *left_share_pct > 50 ? Side::left : Side::right;
}

}  // namespace poise::movement
