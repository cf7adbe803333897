#pragma once

#include <span>
#include <vector>

namespace poise::signal {

/// Evenly spaced instants: start_s + i / rate_hz.
struct UniformGrid {
  double start_s = 0;
  double rate_hz = 0;
  std::size_t count = 0;
  bool aligned = true;  ///< the record's own times are these, to within 2 % of a sample

  double step_s() const { return 1 / rate_hz; }
  double time_at(double index) const { return start_s + index / rate_hz; }
};

/// The grid that fits a record's times best: their mean spacing, holes counted as the samples that they
/// swallow, from the first to the last time. Fewer than two times give an empty grid, and so do times whose holes
/// would take more instants than a recording can have (limits::kSamples).
UniformGrid fit_grid(std::span<const double> time_s);

/// A column on the grid. Aligned times keep their values; uneven ones are averaged: each grid point is the
/// mean of the piecewise-linear signal over one grid step around it, which unlike plain interpolation does
/// not add speed to a path (Audiffren & Contal 2016 on why that matters). NaN and holes are bridged by
/// straight lines; NaN at the ends take the nearest value. All NaN or empty gives an empty result.
std::vector<double> on_grid(const UniformGrid& grid, std::span<const double> time_s,
                            std::span<const double> values);

/// Spans of time in which samples are missing: rows that are NaN, also at the record's ends, or jumps of more than 2.5
/// grid steps. A record of NaN alone has none.
struct Hole {
  double start_s = 0, end_s = 0;  ///< last good time before, first good time after; at the ends a step outside of the record
};
std::vector<Hole> find_holes(const UniformGrid& grid, std::span<const double> time_s,
                             std::span<const double> values);

}  // namespace poise::signal
