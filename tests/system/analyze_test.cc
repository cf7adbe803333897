#include <cmath>

#include "poise_test.h"
#include "test_paths.h"

namespace poise::testing {
namespace {

namespace fs = std::filesystem;
using ::testing::HasSubstr;

const fs::path kSharedData = POISE_SHARED_DATA_DIR;

class AnalyzeTest : public PoiseTest {
 protected:
  Json shared(const std::string& file, const Words& more = {}) const {
    Words words{"analyze", (kSharedData / file).string(), "--exercise", "quiet-stand"};
    words.insert(words.end(), more.begin(), more.end());
    return json_of(words);
  }
  Finished analyze(const std::string& text, const std::string& exercise = "quiet-stand") const {
    write_text(path("file.csv"), text);
    return run({"analyze", path("file.csv").string(), "--exercise", exercise, "--json"});
  }
};

#define SKIP_WITHOUT(file) \
  if (!fs::exists(kSharedData / (file))) GTEST_SKIP() << "no " << (kSharedData / (file))

TEST_F(AnalyzeTest, GivesTheKnownFiguresOfARecordingOfTwoPlates) {
  SKIP_WITHOUT("PDS13OR1.csv");
  const Json analysis = shared("PDS13OR1.csv", {"--filter-hz", "0"});
  EXPECT_NEAR(analysis["sway"]["prediction_ellipse_area_mm2"].get<double>(), 346.905, 0.0005);
  EXPECT_NEAR(analysis["sway"]["mean_velocity_mm_s"].get<double>(), 13.7714, 0.00005);
  EXPECT_NEAR(analysis["share"]["left_mean_pct"].get<double>(), 54.445, 0.0005);
  EXPECT_EQ(analysis["filter_hz"], 0);
}

TEST_F(AnalyzeTest, GivesTheKnownFiguresOfARecordingOfOnePlate) {
  SKIP_WITHOUT("BDS00001.csv");
  const Json analysis = shared("BDS00001.csv", {"--filter-hz", "0"});
  EXPECT_NEAR(analysis["sampling_hz"].get<double>(), 100, 0.01);
  EXPECT_NEAR(analysis["duration_s"].get<double>(), 60, 0.02);
  EXPECT_GT(analysis["sway"]["mean_velocity_mm_s"], 1);
  EXPECT_FALSE(analysis.contains("share"));
}

TEST_F(AnalyzeTest, LooksAtTheTimeThatSomebodyStandsThere) {
  SKIP_WITHOUT("wbb-standing.csv");
  const Json analysis = shared("wbb-standing.csv");
  ASSERT_EQ(analysis["holds"].size(), 1);
  const Json& hold = analysis["holds"][0];
  EXPECT_GT(hold["start_s"], 0.5);
  EXPECT_LT(hold["end_s"], analysis["duration_s"]);
  EXPECT_GT(analysis["sway"]["mean_velocity_mm_s"], 1);
  EXPECT_LT(analysis["sway"]["mean_velocity_mm_s"], 100);
}

/// A standing person, 10 s at 50 Hz, in three columns; one row may be replaced.
std::string standing(std::size_t replaced_row = 0, const std::string& by = "") {
  std::string text = "time_s,left_n,right_n\n";
  for (std::size_t i = 0; i < 500; ++i) {
    const double t = static_cast<double>(i) / 50;
    const std::string row = std::to_string(t) + "," + std::to_string(350 + 5 * std::sin(t)) + "," +
                            std::to_string(350 - 5 * std::sin(t));
    text += (replaced_row != 0 && i + 1 == replaced_row ? by : row) + "\n";
  }
  return text;
}

TEST_F(AnalyzeTest, TakesAFileOfTwoForces) {
  const Finished finished = analyze(standing());
  EXPECT_EQ(finished.status, 0) << finished.err;
  const Json analysis = Json::parse(finished.out);
  EXPECT_NEAR(analysis["share"]["left_mean_pct"].get<double>(), 50, 0.5);
  EXPECT_FALSE(analysis.contains("sway")) << "no centre of pressure in these columns";
}

TEST_F(AnalyzeTest, PrintsAPageForPeople) {
  write_text(path("file.csv"), standing());
  const Finished finished = run({"analyze", path("file.csv").string(), "--exercise", "quiet-stand"});
  EXPECT_EQ(finished.status, 0);
  EXPECT_THAT(finished.out, HasSubstr("Quiet stand"));
  EXPECT_THAT(finished.out, HasSubstr("Not a medical device."));
}

TEST_F(AnalyzeTest, DoesNotDependOnTheLocale) {
  write_text(path("file.csv"), standing());
  const Words words{"analyze", path("file.csv").string(), "--exercise", "quiet-stand", "--json"};
  ProcessOptions german = options();
  german.environment = {"LC_ALL=de_DE.UTF-8", "LANG=de_DE.UTF-8"};
  EXPECT_EQ(start(words, german)->wait().out, run(words).out);
}

TEST_F(AnalyzeTest, AFileThatIsNotThereIsSaid) {
  expect_failure(run({"analyze", path("absent.csv").string(), "--exercise", "squat", "--json"}),
                 "absent.csv");
}

TEST_F(AnalyzeTest, AFolderIsNoFile) {
  expect_failure(run({"analyze", path(".").string(), "--exercise", "squat", "--json"}), "folder");
}

TEST_F(AnalyzeTest, AnEmptyFileIsSaid) { expect_failure(analyze(""), "empty"); }

TEST_F(AnalyzeTest, AHeaderWithoutRowsIsSaid) {
  expect_failure(analyze("time_s,left_n,right_n\n"), "file.csv");
}

TEST_F(AnalyzeTest, MissingColumnsAreNamed) {
  expect_failure(analyze("time,force\n0,1\n0.02,2\n"), "time_s");
  expect_failure(analyze("time_s,force\n0,1\n0.02,2\n"), "left_n");
}

TEST_F(AnalyzeTest, TextInANumberIsSaidWithItsLine) {
  expect_failure(analyze(standing(100, "1.98,three hundred,350")), "line 101");
}

TEST_F(AnalyzeTest, TimeThatGoesBackwardsIsSaidWithItsLine) {
  expect_failure(analyze(standing(100, "0.5,350,350")), "line 101");
}

TEST_F(AnalyzeTest, NotANumberIsSaidWithItsLine) {
  expect_failure(analyze(standing(100, "1.98,nan,350")), "line 101");
  expect_failure(analyze(standing(100, "1.98,inf,350")), "line 101");
}

TEST_F(AnalyzeTest, WordsAreCheckedBeforeTheFile) {
  const std::string file = path("absent.csv").string();
  expect_wrong_words(run({"analyze", file, "--exercise", "jumping"}), "jumping");
  expect_wrong_words(run({"analyze", file, "--exercise", "squat", "--side", "up"}), "up");
  expect_wrong_words(run({"analyze", file, "--exercise", "squat", "--side", "left"}), "both sides");
  expect_wrong_words(run({"analyze", file, "--exercise", "squat", "--filter-hz", "ten"}), "--filter-hz");
  expect_wrong_words(run({"analyze", file, "--exercise", "squat", "--filter-hz", "-1"}), "--filter-hz");
  expect_wrong_words(run({"analyze", file}), "--exercise");
  expect_wrong_words(run({"analyze", "--exercise", "squat"}), "FILE.csv");
}

}  // namespace
}  // namespace poise::testing
