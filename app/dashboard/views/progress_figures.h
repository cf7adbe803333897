#pragma once

#include <optional>
#include <string>
#include <vector>

#include "engine/shelf.h"
#include "session/norms.h"

/// From the series of a trend to what the Progress view shows. Pure functions.
namespace poise::dashboard {

/// One figure by one formula under the same conditions: a series for each side.
struct TrendGroup {
  std::string title;       ///< "Share of the left", with the variant
  std::string conditions;  ///< "eyes open, firm"; empty where none were said
  std::string unit, formula;  ///< the formula in words, with its source
  int decimals = 1;
  std::optional<double> even;       ///< where neither side is favoured
  std::optional<double> threshold;  ///< a rule of thumb on either side of `even`
  std::vector<const session::Series*> series;  ///< into the trend
  std::vector<session::Reference> references;  ///< what others showed, where somebody was measured alike

  std::string key() const { return title + ", " + conditions; }  ///< tells it from the others of a trend
};

/// In the order of the series: the figures that say most first. Those that tell of the measuring are left out.
std::vector<TrendGroup> groups_of(const engine::Trend& trend);

/// What the last session tells beside the person's own usual: "56.4 against 51.2: within own noise (±8.4)".
std::string verdict_words(const session::Series& series, int decimals);

/// "Beside: 87 people under 60 years 8.0 (5.2 to 15.1) mm/s; … Santos & Duarte 2016 …"; empty where there is nobody.
std::string reference_words(const TrendGroup& group);

/// A formula's name of the analysis in words, with its source; the name itself where there are none.
std::string formula_words(std::string_view formula);

}  // namespace poise::dashboard
