#pragma once

#include <array>
#include <optional>
#include <span>
#include <string>
#include <tl/expected.hpp>

#include "calibrate/calibration.h"
#include "calibrate/geometry.h"

/// From readings of known masses to a calibration, by weighted linear least squares. Pure functions.
namespace poise::calibrate {

/// Standard gravity (CGPM 1901): what a kilogram is taken to weigh.
inline constexpr double kGravity_m_s2 = 9.80665;

/// Sums over short means of counts above zero while a person shifts their weight on one plate.
struct ShiftSums {
  int plate = 0;
  int blocks = 0;
  CellsOfPlate counts{};                                ///< Σ c
  std::array<CellsOfPlate, kCellsPerPlate> products{};  ///< Σ c·cᵀ

  void add(const CellsOfPlate& block_counts);
};

/// Why no calibration comes of the readings, for people, and the mass whose reading is to blame, where it is
/// one.
struct FitProblem {
  std::string what;
  std::optional<std::size_t> mass;
};

/// What a fit fills in: gains, matrices, what is left of each mass, doubts. The rest of the calibration is
/// the caller's.
using Fit = tl::expected<Calibration, FitProblem>;

/// Full: for each plate a matrix A with A·c = (F, F·x, F·y) for every mass F on its mark (x, y). First each
/// cell's gain alone is fitted, starting from the nominal ones; then the matrix, starting from those gains
/// and the cells' places.
///
/// "Starting from" is a prior: the nominal gains are known to 5 % (SD), and so is what cross-talk and places
/// add to each element of A. It decides only what the masses leave open, as the one way of loading four cells
/// that a stiff plate never does (two diagonal ones more, the other two less). A reading of a mass is taken
/// to be good to 0.05 % plus 0.02 N, its place to 1 mm; where the masses agree less well with each other, the
/// doubts grow with them.
///
/// Wants at least five marks on each plate, which reach a quarter of the way to the cells on all four sides.
/// Refuses a mass that disagrees with the others (force by more than 1 %, centre of pressure by more than 10
/// mm and three times the usual), and gains more than 20 % off the nominal ones.
Fit fit_full(const Geometry& geometry, std::span<const PlacedMass> masses);

/// Quick: for each plate the four gains. The known mass says Σ cᵢ/gᵢ = F; while a person shifts their weight
/// about the plate, Σ cᵢ(t)/gᵢ is their weight, unknown but constant, which fixes the gains against each
/// other. The nominal gains are a prior as above. A tenth of a second of the person's weight is taken to be
/// good to 0.2 %, or to what it proves to scatter by.
Fit fit_quick(const Geometry& geometry, std::span<const PlacedMass> masses,
              std::span<const ShiftSums> shifts);

}  // namespace poise::calibrate
