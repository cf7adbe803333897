#include "report/trend_text.h"

#include <fmt/format.h>

#include <algorithm>
#include <cmath>
#include <vector>

#include "movement/catalogue.h"
#include "movement/metrics.h"
#include "report/csv_number.h"

namespace poise::report {
namespace {

using movement::Metric;
using session::Series;
using session::TrendPoint;
using session::Verdict;

constexpr std::size_t kSessionsToJudge = session::kLeastBaselineSessions + 1;

/// Lines with columns that are as wide as they need to be; the first line is the heading, and columns with nothing
/// below it are left out.
class TextTable {
 public:
  explicit TextTable(std::vector<bool> right) : right_(std::move(right)) {}

  void add(std::vector<std::string> cells) { rows_.push_back(std::move(cells)); }

  std::string text(std::string_view indent) const {
    std::vector<std::size_t> width(right_.size(), 0);
    for (const auto& row : rows_)
      for (std::size_t i = 0; i < row.size(); ++i) width[i] = std::max(width[i], columns_of(row[i]));
    std::string out;
    for (const auto& row : rows_) {
      std::string line(indent);
      for (std::size_t i = 0; i < row.size(); ++i) {
        if (says_nothing(i)) continue;
        const std::string room(width[i] - columns_of(row[i]), ' ');
        line += (i == 0 ? "" : "  ") + (right_[i] ? room + row[i] : row[i] + room);
      }
      line.erase(line.find_last_not_of(' ') + 1);
      out += line + "\n";
    }
    return out;
  }

 private:
  bool says_nothing(std::size_t column) const {
    return std::all_of(rows_.begin() + 1, rows_.end(), [&](const auto& row) { return row[column].empty(); });
  }

  /// Of a UTF-8 text whose characters are all one wide.
  static std::size_t columns_of(std::string_view text) {
    return static_cast<std::size_t>(
        std::count_if(text.begin(), text.end(), [](char c) { return (static_cast<unsigned char>(c) & 0xC0) != 0x80; }));
  }

