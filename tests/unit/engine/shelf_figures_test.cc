#include "engine/shelf_figures.h"

#include <gmock/gmock.h>

#include <cmath>
#include <limits>

namespace poise::engine {
namespace {

/// Ten seconds at 100 Hz; left carries 400 N before 5 s and 300 N after, right always 300 N.
Recording record() {
  Recording recording;
  for (int i = 0; i < 1000; ++i) {
    const double t = i / 100.0;
    recording.time_s.push_back(t);
    recording.left_n.push_back(t < 5 ? 400 : 300);
    recording.right_n.push_back(300);
    recording.total_n.push_back(recording.left_n.back() + 300);
    recording.left_share_pct.push_back(100 * recording.left_n.back() / recording.total_n.back());
    recording.cop_x_mm.push_back(t);
    recording.cop_y_mm.push_back(0);
  }
  return recording;
}

movement::Analysis analysis() {
  movement::Analysis result;
  movement::Rep rep;
  rep.index = 1;
  rep.start_s = 1;
  rep.bottom_s = 2.5;
  rep.end_s = 4;
  rep.down_s = 1.4;
  rep.up_s = 1.4;
  rep.depth_mm = 210;
  rep.left_share_pct = 57.1;
  result.reps = {rep};
  return result;
}

TEST(ShelfFigures, ATrendLeavesOutWhatIsNotCounted) {
  auto two = analysis();
  two.reps.push_back(two.reps[0]);
  two.reps[1].depth_mm = 90;
  two.reps[1].valid = false;
  for (const auto& value : trend_values(two)) {
    if (value.metric != "depth") continue;
    EXPECT_EQ(value.n, 1);
    EXPECT_EQ(value.value, 210);
    EXPECT_FALSE(value.sd);
  }
}

TEST(ShelfFigures, ACurveRunsFromStartToEnd) {
  const auto curves = curves_of(analysis(), record());
  ASSERT_EQ(curves.size(), 1U);
  EXPECT_EQ(curves[0].left_n.front(), 400);
  EXPECT_EQ(curves[0].right_n.back(), 300);
}

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
}  // namespace poise::engine
