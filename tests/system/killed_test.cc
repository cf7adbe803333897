#include <SQLiteCpp/SQLiteCpp.h>

#include <algorithm>
#include <csignal>
#include <cstdlib>
#include <iostream>
#include <random>

#include "poise_test.h"
#include "scripted_mat.h"

namespace poise::testing {
namespace {

using Clock = std::chrono::steady_clock;
using std::chrono::milliseconds;

/// kill -9 at random moments of a recording, its end included, and of the recovery after it. The mat knows when it sent
/// each sample: those sent half a second before the kill have to be there.
class KilledTest : public PoiseTest {
 protected:
  milliseconds up_to(int ms) { return milliseconds(std::uniform_int_distribution(0, ms)(random_)); }

  /// Seconds of samples that were lost, by when they had been sent.
  double kill_once(int number) {
    const std::string store = path("store" + std::to_string(number) + ".db");
    const ScriptedMat mat({});
    const auto process = start({"record", "--device", mat.port(), "--exercise", "squat", "--json", "--store", store});
    std::this_thread::sleep_for(milliseconds(30) + up_to(800));
    if (number % 4 == 3) {  // while it ends by itself
      process->signal(SIGINT);
      std::this_thread::sleep_for(up_to(60));
    }
    process->signal(SIGKILL);
    const auto killed = Clock::now();
    const auto sent = mat.sent();
    process->wait();
    if (number % 5 == 4) {  // and the recovery too
      const auto recovering = start({"sessions", "--store", store});
      std::this_thread::sleep_for(up_to(40));
      recovering->signal(SIGKILL);
      recovering->wait();
    }
    return std::max(0.0, std::chrono::duration<double>(killed - first_lost(store, sent, killed)).count());
  }

  /// When the first sample that is not in the store was sent; `killed` when all of them are.
  Clock::time_point first_lost(const std::string& store, const std::vector<Clock::time_point>& sent, Clock::time_point killed) {
    const Json list = json_of({"sessions", "--store", store});
    EXPECT_EQ(SQLite::Database(store).execAndGet("PRAGMA integrity_check").getString(), "ok");
    EXPECT_LE(list.size(), 1u);
    std::size_t kept = 0;
    if (!list.empty()) {
      const Json analysis = json_of({"show", "last", "--store", store});
      EXPECT_EQ(analysis["lost_samples"], 0);
      EXPECT_NE(list[0]["outcome"], "recording");
      EXPECT_EQ(list, json_of({"sessions", "--store", store})) << "recovered once and for all";
      kept = analysis["samples"];
    }
    ++(list.empty() ? before_the_first_ : sessions_);
    return kept < sent.size() ? sent[kept] : killed;
  }

  std::mt19937 random_{20'261'126};
  int sessions_ = 0, before_the_first_ = 0;
};

TEST_F(KilledTest, AtRandomMomentsLosesAtMostHalfASecond) {
  const bool all = std::getenv("POISE_LONG") != nullptr;
  double worst_s = 0;
  for (int number = 0; number < (all ? 200 : 10); ++number) {
    SCOPED_TRACE(number);
    const double lost_s = kill_once(number);
    EXPECT_LE(lost_s, 0.5);
    worst_s = std::max(worst_s, lost_s);
  }
  std::cout << sessions_ + before_the_first_ << " kills, " << sessions_ << " sessions, most lost " << worst_s << " s\n";
  EXPECT_GT(sessions_, 4 * before_the_first_);
  EXPECT_GT(worst_s, 0) << "where nothing is ever lost, nothing was killed while it arrived";
}

}  // namespace
}  // namespace poise::testing
