#pragma once

#include <optional>
#include <string>
#include <vector>

#include "engine/shelf.h"

/// From the series of a trend to what the Progress view shows. Pure functions.
namespace poise::dashboard {

/// One figure by one formula under the same conditions: a series for each side.
struct TrendGroup {
  std::string title;    ///< "share of the left", with the conditions where some were said
  std::string unit, formula;  ///< the formula in words, with its source
  int decimals = 1;
  std::optional<double> even;       ///< where neither side is favoured
  std::optional<double> threshold;  ///< a rule of thumb on either side of `even`
  std::vector<const session::Series*> series;  ///< into the trend
};

/// In the order of the series: the figures that say most first.
std::vector<TrendGroup> groups_of(const engine::Trend& trend);

/// What the last session tells beside the person's own usual: "56.4 against 51.2: within own noise (±8.4)".
std::string verdict_words(const session::Series& series, int decimals);

/// A formula's name of the analysis in words, with its source; the name itself where there are none.
std::string formula_words(std::string_view formula);

}  // namespace poise::dashboard
