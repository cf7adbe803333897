#include "widgets/strip_chart.h"

#include <fmt/format.h>

#include <algorithm>
#include <cmath>

namespace poise::dashboard {
namespace {

/// A curve is broken where it has no number for longer than this (a slow mat has holes between its samples).
constexpr double kBreak_s = 0.25;

/// From data to the screen, for one frame.
struct Mapping {
  Rect plot;
  double from_s = 0, window_s = 15, top = 100, per_unit = 1;

  float x(double time_s) const {
    return plot.x + plot.w * static_cast<float>(std::clamp((time_s - from_s) / window_s, 0.0, 1.0));
  }
  float y(double value) const {
    const double part = std::clamp(value / per_unit / top, -0.05, 1.0);
    return plot.bottom() - plot.h * static_cast<float>(part);
  }
};

using Slots = std::deque<StripHistory::Slot>;

Slots::const_iterator first_visible(const Slots& slots, double from_s) {
  return std::lower_bound(slots.begin(), slots.end(), from_s,
                          [](const StripHistory::Slot& slot, double t) { return slot.start_s() < t; });
}

double highest(const Slots& slots, double from_s) {
  double value = 0;
  for (auto slot = first_visible(slots, from_s); slot != slots.end(); ++slot) {
    for (const auto& range : slot->curves) {
      if (range.any) value = std::max(value, static_cast<double>(range.high));
    }
  }
  return value;
}

void draw_grid(Ui& ui, const Mapping& map, const StripChart& chart, const Rect& axis) {
  const Palette& c = ui.colour();
  const float label_height = line_height(ui, Type::small);
  // As many round steps as leave room between the labels.
  double step = 25;
  while (map.plot.h * step / map.top < label_height * 1.2F) step *= 2;
  for (double value = 0; value <= map.top; value += step) {
    const float y = map.y(value * map.per_unit);
    ui.draw->AddLine({map.plot.x, y}, {map.plot.right(), y}, c.line, ui.px(1));
    const bool last = value + step > map.top;
    const std::string label =
        last ? fmt::format("{:.0f} {}", value, chart.unit) : fmt::format("{:.0f}", value);
    text(ui, {axis.x, y - label_height / 2, axis.w - ui.px(8), label_height}, label,
         {Type::small, c.muted, Align::right});
  }
  const float tick_y = map.plot.bottom() + ui.px(2);
  for (int back_s = 0; back_s <= static_cast<int>(map.window_s); back_s += 5) {
    const float x = map.x(map.from_s + map.window_s - back_s);
    ui.draw->AddLine({x, map.plot.y}, {x, map.plot.bottom()}, c.line, ui.px(1));
    const std::string label = back_s == 0 ? chart.end_label : fmt::format("{} s", -back_s);
    const float width = ui.px(90);
    const bool first = x - map.plot.x < width / 2;  // kept clear of the labels of the other axis
    text(ui, {first ? x : x - width / 2, tick_y, width, label_height}, label,
         {Type::small, c.muted, first ? Align::left : Align::centre});
  }
}

void draw_bands(Ui& ui, const Mapping& map, const StripChart& chart) {
  for (const auto& band : chart.bands) {
    if (band.end_s <= map.from_s || band.start_s >= map.from_s + map.window_s) continue;
    const Rect rect{map.x(band.start_s), map.plot.y, map.x(band.end_s) - map.x(band.start_s), map.plot.h};
    ui.draw->AddRectFilled(rect.min(), rect.max(), faded(ui.colour().accent, band.valid ? 0.10F : 0.04F));
    if (text_width(ui, Type::small, band.label) > rect.w) continue;
    text(ui, {rect.x, rect.y + ui.px(1), rect.w, line_height(ui, Type::small)}, band.label,
         {Type::small, ui.colour().muted, Align::centre});
  }
}

void draw_flags(Ui& ui, const Mapping& map, const StripChart& chart) {
  for (const double mark_s : chart.marks_s) {
    if (mark_s < map.from_s || mark_s > map.from_s + map.window_s) continue;
    const float x = map.x(mark_s), size = ui.px(9);
    ui.draw->AddLine({x, map.plot.y}, {x, map.plot.bottom()}, faded(ui.colour().highlight, 0.6F), ui.px(1.5F));
    ui.draw->AddTriangleFilled({x, map.plot.y}, {x + size, map.plot.y + size / 2}, {x, map.plot.y + size},
                               ui.colour().highlight);
  }
}

/// Stretches with lost samples, or with nothing at all for longer than kBreak_s.
std::vector<std::pair<double, double>> lost_stretches(const Slots& slots, double from_s) {
  std::vector<std::pair<double, double>> found;
  double previous_end_s = 1e18;
  for (auto slot = first_visible(slots, from_s); slot != slots.end(); ++slot) {
    const double start_s = slot->start_s();
    const double end_s = start_s + StripHistory::kSlot_s;
    if (start_s - previous_end_s > kBreak_s) found.emplace_back(previous_end_s, start_s);
    previous_end_s = end_s;
    if (!slot->lost) continue;
    const bool joins = !found.empty() && start_s - found.back().second < StripHistory::kSlot_s / 2;
    if (joins) {
      found.back().second = end_s;
    } else {
      found.emplace_back(start_s, end_s);
    }
  }
  return found;
}

void draw_lost(Ui& ui, const Mapping& map, const Slots& slots) {
  for (const auto& [start_s, end_s] : lost_stretches(slots, map.from_s)) {
    const float x = map.x(start_s);
    const Rect rect{x, map.plot.y, std::max(map.x(end_s) - x, ui.px(3)), map.plot.h};
    ui.draw->AddRectFilled(rect.min(), rect.max(), faded(ui.colour().bad, 0.08F));
    draw_hatch(ui, rect, faded(ui.colour().bad, 0.45F));
  }
}

/// Returns the last value drawn, for the label at the curve's end; NaN when there is none in view.
double draw_curve(Ui& ui, const Mapping& map, const Slots& slots, std::size_t curve, ImU32 colour,
                  float width) {
  std::vector<ImVec2> points;
  const auto flush = [&] {
    if (points.size() > 1)
      ui.draw->AddPolyline(points.data(), static_cast<int>(points.size()), colour, ImDrawFlags_None, width);
    points.clear();
  };
  double last = std::nan("");
  double last_s = -1e9;
  for (auto slot = first_visible(slots, map.from_s); slot != slots.end(); ++slot) {
    const auto& range = slot->curves[curve];
    if (!range.any) continue;
    const double at_s = slot->start_s() + StripHistory::kSlot_s / 2;
    if (at_s - last_s > kBreak_s) flush();
    // The end nearer to where the curve comes from goes first, so that it does not zigzag.
    const bool rising = std::isnan(last) || std::abs(range.low - last) <= std::abs(range.high - last);
    const float first = rising ? range.low : range.high;
    const float second = rising ? range.high : range.low;
    points.push_back({map.x(at_s), map.y(first)});
    if (map.y(first) != map.y(second)) points.push_back({map.x(at_s), map.y(second)});
    last = second;
    last_s = at_s;
  }
  flush();
  return last;
}

/// Letters and shapes at the right end, pushed apart where curves end close together.
void draw_end_labels(Ui& ui, const Mapping& map, const StripChart& chart,
                     const std::array<double, StripHistory::kCurves>& last, const Rect& column) {
  struct Label {
    std::size_t curve;
    float y;
  };
  std::vector<Label> labels;
  for (std::size_t i = 0; i < last.size(); ++i) {
    if (!std::isnan(last[i])) labels.push_back({i, map.y(last[i])});
  }
  std::stable_sort(labels.begin(), labels.end(), [](const Label& a, const Label& b) { return a.y < b.y; });
  const float step = line_height(ui, Type::small) + ui.px(2);
  for (std::size_t i = 1; i < labels.size(); ++i) labels[i].y = std::max(labels[i].y, labels[i - 1].y + step);
  for (std::size_t i = labels.size(); i-- > 0;) {
    const float limit = i + 1 == labels.size() ? column.bottom() - step / 2 : labels[i + 1].y - step;
    labels[i].y = std::min(labels[i].y, limit);
  }
  for (const Label& label : labels) {
    const Mark mark = chart.marks[label.curve];
    draw_mark(ui, mark, {column.x + ui.px(10), label.y}, ui.px(4.5F), chart.live ? 1.0F : 0.35F);
    const std::string_view letter = mark == Mark::body ? "total" : mark_letter(mark);
    text(ui, {column.x + ui.px(20), label.y - step / 2, column.w - ui.px(20), step}, letter,
         {Type::small, mark_colour(ui, mark)});
  }
}

}  // namespace

double axis_top(double value) {
  double step = 25;
  while (value > step * 8) step *= 2;
  return std::ceil(value / step) * step;
}

void strip_chart(Ui& ui, const Rect& rect, const StripChart& chart) {
  Rect plot = rect;
  plot.take_bottom(line_height(ui, Type::small) + ui.px(4));
  plot.take_top(ui.px(6));
  const Rect axis = plot.take_left(ui.px(76));
  const Rect labels = plot.take_right(ui.px(58));
  const auto& slots = chart.history.slots();
  Mapping map{plot, chart.history.end_s() - chart.window_s, chart.window_s, 100, chart.per_unit};
  map.top = axis_top(std::max(chart.least_top, highest(slots, map.from_s) / chart.per_unit * 1.02));

  draw_bands(ui, map, chart);
  draw_grid(ui, map, chart, axis);
  ui.draw->PushClipRect({plot.x, plot.y - ui.px(2)}, {plot.right(), plot.bottom() + ui.px(2)}, true);
  draw_lost(ui, map, slots);
  std::array<double, StripHistory::kCurves> last{};
  for (std::size_t i = StripHistory::kCurves; i-- > 0;) {  // the first curve last, on top
    const float alpha = chart.live ? 1.0F : 0.35F;
    last[i] = draw_curve(ui, map, slots, i, faded(mark_colour(ui, chart.marks[i]), alpha),
                         ui.px(i == 2 ? 1.6F : 2.2F));
  }
  draw_flags(ui, map, chart);
  ui.draw->PopClipRect();
  draw_end_labels(ui, map, chart, last, labels);
}

}  // namespace poise::dashboard
