#pragma once

#include <array>
#include <cmath>
#include <random>

#include "calibrate/calibration.h"
#include "calibrate/fit.h"
#include "calibrate/geometry.h"

namespace poise::calibrate {

/// How a plate shares a load out among its cells.
enum class Sharing {
  soft,   ///< bilinear, as over the four corners of a bendable plate
  stiff,  ///< a rigid plate on four equal springs: never loads two diagonal cells more and the other two less
};

/// A mat whose cells have gain errors and cross-talk within these limits, drawn from the seed.
class MadeMat {
 public:
  MadeMat(double gain_error_pct, double crosstalk_pct, unsigned seed, Sharing sharing = Sharing::soft)
      : geometry(*find_shipped_geometry(1, 8)), sharing_(sharing) {
    std::mt19937 random(seed);
    std::uniform_real_distribution<double> even(-1, 1);
    for (double& gain : gain_) gain = 4277 * (1 + gain_error_pct / 100 * even(random));
    for (auto& row : crosstalk_)
      for (double& part : row) part = crosstalk_pct / 100 * even(random);
  }

  /// Counts above zero of a plate's cells under a load at (x, y) from the plate's middle.
  CellsOfPlate counts(int plate, double load_n, double x_mm, double y_mm) const {
    CellsOfPlate share{}, counts{};
    const double x = x_mm / 130, y = y_mm / 230;
    for (std::size_t i = 0; i < 4; ++i) {
      const double sx = i % 2 == 0 ? -1 : 1, sy = i < 2 ? 1 : -1;
      share[i] = load_n / 4 * (1 + sx * x + sy * y + (sharing_ == Sharing::soft ? sx * sy * x * y : 0));
    }
    for (std::size_t i = 0; i < 4; ++i) {
      double seen_n = share[i];
      for (std::size_t j = 0; j < 4; ++j)
        if (j != i) seen_n += crosstalk_[static_cast<std::size_t>(plate) * 4 + i][j] * share[j];
      counts[i] = gain_[static_cast<std::size_t>(plate) * 4 + i] * seen_n;
    }
    return counts;
  }

  PlacedMass placed(int plate, double mass_kg, double x_mm, double y_mm, double off_x_mm = 0,
                    double off_y_mm = 0) const {
    PlacedMass mass;
    mass.plate = plate;
    mass.mass_kg = mass_kg;
    mass.mark = Point{middle_mm(plate) + x_mm, y_mm};
    mass.counts = counts(plate, mass_kg * kGravity_m_s2, x_mm + off_x_mm, y_mm + off_y_mm);
    return mass;
  }

  /// Nine marks on each plate.
  std::vector<PlacedMass> nine_marks(double mass_kg, double off_mm = 0, unsigned seed = 0) const {
    std::mt19937 random(seed);
    std::uniform_real_distribution<double> direction(0, 6.283185307179586);
    std::vector<PlacedMass> masses;
    for (int plate = 0; plate < 2; ++plate)
      for (const double y_mm : {200.0, 0.0, -200.0})
        for (const double x_mm : {-110.0, 0.0, 110.0}) {
          const double angle = direction(random);
          masses.push_back(
              placed(plate, mass_kg, x_mm, y_mm, off_mm * std::cos(angle), off_mm * std::sin(angle)));
        }
    return masses;
  }

  double middle_mm(int plate) const { return plate == 0 ? -160 : 160; }
  double gain(std::size_t cell) const { return gain_[cell]; }

  const Geometry geometry;

 private:
  Sharing sharing_;
  std::array<double, 8> gain_{};
  std::array<std::array<double, 4>, 8> crosstalk_{};
};

/// The largest errors of a calibration over a grid of places, out to nine tenths of the way to the cells.
struct Errors {
  double force_pct = 0, cop_mm = 0, cop_rms_mm = 0;
};

inline Errors errors_of(const Calibration& calibration, const MadeMat& mat) {
  Errors worst;
  double squares = 0;
  int places = 0;
  for (int plate = 0; plate < 2; ++plate) {
    const CellMatrix matrix = cell_matrix(calibration, mat.geometry, plate);
    for (double x_mm = -117; x_mm <= 117.1; x_mm += 39)
      for (double y_mm = -207; y_mm <= 207.1; y_mm += 69)
        for (const double load_n : {49.0, 200.0, 980.0}) {
          const CellsOfPlate counts = mat.counts(plate, load_n, x_mm, y_mm);
          double force_n = 0, moment_x = 0, moment_y = 0;
          for (std::size_t i = 0; i < 4; ++i) {
            double cell_n = 0;
            for (std::size_t j = 0; j < 4; ++j) cell_n += matrix[i][j] * counts[j];
            const Cell& cell = mat.geometry.cells[static_cast<std::size_t>(plate) * 4 + i];
            force_n += cell_n;
            moment_x += cell_n * cell.x_mm;
            moment_y += cell_n * cell.y_mm;
          }
          const double off_mm =
              std::hypot(moment_x / force_n - mat.middle_mm(plate) - x_mm, moment_y / force_n - y_mm);
          worst.force_pct = std::max(worst.force_pct, 100 * std::abs(force_n / load_n - 1));
          worst.cop_mm = std::max(worst.cop_mm, off_mm);
          squares += off_mm * off_mm;
          ++places;
        }
  }
  worst.cop_rms_mm = std::sqrt(squares / places);
  return worst;
}

}  // namespace poise::calibrate
