#include "base/stages.h"

#include <gtest/gtest.h>

#include <set>
#include <string>

namespace poise {
namespace {

TEST(Side, EveryWordIsUniqueAndReadBack) {
  std::set<std::string> words;
  for (const Side side : {Side::left, Side::right, Side::both}) {
    EXPECT_TRUE(words.insert(to_string(side)).second);
    EXPECT_EQ(side_from(to_string(side)), side);
  }
  EXPECT_FALSE(side_from("Left").has_value());
  EXPECT_FALSE(side_from("").has_value());
}

TEST(EventKind, EveryWordIsUniqueAndReadBack) {
  std::set<std::string> words;
  for (int i = 0; i <= static_cast<int>(EventKind::flow_ended); ++i) {
    const auto kind = static_cast<EventKind>(i);
    const std::string word = to_string(kind);
    EXPECT_FALSE(word.empty()) << "kind " << i << " has no word";
    EXPECT_TRUE(words.insert(word).second) << word;
    EXPECT_EQ(event_kind_from(word), kind) << word;
  }
  EXPECT_FALSE(event_kind_from("flow").has_value());
  EXPECT_FALSE(event_kind_from("").has_value());
}

TEST(EventKind, OnlyWhatOperatorAndLinkDoIsInput) {
  for (int i = 0; i <= static_cast<int>(EventKind::flow_ended); ++i) {
    const auto kind = static_cast<EventKind>(i);
    EXPECT_EQ(is_input(kind), std::string(to_string(kind)).rfind("flow_", 0) != 0) << to_string(kind);
  }
}

}  // namespace
}  // namespace poise
