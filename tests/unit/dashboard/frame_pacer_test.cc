#include "platform/frame_pacer.h"

#include <gtest/gtest.h>

#include "platform/wake_limiter.h"

namespace poise::dashboard {
namespace {

constexpr std::int64_t kSecond_us = 1'000'000;

/// The loop of the program with a clock made by hand: data come every `data_every_us`, drawing takes no time.
/// Returns how many frames were drawn.
std::uint64_t frames_in(FramePacer& pacer, std::int64_t lasting_us, std::int64_t data_every_us, bool active) {
  const std::uint64_t before = pacer.frames();
  std::int64_t next_data_us = data_every_us;
  for (std::int64_t now_us = 0; now_us < lasting_us; now_us += 1000) {
    if (data_every_us > 0 && now_us >= next_data_us) {
      pacer.on_data(active);
      next_data_us += data_every_us;
    }
    if (pacer.due(now_us)) pacer.on_drawn(now_us);
  }
  return pacer.frames() - before;
}

TEST(FramePacer, DrawsTheFirstFrameAtOnce) {
  FramePacer pacer({});
  EXPECT_TRUE(pacer.due(0));
}

TEST(FramePacer, DrawsNothingWhenNothingHappens) {
  FramePacer pacer({});
  EXPECT_EQ(frames_in(pacer, 10 * kSecond_us, 0, true), 1U);  // the first
  EXPECT_EQ(pacer.wait_us(20 * kSecond_us), FramePacer::kLongestWait_us);
}

TEST(FramePacer, KeepsToThirtyAFrameASecondAtAThousandSamplesASecond) {
  FramePacer pacer({.max_fps = 30, .idle_fps = 1});
  const auto frames = frames_in(pacer, 10 * kSecond_us, 1000, true);
  EXPECT_LE(frames, 300U);
  EXPECT_GE(frames, 285U);
}

TEST(FramePacer, DrawsOnceASecondWhileNobodyIsOnTheMat) {
  FramePacer pacer({});
  pacer.on_data(false);
  EXPECT_LE(frames_in(pacer, 10 * kSecond_us, 12'500, false), 10U);
}

TEST(FramePacer, AnswersInputAtFullRateWhileIdle) {
  FramePacer pacer({});
  pacer.on_data(false);
  pacer.on_drawn(0);
  pacer.on_data(false);
  EXPECT_FALSE(pacer.due(40'000));
  pacer.on_input();
  EXPECT_TRUE(pacer.due(40'000));
}

TEST(FramePacer, LetsPopUpsSettleForAFewFramesAfterInputAndThenRests) {
  FramePacer pacer({});
  pacer.on_drawn(0);
  pacer.on_input();
  EXPECT_EQ(frames_in(pacer, 5 * kSecond_us, 0, false), 3U);
}

TEST(FramePacer, DrawsAtOnceWhenSomebodyStepsOn) {
  FramePacer pacer({});
  pacer.on_data(false);
  pacer.on_drawn(0);
  pacer.on_data(false);
  EXPECT_GT(pacer.wait_us(100'000), 800'000);
  pacer.on_data(true);
  EXPECT_EQ(pacer.wait_us(100'000), 0);
}

TEST(FramePacer, DrawsNothingWhileHidden) {
  FramePacer pacer({});
  pacer.set_hidden(true);
  EXPECT_EQ(frames_in(pacer, 3 * kSecond_us, 1000, true), 0U);
  pacer.set_hidden(false);
  EXPECT_TRUE(pacer.due(3 * kSecond_us));
}

TEST(FramePacer, LooksAtDataOftenEnoughToShowThemWithinOneInterval) {
  FramePacer pacer({.max_fps = 30, .idle_fps = 1});
  pacer.on_data(true);
  EXPECT_LT(pacer.wake_interval_us(), 17'000);
  pacer.on_data(false);  // and who steps onto the empty mat is seen as soon
  EXPECT_LE(pacer.wake_interval_us(), 33'334);
}

/// The longest that something which comes at any time of a second waits for its frame.
std::int64_t longest_wait_us(double max_fps, bool input) {
  std::int64_t longest_us = 0;
  for (std::int64_t comes_us = kSecond_us; comes_us < 2 * kSecond_us; comes_us += 777) {
    FramePacer pacer({.max_fps = max_fps, .idle_fps = 1});
    for (std::int64_t now_us = 0; now_us <= comes_us; now_us += 12'500) {  // somebody stands on an 80 Hz mat
      pacer.on_data(true);
      if (pacer.due(now_us)) pacer.on_drawn(now_us);
    }
    if (input)
      pacer.on_input();
    else
      pacer.on_data(true);
    longest_us = std::max(longest_us, pacer.wait_us(comes_us));
  }
  return longest_us;
}

TEST(FramePacer, ShowsInputAndDataWithinOneDisplayInterval) {
  for (const double fps : {30.0, 60.0})
    for (const bool input : {true, false}) EXPECT_LE(longest_wait_us(fps, input), static_cast<std::int64_t>(1e6 / fps));
}

TEST(WakeLimiter, LetsDataThroughNotMoreOftenThanAsked) {
  WakeLimiter limiter;
  limiter.set_interval(100'000);
  int woken = 0;
  for (std::int64_t now_us = 0; now_us < kSecond_us; now_us += 1000) woken += limiter.allow(now_us) ? 1 : 0;
  EXPECT_EQ(woken, 10);
}

}  // namespace
}  // namespace poise::dashboard
