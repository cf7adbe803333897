#pragma once

#include <optional>
#include <span>
#include <string_view>
#include <utility>
#include <vector>

#include "movement/analysis.h"

/// Measures of single repetitions as a report's pages show them. Pure functions of the analysis, driven by
/// what it contains and not by the exercise's name.
namespace poise::report {

using movement::Maybe;

struct RepMeasure {
  std::string_view metric;  ///< as in asymmetries: "depth"
  std::string_view name;    ///< "Depth"
  std::string_view unit;
  int decimals;
  Maybe (*of)(const movement::Rep& rep);
};

/// The measure of that metric; null for one that repetitions do not have ("valid_reps").
const RepMeasure* find_rep_measure(std::string_view metric);
/// Those that some valid repetition has; without the hold where there is a depth, of whose tempo it is a
/// detail.
std::vector<const RepMeasure*> measures_in(const movement::Analysis& analysis);

/// Mean over the valid repetitions of a side.
struct RepMean {
  Side side = Side::both;
  double mean = 0;
  Maybe doubt{};  ///< 95 %, half-width: t(0.975, n-1)·SD/√n
  int n = 0;
};
/// One a side that has some, in the order left, right, both.
std::vector<RepMean> means_of(const movement::Analysis& analysis, const RepMeasure& measure);

/// The longest hold of each side that has some, in the order left, right, both.
std::vector<const movement::Hold*> longest_holds(const movement::Analysis& analysis);
/// The sides that valid repetitions, or without any repetition holds, were done on, in the same order.
std::vector<Side> sides_in(const movement::Analysis& analysis);

}  // namespace poise::report
