#pragma once

#include <string>
#include <vector>

#include "report/canvas.h"

namespace poise::report {

struct TableColumn {
  std::string heading, unit;
  double width = 1;  ///< in parts of all columns' widths
  Align align = Align::right;
};

struct TableRow {
  std::vector<std::string> cells;  ///< "left", "right" and "both" get the mark of the side
  bool muted = false;              ///< did not count
  bool strong = false;
  bool ruled = false;  ///< a line above
};

/// A table from `top_left`, its heading in two lines, a row every `row_pt`; returns the height that it takes.
/// Cells that do not fit end in an ellipsis.
double draw_table(Canvas& canvas, At top_left, double width, const std::vector<TableColumn>& columns,
                  const std::vector<TableRow>& rows, double row_pt);
/// Without drawing.
double table_height(std::size_t rows, double row_pt);

}  // namespace poise::report
