#include "poise_test.h"

namespace poise::testing {
namespace {

using ::testing::HasSubstr;
using ::testing::IsEmpty;
using WordsTest = PoiseTest;

TEST_F(WordsTest, HelpOfEveryVerbIsReadable) {
  const Finished all = run({"--help"});
  EXPECT_EQ(all.status, 0);
  EXPECT_THAT(all.err, IsEmpty());
  for (const std::string verb : {"devices", "exercises", "record", "analyze", "sessions", "show", "export",
                                 "import", "replay", "trend", "athletes", "simulate"}) {
    EXPECT_THAT(all.out, HasSubstr("  " + verb + " "));
    const Finished one = run({verb, "--help"});
    EXPECT_EQ(one.status, 0) << verb;
    EXPECT_THAT(one.out, HasSubstr("Usage: poise " + verb));
    EXPECT_THAT(one.out, HasSubstr("--store"));
    for (std::size_t at = 0, end = 0; (end = one.out.find('\n', at)) != std::string::npos; at = end + 1)
      EXPECT_LE(end - at, 120) << one.out.substr(at, end - at);
  }
}

TEST_F(WordsTest, VersionIsOneLine) {
  const Finished finished = run({"--version"});
  EXPECT_EQ(finished.status, 0);
  EXPECT_THAT(finished.out, ::testing::MatchesRegex("poise [0-9]+\\.[0-9]+\\.[0-9]+\n"));
}

TEST_F(WordsTest, UnknownOnesAreSaidInOneLine) {
  expect_wrong_words(run({}), "--help");
  expect_wrong_words(run({"jump"}), "\"jump\"");
  expect_wrong_words(run({"--store", path("x.db").string(), "jump"}), "\"jump\"");
  expect_wrong_words(run({"--loud"}), "\"--loud\"");
  expect_wrong_words(run({"record", "--exercise", "squat", "--loud"}), "--loud");
  expect_wrong_words(run({"show"}), "SESSION");
  expect_wrong_words(run({"show", "last", "again"}), "again");
  expect_wrong_words(run({"export", "last"}), "--out");
  EXPECT_TRUE(std::filesystem::is_empty(path("."))) << "wrong words make no store";
}

TEST_F(WordsTest, ExerciseSideAndVariantAreChecked) {
  expect_wrong_words(run({"record"}), "--exercise");
  expect_wrong_words(run({"record", "--exercise", "jump"}), "\"jump\"");
  expect_wrong_words(run({"record", "--exercise", "single-leg-squat", "--side", "middle"}), "\"middle\"");
  expect_wrong_words(run({"record", "--exercise", "squat", "--side", "left"}), "both sides");
  expect_wrong_words(run({"record", "--exercise", "squat", "--variant", "deep"}), "no variants");
}

TEST_F(WordsTest, NumbersAreChecked) {
  const Words record{"record", "--device", "sim:squat?speed=0", "--exercise", "squat"};
  for (const Words& wrong : std::vector<Words>{{"--reps", "0"},
                                               {"--reps", "-3"},
                                               {"--reps", "many"},
                                               {"--reps", "2.5"},
                                               {"--seconds", "0"},
                                               {"--seconds", "nan"},
                                               {"--body-weight-n", "5"},
                                               {"--pain-before", "11"},
                                               {"--pain-after", "-1"},
                                               {"--exertion", "nan"},
                                               {"--eyes", "shut"},
                                               {"--surface", "sand"},
                                               {"--load-kg", "-2"}}) {
    Words words = record;
    words.insert(words.end(), wrong.begin(), wrong.end());
    expect_wrong_words(run(words), wrong[0]);
  }
}

TEST_F(WordsTest, TheWordsOfAVirtualMatAreChecked) {
  for (const auto& [device, part] :
       std::vector<std::pair<std::string, std::string>>{{"sim:jumping", "jumping"},
                                                        {"sim:squat?color=red", "color"},
                                                        {"sim:squat?reps=many", "reps"},
                                                        {"sim:squat?reps", "reps"},
                                                        {"sim:squat?side=left", "side"},
                                                        {"sim:jump", "jump"},
                                                        {"sim:", "sim:"}}) {
    expect_wrong_words(run({"record", "--device", device, "--exercise", "squat"}), part);
    expect_wrong_words(run({"simulate", device}), part);
  }
  EXPECT_EQ(sessions(), Json::array());
}

TEST_F(WordsTest, ExercisesAreListedAsData) {
  const Json list = json_of({"exercises"});
  std::vector<std::string> ids;
  for (const Json& exercise : list) ids.push_back(exercise["id"]);
  EXPECT_THAT(ids, ::testing::IsSupersetOf({"quiet-stand", "single-leg-stand", "squat", "single-leg-squat",
                                            "bridge", "single-leg-bridge"}));
  const Finished page = run({"exercises"});
  for (const std::string& id : ids) EXPECT_THAT(page.out, HasSubstr(id));
}

TEST_F(WordsTest, DevicesAreListed) {
  const Json list = json_of({"devices"});
  EXPECT_TRUE(list.is_array());
  for (const Json& port : list) EXPECT_TRUE(port["port"].is_string() && port["mat"].is_boolean());
  EXPECT_EQ(run({"devices"}).status, 0);
}

}  // namespace
}  // namespace poise::testing
