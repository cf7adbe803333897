#include "decode/clock_fit.h"

#include <gmock/gmock.h>

#include <cmath>
#include <random>

namespace poise::decode {
namespace {

constexpr double kPeriod_us = 12'500;

/// A link: the device's clock is `drift_ppm` slow and `offset_us` behind; frames wait for the next USB poll.
struct Link {
  double drift_ppm = 0;
  double offset_us = 5e9;
  double burst_us = 16'000;
  double transfer_us = 300;  ///< the delay that nothing can avoid
  std::mt19937 random{1};

  double host_us(double device_us) const { return offset_us + device_us * (1 + drift_ppm * 1e-6); }

  std::int64_t arrival_us(double device_us) {
    std::exponential_distribution<double> busy(1.0 / 350);  // a host's usual jitter: mean 0.35 ms
    const double sent_us = host_us(device_us) + transfer_us;
    const double polled_us = burst_us > 0 ? std::ceil(sent_us / burst_us) * burst_us : sent_us;
    return std::llround(polled_us + busy(random));
  }
};

/// Feeds `seconds` of samples at 80 Hz, the period with the jitter of a converter's own oscillator.
double feed(ClockFit& fit, Link& link, double seconds, double from_us = 0) {
  std::normal_distribution<double> jitter(0, 20);
  double device_us = from_us;
  while (device_us < from_us + seconds * 1e6) {
    device_us += kPeriod_us + jitter(link.random);
    fit.add(std::llround(device_us), link.arrival_us(std::floor(device_us)));
  }
  return device_us;
}

TEST(ClockFit, KnowsNothingBeforeTheFirstSample) {
  const ClockFit fit;
  EXPECT_FALSE(fit.host_us(0));
  EXPECT_FALSE(fit.drift_ppm());
}

TEST(ClockFit, MapsADelayFreeLinkExactly) {
  ClockFit fit;
  for (std::int64_t i = 0; i < 8'000; ++i) fit.add(i * 12'500, 7'000'000 + i * 12'500);
  EXPECT_EQ(fit.host_us(50'000'000), 57'000'000);
  EXPECT_NEAR(fit.drift_ppm().value(), 0, 1e-9);
}

TEST(ClockFit, FindsTimeBehindBurstsOfSixteenMilliseconds) {
  for (unsigned seed = 1; seed <= 20; ++seed) {
    for (const double drift_ppm : {-100.0, 0.0, 37.0, 5'000.0}) {
      ClockFit fit;
      Link link{.drift_ppm = drift_ppm, .random = std::mt19937(seed)};
      const double end_us = feed(fit, link, 120);
      // Single arrivals scatter over 16 ms; the fit is right within one.
      EXPECT_NEAR(static_cast<double>(fit.host_us(std::llround(end_us)).value()), link.host_us(end_us) + 300,
                  1'000)
          << "seed " << seed << ", drift " << drift_ppm;
      EXPECT_NEAR(fit.drift_ppm().value(), drift_ppm, 15) << "seed " << seed;
    }
  }
}

TEST(ClockFit, IsNotMisledByAHostThatWasBusyForAWhile) {
  ClockFit fit;
  Link link{.drift_ppm = 20, .burst_us = 0};
  double end_us = feed(fit, link, 100);
  link.transfer_us = 14'000;
  end_us = feed(fit, link, 20, end_us);
  link.transfer_us = 300;
  EXPECT_NEAR(static_cast<double>(fit.host_us(std::llround(end_us)).value()), link.host_us(end_us) + 300,
              500);
  EXPECT_NEAR(fit.drift_ppm().value(), 20, 5);
}

TEST(ClockFit, FollowsAClockForTenHours) {
  ClockFit fit;
  Link link{.drift_ppm = 60};
  double device_us = 0;
  for (int hour = 0; hour < 10; ++hour) {
    link.offset_us += 2'000;  // the crystal wanders with its temperature
    device_us = feed(fit, link, 3'600, device_us);
    EXPECT_NEAR(static_cast<double>(fit.host_us(std::llround(device_us)).value()),
                link.host_us(device_us) + 300, 1'000);
    EXPECT_NEAR(fit.drift_ppm().value(), 60, 15);
  }
}

TEST(ClockFit, GivesNoDriftFromAFewSeconds) {
  ClockFit fit;
  Link link{.drift_ppm = 100};
  const double end_us = feed(fit, link, 10);
  EXPECT_FALSE(fit.drift_ppm());
  EXPECT_NEAR(static_cast<double>(fit.host_us(std::llround(end_us)).value()), link.host_us(end_us) + 300,
              3'000);
}

TEST(ClockFit, ForgetsWhenTheClockBeginsAnew) {
  ClockFit fit;
  Link link;
  feed(fit, link, 60);
  fit.reset();
  EXPECT_FALSE(fit.host_us(0));
  fit.add(1'000, 9'000);
  EXPECT_EQ(fit.host_us(2'000), 10'000);
}

}  // namespace
}  // namespace poise::decode
