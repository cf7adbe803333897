#include <csignal>

#include "poise_test.h"

namespace poise::testing {
namespace {

namespace fs = std::filesystem;
using ::testing::HasSubstr;

/// The whole store into a file and back, as a person does it.
class BackupTest : public PoiseTest {
 protected:
  void record_squat() const { record("squat?reps=1", {"--reps", "1", "--athlete", "heron"}); }
  std::string copy() const { return path("copy.db").string(); }
};

TEST_F(BackupTest, GoesIntoAFileAndComesBack) {
  record_squat();
  const Json last = json_of({"show", "last"});
  const Json made = json_of({"backup", copy()});
  EXPECT_EQ(made["sessions"], 1);
  EXPECT_GT(made["samples"], 100);
  fs::remove_all(path("poise"));
  EXPECT_EQ(sessions(), Json::array());
  EXPECT_EQ(run({"backup", "--restore", copy()}).status, 0);
  EXPECT_EQ(json_of({"show", "last"}), last);
}

TEST_F(BackupTest, IsRefusedOverNewerDataAndTheOldStoreIsKeptWhenForced) {
  record_squat();
  EXPECT_EQ(run({"backup", copy()}).status, 0);
  record_squat();
  expect_failure(run({"backup", "--restore", copy()}), "--force");
  EXPECT_EQ(sessions().size(), 2);
  const Json restored = json_of({"backup", "--restore", copy(), "--force"});
  EXPECT_EQ(sessions().size(), 1);
  EXPECT_EQ(json_of({"sessions", "--store", restored["kept"].get<std::string>()}).size(), 2);
}

TEST_F(BackupTest, IsNotRestoredWhileASessionIsBeingRecorded) {
  record_squat();
  EXPECT_EQ(run({"backup", copy()}).status, 0);
  const auto recording =
      start({"record", "--device", "sim:quiet-stand?hold_s=60", "--exercise", "quiet-stand"});
  ASSERT_TRUE(recording->wait_for_line("Step on")) << "it did not begin";
  expect_failure(run({"backup", "--restore", copy(), "--force"}), "another program has the store open");
  recording->signal(SIGINT);
  EXPECT_EQ(recording->wait().status, 0);
  EXPECT_EQ(sessions().size(), 2);
}

TEST_F(BackupTest, SaysWhatIsWrong) {
  expect_failure(run({"backup", copy()}), "no store here yet");
  EXPECT_FALSE(fs::exists(path("poise/poise.db")));
  record_squat();
  write_text(path("notes.txt"), "not a store\n");
  expect_failure(run({"backup", path("notes.txt").string()}), "overwrites nothing");
  expect_failure(run({"backup", "--restore", path("notes.txt").string()}), "notes.txt");
  expect_failure(run({"backup", "--restore", path("nothing.db").string()}), "no such file");
  expect_wrong_words(run({"backup"}), "backup");
}

}  // namespace
}  // namespace poise::testing
