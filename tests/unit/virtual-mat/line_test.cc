#include "virtual-mat/line.h"

#include <gtest/gtest.h>

#include <array>

#include "host.h"

namespace poise::virtual_mat {
namespace {

/// What comes of frames {i, i, i, 0} sent every 10 ms.
std::vector<std::uint8_t> through(Line& line, int frames, std::int64_t until_us) {
  for (int i = 0; i < frames; ++i) {
    const auto id = static_cast<std::uint8_t>(i % 200 + 1);
    line.send(i * 10'000, std::array<std::uint8_t, 4>{id, id, id, 0});
  }
  std::vector<std::uint8_t> wire;
  line.receive(until_us, wire);
  return wire;
}

TEST(Line, DeliversEverythingAtOnceWhenNothingIsWrong) {
  Line line(scenario("sim:empty"));
  EXPECT_EQ(through(line, 100, 500'000).size(), 4 * 51u);
  std::vector<std::uint8_t> rest;
  line.receive(10'000'000, rest);
  EXPECT_EQ(rest.size(), 4 * 49u);
  EXPECT_FALSE(line.next_arrival_us());
}

TEST(Line, LosesWholeFrames) {
  Line line(scenario("sim:empty?loss_pct=10"));
  const auto wire = through(line, 2000, 100'000'000);
  EXPECT_EQ(wire.size() % 4, 0u);
  EXPECT_NEAR(static_cast<double>(wire.size()) / 4, 1800, 60);
}

TEST(Line, ChangesOneByteOfSomeFrames) {
  Line line(scenario("sim:empty?corrupt_pct=10"));
  const auto wire = through(line, 2000, 100'000'000);
  ASSERT_EQ(wire.size(), 8000u);
  int changed_frames = 0;
  for (std::size_t i = 0; i < 2000; ++i) {
    const auto id = static_cast<std::uint8_t>(i % 200 + 1);
    const std::array<std::uint8_t, 4> sent = {id, id, id, 0};
    int changed = 0;
    for (std::size_t j = 0; j < 4; ++j) changed += wire[4 * i + j] != sent[j];
    EXPECT_LE(changed, 1);
    changed_frames += changed;
  }
  EXPECT_NEAR(changed_frames, 200, 50);
}

TEST(Line, ChangesLosesAndDoublesPartsOfTheBytes) {
  const auto differing = [](const std::string& key) {
    Line line(scenario("sim:empty?" + key + "=10"));
    const auto wire = through(line, 2500, 100'000'000);
    Line good_line(scenario("sim:empty"));
    const auto good = through(good_line, 2500, 100'000'000);
    int changed = 0;
    for (std::size_t i = 0; i < wire.size() && wire.size() == good.size(); ++i) changed += wire[i] != good[i];
    return std::pair(static_cast<double>(wire.size()) - static_cast<double>(good.size()), changed);
  };
  const auto flipped = differing("byte_flip_pct"), lost = differing("byte_loss_pct"), doubled = differing("byte_double_pct");
  EXPECT_EQ(flipped.first, 0);
  EXPECT_NEAR(flipped.second, 1000, 90);
  EXPECT_NEAR(lost.first, -1000, 90);
  EXPECT_NEAR(doubled.first, 1000, 90);
}

TEST(Line, DelaysInBurstsAndKeepsTheOrder) {
  Line line(scenario("sim:empty?jitter_ms=50"));
  for (int i = 0; i < 150; ++i) line.send(i * 10'000, std::array{static_cast<std::uint8_t>(i)});
  std::vector<std::uint8_t> wire;
  std::size_t bursts = 0, late = 0;
  for (std::int64_t now_us = 0; now_us <= 1'600'000; now_us += 1000) {
    const std::size_t before = wire.size();
    line.receive(now_us, wire);
    if (wire.size() > before + 1) ++bursts;
    if (wire.size() > before && now_us > static_cast<std::int64_t>(before) * 10'000 + 5000) ++late;
  }
  ASSERT_EQ(wire.size(), 150u);
  for (std::size_t i = 0; i < wire.size(); ++i) EXPECT_EQ(wire[i], i);
  EXPECT_GT(bursts, 5u);
  EXPECT_GT(late, 20u);
}

TEST(Line, CutLosesWhatWasUnderWay) {
  Line line(scenario("sim:empty"));
  line.send(1000, std::array<std::uint8_t, 1>{1});
  line.send(3000, std::array<std::uint8_t, 1>{2});
  line.cut(2000);
  line.send(5000, std::array<std::uint8_t, 1>{3});
  std::vector<std::uint8_t> wire;
  line.receive(9000, wire);
  EXPECT_EQ(wire, (std::vector<std::uint8_t>{1, 3}));
}

}  // namespace
}  // namespace poise::virtual_mat
