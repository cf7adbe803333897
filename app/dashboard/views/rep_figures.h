#pragma once

#include <functional>
#include <span>
#include <string>
#include <vector>

#include "views/describe.h"
#include "widgets/gauges.h"

/// Which figures of a repetition matter for an exercise, and how they are written. Pure functions.
namespace poise::dashboard {

struct Figure {
  std::string name, value;
  std::string about{};  ///< what it is, with formula and source where it has them
};
/// At most four, the most important first. A one-leg exercise has no share.
std::vector<Figure> figures_of(const movement::Rep& rep, const movement::Exercise& exercise,
                               std::optional<double> body_weight_n, const Units& units = {});

/// A stand has no repetitions: what was held, and how much the person swayed.
std::vector<Figure> stand_figures(const movement::Analysis& result);

/// The rows of the list of repetitions: share where there is one, else depth or time held.
struct RepBars {
  std::vector<RepRow> rows;
  bool diverging = false;
  double corridor = 0;
};
/// `settings`: corridor, target and units.
RepBars bars_of(std::span<const movement::Rep> reps, const movement::Exercise& exercise, const Settings& settings);
const char* list_title(std::span<const movement::Rep> reps, const movement::Exercise& exercise);

/// One column of a table of repetitions.
struct RepColumn {
  std::string name;   ///< with its unit, where that is always the same
  std::string about;  ///< what it is
  std::function<std::string(const movement::Rep&)> cell;
  int folds = 0;  ///< where there is too little room, the highest goes first
  bool remarks = false;
};
/// The set is told where there is more than one.
std::vector<RepColumn> rep_columns(std::span<const movement::Rep> reps, const movement::Exercise& exercise,
                                   std::optional<double> body_weight_n, const Units& units = {});

}  // namespace poise::dashboard
