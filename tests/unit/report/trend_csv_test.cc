#include "report/trend_csv.h"

#include <gmock/gmock.h>

#include <map>
#include <sstream>

#include "report/csv_reader.h"

namespace poise::report {
namespace {

using session::Measure;
using session::MeasuredSession;
using testing::ElementsAre;
using testing::Pair;
using testing::UnorderedElementsAre;

using Row = std::map<std::string, std::string>;

/// The table as our own reader reads it: a map from header to cell for each row.
std::vector<Row> rows_of(const std::string& text, char separator = ',') {
  std::istringstream input(text);
  CsvReader reader(input);
  std::vector<std::string> header;
  std::vector<Row> rows;
  while (true) {
    const auto more = reader.next();
    if (!more || !*more) return rows;
    const auto& cells = reader.split(separator);
    if (header.empty()) {
      header.assign(cells.begin(), cells.end());
      continue;
    }
    EXPECT_EQ(cells.size(), header.size());
    Row& row = rows.emplace_back();
    for (std::size_t i = 0; i < cells.size(); ++i) row[header[i]] = std::string(cells[i]);
  }
}

MeasuredSession session_on(int day, std::vector<Measure> measures) {
  MeasuredSession session;
  session.id = "s" + std::to_string(day);
  session.started = "2026-03-" + std::to_string(10 + day) + "T10:00:00+01:00";
  session.started_wall_us = day * 86'400'000'000LL;
  session.athlete = "heron";
  session.exercise = "single-leg-squat";
  session.reps = 4;
  session.outcome = movement::Outcome::complete;
  session.calibration = "nominal";
  session.measures = std::move(measures);
  return session;
}

Measure asymmetry(double value_pct) {
  return {.metric = "asymmetry.depth.value_pct",
          .formula = "percent_difference_to_better",
          .value = value_pct,
          .n = 8,
          .sd = 1.5};
}

std::vector<MeasuredSession> asymmetries(std::initializer_list<double> values) {
  std::vector<MeasuredSession> sessions;
  for (const double value : values)
    sessions.push_back(session_on(static_cast<int>(sessions.size()), {asymmetry(value)}));
  return sessions;
}

TEST(TrendCsv, HasARowASessionWithTheSideBesideTheNumber) {
  const auto sessions = asymmetries({-4, 5, -6, 5, 20});
  const auto rows = rows_of(trend_csv("heron", session::series_of(sessions)));
  ASSERT_EQ(rows.size(), 5U);
  EXPECT_EQ(rows[0].at("athlete"), "heron");
  EXPECT_EQ(rows[0].at("metric"), "asymmetry.depth.value_pct");
  EXPECT_EQ(rows[0].at("formula"), "percent_difference_to_better");
  EXPECT_EQ(rows[0].at("unit"), "%");
  EXPECT_EQ(rows[0].at("session"), "s0");
  EXPECT_EQ(rows[0].at("started"), "2026-03-10T10:00:00+01:00");
  EXPECT_EQ(rows[0].at("value"), "-4.0000");
  EXPECT_EQ(rows[0].at("sd"), "1.5000");
  EXPECT_EQ(rows[0].at("n"), "8");
  EXPECT_EQ(rows[0].at("favours"), "left");
  EXPECT_EQ(rows[0].at("baseline"), "");
  EXPECT_EQ(rows[0].at("flipped"), "false");
  EXPECT_EQ(rows[0].at("verdict"), "");
  EXPECT_EQ(rows[1].at("favours"), "right");
  EXPECT_EQ(rows[1].at("flipped"), "true");
  EXPECT_EQ(rows[4].at("baseline"), "0.5000");
  EXPECT_EQ(rows[4].at("baseline_low"), "-6.0000");
  EXPECT_EQ(rows[4].at("baseline_sessions"), "4");
  EXPECT_EQ(rows[4].at("change"), "19.5000");
  EXPECT_EQ(rows[4].at("verdict"), "within_noise");
}

TEST(TrendCsv, OfNothingIsAHeader) { EXPECT_TRUE(rows_of(trend_csv("heron", {})).empty()); }

TEST(TrendCsv, OpensInASpreadsheetOfADecimalCommaCountry) {
  const auto sessions = asymmetries({-4});
  const std::string text = trend_csv("heron", session::series_of(sessions), kSpreadsheetCsv);
  EXPECT_THAT(text, testing::StartsWith("\xEF\xBB\xBF" "athlete;exercise;"));
  EXPECT_EQ(rows_of(text, ';').at(0).at("value"), "-4,0000");
}

TEST(GroupCsv, HasARowAnAthlete) {
  const auto sessions = asymmetries({-4, -5, -4, -5, -20});
  const auto rows = rows_of(group_csv(session::group_of(sessions, "asymmetry.depth.value_pct", 7 * 86'400'000'000LL)));
  ASSERT_EQ(rows.size(), 1U);
  EXPECT_EQ(rows[0].at("athlete"), "heron");
  EXPECT_EQ(rows[0].at("sessions"), "5");
  EXPECT_EQ(rows[0].at("last_session"), "s4");
  EXPECT_EQ(rows[0].at("value"), "-20.0000");
  EXPECT_EQ(rows[0].at("days_since"), "3.00");
  EXPECT_EQ(rows[0].at("verdict"), "real");
  EXPECT_EQ(rows[0].at("direction"), "worse");
}

TEST(RollUpHeader, HasSideFormulaAndUnit) {
  EXPECT_EQ(roll_up_header({.metric = "reps.depth_mm", .side = Side::left}), "reps_left_depth_mm");
  EXPECT_EQ(roll_up_header({.metric = "share.left_mean_pct"}), "share_left_mean_pct");
  EXPECT_EQ(roll_up_header(asymmetry(1)), "asymmetry_depth_percent_difference_to_better_pct");
  EXPECT_EQ(roll_up_header({.metric = "asymmetry.mean_force", .side = Side::right}), "asymmetry_right_mean_force_n");
  EXPECT_EQ(roll_up_header({.metric = "reps.valid"}), "reps_valid");
}

TEST(RollUpCsv, HasARowASessionAndAColumnAFigure) {
  auto first = session_on(0, {asymmetry(-4), {.metric = "reps.depth_mm", .side = Side::left, .value = 212.25}});
  first.surroundings.pain_before = 2;
  first.surroundings.load_kg = 7.5;
  first.surroundings.eyes = session::Eyes::open;
  first.place = session::VisitPlace{.visit = "v1", .programme = "balance", .block = 2, .set = 1, .role = "work"};
  auto second = session_on(1, {asymmetry(3)});
  second.variant = "deep; \"slow\"";
  RollUpCsv table({{.metric = "asymmetry.depth.value_pct", .formula = "percent_difference_to_better"},
                   {.metric = "reps.depth_mm", .side = Side::left}},
                  kPlainCsv);
  table.add(std::vector{first});
  table.add(std::vector{second});
  const auto rows = rows_of(table.take());
  ASSERT_EQ(rows.size(), 2U);
  EXPECT_EQ(rows[0].at("session"), "s0");
  EXPECT_EQ(rows[0].at("started"), "2026-03-10T10:00:00+01:00");
  EXPECT_EQ(rows[0].at("valid_reps"), "4");
  EXPECT_EQ(rows[0].at("pain_before"), "2");
  EXPECT_EQ(rows[0].at("load_kg"), "7.5000");
  EXPECT_EQ(rows[0].at("eyes"), "open");
  EXPECT_EQ(rows[0].at("programme"), "balance");
  EXPECT_EQ(rows[0].at("asymmetry_depth_percent_difference_to_better_pct"), "-4.0000");
  EXPECT_EQ(rows[0].at("reps_left_depth_mm"), "212.2500");
  EXPECT_EQ(rows[1].at("reps_left_depth_mm"), "");
  EXPECT_EQ(rows[1].at("pain_before"), "");
  EXPECT_EQ(rows[1].at("variant"), "deep; \"slow\"");
}

TEST(RollUpCsv, WritesTheByteOrderMarkOnce) {
  RollUpCsv table({}, kSpreadsheetCsv);
  table.add(std::vector{session_on(0, {})});
  const std::string text = table.take();
  EXPECT_EQ(text.rfind("\xEF\xBB\xBF"), 0U);
  EXPECT_EQ(rows_of(text, ';').size(), 1U);
}

}  // namespace
}  // namespace poise::report
