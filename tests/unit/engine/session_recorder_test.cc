#include "engine/session_recorder.h"

#include <gmock/gmock.h>

#include "../store/example_session.h"
#include "store/store.h"
#include "temporary_folder.h"

namespace poise::engine {
namespace {

TEST(SessionRecorder, TakesAnotherIdWhereItsOwnIsTaken) {
  const TemporaryFolder folder;
  const std::filesystem::path path = folder / "poise.db";
  const auto first = SessionRecorder::begin(path, example_info(), {});
  ASSERT_TRUE(first) << to_line(first.error());
  EXPECT_EQ((*first)->info().id, example_info().id);
  const auto second = SessionRecorder::begin(path, example_info(), {});
  ASSERT_TRUE(second) << to_line(second.error());
  EXPECT_NE((*second)->info().id, (*first)->info().id);
  EXPECT_EQ((*second)->info().started_wall_us, (*first)->info().started_wall_us);
  EXPECT_EQ(store::Store::open(path)->sessions()->size(), 2U);
}

}  // namespace
}  // namespace poise::engine
