#include "signal/noise_floor.h"

#include <gtest/gtest.h>

#include <cmath>
#include <numbers>

namespace poise::signal {
namespace {

const std::vector<Point> kCells{{-100, 200}, {100, 200}, {-100, -200}, {100, -200}};

/// A cell that swings by ±1 N at 2 Hz for ten seconds, among three that are silent.
std::vector<std::vector<double>> one_swinging() {
  std::vector<std::vector<double>> cell_n(4, std::vector<double>(1001, 50.0));
  for (std::size_t i = 0; i < cell_n[0].size(); ++i)
    cell_n[1][i] += std::sin(2 * std::numbers::pi * 2 * static_cast<double>(i) / 100);
  return cell_n;
}

TEST(NoiseFloor, IsThePathThatTheCellsAloneWouldDraw) {
  const auto cell_n = one_swinging();
  // 500 N: 1 N at (100, 200) mm moves the centre of pressure by (0.2, 0.4) mm; four such ways twice a second.
  const auto speed = noise_floor_mm_s(cell_n, kCells, 500, 0, 100);
  ASSERT_TRUE(speed);
  EXPECT_NEAR(*speed, 8 * std::hypot(0.2, 0.4), 0.02);
  EXPECT_NEAR(*noise_floor_mm_s(cell_n, kCells, 1000, 0, 100), *speed / 2, 1e-9);
}

TEST(NoiseFloor, IsLowerBehindALowPass) {
  const auto cell_n = one_swinging();
  EXPECT_LT(*noise_floor_mm_s(cell_n, kCells, 500, 0.5, 100),
            0.2 * *noise_floor_mm_s(cell_n, kCells, 500, 0, 100));
}

TEST(NoiseFloor, NeedsASecondAndALoad) {
  const std::vector<std::vector<double>> brief(4, std::vector<double>(50, 0.0));
  EXPECT_FALSE(noise_floor_mm_s(brief, kCells, 500, 0, 100));
  EXPECT_FALSE(noise_floor_mm_s(one_swinging(), kCells, 0, 0, 100));
}

}  // namespace
}  // namespace poise::signal
