#include "report/record_figures.h"

#include <fmt/format.h>

#include <algorithm>
#include <cmath>
#include <limits>
#include <numbers>

#include "report/chart.h"
#include "report/rep_measures.h"
#include "report/words.h"

namespace poise::report {
namespace {

using movement::Analysis;
using movement::Hold;
using movement::Rep;

constexpr std::size_t kMostPathPoints = 4000;  ///< of one path: what a printer can still tell apart

struct Rows {
  std::size_t begin = 0, end = 0;
};

Rows rows_of(const SmoothRecord& record, double start_s, double end_s) {
  // The row at the end belongs to it.
  return {record.row_at(start_s), std::min(record.row_at(end_s) + 1, record.grid.count)};
}

/// What one panel of the CoP figure shows.
struct CopPanel {
  Side side = Side::both;
  std::vector<Rows> paths;  ///< each drawn about its own mean
  std::size_t strong = 0;   ///< of `paths`: drawn in strong
  std::optional<Ellipse> ellipse;
  std::string caption;
};

std::optional<CopPanel> panel_of_holds(const Analysis& analysis, const SmoothRecord& record, Side side) {
  const auto holds = longest_holds(analysis);
  const auto found =
      std::find_if(holds.begin(), holds.end(), [&](const Hold* hold) { return hold->side == side; });
  if (found == holds.end()) return std::nullopt;
  const Hold* longest = *found;
  CopPanel panel;
  panel.side = side;
  panel.paths = {rows_of(record, longest->start_s, longest->end_s)};
  panel.ellipse = prediction_ellipse(record, panel.paths[0].begin, panel.paths[0].end);
  panel.caption = fmt::format("{:.0f} s", longest->end_s - longest->start_s);
  if (panel.ellipse)
    panel.caption +=
        fmt::format(", 95 % ellipse {} mm²",
                    figure(std::numbers::pi * panel.ellipse->long_mm * panel.ellipse->short_mm, 0));
  return panel;
}

std::optional<CopPanel> panel_of_reps(const Analysis& analysis, const SmoothRecord& record, Side side) {
  std::vector<const Rep*> reps;
  for (const Rep& rep : analysis.reps)
    if (rep.valid && rep.side == side && rep.cop_range_ml_mm) reps.push_back(&rep);
  if (reps.empty()) return std::nullopt;
  std::vector<const Rep*> by_range = reps;
  std::sort(by_range.begin(), by_range.end(),
            [](const Rep* a, const Rep* b) { return *a->cop_range_ml_mm < *b->cop_range_ml_mm; });
  const Rep* middling = by_range[by_range.size() / 2];
  CopPanel panel;
  panel.side = side;
  for (const Rep* rep : reps) {
    if (rep == middling) panel.strong = panel.paths.size();
    panel.paths.push_back(rows_of(record, rep->start_s, rep->end_s));
  }
  panel.caption = fmt::format("repetition {}", middling->index);
  if (reps.size() > 1) panel.caption += fmt::format(", the other {} thin", reps.size() - 1);
  return panel;
}

std::vector<CopPanel> panels_of(const Analysis& analysis, const SmoothRecord& record) {
  std::vector<CopPanel> panels;
  if (record.cop_x_mm.empty() || record.cop_y_mm.empty()) return panels;
  for (const Side side : {Side::left, Side::right, Side::both}) {
    auto panel = analysis.reps.empty() ? panel_of_holds(analysis, record, side)
                                       : panel_of_reps(analysis, record, side);
    if (panel) panels.push_back(std::move(*panel));
  }
  return panels;
}

struct Mean {
  double x_mm = 0, y_mm = 0;
};

Mean mean_of(const SmoothRecord& record, const Rows& rows) {
  Mean mean;
  for (std::size_t i = rows.begin; i < rows.end; ++i)
    mean.x_mm += record.cop_x_mm[i], mean.y_mm += record.cop_y_mm[i];
  const auto n = static_cast<double>(std::max<std::size_t>(rows.end - rows.begin, 1));
  return {mean.x_mm / n, mean.y_mm / n};
}

/// Half of the square that all panels show, in mm. A path that leaves it, as when a foot is set down at the
/// end of a hold, is cut off at its edge rather than all else shrunk.
double reach_of(const std::vector<CopPanel>& panels, const SmoothRecord& record) {
  constexpr double kOfEllipse = 1.4;
  double reach = 5;
  for (const CopPanel& panel : panels) {
    double of_panel = 0;
    for (const Rows& rows : panel.paths) {
      const Mean mean = mean_of(record, rows);
      for (std::size_t i = rows.begin; i < rows.end; ++i)
        of_panel = std::max(
            {of_panel, std::abs(record.cop_x_mm[i] - mean.x_mm), std::abs(record.cop_y_mm[i] - mean.y_mm)});
    }
    if (panel.ellipse) of_panel = std::min(of_panel, kOfEllipse * panel.ellipse->long_mm);
    reach = std::max(reach, of_panel);
  }
  return reach * 1.08;
}

std::vector<At> path_of(const SmoothRecord& record, const Rows& rows, const Scale& x, const Scale& y,
                        std::size_t most) {
  const Mean mean = mean_of(record, rows);
  std::vector<At> points;
  for (std::size_t i = rows.begin; i < rows.end; ++i)
    points.push_back({x(record.cop_x_mm[i] - mean.x_mm), y(record.cop_y_mm[i] - mean.y_mm)});
  return thinned(std::move(points), most);
}

void draw_cop_panel(Canvas& canvas, const Box& plot, const CopPanel& panel, const SmoothRecord& record,
                    double reach, bool first) {
  const Scale x{-reach, reach, plot.x, plot.right()}, y{-reach, reach, plot.bottom(), plot.y};
  canvas.box(plot, ink::kFaint);
  const auto grid = ticks(-reach, reach, 6);
  for (const double value : grid) {
    const double width = std::abs(value) < 1e-9 ? 0.7 : 0.3;
    canvas.line({x(value), plot.y}, {x(value), plot.bottom()}, width, ink::kLine);
    canvas.line({plot.x, y(value)}, {plot.right(), y(value)}, width, ink::kLine);
    canvas.text({x(value), plot.bottom() + 9}, tick_text(value, grid), type::kFine, Align::centre);
    if (first) canvas.text({plot.x - 3, y(value) + 2.3}, tick_text(value, grid), type::kFine, Align::right);
  }
  const Canvas::Clip clip(canvas, plot);
  const std::size_t most = kMostPathPoints / std::max<std::size_t>(panel.paths.size(), 1);
  for (std::size_t i = 0; i < panel.paths.size(); ++i)
    if (i != panel.strong)
      canvas.polyline(path_of(record, panel.paths[i], x, y, most), 0.35, faded(colour_of(panel.side), 0.6));
  const auto strong = path_of(record, panel.paths[panel.strong], x, y, kMostPathPoints);
  canvas.polyline(strong, panel.ellipse ? 0.5 : 1.1, colour_of(panel.side));
  if (panel.ellipse)
    canvas.ellipse({x(0), y(0)}, x(panel.ellipse->long_mm) - x(0), x(panel.ellipse->short_mm) - x(0),
                   -panel.ellipse->angle_rad, 1.2, ink::kText);
  if (panel.side == Side::both) return;
  canvas.marker(panel.side, {plot.x + 8, plot.y + 8}, 6);
  canvas.text({plot.x + 15, plot.y + 10.5}, to_string(panel.side), type::kCaption);
}

/// [start, end) of missing stretches as rows.
bool in_gap(const Analysis& analysis, double time_s) {
  return std::any_of(analysis.gaps.begin(), analysis.gaps.end(),
                     [&](const movement::Gap& gap) { return time_s > gap.start_s && time_s < gap.end_s; });
}

/// A column as lines of at most two points (least and most) for each step of the page, broken at gaps.
void draw_force(Canvas& canvas, const Analysis& analysis, const SmoothRecord& record,
                const std::vector<double>& column, const Scale& x, const Scale& y, Colour colour) {
  const double pt_per_row =
      std::abs(x.at_high - x.at_low) / std::max(1.0, static_cast<double>(record.grid.count));
  const auto step = std::max<std::size_t>(1, static_cast<std::size_t>(0.6 / pt_per_row));
  std::vector<At> line;
  for (std::size_t begin = 0; begin < column.size(); begin += step) {
    const std::size_t end = std::min(begin + step, column.size());
    const double time_s = record.grid.time_at(static_cast<double>(begin));
    if (in_gap(analysis, time_s)) {
      canvas.polyline(line, 0.7, colour);
      line.clear();
      continue;
    }
    const auto [low, high] = std::minmax_element(column.begin() + static_cast<std::ptrdiff_t>(begin),
                                                 column.begin() + static_cast<std::ptrdiff_t>(end));
    const double at = x(time_s);
    line.push_back({at, y(low < high ? *low : *high)});
    if (*high - *low > 1e-9) line.push_back({at, y(low < high ? *high : *low)});
  }
  canvas.polyline(line, 0.7, colour);
}

void shade(Canvas& canvas, const Box& plot, const Scale& x, double start_s, double end_s, int number,
           bool counted, bool with_number) {
  const double from = std::clamp(x(start_s), plot.x, plot.right()),
               to = std::clamp(x(end_s), plot.x, plot.right());
  canvas.box({from, plot.y, to - from, plot.h}, counted ? Colour{0.90, 0.92, 0.94} : ink::kFaint);
  if (with_number)
    canvas.text({(from + to) / 2, plot.y - 3}, fmt::format("{}", number), type::kFine, Align::centre);
}

}  // namespace

std::optional<Ellipse> prediction_ellipse(const SmoothRecord& record, std::size_t begin, std::size_t end) {
  if (record.cop_x_mm.empty() || record.cop_y_mm.empty() || end < begin + 3) return std::nullopt;
  const auto n = static_cast<double>(end - begin);
  const Mean mean = mean_of(record, {begin, end});
  double xx = 0, yy = 0, xy = 0;
  for (std::size_t i = begin; i < end; ++i) {
    const double dx = record.cop_x_mm[i] - mean.x_mm, dy = record.cop_y_mm[i] - mean.y_mm;
    xx += dx * dx, yy += dy * dy, xy += dx * dy;
  }
  xx /= n - 1, yy /= n - 1, xy /= n - 1;
  // F(p; 2, m) = m/2·((1 − p)^(−2/m) − 1), exactly.
  const double f = (n - 2) / 2 * (std::pow(0.05, -2 / (n - 2)) - 1);
  const double k = 2 * (n - 1) * (n + 1) / (n * (n - 2)) * f;
  const double root = std::hypot((xx - yy) / 2, xy), middle = (xx + yy) / 2;
  if (!(middle - root > 0)) return std::nullopt;
  return Ellipse{mean.x_mm, mean.y_mm, std::sqrt(k * (middle + root)), std::sqrt(k * (middle - root)),
                 std::atan2(2 * xy, xx - yy) / 2};
}

bool has_cop_figure(const Analysis& analysis, const SmoothRecord& record) {
  return !panels_of(analysis, record).empty();
}

void draw_cop(Canvas& canvas, const Box& box, const Analysis& analysis, const SmoothRecord& record) {
  const std::vector<CopPanel> panels = panels_of(analysis, record);
  if (panels.empty()) return;
  constexpr double kAxis = 20, kGap = 12, kBelow = 24, kAbove = 12;
  const auto n = static_cast<double>(panels.size());
  const double side = std::min((box.w - kAxis - kGap * (n - 1)) / n, box.h - kBelow - kAbove);
  const double left = box.x + kAxis + (box.w - kAxis - n * side - kGap * (n - 1)) / 2;
  const double reach = reach_of(panels, record);
  for (std::size_t i = 0; i < panels.size(); ++i) {
    const Box plot{left + static_cast<double>(i) * (side + kGap), box.y + kAbove, side, side};
    draw_cop_panel(canvas, plot, panels[i], record, reach, i == 0);
    canvas.text({plot.x + plot.w / 2, plot.bottom() + 20}, panels[i].caption, type::kFine, Align::centre,
                plot.w + 10);
  }
  canvas.text({left - 3, box.y + kAbove - 4}, "mm", type::kFine, Align::right);
  canvas.text({left, box.y + kAbove - 4}, "↑ forward", type::kFine);
  canvas.text({left + n * side + kGap * (n - 1), box.y + kAbove - 4}, "to the right →", type::kFine,
              Align::right);
}

void draw_stabilogram(Canvas& canvas, const Box& box, const Analysis& analysis, const SmoothRecord& record) {
  const auto holds = longest_holds(analysis);
  if (holds.empty() || record.cop_x_mm.empty() || record.cop_y_mm.empty()) return;
  double reach = 5, longest_s = 1;
  for (const Hold* hold : holds) {
    const Rows rows = rows_of(record, hold->start_s, hold->end_s);
    if (const auto ellipse = prediction_ellipse(record, rows.begin, rows.end))
      reach = std::max(reach, 1.4 * ellipse->long_mm);
    longest_s = std::max(longest_s, hold->end_s - hold->start_s);
  }
  constexpr double kAxis = 26, kGap = 16;
  const double height = (box.h - 14 - 2 * kGap) / 2;
  for (const bool forward : {true, false}) {
    const Box plot{box.x + kAxis, box.y + kGap + (forward ? 0 : height + kGap), box.w - kAxis - 8, height};
    const Scale x{0, longest_s, plot.x, plot.right()}, y{-reach, reach, plot.bottom(), plot.y};
    draw_y_axis(canvas, plot, y, "mm", 4);
    canvas.text({plot.x, plot.y - 5}, forward ? "to and fro (+ forward)" : "sideways (+ right)", type::kFine);
    if (!forward) draw_x_axis(canvas, plot, x, "s");
    const Canvas::Clip clip(canvas, plot);
    for (const Hold* hold : holds) {
      const Rows rows = rows_of(record, hold->start_s, hold->end_s);
      const Mean mean = mean_of(record, rows);
      std::vector<At> line;
      for (std::size_t i = rows.begin; i < rows.end; ++i)
        line.push_back({x(record.grid.time_at(static_cast<double>(i)) - hold->start_s),
                        y(forward ? record.cop_y_mm[i] - mean.y_mm : record.cop_x_mm[i] - mean.x_mm)});
      canvas.polyline(thinned(std::move(line), kMostPathPoints), 0.6, colour_of(hold->side));
    }
  }
}

void draw_timeline(Canvas& canvas, const Box& box, const Analysis& analysis, const SmoothRecord& record) {
  const bool sides = !record.left_n.empty() && !record.right_n.empty();
  if (record.grid.count < 2 || (!sides && record.total_n.empty())) return;
  Range range;
  for (const auto* column : {&record.left_n, &record.right_n, sides ? &record.left_n : &record.total_n})
    for (const double value : *column) range.add(value);
  const Range shown = range.padded(0.05, 10);
  const Box plot{box.x + 26, box.y + 10, box.w - 30, box.h - 24};
  const Scale x{record.grid.start_s, record.grid.time_at(static_cast<double>(record.grid.count - 1)), plot.x,
                plot.right()};
  const Scale y{shown.low, shown.high, plot.bottom(), plot.y};
  const std::size_t every = analysis.reps.size() <= 30 ? 1 : analysis.reps.size() <= 100 ? 5 : 10;
  for (const Rep& rep : analysis.reps)
    shade(canvas, plot, x, rep.start_s, rep.end_s, rep.index, rep.valid,
          rep.index == 1 || static_cast<std::size_t>(rep.index) % every == 0);
  for (const Hold& hold : analysis.holds)
    shade(canvas, plot, x, hold.start_s, hold.end_s, hold.index, true, true);
  draw_y_axis(canvas, plot, y, "N", 3);
  draw_x_axis(canvas, plot, x, "s", 10);
  for (const movement::Gap& gap : analysis.gaps)
    canvas.line({x((gap.start_s + gap.end_s) / 2), plot.y}, {x((gap.start_s + gap.end_s) / 2), plot.bottom()},
                0.5, ink::kMuted, true);
  if (!sides) return draw_force(canvas, analysis, record, record.total_n, x, y, ink::kText);
  draw_force(canvas, analysis, record, record.left_n, x, y, ink::kLeft);
  draw_force(canvas, analysis, record, record.right_n, x, y, ink::kRight);
}

}  // namespace poise::report
