#include "movement/twist_track.h"

#include <gmock/gmock.h>

#include <cmath>
#include <random>

#include "made_visit.h"

namespace poise::movement {
namespace {

/// Somebody of 700 N who sits with 48 % on the left and swings so many points to each side in turn.
MadeVisit swings(const std::vector<double>& points, double seconds, double pause_s) {
  MadeVisit visit(336, 364);
  visit.stay(3);
  const auto to = [&](double point, double length_s) { visit.shift(336 + 7 * point, 364 - 7 * point, length_s); };
  bool out = false;
  for (const double point : points) {
    to(point, out ? seconds : seconds / 2);
    out = pause_s == 0;
    if (out) continue;
    to(0, seconds / 2);
    visit.stay(pause_s);
  }
  if (out) to(0, seconds / 2);
  return visit.stay(3);
}

TwistTrack track(const MadeVisit& visit, double noise_points = 0, double least_pct = 8, double quiet_sd_pct = 0.1) {
  const Loads loads = visit.loads(80);
  std::mt19937 random(5);
  std::normal_distribution<double> noise(0, noise_points + 1e-300);
  std::vector<double> share;
  for (std::size_t i = 0; i < loads.size(); ++i) share.push_back(100 * loads.left_n[i] / loads.total_n[i] + noise(random));
  return track_twists(share, 0, loads.step_s, 48, quiet_sd_pct, least_pct);
}

TEST(TrackTwists, FindsSwingsThatStopInTheMiddle) {
  const TwistTrack found = track(swings({20, -20, 20, -20}, 1.2, 1));
  ASSERT_EQ(found.reps.size(), 4u);
  for (std::size_t i = 0; i < 4; ++i) {
    const TwistRep& rep = found.reps[i];
    const double begins_s = 3 + 2.2 * static_cast<double>(i);
    EXPECT_EQ(rep.side, i % 2 == 0 ? Side::left : Side::right);
    EXPECT_NEAR(rep.start_s, begins_s + smooth_time(0.01) * 0.6, 0.012);
    EXPECT_NEAR(rep.middle_s(), begins_s + 0.6, 0.012);
    EXPECT_NEAR(rep.end_s, begins_s + 1.2 - smooth_time(0.01) * 0.6, 0.012);
    EXPECT_NEAR(rep.swing_pct, 20, 0.1);
  }
}

TEST(TrackTwists, FindsSwingsThatGoStraightOn) {
  const TwistTrack found = track(swings({20, -20, 20, -20, 20}, 1, 0));
  ASSERT_EQ(found.reps.size(), 5u);
  for (std::size_t i = 0; i < 5; ++i) {
    // The first half swing out is as quick as the whole one back: the time near its far end is not even about it.
    const double uneven_s = (smooth_time(0.9) - 1) / 4 + smooth_time(0.05) / 2;
    const double middle_s = 3.5 + static_cast<double>(i) + (i == 0 ? uneven_s : i == 4 ? -uneven_s : 0);
    EXPECT_NEAR(found.reps[i].middle_s(), middle_s, 0.012) << i;
    if (i == 0) continue;
    EXPECT_NEAR(found.reps[i].start_s, 3 + static_cast<double>(i), 0.012) << i;  // half way from side to side
    EXPECT_GE(found.reps[i].start_s, found.reps[i - 1].end_s - 1e-9);
  }
}

TEST(TrackTwists, MeasuresEachSideAndLetsHalfOnesIn) {
  const TwistTrack found = track(swings({22, -16, 22, -9, 22, -16}, 1.2, 0));
  ASSERT_EQ(found.reps.size(), 6u);
  EXPECT_NEAR(found.reps[0].swing_pct, 22, 0.2);
  EXPECT_NEAR(found.reps[1].swing_pct, 16, 0.2);
  EXPECT_NEAR(found.reps[3].swing_pct, 9, 0.2);
}

TEST(TrackTwists, DeclinesSwingsThatAreShiftingAbout) {
  const TwistTrack small = track(swings({7, -7, 7}, 1.2, 1));
  EXPECT_TRUE(small.reps.empty());
  EXPECT_EQ(small.declined, 3);
  EXPECT_TRUE(track(swings({4, -4, 4}, 1.2, 1)).reps.empty());
  EXPECT_EQ(track(swings({7, -7, 7}, 1.2, 1), 0, 5).reps.size(), 3u);
}

TEST(TrackTwists, DeclinesSwingsThatNoiseCouldMake) {
  EXPECT_EQ(track(swings({12, -12}, 1.2, 1), 0, 8, 1).reps.size(), 2u);
  EXPECT_TRUE(track(swings({12, -12}, 1.2, 1), 0, 8, 2).reps.empty());
}

TEST(TrackTwists, IsNotDisturbedByNoise) {
  const TwistTrack found = track(swings({20, -20, 20, -20}, 1.2, 0), 0.3, 8, 0.3);
  ASSERT_EQ(found.reps.size(), 4u);
  EXPECT_NEAR(found.reps[1].start_s, 4.2, 0.03);
  EXPECT_NEAR(found.reps[1].swing_pct, 20, 0.6);
}

TEST(TrackTwists, TakesNobodyWhoLeansToASideForLong) {
  MadeVisit visit(336, 364);
  visit.stay(3).shift(476, 224, 1).stay(25).shift(336, 364, 1).stay(3);
  EXPECT_TRUE(track(visit).reps.empty());
  EXPECT_TRUE(track(MadeVisit(336, 364).stay(30), 0.5).reps.empty());
  EXPECT_TRUE(track_twists({}, 0, 0.0125, 50, 1, 8).reps.empty());
}

TEST(TrackTwists, FollowsAMiddleThatMovesALittle) {
  MadeVisit visit(336, 364);
  visit.stay(3).shift(476, 224, 0.6).shift(343, 357, 0.6).stay(3);  // back to 49 %
  const TwistTrack found = track(visit);
  ASSERT_EQ(found.reps.size(), 1u);
  EXPECT_NEAR(found.reps[0].end_s, 4.2 - smooth_time(0.01) * 0.6, 0.03);
}

}  // namespace
}  // namespace poise::movement
