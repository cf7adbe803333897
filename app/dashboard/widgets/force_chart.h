#pragma once

#include <array>
#include <cstdint>
#include <optional>
#include <span>
#include <string>
#include <vector>

#include "base/min_max_tree.h"
#include "widgets/marks.h"
#include "widgets/ui.h"

namespace poise::dashboard {

/// A whole record over time, drawn from the smallest and largest value of each column of pixels: its cost depends
/// on the width of the screen, not on the length of the record.
struct ForceChart {
  struct Band {
    double start_s = 0, end_s = 0;
    std::string label;
    bool valid = true, chosen = false, edited = false;
  };
  std::span<const double> time_s;
  std::array<const MinMaxTree*, 3> curves{};  ///< left, right, total; null or empty: not measured
  std::span<const std::uint8_t> lost{};
  double from_s = 0, to_s = 1;
  double per_unit = 1;
  std::string unit = "N";
  std::vector<Band> bands{};
};

/// The first row in or behind each column of pixels, and that behind the last one. Rising times, holes allowed.
std::vector<std::size_t> rows_of_columns(std::span<const double> time_s, double from_s, double to_s, int columns);

/// What the mouse does on it.
struct ForceChartMouse {
  bool pressed = false, held = false, released = false;
  std::optional<double> at_s;  ///< where the mouse is, while it is over the chart or held
  double s_per_px = 0;
  float wheel = 0;
};
ForceChartMouse force_chart(Ui& ui, const char* id, const Rect& rect, const ForceChart& chart);

}  // namespace poise::dashboard
