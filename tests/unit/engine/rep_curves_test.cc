#include "engine/rep_curves.h"

#include <gtest/gtest.h>

#include <cmath>

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
  }
  return recording;
}

TEST(RepCurves, RunFromStartToEnd) {
  movement::Analysis analysis;
  movement::Rep rep;
  rep.index = 1;
  rep.start_s = 4;
  rep.end_s = 6;
  analysis.reps = {rep};
  const auto curves = curves_of(analysis, record());
  ASSERT_EQ(curves.size(), 1U);
  EXPECT_EQ(curves[0].rep, 1);
  EXPECT_EQ(curves[0].left_n[49], 400);
  EXPECT_EQ(curves[0].left_n[50], 300);
  EXPECT_EQ(curves[0].right_n.back(), 300);
}

TEST(RepCurves, AreEmptyWhereThereIsNothingAndForOnePlate) {
  movement::Analysis analysis;
  movement::Rep rep;
  rep.start_s = 9;
  rep.end_s = 12;
  analysis.reps = {rep};
  EXPECT_TRUE(std::isnan(curves_of(analysis, record())[0].left_n.back()));
  Recording one_plate = record();
  one_plate.left_n.clear();
  one_plate.right_n.clear();
  EXPECT_TRUE(curves_of(analysis, one_plate).empty());
}

}  // namespace
}  // namespace poise::engine
