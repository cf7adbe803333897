#include "report/rep_table.h"

#include <fmt/format.h>

#include <algorithm>

#include "report/words.h"
#include "signal/statistics.h"

namespace poise::report {
namespace {

using movement::Analysis;
using movement::Rep;

/// A column of the table of repetitions; left out where no repetition has the figure.
struct RepColumn {
  std::string_view heading, unit;
  Maybe Rep::*value;
  int decimals;
  bool one_leg_only = false;
};
constexpr RepColumn kRepColumns[] = {
    {"Down", "s", &Rep::down_s, 2},
    {"Hold", "s", &Rep::hold_s, 2},
    {"Up", "s", &Rep::up_s, 2},
    {"Depth", "mm", &Rep::depth_mm, 0},
    {"±", "mm", &Rep::depth_doubt_mm, 0},
    {"Left", "%", &Rep::left_share_pct, 1},
    {"Lead", "%", &Rep::lead_share_pct, 1},
    {"SI", "%", &Rep::symmetry_index_total_pct, 1},
    {"Top L", "%BW", &Rep::top_left_pct_bw, 1},
    {"Top R", "%BW", &Rep::top_right_pct_bw, 1},
    {"Rise L", "%", &Rep::swing_left_share_pct, 1},
    {"Rise", "N", &Rep::swing_n, 0},
    {"Sag", "%", &Rep::sag_pct, 1},
    {"Steady", "%", &Rep::hold_steadiness_pct, 1},
    {"Peak", "N", &Rep::peak_n, 0},
    {"RFD", "N/s", &Rep::rfd_100ms_n_s, 0},
    {"Veloc.", "mm/s", &Rep::peak_velocity_mm_s, 0},
    {"Power", "W", &Rep::peak_power_w, 0},
    {"ML", "mm", &Rep::cop_range_ml_mm, 0},
    {"AP", "mm", &Rep::cop_range_ap_mm, 0},
    {"Wobble", "mm/s", &Rep::cop_ml_speed_mm_s, 1, true},
};

bool has_sides(const Analysis& analysis) {
  return std::any_of(analysis.reps.begin(), analysis.reps.end(),
                     [](const Rep& rep) { return rep.side != Side::both; });
}

std::vector<RepColumn> columns_of(const Analysis& analysis) {
  const bool one_leg = has_sides(analysis);
  std::vector<RepColumn> columns;
  for (const RepColumn& column : kRepColumns)
    if ((one_leg || !column.one_leg_only) &&
        std::any_of(analysis.reps.begin(), analysis.reps.end(),
                    [&](const Rep& rep) { return (rep.*column.value).has_value(); }))
      columns.push_back(column);
  return columns;
}

std::string reasons_of(const Rep& rep) {
  std::string text = rep.valid ? "yes" : "no";
  for (const std::string& reason : rep.reasons)
    text += (&reason == &rep.reasons.front() ? ": " : ", ") + reason_in_words(reason);
  return text;
}

TableRow row_of(const Rep& rep, const std::vector<RepColumn>& columns, bool sides, bool reasons) {
  TableRow row;
  row.muted = !rep.valid;
  row.cells.push_back(fmt::format("{}", rep.index));
  if (sides) row.cells.push_back(to_string(rep.side));
  row.cells.push_back(figure(rep.start_s, 1));
  for (const RepColumn& column : columns) row.cells.push_back(figure(rep.*column.value, column.decimals));
  if (reasons) row.cells.push_back(reasons_of(rep));
  return row;
}

/// Mean and SD of the valid repetitions of each side.
void add_means(std::vector<TableRow>& rows, const Analysis& analysis, const std::vector<RepColumn>& columns,
               bool sides) {
  bool first = true;
  for (const Side side : {Side::both, Side::left, Side::right}) {
    const auto on_side = [&](const Rep& rep) { return rep.valid && rep.side == side; };
    if (std::count_if(analysis.reps.begin(), analysis.reps.end(), on_side) < 2) continue;
    TableRow mean{.cells = {"Mean"}, .strong = true, .ruled = first}, sd{.cells = {"SD"}};
    first = false;
    for (TableRow* row : {&mean, &sd}) {
      if (sides) row->cells.push_back(to_string(side));
      row->cells.push_back("");
    }
    for (const RepColumn& column : columns) {
      std::vector<double> values;
      for (const Rep& rep : analysis.reps)
        if (const Maybe value = rep.*column.value; on_side(rep) && value) values.push_back(*value);
      if (column.value == &Rep::depth_doubt_mm) values.clear();  // of each alone, not of their mean
      mean.cells.push_back(values.empty() ? "" : figure(signal::mean(values), column.decimals));
      sd.cells.push_back(
          values.empty() ? "" : figure(signal::standard_deviation(values), std::max(column.decimals, 1)));
    }
    rows.push_back(mean);
    rows.push_back(sd);
  }
}

}  // namespace

bool all_plainly_counted(const Analysis& analysis) {
  return std::all_of(analysis.reps.begin(), analysis.reps.end(),
                     [](const Rep& rep) { return rep.valid && rep.reasons.empty(); });
}

Table rep_table(const Analysis& analysis) {
  Table table;
  if (analysis.reps.empty()) return table;
  const bool sides = has_sides(analysis);
  const auto columns = columns_of(analysis);
  table.columns.push_back({"", "", 1.1, Align::left});
  if (sides) table.columns.push_back({"Side", "", 1.1, Align::left});
  table.columns.push_back({"Start", "s", 1});
  for (const RepColumn& column : columns)
    table.columns.push_back({std::string(column.heading), std::string(column.unit), 1});
  const bool reasons = !all_plainly_counted(analysis);
  if (reasons) table.columns.push_back({"Counted", "", 3, Align::left});
  for (const Rep& rep : analysis.reps) table.rows.push_back(row_of(rep, columns, sides, reasons));
  add_means(table.rows, analysis, columns, sides);
  return table;
}

Table hold_table(const Analysis& analysis) {
  Table table;
  if (analysis.holds.empty()) return table;
  table.columns = {{"", "", 0.5, Align::left}, {"Side", "", 1, Align::left},
                   {"Start", "s", 1},          {"End", "s", 1},
                   {"Held", "s", 1},           {"Left", "%", 1},
                   {"Steady", "%", 1},         {"Wobble", "mm/s", 1}};
  for (const movement::Hold& hold : analysis.holds)
    table.rows.push_back(
        {.cells = {fmt::format("{}", hold.index), to_string(hold.side), figure(hold.start_s, 2),
                   figure(hold.end_s, 2), figure(hold.hold_s, 2), figure(hold.left_share_pct, 1),
                   figure(hold.hold_steadiness_pct, 2), figure(hold.cop_ml_speed_mm_s, 1)}});
  return table;
}

}  // namespace poise::report
