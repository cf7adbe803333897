#include <algorithm>
#include <cmath>
#include <csignal>

#include "poise_test.h"

namespace poise::testing {
namespace {

using ::testing::HasSubstr;

/// `poise simulate` in one process and `poise record` in another, over a pseudo-terminal.
class PseudoTerminalTest : public PoiseTest {
 protected:
  /// Starts the mat and waits until its port is there.
  std::unique_ptr<Process> simulate(const std::string& simulation) const {
    auto mat = start(
        {"simulate", simulation, "--link", path("mat").string(), "--truth", path("truth.json").string()});
    const auto port = mat->wait_for_line("port: ");
    EXPECT_THAT(port.value_or(""), ::testing::StartsWith("/dev/pts/"));
    return mat;
  }
};

TEST_F(PseudoTerminalTest, RepetitionsInRealTimeAreThoseThatWereDone) {
  const auto mat = simulate("sim:single-leg-squat?side=left&reps=2&tempo_s=1.5&pause_s=0.5&seed=3");
  const Json analysis = json_of({"record", "--device", path("mat").string(), "--exercise", "single-leg-squat",
                                 "--side", "left", "--reps", "2", "--export", path("out").string()});
  mat->signal(SIGTERM);
  EXPECT_EQ(mat->wait().status, 0);
  EXPECT_FALSE(std::filesystem::exists(path("mat"))) << "the link goes with the mat";

  EXPECT_EQ(analysis["outcome"], "complete");
  EXPECT_EQ(analysis["lost_samples"], 0);
  const Json truth = Json::parse(read_text(path("truth.json")));
  EXPECT_EQ(truth["exercise"], "single-leg-squat");
  EXPECT_EQ(truth["side"], "left");
  EXPECT_NEAR(analysis["body"]["weight_n"].get<double>(), truth["body_weight_n"].get<double>(), 5);
  ASSERT_EQ(analysis["reps"].size(), truth["reps"].size());
  for (std::size_t i = 0; i < truth["reps"].size(); ++i) {
    const Json &rep = analysis["reps"][i], &done = truth["reps"][i];
    const double length_s = done["end_s"].get<double>() - done["start_s"].get<double>();
    const double tolerance_s = 2 * std::max(0.1, 0.05 * length_s);
    for (const char* key : {"start_s", "bottom_s", "end_s"})
      EXPECT_NEAR(rep[key].get<double>(), done[key].get<double>(), tolerance_s) << key << " of " << i + 1;
    EXPECT_NEAR(rep["depth_mm"].get<double>(), done["depth_mm"].get<double>(), 20);
    EXPECT_EQ(rep["side"], "left");
  }
}

TEST_F(PseudoTerminalTest, ACablePulledAndPutBackIsFoundAgain) {
  const auto mat = simulate("sim:squat?reps=3&tempo_s=1.5&pause_s=1&drop_at_s=8&return_after_s=2&speed=2");
  const Json analysis = json_of(
      {"record", "--device", path("mat").string(), "--exercise", "squat", "--export", path("out").string()});
  EXPECT_EQ(analysis["outcome"], "complete");
  ASSERT_GE(analysis["gaps"].size(), 1);
  EXPECT_GT(analysis["lost_samples"], 0);
  EXPECT_GE(analysis["reps"].size(), 1);
  const std::string events = read_text(path("out") / "events.csv");
  EXPECT_THAT(events, HasSubstr(",link_lost,"));
  EXPECT_THAT(events, HasSubstr(",link_restored,"));
}

TEST_F(PseudoTerminalTest, SimulateRefusesALinkThatIsSomethingElse) {
  write_text(path("mat"), "mine");
  expect_failure(run({"simulate", "sim:squat", "--link", path("mat").string()}), "mat");
  EXPECT_EQ(read_text(path("mat")), "mine");
  expect_failure(run({"simulate", "sim:squat", "--truth", path("no/such/folder").string()}),
                 "no/such/folder");
}

}  // namespace
}  // namespace poise::testing
