#include "report/trend_figure.h"

#include <algorithm>
#include <cmath>
#include <map>

#include "movement/metrics.h"
#include "report/chart.h"
#include "report/findings.h"
#include "report/words.h"
#include "signal/statistics.h"

namespace poise::report {
namespace {

using session::Series;
using session::TrendPoint;
using Group = std::vector<const Series*>;
using Sessions = std::map<std::int64_t, std::string>;  ///< when, and in ISO 8601

constexpr std::size_t kMostSessions = 12;

/// The last sessions that any of the group has a value in.
Sessions sessions_of(const Group& group) {
  Sessions sessions;
  for (const Series* series : group)
    for (const TrendPoint& point : series->points) sessions[point.started_wall_us] = point.started;
  while (sessions.size() > kMostSessions) sessions.erase(sessions.begin());
  return sessions;
}

std::optional<double> even_of(const Series& series) {
  return movement::even_of(movement::metric_of(series.metric, series.formula).better);
}

Range range_of(const Group& group, const Sessions& sessions) {
  Range range;
  for (const Series* series : group) {
    for (const TrendPoint& point : series->points) {
      if (!sessions.contains(point.started_wall_us)) continue;
      range.add(point.value - doubt_of(point).value_or(0));
      range.add(point.value + doubt_of(point).value_or(0));
    }
    if (const auto even = even_of(*series)) range.add(*even);
  }
  return range;
}

void draw_baseline(Canvas& canvas, const Box& plot, const Series& series, const Scale& y) {
  const auto& baseline = series.points.back().baseline;
  if (!baseline) return;
  const double low = std::clamp(y(baseline->low), plot.y, plot.bottom());
  const double high = std::clamp(y(baseline->high), plot.y, plot.bottom());
  canvas.box({plot.x, std::min(low, high), plot.w, std::max(std::abs(low - high), 1.0)},
             faded(colour_of(series.side), 0.12));
  canvas.line({plot.x, y(baseline->median)}, {plot.right(), y(baseline->median)}, 0.6,
              faded(colour_of(series.side), 0.6), true);
}

void draw_points(Canvas& canvas, const Series& series, const Sessions& sessions, const Scale& x,
                 const Scale& y) {
  std::vector<At> line;
  for (const TrendPoint& point : series.points) {
    const auto session = sessions.find(point.started_wall_us);
    if (session == sessions.end()) continue;
    const double at = x(static_cast<double>(std::distance(sessions.begin(), session)));
    if (const auto doubt = doubt_of(point))
      canvas.line({at, y(point.value - *doubt)}, {at, y(point.value + *doubt)}, 0.8,
                  faded(colour_of(series.side), 0.7));
    line.push_back({at, y(point.value)});
  }
  canvas.polyline(line, 1, colour_of(series.side), series.side == Side::right);
  for (const At& at : line) canvas.marker(series.side, at, &at == &line.back() ? 8 : 5);
}

}  // namespace

Scale value_scale(const Series& series, const Range& shown, const Box& plot) {
  const bool share = even_of(series) == 50;
  return {shown.low, shown.high, share ? plot.y : plot.bottom(), share ? plot.bottom() : plot.y};
}

void draw_value_axis(Canvas& canvas, const Box& plot, const Series& series, const Scale& y, bool plain) {
  const movement::Metric metric = movement::metric_of(series.metric, series.formula);
  const auto even = even_of(series);
  if (!even) {
    const PlainUnit as = plain ? plain_unit(metric.unit, 1) : PlainUnit{1, movement::unit_in_print(metric.unit), 1};
    return draw_y_axis(canvas, plot, {y.low * as.factor, y.high * as.factor, y.at_low, y.at_high}, as.unit,
                       4);
  }
  for (const double value : ticks(y.low, y.high, 5)) {
    const bool middle = std::abs(value - *even) < 1e-9;
    canvas.line({plot.x, y(value)}, {plot.right(), y(value)}, middle ? 0.9 : 0.4,
                middle ? ink::kMuted : ink::kLine);
    canvas.text({plot.x - 4, y(value) + 2.3}, sided_value(series, value, plain), type::kFine, Align::right);
  }
}

void draw_trend(Canvas& canvas, const Box& box, const Group& group, bool plain) {
  const Sessions sessions = sessions_of(group);
  if (sessions.empty()) return;
  const Range values = range_of(group, sessions);
  const Range shown = values.padded(0.12, std::max(std::abs(values.high) * 0.04, 1e-3));
  const double axis = even_of(*group.front()) ? 46 : 28;
  const Box plot{box.x + axis, box.y + 8, box.w - axis - 6, box.h - 22};
  const auto last = static_cast<double>(sessions.size() - 1);
  const Scale x{0, std::max(last, 1.0), plot.x + 18, plot.right() - 18};
  const Scale y = value_scale(*group.front(), shown, plot);
  for (const Series* series : group) draw_baseline(canvas, plot, *series, y);
  draw_value_axis(canvas, plot, *group.front(), y, plain);
  for (const Series* series : group) draw_points(canvas, *series, sessions, x, y);
  canvas.text({x(0), plot.bottom() + 11}, short_date(sessions.begin()->second), type::kFine, Align::centre);
  canvas.text({x(last), plot.bottom() + 11}, short_date(sessions.rbegin()->second), type::kFine,
              Align::centre);
}

std::vector<Group> trend_groups(const std::optional<std::vector<Series>>& all) {
  std::vector<Group> groups;
  if (!all) return groups;
  for (const Series& series : *all) {
    if (series.points.size() < 2) continue;
    const auto same = std::find_if(groups.begin(), groups.end(), [&](const Group& group) {
      return group.front()->metric == series.metric && group.front()->formula == series.formula;
    });
    if (same == groups.end())
      groups.push_back({&series});
    else
      same->push_back(&series);
  }
  return groups;
}

}  // namespace poise::report
