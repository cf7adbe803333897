#pragma once

#include <array>
#include <cstdint>
#include <optional>
#include <string>
#include <vector>

#include "base/stages.h"
#include "calibrate/calibration.h"
#include "calibrate/geometry.h"

namespace poise::calibrate {

/// A cell that began to send the same number for ever, or moves again.
struct CellFinding {
  int cell = 0;
  bool stuck = false;
  std::int64_t sequence = 0;  ///< the sample at which it was seen
};

/// One line for people: what happened and what to do.
std::string describe(const CellFinding& finding, const Geometry& geometry);

/// Counts to newtons, zero subtracted. One sample at a time, without allocating; its only memory is the zero
/// and, for the rule on stuck cells, the counts before. Pipeline thread.
///
/// Without a calibration of the very mat load = counts / counts_per_newton - zero, with the nominal factors
/// of its geometry. With one, what the empty mat showed then is taken away first, and each cell's own gain is
/// used; a full one mixes the four cells of a plate, so that force and centre of pressure come out as they
/// were measured (cell_matrix()). Where a cell of the plate gives no number, the other three are left
/// unmixed: there is no force and no centre of pressure to be right.
///
/// Overload, from the load before any zero is subtracted, since that is what the cell carries:
///  - more than 90 % of the cell's capacity, pushed or pulled;
///  - a count at either end of the mat's ADC;
///  - the mat's own saturated flag; where no cell of the sample is at an end, it concerns all of them.
/// Invalid, that is no number (NaN in cell_n):
///  - the mat says so: a bit of fault_mask; all cells while it settles;
///  - all cells, when the sample has another number of cells than the geometry;
///  - stuck: bit-exact the same count for more than half a second of sample time in which at least two other
///    cells of the plate changed. A live cell repeats itself now and then, but not while its neighbours move;
///    an ideal or switched-off plate repeats itself as a whole. Over as soon as the count changes. A cell at
///    an end of the ADC is overloaded, not stuck.
class Calibrator {
 public:
  /// `adc_bits` from HELLO: 8 to 24; others count as 24, all that the wire can carry.
  /// `calibration`: of this mat, with as many cells as the geometry; null: the nominal factors.
  explicit Calibrator(Geometry geometry, int adc_bits = 24, const Calibration* calibration = nullptr);

  LoadSample apply(const RawFrame& frame);

  /// Newtons per cell that an empty mat shows; subtracted from the next sample on.
  void set_zero(const std::array<double, kMaxCells>& zero_n) { zero_n_ = zero_n; }
  const std::array<double, kMaxCells>& zero() const { return zero_n_; }

  /// Loads before the zero is subtracted, and back: what counts are shown under such loads.
  std::array<double, kMaxCells> gross_n(const std::array<double, kMaxCells>& counts) const;
  std::array<double, kMaxCells> counts_under(const std::array<double, kMaxCells>& gross_n) const;

  const Geometry& geometry() const { return geometry_; }
  std::uint8_t stuck_mask() const { return stuck_mask_; }

  /// The next thing found out about a cell, each once; to be asked for after a sample.
  std::optional<CellFinding> take_finding();

 private:
  void mix(const std::array<double, kMaxCells>& above, std::uint8_t invalid,
           std::array<double, kMaxCells>& cell_n) const;
  std::uint8_t watch_for_stuck(const RawFrame& frame, unsigned at_rail);

  Geometry geometry_;
  std::uint8_t cell_count_ = 0;
  std::uint8_t all_cells_ = 0;  ///< a bit for each cell there is
  std::int32_t rail_low_ = 0, rail_high_ = 0;
  std::array<double, kMaxCells> counts_per_newton_{}, offset_counts_{};
  std::vector<CellMatrix> matrices_;  ///< of a full calibration: one a plate
  std::array<double, kMaxCells> overload_n_{};
  std::array<double, kMaxCells> zero_n_{};

  // the rule on stuck cells
  std::array<std::int32_t, kMaxCells> last_counts_{};
  std::int64_t last_us_ = 0;
  std::int64_t last_sequence_ = 0;
  bool has_last_ = false;
  std::array<std::int64_t, kMaxCells> still_us_{};  ///< how long it repeated itself while neighbours changed
  std::uint8_t repeating_mask_ = 0;                 ///< cells with still_us_ > 0
  std::uint8_t stuck_mask_ = 0;
  std::uint8_t reported_mask_ = 0;  ///< stuck_mask_ as take_finding() has told it
};

}  // namespace poise::calibrate
