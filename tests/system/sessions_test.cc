#include "poise_test.h"

namespace poise::testing {
namespace {

namespace fs = std::filesystem;
using ::testing::HasSubstr;

/// What is kept: the verbs that look at it, hand it out and take it back.
class SessionsTest : public PoiseTest {
 protected:
  Json record_squats() const { return record("squat?reps=2", {"--reps", "2", "--athlete", "heron"}); }

  void expect_same_files(const fs::path& a, const fs::path& b) const {
    for (const char* name :
         {"session.json", "samples.csv", "events.csv", "reps.csv", "summary.csv", "report.txt", "report.pdf"})
      EXPECT_EQ(read_text(a / name), read_text(b / name)) << name;
  }
};

TEST_F(SessionsTest, AreListedWithTheKeysOfTheContract) {
  EXPECT_EQ(sessions(), Json::array());
  record_squats();
  const Json list = sessions();
  ASSERT_EQ(list.size(), 1);
  std::vector<std::string> keys;
  for (const auto& [key, value] : list[0].items()) keys.push_back(key);
  EXPECT_THAT(keys,
              ::testing::ElementsAre("id", "started", "athlete", "exercise", "side", "outcome", "reps"));
  EXPECT_EQ(list[0]["athlete"], "heron");
  EXPECT_EQ(list[0]["exercise"], "squat");
  EXPECT_EQ(list[0]["side"], "both");
  EXPECT_EQ(list[0]["outcome"], "complete");
  EXPECT_EQ(list[0]["reps"], 2);
}

TEST_F(SessionsTest, AreShownByTheirIdOrAsTheLast) {
  const Json recorded = record_squats();
  const std::string id = sessions()[0]["id"];
  EXPECT_EQ(json_of({"show", id}), recorded);
  EXPECT_EQ(json_of({"show", "last"}), recorded);
  const Finished page = run({"show", "last"});
  EXPECT_EQ(page.status, 0);
  EXPECT_THAT(page.out, HasSubstr("2 repetitions counted; complete."));
  EXPECT_THAT(page.out, HasSubstr("heron"));
  EXPECT_THAT(page.out, HasSubstr("Not a medical device."));
}

TEST_F(SessionsTest, ReplayWritesTheSameFilesByteForByte) {
  const fs::path first = path("first"), again = path("again");
  record("squat?reps=3&loss_pct=2", {"--reps", "3", "--export", first.string()});
  const Finished replayed = run({"replay", "last", "--export", again.string()});
  EXPECT_EQ(replayed.status, 0);
  EXPECT_THAT(replayed.err, HasSubstr("the same"));
  expect_same_files(first, again);
}

TEST_F(SessionsTest, ExportWritesWhatRecordWrote) {
  const fs::path first = path("first"), again = path("again");
  record("bridge?reps=2", {"--reps", "2", "--export", first.string()});
  EXPECT_EQ(run({"export", "last", "--out", again.string()}).status, 0);
  expect_same_files(first, again);
}

TEST_F(SessionsTest, ExportReplacesAnEarlierExportAndLeavesOtherFiles) {
  const fs::path out = path("out");
  record_squats();
  EXPECT_EQ(run({"export", "last", "--out", out.string()}).status, 0);
  write_text(out / "notes.txt", "mine");
  EXPECT_EQ(run({"export", "last", "--out", out.string()}).status, 0);
  EXPECT_EQ(read_text(out / "notes.txt"), "mine");
}

TEST_F(SessionsTest, ExportForSpreadsheetsHasSemicolonsAndDecimalCommas) {
  const fs::path out = path("out");
  record_squats();
  EXPECT_EQ(run({"export", "last", "--out", out.string(), "--spreadsheet"}).status, 0);
  const std::string samples = read_text(out / "samples.csv");
  EXPECT_THAT(samples, ::testing::StartsWith("\xEF\xBB\xBFtime_s;device_us;"));
  EXPECT_THAT(samples, HasSubstr("\n0,0125"));
  const Json analysed = json_of({"analyze", (out / "samples.csv").string(), "--exercise", "squat"});
  EXPECT_EQ(analysed["reps"], json_of({"show", "last"})["reps"]);
}

TEST_F(SessionsTest, ImportIntoAnotherStoreGivesTheSameAnalysis) {
  const fs::path out = path("out"), other = path("other.db"), back = path("back");
  const Json recorded = record("single-leg-squat?side=both&reps=2",
                               {"--side", "both", "--reps", "2", "--export", out.string()});
  EXPECT_EQ(run({"import", out.string(), "--store", other.string()}).status, 0);
  EXPECT_EQ(json_of({"show", "last", "--store", other.string()}), recorded);
  EXPECT_EQ(run({"export", "last", "--out", back.string(), "--store", other.string()}).status, 0);
  expect_same_files(out, back);
}

TEST_F(SessionsTest, ImportRefusesASessionThatIsThereAlready) {
  const fs::path out = path("out");
  record("squat?reps=2", {"--reps", "2", "--export", out.string()});
  expect_failure(run({"import", out.string()}), "already");
  EXPECT_EQ(sessions().size(), 1);
}

TEST_F(SessionsTest, ReplayIsADeviceToo) {
  const Json recorded = record("squat?reps=2&tempo_s=1.6&pause_s=0.3", {"--reps", "2"});
  // In real time this would take half a minute: that it starts, and what it is called, is enough here.
  const auto process = start({"record", "--device", "replay:last", "--exercise", "squat"});
  std::this_thread::sleep_for(std::chrono::milliseconds(1500));
  process->signal(SIGINT);
  const Finished finished = process->wait();
  EXPECT_EQ(finished.status, 0) << finished.err;
  EXPECT_EQ(sessions().size(), 2);
}

TEST_F(SessionsTest, KeepWhatIsSaidOfThem) {
  const fs::path out = path("out");
  record("quiet-stand?hold_s=5",
         {"--seconds", "2", "--pain-before", "2", "--pain-after", "3", "--pain-where", "left knee", "--exertion", "4.5",
          "--eyes", "closed", "--surface", "foam", "--footwear", "barefoot", "--load-kg", "10", "--operator", "AB",
          "--note", "slept badly", "--date", "2026-03-05T14:07:09Z", "--export", out.string()});
  const Json said = Json::parse(read_text(out / "session.json"));
  EXPECT_EQ(said["surroundings"], Json::parse(R"({"pain_before": 2, "pain_after": 3, "pain_where": "left knee",
      "exertion": 4.5, "eyes": "closed", "surface": "foam", "footwear": "barefoot", "load_kg": 10.0,
      "operator_initials": "AB", "notes": "slept badly"})"));
  EXPECT_EQ(said["started_wall_us"], 1'772'719'629'000'000);
  EXPECT_THAT(run({"show", "last"}).out, HasSubstr("Pain 2 of 10 before, 3 after (left knee); exertion 4.5 of 10"));

  EXPECT_EQ(run({"import", out.string(), "--date", "2026-03-26T14:07:09Z"}).status, 0);
  const Json list = sessions();
  ASSERT_EQ(list.size(), 2);
  EXPECT_THAT(list[0]["started"].get<std::string>(), ::testing::StartsWith("2026-03-05"));
  EXPECT_THAT(list[1]["started"].get<std::string>(), ::testing::StartsWith("2026-03-26"));
}

TEST_F(SessionsTest, OfARealMatAreOfNow) {
  expect_wrong_words(run({"record", "--exercise", "squat", "--date", "2026-03-05"}), "--date");
  expect_wrong_words(run({"record", "--device", "sim:squat", "--exercise", "squat", "--date", "yesterday"}), "yesterday");
  EXPECT_EQ(sessions(), Json::array());
}

TEST_F(SessionsTest, UnknownOnesAreSaid) {
  record_squats();
  expect_failure(run({"show", "20200101-000000-0000"}), "20200101-000000-0000");
  expect_failure(run({"export", "nonsense", "--out", path("out").string()}), "nonsense");
  EXPECT_FALSE(fs::exists(path("out")));
  expect_failure(run({"replay", "last", "--store", path("empty.db").string()}), "no session");
}

TEST_F(SessionsTest, AthletesAreAddedAndListed) {
  EXPECT_EQ(json_of({"athletes"}), Json::array());
  EXPECT_EQ(run({"athletes", "add", "otter", "--note", "left knee"}).status, 0);
  const Json list = json_of({"athletes"});
  ASSERT_EQ(list.size(), 1);
  EXPECT_EQ(list[0]["pseudonym"], "otter");
  EXPECT_EQ(list[0]["note"], "left knee");
  EXPECT_THAT(run({"athletes"}).out, ::testing::ContainsRegex("^otter +since 20.*  left knee\n$"));
  EXPECT_EQ(run({"athletes", "add", "otter"}).status, 2);
}

TEST_F(SessionsTest, KeepsThemUnderTheDataHome) {
  record_squats();
  EXPECT_TRUE(fs::is_regular_file(path("poise/poise.db")));
}

}  // namespace
}  // namespace poise::testing
