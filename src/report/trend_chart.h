#pragma once

#include <span>
#include <string>

#include "base/error.h"
#include "session/trend.h"

namespace poise::report {

/// Trends as a picture (PNG), a panel a figure and circumstances with left and right in one; of more than 24 panels
/// the first. Each point is a session, at its date; whiskers: 95 % doubt of a mean over repetitions; grey band: the
/// baseline of each session (lowest, highest); dashed: how far from it the last one may lie by the person's own noise;
/// ringed: the other side is favoured than before. Refused: nothing to draw.
Expected<std::string> trend_png(const std::string& athlete, std::span<const session::Series> all);

}  // namespace poise::report
