#include "report/trend_csv.h"

#include <algorithm>

#include "movement/metrics.h"
#include "report/csv_writer.h"

namespace poise::report {
namespace {

using session::Conditions;
using session::Measure;
using session::MeasuredSession;
using session::Series;
using session::TrendPoint;

constexpr int kDecimals = 4;

/// Which side a value favours, of figures where that is a matter of the value alone.
std::string_view favours(const movement::Metric& metric, double value) {
  if (metric.better == movement::Better::nearer_to_0 && metric.unit == "%")
    return value < 0 ? "left" : value > 0 ? "right" : "none";
  if (metric.better == movement::Better::nearer_to_50) return value > 50 ? "left" : value < 50 ? "right" : "none";
  return "";
}

void header(CsvCells& csv, std::initializer_list<const char*> names) {
  for (const char* name : names) csv.text(name);
}

void conditions_header(CsvCells& csv) { header(csv, {"eyes", "surface", "footwear", "load_kg"}); }

template <class Word>
void word(CsvCells& csv, const std::optional<Word>& value) {
  csv.text(value ? session::to_string(*value) : "");
}

void write_conditions(CsvCells& csv, const Conditions& it) {
  word(csv, it.eyes);
  word(csv, it.surface);
  csv.text(it.footwear);
  csv.number(it.load_kg > 0 ? std::optional(it.load_kg) : std::nullopt, kDecimals);
}

/// What a series is of.
void write_series(CsvCells& csv, const std::string& athlete, const Series& it, const movement::Metric& metric) {
  csv.text(athlete).text(it.exercise).text(it.variant).text(it.metric).text(metric.unit).text(to_string(it.side));
  csv.text(it.formula);
  write_conditions(csv, it.conditions);
}

void series_header(CsvCells& csv) {
  header(csv, {"athlete", "exercise", "variant", "metric", "unit", "side", "formula"});
  conditions_header(csv);
}

/// The value of one session and what it is compared with.
void write_point(CsvCells& csv, const TrendPoint& point, const movement::Metric& metric) {
  csv.number(point.value, kDecimals).number(point.sd, kDecimals).integer(point.n).text(favours(metric, point.value));
  const auto& baseline = point.baseline;
  csv.number(baseline ? std::optional(baseline->median) : std::nullopt, kDecimals);
  csv.number(baseline ? std::optional(baseline->low) : std::nullopt, kDecimals);
  csv.number(baseline ? std::optional(baseline->high) : std::nullopt, kDecimals);
  csv.integer(baseline ? std::optional(baseline->sessions) : std::nullopt);
  csv.number(baseline ? std::optional(point.value - baseline->median) : std::nullopt, kDecimals);
}

void point_header(CsvCells& csv) {
  header(csv, {"value", "sd", "n", "favours", "baseline", "baseline_low", "baseline_high", "baseline_sessions", "change"});
}

void write_verdict(CsvCells& csv, const Series& series) {
  csv.number(series.mdc95, kDecimals).text(to_string(series.verdict)).text(to_string(series.direction));
}

void session_header(CsvCells& csv) {
  header(csv, {"session", "started", "athlete", "exercise", "variant", "side", "outcome", "valid_reps", "calibration",
               "visit", "programme", "block", "set", "role", "pain_before", "pain_after", "pain_where", "exertion"});
  conditions_header(csv);
}

void write_session(CsvCells& csv, const MeasuredSession& it) {
  csv.text(it.id).text(it.started).text(it.athlete).text(it.exercise).text(it.variant).text(to_string(it.side));
  csv.text(it.outcome ? movement::to_string(*it.outcome) : "").integer(it.reps).text(it.calibration);
  const auto& place = it.place;
  csv.text(place ? place->visit : "").text(place ? place->programme : "");
  csv.integer(place ? std::optional(place->block) : std::nullopt);
  csv.integer(place ? std::optional(place->set) : std::nullopt);
  csv.text(place ? place->role : "");
  const session::Surroundings& said = it.surroundings;
  csv.integer(said.pain_before).integer(said.pain_after).text(said.pain_where).number(said.exertion, kDecimals);
  write_conditions(csv, session::conditions_of(said));
}

bool same_figure(const Measure& a, const Measure& b) {
  return a.metric == b.metric && a.side == b.side && a.formula == b.formula;
}

}  // namespace

std::string trend_csv(const std::string& athlete, std::span<const Series> all, CsvStyle style) {
  std::string text;
  CsvCells csv(text, style);
  series_header(csv);
  header(csv, {"session", "started"});
  point_header(csv);
  header(csv, {"flipped", "mdc95", "verdict", "direction"});
  csv.end_row();
  for (const Series& series : all) {
    const movement::Metric metric = movement::metric_of(series.metric, series.formula);
    for (const TrendPoint& point : series.points) {
      write_series(csv, athlete, series, metric);
      csv.text(point.session).text(point.started);
      write_point(csv, point, metric);
      csv.text(point.flipped ? "true" : "false");
      if (&point == &series.points.back())
        write_verdict(csv, series);
      else
        csv.empty().empty().empty();
      csv.end_row();
    }
  }
  return text;
}

std::string group_csv(std::span<const session::GroupRow> rows, CsvStyle style) {
  std::string text;
  CsvCells csv(text, style);
  series_header(csv);
  header(csv, {"sessions", "last_session", "last_started", "days_since"});
  point_header(csv);
  header(csv, {"mdc95", "verdict", "direction", "side_flips"});
  csv.end_row();
  for (const session::GroupRow& row : rows) {
    const movement::Metric metric = movement::metric_of(row.series.metric, row.series.formula);
    const TrendPoint& last = row.series.points.back();
    write_series(csv, row.athlete, row.series, metric);
    csv.integer(static_cast<std::int64_t>(row.series.points.size())).text(last.session).text(last.started);
    csv.number(row.days_since, 2);
    write_point(csv, last, metric);
    write_verdict(csv, row.series);
    csv.integer(row.series.flips).end_row();
  }
  return text;
}

std::string roll_up_header(const Measure& figure) {
  const movement::Metric metric = movement::metric_of(figure.metric, figure.formula);
  const auto dot = figure.metric.find('.');
  std::string group = figure.metric.substr(0, dot), key = figure.metric.substr(dot + 1);
  // "asymmetry.depth.value_pct": the formula stands for the value's name.
  if (const auto second = key.find('.'); second != std::string::npos)
    key = key.substr(0, second) + "_" + figure.formula + "_" + std::string(movement::ending_of(metric.unit));
  else if (movement::unit_of(key).empty() && !metric.unit.empty())
    key += "_" + std::string(movement::ending_of(metric.unit));
  if (figure.side != Side::both) group += std::string("_") + to_string(figure.side);
  return group + "_" + key;
}

RollUpCsv::RollUpCsv(std::vector<Measure> figures, CsvStyle style) : figures_(std::move(figures)), style_(style) {
  std::stable_sort(figures_.begin(), figures_.end(), [](const Measure& a, const Measure& b) {
    return movement::place_of(a.metric) < movement::place_of(b.metric);
  });
  CsvCells csv(text_, style_);
  session_header(csv);
  for (const Measure& figure : figures_) csv.text(roll_up_header(figure));
  csv.end_row();
}

void RollUpCsv::add(std::span<const MeasuredSession> sessions) {
  CsvStyle style = style_;
  style.bom = false;
  CsvCells csv(text_, style);
  for (const MeasuredSession& session : sessions) {
    write_session(csv, session);
    for (const Measure& figure : figures_) {
      const auto found = std::find_if(session.measures.begin(), session.measures.end(),
                                      [&](const Measure& own) { return same_figure(own, figure); });
      csv.number(found != session.measures.end() ? std::optional(found->value) : std::nullopt, kDecimals);
    }
    csv.end_row();
  }
}

}  // namespace poise::report
