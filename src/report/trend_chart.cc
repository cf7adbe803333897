#include "report/trend_chart.h"

#include <fmt/format.h>

#include <algorithm>
#include <cmath>
#include <vector>

#include "movement/catalogue.h"
#include "movement/metrics.h"
#include "report/chart.h"
#include "report/surface.h"
#include "report/trend_figure.h"
#include "report/trend_text.h"
#include "report/words.h"

namespace poise::report {
namespace {

using session::Series;
using session::TrendPoint;
using Panel = std::span<const Series>;  ///< the sides of one figure

constexpr std::size_t kMostPanels = 24;
constexpr double kPanelWidth = 380, kPlotHeight = 130, kMargin = 24, kGap = 24, kLine = 12;
constexpr double kDay_us = 86'400e6;

bool same_figure(const Series& a, const Series& b) {
  return a.exercise == b.exercise && a.variant == b.variant && a.conditions == b.conditions && a.metric == b.metric &&
         a.formula == b.formula;
}

std::vector<Panel> panels_of(std::span<const Series> all) {
  std::vector<Panel> panels;
  while (!all.empty() && panels.size() < kMostPanels) {
    const auto end = std::find_if(all.begin(), all.end(), [&](const Series& it) { return !same_figure(it, all.front()); });
    const auto count = static_cast<std::size_t>(end - all.begin());
    panels.push_back(all.first(count));
    all = all.subspan(count);
  }
  return panels;
}

/// Title, circumstances, plot, dates, a line of words for each side.
double height_of(const Panel& panel) {
  return 2 * kLine + 6 + kPlotHeight + kLine + kLine * static_cast<double>(panel.size() + 1);
}

/// Days since the first session; sessions of one day lie where they are, too.
Scale time_scale(const Panel& panel, const Box& plot) {
  std::int64_t first_us = panel[0].points.front().started_wall_us, last_us = first_us;
  for (const Series& series : panel) {
    first_us = std::min(first_us, series.points.front().started_wall_us);
    last_us = std::max(last_us, series.points.back().started_wall_us);
  }
  const double first = static_cast<double>(first_us) / kDay_us, last = static_cast<double>(last_us) / kDay_us;
  return {first, std::max(last, first + 1e-3), plot.x + 10, plot.right() - 10};
}

double day_of(const TrendPoint& point) { return static_cast<double>(point.started_wall_us) / kDay_us; }

Range range_of(const Panel& panel) {
  Range range;
  for (const Series& series : panel) {
    for (const TrendPoint& point : series.points) {
      range.add(point.value - doubt_of(point).value_or(0));
      range.add(point.value + doubt_of(point).value_or(0));
    }
    const movement::Metric metric = movement::metric_of(series.metric, series.formula);
    if (const auto even = movement::even_of(metric.better)) range.add(*even);
    if (!series.mdc95) continue;
    range.add(series.points.back().baseline->median - *series.mdc95);
    range.add(series.points.back().baseline->median + *series.mdc95);
  }
  return range.padded(0.08, std::max(std::abs(range.high) * 0.02, 1e-3));
}

void draw_baselines(Canvas& canvas, const Series& series, const Scale& x, const Scale& y) {
  std::vector<At> band, below;
  for (const TrendPoint& point : series.points) {
    if (!point.baseline) continue;
    band.push_back({x(day_of(point)), y(point.baseline->high)});
    below.push_back({x(day_of(point)), y(point.baseline->low)});
  }
  if (band.size() == 1) {  // a band has a width
    band.insert(band.begin(), {band[0].x - 8, band[0].y});
    below.insert(below.begin(), {below[0].x - 8, below[0].y});
  }
  band.insert(band.end(), below.rbegin(), below.rend());
  if (!band.empty()) canvas.polygon(band, faded(colour_of(series.side), 0.12));
}

/// How far from its baseline the last session may lie.
void draw_noise(Canvas& canvas, const Series& series, const Scale& x, const Scale& y) {
  if (!series.mdc95) return;
  const TrendPoint& last = series.points.back();
  const double from = x(day_of(series.points[series.points.size() - 2])), to = x(day_of(last)) + 8;
  for (const double sign : {-1.0, 1.0}) {
    const double at = y(last.baseline->median + sign * *series.mdc95);
    canvas.line({from, at}, {to, at}, 0.8, colour_of(series.side), true);
  }
}

void draw_points(Canvas& canvas, const Series& series, const Scale& x, const Scale& y) {
  std::vector<At> line;
  for (const TrendPoint& point : series.points) {
    const At at{x(day_of(point)), y(point.value)};
    if (const auto doubt = doubt_of(point))
      canvas.line({at.x, y(point.value - *doubt)}, {at.x, y(point.value + *doubt)}, 0.6, faded(colour_of(series.side), 0.5));
    line.push_back(at);
  }
  canvas.polyline(line, 0.9, colour_of(series.side), series.side == Side::right);
  const double size = series.points.size() > 40 ? 3 : 5;
  for (std::size_t i = 0; i < line.size(); ++i) {
    canvas.marker(series.side, line[i], size);
    if (series.points[i].flipped) canvas.ellipse(line[i], 6, 6, 0, 0.9, ink::kText);
  }
}

std::string words_of(const Series& series) {
  std::string words = series.side == Side::both ? "" : std::string(to_string(series.side)) + ": ";
  words += value_in_words(series, series.points.back().value);
  if (series.change) words += ", " + change_in_words(series, *series.change) + " from the baseline";
  words += ", " + verdict_in_words(series);
  if (series.flips > 0) words += fmt::format("; {} of the favoured side", counted(series.flips, "change"));
  return words;
}

std::string circumstances_of(const Series& series) {
  const movement::Exercise* exercise = movement::find_exercise(series.exercise);
  std::string text = exercise ? exercise->name : series.exercise;
  if (!series.variant.empty()) text += ", " + series.variant;
  if (const std::string conditions = in_words(series.conditions); !conditions.empty()) text += ", " + conditions;
  return text;
}

void draw_panel(Canvas& canvas, At at, const Panel& panel) {
  const Series& first = panel.front();
  const movement::Metric metric = movement::metric_of(first.metric, first.formula);
  canvas.text({at.x, at.y + 10}, sentence(metric.words), type::kBodyStrong, Align::left, kPanelWidth);
  const std::string formula = first.formula.empty() ? "" : ", formula " + first.formula;
  canvas.text({at.x, at.y + 10 + kLine}, circumstances_of(first) + formula, type::kCaption, Align::left, kPanelWidth);
  const Box plot{at.x + 48, at.y + 2 * kLine + 6, kPanelWidth - 56, kPlotHeight};
  const Scale x = time_scale(panel, plot), y = value_scale(first, range_of(panel), plot);
  for (const Series& series : panel) draw_baselines(canvas, series, x, y);
  draw_value_axis(canvas, plot, first, y, false);
  for (const Series& series : panel) draw_noise(canvas, series, x, y);
  for (const Series& series : panel) draw_points(canvas, series, x, y);
  const double dates = plot.bottom() + kLine - 1;
  canvas.text({plot.x, dates}, short_date(first.points.front().started), type::kFine);
  if (first.points.size() > 1)
    canvas.text({plot.right(), dates}, short_date(first.points.back().started), type::kFine, Align::right);
  double line = dates + kLine + 2;
  for (const Series& series : panel) {
    canvas.marker(series.side, {at.x + 4, line - 2.5}, 5);
    canvas.text({at.x + 12, line}, words_of(series), type::kTable, Align::left, kPanelWidth - 12);
    line += kLine;
  }
}

struct Layout {
  std::vector<At> at;
  double width = 0, height = 0;
};

/// Two columns, row by row.
Layout layout_of(const std::vector<Panel>& panels) {
  Layout layout;
  const std::size_t columns = std::min<std::size_t>(panels.size(), 2);
  double y = kMargin + 30;
  for (std::size_t i = 0; i < panels.size(); i += columns) {
    double tallest = 0;
    for (std::size_t column = 0; column < columns && i + column < panels.size(); ++column) {
      layout.at.push_back({kMargin + static_cast<double>(column) * (kPanelWidth + kGap), y});
      tallest = std::max(tallest, height_of(panels[i + column]));
    }
    y += tallest + kGap;
  }
  layout.width = 2 * kMargin + static_cast<double>(columns) * (kPanelWidth + kGap) - kGap;
  layout.height = y - kGap + kMargin;
  return layout;
}

void draw_all(Canvas& canvas, const std::string& athlete, const std::vector<Panel>& panels, const Layout& layout) {
  canvas.text({kMargin, kMargin + 12}, athlete.empty() ? "Progress" : "Progress of " + athlete, type::kTitle, Align::left,
              layout.width - 2 * kMargin);
  for (std::size_t i = 0; i < panels.size(); ++i) draw_panel(canvas, layout.at[i], panels[i]);
  canvas.text({kMargin, layout.height - 8},
              "Band: baseline (median of five, lowest to highest). Dashed: own noise (MDC95). Whiskers: 95 % doubt. "
              "Ringed: other side.",
              type::kFine, Align::left, layout.width - 2 * kMargin);
}

}  // namespace

Expected<std::string> trend_png(const std::string& athlete, std::span<const Series> all) {
  const std::vector<Panel> panels = panels_of(all);
  if (panels.empty()) return fail(ErrorCode::not_found, "there is nothing to draw: no session has such a figure");
  const Layout layout = layout_of(panels);
  constexpr double kScale = kPngDpi / 72;
  const Surface picture(cairo_image_surface_create(CAIRO_FORMAT_RGB24, static_cast<int>(layout.width * kScale),
                                                   static_cast<int>(layout.height * kScale)));
  const Context cr(cairo_create(picture.get()));
  cairo_set_source_rgb(cr.get(), 1, 1, 1);
  cairo_paint(cr.get());
  cairo_scale(cr.get(), kScale, kScale);
  Canvas canvas(cr.get());
  draw_all(canvas, athlete, panels, layout);
  std::string bytes;
  const cairo_status_t written = cairo_surface_write_to_png_stream(picture.get(), append_bytes, &bytes);
  const cairo_status_t status = written != CAIRO_STATUS_SUCCESS ? written : cairo_status(cr.get());
  if (status == CAIRO_STATUS_SUCCESS) return bytes;
  return fail(ErrorCode::unsupported,
              fmt::format("the picture could not be drawn ({}): nothing was written", cairo_status_to_string(status)));
}

}  // namespace poise::report
