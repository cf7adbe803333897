#include <SQLiteCpp/Database.h>
#include <fcntl.h>
#include <gmock/gmock.h>
#include <sys/wait.h>
#include <unistd.h>

#include "example_session.h"
#include "store/schema.h"
#include "store/store.h"
#include "temporary_folder.h"

namespace poise::store {
namespace {

using testing::ElementsAre;
using testing::Field;
using testing::HasSubstr;

class AStoreOfPeople : public testing::Test {
 protected:
  void add(const std::string& pseudonym) { ASSERT_TRUE(store.add_athlete({pseudonym, "2026-03-05", ""})); }

  TemporaryFolder folder;
  Store store = std::move(*Store::open(folder / "poise.db"));
};

TEST_F(AStoreOfPeople, KeepsWhatIsKnownOfAnAthlete) {
  add("heron");
  ASSERT_TRUE(store.update_athlete({"heron", "", "knee, 2025", "left", true}));
  const auto athletes = *store.athletes();
  ASSERT_EQ(athletes.size(), 1U);
  EXPECT_EQ(athletes[0].note, "knee, 2025");
  EXPECT_EQ(athletes[0].involved_side, "left");
  EXPECT_TRUE(athletes[0].archived);
  EXPECT_EQ(athletes[0].created, "2026-03-05");
}

TEST_F(AStoreOfPeople, ListsTheSessionsOfAMergedAthleteUnderTheOtherAndCanUndoIt) {
  ASSERT_TRUE(store.begin_session(example_info()));
  add("crane");
  add("stork");
  ASSERT_TRUE(store.update_athlete({"heron", "", "", "", false, "crane"}));
  ASSERT_TRUE(store.update_athlete({"crane", "", "", "", false, "stork"}));
  EXPECT_THAT(*store.sessions(), ElementsAre(Field(&SessionSummary::athlete, "stork")));
  ASSERT_TRUE(store.update_athlete({"heron", "", "", "", false, ""}));
  EXPECT_THAT(*store.sessions(), ElementsAre(Field(&SessionSummary::athlete, "heron")));
}

TEST_F(AStoreOfPeople, RefusesToMergeInACircle) {
  add("crane");
  add("stork");
  ASSERT_TRUE(store.update_athlete({"crane", "", "", "", false, "stork"}));
  EXPECT_FALSE(store.update_athlete({"stork", "", "", "", false, "crane"}));
  EXPECT_FALSE(store.update_athlete({"stork", "", "", "", false, "stork"}));
  const auto unknown = store.update_athlete({"stork", "", "", "", false, "nobody"});
  ASSERT_FALSE(unknown);
  EXPECT_THAT(to_line(unknown.error()), HasSubstr("nobody"));
}

TEST_F(AStoreOfPeople, KeepsEveryEditOfARepetitionInOrder) {
  ASSERT_TRUE(store.begin_session(example_info()));
  ASSERT_TRUE(store.add_rep_edit(example_info().id, {2, 3.25, std::nullopt, std::nullopt, "late start", "now"}));
  ASSERT_TRUE(store.add_rep_edit(example_info().id, {2, std::nullopt, std::nullopt, true, "talked", "later"}));
  const auto edits = store.load(example_info().id)->rep_edits;
  ASSERT_EQ(edits.size(), 2U);
  EXPECT_EQ(edits[0].start_s, 3.25);
  EXPECT_FALSE(edits[0].end_s);
  EXPECT_FALSE(edits[0].excluded);
  EXPECT_EQ(edits[1].excluded, true);
  EXPECT_EQ(edits[1].reason, "talked");
  EXPECT_FALSE(store.add_rep_edit("no-such-session", {}));
}

/// Whether another process sees a lock of this one on SQLite's shared bytes of the file.
bool locked_for_others(const std::filesystem::path& path) {
  const pid_t child = fork();
  if (child == 0) {
    const int descriptor = open(path.c_str(), O_RDWR);
    struct flock lock {};
    lock.l_type = F_WRLCK;
    lock.l_whence = SEEK_SET;
    lock.l_start = 0x40000002;
    lock.l_len = 510;
    _exit(fcntl(descriptor, F_GETLK, &lock) == 0 && lock.l_type != F_UNLCK ? 1 : 0);
  }
  int status = 0;
  waitpid(child, &status, 0);
  return WIFEXITED(status) && WEXITSTATUS(status) == 1;
}

TEST_F(AStoreOfPeople, KeepsItsLocksWhenTheSameFileIsOpenedASecondTime) {
  ASSERT_TRUE(store.begin_session(example_info()));
  ASSERT_TRUE(locked_for_others(store.path()));
  ASSERT_TRUE(Store::open(store.path()));
  EXPECT_TRUE(locked_for_others(store.path()));
}

TEST(StoreOfVersion1, IsBroughtUpToDateWithItsAthletesAndSessions) {
  TemporaryFolder folder;
  const auto path = folder / "poise.db";
  {
    SQLite::Database database(path.string(), SQLite::OPEN_READWRITE | SQLite::OPEN_CREATE);
    ASSERT_TRUE(migrate(database, schema_steps().first(1)));
    database.exec("INSERT INTO athletes VALUES ('heron', '2026-03-05', 'left knee')");
  }
  auto store = Store::open(path);
  ASSERT_TRUE(store);
  const auto athletes = *store->athletes();
  ASSERT_EQ(athletes.size(), 1U);
  EXPECT_EQ(athletes[0].note, "left knee");
  EXPECT_FALSE(athletes[0].archived);
  EXPECT_TRUE(store->begin_session(example_info()));
}

}  // namespace
}  // namespace poise::store
