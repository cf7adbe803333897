#include "engine/reanalysis.h"

#include <gmock/gmock.h>

#include "temporary_folder.h"
#include "store/store.h"
#include "virtual_session.h"

namespace poise::engine {
namespace {

using ::testing::ElementsAre;
using ::testing::IsEmpty;
using ::testing::SizeIs;

/// A store of squats that an older program kept without figures.
class AStoreToAnalyseAgain : public ::testing::Test {
 protected:
  AStoreToAnalyseAgain() {
    session::Session squats = poise::testing::record_virtual("sim:squat?reps=2&seed=3").session;
    squats.state = session::SessionState::finished;
    for (const char* id : {"a", "b", "c", "d", "e"}) {
      squats.info.id = id;
      squats.info.started_wall_us += 1'000'000;
      if (!store.import_session(squats, std::nullopt)) throw std::runtime_error("not imported");
      ids.emplace_back(id);
    }
  }

  TemporaryFolder folder;
  const std::filesystem::path path = folder / "poise.db";
  store::Store store = std::move(*store::Store::open(path));
  std::vector<std::string> ids;
};

TEST_F(AStoreToAnalyseAgain, GetsEverySessionsFiguresFromSeveralThreads) {
  std::vector<std::size_t> done;
  const auto result = analyse_again(path, ids, 3, [&](const ReanalysisProgress& progress) {
    EXPECT_EQ(progress.total, 5U);
    done.push_back(progress.done);
    return true;
  });
  EXPECT_EQ(result.done, 5U);
  EXPECT_THAT(result.errors, IsEmpty());
  EXPECT_FALSE(result.stopped);
  EXPECT_TRUE(std::is_sorted(done.begin(), done.end()));
  EXPECT_EQ(done.back(), 5U);
  EXPECT_THAT(*store.sessions_to_measure({}), IsEmpty());
  const auto sessions = *store.measured_sessions({.metric = "reps.depth_mm"});
  ASSERT_THAT(sessions, SizeIs(5));
  for (const auto& session : sessions) {
    EXPECT_EQ(session.reps, 2);
    ASSERT_THAT(session.measures, SizeIs(1));
    EXPECT_EQ(session.measures[0].value, sessions[0].measures[0].value);
  }
  EXPECT_EQ(*store.analysis_json("a"), *store.analysis_json("e"));
}

TEST_F(AStoreToAnalyseAgain, StopsWhenAskedAndLeavesTheRestAsItWas) {
  const auto result = analyse_again(path, ids, 1, [](const ReanalysisProgress&) { return false; });
  EXPECT_TRUE(result.stopped);
  EXPECT_EQ(result.done, 1U);
  EXPECT_THAT(*store.sessions_to_measure({}), ElementsAre("b", "c", "d", "e"));
  EXPECT_FALSE(*store.analysis_json("e"));
}

TEST_F(AStoreToAnalyseAgain, SaysWhichSessionCouldNotBeAndDoesTheOthers) {
  auto info = store.load("b")->info;
  info.exercise = "handstand";
  ASSERT_TRUE(store.update_session(info));
  const auto result = analyse_again(path, ids, 2, [](const ReanalysisProgress&) { return true; });
  EXPECT_EQ(result.done, 4U);
  ASSERT_THAT(result.errors, SizeIs(1));
  EXPECT_THAT(to_line(result.errors[0]), ::testing::HasSubstr("handstand"));
  EXPECT_THAT(*store.sessions_to_measure({}), ElementsAre("b"));
}

TEST_F(AStoreToAnalyseAgain, DoesNothingForNoSessions) {
  const auto result = analyse_again(path, {}, 4, [](const ReanalysisProgress&) { return true; });
  EXPECT_EQ(result.done, 0U);
  EXPECT_FALSE(result.stopped);
}

}  // namespace
}  // namespace poise::engine
