#include "poise_test.h"
#include "test_paths.h"

namespace poise::testing {
namespace {

namespace fs = std::filesystem;
using ::testing::HasSubstr;

using RecordTest = PoiseTest;

Json valid_reps(const Json& analysis) {
  Json valid = Json::array();
  for (const Json& rep : analysis["reps"])
    if (rep["valid"].get<bool>()) valid.push_back(rep);
  return valid;
}

/// One exercise: what the virtual person does, the words that ask for it, and how many repetitions or holds.
struct Case {
  const char* simulation;
  Words words;
  std::size_t reps = 0, holds = 0;
};

/// "squat", "singlelegsquat_both".
std::string name_of(const ::testing::TestParamInfo<Case>& test) {
  const std::string simulation = test.param.simulation;
  std::string name;
  for (const char c : simulation.substr(0, simulation.find('?')))
    if (c != '-') name += c;
  for (const std::string& word : test.param.words)
    if (word == "left" || word == "right" || word == "both") name += "_" + word;
  return name;
}

void PrintTo(const Case& it, std::ostream* out) { *out << it.simulation; }

class EveryExercise : public PoiseTest, public ::testing::WithParamInterface<Case> {};

TEST_P(EveryExercise, IsRecordedAndAnalysedAgainAlike) {
  const Case& it = GetParam();
  const fs::path out = path("out");
  Words words = it.words;
  words.insert(words.end(), {"--export", out.string()});
  const Json recorded = record(it.simulation, words);
  EXPECT_EQ(recorded["outcome"], "complete");
  EXPECT_EQ(valid_reps(recorded).size(), it.reps) << recorded["reps"];
  EXPECT_EQ(recorded["holds"].size(), it.holds) << recorded["holds"];

  for (const char* name :
       {"session.json", "samples.csv", "events.csv", "reps.csv", "summary.csv", "report.txt", "report.pdf"})
    EXPECT_TRUE(fs::is_regular_file(out / name)) << name;
  EXPECT_EQ(Table(out / "samples.csv").rows(), recorded["samples"]);
  EXPECT_EQ(Table(out / "reps.csv").rows(), recorded["reps"].size());

  const std::string exercise = recorded["exercise"], side = recorded["side"];
  const Json analysed =
      json_of({"analyze", (out / "samples.csv").string(), "--exercise", exercise, "--side", side});
  EXPECT_EQ(analysed["reps"], recorded["reps"]);
  EXPECT_EQ(analysed["holds"], recorded["holds"]);
  EXPECT_EQ(analysed.value("sway", Json()), recorded.value("sway", Json()));
  EXPECT_EQ(analysed.value("share", Json()), recorded.value("share", Json()));
}

INSTANTIATE_TEST_SUITE_P(
    Catalogue, EveryExercise,
    ::testing::Values(Case{"quiet-stand", {"--seconds", "10"}, 0, 1},
                      Case{"single-leg-stand?side=right", {"--side", "right", "--seconds", "8"}, 0, 1},
                      Case{"squat?reps=4&left_share_pct=56", {"--reps", "4"}, 4},
                      Case{"single-leg-squat?side=left&reps=3", {"--side", "left", "--reps", "3"}, 3},
                      Case{"single-leg-squat?side=both&reps=3", {"--side", "both", "--reps", "3"}, 6},
                      Case{"bridge?reps=3", {"--reps", "3"}, 3},
                      Case{"single-leg-bridge?side=right&reps=3", {"--side", "right", "--reps", "3"}, 3},
                      Case{"single-leg-bridge?side=both&reps=2", {"--side", "both", "--reps", "2"}, 4}),
    name_of);

TEST_F(RecordTest, SaysTheShareThatTheVirtualPersonHas) {
  const Json analysis = record("squat?reps=3&left_share_pct=58&noise=0", {"--reps", "3"});
  EXPECT_NEAR(analysis["share"]["left_mean_pct"].get<double>(), 58, 1);
  EXPECT_NEAR(analysis["body"]["weight_n"].get<double>(), 72 * 9.80665, 2);
}

TEST_F(RecordTest, DoesOneLegAndThenTheOther) {
  const Json analysis = record("single-leg-squat?side=both&reps=2", {"--side", "both", "--reps", "2"});
  Json sides = Json::array();
  for (const Json& rep : valid_reps(analysis)) sides.push_back(rep["side"]);
  EXPECT_EQ(sides, (Json{"left", "left", "right", "right"}));
  EXPECT_FALSE(analysis.contains("share"));
  EXPECT_FALSE(analysis["asymmetry"].empty());
}

TEST_F(RecordTest, DoesOneSetAfterTheOther) {
  const fs::path out = path("out");
  const Json analysis =
      record("squat?reps=3&sets=2", {"--reps", "3", "--sets", "2", "--rest-s", "60", "--export", out.string()});
  EXPECT_EQ(analysis["outcome"], "complete");
  Json sets = Json::array();
  for (const Json& rep : valid_reps(analysis)) sets.push_back(rep["set"]);
  EXPECT_EQ(sets, (Json{1, 1, 1, 2, 2, 2}));
  EXPECT_THAT(read_text(out / "events.csv"), HasSubstr("flow_rest,after set 1 of 2"));
  EXPECT_THAT(read_text(out / "session.json"), HasSubstr("\"sets_asked\": 2"));
}

TEST_F(RecordTest, EndsAfterTheSecondsAskedFor) {
  const Json analysis = record("quiet-stand", {"--seconds", "5"});
  EXPECT_EQ(analysis["outcome"], "complete");
  EXPECT_GT(analysis["duration_s"], 5);
  EXPECT_LT(analysis["duration_s"], 15);
}

TEST_F(RecordTest, EndsWhenThePersonHasSteppedOff) {
  const Json with_target = record("squat?reps=2", {"--reps", "5"});
  EXPECT_EQ(with_target["outcome"], "stepped_off");
  EXPECT_EQ(valid_reps(with_target).size(), 2);
  const Json without = record("squat?reps=2", {});
  EXPECT_EQ(without["outcome"], "complete");
}

TEST_F(RecordTest, SeesNoMovementOnAnEmptyMat) {
  const Json analysis = json_of({"record", "--device", "sim:empty?speed=0", "--exercise", "squat"});
  EXPECT_EQ(analysis["outcome"], "no_movement");
  EXPECT_TRUE(analysis["reps"].empty());
  EXPECT_FALSE(analysis.contains("share"));
  EXPECT_FALSE(analysis["body"].contains("weight_n"));
}

TEST_F(RecordTest, TakesABodyWeightInsteadOfWeighing) {
  const Json analysis = record("bridge?reps=2&body_kg=80", {"--reps", "2", "--body-weight-n", "784.5"});
  EXPECT_EQ(analysis["body"]["weight_n"], 784.5);
  EXPECT_EQ(valid_reps(analysis).size(), 2);
}

TEST_F(RecordTest, TakesTheWeightOfTheLastTime) {
  expect_wrong_words(run({"record", "--exercise", "squat", "--device", "sim:squat?reps=3&speed=0", "--last-weight"}), "--last-weight needs --athlete");
  expect_failure(run({"record", "--exercise", "squat", "--device", "sim:squat?reps=3&speed=0", "--athlete", "heron", "--last-weight"}),
                 "heron has not been weighed yet");
  const Json first = record("squat?reps=3&seed=2", {"--athlete", "heron"});
  record("squat?reps=3&seed=5&body_kg=90", {"--athlete", "stork"});
  record("squat?reps=3&seed=6&body_kg=80", {"--athlete", "heron", "--load-kg", "8"});
  const Json second = record("squat?reps=3&seed=3", {"--athlete", "heron", "--last-weight"});
  EXPECT_EQ(second["body"]["weight_n"], first["body"]["weight_n"]) << "not the other's, and not with what was carried";
  EXPECT_EQ(second["reps"].size(), 3);
}

TEST_F(RecordTest, IsLedByKeysAtATerminal) {
  ProcessOptions person = options();
  person.typed = "";
  const auto process = start({"record", "--device", "sim:single-leg-squat?side=right&reps=200&noise=0&speed=20", "--exercise",
                              "single-leg-squat", "--side", "left", "--export", path("out").string()},
                             person);
  ASSERT_TRUE(process->wait_for_line("You are on the right leg: switch, or record right?"));
  process->type("a");
  ASSERT_TRUE(process->wait_for_line("Ready"));
  process->type("\n");
  ASSERT_TRUE(process->wait_for_line("right leg, rep 0"));
  process->type("q");
  const Finished finished = process->wait();
  EXPECT_EQ(finished.status, 0) << finished.err;
  const std::string events = read_text(path("out/events.csv"));
  const auto accepted = events.find("operator_accept_side"), started = events.find("operator_start"),
             stopped = events.find("operator_stop");
  ASSERT_NE(stopped, std::string::npos) << events;
  EXPECT_LT(accepted, started);
  EXPECT_LT(started, stopped);
}

TEST_F(RecordTest, TakesAZeroWhenAKeyAsksForIt) {
  ProcessOptions person = options();
  person.typed = "";
  const auto process = start({"record", "--device", "sim:empty?speed=20", "--exercise", "squat", "--export", path("out").string()}, person);
  ASSERT_TRUE(process->wait_for_line("Step on"));
  process->type("zq");
  EXPECT_EQ(process->wait().status, 0);
  EXPECT_THAT(read_text(path("out/events.csv")), ::testing::ContainsRegex("operator_zero(.|\n)*operator_stop"));
}

TEST_F(RecordTest, RefusesTheGeometryOfAnotherMat) {
  expect_failure(run({"record", "--device", "sim:squat?cells=4&speed=0", "--exercise", "squat", "--mat",
                      POISE_SOURCE_DIR "/hardware/mats/reference.toml"}),
                 "\"Poise reference mat\" has 8 cells, the mat has 4: name the right file with --mat");
}

TEST_F(RecordTest, RecordsOnAMatOfOnePlate) {
  const fs::path out = path("out");
  const Json analysis = record("squat?reps=2&cells=4", {"--reps", "2", "--export", out.string()});
  EXPECT_EQ(valid_reps(analysis).size(), 2);
  EXPECT_FALSE(analysis.contains("share"));
  const Table samples(out / "samples.csv");
  EXPECT_TRUE(samples.has("p_fl_counts"));
  EXPECT_TRUE(samples.has("total_n"));
  EXPECT_FALSE(samples.has("left_n"));
}

TEST_F(RecordTest, SaysForPeopleWhatItDoesOnStandardErrorAlone) {
  const Finished finished =
      run({"record", "--device", "sim:squat?reps=2&speed=0", "--exercise", "squat", "--reps", "2", "--json"});
  EXPECT_EQ(finished.status, 0);
  EXPECT_FALSE(Json::parse(finished.out, nullptr, false).is_discarded());
  EXPECT_THAT(finished.err, HasSubstr("is kept in"));
}

TEST_F(RecordTest, SaysNominalCalibrationEverywhere) {
  const fs::path out = path("out");
  const Json analysis = record("squat?reps=2", {"--reps", "2", "--export", out.string()});
  EXPECT_THAT(analysis["quality"]["notes"].dump(), HasSubstr("Nominal calibration"));
  EXPECT_THAT(read_text(out / "report.txt"), HasSubstr("NOMINAL CALIBRATION"));
  EXPECT_THAT(read_text(out / "session.json"), HasSubstr("\"nominal\""));
}

TEST_F(RecordTest, CountsWhatTheLineLostAndDamaged) {
  const fs::path out = path("out");
  const Json analysis =
      record("squat?reps=3&loss_pct=4&corrupt_pct=1", {"--reps", "3", "--export", out.string()});
  EXPECT_EQ(valid_reps(analysis).size(), 3);
  EXPECT_GT(analysis["lost_samples"], 0);
  const Table samples(out / "samples.csv");
  std::size_t lost = 0;
  for (std::size_t row = 0; row < samples.rows(); ++row) {
    EXPECT_NE(samples.cell(row, "seq"), "");
    EXPECT_NE(samples.cell(row, "time_s"), "");
    lost += samples.cell(row, "total_n").empty();
  }
  EXPECT_EQ(lost, analysis["lost_samples"]);
}

}  // namespace
}  // namespace poise::testing
