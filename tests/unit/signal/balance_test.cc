#include "signal/balance.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <cmath>

namespace poise::signal {
namespace {

/// Two plates of 200 by 400 mm between their cells, centres at x = ∓150 mm.
CellLayout two_plates() {
  CellLayout layout;
  layout.cell_count = 8;
  layout.cell = {Point{-250, 200}, {-50, 200}, {-250, -200}, {-50, -200},
                 Point{50, 200},   {250, 200}, {50, -200},   {250, -200}};
  return layout;
}

CellLayout one_plate() {
  CellLayout layout;
  layout.cell_count = 4;
  layout.cell = {Point{-100, 150}, {100, 150}, {-100, -150}, {100, -150}};
  return layout;
}

LoadSample load(std::array<double, kMaxCells> cells, std::uint8_t count = 8) {
  LoadSample sample;
  sample.cell_n = cells;
  sample.cell_count = count;
  return sample;
}

RawFrame frame(std::int64_t sequence, std::int64_t device_us) {
  RawFrame raw;
  raw.sequence = sequence;
  raw.device_us = device_us;
  raw.cell_count = 8;
  return raw;
}

TEST(Balance, SumsSidesAndSplitsTheTotal) {
  const auto balance = balance_of(load({10, 20, 30, 40, 75, 75, 75, 75}), two_plates());
  EXPECT_DOUBLE_EQ(*balance.left_n, 100);
  EXPECT_DOUBLE_EQ(*balance.right_n, 300);
  EXPECT_DOUBLE_EQ(*balance.total_n, 400);
  EXPECT_DOUBLE_EQ(*balance.left_share_pct, 25);
}

TEST(Balance, PutsTheCopWhereTheLoadIs) {
  const auto balance = balance_of(load({0, 100, 0, 0, 75, 75, 75, 75}), two_plates());
  EXPECT_DOUBLE_EQ(balance.left_cop->x_mm, -50);  // all on the front-right cell
  EXPECT_DOUBLE_EQ(balance.left_cop->y_mm, 200);
  EXPECT_DOUBLE_EQ(balance.right_cop->x_mm, 150);  // even: the plate's centre
  EXPECT_DOUBLE_EQ(balance.right_cop->y_mm, 0);
  EXPECT_DOUBLE_EQ(balance.cop->x_mm, (100 * -50 + 300 * 150) / 400.0);
  EXPECT_DOUBLE_EQ(balance.cop->y_mm, 100 * 200 / 400.0);
}

TEST(Balance, OfLittleLoadHasNeitherCopNorShare) {
  const auto balance = balance_of(load({2, 2, 2, 2, 3, 3, 3, 3}), two_plates());
  EXPECT_DOUBLE_EQ(*balance.total_n, 20);
  EXPECT_FALSE(balance.left_cop);
  EXPECT_FALSE(balance.right_cop);
  EXPECT_FALSE(balance.cop);
  EXPECT_FALSE(balance.left_share_pct);
}

TEST(Balance, OfOneLegHasACopOfThatPlateAndTheMatOnly) {
  const auto balance = balance_of(load({150, 150, 150, 150, 1, 1, 1, 1}), two_plates());
  EXPECT_TRUE(balance.left_cop);
  EXPECT_FALSE(balance.right_cop);
  EXPECT_TRUE(balance.cop);
}

TEST(Balance, WithACellThatGivesNoNumberKeepsTheOtherPlate) {
  auto sample = load({100, 100, 100, 100, 75, 75, 75, 75});
  sample.invalid_mask = 1u << 6;
  const auto balance = balance_of(sample, two_plates());
  EXPECT_DOUBLE_EQ(*balance.left_n, 400);
  EXPECT_TRUE(balance.left_cop);
  EXPECT_FALSE(balance.right_n);
  EXPECT_FALSE(balance.total_n);
  EXPECT_FALSE(balance.cop);
  EXPECT_FALSE(balance.left_share_pct);
}

TEST(Balance, OfOnePlateHasNoSides) {
  const auto balance = balance_of(load({100, 300, 100, 300}, 4), one_plate());
  EXPECT_FALSE(balance.left_n);
  EXPECT_FALSE(balance.left_share_pct);
  EXPECT_DOUBLE_EQ(*balance.total_n, 800);
  EXPECT_DOUBLE_EQ(balance.cop->x_mm, 50);
}

TEST(Balance, SaysThatACellIsOverloaded) {
  auto sample = load({100, 100, 100, 100, 75, 75, 75, 75});
  EXPECT_FALSE(balance_of(sample, two_plates()).overload);
  sample.overload_mask = 4;
  EXPECT_TRUE(balance_of(sample, two_plates()).overload);
}

TEST(RecordingOf, MakesARowOfEachLostSample) {
  const std::vector<RawFrame> raw{frame(10, 1'000'000), frame(13, 1'037'500)};
  const std::vector<LoadSample> loads(2, load({100, 100, 100, 100, 75, 75, 75, 75}));
  const Recording recording = recording_of(raw, loads, two_plates());
  ASSERT_EQ(recording.size(), 4u);
  EXPECT_THAT(recording.time_s, ::testing::ElementsAre(0, 0.0125, 0.025, 0.0375));
  EXPECT_THAT(recording.lost, ::testing::ElementsAre(0, 1, 1, 0));
  EXPECT_EQ(recording.raw[2].sequence, 12);
  EXPECT_EQ(recording.raw[2].cell_count, 0);
  EXPECT_TRUE(std::isnan(recording.total_n[1]));
  EXPECT_TRUE(std::isnan(recording.cell_n[7][2]));
  EXPECT_DOUBLE_EQ(recording.total_n[3], 700);
}

TEST(RecordingOf, RoundsToTheDigitsThatAreWritten) {
  const std::vector<RawFrame> raw{frame(0, 0)};
  const std::vector<LoadSample> loads{load({100.00006, -0.00001, 100, 100, 75, 75, 75, 75})};
  const Recording recording = recording_of(raw, loads, two_plates());
  EXPECT_DOUBLE_EQ(recording.cell_n[0][0], 100.0001);
  EXPECT_FALSE(std::signbit(recording.cell_n[1][0]));
  EXPECT_DOUBLE_EQ(recording.left_n[0], 300.0001);
}

TEST(RecordingOf, WithABrokenCellKeepsTheRowAndTheOtherColumns) {
  const std::vector<RawFrame> raw{frame(0, 0)};
  std::vector<LoadSample> loads{load({100, 100, 100, 100, 75, 75, 75, 75})};
  loads[0].invalid_mask = 1;
  const Recording recording = recording_of(raw, loads, two_plates());
  EXPECT_TRUE(std::isnan(recording.cell_n[0][0]));
  EXPECT_TRUE(std::isnan(recording.left_n[0]));
  EXPECT_DOUBLE_EQ(recording.right_n[0], 300);
  EXPECT_EQ(recording.lost[0], 0);
}

/// What a file of the eight cells gives.
Recording cells_only() {
  Recording recording;
  recording.time_s = {0, 0.0125};
  recording.cell_count = 8;
  for (std::size_t cell = 0; cell < 8; ++cell) recording.cell_n[cell] = {cell < 4 ? 25.0 : 75.0, 50.0};
  return recording;
}

TEST(DeriveColumns, FromCellsGivesAllTheOthers) {
  Recording recording = cells_only();
  derive_columns(recording, two_plates());
  EXPECT_THAT(recording.left_n, ::testing::ElementsAre(100, 200));
  EXPECT_THAT(recording.total_n, ::testing::ElementsAre(400, 400));
  EXPECT_THAT(recording.left_share_pct, ::testing::ElementsAre(25, 50));
  EXPECT_THAT(recording.cop_x_mm, ::testing::ElementsAre(75, 0));
}

TEST(DeriveColumns, LeavesWhatTheFileBroughtAndFillsInTheRest) {
  Recording recording = cells_only();
  recording.left_n = {1, 2};
  recording.right_n = {3, 4};
  derive_columns(recording, two_plates());
  EXPECT_THAT(recording.left_n, ::testing::ElementsAre(1, 2));
  EXPECT_EQ(recording.total_n.size(), 2u);
  EXPECT_THAT(recording.cop_x_mm, ::testing::ElementsAre(75, 0));

  Recording with_total = cells_only();
  with_total.total_n = {7, 8};
  derive_columns(with_total, two_plates());
  EXPECT_THAT(with_total.total_n, ::testing::ElementsAre(7, 8));
  EXPECT_EQ(with_total.left_n.size(), 2u);
  EXPECT_EQ(with_total.cop_x_mm.size(), 2u);
}

TEST(DeriveColumns, FromCellsOfAnUnknownMatGivesNothing) {
  Recording recording = cells_only();
  derive_columns(recording, CellLayout{});
  EXPECT_FALSE(recording.has_total());
  EXPECT_FALSE(recording.has_cop());
}

TEST(DeriveColumns, FromSidesGivesTotalAndShareButNoCop) {
  Recording recording;
  recording.time_s = {0, 0.01, 0.02};
  recording.left_n = {300, 1, std::nan("")};
  recording.right_n = {100, 2, 5};
  derive_columns(recording, CellLayout{});
  EXPECT_DOUBLE_EQ(recording.total_n[0], 400);
  EXPECT_DOUBLE_EQ(recording.left_share_pct[0], 75);
  EXPECT_TRUE(std::isnan(recording.left_share_pct[1]));  // nobody there
  EXPECT_TRUE(std::isnan(recording.total_n[2]));
  EXPECT_FALSE(recording.has_cop());
}

TEST(DeriveColumns, FromPlatesGivesTheLoadWeightedCop) {
  Recording recording;
  recording.time_s = {0, 0.01, 0.02};
  recording.left_n = {300, 10, 0};
  recording.right_n = {100, 600, 0};
  recording.left_cop_x_mm = {-100, std::nan(""), 0};
  recording.left_cop_y_mm = {400, std::nan(""), 0};
  recording.right_cop_x_mm = {100, 100, 0};
  recording.right_cop_y_mm = {200, 200, 0};
  derive_columns(recording, CellLayout{});
  EXPECT_DOUBLE_EQ(recording.cop_x_mm[0], -50);
  EXPECT_DOUBLE_EQ(recording.cop_y_mm[0], 350);
  // The unloaded plate has no CoP: the other plate's is the mat's, far from the origin too.
  EXPECT_DOUBLE_EQ(recording.cop_x_mm[1], 100);
  EXPECT_DOUBLE_EQ(recording.cop_y_mm[1], 200);
  EXPECT_TRUE(std::isnan(recording.cop_x_mm[2]));
}

}  // namespace
}  // namespace poise::signal
