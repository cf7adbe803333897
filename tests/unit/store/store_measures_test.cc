#include <SQLiteCpp/Database.h>
#include <gmock/gmock.h>

#include "example_session.h"
#include "store/store.h"
#include "temporary_folder.h"

namespace poise::store {
namespace {

using session::Measure;
using session::MeasuredSession;
using testing::ElementsAre;
using testing::Field;
using testing::IsEmpty;
using testing::SizeIs;

Measure depth(double value_mm, Side side = Side::left) {
  return {.metric = "reps.depth_mm", .side = side, .formula = "mean", .value = value_mm, .n = 5, .sd = 7.25};
}

class AStoreWithFigures : public testing::Test {
 protected:
  /// A finished session on day `day`.
  void keep(const std::string& id, int day, const std::string& athlete, std::vector<Measure> measures,
            const std::string& exercise = "squat") {
    auto info = example_info(id);
    info.started_wall_us += day * 86'400'000'000;
    info.athlete = athlete;
    info.exercise = exercise;
    ASSERT_TRUE(store.begin_session(info));
    ASSERT_TRUE(store.finish_session(id, {movement::Outcome::complete, 4, "{}", std::move(measures)}));
  }

  std::vector<std::string> ids(const MeasureQuery& query) {
    std::vector<std::string> found;
    const auto sessions = store.measured_sessions(query);
    for (const MeasuredSession& session : *sessions) found.push_back(session.id);
    return found;
  }

