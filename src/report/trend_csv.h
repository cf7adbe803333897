#pragma once

#include <span>
#include <string>
#include <vector>

#include "report/csv_number.h"
#include "session/trend.h"

/// Trends as tables for spreadsheets and statistics programs; the same rules as for the session folder: one header row
/// with units, an empty cell is a missing value, sides and formulas in columns or headers of their own, never in a
/// number. An asymmetry has a sign, minus for left and plus for right, and its side stands in `favours` as well.
/// Pure functions.
namespace poise::report {

/// A row for each session of each series: the value, the baseline of the sessions before it, the difference, and at the
/// last session of a series whether that is a real change.
std::string trend_csv(const std::string& athlete, std::span<const session::Series> series, CsvStyle style = kPlainCsv);

/// A row an athlete and side.
std::string group_csv(std::span<const session::GroupRow> rows, CsvStyle style = kPlainCsv);

/// A row a session, a column a figure: added person by person, so that never all of them are in memory.
class RollUpCsv {
 public:
  /// `figures`: of which there are values (metric, side and formula count); they come in the order of the dictionary.
  RollUpCsv(std::vector<session::Measure> figures, CsvStyle style);

  void add(std::span<const session::MeasuredSession> sessions);
  std::string take() { return std::move(text_); }

 private:
  std::vector<session::Measure> figures_;
  CsvStyle style_;
  std::string text_;
};

/// The header of a figure's column: "reps_left_depth_mm", "asymmetry_depth_percent_difference_to_better_pct".
std::string roll_up_header(const session::Measure& figure);

}  // namespace poise::report
