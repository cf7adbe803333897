#include "base/clock.h"

#include <gtest/gtest.h>

#include <cstdlib>
#include <ctime>
#include <optional>
#include <string>

namespace poise {
namespace {

/// Another time zone for the length of a test. POSIX rules, so that no time zone data need be installed.
class TimeZone {
 public:
  explicit TimeZone(const char* zone) {
    if (const char* before = std::getenv("TZ")) before_ = before;
    set(zone);
  }
  ~TimeZone() { set(before_ ? before_->c_str() : nullptr); }

 private:
  static void set(const char* zone) {
    if (zone) {
      setenv("TZ", zone, 1);
    } else {
      unsetenv("TZ");
    }
    tzset();
  }
  std::optional<std::string> before_;
};

constexpr std::int64_t kMarch_us = 1'772'716'029'999'999;  // 2026-03-05T13:07:09.999999Z
constexpr std::int64_t kJuly_us = 1'783'252'029'000'000;   // 2026-07-05T11:47:09Z

TEST(Iso8601, IsUtcWhereThereIsNoOffset) {
  const TimeZone zone("UTC0");
  EXPECT_EQ(iso8601_local(kMarch_us), "2026-03-05T13:07:09+00:00");
  EXPECT_EQ(iso8601_local(0), "1970-01-01T00:00:00+00:00");
}

TEST(Iso8601, FollowsSummerTime) {
  const TimeZone zone("CET-1CEST,M3.5.0,M10.5.0/3");
  EXPECT_EQ(iso8601_local(kMarch_us), "2026-03-05T14:07:09+01:00");
  EXPECT_EQ(iso8601_local(kJuly_us), "2026-07-05T13:47:09+02:00");
}

TEST(Iso8601, KnowsOffsetsOfHalfHoursAndWestOfGreenwich) {
  {
    const TimeZone india("IST-5:30");
    EXPECT_EQ(iso8601_local(kMarch_us), "2026-03-05T18:37:09+05:30");
  }
  const TimeZone newfoundland("NST3:30");
  EXPECT_EQ(iso8601_local(kMarch_us), "2026-03-05T09:37:09-03:30");
}

TEST(Iso8601, IsReadBackWithOrWithoutSecondsAndOffset) {
  const TimeZone zone("CET-1CEST,M3.5.0,M10.5.0/3");
  EXPECT_EQ(wall_us_from_iso8601("2026-03-05T13:07:09Z"), 1'772'716'029'000'000);
  EXPECT_EQ(wall_us_from_iso8601("2026-03-05T18:37:09+05:30"), 1'772'716'029'000'000);
  EXPECT_EQ(wall_us_from_iso8601("2026-03-05T14:07:09"), 1'772'716'029'000'000);
  EXPECT_EQ(wall_us_from_iso8601("2026-03-05T14:07"), 1'772'716'020'000'000);
  EXPECT_EQ(wall_us_from_iso8601("2026-07-05T13:47:09"), kJuly_us);
}

TEST(Iso8601, TakesADayAloneAsItsNoon) {
  const TimeZone zone("UTC0");
  EXPECT_EQ(iso8601_local(wall_us_from_iso8601("2026-03-05").value()), "2026-03-05T12:00:00+00:00");
}

TEST(Iso8601, RefusesWhatIsNoTime) {
  for (const char* text : {"", "today", "2026-02-31", "2026-13-01", "2026-03-05T25:00", "2026-03-05 and more", "26-03-05",
                           "2026-03-05T", "05.03.2026"})
    EXPECT_FALSE(wall_us_from_iso8601(text)) << text;
}

TEST(ManualClock, StandsUntilItIsMoved) {
  ManualClock clock;
  clock.wall_offset_us = 1'000;
  EXPECT_EQ(clock.steady_us(), 0);
  clock.now_us = 5;
  EXPECT_EQ(clock.steady_us(), 5);
  EXPECT_EQ(clock.wall_us(), 1'005);
}

TEST(SystemClock, NeverRunsBackwards) {
  const SystemClock clock;
  const std::int64_t before_us = clock.steady_us();
  EXPECT_GE(clock.steady_us(), before_us);
}

}  // namespace
}  // namespace poise
