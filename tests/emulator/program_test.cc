#include <gmock/gmock.h>

#include <cmath>
#include <csignal>
#include <filesystem>
#include <fstream>
#include <map>
#include <nlohmann/json.hpp>
#include <sstream>

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
  Process emulator({POISE_EMULATOR_BINARY, "sim:squat?reps=2", "--fast", "--reset-on-open", "1", "--link",
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

TEST_F(EmulatorProgram, IsCalibratedOverItsPseudoTerminal) {
  Process emulator({POISE_EMULATOR_BINARY,
                    "sim:masses?gain_error_pct=3&zero_n=49&do=20@-160:0,shift@left,20@160:0,shift@right",
                    "--fast", "--link", path("port")},
                   options_);
  ASSERT_TRUE(emulator.wait_for_line("port: "));
  const Finished calibrated =
      Process({POISE_BINARY, "calibrate", "quick", "--mass-kg", "20", "--device", path("port"), "--json"},
              options_)
          .wait();
  ASSERT_EQ(calibrated.status, 0) << calibrated.err;
  const auto json = nlohmann::json::parse(calibrated.out);
  EXPECT_EQ(json.at("in_force"), true);
  EXPECT_LT(json.at("force_doubt_pct").get<double>(), 0.5);
  double farthest = 0;
  for (const double counts : json.at("counts_per_newton"))
    farthest = std::max(farthest, std::abs(counts / 4277 - 1));
  EXPECT_GT(farthest, 0.01) << "its cells are off, and that is found";
  EXPECT_LT(farthest, 0.035);
  emulator.signal(SIGTERM);
  EXPECT_EQ(emulator.wait().status, 0);
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

/// The first number of each line or row that begins with a known name: "flash  7,816 bytes of 262144" ->
/// 7816.
std::map<std::string, double> figures_in(std::istream& text) {
  static const std::vector<std::string> kNames = {"flash",
                                                  "RAM",
                                                  "deepest stack",
                                                  "longest interrupts off",
                                                  "longest SCK pulse",
                                                  "CPU share, streaming",
                                                  "CPU share, idle"};
  std::map<std::string, double> figures;
  for (std::string line; std::getline(text, line);) {
    if (line.rfind("| ", 0) == 0) line.erase(0, 2);
    for (const std::string& name : kNames) {
      if (line.rfind(name, 0) != 0) continue;
      std::string rest = line.substr(name.size());
      std::erase(rest, ',');
      if (const auto digit = rest.find_first_of("0123456789"); digit != std::string::npos)
        figures.emplace(name, std::stod(rest.substr(digit)));
    }
  }
  return figures;
}

TEST_F(EmulatorProgram, MeasuresTheFirmwareAsItsPageHasIt) {
  const Finished finished = run({"sim:squat?reps=30", "--measure", "10"});
  EXPECT_EQ(finished.status, 0) << finished.err;
  std::istringstream out(finished.out);
  std::ifstream page(POISE_SOURCE_DIR "/firmware-bridge/mcu/README.md");
  const auto measured = figures_in(out), written = figures_in(page);
  EXPECT_EQ(measured.size(), 7u) << finished.out;
  for (const auto& [name, value] : measured) {
    ASSERT_TRUE(written.contains(name)) << name;
    EXPECT_NEAR(value, written.at(name), 0.05 * value) << name << ": the page is out of date";
  }
}

}  // namespace
}  // namespace poise::testing
