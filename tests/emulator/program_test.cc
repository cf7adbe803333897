#include <gmock/gmock.h>

#include <csignal>
#include <filesystem>
#include <fstream>
#include <nlohmann/json.hpp>

#include "process.h"
#include "test_paths.h"

/// The program poise-emulator, and poise at its port.
namespace poise::testing {
namespace {

using ::testing::HasSubstr;
using ::testing::StartsWith;

class EmulatorProgram : public ::testing::Test {
 protected:
  EmulatorProgram() {
    options_.folder =
        std::filesystem::temp_directory_path() / ("poise-emulator-" + std::to_string(::getpid()));
    std::filesystem::create_directories(options_.folder);
  }
  ~EmulatorProgram() override { std::filesystem::remove_all(options_.folder); }

  std::string path(const std::string& name) const { return (options_.folder / name).string(); }
  Finished run(std::vector<std::string> words) const {
    words.insert(words.begin(), POISE_EMULATOR_BINARY);
    return Process(words, options_).wait();
  }

  ProcessOptions options_;
};

TEST_F(EmulatorProgram, RecordsASessionThroughABoardThatResetsWhenItsPortIsOpened) {
  Process emulator({POISE_EMULATOR_BINARY, "sim:squat?reps=2", "--fast", "--bootloader", "1", "--link",
                    path("port"), "--truth", path("truth.json")},
                   options_);
  const auto port = emulator.wait_for_line("port: ");
  ASSERT_TRUE(port);
  EXPECT_THAT(*port, StartsWith("/dev/pts/"));
  EXPECT_EQ(std::filesystem::read_symlink(path("port")), *port);
  const Finished recorded = Process({POISE_BINARY, "record", "--device", path("port"), "--exercise", "squat",
                                     "--unattended", "--reps", "2", "--json"},
                                    options_)
                                .wait();
  ASSERT_EQ(recorded.status, 0) << recorded.err;
  const auto json = nlohmann::json::parse(recorded.out);
  EXPECT_EQ(json.at("reps").size(), 2u);
  EXPECT_EQ(json.at("lost_samples"), 0);
  std::ifstream truth(path("truth.json"));
  EXPECT_EQ(nlohmann::json::parse(truth).at("reps").size(), 2u);
  emulator.signal(SIGTERM);
  EXPECT_EQ(emulator.wait().status, 0);
  EXPECT_FALSE(std::filesystem::exists(std::filesystem::symlink_status(path("port"))));
}

TEST_F(EmulatorProgram, SaysWhatIsWrongWithItsWords) {
  const std::pair<std::vector<std::string>, const char*> wrong[] = {
      {{"sim:somersault"}, "somersault"},
      {{"sim:squat", "--mishap", "fire@3"}, "\"fire@3\" is no mishap"},
      {{"sim:squat", "--clock-spread", "half"}, "--clock-spread"},
      {{}, "scenario"}};
  for (const auto& [words, named] : wrong) {
    const Finished finished = run(words);
    EXPECT_EQ(finished.status, 2);
    EXPECT_THAT(finished.err, StartsWith("poise-emulator: "));
    EXPECT_THAT(finished.err, HasSubstr(named));
    EXPECT_EQ(std::count(finished.err.begin(), finished.err.end(), '\n'), 1) << finished.err;
  }
}

TEST_F(EmulatorProgram, SaysWhatItCannotDo) {
  const std::pair<std::vector<std::string>, const char*> wrong[] = {
      {{"sim:squat", "--firmware", path("none.elf")}, "there is no firmware in"},
      {{"sim:squat?cells=4"}, "eight cells"},
      {{"sim:squat?rate_hz=100"}, "80 Hz"},
      {{"sim:squat", "--truth", path("no/such/folder")}, "cannot be written"}};
  for (const auto& [words, named] : wrong) {
    const Finished finished = run(words);
    EXPECT_EQ(finished.status, 1);
    EXPECT_THAT(finished.err, HasSubstr(named));
  }
}

TEST_F(EmulatorProgram, MeasuresTheFirmware) {
  const Finished finished = run({"sim:squat", "--measure", "2"});
  EXPECT_EQ(finished.status, 0) << finished.err;
  for (const char* figure : {"CPU share", "longest interrupts off", "longest SCK pulse", "deepest stack"})
    EXPECT_THAT(finished.out, HasSubstr(figure));
}

}  // namespace
}  // namespace poise::testing
