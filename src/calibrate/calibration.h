#pragma once

#include <array>
#include <cstdint>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "base/error.h"
#include "base/stages.h"
#include "calibrate/geometry.h"

/// What is known of a very mat beyond its data sheets. Plain data and pure functions, any thread.
namespace poise::calibrate {

enum class Method : std::uint8_t {
  quick,  ///< a gain for each cell: one known mass on each plate, and a person who shifts weight
  full,   ///< a matrix for each plate: known masses on marks
};
const char* to_string(Method method);
std::optional<Method> method_from(std::string_view word);

/// Of the cells of one plate, in wire order.
using CellsOfPlate = std::array<double, kCellsPerPlate>;

/// One plate's counts above zero to force (N) and its moments about the mat's axes, F·x and F·y (N mm): three
/// rows, one column a cell. What was measured; independent of where the cells are thought to be.
using PlateMatrix = std::array<CellsOfPlate, 3>;

/// One plate's counts above zero to the loads of its cells (N).
using CellMatrix = std::array<CellsOfPlate, kCellsPerPlate>;

/// A known mass that was put on a plate, and how well the calibration gives it back.
struct PlacedMass {
  int plate = 0;
  double mass_kg = 0;
  std::optional<Point> mark{};        ///< where it stood, in the mat's axes; absent: anywhere on the plate
  CellsOfPlate counts{};              ///< above those of the empty mat
  double force_off_n = 0;             ///< found less true
  std::optional<Point> cop_off_mm{};  ///< likewise; absent without a mark
};

struct Calibration {
  std::string id;  ///< "20260305-140709-a3f1"
  std::string mat_unique_id;
  Method method = Method::quick;
  std::int64_t made_wall_us = 0;
  std::string made;                     ///< ISO 8601
  std::string made_by;                  ///< initials; may be empty
  std::optional<double> temperature_c;  ///< of the mat; absent: it does not measure any
  std::string geometry;                 ///< name of the geometry that it was made with
  int cell_count = 0;
  std::array<double, kMaxCells> counts_per_newton{};  ///< each cell's own gain
  std::array<double, kMaxCells> zero_counts{};        ///< of the empty mat
  std::vector<PlateMatrix> matrices;                  ///< full: one a plate
  std::vector<PlacedMass> masses;

  // What is left over: over all masses, and 1 SD of what the fit leaves open.
  double force_rms_pct = 0, force_worst_pct = 0;
  std::optional<double> cop_rms_mm, cop_worst_mm;
  double force_doubt_pct = 0;
  std::optional<double> cop_doubt_mm;

  int plates() const { return cell_count / kCellsPerPlate; }
};

/// "2026-03-05, full": for reports and exports.
std::string label_of(const Calibration& calibration);

/// Counts above zero of one plate to the loads of its cells.
///
/// A full calibration knows force and moments, A·c, and the four cells must add up to just that. Of all loads
/// that do, those nearest to what each cell says by its own gain, D·c with D = diag(1/gain), are taken: with
/// G the rows 1, x and y of the cells' places, n = D·c + Gᵀ(G Gᵀ)⁻¹ (A − G D)·c, the least-norm correction,
/// so that G·n = A·c whatever the places are. (Least-norm solution: Golub & Van Loan 2013, Matrix
/// Computations, sect. 5.6.) The result does not depend on the origin of the axes. For a quick one it is D.
CellMatrix cell_matrix(const Calibration& calibration, const Geometry& geometry, int plate);

/// The inverse: loads of cells to counts above zero.
CellMatrix inverse(const CellMatrix& matrix);

/// As text: TOML, every number to its last bit.
std::string to_toml(const Calibration& calibration);

/// Reads such a text. `where` names it in errors. Refuses what cannot be a calibration: another number of
/// cells, a gain that is not finite or not positive, a matrix of another size.
Expected<Calibration> parse_calibration(std::string_view toml, const std::string& where);

}  // namespace poise::calibrate
