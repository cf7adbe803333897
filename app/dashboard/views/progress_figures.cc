#include "views/progress_figures.h"

#include <fmt/format.h>

#include <algorithm>
#include <cmath>

namespace poise::dashboard {
namespace {

constexpr std::size_t kLeastSessions = 4;

double mean(const std::vector<double>& values) {
  double sum = 0;
  for (const double value : values) sum += value;
  return sum / static_cast<double>(values.size());
}

void measure_noise(Series& series) {
  if (series.points.size() < kLeastSessions) return;
  std::vector<double> differences, earlier;
  for (std::size_t i = 1; i < series.points.size(); ++i) {
    differences.push_back(series.points[i].value - series.points[i - 1].value);
    earlier.push_back(series.points[i - 1].value);
  }
  // The last difference is what is judged: it does not belong to the noise it is judged by.
  differences.pop_back();
  if (differences.size() < 2) return;
  const double middle = mean(differences);
  double squares = 0;
  for (const double difference : differences) squares += (difference - middle) * (difference - middle);
  series.mdc95 = 1.96 * std::sqrt(squares / static_cast<double>(differences.size() - 1));
  series.middle = mean(earlier);
}

void find_flips(Series& series, double even) {
  for (std::size_t i = 1; i < series.points.size(); ++i) {
    const double before = series.points[i - 1].value - even, now = series.points[i].value - even;
    series.points[i].flipped = before * now < 0;
    series.flips += series.points[i].flipped ? 1 : 0;
  }
}

template <class Items, class Matches>
auto& find_or_add(Items& items, const Matches& matches) {
  const auto found = std::find_if(items.begin(), items.end(), matches);
  return found != items.end() ? *found : items.emplace_back();
}

}  // namespace

std::string Series::verdict() const {
  if (!mdc95)
    return fmt::format("own noise not known yet: {} of {} sessions", points.size(), kLeastSessions);
  const double change = points.back().value - *middle;
  if (std::abs(change) <= *mdc95) return fmt::format("last session within own noise (\u00b1{:.1f})", *mdc95);
  return fmt::format("last session {:+.1f}: beyond own noise (\u00b1{:.1f})", change, *mdc95);
}

std::vector<MetricTrend> metrics_of(const engine::Trend& trend) {
  std::vector<MetricTrend> metrics;
  if (trend.points.empty()) return metrics;
  const std::int64_t first_us = trend.points.front().started_wall_us;
  for (const auto& point : trend.points) {
    for (const auto& value : point.values) {
      MetricTrend& metric = find_or_add(metrics, [&](const MetricTrend& m) { return m.metric == value.metric; });
      metric.metric = value.metric;
      metric.formula = value.formula;
      metric.unit = value.unit;
      metric.even = value.even;
      if (value.even && *value.even == 0) metric.threshold = 10;
      Series& series = find_or_add(metric.series, [&](const Series& s) { return s.side == value.side && !s.points.empty(); });
      series.side = value.side;
      series.points.push_back({static_cast<double>(point.started_wall_us - first_us) / 86'400e6, value.value, value.sd,
                               point.session, point.started, false});
    }
  }
  for (MetricTrend& metric : metrics) {
    for (Series& series : metric.series) {
      measure_noise(series);
      if (metric.even) find_flips(series, *metric.even);
    }
  }
  return metrics;
}

}  // namespace poise::dashboard
