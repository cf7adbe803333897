#include "calibrate/calibration.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include "calibrate/fit.h"
#include "made_mat.h"

namespace poise::calibrate {
namespace {

using ::testing::HasSubstr;

Calibration example() {
  const MadeMat mat(3, 1, 9);
  Calibration calibration = *fit_full(mat.geometry, mat.nine_marks(20));
  calibration.id = "20260305-140709-a3f1";
  calibration.mat_unique_id = "00112233445566ff";
  calibration.made_wall_us = 1'772'716'029'000'000;
  calibration.made = "2026-03-05T14:07:09+01:00";
  calibration.made_by = "A\"B\\\n";
  calibration.temperature_c = 21.4;
  calibration.zero_counts = {1.5, -2, 3, 4, 5, 6, 7, 1.0 / 3};
  return calibration;
}

TEST(Calibration, AsTextAndBackIsTheSameToTheLastBit) {
  const Calibration it = example();
  const auto back = parse_calibration(to_toml(it), "test");
  ASSERT_TRUE(back) << to_line(back.error());
  EXPECT_EQ(back->id, it.id);
  EXPECT_EQ(back->mat_unique_id, it.mat_unique_id);
  EXPECT_EQ(back->method, Method::full);
  EXPECT_EQ(back->made_wall_us, it.made_wall_us);
  EXPECT_EQ(back->made, it.made);
  EXPECT_EQ(back->made_by, it.made_by);
  EXPECT_EQ(back->temperature_c, it.temperature_c);
  EXPECT_EQ(back->geometry, "Poise reference mat");
  EXPECT_EQ(back->counts_per_newton, it.counts_per_newton);
  EXPECT_EQ(back->zero_counts, it.zero_counts);
  EXPECT_EQ(back->matrices, it.matrices);
  EXPECT_EQ(back->force_rms_pct, it.force_rms_pct);
  EXPECT_EQ(back->cop_rms_mm, it.cop_rms_mm);
  EXPECT_EQ(back->cop_doubt_mm, it.cop_doubt_mm);
  ASSERT_EQ(back->masses.size(), it.masses.size());
  EXPECT_EQ(back->masses[17].counts, it.masses[17].counts);
  EXPECT_EQ(back->masses[17].mark->x_mm, it.masses[17].mark->x_mm);
  EXPECT_EQ(back->masses[17].cop_off_mm->y_mm, it.masses[17].cop_off_mm->y_mm);
  EXPECT_EQ(to_toml(*back), to_toml(it));
}

TEST(Calibration, RefusesTextThatCannotBeOne) {
  const std::string good = to_toml(example());
  const auto refused = [&](const std::string& from, const std::string& to) {
    std::string text = good;
    const auto at = text.find(from);
    EXPECT_NE(at, std::string::npos) << from;
    text.replace(at, from.size(), to);
    const auto parsed = parse_calibration(text, "here");
    return parsed ? std::string("accepted") : to_line(parsed.error());
  };
  EXPECT_THAT(refused("format = 1", "format = 2"), HasSubstr("update Poise"));
  EXPECT_THAT(refused("cell_count = 8", "cell_count = 5"), HasSubstr("`cell_count` must be 8 or 4"));
  EXPECT_THAT(refused("counts_per_newton = [", "counts_per_newton = [1, "), HasSubstr("counts_per_newton"));
  EXPECT_THAT(refused("counts_per_newton = [4", "counts_per_newton = [-4"), HasSubstr("greater than 0"));
  EXPECT_THAT(refused("zero_counts = [1.5", "zero_counts = [inf"), HasSubstr("zero_counts"));
  EXPECT_THAT(refused("matrix_1", "matrix_2"), HasSubstr("matrix_1"));
  EXPECT_THAT(refused("\"full\"", "\"fool\""), HasSubstr("method"));
  EXPECT_THAT(refused("plate = 1", "plate = 2"), HasSubstr("plate"));
  EXPECT_THAT(refused("format = 1", "format = "), HasSubstr("not TOML"));
}

/// Force and moments of the cells that a matrix gives for these counts.
std::array<double, 3> moments(const CellMatrix& matrix, const Geometry& geometry, int plate,
                              const CellsOfPlate& counts) {
  std::array<double, 3> sums{};
  for (std::size_t i = 0; i < 4; ++i) {
    double cell_n = 0;
    for (std::size_t j = 0; j < 4; ++j) cell_n += matrix[i][j] * counts[j];
    const Cell& cell = geometry.cells[static_cast<std::size_t>(plate) * 4 + i];
    sums[0] += cell_n;
    sums[1] += cell_n * cell.x_mm;
    sums[2] += cell_n * cell.y_mm;
  }
  return sums;
}

TEST(CellMatrix, AddsUpToTheMeasuredForceAndMomentsWhereverTheCellsAre) {
  const Calibration it = example();
  Geometry elsewhere = *find_shipped_geometry(1, 8);
  elsewhere.cells[5].x_mm += 12;
  elsewhere.cells[6].y_mm -= 7;
  const CellsOfPlate counts{100'000, 250'000, -3'000, 77'777};
  for (const Geometry& geometry : {*find_shipped_geometry(1, 8), elsewhere}) {
    const auto sums = moments(cell_matrix(it, geometry, 1), geometry, 1, counts);
    for (std::size_t row = 0; row < 3; ++row) {
      double wanted = 0;
      for (std::size_t j = 0; j < 4; ++j) wanted += it.matrices[1][row][j] * counts[j];
      EXPECT_NEAR(sums[row], wanted, 1e-8 * std::abs(wanted));
    }
  }
}

TEST(CellMatrix, StaysAsNearToEachCellsOwnGainAsItCan) {
  // Where the matrix says no more than the gains, it is the gains.
  Calibration it = example();
  const Geometry geometry = *find_shipped_geometry(1, 8);
  for (std::size_t plate = 0; plate < 2; ++plate)
    for (std::size_t j = 0; j < 4; ++j) {
      const double gain = it.counts_per_newton[plate * 4 + j];
      const Cell& cell = geometry.cells[plate * 4 + j];
      it.matrices[plate][0][j] = 1 / gain;
      it.matrices[plate][1][j] = cell.x_mm / gain;
      it.matrices[plate][2][j] = cell.y_mm / gain;
    }
  const CellMatrix matrix = cell_matrix(it, geometry, 0);
  for (std::size_t i = 0; i < 4; ++i)
    for (std::size_t j = 0; j < 4; ++j)
      EXPECT_NEAR(matrix[i][j] * it.counts_per_newton[j], i == j ? 1 : 0, 1e-12);
}

TEST(CellMatrix, HasAnInverse) {
  const CellMatrix matrix = cell_matrix(example(), *find_shipped_geometry(1, 8), 0);
  const CellMatrix back = inverse(matrix);
  for (std::size_t i = 0; i < 4; ++i)
    for (std::size_t j = 0; j < 4; ++j) {
      double product = 0;
      for (std::size_t k = 0; k < 4; ++k) product += matrix[i][k] * back[k][j];
      EXPECT_NEAR(product, i == j ? 1 : 0, 1e-12);
    }
}

}  // namespace
}  // namespace poise::calibrate
