#pragma once

#include <optional>
#include <string>
#include <vector>

#include "movement/analysis.h"

namespace poise::session {

/// One figure of one session, as summary.csv prints it and trends follow it. What it means, its unit and which way
/// is better stands in movement/metrics.h.
struct Measure {
  std::string metric;  ///< "share.left_mean_pct", "reps.depth_mm", "asymmetry.depth.value_pct"
  Side side = Side::both;
  std::string formula{};  ///< its name; may be empty
  double value = 0;     ///< an asymmetry's has a sign: minus favours left, plus right (the LSI is a ratio and has none)
  std::optional<int> n{};                   ///< values behind it, where there are several
  movement::Maybe sd{};                     ///< between these
  std::string favours{};                    ///< of an asymmetry: "left", "right", "none"
  movement::Maybe mdc95{};                  ///< as in the analysis
};

/// Of the format and the rules of measures_of: what is kept of an earlier number is worked out anew.
inline constexpr int kMeasuresVersion = 1;

/// Every figure of a session that could be computed, in the order of the analysis: means over valid repetitions and
/// over holds, for each side that did some.
std::vector<Measure> measures_of(const movement::Analysis& analysis);

}  // namespace poise::session
