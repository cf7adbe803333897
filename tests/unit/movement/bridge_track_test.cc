#include "movement/bridge_track.h"

#include <gmock/gmock.h>

#include "made_visit.h"

namespace poise::movement {
namespace {

constexpr double kRest_n = 160;

MadeVisit lying() { return MadeVisit(kRest_n / 2, kRest_n / 2).stay(3); }

MadeVisit three_bridges(double rise_n = 110, double hold_s = 2) {
  MadeVisit visit = lying();
  for (int i = 0; i < 3; ++i) visit.bridge(rise_n / 2, rise_n / 2, 1, hold_s, 1.3).stay(1.5);
  return visit.stay(1);
}

BridgeTrack track(const MadeVisit& visit, double noise_sd_n = 0, std::optional<double> rest_n = kRest_n,
                  double rate_hz = 80) {
  const Loads loads = visit.loads(rate_hz, noise_sd_n);
  return track_bridges(loads.total_n, 0, loads.step_s, rest_n);
}

void expect_as_made(const BridgeTrack& track, const MadeVisit& visit, double seconds, double newtons) {
  ASSERT_EQ(track.reps.size(), visit.reps().size());
  for (std::size_t i = 0; i < track.reps.size(); ++i) {
    const BridgeRep& rep = track.reps[i];
    const MadeRep& made = visit.reps()[i];
    EXPECT_NEAR(rep.start_s, made.start_s, seconds) << i;
    EXPECT_NEAR(rep.hold_start_s, made.hold_start_s, seconds) << i;
    EXPECT_NEAR(rep.middle_s(), made.bottom_s, seconds) << i;
    EXPECT_NEAR(rep.hold_end_s, made.hold_end_s, seconds) << i;
    EXPECT_NEAR(rep.end_s, made.end_s, seconds) << i;
    EXPECT_NEAR(rep.swing_n, made.travel, newtons) << i;
  }
}

TEST(TrackBridges, MeasuresAKnownMovementExactly) {
  for (const double rate_hz : {40.0, 80.0, 1000.0}) {
    SCOPED_TRACE(rate_hz);
    const MadeVisit visit = three_bridges();
    const BridgeTrack found = track(visit, 0, kRest_n, rate_hz);
    expect_as_made(found, visit, 0.015, 1);
    EXPECT_NEAR(found.reps[0].rest_n, kRest_n, 0.5);
  }
}

TEST(TrackBridges, MeasuresThroughNoise) {
  const MadeVisit visit = three_bridges();
  const BridgeTrack found = track(visit, 1.5);
  expect_as_made(found, visit, 0.08, 2);
  EXPECT_NEAR(found.quiet_sd_n, 1.5, 0.3);
}

TEST(TrackBridges, TakesTheLowestTenthForRestWhereNoReferenceIsGiven) {
  const MadeVisit visit = three_bridges();
  expect_as_made(track(visit, 0.3, std::nullopt), visit, 0.05, 2);
}

TEST(TrackBridges, CountsOneRepetitionThoughTheLoadWavesAroundOneLevel) {
  // Up to a third of the rise, around which it waves, then on to the top: only the hysteresis keeps it one.
  MadeVisit visit = lying();
  for (int i = 0; i < 2; ++i)
    visit.shift(99, 99, 0.5).add_wave(2.5, 2.5, 2, 2).shift(135, 135, 0.5).stay(2).shift(80, 80).stay(2);
  EXPECT_EQ(track(visit).reps.size(), 2u);
}

TEST(TrackBridges, CountsOneRepetitionThoughTheHipsBounceAtTheTop) {
  MadeVisit visit = lying();
  for (int i = 0; i < 2; ++i)
    visit.shift(135, 135, 0.8)
        .stay(0.7)
        .shift(110, 110, 0.3)
        .shift(135, 135, 0.3)
        .stay(0.7)
        .shift(80, 80, 1)
        .stay(2);
  const BridgeTrack found = track(visit);
  ASSERT_EQ(found.reps.size(), 2u);
  EXPECT_NEAR(found.reps[0].hold_end_s - found.reps[0].hold_start_s, 2.3, 0.15);
  EXPECT_NEAR(found.reps[0].swing_n, 110, 2);
}

TEST(TrackBridges, TakesTheMiddleOfTheHoldForTheHeldLevelThoughTheHipsSag) {
  // Pushed off by a quarter more than is held, held for 4 s while a third of it is lost.
  MadeVisit visit = lying();
  for (int i = 0; i < 3; ++i)
    visit.shift(149, 149, 0.9).shift(135, 135, 0.3).shift(116.5, 116.5, 4).shift(80, 80, 1.2).stay(1.5);
  const BridgeTrack found = track(visit.stay(1), 0.3);
  ASSERT_EQ(found.reps.size(), 3u);
  for (const BridgeRep& rep : found.reps) EXPECT_NEAR(rep.swing_n, 2 * ((135 + 116.5) / 2 - 80), 6);
}

TEST(TrackBridges, OfARepetitionWithoutAHoldMeasuresNearItsTop) {
  MadeVisit visit = lying();
  for (int i = 0; i < 3; ++i) visit.bridge(55, 55, 0.8, 0, 0.8).stay(1.5);
  for (const BridgeRep& rep : track(visit.stay(1)).reps) EXPECT_NEAR(rep.swing_n, 100, 10);
}

TEST(TrackBridges, KeepsABridgeThatGoesHalfWay) {
  MadeVisit visit = lying();
  visit.bridge(55, 55, 1, 2, 1).stay(1.5).bridge(25, 25, 1, 2, 1).stay(1.5).bridge(55, 55, 1, 2, 1).stay(2);
  expect_as_made(track(visit, 0.3), visit, 0.05, 3);
}

TEST(TrackBridges, DoesNotCountARiseOfAQuarter) {
  MadeVisit visit = lying();
  visit.bridge(55, 55, 1, 2, 1).stay(1.5).bridge(14, 14, 1, 2, 1).stay(1.5).bridge(55, 55, 1, 2, 1).stay(2);
  EXPECT_EQ(track(visit).reps.size(), 2u);
}

TEST(TrackBridges, DoesNotCountAJerkOfTheFeet) {
  MadeVisit visit = three_bridges();
  visit.shift(130, 130, 0.1).shift(80, 80, 0.1).stay(2);
  EXPECT_EQ(track(visit).reps.size(), 3u);
}

TEST(TrackBridges, MeasuresEachRepetitionFromTheRestBesideIt) {
  // After the first bridge the person settles 20 N lower.
  MadeVisit visit = lying();
  visit.bridge(55, 55, 1, 2, 1).stay(2).shift(70, 70, 0.6).stay(2).bridge(55, 55, 1, 2, 1).stay(3);
  const BridgeTrack found = track(visit);
  ASSERT_EQ(found.reps.size(), 2u);
  EXPECT_NEAR(found.reps[0].rest_n, 160, 1);
  EXPECT_NEAR(found.reps[1].rest_n, 140, 1);
  EXPECT_NEAR(found.reps[1].swing_n, 110, 2);
  EXPECT_NEAR(found.reps[1].start_s, visit.reps()[1].start_s, 0.02);
}

TEST(TrackBridges, EndsTheLastRepetitionBeforeTheFeetAreLiftedOff) {
  MadeVisit visit = three_bridges();
  visit.shift(5, 5, 0.5).stay(0.5);
  expect_as_made(track(visit), visit, 0.05, 2);
}

TEST(TrackBridges, LeavesOutARepetitionWhoseRiseWasNotSeen) {
  MadeVisit visit(135, 135);
  visit.stay(1).shift(80, 80, 1).stay(2).bridge(55, 55, 1, 2, 1).stay(2);
  const BridgeTrack found = track(visit);
  ASSERT_EQ(found.reps.size(), 1u);
  EXPECT_NEAR(found.reps[0].start_s, visit.reps()[0].start_s, 0.02);
}

TEST(TrackBridges, LeavesOutARepetitionThatDoesNotComeBack) {
  MadeVisit visit = three_bridges();
  visit.shift(135, 135, 1).stay(2);
  EXPECT_EQ(track(visit).reps.size(), 3u);
}

TEST(TrackBridges, DeclinesRisesThatAreTooSmallForTheNoise) {
  const MadeVisit visit = three_bridges(24);
  EXPECT_EQ(track(visit, 0.5).reps.size(), 3u);
  const BridgeTrack noisy = track(visit, 4);
  EXPECT_TRUE(noisy.reps.empty());
  EXPECT_GT(noisy.declined, 0);
}

TEST(TrackBridges, FindsNothingInRestAlone) {
  const BridgeTrack found = track(lying().stay(30), 1.5);
  EXPECT_TRUE(found.reps.empty());
  EXPECT_TRUE(track_bridges({}, 0, 0.0125, kRest_n).reps.empty());
}

}  // namespace
}  // namespace poise::movement
