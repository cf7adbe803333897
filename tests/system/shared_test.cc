#include <csignal>

#include "poise_test.h"
#include "scripted_mat.h"

namespace poise::testing {
namespace {

namespace fs = std::filesystem;

/// Two Poise at one store or one mat, and two mats at one Poise.
class SharedTest : public PoiseTest {};

TEST_F(SharedTest, TwoAtOneStoreKeepBothSessionsWhole) {
  const auto words = [](int seed, const char* speed) {
    return Words{"record", "--device", "sim:squat?reps=3&tempo_s=1.5&seed=" + std::to_string(seed) + "&speed=" + speed, "--exercise",
                 "squat", "--json"};
  };
  const auto first = start(words(1, "8")), second = start(words(2, "8"));
  ASSERT_TRUE(first->wait_for_line("Leave the mat empty") && second->wait_for_line("Leave the mat empty"));
  for (int look = 0; look < 8; ++look) {
    const Finished list = run({"sessions", "--json"});
    EXPECT_EQ(list.status, 0) << list.err;
    EXPECT_EQ(list.err, "") << "the sessions of living programs are not recovered";
  }
  for (int seed : {1, 2}) {
    const Finished finished = (seed == 1 ? first : second)->wait();
    ASSERT_EQ(finished.status, 0) << finished.err;
    Words alone = words(seed, "0");
    alone.insert(alone.end(), {"--store", path("alone" + std::to_string(seed) + ".db")});
    EXPECT_EQ(Json::parse(finished.out), json_of(alone));
  }
  EXPECT_EQ(sessions().size(), 2u);
}

TEST_F(SharedTest, ASecondOneAtTheSameMatIsRefusedAndTheFirstGoesOn) {
  const ScriptedMat mat({});
  const Words words{"record", "--device", mat.port(), "--exercise", "squat", "--json"};
  const auto first = start(words);
  ASSERT_TRUE(first->wait_for_line("Leave the mat empty"));
  for (int i = 0; i < 3; ++i) expect_failure(run(words), "in use");
  first->signal(SIGINT);
  const Finished finished = first->wait();
  ASSERT_EQ(finished.status, 0) << finished.err;
  EXPECT_EQ(Json::parse(finished.out)["lost_samples"], 0);
  EXPECT_EQ(sessions().size(), 1u);
}

using Moment = std::pair<std::string, std::string>;  ///< what is said when the mats are changed, and the own one's speed
class AnotherMat : public SharedTest, public ::testing::WithParamInterface<Moment> {};

TEST_P(AnotherMat, PutInItsPlaceIsRefusedAndTheSessionGoesOnWithItsOwn) {
  const Words serve{"simulate", "sim:squat?reps=30&tempo_s=1.5&speed=" + GetParam().second, "--link", path("mat")};
  auto own = start(serve);
  ASSERT_TRUE(own->wait_for_line("port: "));
  const auto process =
      start({"record", "--device", path("mat"), "--exercise", "squat", "--json", "--export", path("out")});
  ASSERT_TRUE(process->wait_for_line(GetParam().first));
  std::this_thread::sleep_for(std::chrono::milliseconds(300));  // for a gap there have to be samples before it
  own->signal(SIGTERM);
  own->wait();
  {
    const ScriptedMat other({});
    fs::create_symlink(other.port(), path("mat"));
    EXPECT_TRUE(process->wait_for_line("this is another mat"));
    EXPECT_TRUE(other.sent().empty()) << "it is not even started";
    fs::remove(path("mat"));
  }
  own = start(serve);
  ASSERT_TRUE(own->wait_for_line("port: "));
  std::this_thread::sleep_for(std::chrono::milliseconds(3500));  // a port with a wrong mat is tried every 2 s
  process->signal(SIGINT);
  const Finished finished = process->wait();
  ASSERT_EQ(finished.status, 0) << finished.err;
  const Json analysis = Json::parse(finished.out);
  ASSERT_EQ(analysis["gaps"].size(), 1u);
  const Table samples(path("out") / "samples.csv");
  int after_gap = 0;
  for (std::size_t row = 0; row < samples.rows(); ++row)
    after_gap += samples.number(row, "time_s") >= analysis["gaps"][0]["end_s"] && !samples.cell(row, "l_fl_counts").empty();
  EXPECT_GT(after_gap, 60) << "its own goes on";
  const double weight_n = 72 * 9.80665;
  EXPECT_NEAR(analysis["body"].value("weight_n", weight_n), weight_n, 10);
}

INSTANTIATE_TEST_SUITE_P(While, AnotherMat, ::testing::Values(Moment{"Leave the mat empty", "1"}, Moment{"rep 1", "4"}));

}  // namespace
}  // namespace poise::testing
