#include "platform/options.h"

#include <gtest/gtest.h>

#include <vector>

namespace poise::dashboard {
namespace {

std::variant<Options, int> parse(std::vector<const char*> words) {
  words.insert(words.begin(), "poise-dashboard");
  return parse_options(static_cast<int>(words.size()), words.data());
}

TEST(DashboardOptions, StartWithASearchForTheMatAndASquat) {
  const auto parsed = parse({"--store", "/somewhere/p.db"});
  const auto& options = std::get<Options>(parsed);
  EXPECT_EQ(options.device, "auto");
  EXPECT_EQ(options.store, "/somewhere/p.db");
  EXPECT_EQ(options.state.exercise->id, "squat");
  EXPECT_FALSE(options.scale);
}

TEST(DashboardOptions, AVirtualPersonSaysExerciseAndSide) {
  const auto parsed = parse({"--device", "sim:single-leg-squat?reps=4&side=right&noise=0"});
  const auto& options = std::get<Options>(parsed);
  EXPECT_EQ(options.state.exercise->id, "single-leg-squat");
  EXPECT_EQ(options.state.side, Side::right);
  EXPECT_EQ(options.state.reps, 4);
  EXPECT_TRUE(options.state.virtual_mat);
  EXPECT_EQ(options.state.virtual_keys, "noise=0");
}

TEST(DashboardOptions, UnknownWordsEndWithStatusTwo) {
  for (const std::vector<const char*>& words : {std::vector<const char*>{"--exercise", "somersault"},
                                                {"--side", "middle"},
                                                {"--nonsense"},
                                                {"--size", "wide"},
                                                {"--scale", "9"},
                                                {"--size", "12x"}}) {
    const auto parsed = parse(words);
    ASSERT_TRUE(std::holds_alternative<int>(parsed)) << words.front();
    EXPECT_EQ(std::get<int>(parsed), 2);
  }
}

TEST(DashboardOptions, HelpAndVersionEndWithStatusZero) {
  EXPECT_EQ(std::get<int>(parse({"--help"})), 0);
  EXPECT_EQ(std::get<int>(parse({"--version"})), 0);
}

TEST(DashboardOptions, ASizeIsTwoNumbers) {
  const auto parsed = parse({"--size", "1600x900", "--scale", "1.5"});
  const auto& options = std::get<Options>(parsed);
  EXPECT_EQ(options.width, 1600);
  EXPECT_EQ(options.height, 900);
  EXPECT_EQ(options.scale, 1.5F);
}

}  // namespace
}  // namespace poise::dashboard
