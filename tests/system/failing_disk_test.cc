#include <SQLiteCpp/SQLiteCpp.h>
#include <fmt/core.h>

#include <cerrno>
#include <cstdlib>
#include <iostream>

#include "poise_test.h"
#include "test_paths.h"

namespace poise::testing {
namespace {

namespace fs = std::filesystem;
using ::testing::HasSubstr;
using ::testing::Not;
using namespace std::chrono_literals;

constexpr const char* kLong = "one of the slower ones: POISE_LONG=1";

/// Disks that fail, or make wait, while a session is recorded: nothing that was measured is lost.
class FailingDiskTest : public PoiseTest {
 protected:
  static constexpr const char* kSquats = "sim:squat?reps=3&tempo_s=1.5";

  std::unique_ptr<Process> start_squats(std::vector<std::string> faults, const std::string& speed = "8") const {
    ProcessOptions faulty = options();
    faulty.environment = std::move(faults);
    faulty.environment.push_back("LD_PRELOAD=" FAULT_SHIM);
    return start({"record", "--device", kSquats + ("&speed=" + speed), "--exercise", "squat", "--json"}, faulty);
  }

  /// What the same person gives on a computer without faults; in a store of its own.
  Json undisturbed(const std::string& device = kSquats) const {
    return json_of({"record", "--device", device + "&speed=0", "--exercise", "squat", "--store", path("undisturbed.db")});
  }

