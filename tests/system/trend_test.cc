#include "poise_test.h"

namespace poise::testing {
namespace {

using ::testing::HasSubstr;
using ::testing::IsEmpty;

/// What has changed, over sessions of virtual people some days apart.
class TrendTest : public PoiseTest {
 protected:
  /// A session of two squats on that day of March 2026.
  void squats_on(int day, double left_share_pct, const std::string& athlete = "heron") const {
    record("squat?reps=2&left_share_pct=" + std::to_string(left_share_pct) + "&seed=" + std::to_string(day),
           {"--reps", "2", "--athlete", athlete, "--date", "2026-03-" + std::to_string(10 + day) + "T10:00:00Z"});
  }

  void five_sessions() const {
    const double shares_pct[] = {51, 50.5, 51.5, 51, 58};
    for (int day = 0; day < 5; ++day) squats_on(day, shares_pct[day]);
  }
};

TEST_F(TrendTest, TellsARealChangeFromThePersonsOwnNoise) {
  five_sessions();
  const Json json = json_of({"trend", "--athlete", "heron", "--metric", "share of the left"});
  EXPECT_EQ(json["schema"], "poise.trend/1");
  ASSERT_EQ(json["series"].size(), 1);
  const Json& series = json["series"][0];
  EXPECT_EQ(series["metric"], "share.left_mean_pct");
  EXPECT_EQ(series["formula"], "share_of_total");
  EXPECT_EQ(series["points"].size(), 5);
  EXPECT_THAT(series["points"][0]["started"].get<std::string>(), HasSubstr("2026-03-1"));
  EXPECT_EQ(series["points"][4]["baseline"]["sessions"], 4);
  EXPECT_NEAR(series["change"].get<double>(), 7, 2.5);
  EXPECT_EQ(series["verdict"], "real");
  EXPECT_EQ(series["direction"], "worse");
  const Finished page = run({"trend"});
  EXPECT_EQ(page.status, 0);
  EXPECT_THAT(page.out, HasSubstr("Squat: heron"));
  EXPECT_THAT(page.out, HasSubstr("worse"));
}

TEST_F(TrendTest, ASessionKnowsThePersonsOwnNoiseFromTheThirdOn) {
  squats_on(0, 51);
  squats_on(1, 50.5);
  EXPECT_FALSE(json_of({"show", "last"})["asymmetry"][0].contains("mdc95_pct"));
  const Json third = record("squat?reps=2&left_share_pct=52&seed=9",
                            {"--reps", "2", "--athlete", "heron", "--date", "2026-03-19T10:00:00Z"});
  ASSERT_EQ(third["asymmetry"][0]["metric"], "mean_force");
  EXPECT_GT(third["asymmetry"][0]["mdc95_pct"], 0.1);
  EXPECT_EQ(json_of({"show", "last"}), third);
  const Json loaded = record("squat?reps=2", {"--reps", "2", "--athlete", "heron", "--load-kg", "10"});
  EXPECT_FALSE(loaded["asymmetry"][0].contains("mdc95_pct")) << "another load is another thing";
}

TEST_F(TrendTest, WritesTheHistoryAndARowASession) {
  five_sessions();
  const auto history = path("history.csv"), all = path("all.csv");
  write_text(history, "an older one, which is replaced");
  EXPECT_EQ(run({"trend", "--metric", "share of the left", "--csv", history.string()}).status, 0);
  const Table points(history);
  ASSERT_EQ(points.rows(), 5);
  EXPECT_EQ(points.cell(0, "favours"), "left");
  EXPECT_EQ(points.cell(0, "baseline"), "");
  EXPECT_EQ(points.cell(4, "verdict"), "real");

  const auto picture = path("trend.png");
  EXPECT_EQ(run({"trend", "--png", picture.string()}).status, 0);
  EXPECT_EQ(read_text(picture).substr(1, 3), "PNG");

  EXPECT_EQ(run({"trend", "--roll-up", all.string()}).status, 0);
  const Table sessions(all);
  ASSERT_EQ(sessions.rows(), 5);
  EXPECT_EQ(sessions.cell(2, "athlete"), "heron");
  EXPECT_EQ(sessions.cell(2, "valid_reps"), "2");
  EXPECT_NEAR(sessions.number(2, "share_left_mean_pct"), points.number(2, "value"), 1e-9);
  EXPECT_TRUE(sessions.has("asymmetry_mean_force_symmetry_index_total_pct"));
  EXPECT_TRUE(sessions.has("reps_depth_mm"));

  EXPECT_EQ(run({"trend", "--roll-up", all.string(), "--spreadsheet"}).status, 0);
  EXPECT_THAT(read_text(all), ::testing::StartsWith("\xEF\xBB\xBF" "session;started;"));
}

TEST_F(TrendTest, ShowsAGroupWithArchivedAthletesLeftOut) {
  squats_on(0, 51);
  squats_on(1, 52, "crane");
  const Json group = json_of({"trend", "--group"});
  EXPECT_EQ(group["schema"], "poise.group/1");
  ASSERT_EQ(group["rows"].size(), 2);
  EXPECT_EQ(group["rows"][0]["metric"], "share.left_mean_pct");
  EXPECT_GT(group["rows"][0]["days_since"], group["rows"][1]["days_since"]);
  const Finished table = run({"trend", "--group"});
  EXPECT_EQ(table.status, 0);
  EXPECT_THAT(table.out, ::testing::AllOf(::testing::HasSubstr("athlete"), ::testing::HasSubstr("\n  heron"), ::testing::HasSubstr("\n  crane")));
  EXPECT_EQ(json_of({"trend", "--group", "--side", "left"})["rows"].size(), 0);
  EXPECT_THAT(run({"trend", "--group", "--side", "left"}).err, ::testing::HasSubstr("has the figure"));
  const auto csv = path("group.csv");
  EXPECT_EQ(run({"trend", "--group", "--csv", csv.string()}).status, 0);
  EXPECT_EQ(Table(csv).rows(), 2);
}

TEST_F(TrendTest, OfNothingSaysSo) {
  const Finished empty = run({"trend"});
  EXPECT_EQ(empty.status, 0);
  EXPECT_THAT(empty.out, IsEmpty());
  EXPECT_THAT(empty.err, HasSubstr("no session"));
  expect_failure(run({"trend", "--group"}), "no session");
  EXPECT_EQ(run({"analyze", "--all"}).status, 0);
}

TEST_F(TrendTest, AsksWhoseAndWhichWhereItCannotKnow) {
  squats_on(0, 51);
  squats_on(1, 51, "crane");
  expect_wrong_words(run({"trend"}), "crane, heron");
  expect_failure(run({"trend", "--athlete", "nobody"}), "nobody");
  expect_wrong_words(run({"trend", "--athlete", "heron", "--metric", "sway"}), "sway.mean_velocity_mm_s");
  expect_wrong_words(run({"trend", "--athlete", "heron", "--metric", "happiness"}), "happiness");
  expect_wrong_words(run({"trend", "--athlete", "heron", "--side", "middle"}), "middle");
  expect_wrong_words(run({"trend", "--athlete", "heron", "--exercise", "jump"}), "jump");
  expect_wrong_words(run({"trend", "--group", "--roll-up", "x.csv"}), "--roll-up");
  expect_wrong_words(run({"trend", "--group", "--png", "x.png"}), "--png");
}

TEST_F(TrendTest, ListsTheFiguresThatThereAre) {
  EXPECT_THAT(run({"trend", "--figures"}).out, HasSubstr("reps.depth_mm"));
  const Json figures = json_of({"trend", "--figures"});
  EXPECT_GT(figures.size(), 90);
  EXPECT_EQ(figures[0]["metric"], "body.weight_n");
}

TEST_F(TrendTest, AnalysesEverySessionAgainAndKeepsTheSame) {
  squats_on(0, 51);
  squats_on(1, 52);
  const Json before = json_of({"trend", "--metric", "all"});
  const Finished again = run({"analyze", "--all"});
  EXPECT_EQ(again.status, 0);
  EXPECT_THAT(again.err, HasSubstr("Analysed 2 sessions"));
  EXPECT_EQ(json_of({"trend", "--metric", "all"}), before);
  expect_wrong_words(run({"analyze"}), "FILE.csv");
  expect_wrong_words(run({"analyze", "--all", "--exercise", "squat"}), "--exercise");
}

}  // namespace
}  // namespace poise::testing
