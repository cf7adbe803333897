#include "movement/squat_track.h"

#include <gmock/gmock.h>

#include "made_visit.h"

namespace poise::movement {
namespace {

constexpr double kWeight_n = 700;
constexpr double kQuietSd_n = 1.2;  // 0.17 % of the weight

SquatTrack track(const MadeVisit& visit, double rate_hz = 80, double noise_sd_n = 0,
                 double weight_n = kWeight_n) {
  const Loads loads = visit.loads(rate_hz, noise_sd_n);
  return track_squats(loads.total_n, 0, loads.step_s, weight_n, {std::max(kQuietSd_n, noise_sd_n)});
}

MadeVisit standing() { return MadeVisit(kWeight_n / 2, kWeight_n / 2).stay(2); }

MadeVisit three_squats(double depth_m = 0.3, double down_s = 1.5, double hold_s = 0.5, double up_s = 1.2,
                       double pause_s = 1) {
  MadeVisit visit = standing();
  for (int i = 0; i < 3; ++i) visit.squat(depth_m, down_s, hold_s, up_s).stay(pause_s);
  return visit.stay(1);
}

void expect_as_made(const SquatTrack& track, const MadeVisit& visit, double seconds, double mm) {
  ASSERT_EQ(track.reps.size(), visit.reps().size());
  for (std::size_t i = 0; i < track.reps.size(); ++i) {
    const SquatRep& rep = track.reps[i];
    const MadeRep& made = visit.reps()[i];
    EXPECT_NEAR(rep.start_s, made.start_s, seconds) << i;
    EXPECT_NEAR(rep.hold_start_s, made.hold_start_s, seconds) << i;
    EXPECT_NEAR(rep.bottom_s, made.bottom_s, seconds) << i;
    EXPECT_NEAR(rep.hold_end_s, made.hold_end_s, seconds) << i;
    EXPECT_NEAR(rep.end_s, made.end_s, seconds) << i;
    EXPECT_NEAR(rep.depth_mm, made.travel, mm) << i;
  }
}

TEST(TrackSquats, MeasuresAKnownMovementExactly) {
  for (const double rate_hz : {80.0, 100.0, 1000.0}) {
    SCOPED_TRACE(rate_hz);
    const MadeVisit visit = three_squats();
    expect_as_made(track(visit, rate_hz), visit, 0.01, 1);
  }
}

TEST(TrackSquats, LeavesOutWhatTheRecordBreaksOff) {
  const MadeVisit visit = three_squats();
  const MadeRep& last = visit.reps()[2];
  const double way_down_s = (last.start_s + last.hold_start_s) / 2, way_up_s = (last.hold_end_s + last.end_s) / 2;
  for (const double end_s : {way_down_s, last.hold_start_s, last.bottom_s, way_up_s, last.end_s - 0.3}) {
    Loads loads = visit.loads(80, 0);
    loads.total_n.resize(loads.index_at(end_s));
    const SquatTrack cut = track_squats(loads.total_n, 0, loads.step_s, kWeight_n, {kQuietSd_n}, 0.04, true);
    EXPECT_TRUE(cut.broken_off) << end_s;
    ASSERT_EQ(cut.reps.size(), 2u) << end_s;
    for (std::size_t i = 0; i < 2; ++i) {
      EXPECT_NEAR(cut.reps[i].end_s, visit.reps()[i].end_s, 0.02) << end_s;
      EXPECT_NEAR(cut.reps[i].depth_mm, visit.reps()[i].travel, 2) << end_s;
    }
  }
  EXPECT_FALSE(track(visit).broken_off);
}

TEST(TrackSquats, MeasuresShallowAndDeepOnesSlowAndFast) {
  for (const double depth_m : {0.12, 0.25, 0.4}) {
    for (const double down_s : {0.8, 1.5, 2.5}) {
      SCOPED_TRACE(testing::Message() << depth_m << " m in " << down_s << " s");
      const MadeVisit visit = three_squats(depth_m, down_s, 0, 0.8 * down_s);
      expect_as_made(track(visit), visit, 0.015, 4 * depth_m);
    }
  }
}

TEST(TrackSquats, MeasuresRepetitionsThatFollowWithoutAPause) {
  MadeVisit visit = standing();
  for (int i = 0; i < 6; ++i) visit.squat(0.3, 1.2, 0.1, 1.1);
  visit.stay(2);
  expect_as_made(track(visit), visit, 0.02, 4);
}

TEST(TrackSquats, CountsTimeFromTheStartItIsGiven) {
  const MadeVisit visit = three_squats();
  const Loads loads = visit.loads();
  const auto later = track_squats(loads.total_n, 100, loads.step_s, kWeight_n, {kQuietSd_n});
  ASSERT_EQ(later.reps.size(), 3u);
  EXPECT_NEAR(later.reps[1].start_s, 100 + visit.reps()[1].start_s, 0.01);
  EXPECT_NEAR(later.reps[1].bottom_s, 100 + visit.reps()[1].bottom_s, 0.01);
}

TEST(TrackSquats, MeasuresThroughTheNoiseOfStanding) {
  const MadeVisit visit = three_squats();
  const SquatTrack noisy = track(visit, 80, kQuietSd_n);
  expect_as_made(noisy, visit, 0.06, 6);
  EXPECT_NEAR(noisy.quiet_sd_n, kQuietSd_n / std::sqrt(2.0), 0.25);  // two samples a step of 40 Hz
}

TEST(TrackSquats, DoubtsADepthMoreTheNoisierTheStandingIsAndTheLongerItLasts) {
  const auto doubt_mm = [](const MadeVisit& visit, double noise_sd_n) {
    const Loads loads = visit.loads(80, noise_sd_n);
    return track_squats(loads.total_n, 0, loads.step_s, kWeight_n, {noise_sd_n}).reps.at(0).depth_doubt_mm;
  };
  EXPECT_GT(doubt_mm(three_squats(), 2), doubt_mm(three_squats(), 1));
  EXPECT_GT(doubt_mm(three_squats(0.3, 3, 0.5, 2.5), 2), doubt_mm(three_squats(), 2));
}

TEST(TrackSquats, PutsUpWithABodyWeightThatIsOffByOnePercent) {
  for (const double weight_n : {0.99 * kWeight_n, 1.01 * kWeight_n}) {
    SCOPED_TRACE(weight_n);
    const MadeVisit visit = three_squats();
    // The same newtons on another mass: depth scales by the one percent.
    expect_as_made(track(visit, 80, 0.3, weight_n), visit, 0.03, 5);
  }
}

TEST(TrackSquats, PutsUpWithAZeroThatDrifts) {
  const MadeVisit visit = three_squats();
  Loads loads = visit.loads(80, 0.3);
  for (std::size_t i = 0; i < loads.size(); ++i) loads.total_n[i] += 0.5 * loads.time_at(i);  // 30 N a minute
  expect_as_made(track_squats(loads.total_n, 0, loads.step_s, kWeight_n, {kQuietSd_n}), visit, 0.03, 4);
}

TEST(TrackSquats, ScalesWithTheForceOfALighterPerson) {
  const MadeVisit visit = three_squats();
  const SquatTrack heavy = track(visit);
  Loads loads = visit.loads();
  for (double& force : loads.total_n) force *= 0.5;
  const SquatTrack light = track_squats(loads.total_n, 0, loads.step_s, kWeight_n / 2, {kQuietSd_n / 2});
  ASSERT_EQ(light.reps.size(), heavy.reps.size());
  EXPECT_NEAR(light.reps[0].depth_mm, heavy.reps[0].depth_mm, 1e-6);
  EXPECT_NEAR(light.reps[0].peak_velocity_mm_s, heavy.reps[0].peak_velocity_mm_s, 1e-6);
  EXPECT_NEAR(light.reps[0].peak_power_w, heavy.reps[0].peak_power_w / 2, 1e-6);
  EXPECT_NEAR(light.reps[0].force_swing_n, heavy.reps[0].force_swing_n / 2, 1e-6);
}

TEST(TrackSquats, GivesTheGreatestSpeedPowerAndForceSwing) {
  const MadeVisit visit = three_squats(0.3, 1.5, 0.5, 1.2);
  const SquatTrack found = track(visit);
  ASSERT_EQ(found.reps.size(), 3u);
  EXPECT_NEAR(found.reps[0].peak_velocity_mm_s, 1000 * 1.875 * 0.3 / 1.2, 3);  // 15/8 of the mean speed
  double greatest_w = 0;
  for (double tau = 0; tau < 1; tau += 1e-3) {
    const double speed_m_s = 0.3 / 1.2 * 30 * tau * tau * (1 - tau) * (1 - tau);
    greatest_w = std::max(
        greatest_w, speed_m_s * kWeight_n * (1 + 0.3 / 1.44 * smooth_acceleration(tau) / kGravity_m_s2));
  }
  EXPECT_NEAR(found.reps[0].peak_power_w, greatest_w, 2);
  // The greatest acceleration either way is 5.7735 times the way over the time squared.
  EXPECT_NEAR(found.reps[0].force_swing_n, 2 * 5.7735 * 0.3 / (1.2 * 1.2) / kGravity_m_s2 * kWeight_n, 3);
}

TEST(TrackSquats, TellsTheMovementFromWhatHandsCarry) {
  for (const double growth : {-0.05, 0.0, 0.05}) {
    MadeVisit visit = standing();
    for (int i = 0; i < 4; ++i) visit.supported_squat(0.12, growth, 0.25, 1.3, 0.3, 1.1).stay(1);
    const SquatTrack found = track(visit.stay(1), 80, 0.5);
    ASSERT_EQ(found.reps.size(), 4u) << growth;
    for (std::size_t i = 0; i < 4; ++i) {
      EXPECT_NEAR(found.reps[i].start_s, visit.reps()[i].start_s, 0.1) << growth;
      EXPECT_NEAR(found.reps[i].bottom_s, visit.reps()[i].bottom_s, 0.05) << growth;
      EXPECT_NEAR(found.reps[i].end_s, visit.reps()[i].end_s, 0.1) << growth;
    }
  }
}

TEST(TrackSquats, FindsNothingInNoise) {
  for (unsigned seed = 1; seed <= 20; ++seed) {
    const Loads loads = MadeVisit(350, 350).stay(60).loads(80, 2, seed);
    EXPECT_TRUE(track_squats(loads.total_n, 0, loads.step_s, kWeight_n, {2}).reps.empty()) << seed;
  }
}

TEST(TrackSquats, FindsNothingInBreathing) {
  const MadeVisit visit = MadeVisit(350, 350).stay(1).add_wave(1.5, 1.5, 0.3, 40).stay(1);
  EXPECT_TRUE(track(visit, 80, kQuietSd_n).reps.empty());
}

TEST(TrackSquats, FindsNothingInNothing) {
  EXPECT_TRUE(track_squats({}, 0, 0.0125, kWeight_n, {1}).reps.empty());
  EXPECT_TRUE(track_squats(std::vector<double>(10, 700.0), 0, 0.0125, kWeight_n, {1}).reps.empty());
}

TEST(TrackSquats, DoesNotCountABendOfLessThanFourCentimetres) {
  EXPECT_TRUE(track(three_squats(0.03)).reps.empty());
  EXPECT_EQ(track(three_squats(0.05)).reps.size(), 3u);
}

TEST(TrackSquats, DeclinesMovementsThatAreTooSmallForTheNoise) {
  // 6 cm in 2.5 s swing the load by 8 N.
  const MadeVisit visit = three_squats(0.06, 2.5, 0.5, 2.5);
  const SquatTrack quiet = track(visit, 80, 0.5);
  EXPECT_EQ(quiet.reps.size(), 3u);
  EXPECT_EQ(quiet.declined, 0);
  const SquatTrack noisy = track(visit, 80, 3);
  EXPECT_TRUE(noisy.reps.empty());
  for (const SquatRep& rep : quiet.reps) EXPECT_GE(rep.force_swing_n, kLeastSwingSd * quiet.quiet_sd_n);
}

TEST(TrackSquats, MeasuresTheSwingAgainstTheStillestSecondOfWhoGesturesInBetween) {
  // Gestures for most of the pauses, of 10 N and more: an eighth of the swing of 57 N is less.
  const auto gesturing = [] {
    MadeVisit visit(350, 350);
    visit.stay(1);
    for (int i = 0; i < 4; ++i) visit.squat(0.1, 1.2, 0.3, 1.2).stay(0.3).add_wave(6, 6, 1.5, 3).stay(0.3);
    return visit.stay(0.5).loads();
  }();
  const auto with_still_sd = [&](double sd_n) {
    return track_squats(gesturing.total_n, 0, gesturing.step_s, kWeight_n, {sd_n});
  };
  EXPECT_GT(kLeastSwingSd * with_still_sd(1).quiet_sd_n, with_still_sd(1).reps.at(0).force_swing_n);
  EXPECT_EQ(with_still_sd(1).reps.size(), 4u);
  EXPECT_EQ(with_still_sd(20).declined, 4);
}

TEST(TrackSquats, TakesABounceAtTheBottomForOneRepetition) {
  // Down by 30 cm, up by 10 and down again, up.
  MadeVisit visit = standing();
  visit.squat(0.3, 1.2, 0, 1).stay(1);
  Loads with_bounce = MadeVisit(standing()).loads();
  const auto push = [&](double up_m, double seconds) {
    const auto steps = static_cast<int>(seconds * 80);
    for (int i = 0; i < steps; ++i)
      with_bounce.total_n.push_back(
          kWeight_n *
          (1 + up_m / (seconds * seconds) * smooth_acceleration((i + 0.5) / steps) / kGravity_m_s2));
  };
  push(-0.3, 1.25), push(0.1, 0.75), push(-0.1, 0.75), push(0.3, 1.25);
  with_bounce.total_n.insert(with_bounce.total_n.end(), 160, kWeight_n);
  const auto found = track_squats(with_bounce.total_n, 0, with_bounce.step_s, kWeight_n, {kQuietSd_n});
  ASSERT_EQ(found.reps.size(), 1u);
  EXPECT_NEAR(found.reps[0].depth_mm, 300, 5);
  EXPECT_NEAR(found.reps[0].start_s, 2 + smooth_time(0.01) * 1.25, 0.02);
  EXPECT_NEAR(found.reps[0].end_s, 6 - (1 - smooth_time(0.99)) * 1.25, 0.02);
}

TEST(TrackSquats, KeepsAShallowRepetitionBesideDeepOnes) {
  MadeVisit visit = standing();
  visit.squat(0.3, 1.5, 0.3, 1.2).stay(1).squat(0.13, 1, 0.3, 1).stay(1).squat(0.3, 1.5, 0.3, 1.2).stay(2);
  expect_as_made(track(visit), visit, 0.02, 3);
}

}  // namespace
}  // namespace poise::movement
