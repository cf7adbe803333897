#pragma once

#include <array>
#include <string>
#include <vector>

#include "widgets/marks.h"
#include "widgets/strip_history.h"
#include "widgets/ui.h"

namespace poise::dashboard {

/// Curves of the last seconds: the newest at the right edge, each labelled with its letter and shape there.
struct StripChart {
  struct Band {
    double start_s = 0, end_s = 0;
    std::string label;
    bool valid = true;
  };
  const StripHistory& history;
  double window_s = 15;
  double per_unit = 1;  ///< a curve's value is divided by this before it is shown
  std::string unit = "N";
  double least_top = 100;  ///< the scale reaches at least this far up, in shown units
  std::array<Mark, StripHistory::kCurves> marks{Mark::left, Mark::right, Mark::body};
  std::vector<Band> bands{};      ///< shaded stretches of time
  std::vector<double> marks_s{};  ///< instants that somebody marked: flags
  std::string end_label = "now";  ///< of the right edge
  bool live = true;
};
void strip_chart(Ui& ui, const Rect& rect, const StripChart& chart);

/// A round number at or above `value`, of the kind people label an axis with: 50, 100, 125, 150, 200 …
double axis_top(double value);

}  // namespace poise::dashboard
