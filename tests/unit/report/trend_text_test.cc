#include "report/trend_text.h"

#include <gmock/gmock.h>

#include "report/trend_json.h"

namespace poise::report {
namespace {

using session::MeasuredSession;
using session::Series;
using testing::AllOf;
using testing::HasSubstr;
using testing::Not;

Series series(const char* metric, std::initializer_list<double> values, const char* formula = "") {
  std::vector<MeasuredSession> sessions;
  for (const double value : values) {
    MeasuredSession& session = sessions.emplace_back();
    session.id = "s" + std::to_string(sessions.size());
    session.started = "2026-03-1" + std::to_string(sessions.size()) + "T10:00:00+01:00";
    session.exercise = "squat";
    session.started_wall_us = static_cast<std::int64_t>(sessions.size()) * 86'400'000'000;
    session.surroundings.load_kg = 10;
    session.measures = {{.metric = metric, .formula = formula, .value = value}};
  }
  return session::series_of(sessions).at(0);
}

TEST(TrendText, SaysTheSideOfAnAsymmetry) {
  const Series it = series("asymmetry.depth.value_pct", {-4.25, 5}, "percent_difference_to_better");
  EXPECT_EQ(value_in_words(it, -4.26), "left 4.3 %");
  EXPECT_EQ(value_in_words(it, 5), "right 5.0 %");
  EXPECT_EQ(value_in_words(it, 0), "0.0 %");
}

TEST(TrendText, GivesValuesAndChangesWithTheirUnit) {
  const Series it = series("reps.valid", {5});
  EXPECT_EQ(value_in_words(it, 5), "5");
  EXPECT_EQ(change_in_words(series("reps.peak_n", {700}), 12.6), "+13 N");
  EXPECT_EQ(change_in_words(series("reps.depth_mm", {200}), -3.5), "-3.5 mm");
}

TEST(TrendText, SaysWhetherAChangeIsReal) {
  EXPECT_EQ(verdict_in_words(series("sway.mean_velocity_mm_s", {20, 22, 21, 23, 40})),
            "worse: beyond own noise (\u00b13.4)");
  EXPECT_EQ(verdict_in_words(series("sway.mean_velocity_mm_s", {20, 22, 21, 23, 22})), "within own noise (\u00b13.4)");
  EXPECT_EQ(verdict_in_words(series("sway.mean_velocity_mm_s", {20, 22})), "own noise not known yet: 2 of 4 sessions");
}

TEST(TrendText, ListsTheSeriesUnderTheirExerciseAndConditions) {
  const std::vector<Series> all = {series("share.left_mean_pct", {52, 51, 48, 50, 49})};
  EXPECT_THAT(trend_overview("heron", all),
              AllOf(HasSubstr("Squat (10 kg): heron\n"), HasSubstr("share of the left"), HasSubstr("49.0 %"),
                    HasSubstr("50.5 (48.0 to 52.0)"), HasSubstr("-1.5"), HasSubstr("within noise")));
}

TEST(TrendText, ShowsEverySessionOfASeriesAndWhereTheSideChanged) {
  const std::string text = trend_history(series("share.left_mean_pct", {52, 48, 47}, "share_of_total"));
  EXPECT_THAT(text, AllOf(HasSubstr("formula share_of_total"), HasSubstr("2026-03-11 10:00"), HasSubstr("52.0 %"),
                          HasSubstr("other side"), HasSubstr("changed 1 time."), HasSubstr("3 of 4 sessions")));
}

TEST(TrendText, HasNoLineEndInSpaces) {
  const std::vector<Series> all = {series("share.left_mean_pct", {52, 51, 48, 50, 49})};
  EXPECT_THAT(trend_overview("heron", all) + trend_history(all[0]), Not(HasSubstr(" \n")));
}

TEST(TrendJson, LeavesOutWhatIsNotKnown) {
  const std::vector<Series> all = {series("share.left_mean_pct", {52, 51}, "share_of_total")};
  const auto json = trend_json("heron", all);
  EXPECT_EQ(json["schema"], "poise.trend/1");
  EXPECT_EQ(json["athlete"], "heron");
  const auto& one = json["series"][0];
  EXPECT_EQ(one["formula"], "share_of_total");
  EXPECT_EQ(one["even"], 50);
  EXPECT_EQ(one["load_kg"], 10);
  EXPECT_EQ(one["verdict"], "unknown");
  EXPECT_FALSE(one.contains("mdc95"));
  EXPECT_FALSE(one.contains("eyes"));
  EXPECT_EQ(one["points"].size(), 2U);
  EXPECT_FALSE(one["points"][0].contains("baseline"));
}

TEST(GroupJson, HasTheLastPointOfEachRow) {
  session::GroupRow row{"heron", series("share.left_mean_pct", {52, 51, 48, 50, 49}), 3};
  const auto json = group_json(std::vector{row});
  EXPECT_EQ(json["schema"], "poise.group/1");
  EXPECT_EQ(json["rows"][0]["athlete"], "heron");
  EXPECT_EQ(json["rows"][0]["last"]["value"], 49);
  EXPECT_EQ(json["rows"][0]["last"]["baseline"]["median"], 50.5);
  EXPECT_EQ(json["rows"][0]["days_since"], 3);
}

}  // namespace
}  // namespace poise::report
