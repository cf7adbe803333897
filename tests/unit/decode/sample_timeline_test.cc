#include "decode/sample_timeline.h"

#include <gmock/gmock.h>

#include <random>

namespace poise::decode {
namespace {

constexpr std::int64_t kPeriod_us = 12'500;
constexpr std::int64_t kSecond_us = 1'000'000;
constexpr std::int64_t kMinute_us = 60 * kSecond_us;
using Kind = Placement::Kind;

/// A mat that takes sample n at n periods of its clock, seen by a host whose clock reads the same.
class TimelineTest : public testing::Test {
 protected:
  Placement place(std::int64_t number, std::int64_t device_us, std::int64_t arrival_us) {
    return timeline.place(static_cast<std::uint16_t>(number), static_cast<std::uint32_t>(device_us),
                          arrival_us);
  }
  Placement place(std::int64_t number) { return place(number, number * kPeriod_us, number * kPeriod_us); }
  /// Numbers [from, to); returns the last.
  Placement run(std::int64_t from, std::int64_t to) {
    Placement last;
    for (std::int64_t number = from; number < to; ++number) last = place(number);
    return last;
  }

  SampleTimeline timeline;
};

MATCHER_P2(IsPlacedAt, sequence, device_us, "") {
  *result_listener << "kind " << static_cast<int>(arg.kind) << ", sequence " << arg.sequence << ", device_us "
                   << arg.device_us << ", lost " << arg.lost_before << (arg.restarted ? ", restarted" : "");
  return arg.kind == Kind::placed && arg.sequence == sequence && arg.device_us == device_us;
}

TEST_F(TimelineTest, KeepsTheWireNumbersOfTheFirstSample) {
  EXPECT_THAT(place(4'660, 305'419'896, 5), IsPlacedAt(4'660, 305'419'896));
}

TEST_F(TimelineTest, GoesOnOverTheWrapOfTheNumber) {
  run(65'530, 65'536);
  const Placement next = place(65'536);
  EXPECT_THAT(next, IsPlacedAt(65'536, 65'536 * kPeriod_us));
  EXPECT_EQ(next.lost_before, 0);
}

TEST_F(TimelineTest, GoesOnOverTheWrapOfTheClock) {
  constexpr std::int64_t kWrap_us = std::int64_t{1} << 32;
  place(100, kWrap_us - 1, 0);
  EXPECT_THAT(place(101, kWrap_us + 12'499, 12'500), IsPlacedAt(101, kWrap_us + 12'499));
}

TEST_F(TimelineTest, MeasuresAHoleOfMoreThan65536Samples) {
  run(0, 200);
  const Placement next = place(200 + 150'000);
  EXPECT_THAT(next, IsPlacedAt(150'200, 150'200 * kPeriod_us));
  EXPECT_EQ(next.lost_before, 150'000);
}

TEST_F(TimelineTest, MeasuresAHoleLongerThanAWrapOfTheClockByTheHostsTime) {
  run(0, 200);
  const std::int64_t number = 200 + 3 * 60 * 80 * 60;  // three hours later
  EXPECT_THAT(place(number), IsPlacedAt(number, number * kPeriod_us));
}

TEST_F(TimelineTest, MeasuresALongHoleOfAMatWhoseRateIsNotTheNominalOne) {
  constexpr std::int64_t kReal_us = 10'702;  // an HX711 on its own oscillator: 93.4 Hz
  timeline.set_nominal_rate(80);
  for (std::int64_t number = 0; number < 500; ++number) place(number, number * kReal_us, number * kReal_us);
  const std::int64_t number = 300'000;
  EXPECT_THAT(place(number, number * kReal_us, number * kReal_us), IsPlacedAt(number, number * kReal_us));
  EXPECT_NEAR(timeline.measured_rate_hz().value(), 1e6 / kReal_us, 0.01);
}

TEST_F(TimelineTest, LeavesOutDuplicatesAndLateSamples) {
  run(0, 100);
  EXPECT_EQ(place(99).kind, Kind::duplicate);
  EXPECT_EQ(place(60).kind, Kind::duplicate);
  EXPECT_THAT(place(100), IsPlacedAt(100, 100 * kPeriod_us));
}

TEST_F(TimelineTest, DoubtsASingleSampleWhoseClockFitsNothing) {
  run(0, 100);
  EXPECT_EQ(place(100, 40 * kMinute_us, 100 * kPeriod_us).kind, Kind::doubtful);
  const Placement next = place(101);
  EXPECT_THAT(next, IsPlacedAt(101, 101 * kPeriod_us));
  EXPECT_EQ(next.lost_before, 1);
  EXPECT_FALSE(next.restarted);
}

TEST_F(TimelineTest, TakesTheClocksWordForASampleWhoseNumberFitsNothing) {
  run(0, 100);
  EXPECT_THAT(place(30'000, 100 * kPeriod_us, 100 * kPeriod_us), IsPlacedAt(100, 100 * kPeriod_us));
  EXPECT_THAT(place(101), IsPlacedAt(101, 101 * kPeriod_us));
}

TEST_F(TimelineTest, BelievesTwoSamplesThatAgreeOnANewClock) {
  run(0, 4'000);  // 50 s, then a reset whose BOOT was lost
  EXPECT_EQ(place(0, 300'000, 52 * kSecond_us).kind, Kind::doubtful);
  const Placement next = place(1, 312'500, 52 * kSecond_us + kPeriod_us);
  EXPECT_TRUE(next.restarted);
  EXPECT_THAT(next, IsPlacedAt(3'999 + 162, 3'999 * kPeriod_us + 162 * kPeriod_us));
  EXPECT_THAT(place(2, 325'000, 52 * kSecond_us + 2 * kPeriod_us), IsPlacedAt(4'162, 4'162 * kPeriod_us));
}

TEST_F(TimelineTest, BeginsAnewAfterABoot) {
  run(0, 4'000);
  timeline.restart();
  const Placement next = place(0, 3'000, 60 * kSecond_us);
  EXPECT_TRUE(next.restarted);
  EXPECT_THAT(next, IsPlacedAt(4'800, 60 * kSecond_us));
  EXPECT_EQ(next.lost_before, 800);
}

TEST_F(TimelineTest, StillGoesForwardWhenARestartTookNoHostTime) {
  const Placement last = run(0, 100);
  timeline.restart();
  const Placement next = place(0, 0, 99 * kPeriod_us);
  EXPECT_THAT(next, IsPlacedAt(last.sequence + 1, last.device_us + kPeriod_us));
}

TEST_F(TimelineTest, ContinuesAfterAReconnectWhenTheClocksAgree) {
  run(0, 800);
  timeline.reconnect();
  const Placement next = place(2'400, 2'400 * kPeriod_us + 300'000, 2'400 * kPeriod_us);
  EXPECT_FALSE(next.restarted);
  EXPECT_THAT(next, IsPlacedAt(2'400, 2'400 * kPeriod_us + 300'000));
}

TEST_F(TimelineTest, ContinuesAfterAReconnectHoursLater) {
  run(0, 800);
  timeline.reconnect();
  const std::int64_t number = 800 + 5 * 3'600 * 80;
  const Placement next = place(number);
  EXPECT_FALSE(next.restarted);
  EXPECT_THAT(next, IsPlacedAt(number, number * kPeriod_us));
}

TEST_F(TimelineTest, MeasuresByTheClockWhenTheMatStoppedCountingMeanwhile) {
  run(0, 800);
  timeline.reconnect();
  const std::int64_t device_us = 799 * kPeriod_us + 30 * kSecond_us;
  const Placement next = place(801, device_us, device_us);
  EXPECT_FALSE(next.restarted);
  EXPECT_THAT(next, IsPlacedAt(799 + 2'400, device_us));
}

TEST_F(TimelineTest, BeginsAnewAfterAReconnectWhenTheClocksDisagree) {
  run(0, 800);
  timeline.reconnect();
  const Placement next = place(3, 1'200'000, 15 * kSecond_us);
  EXPECT_TRUE(next.restarted);
  EXPECT_THAT(next, IsPlacedAt(1'200, 15 * kSecond_us));
}

TEST_F(TimelineTest, BeginsAnewAfterAReconnectWhenTheNewClockIsALittleAhead) {
  run(0, 200);  // pulled out 2.5 s after power-on, back with 2.6 s on its clock
  timeline.reconnect();
  const Placement next = place(208, 208 * kPeriod_us, 20 * kSecond_us);
  EXPECT_TRUE(next.restarted);
  EXPECT_EQ(next.device_us, 20 * kSecond_us);
}

TEST_F(TimelineTest, KeepsCountWhenBytesWereHeldBack) {
  run(0, 100);
  // Three seconds of nothing, then all of it at once, then business as usual.
  for (std::int64_t number = 100; number < 340; ++number)
    EXPECT_THAT(place(number, number * kPeriod_us, 340 * kPeriod_us),
                IsPlacedAt(number, number * kPeriod_us));
  EXPECT_THAT(place(345), IsPlacedAt(345, 345 * kPeriod_us));
}

TEST_F(TimelineTest, FollowsASourceThatRunsFasterThanTime) {
  for (std::int64_t number = 0; number < 1'000; ++number) place(number, number * kPeriod_us, 0);
  EXPECT_THAT(place(1'400, 1'400 * kPeriod_us, 0), IsPlacedAt(1'400, 1'400 * kPeriod_us));
  timeline.reconnect();
  EXPECT_THAT(place(3'000, 3'000 * kPeriod_us, 1'000), IsPlacedAt(3'000, 3'000 * kPeriod_us));
}

TEST_F(TimelineTest, LearnsANewRate) {
  run(0, 100);
  std::int64_t device_us = 99 * kPeriod_us;
  Placement last;
  for (std::int64_t number = 100; number < 1'100; ++number) {
    device_us += 3'125;  // 320 Hz
    last = place(number, device_us, device_us);
    ASSERT_THAT(last, IsPlacedAt(number, device_us));
  }
  EXPECT_NEAR(timeline.measured_rate_hz().value(), 320, 0.5);
}

TEST_F(TimelineTest, PlacesNothingOfAClockThatStandsStill) {
  place(0, 1'000, 0);
  for (std::int64_t number = 1; number < 100; ++number)
    EXPECT_EQ(place(number, 1'000, number * kPeriod_us).kind, Kind::duplicate);
}

TEST_F(TimelineTest, CountsByTheNumberWhereTheClockIsUneven) {
  run(0, 200);
  // Four thousandths of the way early: the time alone would be 400 samples off.
  const std::int64_t device_us = 100'200 * kPeriod_us - 400 * kPeriod_us;
  EXPECT_THAT(place(100'200, device_us, device_us), IsPlacedAt(100'200, device_us));
}

TEST_F(TimelineTest, GoesForwardWhenANumberComesTwiceWithALaterTime) {
  run(0, 100);
  EXPECT_THAT(place(99, 100 * kPeriod_us, 100 * kPeriod_us), IsPlacedAt(100, 100 * kPeriod_us));
}

TEST_F(TimelineTest, LosesNoCountWhenTheRateDropsToAnEighth) {
  run(0, 100);
  for (std::int64_t i = 1; i < 200; ++i) {
    const std::int64_t device_us = 99 * kPeriod_us + i * 8 * kPeriod_us;
    ASSERT_THAT(place(99 + i, device_us, device_us), IsPlacedAt(99 + i, device_us));
  }
}

TEST_F(TimelineTest, ForgetsADoubtThatTheNextSampleRefuted) {
  run(0, 100);
  EXPECT_EQ(place(500, 40 * kMinute_us, 100 * kPeriod_us).kind, Kind::doubtful);
  run(101, 103);
  EXPECT_EQ(place(501, 40 * kMinute_us + kPeriod_us, 103 * kPeriod_us).kind, Kind::doubtful);
  EXPECT_THAT(place(104), IsPlacedAt(104, 104 * kPeriod_us));
}

TEST_F(TimelineTest, BeginsAnewAfterAReconnectWhenTheNewClockIsALittleBehind) {
  run(0, 200);  // pulled out 2.5 s after power-on, back with 2.2 s on its clock
  timeline.reconnect();
  const Placement next = place(5, 2'200'000, 20 * kSecond_us);
  EXPECT_TRUE(next.restarted);
  EXPECT_EQ(next.device_us, 20 * kSecond_us);
}

TEST_F(TimelineTest, KeepsTheRateThatItLearntOverAReconnect) {
  constexpr std::int64_t kReal_us = 10'702;
  timeline.set_nominal_rate(80);
  for (std::int64_t number = 0; number < 500; ++number) place(number, number * kReal_us, number * kReal_us);
  timeline.reconnect();
  timeline.set_nominal_rate(80);  // HELLO says the same as before
  const Placement next = place(3, 40'000, 499 * kReal_us + 1'000 * kReal_us);
  EXPECT_TRUE(next.restarted);
  EXPECT_EQ(next.sequence, 1'499);
}

TEST_F(TimelineTest, StaysInBoundsWhenTheClocksLeapForEver) {
  timeline.set_nominal_rate(100'000);
  Placement last = place(0, 0, 0);
  int refused_at_the_end = 0;
  for (std::int64_t i = 1; i < 100'000; ++i) {
    timeline.restart();  // each time the host's clock seems to have leapt by three hundred years
    const Placement next = place(i * 40'000, i * 4'000'000'000, i % 2 == 0 ? 0 : std::int64_t{1} << 53);
    if (next.kind != Kind::placed) {
      ++refused_at_the_end;
      continue;
    }
    ASSERT_GT(next.sequence, last.sequence);
    ASSERT_GT(next.device_us, last.device_us);
    last = next;
  }
  EXPECT_GT(refused_at_the_end, 0);
  EXPECT_LT(last.device_us, std::int64_t{1} << 62);
}

TEST_F(TimelineTest, HasNoRateUntilItHasSeenOne) {
  run(0, 10);
  EXPECT_FALSE(timeline.measured_rate_hz());
  timeline.set_nominal_rate(0);  // a mat may say anything
  run(10, 30);
  EXPECT_NEAR(timeline.measured_rate_hz().value(), 80, 1e-9);
}

}  // namespace
}  // namespace poise::decode
