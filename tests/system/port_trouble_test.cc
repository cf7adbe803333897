#include <fcntl.h>
#include <sys/file.h>
#include <unistd.h>

#include <fstream>

#include "poise_test.h"
#include "scripted_mat.h"

namespace poise::testing {
namespace {

namespace fs = std::filesystem;
using ::testing::HasSubstr;

/// Mats and ports that cannot be used: one line, exit 1, and no session begun.
class PortTroubleTest : public PoiseTest {
 protected:
  Finished record_from(const std::string& device, const Words& more = {}) const {
    Words words{"record", "--device", device, "--exercise", "squat", "--json"};
    words.insert(words.end(), more.begin(), more.end());
    return run(words);
  }
  Finished record_from(const Script& script, const Words& more = {}) const {
    const ScriptedMat mat(script);
    return record_from(mat.port(), more);
  }
  void expect_trouble(const Finished& finished, const std::string& part) const {
    expect_failure(finished, part);
    EXPECT_EQ(sessions(), Json::array());
  }
};

TEST_F(PortTroubleTest, NoSuchPort) { expect_trouble(record_from("/dev/ttyNOWHERE"), "/dev/ttyNOWHERE"); }

TEST_F(PortTroubleTest, AFolderOrAFileIsNoPort) {
  expect_trouble(record_from("/tmp"), "/tmp");
  write_text(path("file"), "text");
  expect_trouble(record_from(path("file").string()), "file");
  expect_trouble(record_from("/dev/null"), "/dev/null");
  EXPECT_EQ(read_text(path("file")), "text");
}

TEST_F(PortTroubleTest, NoPermissionNamesTheGroupAndTheCommand) {
  if (geteuid() == 0) GTEST_SKIP() << "root may open everything";
  const ScriptedMat mat({});
  ASSERT_EQ(chmod(mat.port().c_str(), 0), 0);
  const Finished finished = record_from(mat.port());
  expect_trouble(finished, "group");
  EXPECT_THAT(finished.err, HasSubstr("usermod"));
}

TEST_F(PortTroubleTest, APortInUse) {
  const ScriptedMat mat({});
  const int holder = open(mat.port().c_str(), O_RDWR | O_NOCTTY | O_CLOEXEC);
  ASSERT_EQ(flock(holder, LOCK_EX), 0);
  expect_trouble(record_from(mat.port()), "in use");
  close(holder);
}

TEST_F(PortTroubleTest, NothingAnswersHello) {
  Script script;
  script.mute = true;
  expect_trouble(record_from(script), "HELLO");
}

TEST_F(PortTroubleTest, NoiseInsteadOfFrames) {
  Script script;
  script.noise = true;
  expect_trouble(record_from(script), "noise");
}

TEST_F(PortTroubleTest, AMatOfAnotherProtocolMajorNamesBothVersionsAndWhoIsToBeUpdated) {
  Script newer;
  newer.hello.protocol_major = POISE_PROTOCOL_MAJOR + 1;
  newer.hello.protocol_minor = 4;
  const Finished too_new = record_from(newer);
  expect_trouble(too_new, "protocol 2.4");
  EXPECT_THAT(too_new.err, HasSubstr("speaks 1.0"));
  EXPECT_THAT(too_new.err, HasSubstr("update Poise"));
  Script older;
  older.hello.protocol_major = POISE_PROTOCOL_MAJOR - 1;
  expect_trouble(record_from(older), "firmware");
}

TEST_F(PortTroubleTest, AMatOfALaterMinorVersionIsAccepted) {
  Script script;
  script.hello.protocol_minor = 7;
  const ScriptedMat mat(script);
  const auto process = start({"record", "--device", mat.port(), "--exercise", "squat"});
  std::this_thread::sleep_for(std::chrono::milliseconds(1500));
  process->signal(SIGINT);
  EXPECT_EQ(process->wait().status, 0);
}

TEST_F(PortTroubleTest, AWrongTestPattern) {
  Script script;
  script.pattern_error = 1;
  expect_trouble(record_from(script), "test pattern");
}

TEST_F(PortTroubleTest, AMatOfSevenCells) {
  Script script;
  script.hello.cell_count = 7;
  expect_trouble(record_from(script), "7 cells");
}

TEST_F(PortTroubleTest, AMatOfUnknownGeometrySaysHowToGoOn) {
  Script script;
  script.hello.model = 99;
  expect_trouble(record_from(script), "--mat");
}

TEST_F(PortTroubleTest, AGeometryFileThatDoesNotFit) {
  const fs::path geometry = path("mat.toml");
  write_text(geometry, "name = \"mine\"\nmodel = 99\n");
  expect_trouble(record_from(Script{}, {"--mat", geometry.string()}), "mat.toml");
  expect_trouble(record_from(Script{}, {"--mat", path("absent.toml").string()}), "absent.toml");
}

TEST_F(PortTroubleTest, ASerialPortThatAutoDoesNotKnowIsLeftAlone) {
  const ScriptedMat mat({});  // a pseudo-terminal is on no list
  const auto process = start({"record", "--device", "auto", "--exercise", "squat"});
  std::this_thread::sleep_for(std::chrono::milliseconds(700));
  process->signal(SIGINT);
  const Finished finished = process->wait();
  EXPECT_EQ(finished.status, 1);
  EXPECT_THAT(finished.err, HasSubstr("waiting for a mat"));
  EXPECT_THAT(finished.err, HasSubstr("nothing was recorded"));
}

TEST_F(PortTroubleTest, WaitingForAMatHardlyWakesUp) {
  const auto process = start({"record", "--device", "auto", "--exercise", "squat"});
  std::this_thread::sleep_for(std::chrono::milliseconds(1000));
  const long before = wake_ups(process->pid());
  std::this_thread::sleep_for(std::chrono::milliseconds(3000));
  const long after = wake_ups(process->pid());
  EXPECT_LT(static_cast<double>(after - before) / 3, 10);
  EXPECT_GT(before, 0);
}

}  // namespace
}  // namespace poise::testing
