#include <sys/stat.h>
#include <unistd.h>

#include "poise_test.h"
#include "test_paths.h"

namespace poise::testing {
namespace {

namespace fs = std::filesystem;
using ::testing::HasSubstr;

/// Disks that are full or closed.
class StorageTest : public PoiseTest {
 protected:
  /// Runs poise where `folder/disk` is a small disk of its own, full or read-only; skips where that may not
  /// be had.
  Finished run_on_disk(const std::string& mount_options, const std::string& prepare,
                       const Words& words) const {
    const fs::path disk = path("disk");
    fs::create_directories(disk);
    std::string command = "mount -t tmpfs -o " + mount_options + " tmpfs " + disk.string() + " && " +
                          prepare + " && exec " POISE_BINARY;
    for (const std::string& word : words) command += " '" + word + "'";
    Process process({"/usr/bin/unshare", "-m", "/bin/sh", "-c", command}, options());
    return process.wait();
  }
  static bool may_mount() {
    return geteuid() == 0 && std::system("unshare -m mount -t tmpfs tmpfs /mnt >/dev/null 2>&1") == 0;
  }
  std::string disk(const std::string& name) const { return (path("disk") / name).string(); }
};

const Words kSquats{"record", "--device", "sim:squat?reps=2&speed=0", "--exercise", "squat", "--json"};

Words with(Words words, const Words& more) {
  words.insert(words.end(), more.begin(), more.end());
  return words;
}

TEST_F(StorageTest, AStoreThatCannotBeMadeIsSaidBeforeAnythingIsRecorded) {
  expect_failure(run(with(kSquats, {"--store", "/proc/poise.db"})), "/proc/poise.db");
  expect_failure(run(with(kSquats, {"--store", path(".").string()})), "folder");
  write_text(path("text"), "this is no store, it is a letter");
  expect_failure(run(with(kSquats, {"--store", path("text").string()})), "not a Poise store");
  EXPECT_EQ(read_text(path("text")), "this is no store, it is a letter");
}

TEST_F(StorageTest, AReadOnlyDiskIsSaid) {
  if (!may_mount()) GTEST_SKIP() << "needs root and mount namespaces";
  const std::string read_only = "mount -o remount,ro " + path("disk").string();
  expect_failure(run_on_disk("size=1m", read_only, with(kSquats, {"--store", disk("poise.db")})),
                 "read-only");
  const Finished kept = run_on_disk("size=1m", read_only, with(kSquats, {"--export", disk("out")}));
  EXPECT_EQ(kept.status, 1);
  EXPECT_THAT(kept.err, HasSubstr("out"));
  EXPECT_FALSE(Json::parse(kept.out, nullptr, false).is_discarded()) << "the result is there all the same";
  EXPECT_EQ(sessions().size(), 1) << "and so is the session";
}

TEST_F(StorageTest, AFullDiskIsSaidBeforeAnythingIsRecorded) {
  if (!may_mount()) GTEST_SKIP() << "needs root and mount namespaces";
  const std::string fill = "{ cat /dev/zero > " + disk("filler") + " 2>/dev/null || true; }";
  expect_failure(run_on_disk("size=256k", fill, with(kSquats, {"--store", disk("poise.db")})), "full");
}

TEST_F(StorageTest, ADiskThatFillsUpWhileRecordingLeavesTheSessionToBeRecovered) {
  const Words long_set{"record", "--device", "sim:squat?reps=60&speed=0", "--exercise", "squat", "--json"};
  ProcessOptions small = options();
  small.largest_file = 150'000;
  const Finished finished = start(long_set, small)->wait();
  EXPECT_EQ(finished.status, 1);
  EXPECT_THAT(finished.err, HasSubstr("not saved"));
  EXPECT_THAT(finished.err, HasSubstr("no other place took it"));
  EXPECT_EQ(Json::parse(finished.out)["reps"].size(), 60) << "what was measured is shown";
  const Finished list = run({"sessions", "--json"});
  EXPECT_EQ(list.status, 0) << list.err;
  EXPECT_THAT(list.err, HasSubstr("Recovered"));
}

TEST_F(StorageTest, AnExportThatDoesNotFitLeavesNothingBehind) {
  record("squat?reps=3", {"--reps", "3"});
  ProcessOptions small = options();
  small.largest_file = 150'000;
  const fs::path out = path("out");
  const Finished finished = start({"export", "last", "--out", out.string()}, small)->wait();
  EXPECT_EQ(finished.status, 1);
  EXPECT_EQ(lines_in(finished.err), 1) << finished.err;
  EXPECT_FALSE(fs::exists(out));
  std::size_t entries = 0;
  for (const auto& entry : fs::directory_iterator(path("."))) entries += entry.path().filename() != "poise";
  EXPECT_EQ(entries, 0) << "no half-written folder";
}

TEST_F(StorageTest, ExportRefusesAFileInTheFoldersPlace) {
  record("squat?reps=2", {"--reps", "2"});
  write_text(path("out"), "mine");
  expect_failure(run({"export", "last", "--out", path("out").string()}), "file");
  EXPECT_EQ(read_text(path("out")), "mine");
}

TEST_F(StorageTest, ImportOfSomethingElseLeavesTheStoreAsItWas) {
  fs::create_directories(path("empty"));
  expect_failure(run({"import", path("empty").string()}), "session.json");
  expect_failure(run({"import", path("absent").string()}), "absent");
  EXPECT_EQ(sessions(), Json::array());
}

TEST_F(StorageTest, AFullStandardOutputIsAFailure) {
  Process process({"/bin/sh", "-c", POISE_BINARY " exercises --json > /dev/full"}, options());
  const Finished finished = process.wait();
  EXPECT_EQ(finished.status, 1);
  EXPECT_EQ(lines_in(finished.err), 1) << finished.err;
}

}  // namespace
}  // namespace poise::testing
