#include "store/backup.h"

#include <SQLiteCpp/Database.h>
#include <fcntl.h>
#include <gmock/gmock.h>
#include <sys/stat.h>
#include <sys/wait.h>
#include <unistd.h>

#include <algorithm>
#include <fstream>
#include <iterator>

#include "example_session.h"
#include "store/schema.h"
#include "store/store.h"
#include "temporary_folder.h"

namespace poise::store {
namespace {

using testing::HasSubstr;
using testing::SizeIs;

std::string content_of(const std::filesystem::path& path) {
  std::ifstream file(path, std::ios::binary);
  return {std::istreambuf_iterator<char>(file), {}};
}

class ABackup : public testing::Test {
 protected:
  ABackup() {
    auto store = open();
    keep(store, "first");
    keep(store, "second");
  }

  Store open() { return std::move(Store::open(path).value()); }

  static void keep(Store& store, const std::string& id) {
    auto info = example_info(id);
    ASSERT_TRUE(store.begin_session(info));
    const std::vector<Event> events = {{EventKind::operator_mark, 9, "ouch"}};
    ASSERT_TRUE(store.append(id, example_frames(0, 5000), events));
    ASSERT_TRUE(store.finish_session(id, {movement::Outcome::complete, 5, "{}", {}}));
  }

  void back_up_now() {
    const auto done = back_up(path, copy);
    ASSERT_TRUE(done) << to_line(done.error());
  }
  Expected<Restored> restore_now(bool force = false) { return restore(copy, path, force, "20260305-140709"); }

  /// The one line of a refusal, after which the folder and every file in it must be as before.
  std::string refusal(bool force = false) {
    const auto before = content_of(path);
    const auto names = names_in_folder();
    const auto restored = restore_now(force);
    EXPECT_FALSE(restored);
    EXPECT_TRUE(content_of(path) == before);
    EXPECT_EQ(names_in_folder(), names);
    return restored ? "" : to_line(restored.error());
  }

  std::vector<std::string> names_in_folder() const {
    std::vector<std::string> names;
    for (const auto& entry : std::filesystem::directory_iterator(folder.path()))
      names.push_back(entry.path().filename());
    std::sort(names.begin(), names.end());
    return names;
  }

