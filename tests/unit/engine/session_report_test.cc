#include "engine/session_report.h"

#include <gmock/gmock.h>

#include "../report/example_reports.h"
#include "temporary_folder.h"
#include "session/measures.h"

namespace poise::engine {
namespace {

class TrendsOfAReport : public testing::Test {
 protected:
  /// The `day`-th session of somebody: squats with that share.
  session::Session session_of(int day, const std::string& athlete) {
    session::Session session;
    session.info = example_info("2026030" + std::to_string(day) + "-090000-0000");
    session.info.started_wall_us = day;
    session.info.athlete = athlete;
    session.info.exercise = "squat";
    session.info.side = Side::both;
    session.info.place.reset();
    session.info.surroundings = {};
    session.state = session::SessionState::finished;
    session.frames = example_frames(0, 4);
    return session;
  }
  SessionPass pass_of(double left_pct) {
    SessionPass pass;
    pass.analysis = made_squats(4, left_pct);
    return pass;
  }
  void keep(const session::Session& session, double left_pct) {
    const auto analysis = made_squats(4, left_pct);
    const store::KeptAnalysis kept{movement::Outcome::complete, 4, "{}", session::measures_of(analysis)};
    const auto imported = store.import_session(session, kept);
    ASSERT_TRUE(imported) << to_line(imported.error());
  }
  const session::Series* share_in(const std::vector<session::Series>& trends) {
    for (const session::Series& series : trends)
      if (series.metric == "share.left_mean_pct") return &series;
    return nullptr;
  }

  TemporaryFolder folder;
  store::Store store = std::move(*store::Store::open(folder / "poise.db"));
};

TEST_F(TrendsOfAReport, EndWithItsSessionThoughThereAreLaterOnes) {
  for (int day = 1; day <= 4; ++day) keep(session_of(day, "heron"), 44 + day);
  const auto trends = trends_up_to(store, session_of(3, "heron"), pass_of(51.5));
  ASSERT_TRUE(trends);
  const session::Series* share = share_in(*trends);
  ASSERT_NE(share, nullptr);
  ASSERT_EQ(share->points.size(), 3);
  EXPECT_DOUBLE_EQ(share->points[0].value, 45);
  EXPECT_DOUBLE_EQ(share->points[2].value, 51.5) << "of the pass, not what was kept";
}

TEST_F(TrendsOfAReport, HaveNothingOfOthersOfOtherExercisesAndOfOtherConditions) {
  keep(session_of(1, "kite"), 45);
  auto bridge = session_of(2, "heron");
  bridge.info.exercise = "bridge";
  keep(bridge, 45);
  auto loaded = session_of(3, "heron");
  loaded.info.surroundings.load_kg = 20;
  keep(loaded, 45);
  const auto trends = trends_up_to(store, session_of(4, "heron"), pass_of(47));
  ASSERT_TRUE(trends);
  EXPECT_EQ(share_in(*trends)->points.size(), 1);
}

TEST_F(TrendsOfAReport, FollowAPersonUnderEveryPseudonymThatWasMerged) {
  keep(session_of(1, "heron"), 45);
  keep(session_of(2, "reiher"), 46);
  ASSERT_TRUE(
      store.update_athlete({.pseudonym = "reiher", .created = "", .note = "", .merged_into = "heron"}));
  for (const char* name : {"heron", "reiher"}) {
    const auto trends = trends_up_to(store, session_of(3, name), pass_of(47));
    ASSERT_TRUE(trends);
    EXPECT_EQ(share_in(*trends)->points.size(), 3) << name;
  }
}

TEST_F(TrendsOfAReport, AreEmptyForNobody) {
  keep(session_of(1, ""), 45);
  const auto trends = trends_up_to(store, session_of(2, ""), pass_of(47));
  ASSERT_TRUE(trends);
  EXPECT_TRUE(trends->empty());
}

}  // namespace
}  // namespace poise::engine
