#include "report/analysis_json.h"

#include <gmock/gmock.h>

#include "base/printable.h"
#include "example_recording.h"
#include "files.h"

namespace poise::report {
namespace {

using testing::HasSubstr;
using testing::Not;

TEST(AnalysisJson, SaysWhatItIs) {
  const auto json = analysis_json(example_analysis(), "0.1.0");
  EXPECT_EQ(json["schema"], "poise.analysis/1");
  EXPECT_EQ(json["poise_version"], "0.1.0");
  EXPECT_EQ(json["exercise"], "squat");
  EXPECT_EQ(json["side"], "both");
  EXPECT_EQ(json["outcome"], "complete");
  EXPECT_EQ(json["share"]["left_mean_pct"], 54.451235);
  EXPECT_EQ(json["reps"][1]["reasons"][0], "partial");
  EXPECT_EQ(json["reps"][1]["valid"], false);
  EXPECT_EQ(json["gaps"][0]["start_s"], 0.0375);
  EXPECT_EQ(json["asymmetry"][0]["favours"], "left");
}

TEST(AnalysisJson, KeepsWhatTheProgramHadFoundBesideACorrection) {
  auto analysis = example_analysis();
  analysis.reps[1].correction = movement::Correction{2.5, 4.25, false, false, "deep enough", "2026-03-05T15:00:00+01:00"};
  const auto json = analysis_json(analysis, "");
  const auto& correction = json["reps"][1]["correction"];
  EXPECT_EQ(correction["automatic_start_s"], 2.5);
  EXPECT_EQ(correction["automatic_end_s"], 4.25);
  EXPECT_EQ(correction["automatic_valid"], false);
  EXPECT_EQ(correction["reason"], "deep enough");
  EXPECT_FALSE(json["reps"][0].contains("correction"));
}

TEST(AnalysisJson, LeavesOutWhatCannotBeComputed) {
  movement::Analysis analysis;
  analysis.sway.emplace();
  analysis.sway->range_mm = std::numeric_limits<double>::quiet_NaN();
  analysis.reps.emplace_back();
  const auto json = analysis_json(analysis, "");
  EXPECT_FALSE(json.contains("share"));
  EXPECT_FALSE(json.contains("variant"));
  EXPECT_FALSE(json.contains("sampling_hz"));
  EXPECT_TRUE(json["sway"].empty());
  EXPECT_FALSE(json["reps"][0].contains("depth_mm"));
  EXPECT_THAT(json_text(json), Not(HasSubstr("null")));
}

TEST(JsonText, KeepsEveryTextAndHoldsNothingThatATerminalObeys) {
  const std::string note = "\x1b[2J \x7f \xc2\x9b" "31m \u202e Grüße";
  const std::string text = json_text(nlohmann::ordered_json{{"note", note}});
  EXPECT_EQ(text, printable(text));
  EXPECT_THAT(text, HasSubstr("Grüße"));
  EXPECT_EQ(nlohmann::json::parse(text)["note"], note);
}

TEST(AnalysisJson, HasTheKeysInTheirOrder) {
  std::vector<std::string> keys;
  const auto json = analysis_json(example_analysis(), "0.1.0");
  for (const auto& [key, value] : json.items()) keys.push_back(key);
  EXPECT_THAT(keys,
              testing::ElementsAre("schema", "poise_version", "exercise", "side", "samples", "sampling_hz",
                                   "duration_s", "lost_samples", "gaps", "filter_hz", "outcome", "body",
                                   "share", "asymmetry", "reps", "holds", "quality"));
}

TEST(AnalysisJson, PrintsNumbersWithAPointAndWithoutNoise) {
  const GermanNumbers german;
  const std::string text = json_text(analysis_json(example_analysis(), "0.1.0"));
  EXPECT_THAT(text, HasSubstr("\"sampling_hz\": 80.0,"));
  EXPECT_THAT(text, HasSubstr("\"weight_n\": 706.25"));
}

TEST(AnalysisJson, SurvivesTextThatIsNoUtf8) {
  movement::Analysis analysis;
  analysis.quality.notes = {"\xFF\xFE"};
  EXPECT_NE(json_text(analysis_json(analysis, "")), "");
}

TEST(Rounded, KeepsSixDecimalsAndOfSmallFiguresSixDigits) {
  EXPECT_EQ(rounded(0.1 + 0.2), 0.3);
  EXPECT_EQ(rounded(36000.1234564), 36000.123456);
  EXPECT_EQ(rounded(0.001234567890), 0.00123457);
  EXPECT_EQ(rounded(1e-12), 1e-12);
  EXPECT_FALSE(std::signbit(rounded(-0.0)));
}

}  // namespace
}  // namespace poise::report
