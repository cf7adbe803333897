#include <cstdlib>
#include <iostream>
#include <map>
#include <random>

#include "poise_test.h"

namespace poise::testing {
namespace {

namespace fs = std::filesystem;

/// A store with damaged pages: what can be read comes out, what is wrong says so, and the file stays as it is.
class DamagedStoreTest : public PoiseTest {
 protected:
  static constexpr std::size_t kPage_bytes = 4096;

  DamagedStoreTest() {
    for (const char* seed : {"1", "2"})
      record(std::string("squat?reps=1&tempo_s=1.5&seed=") + seed, {"--reps", "1", "--athlete", "heron"});
    EXPECT_EQ(run({"export", "all", "--out", path("good")}).status, 0);
    for (const Json& session : sessions()) ids_.push_back(session["id"]);
    good_ = read_text(path("poise") / "poise.db");
  }

  /// Up to three pages with forty bytes of anything in each.
  std::string damaged(unsigned seed) const {
    std::mt19937 random(seed);
    std::string bytes = good_;
    for (unsigned page = 0; page < 1 + seed % 3; ++page) {
      const std::size_t begin = random() % (bytes.size() / kPage_bytes) * kPage_bytes;
      for (int i = 0; i < 40; ++i) bytes[begin + random() % kPage_bytes] = static_cast<char>(random());
    }
    return bytes;
  }

  bool is_as_it_was(const fs::path& folder, const std::string& id) const {
    for (const char* file : {"samples.csv", "events.csv", "reps.csv", "summary.csv"})
      if (read_text(folder / file) != read_text(path("good") / id / file)) return false;
    return true;
  }

  std::vector<std::string> ids_;
  std::string good_;
};

TEST_F(DamagedStoreTest, GivesWhatCanBeReadAndSaysWhatIsWrong) {
  const unsigned seeds = std::getenv("POISE_LONG") ? 100 : 12;
  const fs::path store = path("damaged.db"), out = path("out");
  std::map<std::string, int> count;
  for (unsigned seed = 0; seed < seeds; ++seed) {
    SCOPED_TRACE(seed);
    const std::string bytes = damaged(seed);
    write_text(store, bytes);
    fs::remove_all(out);
    const Finished finished = run({"export", "all", "--out", out, "--store", store});
    ASSERT_TRUE(finished.status == 0 || finished.status == 1) << finished.status << finished.err;
    EXPECT_EQ(read_text(store), bytes) << "opened to read";
    std::size_t there = 0;
    if (fs::exists(out)) {
      for (const auto& folder : fs::directory_iterator(out)) {
        ++there;
        const bool right = is_as_it_was(folder, folder.path().filename());
        const bool said = read_text(folder.path() / "report.txt").find("store is damaged") != std::string::npos;
        EXPECT_TRUE(right || said) << folder.path();
        ++count[said ? "said to be damaged" : "whole"];
      }
    }
    EXPECT_TRUE(there >= ids_.size() || finished.err.find("damaged") != std::string::npos) << finished.err;
    count["not readable"] += static_cast<int>(ids_.size() - std::min(there, ids_.size()));

    // Those who do not know that it is damaged find out, and do not fall over it.
    for (const Words& words : {Words{"sessions"}, Words{"show", "last", "--json"}}) {
      Words with_store = words;
      with_store.insert(with_store.end(), {"--store", store});
      const Finished other = run(with_store);
      EXPECT_TRUE(other.status == 0 || other.status == 1) << other.status << other.err;
    }
    for (const char* tail : {"-wal", "-shm"}) fs::remove(store.string() + tail);
  }
  for (const auto& [what, times] : count) std::cout << times << " sessions " << what << '\n';
  EXPECT_GT(count["whole"], 0);
  EXPECT_GT(count["said to be damaged"], 0);
}

}  // namespace
}  // namespace poise::testing
