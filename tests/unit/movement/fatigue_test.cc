#include "movement/fatigue.h"

#include <gtest/gtest.h>

namespace poise::movement {
namespace {

Rep rep_of(double start_s, double seconds, Side side = Side::both) {
  Rep rep;
  rep.side = side;
  rep.start_s = start_s;
  rep.end_s = start_s + seconds;
  return rep;
}

TEST(Fatigue, IsTheSlopeOverTheRepetitionsInPercentOfTheirMean) {
  std::vector<Rep> reps;
  for (int i = 0; i < 5; ++i) reps.push_back(rep_of(4 * i, 2 + 0.1 * i));
  EXPECT_NEAR(*fatigue_of(reps)->rep_time_pct_per_rep, 100 * 0.1 / 2.2, 1e-9);
  reps.resize(3);
  EXPECT_FALSE(fatigue_of(reps));
}

TEST(Fatigue, LooksAtTheSideThatCameFirstAlsoWhereSidesAlternate) {
  std::vector<Rep> reps;
  for (int i = 0; i < 5; ++i) {
    reps.push_back(rep_of(4 * i, 1 + 0.05 * i, Side::left));
    reps.push_back(rep_of(4 * i + 2, 2, Side::right));
  }
  EXPECT_NEAR(*fatigue_of(reps)->rep_time_pct_per_rep, 100 * 0.05 / 1.1, 1e-9);
}

}  // namespace
}  // namespace poise::movement
