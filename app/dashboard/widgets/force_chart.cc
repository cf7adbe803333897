#include "widgets/force_chart.h"

#include <fmt/format.h>
#include <imgui_internal.h>

#include <algorithm>
#include <cmath>

#include "widgets/strip_chart.h"

namespace poise::dashboard {
namespace {

struct Map {
  Rect plot;
  double from_s = 0, to_s = 1, top = 100, per_unit = 1;

  float x(double time_s) const {
    return plot.x + plot.w * static_cast<float>(std::clamp((time_s - from_s) / (to_s - from_s), 0.0, 1.0));
  }
  float y(double value) const {
    return plot.bottom() - plot.h * static_cast<float>(std::clamp(value / per_unit / top, -0.05, 1.0));
  }
};

std::size_t row_at(std::span<const double> time_s, double at_s) {
  return static_cast<std::size_t>(std::lower_bound(time_s.begin(), time_s.end(), at_s) - time_s.begin());
}

/// row_at() from a row that is likely near: time goes on evenly but for holes, so this looks at a few rows only.
std::size_t row_near(std::span<const double> time_s, double at_s, std::size_t guess) {
  const std::size_t size = time_s.size();
  std::size_t low = std::min(guess, size), high = low;
  for (std::size_t step = 1; low > 0 && time_s[low - 1] >= at_s; step *= 2) {
    high = low;
    low -= std::min(low, step);
  }
  for (std::size_t step = 1; high < size && time_s[high] < at_s; step *= 2) {
    low = high + 1;
    high = std::min(size, high + step);
  }
  return low + row_at(time_s.subspan(low, high - low), at_s);
}

void draw_curve(Ui& ui, const Map& map, const MinMaxTree& curve, std::span<const std::size_t> rows,
                float column_px, ImU32 colour, float width) {
  std::vector<ImVec2> points;
  const auto flush = [&] {
    if (points.size() > 1)
      ui.draw->AddPolyline(points.data(), static_cast<int>(points.size()), colour, ImDrawFlags_None, width);
    points.clear();
  };
  float last_y = 0;
  for (std::size_t i = 0; i + 1 < rows.size(); ++i) {
    if (rows[i] == rows[i + 1]) continue;  // fewer samples than pixels: the line goes on to the next one
    const auto range = curve.range_in_blocks(rows[i], rows[i + 1]);
    if (!range.any) {
      flush();
      continue;
    }
    const float x = map.plot.x + column_px * (static_cast<float>(i) + 0.5F);
    const float low = map.y(static_cast<double>(range.low)), high = map.y(static_cast<double>(range.high));
    const bool low_first = points.empty() || std::abs(low - last_y) <= std::abs(high - last_y);
    points.push_back({x, low_first ? low : high});
    last_y = low_first ? high : low;
    if (std::abs(low - high) > 0.5F) points.push_back({x, last_y});
  }
  flush();
}

double time_step(double span_s, float width_px, float label_px) {
  for (const double step : {0.5, 1.0, 2.0, 5.0, 10.0, 20.0, 30.0, 60.0, 120.0, 300.0, 600.0, 1200.0})
    if (static_cast<double>(width_px) * step / span_s > static_cast<double>(label_px)) return step;
  return 3600;
}

void draw_axes(Ui& ui, const Map& map, const ForceChart& chart, const Rect& axis) {
  const Palette& c = ui.colour();
  const float line = line_height(ui, Type::small);
  double step = 25;
  while (map.plot.h * static_cast<float>(step / map.top) < line * 1.3F) step *= 2;
  for (double value = 0; value <= map.top; value += step) {
    const float y = map.y(value * map.per_unit);
    ui.draw->AddLine({map.plot.x, y}, {map.plot.right(), y}, c.line, ui.px(1));
    const bool last = value + step > map.top;
    text(ui, {axis.x, y - line / 2, axis.w - ui.px(8), line},
         last ? fmt::format("{:.0f} {}", value, chart.unit) : fmt::format("{:.0f}", value),
         {Type::small, c.muted, Align::right});
  }
  const double every = time_step(map.to_s - map.from_s, map.plot.w, ui.px(62));
  for (double t = std::ceil(map.from_s / every) * every; t <= map.to_s; t += every) {
    const float x = map.x(t);
    ui.draw->AddLine({x, map.plot.y}, {x, map.plot.bottom()}, c.line, ui.px(1));
    const std::string label = t < 120     ? fmt::format("{:g} s", t)
                              : every < 60 ? fmt::format("{:.0f}:{:02.0f}", std::floor(t / 60), std::fmod(t, 60))
                                           : fmt::format("{:.0f} min", t / 60);
    const float half = ui.px(30);
    const bool at_end = x + half > map.plot.right() + ui.px(4);
    text(ui, {at_end ? map.plot.right() - 2 * half : x - half, map.plot.bottom() + ui.px(2), 2 * half, line}, label,
         {Type::small, c.muted, at_end ? Align::right : Align::centre});
  }
}

void draw_bands(Ui& ui, const Map& map, const ForceChart& chart) {
  const Palette& c = ui.colour();
  for (const auto& band : chart.bands) {
    if (band.end_s <= map.from_s || band.start_s >= map.to_s) continue;
    const Rect rect{map.x(band.start_s), map.plot.y, map.x(band.end_s) - map.x(band.start_s), map.plot.h};
    ui.draw->AddRectFilled(rect.min(), rect.max(), faded(c.highlight, band.chosen ? 0.20F : band.valid ? 0.09F : 0.03F));
    if (!band.valid) draw_hatch(ui, rect, faded(c.muted, 0.25F));
    if (band.chosen) {
      for (const float x : {rect.x, rect.right()}) {
        ui.draw->AddLine({x, rect.y}, {x, rect.bottom()}, c.highlight, ui.px(2));
        ui.draw->AddRectFilled({x - ui.px(3), rect.centre_y() - ui.px(14)}, {x + ui.px(3), rect.centre_y() + ui.px(14)},
                               c.highlight, ui.px(3));
      }
    }
    const std::string label = band.edited ? band.label + "*" : band.label;
    if (text_width(ui, Type::small, label) <= rect.w)
      text(ui, {rect.x, rect.y + ui.px(1), rect.w, line_height(ui, Type::small)}, label,
           {Type::small, band.chosen ? c.text : c.muted, Align::centre});
  }
}

void draw_lost(Ui& ui, const Map& map, const ForceChart& chart, std::span<const std::size_t> rows, float column_px) {
  if (chart.lost.empty()) return;
  for (std::size_t i = 0; i + 1 < rows.size(); ++i) {
    // A look at each column's ends is enough for what is wider than a pixel; the rest shows in the counts.
    const std::size_t row = std::min(rows[i], chart.lost.size() - 1);
    if (chart.lost[row] == 0) continue;
    const float x = map.plot.x + column_px * static_cast<float>(i);
    ui.draw->AddRectFilled({x, map.plot.y}, {x + std::max(column_px, ui.px(2)), map.plot.bottom()},
                           faded(ui.colour().bad, 0.25F));
  }
}

}  // namespace

std::vector<std::size_t> rows_of_columns(std::span<const double> time_s, double from_s, double to_s, int columns) {
  std::vector<std::size_t> rows{row_at(time_s, from_s)};
  rows.reserve(static_cast<std::size_t>(columns) + 1);
  const double step_s = (to_s - from_s) / columns;
  std::size_t step = 1;
  for (int i = 1; i <= columns; ++i) {
    rows.push_back(row_near(time_s, from_s + step_s * i, rows.back() + step));
    step = rows[rows.size() - 1] - rows[rows.size() - 2];
  }
  return rows;
}

ForceChartMouse force_chart(Ui& ui, const char* id, const Rect& rect, const ForceChart& chart) {
  Rect plot = rect;
  plot.take_bottom(line_height(ui, Type::small) + ui.px(4));
  plot.take_top(ui.px(6));
  const Rect axis = plot.take_left(ui.px(76));
  plot.take_right(ui.px(8));
  Map map{plot, chart.from_s, std::max(chart.to_s, chart.from_s + 0.1), 100, chart.per_unit};
  const int columns = std::max(1, static_cast<int>(plot.w / std::max(1.0F, ui.px(1))));
  const auto rows = rows_of_columns(chart.time_s, map.from_s, map.to_s, columns);
  const float column_px = plot.w / static_cast<float>(columns);
  double highest = 0;
  for (const auto* curve : chart.curves) {
    if (curve == nullptr || curve->size() == 0) continue;
    const auto range = curve->range(rows.front(), rows.back());
    if (range.any) highest = std::max(highest, static_cast<double>(range.high));
  }
  map.top = axis_top(std::max(50.0, highest / chart.per_unit * 1.02));

  draw_bands(ui, map, chart);
  draw_axes(ui, map, chart, axis);
  ui.draw->PushClipRect(plot.min(), plot.max(), true);
  draw_lost(ui, map, chart, rows, column_px);
  const Mark marks[] = {Mark::left, Mark::right, Mark::body};
  for (std::size_t i = chart.curves.size(); i-- > 0;) {
    if (chart.curves[i] != nullptr && chart.curves[i]->size() > 0)
      draw_curve(ui, map, *chart.curves[i], rows, column_px, mark_colour(ui, marks[i]), ui.px(i == 2 ? 1.3F : 1.8F));
  }
  ui.draw->PopClipRect();

  ForceChartMouse mouse;
  mouse.s_per_px = (map.to_s - map.from_s) / static_cast<double>(std::max(1.0F, plot.w));
  if (plot.empty()) return mouse;
  ImGui::SetCursorScreenPos(plot.min());
  ImGui::InvisibleButton(id, {plot.w, plot.h});
  if (ui.shown != nullptr) ui.shown->widgets.push_back(ImGui::GetItemID());
  mouse.pressed = ImGui::IsItemActivated();
  mouse.held = ImGui::IsItemActive();
  mouse.released = ImGui::IsItemDeactivated();
  const bool over = ImGui::IsItemHovered();
  if (over || mouse.held || mouse.released) {
    const auto along = static_cast<double>(ImGui::GetIO().MousePos.x - plot.x) * mouse.s_per_px;
    mouse.at_s = std::clamp(map.from_s + along, map.from_s, map.to_s);
  }
  if (over) mouse.wheel = ImGui::GetIO().MouseWheel;
  return mouse;
}

}  // namespace poise::dashboard
