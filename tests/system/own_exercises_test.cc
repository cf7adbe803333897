#include "poise_test.h"

namespace poise::testing {
namespace {

namespace fs = std::filesystem;
using ::testing::AllOf;
using ::testing::HasSubstr;
using ::testing::Not;

/// Exercises that a person adds by files of their own.
class OwnExercisesTest : public PoiseTest {
 protected:
  OwnExercisesTest() { fs::create_directories(path("exercises")); }

  /// The file of a shipped exercise under another id, as somebody begins their own.
  void copy_of(const std::string& shipped, const std::string& id) const {
    const Finished file = run({"exercises", "--file", shipped});
    ASSERT_EQ(file.status, 0) << file.err;
    std::string text = file.out;
    const std::string line = "id = \"" + shipped + "\"";
    write_text(path("exercises") / (id + ".toml"), text.replace(text.find(line), line.size(), "id = \"" + id + "\""));
  }
  Finished with_own(Words words) const {
    words.insert(words.end(), {"--exercises", path("exercises").string()});
    return run(words);
  }
};

TEST_F(OwnExercisesTest, AreListedAndRecorded) {
  copy_of("squat", "wedge-squat");
  const auto list = Json::parse(with_own({"exercises", "--json"}).out);
  EXPECT_EQ(list.back()["id"], "wedge-squat");
  EXPECT_EQ(list.back()["own"], true);
  EXPECT_EQ(list.front()["own"], false);
  EXPECT_THAT(with_own({"exercises"}).out, HasSubstr("wedge-squat  (your own)"));
  const Finished recorded = with_own({"record", "--device", "sim:squat?reps=2&speed=0", "--exercise", "wedge-squat", "--reps",
                                      "2", "--json"});
  ASSERT_EQ(recorded.status, 0) << recorded.err;
  EXPECT_EQ(Json::parse(recorded.out)["reps"].size(), 2u);
}

TEST_F(OwnExercisesTest, OpenTheirSessionsThoughTheFileHasGone) {
  copy_of("single-leg-squat", "pistol");
  ASSERT_EQ(with_own({"record", "--device", "sim:single-leg-squat?reps=2&speed=0", "--exercise", "pistol", "--side", "left",
                      "--reps", "2", "--json"}).status, 0);
  fs::remove_all(path("exercises"));
  EXPECT_EQ(json_of({"show", "last"})["reps"].size(), 2u);
  EXPECT_EQ(run({"replay", "last"}).status, 0);
  EXPECT_EQ(run({"export", "last", "--out", path("out").string()}).status, 0);
  EXPECT_EQ(run({"--store", path("other.db").string(), "import", path("out").string()}).status, 0);
  expect_wrong_words(run({"record", "--device", "sim:squat?speed=0", "--exercise", "pistol"}), "there is no exercise");
}

TEST_F(OwnExercisesTest, ThatAreBrokenAreLeftOutWithAWarningAndStopNothing) {
  copy_of("squat", "fine-squat");
  write_text(path("exercises") / "broken.toml", "id = \"broken\"\nnam = \"Broken\"\n");
  write_text(path("exercises") / "collides.toml", read_text(path("exercises") / "fine-squat.toml"));
  const Finished list = with_own({"exercises"});
  EXPECT_EQ(list.status, 0);
  EXPECT_THAT(list.err, AllOf(HasSubstr("broken.toml:2: unknown key `nam`, perhaps `name` is meant"),
                              HasSubstr("fine-squat.toml: the id \"fine-squat\" is that of another file of yours")));
  EXPECT_EQ(lines_in(list.err), 2);
  EXPECT_THAT(list.out, AllOf(HasSubstr("fine-squat"), Not(HasSubstr("broken"))));
  expect_wrong_words(run({"exercises", "--exercises", path("none").string()}), "none");
}

}  // namespace
}  // namespace poise::testing