  std::vector<bool> right_;
  std::vector<std::vector<std::string>> rows_;
};

Metric metric_of(const Series& series) { return movement::metric_of(series.metric, series.formula); }

std::string figure(double value, const Metric& metric) {
  std::string text;
  append_number(text, value, metric.decimals);
  return text;
}

std::string with_unit(const std::string& figure, const Metric& metric) {
  return metric.unit.empty() ? figure : figure + " " + metric.unit;
}

/// Asymmetries and symmetry indices, whose sign is a side.
bool signed_by_side(const Metric& metric) {
  return metric.better == movement::Better::nearer_to_0 && metric.unit == "%";
}

std::string side_of(const Series& series) { return series.side == Side::both ? "" : to_string(series.side); }

std::string baseline_of(const Series& series, const TrendPoint& point) {
  if (!point.baseline) return "--";
  const Metric metric = metric_of(series);
  const auto plain = [&](double value) { return (value > 0 && signed_by_side(metric) ? "+" : "") + figure(value, metric); };
  return fmt::format("{} ({} to {})", plain(point.baseline->median), plain(point.baseline->low),
                     plain(point.baseline->high));
}

std::string change_of(const Series& series) {
  if (!series.change) return "--";
  return (*series.change > 0 ? "+" : "") + figure(*series.change, metric_of(series));
}

std::string noise_of(const Series& series) {
  return series.mdc95 ? "\u00b1" + figure(*series.mdc95, metric_of(series)) : "--";
}

std::string short_verdict(const Series& series) {
  if (series.verdict == Verdict::within_noise) return "within noise";
  if (series.verdict == Verdict::real)
    return series.direction == session::Direction::neither ? "changed" : to_string(series.direction);
  if (series.points.size() < kSessionsToJudge)
    return fmt::format("unknown: {} of {}", series.points.size(), kSessionsToJudge);
  return "unknown";
}

std::string exercise_of(const Series& series) {
  const movement::Exercise* exercise = movement::find_exercise(series.exercise);
  std::string text = exercise ? std::string(exercise->name) : series.exercise;
  if (!series.variant.empty()) text += ", " + series.variant;
  if (const std::string conditions = in_words(series.conditions); !conditions.empty()) text += " (" + conditions + ")";
  return text;
}

bool same_circumstances(const Series& a, const Series& b) {
  return a.exercise == b.exercise && a.variant == b.variant && a.conditions == b.conditions;
}

std::string rules() {
  return fmt::format(
      "n: sessions. Baseline: median (lowest to highest) of the {} before the last, of {} while there are no more.\n"
      "Noise: MDC95, 1.96 x SD of the differences between earlier sessions (Weir 2005); less is no change.\n"
      "Asymmetries: minus left, plus right.\n",
      session::kBaselineSessions, session::kLeastBaselineSessions);
}

}  // namespace

std::string value_in_words(const Series& series, double value) {
  const Metric metric = metric_of(series);
  if (!signed_by_side(metric)) return with_unit(figure(value, metric), metric);
  const std::string magnitude = with_unit(figure(std::abs(value), metric), metric);
  return value < 0 ? "left " + magnitude : value > 0 ? "right " + magnitude : magnitude;
}

std::string change_in_words(const Series& series, double change) {
  const Metric metric = metric_of(series);
  return with_unit((change > 0 ? "+" : "") + figure(change, metric), metric);
}

std::string verdict_in_words(const Series& series) {
  switch (series.verdict) {
    case Verdict::within_noise:
      return fmt::format("within own noise ({})", noise_of(series));
    case Verdict::real:
      return fmt::format("{}beyond own noise ({})",
                         series.direction == session::Direction::neither ? "" : to_string(series.direction) + std::string(": "),
                         noise_of(series));
    case Verdict::unknown:
      break;
  }
  if (series.points.size() < kSessionsToJudge)
    return fmt::format("own noise not known yet: {} of {} sessions", series.points.size(), kSessionsToJudge);
  return "own noise not known: the sessions do not differ";
}

std::string trend_overview(const std::string& athlete, std::span<const Series> all) {
  std::string out;
  std::size_t next = 0;
  while (next < all.size()) {
    const Series& first = all[next];
    out += fmt::format("{}{}\n", exercise_of(first), athlete.empty() ? "" : ": " + athlete);
    TextTable table({false, false, true, true, true, true, true, false});
    table.add({"", "side", "n", "last", "baseline", "change", "noise", "verdict"});
    for (; next < all.size() && same_circumstances(first, all[next]); ++next) {
      const Series& it = all[next];
      const TrendPoint& last = it.points.back();
      table.add({metric_of(it).words, side_of(it), std::to_string(it.points.size()), value_in_words(it, last.value),
                 baseline_of(it, last), change_of(it), noise_of(it), short_verdict(it)});
    }
    out += table.text("  ") + "\n";
  }
  return out + rules();
}

std::string trend_history(const Series& series) {
  const Metric metric = metric_of(series);
  std::string out = fmt::format("{}: {}{}{}\n", exercise_of(series), metric.words,
                                side_of(series).empty() ? "" : ", " + side_of(series),
                                series.formula.empty() ? "" : ", formula " + series.formula);
  TextTable table({false, true, true, true, true, false});
  table.add({"session", "value", "sd", "baseline", "change", ""});
  for (const TrendPoint& point : series.points) {
    std::string started = point.started.substr(0, 16);
    std::replace(started.begin(), started.end(), 'T', ' ');
    table.add({started, value_in_words(series, point.value), point.sd ? figure(*point.sd, metric) : "--",
               baseline_of(series, point),
               point.baseline ? change_in_words(series, point.value - point.baseline->median) : "--",
               point.flipped ? "other side" : ""});
  }
  out += table.text("  ");
  out += fmt::format("  Last session: {}.", verdict_in_words(series));
  if (series.flips > 0)
    out += fmt::format(" The favoured side changed {} time{}.", series.flips, series.flips == 1 ? "" : "s");
  return out + "\n";
}

std::string group_table(std::span<const session::GroupRow> rows) {
  const Metric metric = metric_of(rows.front().series);
  const movement::Exercise* exercise = movement::find_exercise(rows.front().series.exercise);
  std::string out = fmt::format("{}: {}\n", exercise ? exercise->name : rows.front().series.exercise, metric.words);
  TextTable table({false, false, true, true, true, true, true, false, true, false});
  table.add({"athlete", "side", "n", "last", "baseline", "change", "noise", "verdict", "days since", ""});
  for (const session::GroupRow& row : rows) {
    const Series& it = row.series;
    table.add({row.athlete.empty() ? "(nobody)" : row.athlete, side_of(it), std::to_string(it.points.size()),
               value_in_words(it, it.points.back().value), baseline_of(it, it.points.back()),
               change_of(it), noise_of(it), short_verdict(it),
               fmt::format("{:.0f}", std::floor(row.days_since)), in_words(it.conditions)});
  }
  return out + table.text("  ") + rules();
}

}  // namespace poise::report
