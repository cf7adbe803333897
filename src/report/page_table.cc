#include "report/page_table.h"

#include <algorithm>

namespace poise::report {
namespace {

constexpr double kHead = 24, kGap = 6;

struct Place {
  double left = 0, width = 0;
};

std::vector<Place> places_of(double x, double width, const std::vector<TableColumn>& columns) {
  double parts = 0;
  for (const TableColumn& column : columns) parts += column.width;
  std::vector<Place> places;
  for (const TableColumn& column : columns) {
    const double own = width * column.width / parts;
    places.push_back({x, own - kGap});
    x += own;
  }
  return places;
}

void draw_cell(Canvas& canvas, const Place& place, double baseline, const std::string& text,
               const TextStyle& style, Align align) {
  double left = place.left, width = place.width;
  for (const Side side : {Side::left, Side::right, Side::both}) {
    if (text != to_string(side)) continue;
    canvas.marker(side, {left + 2.5, baseline - 2.6}, 4.6);
    left += 9;
    width -= 9;
    align = Align::left;
  }
  const double at = align == Align::left ? left : align == Align::right ? left + width : left + width / 2;
  canvas.text({at, baseline}, text, style, align, width + kGap - 2);
}

}  // namespace

double table_height(std::size_t rows, double row_pt) { return kHead + static_cast<double>(rows) * row_pt; }

double draw_table(Canvas& canvas, At top_left, double width, const std::vector<TableColumn>& columns,
                  const std::vector<TableRow>& rows, double row_pt) {
  const std::vector<Place> places = places_of(top_left.x, width, columns);
  for (std::size_t i = 0; i < columns.size(); ++i) {
    draw_cell(canvas, places[i], top_left.y + 8, columns[i].heading, type::kFine, columns[i].align);
    draw_cell(canvas, places[i], top_left.y + 17, columns[i].unit, type::kFine, columns[i].align);
  }
  double y = top_left.y + kHead - 3;
  canvas.line({top_left.x, y}, {top_left.x + width, y}, 0.7, ink::kText);
  y += 3;
  for (const TableRow& row : rows) {
    if (row.ruled) canvas.line({top_left.x, y - 1}, {top_left.x + width, y - 1}, 0.4, ink::kMuted);
    TextStyle style = row.strong ? type::kTableStrong : type::kTable;
    style.size_pt = std::min(style.size_pt, row_pt * 0.82);
    if (row.muted) style.colour = ink::kMuted;
    for (std::size_t i = 0; i < std::min(row.cells.size(), places.size()); ++i)
      draw_cell(canvas, places[i], y + row_pt * 0.72, row.cells[i], style, columns[i].align);
    y += row_pt;
  }
  return y - top_left.y;
}

}  // namespace poise::report
