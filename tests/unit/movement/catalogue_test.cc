#include "movement/catalogue.h"

#include <gmock/gmock.h>

#include <algorithm>
#include <filesystem>
#include <fstream>
#include <set>

namespace poise::movement {
namespace {

TEST(Catalogue, HasTheExercisesThatTheContractNames) {
  for (const char* id :
       {"quiet-stand", "single-leg-stand", "squat", "single-leg-squat", "lunge", "bridge", "single-leg-bridge",
        "sit-to-stand", "plank", "side-plank", "russian-twist", "bicycle-crunch"})
    EXPECT_NE(find_exercise(id), nullptr) << id;
}

TEST(Catalogue, HasEachIdOnce) {
  std::set<std::string_view> ids;
  for (const Exercise& exercise : catalogue()) EXPECT_TRUE(ids.insert(exercise.id).second) << exercise.id;
}

TEST(Catalogue, HasIdsThatCanBeTyped) {
  for (const Exercise& exercise : catalogue())
    EXPECT_TRUE(std::all_of(exercise.id.begin(), exercise.id.end(), [](char c) {
      return c == '-' || (c >= 'a' && c <= 'z');
    })) << exercise.id;
}

TEST(Catalogue, SaysEverythingAboutEachExercise) {
  for (const Exercise& exercise : catalogue()) {
    EXPECT_FALSE(exercise.id.empty());
    EXPECT_FALSE(exercise.name.empty()) << exercise.id;
    EXPECT_FALSE(exercise.placement.empty()) << exercise.id;
    EXPECT_FALSE(exercise.measures.empty()) << exercise.id;
    EXPECT_FALSE(exercise.counted.empty()) << exercise.id;
    EXPECT_FALSE(exercise.cannot_see.empty()) << exercise.id;
    EXPECT_FALSE(exercise.ready.empty()) << exercise.id;
    EXPECT_GT(exercise.expected_peak_pct_bw, 20) << exercise.id;
    EXPECT_LT(exercise.expected_peak_pct_bw, 300) << exercise.id;
  }
}

TEST(Catalogue, ExpectsMoreLoadOnOnePlateFromOneLegThanFromBoth) {
  for (const char* id : {"stand", "squat", "bridge"}) {
    const std::string both = std::string(id) == "stand" ? "quiet-stand" : id;
    EXPECT_GT(find_exercise(std::string("single-leg-") + id)->expected_peak_pct_bw,
              find_exercise(both)->expected_peak_pct_bw);
  }
}

/// A file like a shipped one under another id.
std::string file_like(const char* shipped, const std::string& id) {
  std::string text = find_exercise(shipped)->toml;
  const std::string old = std::string("id = \"") + shipped + "\"";
  return text.replace(text.find(old), old.size(), "id = \"" + id + "\"");
}

class OwnExercises : public testing::Test {
 protected:
  OwnExercises() { std::filesystem::create_directories(folder); }
  ~OwnExercises() override { std::filesystem::remove_all(folder); }
  void write(const char* file, const std::string& text) const { std::ofstream(folder / file) << text; }

