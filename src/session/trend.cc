#include "session/trend.h"

#include <fmt/format.h>

#include <algorithm>
#include <cctype>
#include <cmath>
#include <map>
#include <string_view>
#include <tuple>

#include "movement/metrics.h"
#include "movement/reliability.h"
#include "session/session_ratios.h"
#include "signal/statistics.h"

namespace poise::session {
namespace {

using movement::Maybe;
using movement::Metric;

constexpr double kDay_us = 86'400e6;

int conditions_not_said(const Conditions& it) { return !it.eyes + !it.surface; }

/// The order in which series are listed, and what tells one from another: first the circumstances, where those of which
/// more was said come first, so that ratios, of which one condition is not said, come last; then the figure.
using Circumstances = std::tuple<std::string, std::string, int, Conditions>;
using Figure = std::tuple<int, std::string_view, std::string_view, Side>;
using Sorted = std::map<Circumstances, std::map<Figure, Series>>;

Baseline baseline_of(std::span<const double> values) {
  const auto last = values.last(std::min(values.size(), kBaselineSessions));
  const auto [low, high] = std::minmax_element(last.begin(), last.end());
  return {*signal::quantile(last, 0.5), *low, *high, static_cast<int>(last.size())};
}

Direction direction_of(movement::Better better, double before, double now) {
  using movement::Better;
  double gain = now - before;
  if (const auto even = movement::even_of(better))
    gain = std::abs(before - *even) - std::abs(now - *even);
  else if (better == Better::neither)
    gain = 0;
  else if (better == Better::lower)
    gain = -gain;
  return gain == 0 ? Direction::neither : gain > 0 ? Direction::better : Direction::worse;
}

void find_flips(Series& series, double even) {
  double before = 0;  // the last value that favoured a side
  for (TrendPoint& point : series.points) {
    const double off = point.value - even;
    const double now = std::abs(off) > doubt_of(point).value_or(point.sd.value_or(0)) ? off : 0;
    point.flipped = before * now < 0;
    series.flips += point.flipped;
    if (now != 0) before = now;
  }
}

/// Baselines, noise, verdict and flips of a series whose points are there.
void judge(Series& series) {
  std::vector<double> values;
  for (TrendPoint& point : series.points) {
    if (values.size() >= kLeastBaselineSessions) point.baseline = baseline_of(values);
    values.push_back(point.value);
  }
  const Metric metric = movement::metric_of(series.metric, series.formula);
  if (const auto even = movement::even_of(metric.better)) find_flips(series, *even);
  const TrendPoint& last = series.points.back();
  if (!last.baseline) return;
  series.change = last.value - last.baseline->median;
  series.mdc95 = movement::minimal_detectable_change_95(std::span(values).first(values.size() - 1));
  // Sessions that agree to the last digit (counts do) show no noise, which is not the same as having none.
  if (series.mdc95 == 0) series.mdc95.reset();
  if (!series.mdc95) return;
  series.verdict = std::abs(*series.change) > *series.mdc95 ? Verdict::real : Verdict::within_noise;
  if (series.verdict == Verdict::real)
    series.direction = direction_of(metric.better, last.baseline->median, last.value);
}

/// The keys look into the session, which has to stay.
void add_points(Sorted& into, const MeasuredSession& session) {
  const Conditions conditions = conditions_of(session.surroundings);
  auto& figures = into[{session.exercise, session.variant, conditions_not_said(conditions), conditions}];
  for (const Measure& measure : session.measures) {
    const int place = movement::place_of(measure.metric);
    Series& series = figures[{place, measure.metric, measure.formula, measure.side}];
    if (series.points.empty()) {
      series.exercise = session.exercise;
      series.variant = session.variant;
      series.conditions = conditions;
      series.metric = measure.metric;
      series.formula = measure.formula;
      series.side = measure.side;
    }
    series.points.push_back(
        {session.id, session.started, session.started_wall_us, measure.value, measure.sd, measure.n});
  }
}

int attention(const GroupRow& row) {
  if (row.series.verdict != Verdict::real) return 2;
  return row.series.direction == Direction::worse ? 0 : 1;
}

}  // namespace

movement::Maybe doubt_of(const TrendPoint& point) {
  if (!point.sd || !point.n || *point.n < 2) return std::nullopt;
  return signal::student_t_975(*point.n - 1) * *point.sd / std::sqrt(*point.n);
}

bool in_trends(const MeasuredSession& session) {
  return !session.place || (session.place->role != "warm-up" && session.place->role != "practice");
}

Conditions conditions_of(const Surroundings& surroundings) {
  Conditions conditions{surroundings.eyes, surroundings.surface, surroundings.footwear,
                        surroundings.load_kg.value_or(0)};
  for (char& c : conditions.footwear) c = static_cast<char>(std::tolower(static_cast<unsigned char>(c)));
  return conditions;
}

std::string in_words(const Conditions& conditions) {
  std::vector<std::string> parts;
  if (conditions.eyes) parts.push_back(fmt::format("eyes {}", to_string(*conditions.eyes)));
  if (conditions.surface) parts.emplace_back(to_string(*conditions.surface));
  if (!conditions.footwear.empty()) parts.push_back(conditions.footwear);
  if (conditions.load_kg > 0) parts.push_back(fmt::format("{:g} kg", conditions.load_kg));
  return fmt::format("{}", fmt::join(parts, ", "));
}

const char* to_string(Verdict verdict) {
  switch (verdict) {
    case Verdict::unknown:
      return "unknown";
    case Verdict::within_noise:
      return "within_noise";
    case Verdict::real:
      return "real";
  }
  return "";
}

const char* to_string(Direction direction) {
  switch (direction) {
    case Direction::neither:
      return "";
    case Direction::better:
      return "better";
    case Direction::worse:
      return "worse";
  }
  return "";
}

std::vector<Series> series_of(std::span<const MeasuredSession> sessions) {
  Sorted sorted;
  for (const MeasuredSession& session : sessions)
    if (in_trends(session)) add_points(sorted, session);
  const std::vector<MeasuredSession> ratios = ratios_of(sessions);
  for (const MeasuredSession& session : ratios) add_points(sorted, session);
  std::vector<Series> all;
  for (auto& [circumstances, figures] : sorted) {
    for (auto& [figure, series] : figures) {
      judge(series);
      all.push_back(std::move(series));
    }
  }
  return all;
}

std::vector<GroupRow> group_of(std::span<const MeasuredSession> sessions, const std::string& metric,
                               std::int64_t now_wall_us) {
  std::map<std::string, std::vector<MeasuredSession>> by_athlete;
  for (const MeasuredSession& session : sessions) by_athlete[session.athlete].push_back(session);
  std::vector<GroupRow> rows;
  for (const auto& [athlete, own] : by_athlete) {
    std::map<Side, Series> newest;
    for (Series& series : series_of(own)) {
      if (series.metric != metric) continue;
      const auto [at, added] = newest.try_emplace(series.side, series);
      if (!added && at->second.points.back().started_wall_us < series.points.back().started_wall_us)
        at->second = std::move(series);
    }
    for (auto& [side, series] : newest) {
      const double days = static_cast<double>(now_wall_us - series.points.back().started_wall_us) / kDay_us;
      rows.push_back({athlete, std::move(series), days});
    }
  }
  std::stable_sort(rows.begin(), rows.end(), [](const GroupRow& a, const GroupRow& b) {
    if (attention(a) != attention(b)) return attention(a) < attention(b);
    return a.days_since > b.days_since;
  });
  return rows;
}

}  // namespace poise::session