  TemporaryFolder folder;
  std::filesystem::path path = folder / "poise.db", copy = folder / "copy.db";
};

TEST_F(ABackup, HoldsEverythingInOneFileForItsOwnerOnly) {
  const auto done = back_up(path, copy);
  ASSERT_TRUE(done) << to_line(done.error());
  EXPECT_EQ(done->rows.at("sessions"), 2);
  EXPECT_EQ(done->rows.at("athletes"), 1);
  EXPECT_EQ(done->rows.at("events"), 2);
  EXPECT_EQ(done->samples, 10'000);
  EXPECT_EQ(done->damaged_chunks, 0);
  struct stat status {};
  ASSERT_EQ(stat(copy.c_str(), &status), 0);
  EXPECT_EQ(status.st_mode & 0777, 0600U);
  EXPECT_THAT(names_in_folder(), testing::ElementsAre("copy.db", "poise.db"));
  EXPECT_EQ(Store::open(copy)->load("second")->frames, open().load("second")->frames);
}

TEST_F(ABackup, IsMadeWhileASessionIsBeingRecorded) {
  auto writer = open();
  ASSERT_TRUE(writer.begin_session(example_info("running")));
  ASSERT_TRUE(writer.append("running", example_frames(0, 300), {}));
  back_up_now();
  ASSERT_TRUE(writer.append("running", example_frames(300, 300), {}));
  EXPECT_EQ(Store::open(copy)->load("running")->frames.size(), 300U);
  EXPECT_EQ(writer.load("running")->frames.size(), 600U);
}

TEST_F(ABackup, OverwritesNothing) {
  std::ofstream(copy) << "mine";
  const auto done = back_up(path, copy);
  ASSERT_FALSE(done);
  EXPECT_THAT(to_line(done.error()), HasSubstr("overwrites nothing"));
  EXPECT_EQ(content_of(copy), "mine");
}

TEST_F(ABackup, OfNoStoreMakesNeitherStoreNorBackup) {
  const auto done = back_up(folder / "none.db", copy);
  ASSERT_FALSE(done);
  EXPECT_EQ(done.error().code, ErrorCode::not_found);
  EXPECT_THAT(names_in_folder(), testing::ElementsAre("poise.db"));
}

TEST_F(ABackup, LeavesNothingWhereItCannotBeWritten) {
  EXPECT_FALSE(back_up(path, folder / "no/such/folder/copy.db"));
  EXPECT_THAT(names_in_folder(), testing::ElementsAre("poise.db"));
}

TEST_F(ABackup, TellsOfSamplesThatWereDamagedBefore) {
  SQLite::Database(path.string(), SQLite::OPEN_READWRITE)
      .exec("UPDATE chunks SET crc = crc + 1 WHERE key = 1");
  EXPECT_EQ(back_up(path, copy)->damaged_chunks, 1);
}

TEST_F(ABackup, IsRestoredWhereThereIsNoStore) {
  back_up_now();
  std::filesystem::remove(path);
  const auto restored = restore_now();
  ASSERT_TRUE(restored) << to_line(restored.error());
  EXPECT_TRUE(restored->kept.empty());
  EXPECT_THAT(*open().sessions(), SizeIs(2));
  struct stat status {};
  ASSERT_EQ(stat(path.c_str(), &status), 0);
  EXPECT_EQ(status.st_mode & 0777, 0600U);
}

TEST_F(ABackup, IsRestoredOverAStoreThatHoldsNothingElseAndKeepsIt) {
  back_up_now();
  ASSERT_TRUE(open().set_setting("ui.scale", "2"));  // no reason to refuse
  const auto restored = restore_now();
  ASSERT_TRUE(restored) << to_line(restored.error());
  EXPECT_EQ(restored->kept, path.string() + ".before-restore-20260305-140709");
  EXPECT_EQ(*open().setting("ui.scale"), std::nullopt);
  EXPECT_EQ(*Store::open(restored->kept)->setting("ui.scale"), "2");
}

TEST_F(ABackup, IsNotRestoredOverNewerDataUnlessTold) {
  back_up_now();
  {
    auto store = open();
    keep(store, "third");
  }
  EXPECT_THAT(refusal(), testing::AllOf(HasSubstr("1 of sessions"), HasSubstr("--force")));
  const auto restored = restore_now(true);
  ASSERT_TRUE(restored) << to_line(restored.error());
  EXPECT_THAT(*open().sessions(), SizeIs(2));
  EXPECT_THAT(*Store::open(restored->kept)->sessions(), SizeIs(3));
}

TEST_F(ABackup, IsNotRestoredOverCorrectionsMadeSince) {
  back_up_now();
  ASSERT_TRUE(open().add_rep_edit("first", {2, {}, {}, true, "talked", "now"}));
  EXPECT_THAT(refusal(), HasSubstr("rep_edits"));
}

TEST_F(ABackup, IsNotRestoredWhileAnotherProgramHasTheStoreOpen) {
  back_up_now();
  int ready[2], over[2];
  ASSERT_EQ(pipe(ready) | pipe(over), 0);
  const pid_t other = fork();
  if (other == 0) {
    const auto store = Store::open(path);
    char byte = store ? 'y' : 'n';
    if (write(ready[1], &byte, 1) != 1 || read(over[0], &byte, 1) != 1) _exit(1);
    _exit(0);
  }
  char byte = 0;
  ASSERT_EQ(read(ready[0], &byte, 1), 1);
  ASSERT_EQ(byte, 'y');
  for (const bool force : {false, true}) {
    const auto restored = restore_now(force);
    ASSERT_FALSE(restored);
    EXPECT_EQ(restored.error().code, ErrorCode::busy);
    EXPECT_THAT(restored.error().what, HasSubstr("another program has the store open"));
  }
  ASSERT_EQ(write(over[1], &byte, 1), 1);
  int status = -1;
  waitpid(other, &status, 0);
  EXPECT_EQ(status, 0);
  EXPECT_THAT(*open().sessions(), SizeIs(2));
  EXPECT_TRUE(restore_now());
}

TEST_F(ABackup, IsNotRestoredWhenItIsOfANewerVersionOrNoStoreAtAll) {
  back_up_now();
  SQLite::Database(copy.string(), SQLite::OPEN_READWRITE).exec("PRAGMA user_version = 99");
  EXPECT_THAT(refusal(true), testing::AllOf(HasSubstr("99"), HasSubstr("update Poise")));
  std::ofstream(copy, std::ios::trunc)
      << "not a database, but long enough to be read as one" << std::string(200, 'x');
  EXPECT_THAT(refusal(true), HasSubstr("copy.db"));
  std::filesystem::remove(copy);
  EXPECT_THAT(refusal(true), HasSubstr("no such file"));
}

TEST_F(ABackup, IsNotRestoredWhenItsOwnPagesAreDamaged) {
  back_up_now();
  const auto half = std::filesystem::file_size(copy) / 2;
  std::fstream file(copy, std::ios::in | std::ios::out | std::ios::binary);
  file.seekp(static_cast<std::streamoff>(half));
  file << std::string(20'000, '\xff');
  file.close();
  EXPECT_NE(refusal(true), "");
}

TEST_F(ABackup, OfAnOlderVersionIsBroughtUpToDate) {
  {
    SQLite::Database old(copy.string(), SQLite::OPEN_READWRITE | SQLite::OPEN_CREATE);
    ASSERT_TRUE(migrate(old, schema_steps().first(1)));
    old.exec("INSERT INTO athletes (pseudonym, created) VALUES ('stork', '2025')");
  }
  std::filesystem::remove(path);
  ASSERT_TRUE(restore_now());
  EXPECT_EQ(open().athletes()->at(0).pseudonym, "stork");
}

TEST_F(ABackup, ReplacesADamagedStoreWhenToldAndKeepsIt) {
  back_up_now();
  std::ofstream(path, std::ios::trunc) << std::string(5000, 'x');
  EXPECT_THAT(refusal(), testing::AllOf(HasSubstr("cannot be compared"), HasSubstr("--force")));
  const auto restored = restore_now(true);
  ASSERT_TRUE(restored) << to_line(restored.error());
  EXPECT_THAT(*open().sessions(), SizeIs(2));
  EXPECT_EQ(content_of(restored->kept), std::string(5000, 'x'));
}

TEST_F(ABackup, ReplacesAStoreOfANewerVersionOnlyWhenTold) {
  back_up_now();
  SQLite::Database(path.string(), SQLite::OPEN_READWRITE).exec("PRAGMA user_version = 99");
  EXPECT_THAT(refusal(), testing::AllOf(HasSubstr("version 99"), HasSubstr("--force")));
  EXPECT_TRUE(restore_now(true));
}

TEST_F(ABackup, ShowsHowFarItIs) {
  double last = 0;
  ASSERT_TRUE(back_up(path, copy, [&](double part) {
    EXPECT_GE(part, last);
    EXPECT_LE(part, 1);
    last = part;
  }));
  EXPECT_GT(last, 0);
}

}  // namespace
}  // namespace poise::store
