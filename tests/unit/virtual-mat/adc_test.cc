#include "virtual-mat/adc.h"

#include <gtest/gtest.h>

#include <numeric>

#include "host.h"

namespace poise::virtual_mat {
namespace {

double cell_n(const poise_sample& sample, std::size_t cell) { return sample.cell[cell] / kCountsPerNewton; }

TEST(CellLoads, AddUpToTheFeetAndKeepTheirCentreOfPressure) {
  const Feet feet{{400, -140, 25}, {300, 125, -30}};
  const CellLoads loads = cell_loads(feet, 8);
  EXPECT_NEAR(std::accumulate(loads.begin(), loads.begin() + 4, 0.0), 400, 1e-9);
  EXPECT_NEAR(std::accumulate(loads.begin() + 4, loads.end(), 0.0), 300, 1e-9);
  const double x_mm[8] = {-290, -30, -290, -30, 30, 290, 30, 290};
  const double y_mm[8] = {230, 230, -230, -230, 230, 230, -230, -230};
  double left_x = 0, left_y = 0, right_x = 0;
  for (std::size_t i = 0; i < 4; ++i) {
    left_x += loads[i] * x_mm[i] / 400;
    left_y += loads[i] * y_mm[i] / 400;
    right_x += loads[i + 4] * x_mm[i + 4] / 300;
  }
  EXPECT_NEAR(left_x, -140, 1e-9);
  EXPECT_NEAR(left_y, 25, 1e-9);
  EXPECT_NEAR(right_x, 125, 1e-9);
}

TEST(CellLoads, OnOnePlateBothFeetPressOnTheSameCells) {
  const CellLoads loads = cell_loads({{400, -85, 0}, {300, 85, 0}}, 4);
  EXPECT_NEAR(std::accumulate(loads.begin(), loads.end(), 0.0), 700, 1e-9);
  EXPECT_EQ(loads[4], 0);
  const double x_mm = 130 * (loads[1] + loads[3] - loads[0] - loads[2]) / 700;
  EXPECT_NEAR(x_mm, (400 * -85 + 300 * 85) / 700.0, 1e-9);
}

TEST(Adc, WithoutNoiseGivesTheLoadToHalfACount) {
  Adc adc(scenario("sim:empty?noise=0&zero_n=0"));
  poise_sample sample{};
  adc.convert({1, 2, 3, 4, 5, 6, 7, -8}, 0, 0, sample);
  EXPECT_EQ(sample.cell_count, 8);
  EXPECT_EQ(sample.cell[1], 2 * 4277);
  EXPECT_EQ(sample.cell[7], -8 * 4277);
  EXPECT_EQ(sample.flags, 0);
}

TEST(Adc, HasTheNoiseOfAnHx711AsBuiltAndAZeroOffset) {
  Adc adc(scenario("sim:empty?zero_n=3"));
  std::vector<double> first, second;
  for (std::uint64_t i = 0; i < 5000; ++i) {
    poise_sample sample{};
    adc.convert({}, i, 0, sample);
    first.push_back(cell_n(sample, 0));
    second.push_back(cell_n(sample, 1));
  }
  EXPECT_NEAR(moments(first).sd, 0.0363, 0.002);
  EXPECT_LE(std::abs(moments(first).mean), 3);
  EXPECT_GT(std::abs(moments(first).mean - moments(second).mean), 0.01);
}

TEST(Adc, DriftCreepsAsFastAsAsked) {
  Adc adc(scenario("sim:empty?noise=0&zero_n=0&fault=drift:12"));
  poise_sample sample{};
  adc.convert({}, 0, 30, sample);
  double total_n = 0;
  for (std::size_t i = 0; i < 8; ++i) total_n += cell_n(sample, i);
  EXPECT_NEAR(total_n, 6, 1e-3);
}

TEST(Adc, FlagsWhatGoesBeyondItsRange) {
  Adc adc(scenario("sim:empty?noise=0&zero_n=0"));
  poise_sample sample{};
  adc.convert({2500}, 0, 0, sample);
  EXPECT_EQ(sample.cell[0], 0x7FFFFF);
  EXPECT_EQ(sample.flags, POISE_FLAG_SATURATED);
}

TEST(Adc, ShowsEachFaultInItsOwnWay) {
  const auto twice = [](const std::string& fault) {
    Adc adc(scenario("sim:empty?fault=" + fault));
    std::array<poise_sample, 2> samples{};
    for (std::size_t i = 0; i < 2; ++i) {
      CellLoads loads;
      loads.fill(100.0 * static_cast<double>(i));
      adc.convert(loads, i, static_cast<double>(i), samples[i]);
    }
    return samples;
  };
  const auto dead = twice("dead:3");
  EXPECT_EQ(dead[1].fault_mask, 1 << 3);
  EXPECT_EQ(dead[1].cell[3], 0);
  const auto stuck = twice("stuck:2");
  EXPECT_EQ(stuck[1].cell[2], stuck[0].cell[2]);
  EXPECT_GT(stuck[1].cell[1], stuck[0].cell[1] + 400'000);
  EXPECT_EQ(stuck[1].flags | stuck[1].fault_mask, 0);
  const auto saturated = twice("saturated:7");
  EXPECT_EQ(saturated[0].cell[7], 0x7FFFFF);
  EXPECT_EQ(saturated[0].flags, POISE_FLAG_SATURATED);
}

TEST(Adc, ACellMayBreakLater) {
  Adc adc(scenario("sim:empty?fault=dead:3&fault_at_s=2"));
  poise_sample before{}, after{};
  adc.convert({}, 0, 1.99, before);
  adc.convert({}, 1, 2.01, after);
  EXPECT_EQ(before.fault_mask, 0);
  EXPECT_EQ(after.fault_mask, 1 << 3);
}

TEST(Adc, GivesEachCellItsOwnGainWithinTheErrorAsked) {
  Adc adc(scenario("sim:empty?noise=0&zero_n=0&gain_error_pct=3&seed=5"));
  poise_sample sample{};
  CellLoads loads;
  loads.fill(100);
  adc.convert(loads, 0, 0, sample);
  double lowest = 1e9, highest = 0;
  for (std::size_t i = 0; i < 8; ++i) {
    lowest = std::min(lowest, cell_n(sample, i));
    highest = std::max(highest, cell_n(sample, i));
  }
  EXPECT_GE(lowest, 97);
  EXPECT_LE(highest, 103);
  EXPECT_GT(highest - lowest, 2);
}

TEST(Adc, CrossTalkShowsALoadOnTheOtherCellsOfItsPlateOnly) {
  Adc adc(scenario("sim:empty?noise=0&zero_n=0&crosstalk_pct=1"));
  poise_sample sample{};
  adc.convert({0, 0, 1000}, 0, 0, sample);
  EXPECT_EQ(sample.cell[2], 1000 * 4277);
  for (const std::size_t neighbour : {0u, 1u, 3u}) {
    EXPECT_NE(sample.cell[neighbour], 0) << neighbour;
    EXPECT_LE(std::abs(cell_n(sample, neighbour)), 10) << neighbour;
  }
  for (std::size_t other = 4; other < 8; ++other) EXPECT_EQ(sample.cell[other], 0);
}

TEST(Adc, WiresAndPlugsCanBeExchanged) {
  poise_sample sample{};
  Adc(scenario("sim:empty?noise=0&zero_n=0&fault=reversed:l_fr")).convert({10, 20, 30}, 0, 0, sample);
  EXPECT_EQ(sample.cell[1], -20 * 4277);
  EXPECT_EQ(sample.cell[2], 30 * 4277);
  Adc(scenario("sim:empty?noise=0&zero_n=0&fault=swapped:0:5")).convert({10, 20}, 0, 0, sample);
  EXPECT_EQ(sample.cell[0], 0);
  EXPECT_EQ(sample.cell[5], 10 * 4277);
}

}  // namespace
}  // namespace poise::virtual_mat
