#include "movement/sit_track.h"

#include <gmock/gmock.h>

#include "sitting.h"

namespace poise::movement {
namespace {

constexpr double kWeight_n = 700;

SitTrack track(const MadeVisit& visit, double noise_sd_n = 0, double rate_hz = 80) {
  const Loads loads = visit.loads(rate_hz, noise_sd_n);
  return track_sits(loads.total_n, 0, loads.step_s, kWeight_n, kSeated_n, std::max(noise_sd_n, 0.3));
}

void expect_as_made(const SitTrack& track, const MadeVisit& visit, double seconds) {
  ASSERT_EQ(track.reps.size(), visit.reps().size());
  for (std::size_t i = 0; i < track.reps.size(); ++i) {
    const SitRep& rep = track.reps[i];
    const MadeRep& made = visit.reps()[i];
    EXPECT_NEAR(rep.start_s, made.start_s, seconds) << i;
    EXPECT_NEAR(rep.hold_start_s, made.hold_start_s, seconds) << i;
    EXPECT_NEAR(rep.middle_s(), made.bottom_s, seconds) << i;
    EXPECT_NEAR(rep.hold_end_s, made.hold_end_s, seconds) << i;
    EXPECT_NEAR(rep.end_s, made.end_s, seconds) << i;
    EXPECT_NEAR(rep.rise_mm, made.travel, rep.rise_doubt_mm) << i;
    EXPECT_LT(rep.onset_s, made.start_s) << i;
  }
}

TEST(TrackSits, FindsEachFromSittingToSitting) {
  for (const double rate_hz : {40.0, 80.0, 1000.0}) expect_as_made(track(sits(3), 0, rate_hz), sits(3), 0.03);
}

TEST(TrackSits, NeedsNoStandingStillSinceAChairHasOneHeight) { expect_as_made(track(sits(4, 0)), sits(4, 0), 0.03); }

TEST(TrackSits, IsNotMuchDisturbedByNoise) { expect_as_made(track(sits(3), 2), sits(3), 0.08); }

TEST(TrackSits, MeasuresSpeedAndOnset) {
  const SitRep rep = track(sits(1)).reps.at(0);
  EXPECT_NEAR(rep.peak_velocity_mm_s, 1.875 * 380 / 1.3, 15);
  EXPECT_NEAR(rep.peak_power_w, 700 * 1.875 * 0.38 / 1.3, 30);
  EXPECT_NEAR(rep.onset_s, 3, 0.06);  // leaning forward begins
}

TEST(TrackSits, DoubtsWhatTheChairHides) {
  const SitRep rep = track(sits(1)).reps.at(0);
  EXPECT_GT(rep.rise_doubt_mm, 10);
  EXPECT_LT(rep.rise_doubt_mm, 60);
}

TEST(TrackSits, DeclinesWhoStepsOffOrOn) {
  SatVisit leaves = sits(2);
  leaves.stand_up().stay(1).shift(330, 40, 0.4).shift(0, 0, 0.3).stay(3);
  EXPECT_EQ(track(leaves).reps.size(), 2u);
  EXPECT_EQ(track(leaves).declined, 1);
  SatVisit comes;
  comes.stay(2).shift(0, 0, 0.5).stay(2).shift(350, 350, 0.6).stay(1.5);
  comes.sit_down().stay(3);
  EXPECT_TRUE(track(comes).reps.empty());
}

TEST(TrackSits, FindsNothingInSittingAndLeaning) {
  SatVisit leans;
  leans.stay(3).shift(170, 170, 0.6).stay(1).shift(85, 85, 0.6).stay(3);
  EXPECT_TRUE(track(leans, 1).reps.empty());
  EXPECT_TRUE(track_sits({}, 0, 0.0125, 700, 170, 1).reps.empty());
  EXPECT_TRUE(track_sits(std::vector<double>(800, 170.0), 0, 0.0125, 700, 170, 1).reps.empty());
  EXPECT_TRUE(track_sits(std::vector<double>(800, 170.0), 0, 0.0125, 100, 170, 1).reps.empty());
}

}  // namespace
}  // namespace poise::movement
