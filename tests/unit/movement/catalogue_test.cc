#include "movement/catalogue.h"

#include <gmock/gmock.h>

#include <algorithm>
#include <set>

namespace poise::movement {
namespace {

TEST(Catalogue, HasTheExercisesThatTheContractNamesFirst) {
  for (const char* id :
       {"quiet-stand", "single-leg-stand", "squat", "single-leg-squat", "bridge", "single-leg-bridge"})
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