  /// The session that could not be saved, where it says that it is; taken back into the store that failed.
  void expect_all_of_it_elsewhere(const Finished& finished, const Json& whole) const {
    EXPECT_EQ(finished.status, 1);
    ASSERT_THAT(finished.err, HasSubstr("all of it is kept in "));
    EXPECT_THAT(finished.err, HasSubstr("poise import"));
    EXPECT_EQ(Json::parse(finished.out), whole) << "what was measured is shown";
    const auto begin = finished.err.rfind("all of it is kept in ") + 21;
    const fs::path folder = finished.err.substr(begin, finished.err.find(':', begin) - begin);
    EXPECT_EQ(folder.parent_path(), path(".").parent_path()) << "HOME is the first other place";

    const Finished list = run({"sessions", "--json"});
    EXPECT_THAT(list.err, HasSubstr("Recovered"));
    const Finished imported = run({"import", folder, "--json"});
    ASSERT_EQ(imported.status, 0) << imported.err;
    EXPECT_EQ(sessions().size(), 1u) << "what had been saved of it was completed";
    EXPECT_EQ(sessions()[0]["outcome"], whole["outcome"]);
    EXPECT_EQ(json_of({"show", "last"}), whole);
  }
};

TEST_F(FailingDiskTest, ADiskThatFailsForAWhileCostsNothing) {
  const Json whole = undisturbed();
  const auto process = start_squats({fmt::format("FAULT_DISK={}:0.6:1.6", EIO)});
  EXPECT_TRUE(process->wait_for_line("NOT SAVED: ")) << "it says so while it lasts";
  const Finished finished = process->wait();
  EXPECT_EQ(finished.status, 0) << finished.err;
  EXPECT_EQ(Json::parse(finished.out), whole);
  EXPECT_EQ(json_of({"show", "last"}), whole);
}

TEST_F(FailingDiskTest, ADiskThatFailsForGoodLeavesTheSessionInAnotherPlace) {
  const auto process = start_squats({fmt::format("FAULT_DISK={}:0.6:1000", EROFS)});
  expect_all_of_it_elsewhere(process->wait(), undisturbed());
}

TEST_F(FailingDiskTest, AFullFileSystemLeavesTheSessionInAnotherPlace) {
  const fs::path disk = path("disk");
  fs::create_directories(disk);
  const std::string device = "sim:squat?reps=60";
  // A file system of 2 MB, of which 1.2 MB are free; a minute of samples takes 0.3 MB, and once more in the log.
  const std::string command = fmt::format(
      "mount -t tmpfs -o size=2m tmpfs {0} && head -c 800000 /dev/zero > {0}/filler && {1} record --device '{2}&speed=0' "
      "--exercise squat --json --store {0}/poise.db; status=$?; cp {0}/poise.db* {3}; exit $status",
      disk.string(), POISE_BINARY, device, path("poise").string());
  fs::create_directories(path("poise"));
  if (std::system("unshare -m mount -t tmpfs tmpfs /mnt >/dev/null 2>&1") != 0)
    GTEST_SKIP() << "needs root and mount namespaces";
  Process process({"/usr/bin/unshare", "-m", "/bin/sh", "-c", command}, options());
  const Finished finished = process.wait();
  EXPECT_THAT(finished.err, HasSubstr("the disk is full"));
  expect_all_of_it_elsewhere(finished, undisturbed(device));
}

TEST_F(FailingDiskTest, WhereNoOtherPlaceTakesItEitherThatIsSaid) {
  ProcessOptions nowhere = options();
  nowhere.environment = {"HOME=/proc", "TMPDIR=/proc", "LD_PRELOAD=" FAULT_SHIM, fmt::format("FAULT_DISK={}:0.3:1000", EIO)};
  nowhere.folder = "/proc";
  nowhere.environment.push_back("XDG_DATA_HOME=" + path("").string());
  const Finished finished =
      start({"record", "--device", kSquats + std::string("&speed=20"), "--exercise", "squat", "--json", "--store",
             path("poise.db")}, nowhere)->wait();
  EXPECT_EQ(finished.status, 1);
  EXPECT_THAT(finished.err, HasSubstr("no other place took it"));
  EXPECT_EQ(Json::parse(finished.out)["reps"].size(), 3) << "what was measured is shown";
}

TEST_F(FailingDiskTest, TheFolderOfTheExportIsTheFirstOtherPlace) {
  ProcessOptions faulty = options();
  faulty.environment = {"LD_PRELOAD=" FAULT_SHIM, fmt::format("FAULT_DISK={}:0.3:1000", ENOSPC)};
  const Finished finished = start({"record", "--device", "sim:squat?reps=1&tempo_s=1.5&speed=20", "--exercise", "squat", "--json",
                                   "--export", path("out")}, faulty)->wait();
  EXPECT_EQ(finished.status, 1);
  EXPECT_THAT(finished.err, HasSubstr(path("out") / "poise-session-"));
}

TEST_F(FailingDiskTest, ASlowDiskHoldsUpNothing) {
  const Json whole = undisturbed();
  const Finished finished = start_squats({"FAULT_DISK_SLOW_MS=8"})->wait();
  EXPECT_EQ(finished.status, 0) << finished.err;
  EXPECT_EQ(Json::parse(finished.out), whole);
  EXPECT_EQ(json_of({"show", "last"}), whole);
}

TEST_F(FailingDiskTest, AStoreThatAnotherProgramKeepsLockedCostsNothing) {
  const Json whole = undisturbed();
  const auto process = start_squats({}, "4");
  ASSERT_TRUE(process->wait_for_line("Leave the mat empty"));
  SQLite::Database other((path("poise") / "poise.db").string(), SQLite::OPEN_READWRITE, 2000);
  other.exec("BEGIN IMMEDIATE");
  EXPECT_TRUE(process->wait_for_line("NOT SAVED: another program keeps the store locked"));
  other.exec("COMMIT");
  const Finished finished = process->wait();
  EXPECT_EQ(finished.status, 0) << finished.err;
  EXPECT_EQ(Json::parse(finished.out), whole);
}

TEST_F(FailingDiskTest, LongAStoreThatStaysLockedLeavesTheSessionInAnotherPlace) {
  if (!std::getenv("POISE_LONG")) GTEST_SKIP() << kLong;
  const auto process = start_squats({});
  ASSERT_TRUE(process->wait_for_line("Leave the mat empty"));
  SQLite::Database other((path("poise") / "poise.db").string(), SQLite::OPEN_READWRITE, 2000);
  other.exec("BEGIN IMMEDIATE");
  const Finished finished = process->wait();
  other.exec("COMMIT");
  expect_all_of_it_elsewhere(finished, undisturbed());
}

/// Ten minutes at a thousand samples a second, nearly all of them while the disk fails.
TEST_F(FailingDiskTest, LongTenMinutesAreKeptInMemory) {
  if (!std::getenv("POISE_LONG")) GTEST_SKIP() << kLong;
  const std::string device = "sim:quiet-stand?hold_s=590&rate_hz=1000&speed=0";
  ProcessOptions faulty = options();
  faulty.environment = {"LD_PRELOAD=" FAULT_SHIM, fmt::format("FAULT_DISK={}:0.3:1000", ENOSPC)};
  const Finished finished = start({"record", "--device", device, "--exercise", "quiet-stand", "--seconds", "580",
                                   "--json"}, faulty)->wait();
  const Json whole = json_of({"record", "--device", device, "--exercise", "quiet-stand", "--seconds", "580", "--store",
                              path("undisturbed.db")});
  EXPECT_GT(whole["samples"].get<int>(), 580'000);
  std::cout << whole["samples"] << " samples, " << finished.peak_kb / 1000 << " MB\n";
  EXPECT_LT(finished.peak_kb, 1'000'000);
  expect_all_of_it_elsewhere(finished, whole);
}

}  // namespace
}  // namespace poise::testing