  const std::filesystem::path folder =
      std::filesystem::path(testing::TempDir()) /
      (std::string("poise-exercises-") + testing::UnitTest::GetInstance()->current_test_info()->name());
};

TEST_F(OwnExercises, JoinTheCatalogueAndStayWhereTheyAre) {
  const Exercise* squat = find_exercise("squat");
  const std::size_t before = catalogue().size();
  write("a.toml", file_like("squat", "test-wedge-squat"));
  write("b.txt", "no exercise");
  EXPECT_THAT(add_exercises(folder), testing::IsEmpty());
  EXPECT_EQ(catalogue().size(), before + 1);
  EXPECT_EQ(find_exercise("squat"), squat);
  const Exercise* own = find_exercise("test-wedge-squat");
  ASSERT_NE(own, nullptr);
  EXPECT_EQ(own->pattern, Pattern::squat);
  EXPECT_EQ(&catalogue().back(), own);
  EXPECT_EQ(text_to_keep(*own), own->toml);
  EXPECT_EQ(text_to_keep(*squat), "");
  EXPECT_EQ(&closest_shipped(*own), squat);
  EXPECT_EQ(&closest_shipped(*squat), squat);
}

TEST_F(OwnExercises, ThatAreBrokenOrCollideAreLeftOutWithAWarning) {
  const std::size_t before = catalogue().size();
  write("a.toml", "id = 3\n");
  write("b.toml", file_like("bridge", "squat"));
  write("c.toml", file_like("bridge", "test-first"));
  write("d.toml", file_like("bridge", "test-first"));
  std::filesystem::create_directories(folder / "e.toml");
  const auto warnings = add_exercises(folder);
  ASSERT_EQ(warnings.size(), 4u);
  EXPECT_THAT(warnings[0], testing::HasSubstr("a.toml:1"));
  EXPECT_THAT(warnings[1], testing::AllOf(testing::HasSubstr("b.toml"), testing::HasSubstr("Poise brings along")));
  EXPECT_THAT(warnings[2], testing::AllOf(testing::HasSubstr("d.toml"), testing::HasSubstr("another file of yours")));
  EXPECT_THAT(warnings[3], testing::HasSubstr("e.toml"));
  EXPECT_EQ(catalogue().size(), before + 1);
  EXPECT_EQ(find_exercise("squat")->pattern, Pattern::squat);
}

TEST_F(OwnExercises, NeedNoFolder) { EXPECT_THAT(add_exercises(folder / "none"), testing::IsEmpty()); }

TEST(ExerciseOfSession, IsReadFromTheKeptTextWhenItsFileIsGoneOrChanged) {
  const std::string kept = file_like("single-leg-squat", "test-gone");
  EXPECT_EQ(find_exercise("test-gone"), nullptr);
  const auto first = exercise_of_session("test-gone", kept);
  ASSERT_TRUE(first);
  EXPECT_TRUE((*first)->one_side());
  EXPECT_EQ(*exercise_of_session("test-gone", kept), *first);
  EXPECT_EQ(find_exercise("test-gone"), *first);
  EXPECT_EQ(std::count_if(catalogue().begin(), catalogue().end(), [](const Exercise& e) { return e.id == "test-gone"; }), 0);
  EXPECT_NE(*exercise_of_session("test-gone", kept + "least_depth_mm = 80\n"), *first);
}

TEST(ExerciseOfSession, IsTheShippedOneWithoutAText) {
  EXPECT_EQ(*exercise_of_session("squat", ""), find_exercise("squat"));
  EXPECT_FALSE(exercise_of_session("no-such", ""));
  EXPECT_FALSE(exercise_of_session("no-such", "id = 3"));
}

TEST(Catalogue, HasTheVariantsOfALunge) {
  const Exercise& lunge = *find_exercise("lunge");
  ASSERT_EQ(lunge.variants.size(), 3u);
  for (const char* name : {"forward", "reverse", "lateral"}) EXPECT_NE(lunge.find_variant(name), nullptr) << name;
}

TEST(Catalogue, WeighsWhereAWeightIsNeeded) {
  for (const char* id : {"squat", "lunge", "bridge", "sit-to-stand", "quiet-stand"}) EXPECT_TRUE(find_exercise(id)->weighs()) << id;
  for (const char* id : {"plank", "side-plank", "russian-twist", "bicycle-crunch"}) EXPECT_FALSE(find_exercise(id)->weighs()) << id;
}

TEST(Catalogue, HasAnExerciseOfEveryPatternForAVirtualPerson) {
  for (const Pattern pattern : {Pattern::stand, Pattern::plank, Pattern::squat, Pattern::bridge, Pattern::sit_to_stand, Pattern::twist})
    EXPECT_TRUE(std::any_of(catalogue().begin(), catalogue().end(), [&](const Exercise& e) { return e.pattern == pattern; }))
        << to_string(pattern);
}

TEST(FindExercise, FindsEachByItsId) {
  for (const Exercise& exercise : catalogue()) EXPECT_EQ(find_exercise(exercise.id), &exercise);
}

TEST(FindExercise, IsNullForAnythingElse) {
  EXPECT_EQ(find_exercise(""), nullptr);
  EXPECT_EQ(find_exercise("Squat"), nullptr);
  EXPECT_EQ(find_exercise("squat "), nullptr);
  EXPECT_EQ(find_exercise("walk-across"), nullptr);
}

}  // namespace
}  // namespace poise::movement