  TemporaryFolder folder;
  Store store = std::move(*Store::open(folder / "poise.db"));
};

TEST_F(AStoreWithFigures, GivesThemBackWithWhatWasSaidOfTheSession) {
  keep("a", 0, "heron", {depth(212.5), {.metric = "quality.touches", .value = 2}});
  const auto sessions = *store.measured_sessions({});
  ASSERT_THAT(sessions, SizeIs(1));
  const MeasuredSession& it = sessions[0];
  EXPECT_EQ(it.id, "a");
  EXPECT_EQ(it.athlete, "heron");
  EXPECT_EQ(it.exercise, "squat");
  EXPECT_EQ(it.side, Side::left);
  EXPECT_EQ(it.reps, 4);
  EXPECT_EQ(it.outcome, movement::Outcome::complete);
  EXPECT_EQ(it.calibration, "nominal");
  EXPECT_EQ(it.started, example_info().started);
  EXPECT_EQ(it.surroundings, example_info().surroundings);
  EXPECT_EQ(it.place, example_info().place);
  ASSERT_THAT(it.measures, SizeIs(2));
  const Measure& back = it.measures[0].metric == "reps.depth_mm" ? it.measures[0] : it.measures[1];
  EXPECT_EQ(back.value, 212.5);
  EXPECT_EQ(back.side, Side::left);
  EXPECT_EQ(back.formula, "mean");
  EXPECT_EQ(back.n, 5);
  EXPECT_EQ(back.sd, 7.25);
  const Measure& other = &back == &it.measures[0] ? it.measures[1] : it.measures[0];
  EXPECT_FALSE(other.n);
  EXPECT_FALSE(other.sd);
}

TEST_F(AStoreWithFigures, FindsThemByAthleteExerciseAndMetricOldestFirst) {
  keep("c", 3, "heron", {depth(3)});
  keep("a", 1, "heron", {depth(1), {.metric = "quality.touches", .value = 0}});
  keep("b", 2, "crane", {depth(2)});
  keep("d", 4, "", {depth(4)});
  keep("e", 5, "heron", {depth(5)}, "bridge");
  EXPECT_THAT(ids({}), ElementsAre("a", "b", "c", "d", "e"));
  EXPECT_THAT(ids({.athlete = "heron"}), ElementsAre("a", "c", "e"));
  EXPECT_THAT(ids({.athlete = "heron", .exercise = "squat"}), ElementsAre("a", "c"));
  EXPECT_THAT(ids({.athlete = ""}), ElementsAre("d"));
  EXPECT_THAT(ids({.athlete = "nobody"}), IsEmpty());
  const auto touches = *store.measured_sessions({.athlete = "heron", .exercise = "squat", .metric = "quality.touches"});
  ASSERT_THAT(touches, SizeIs(2));
  EXPECT_THAT(touches[0].measures, ElementsAre(Field(&Measure::metric, "quality.touches")));
  EXPECT_THAT(touches[1].measures, IsEmpty());
}

TEST_F(AStoreWithFigures, GivesAMergedAthletesToTheOther) {
  keep("a", 1, "heron", {depth(1)});
  keep("b", 2, "crane", {depth(2)});
  ASSERT_TRUE(store.update_athlete({"heron", "", "", "", false, "crane"}));
  EXPECT_THAT(ids({.athlete = "crane"}), ElementsAre("a", "b"));
  EXPECT_THAT(ids({.athlete = "heron"}), IsEmpty());
  EXPECT_THAT(*store.measured_sessions({}),
              ElementsAre(Field(&MeasuredSession::athlete, "crane"), Field(&MeasuredSession::athlete, "crane")));
}

TEST_F(AStoreWithFigures, ReplacesThemWhenASessionIsAnalysedAgain) {
  keep("a", 0, "heron", {depth(212.5), depth(220, Side::right)});
  ASSERT_TRUE(store.finish_session("a", {movement::Outcome::ended_early, 3, "{\"b\": 1}", {depth(211)}}));
  const auto sessions = *store.measured_sessions({});
  ASSERT_THAT(sessions[0].measures, ElementsAre(Field(&Measure::value, 211)));
  EXPECT_EQ(sessions[0].reps, 3);
  EXPECT_EQ(*store.analysis_json("a"), "{\"b\": 1}");
}

TEST_F(AStoreWithFigures, LeavesOutASessionThatIsBeingRecorded) {
  ASSERT_TRUE(store.begin_session(example_info()));
  EXPECT_THAT(ids({}), IsEmpty());
  EXPECT_THAT(*store.sessions_to_measure({}), IsEmpty());
}

TEST_F(AStoreWithFigures, KnowsWhichAreMissing) {
  keep("a", 0, "heron", {});
  session::Session imported;
  imported.info = example_info("b");
  imported.state = session::SessionState::finished;
  ASSERT_TRUE(store.import_session(imported, std::nullopt));
  EXPECT_THAT(*store.sessions_to_measure({}), ElementsAre("b"));
  EXPECT_THAT(*store.sessions_to_measure({.athlete = "crane"}), IsEmpty());
  SQLite::Database(store.path().string(), SQLite::OPEN_READWRITE).exec("UPDATE analyses SET measures_version = 0");
  EXPECT_THAT(*store.sessions_to_measure({}), testing::UnorderedElementsAre("a", "b"));
}

TEST_F(AStoreWithFigures, WantsThemAnewWhenARepetitionWasCorrected) {
  keep("a", 0, "heron", {depth(212.5)});
  ASSERT_TRUE(store.add_rep_edit("a", {2, std::nullopt, std::nullopt, true, "talked", "now"}));
  EXPECT_THAT(*store.sessions_to_measure({}), ElementsAre("a"));
  ASSERT_TRUE(store.finish_session("a", {movement::Outcome::complete, 3, "{}", {depth(210)}}));
  EXPECT_THAT(*store.sessions_to_measure({}), IsEmpty());
}

TEST_F(AStoreWithFigures, KnowsWhichKindsThereAreAndWhatWasDoneMost) {
  keep("a", 1, "heron", {depth(1), depth(2, Side::right)});
  keep("b", 2, "heron", {depth(3)});
  keep("c", 3, "crane", {{.metric = "quality.touches", .value = 1}}, "bridge");
  const auto kinds = *store.kinds_of_measures({.exercise = "squat"});
  EXPECT_THAT(kinds, testing::UnorderedElementsAre(
                         testing::AllOf(Field(&Measure::metric, "reps.depth_mm"), Field(&Measure::side, Side::left)),
                         testing::AllOf(Field(&Measure::metric, "reps.depth_mm"), Field(&Measure::side, Side::right))));
  EXPECT_THAT(*store.kinds_of_measures({.athlete = "crane"}), ElementsAre(Field(&Measure::metric, "quality.touches")));
  EXPECT_THAT(*store.exercises_done(), ElementsAre("squat", "bridge"));
}

TEST_F(AStoreWithFigures, KeepsThoseOfAnImportedSession) {
  session::Session imported;
  imported.info = example_info("b");
  imported.state = session::SessionState::finished;
  ASSERT_TRUE(store.import_session(imported, KeptAnalysis{movement::Outcome::stepped_off, 2, "{}", {depth(200)}}));
  const auto sessions = *store.measured_sessions({});
  ASSERT_THAT(sessions, SizeIs(1));
  EXPECT_THAT(sessions[0].measures, SizeIs(1));
  EXPECT_EQ(sessions[0].outcome, movement::Outcome::stepped_off);
  EXPECT_EQ(sessions[0].reps, 2);
}

}  // namespace
}  // namespace poise::store
