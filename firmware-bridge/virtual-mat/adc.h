#pragma once

#include <array>
#include <cstdint>
#include <optional>

#include "protocol/poise_protocol.h"
#include "virtual-mat/person.h"

namespace poise::virtual_mat {

/// Loads of the cells in wire order, newtons. The first four belong to the left plate, or to the only one.
using CellLoads = std::array<double, POISE_MAX_CELLS>;

/// How the feet's loads come to the cells of the reference mat: plates of 300 x 500 mm with their middles at
/// x = -160 and +160 mm, cells at ±130, ±230 mm; both feet on one such plate in the middle if there are 4
/// cells.
CellLoads cell_loads(const Feet& feet, int cells);

inline constexpr double kCountsPerNewton = 4277;  ///< of a cell without a gain error

/// The load cells and their converters: gain, cross-talk, zero, drift, noise, 24 bits, and what is broken. Not
/// thread-safe.
class Adc {
 public:
  explicit Adc(const Scenario& scenario);

  /// Fills in cells, fault_mask and the saturated flag. `index` numbers the conversions from power-on of the
  /// first one; `t_s` is time since the motion began.
  void convert(const CellLoads& loads, std::uint64_t index, double t_s, poise_sample& sample);

 private:
  std::uint64_t seed_;
  int cells_;
  Fault fault_;
  double fault_at_s_;
  double noise_n_;
  bool has_crosstalk_;
  CellLoads zero_n_{}, drift_n_per_s_{};
  CellLoads counts_per_newton_{};
  std::array<CellLoads, POISE_MAX_CELLS> crosstalk_{};  ///< [i][j]: part of the load of cell j that cell i shows as well
  std::optional<std::int32_t> stuck_counts_;
};

}  // namespace poise::virtual_mat
