#include "session/trend.h"

#include <gmock/gmock.h>

#include <cmath>

namespace poise::session {
namespace {

using testing::ElementsAre;
using testing::Field;
using testing::IsEmpty;
using testing::SizeIs;

constexpr std::int64_t kDay_us = 86'400'000'000;

/// On day `day` of a month that has as many as are asked for.
MeasuredSession session_on(int day, std::vector<Measure> measures, const std::string& athlete = "heron") {
  MeasuredSession session;
  session.id = "s" + std::to_string(day);
  session.started = "2026-03-" + std::to_string(10 + day) + "T10:00:00+01:00";
  session.started_wall_us = day * kDay_us;
  session.athlete = athlete;
  session.exercise = "squat";
  session.measures = std::move(measures);
  return session;
}

Measure share(double left_pct) {
  return {.metric = "share.left_mean_pct", .formula = "share_of_total", .value = left_pct};
}

Measure asymmetry(double value_pct, const char* formula) {
  return {.metric = "asymmetry.depth.value_pct", .formula = formula, .value = value_pct};
}

std::vector<MeasuredSession> shares(std::initializer_list<double> values) {
  std::vector<MeasuredSession> sessions;
  for (const double value : values) sessions.push_back(session_on(static_cast<int>(sessions.size()), {share(value)}));
  return sessions;
}

/// The only one.
Series series(const std::vector<MeasuredSession>& sessions) {
  const auto all = series_of(sessions);
  EXPECT_EQ(all.size(), 1U);
  return all.at(0);
}

TEST(Trend, OfNothingIsNothing) { EXPECT_THAT(series_of({}), IsEmpty()); }

TEST(Trend, PutsASessionsFiguresInTheOrderOfTime) {
  const Series it = series(shares({50, 52, 51}));
  EXPECT_EQ(it.exercise, "squat");
  EXPECT_EQ(it.metric, "share.left_mean_pct");
  EXPECT_THAT(it.points, ElementsAre(Field(&TrendPoint::value, 50), Field(&TrendPoint::value, 52),
                                     Field(&TrendPoint::value, 51)));
  EXPECT_EQ(it.points[1].session, "s1");
}

TEST(Trend, NeverMixesFormulas) {
  std::vector<MeasuredSession> sessions;
  for (int day = 0; day < 3; ++day) sessions.push_back(session_on(day, {asymmetry(-8, "percent_difference_to_better")}));
  for (int day = 3; day < 5; ++day) sessions.push_back(session_on(day, {asymmetry(92, "lsi")}));
  const auto all = series_of(sessions);
  ASSERT_THAT(all, SizeIs(2));
  EXPECT_EQ(all[0].formula, "lsi");
  EXPECT_THAT(all[0].points, SizeIs(2));
  EXPECT_EQ(all[1].formula, "percent_difference_to_better");
  EXPECT_THAT(all[1].points, SizeIs(3));
}

TEST(Trend, NeverMixesSidesVariantsOrExercises) {
  auto left = session_on(0, {{.metric = "reps.depth_mm", .side = Side::left, .formula = "mean", .value = 200}});
  auto right = left, variant = left, other = left;
  right.measures[0].side = Side::right;
  variant.variant = "reverse";
  other.exercise = "single-leg-squat";
  EXPECT_THAT(series_of(std::vector{left, right, variant, other}), SizeIs(4));
}

TEST(Trend, NeverMixesConditions) {
  std::vector<MeasuredSession> sessions = shares({50, 50, 50, 50, 50});
  sessions[1].surroundings.load_kg = 10;
  sessions[2].surroundings.eyes = Eyes::closed;
  sessions[3].surroundings.surface = Surface::foam;
  sessions[4].surroundings.footwear = "barefoot";
  EXPECT_THAT(series_of(sessions), SizeIs(5));
}

TEST(Trend, TakesNoLoadAndALoadThatWasNotSaidForTheSameAndFootwearInAnyCase) {
  std::vector<MeasuredSession> sessions = shares({50, 51});
  sessions[0].surroundings.load_kg = 0;
  sessions[0].surroundings.footwear = "Barefoot";
  sessions[1].surroundings.footwear = "barefoot";
  EXPECT_THAT(series(sessions).points, SizeIs(2));
}

TEST(Trend, LeavesOutWarmUpAndPractice) {
  std::vector<MeasuredSession> sessions = shares({50, 51, 52});
  sessions[0].place = VisitPlace{.visit = "v", .programme = "p", .role = "warm-up"};
  sessions[1].place = VisitPlace{.visit = "v", .programme = "p", .role = "practice"};
  sessions[2].place = VisitPlace{.visit = "v", .programme = "p", .role = "work"};
  EXPECT_THAT(series(sessions).points, ElementsAre(Field(&TrendPoint::session, "s2")));
}

TEST(Trend, HasABaselineFromTheFourthSessionOn) {
  const Series it = series(shares({50, 52, 51, 55}));
  EXPECT_FALSE(it.points[2].baseline);
  ASSERT_TRUE(it.points[3].baseline);
  EXPECT_EQ(it.points[3].baseline->median, 51);
  EXPECT_EQ(it.points[3].baseline->low, 50);
  EXPECT_EQ(it.points[3].baseline->high, 52);
  EXPECT_EQ(it.points[3].baseline->sessions, 3);
  EXPECT_EQ(*it.change, 4);
}

TEST(Trend, HasABaselineThatRollsOverTheLastFiveBefore) {
  const Series it = series(shares({90, 50, 52, 51, 53, 54, 60}));
  const Baseline& baseline = *it.points[6].baseline;
  EXPECT_EQ(baseline.median, 52);
  EXPECT_EQ(baseline.high, 54);
  EXPECT_EQ(baseline.sessions, 5);
  const Baseline& before = *it.points[4].baseline;
  EXPECT_EQ(before.median, (51 + 52) / 2.0);
  EXPECT_EQ(before.sessions, 4);
}

TEST(Trend, JudgesTheLastSessionByTheNoiseOfThoseBefore) {
  // Differences before the last: +2, -1, +2; their SD is sqrt(3), MDC95 = 1.96 sqrt(3) = 3.395.
  const Series it = series(shares({50, 52, 51, 53, 60}));
  EXPECT_NEAR(*it.mdc95, 1.96 * std::sqrt(3.0), 1e-9);
  EXPECT_EQ(*it.change, 60 - 51.5);
  EXPECT_EQ(it.verdict, Verdict::real);
  EXPECT_EQ(it.direction, Direction::worse);  // further from 50
  const Series within = series(shares({50, 52, 51, 53, 54}));
  EXPECT_EQ(within.verdict, Verdict::within_noise);
  EXPECT_EQ(within.direction, Direction::neither);
}

TEST(Trend, SaysNothingOfAChangeAfterThreeSessions) {
  const Series it = series(shares({50, 52, 60}));
  EXPECT_EQ(it.verdict, Verdict::unknown);
  EXPECT_FALSE(it.mdc95);
  EXPECT_FALSE(it.change);
}

TEST(Trend, KnowsNoNoiseFromSessionsThatDoNotDiffer) {
  const Series it = series(shares({50, 50, 50, 51}));
  EXPECT_EQ(it.verdict, Verdict::unknown);
  EXPECT_FALSE(it.mdc95);
  EXPECT_EQ(*it.change, 1);
}

TEST(Trend, KnowsWhetherMoreOrLessIsBetter) {
  const auto last = [](const char* metric, double value) {
    std::vector<MeasuredSession> sessions;
    for (const double earlier : {30.0, 31.0, 30.0, 31.0, value})
      sessions.push_back(session_on(static_cast<int>(sessions.size()), {{.metric = metric, .value = earlier}}));
    return series(sessions).direction;
  };
  EXPECT_EQ(last("sway.mean_velocity_mm_s", 20), Direction::better);
  EXPECT_EQ(last("sway.mean_velocity_mm_s", 40), Direction::worse);
  EXPECT_EQ(last("reps.depth_mm", 40), Direction::better);
  EXPECT_EQ(last("reps.peak_n", 40), Direction::neither);
}

TEST(Trend, CountsHowOftenTheFavouredSideChanged) {
  const Series it = series(shares({52, 51, 48, 50, 49, 53}));
  EXPECT_EQ(it.flips, 2);
  EXPECT_TRUE(it.points[2].flipped);
  EXPECT_FALSE(it.points[4].flipped);  // even in between is no side
  EXPECT_TRUE(it.points[5].flipped);
}

TEST(Trend, CountsNoFlipsWithinTheDoubt) {
  std::vector<MeasuredSession> sessions;
  for (const double value : {52.0, 49.0, 52.0, 46.0})  // doubt of five repetitions: 2.776 · 2 / √5 = 2.48
    sessions.push_back(session_on(static_cast<int>(sessions.size()),
                                  {{.metric = "share.left_mean_pct", .value = value, .n = 5, .sd = 2}}));
  const Series it = series(sessions);
  EXPECT_NEAR(*doubt_of(it.points[0]), 2.483, 1e-3);
  EXPECT_EQ(it.flips, 0);
  sessions[0].measures[0].value = 53;
  EXPECT_EQ(series(sessions).flips, 1);
  EXPECT_TRUE(series(sessions).points[3].flipped);
}

TEST(Trend, CountsNoFlipsOfFiguresThatFavourNoSide) {
  std::vector<MeasuredSession> sessions;
  for (const double value : {-1.0, 1.0, -1.0})
    sessions.push_back(session_on(static_cast<int>(sessions.size()), {{.metric = "quality.drift_n", .value = value}}));
  EXPECT_EQ(series(sessions).flips, 0);
}

TEST(Trend, ListsTheFiguresThatSayMostFirst) {
  const auto all = series_of(std::vector{
      session_on(0, {{.metric = "sway.range_mm", .value = 1}, {.metric = "sway.mean_velocity_mm_s", .value = 1}, share(50)})});
  EXPECT_THAT(all, ElementsAre(Field(&Series::metric, "share.left_mean_pct"),
                               Field(&Series::metric, "sway.mean_velocity_mm_s"), Field(&Series::metric, "sway.range_mm")));
}

MeasuredSession stand(int minute, Eyes eyes, double velocity_mm_s, Surface surface = Surface::firm) {
  MeasuredSession session =
      session_on(0, {{.metric = "sway.mean_velocity_mm_s", .formula = "prieto_1996", .value = velocity_mm_s}});
  session.id = "m" + std::to_string(minute);
  session.started_wall_us = minute * 60'000'000LL;
  session.exercise = "quiet-stand";
  session.surroundings.eyes = eyes;
  session.surroundings.surface = surface;
  return session;
}

std::vector<Series> with_metric(std::vector<Series> all, std::string_view metric) {
  std::erase_if(all, [&](const Series& it) { return it.metric != metric; });
  return all;
}

TEST(Ratios, CompareEyesClosedToTheNearestStandWithEyesOpen) {
  const auto ratios = with_metric(
      series_of(std::vector{stand(0, Eyes::open, 8), stand(9, Eyes::open, 10), stand(10, Eyes::closed, 15)}),
      "eyes_closed_to_open.mean_velocity");
  ASSERT_THAT(ratios, SizeIs(1));
  EXPECT_THAT(ratios[0].points, ElementsAre(Field(&TrendPoint::value, 1.5)));
  EXPECT_EQ(ratios[0].points[0].session, "m10");
  EXPECT_EQ(ratios[0].formula, "romberg_quotient");
  EXPECT_EQ(in_words(ratios[0].conditions), "firm");
}

TEST(Ratios, CompareFoamToFirmGroundWithTheSameEyes) {
  const auto ratios = with_metric(series_of(std::vector{stand(0, Eyes::closed, 12), stand(1, Eyes::open, 9),
                                                        stand(2, Eyes::closed, 30, Surface::foam)}),
                                  "foam_to_firm.mean_velocity");
  ASSERT_THAT(ratios, SizeIs(1));
  EXPECT_THAT(ratios[0].points, ElementsAre(Field(&TrendPoint::value, 2.5)));
  EXPECT_EQ(in_words(ratios[0].conditions), "eyes closed");
}

TEST(Ratios, NeedTheSameDaySideAndOtherConditions) {
  auto yesterday = stand(0, Eyes::open, 10);
  yesterday.started = "2026-03-09T10:00:00+01:00";
  auto left = stand(0, Eyes::open, 10);
  left.side = Side::left;
  auto loaded = stand(0, Eyes::open, 10);
  loaded.surroundings.load_kg = 5;
  auto practice = stand(0, Eyes::open, 10);
  practice.place = VisitPlace{.visit = "v", .programme = "p", .role = "practice"};
  const auto all = series_of(std::vector{yesterday, left, loaded, practice, stand(1, Eyes::closed, 15)});
  EXPECT_THAT(with_metric(all, "eyes_closed_to_open.mean_velocity"), IsEmpty());
}

TEST(Ratios, OfNoSwayAreAbsent) {
  const auto all = series_of(std::vector{stand(0, Eyes::open, 0), stand(1, Eyes::closed, 15)});
  EXPECT_THAT(with_metric(all, "eyes_closed_to_open.mean_velocity"), IsEmpty());
}

std::vector<MeasuredSession> group() {
  std::vector<MeasuredSession> sessions;
  const auto add = [&](const char* athlete, int first_day, std::initializer_list<double> values) {
    int day = first_day;
    for (const double value : values) sessions.push_back(session_on(day++, {share(value)}, athlete));
  };
  add("crane", 0, {50, 51, 50, 51, 50.5});     // within noise, last on day 4
  add("heron", 1, {50, 51, 50, 51, 60});       // worse, day 5
  add("stork", 2, {58, 59, 58, 59, 50});       // better, day 6
  add("wren", 1, {55});                        // unknown, day 1
  add("egret", 2, {50, 51, 50, 51, 41});       // worse, day 6
  return sessions;
}

TEST(Group, PutsFirstWhoNeedsAttention) {
  const auto rows = group_of(group(), "share.left_mean_pct", 10 * kDay_us);
  EXPECT_THAT(rows, ElementsAre(Field(&GroupRow::athlete, "heron"), Field(&GroupRow::athlete, "egret"),
                                Field(&GroupRow::athlete, "stork"), Field(&GroupRow::athlete, "wren"),
                                Field(&GroupRow::athlete, "crane")));
  EXPECT_EQ(rows[0].days_since, 5);
  EXPECT_EQ(rows[0].series.direction, Direction::worse);
  EXPECT_EQ(rows[3].series.verdict, Verdict::unknown);
}

TEST(Group, ShowsTheSeriesWithTheNewestSession) {
  auto sessions = std::vector{session_on(0, {share(50)}), session_on(1, {share(51)}), session_on(2, {share(52)})};
  sessions[1].surroundings.load_kg = 20;
  auto rows = group_of(sessions, "share.left_mean_pct", 3 * kDay_us);
  ASSERT_THAT(rows, SizeIs(1));
  EXPECT_EQ(rows[0].series.points.back().session, "s2");
  EXPECT_EQ(rows[0].series.conditions.load_kg, 0);
  sessions[1].started_wall_us = 5 * kDay_us;
  rows = group_of(sessions, "share.left_mean_pct", 6 * kDay_us);
  EXPECT_EQ(rows[0].series.conditions.load_kg, 20);
}

TEST(Group, HasARowForEachSide) {
  auto session = session_on(0, {});
  for (const Side side : {Side::left, Side::right})
    session.measures.push_back({.metric = "reps.depth_mm", .side = side, .value = 200});
  const auto rows = group_of(std::vector{session}, "reps.depth_mm", kDay_us);
  ASSERT_THAT(rows, SizeIs(2));
  EXPECT_EQ(rows[0].series.side, Side::left);
  EXPECT_EQ(rows[1].series.side, Side::right);
}

TEST(Conditions, AreSaidInWords) {
  EXPECT_EQ(in_words(Conditions{}), "");
  EXPECT_EQ(in_words(Conditions{Eyes::closed, Surface::foam, "barefoot", 7.5}), "eyes closed, foam, barefoot, 7.5 kg");
}

}  // namespace
}  // namespace poise::session
