#include "base/min_max_tree.h"

#include <gtest/gtest.h>

#include <limits>
#include <vector>

namespace poise {
namespace {

TEST(MinMaxTree, InBlocksLeavesNothingOutBetweenStretchesThatFollowEachOther) {
  std::vector<float> values(100'000, 0);
  values[31'415] = 7;
  values[99'999] = -3;
  const MinMaxTree tree(values);
  for (const std::size_t stretch : {1UL, 7UL, 64UL, 100UL, 3130UL, 40'000UL}) {
    MinMaxTree::Range all;
    for (std::size_t begin = 0; begin < values.size(); begin += stretch) {
      const auto found = tree.range_in_blocks(begin, begin + stretch);
      const bool near = begin + stretch + stretch / 4 > 31'415 && begin < 31'415 + stretch / 4 + 1;
      EXPECT_TRUE(near || found.high < 7) << "seen too far away";
      all.add(found);
    }
    EXPECT_EQ(all.high, 7) << stretch;
  }
}

TEST(MinMaxTree, FindsTheExtentOfAnyStretch) {
  std::vector<float> values;
  for (int i = 0; i < 5000; ++i) values.push_back(static_cast<float>((i * 7919) % 4999));
  values[1234] = std::numeric_limits<float>::quiet_NaN();
  const MinMaxTree tree(values);
  for (std::size_t begin = 0; begin < values.size(); begin += 97) {
    for (const std::size_t length : {std::size_t{1}, std::size_t{3}, std::size_t{16}, std::size_t{250}, std::size_t{4000}}) {
      const std::size_t end = std::min(begin + length, values.size());
      MinMaxTree::Range expected;
      for (std::size_t i = begin; i < end; ++i) expected.add(values[i]);
      const auto found = tree.range(begin, end);
      ASSERT_EQ(found.any, expected.any);
      ASSERT_EQ(found.low, expected.low);
      ASSERT_EQ(found.high, expected.high);
    }
  }
  EXPECT_FALSE(tree.range(10, 10).any);
  EXPECT_FALSE(tree.range_in_blocks(10, 10).any);
  EXPECT_FALSE(MinMaxTree().range(0, 5).any);
}

}  // namespace
}  // namespace poise
