#include "movement/exercise_file.h"

#include <gmock/gmock.h>

#include <algorithm>

#include "movement/shipped_exercises.h"

namespace poise::movement {
namespace {

using testing::AllOf;
using testing::HasSubstr;
using testing::SizeIs;

const std::string kGood = R"(id = "heel-squat"
name = "Squat on a wedge"
pattern = "squat"
sides = "together"
placement = "heels on a wedge"
measures = "depth"
counted = "down and up"
cannot_see = "the knees"
ready = "Stand still"
expected_peak_pct_bw = 105
least_depth_mm = 60
)";

std::string with(std::string text, const std::string& from, const std::string& to) {
  const auto at = text.find(from);
  EXPECT_NE(at, std::string::npos) << from;
  return text.replace(at, from.size(), to);
}

std::string refusal_of(const std::string& text) {
  const auto exercise = parse_exercise(text, "my.toml");
  return exercise ? "(accepted)" : to_line(exercise.error());
}

TEST(ExerciseFile, GivesEveryKeyToTheExercise) {
  const auto exercise = parse_exercise(kGood + R"(limb = "side"
position = "Come down"
rest = "Be still"
[[variant]]
name = "wide"
placement = "feet wide apart"
)", "my.toml");
  ASSERT_TRUE(exercise) << to_line(exercise.error());
  EXPECT_EQ(exercise->id, "heel-squat");
  EXPECT_EQ(exercise->name, "Squat on a wedge");
  EXPECT_EQ(exercise->pattern, Pattern::squat);
  EXPECT_EQ(exercise->sides, Sides::together);
  EXPECT_EQ(exercise->limb, "side");
  EXPECT_EQ(exercise->placement, "heels on a wedge");
  EXPECT_EQ(exercise->measures, "depth");
  EXPECT_EQ(exercise->counted, "down and up");
  EXPECT_EQ(exercise->cannot_see, "the knees");
  EXPECT_EQ(exercise->position, "Come down");
  EXPECT_EQ(exercise->rest, "Be still");
  EXPECT_EQ(exercise->ready, "Stand still");
  EXPECT_EQ(exercise->expected_peak_pct_bw, 105);
  EXPECT_EQ(exercise->least_depth_mm, 60);
  ASSERT_THAT(exercise->variants, SizeIs(1));
  EXPECT_EQ(exercise->find_variant("wide")->placement, "feet wide apart");
  EXPECT_EQ(exercise->find_variant("narrow"), nullptr);
  EXPECT_EQ(parse_exercise(kGood, "my.toml")->toml, kGood);
}

TEST(ExerciseFile, SaysFileLineAndWhatToWrite) {
  EXPECT_THAT(refusal_of(with(kGood, "cannot_see", "canot_see")),
              AllOf(HasSubstr("my.toml:8"), HasSubstr("perhaps `cannot_see` is meant")));
  EXPECT_THAT(refusal_of(with(kGood, "\"squat\"", "\"squad\"")),
              AllOf(HasSubstr("my.toml:3"), HasSubstr("\"bridge\""), HasSubstr("not \"squad\"")));
  EXPECT_THAT(refusal_of(with(kGood, "\"together\"", "\"one-leg\"")), HasSubstr("\"one-plate\""));
  EXPECT_THAT(refusal_of(with(kGood, "heel-squat", "Heel squat")),
              AllOf(HasSubstr("my.toml:1"), HasSubstr("small letters")));
  EXPECT_THAT(refusal_of(with(kGood, "= 105", "= 0.2")), AllOf(HasSubstr("my.toml:10"), HasSubstr("from 1 to 400")));
  EXPECT_THAT(refusal_of(with(kGood, "= 60", "= \"deep\"")), AllOf(HasSubstr("my.toml:11"), HasSubstr("plain number")));
  EXPECT_THAT(refusal_of(with(kGood, "name = \"Squat on a wedge\"\n", "")), HasSubstr("`name` is missing"));
  EXPECT_THAT(refusal_of(kGood + "[[variant]]\nname = \"a\"\n"), HasSubstr("`placement` is missing"));
  EXPECT_THAT(refusal_of(kGood + "[[variant]]\nname = \"a\"\nplacement = \"b\"\n[[variant]]\nname = \"a\"\nplacement = \"c\"\n"),
              HasSubstr("two variants \"a\""));
  EXPECT_THAT(refusal_of(with(kGood, "\"down and up\"", "\"\"\"down\nand up\"\"\"")), HasSubstr("one line"));
}

TEST(ExerciseFile, RefusesAThresholdOfAnotherPattern) {
  EXPECT_THAT(refusal_of(kGood + "least_rise_pct = 10\n"),
              AllOf(HasSubstr("my.toml:12"), HasSubstr("belongs to the pattern \"bridge\"")));
}

TEST(ExerciseFile, RefusesSidesThatAPatternDoesNotHave) {
  const std::string squat = with(kGood, "\"together\"", "\"leading\"");
  EXPECT_EQ(refusal_of(squat), "(accepted)");
  EXPECT_THAT(refusal_of(with(kGood, "\"together\"", "\"alternating\"")),
              AllOf(HasSubstr("my.toml:4"), HasSubstr("write \"together\" or \"one-plate\" or \"leading\"")));
  const std::string twist = with(with(kGood, "\"squat\"", "\"twist\""), "least_depth_mm = 60\n", "");
  EXPECT_THAT(refusal_of(twist), HasSubstr("write \"alternating\""));
}

TEST(ExerciseFile, CanBeReadOfEachShippedOne) {
  for (const ShippedFile& file : shipped_exercises()) {
    const auto exercise = parse_exercise(file.toml, std::string(file.file));
    ASSERT_TRUE(exercise) << to_line(exercise.error());
    EXPECT_EQ(exercise->id + ".toml", file.file);
  }
}

}  // namespace
}  // namespace poise::movement
