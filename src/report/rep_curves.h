#pragma once

#include <vector>

#include "base/recording.h"
#include "movement/analysis.h"
#include "signal/uniform.h"

/// The lines that a report draws: the record evenly spaced and low-passed as in the analysis, and repetitions
/// on a time of their own. Pure functions.
namespace poise::report {

/// Columns of a record on an even grid, through the zero-phase low-pass; holes bridged. Empty: not measured.
struct SmoothRecord {
  signal::UniformGrid grid;
  std::vector<double> left_n, right_n, total_n, cop_x_mm, cop_y_mm;

  /// First row at or after a time, at most the number of rows.
  std::size_t row_at(double time_s) const;
};
SmoothRecord smooth_record(const Recording& recording, double filter_hz);

/// One repetition from its start (0 %) to its end (100 %) in steps of one percent.
struct RepCurve {
  const movement::Rep* rep = nullptr;
  std::vector<double> left_n, right_n;  ///< 101 values each, or none
};
std::vector<RepCurve> rep_curves(const SmoothRecord& record, const std::vector<movement::Rep>& reps);

/// Mean and standard deviation at each percent over the valid ones of `curves`.
struct MeanCurve {
  std::vector<double> mean, sd;  ///< empty without any; SD nought of a single one
  int n = 0;
};
MeanCurve mean_curve(const std::vector<RepCurve>& curves, std::vector<double> RepCurve::*column, Side side);

}  // namespace poise::report
