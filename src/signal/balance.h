#pragma once

#include <array>
#include <span>

#include "base/recording.h"
#include "base/stages.h"

namespace poise::signal {

/// Where the cells are, in mat coordinates; the first four belong to the left (or only) plate.
struct CellLayout {
  int cell_count = 0;
  std::array<Point, kMaxCells> cell{};
};

/// Below this load on a plate (or the mat) its centre of pressure and share are absent: with cell noise n and
/// half-width a the CoP's SD is about 2·a·n/F, 5 mm at 25 N for 0.3 N cells 230 mm from the middle. (Dias 2011
/// found cheap platforms to be accurate only above 316 ± 141 N.)
inline constexpr double kLoadGate_n = 25;

/// Forces, share and centre of pressure of one instant: F = Σ Fᵢ, CoP = Σ Fᵢ rᵢ / F per plate; of the mat the
/// load-weighted mean over all cells. A cell that gives no number makes its plate and the total absent.
Balance balance_of(const LoadSample& load, const CellLayout& layout);

/// The record of load samples as columns, newtons to 1e-4 N and millimetres to 1e-4 mm: the digits that
/// samples.csv prints. `raw` and `loads` run in parallel; holes in the sample numbers become rows of their own.
Recording recording_of(std::span<const RawFrame> raw, std::span<const LoadSample> loads, const CellLayout& layout);

/// Fills the columns that follow from others: plates and CoP from cells, total from sides, mat CoP from plates.
/// What a file brought itself stays.
void derive_columns(Recording& recording, const CellLayout& layout);

}  // namespace poise::signal
