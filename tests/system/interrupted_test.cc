#include <csignal>

#include "poise_test.h"

namespace poise::testing {
namespace {

using ::testing::HasSubstr;
using Clock = std::chrono::steady_clock;
using std::chrono::milliseconds;

/// Recordings that are cut short: by the operator, by a kill, by the cable.
class InterruptedTest : public PoiseTest {
 protected:
  std::unique_ptr<Process> start_squats(const std::string& keys) const {
    return start({"record", "--device", "sim:squat?reps=20&" + keys, "--exercise", "squat", "--json"});
  }
};

TEST_F(InterruptedTest, CtrlCSavesWhatThereIsAndMarksItAsEndedEarly) {
  for (const int signal : {SIGINT, SIGTERM}) {
    const auto process = start_squats("speed=8");
    ASSERT_TRUE(process->wait_for_line("rep 1"));
    process->signal(signal);
    const Finished finished = process->wait();
    EXPECT_EQ(finished.status, 0) << finished.err;
    const Json analysis = Json::parse(finished.out);
    EXPECT_EQ(analysis["outcome"], "ended_early");
    EXPECT_GE(analysis["reps"].size(), 1);
    EXPECT_EQ(sessions().back()["outcome"], "ended_early");
    EXPECT_EQ(json_of({"show", "last"}), analysis);
  }
}

TEST_F(InterruptedTest, CtrlCBeforeAnybodyIsOnTheMatKeepsTheSessionToo) {
  const auto process = start_squats("speed=1");
  ASSERT_TRUE(process->wait_for_line("Leave the mat empty"));
  process->signal(SIGINT);
  EXPECT_EQ(process->wait().status, 0);
  EXPECT_EQ(sessions().size(), 1);
}

TEST_F(InterruptedTest, ASessionGoingOnElsewhereIsNotRecovered) {
  const auto process = start_squats("speed=2");
  ASSERT_TRUE(process->wait_for_line("Leave the mat empty"));
  const Finished list = run({"sessions", "--json"});
  EXPECT_EQ(list.err, "");
  EXPECT_EQ(Json::parse(list.out)[0]["outcome"], "recording");
}

class KilledAfter : public InterruptedTest, public ::testing::WithParamInterface<int> {};

TEST_P(KilledAfter, LosesAtMostTheLastHalfSecond) {
  constexpr double kRate_hz = 80, kSpeed = 4;
  const auto process = start_squats("speed=4");
  ASSERT_TRUE(process->wait_for_line("Leave the mat empty"));
  const auto streaming_since = Clock::now();
  std::this_thread::sleep_for(milliseconds(GetParam()));
  const double streamed_s = std::chrono::duration<double>(Clock::now() - streaming_since).count();
  process->signal(SIGKILL);
  EXPECT_EQ(process->wait().status, 128 + SIGKILL);

  const Finished recovering = run({"sessions", "--json"});
  EXPECT_EQ(recovering.status, 0);
  EXPECT_THAT(recovering.err, HasSubstr("Recovered session"));
  const Json list = Json::parse(recovering.out);
  ASSERT_EQ(list.size(), 1);
  EXPECT_THAT((Words{"ended_early", "no_movement"}),
              ::testing::Contains(list[0]["outcome"].get<std::string>()));
  EXPECT_THAT(run({"sessions"}).err, ::testing::Not(HasSubstr("Recovered"))) << "once is enough";

  const Json analysis = json_of({"show", "last"});
  // 0.2 s for a machine that is busy with other tests.
  EXPECT_GE(analysis["samples"].get<double>(), (streamed_s - 0.5 - 0.2) * kRate_hz * kSpeed);
  EXPECT_EQ(analysis["lost_samples"], 0);
  EXPECT_EQ(run({"export", "last", "--out", path("out").string()}).status, 0);
}

INSTANTIATE_TEST_SUITE_P(Milliseconds, KilledAfter, ::testing::Values(50, 700, 1300, 2900));

TEST_F(InterruptedTest, ACablePulledAndPutBackLeavesAGapAndTheSessionGoesOn) {
  const auto out = path("out");
  const Json analysis = record("squat?reps=4&drop_at_s=11&return_after_s=2", {"--export", out.string()});
  ASSERT_EQ(analysis["gaps"].size(), 1);
  const Json& gap = analysis["gaps"][0];
  EXPECT_NEAR(gap["start_s"].get<double>(), 11, 0.1);
  EXPECT_NEAR(gap["end_s"].get<double>(), 13, 0.5);
  EXPECT_EQ(analysis["outcome"], "complete");
  EXPECT_GE(analysis["reps"].size(), 2);
  for (const Json& rep : analysis["reps"])
    EXPECT_TRUE(rep["end_s"] < gap["end_s"] || rep["start_s"] > gap["start_s"]) << rep;

  const Table samples(out / "samples.csv");
  std::size_t empty_rows = 0;
  for (std::size_t row = 0; row < samples.rows(); ++row) {
    EXPECT_EQ(samples.number(row, "seq"), samples.number(0, "seq") + static_cast<double>(row));
    if (!samples.cell(row, "l_fl_counts").empty()) continue;
    ++empty_rows;
    EXPECT_TRUE(samples.cell(row, "device_us").empty() && samples.cell(row, "total_n").empty());
    EXPECT_GT(samples.number(row, "time_s"), gap["start_s"]);
    EXPECT_LT(samples.number(row, "time_s"), gap["end_s"]);
  }
  EXPECT_EQ(empty_rows, analysis["lost_samples"]);
  const std::string events = read_text(out / "events.csv");
  EXPECT_THAT(events, HasSubstr(",link_lost,"));
  EXPECT_THAT(events, HasSubstr(",link_restored,"));
  // What stands in the files gives the same again.
  const Json again = json_of({"analyze", (out / "samples.csv").string(), "--exercise", "squat"});
  EXPECT_EQ(again["reps"], analysis["reps"]);
  EXPECT_EQ(again["gaps"], analysis["gaps"]);
}

TEST_F(InterruptedTest, ACablePulledForGoodKeepsEverythingUntilThen) {
  const Json analysis = record("squat?reps=4&drop_at_s=15", {});
  EXPECT_EQ(analysis["outcome"], "link_lost");
  EXPECT_NEAR(analysis["duration_s"].get<double>(), 15, 0.1);
  EXPECT_GE(analysis["reps"].size(), 2);
  EXPECT_EQ(sessions()[0]["outcome"], "link_lost");
}

TEST_F(InterruptedTest, AMatThatStaysAwayIsWaitedForHalfAMinute) {
  const auto process = start_squats("speed=8&drop_at_s=14");
  const auto finished = process->wait();
  EXPECT_EQ(finished.status, 0);
  EXPECT_THAT(finished.err, HasSubstr("unplugged"));
  const Json analysis = Json::parse(finished.out);
  EXPECT_EQ(analysis["outcome"], "link_lost");
  EXPECT_NEAR(analysis["duration_s"].get<double>(), 14, 0.1);
}

TEST_F(InterruptedTest, CtrlCWhileTheMatIsAwaySaysThatTheLinkWasLost) {
  const auto process = start_squats("speed=8&drop_at_s=12");
  ASSERT_TRUE(process->wait_for_line("the mat is unplugged"));
  process->signal(SIGINT);
  const Finished finished = process->wait();
  EXPECT_EQ(finished.status, 0);
  EXPECT_EQ(Json::parse(finished.out)["outcome"], "link_lost");
}

}  // namespace
}  // namespace poise::testing
