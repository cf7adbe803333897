#include "report/rep_curves.h"

#include <algorithm>
#include <cmath>

#include "signal/butterworth.h"

namespace poise::report {
namespace {

constexpr int kPercent = 100;

std::vector<double> smooth(const signal::UniformGrid& grid, const Recording& recording,
                           const std::vector<double>& column, double filter_hz) {
  if (column.empty()) return {};
  return signal::zero_phase_low_pass(signal::on_grid(grid, recording.time_s, column), filter_hz,
                                     grid.rate_hz);
}

double interpolated(const std::vector<double>& column, double row) {
  const double inside = std::clamp(row, 0.0, static_cast<double>(column.size() - 1));
  const auto below = static_cast<std::size_t>(inside);
  const std::size_t above = std::min(below + 1, column.size() - 1);
  const double part = inside - static_cast<double>(below);
  return column[below] * (1 - part) + column[above] * part;
}

}  // namespace

std::size_t SmoothRecord::row_at(double time_s) const {
  const double row = std::ceil((time_s - grid.start_s) * grid.rate_hz - 1e-6);
  return static_cast<std::size_t>(std::clamp(row, 0.0, static_cast<double>(grid.count)));
}

SmoothRecord smooth_record(const Recording& recording, double filter_hz) {
  SmoothRecord record;
  record.grid = signal::fit_grid(recording.time_s);
  if (record.grid.count == 0) return record;
  record.left_n = smooth(record.grid, recording, recording.left_n, filter_hz);
  record.right_n = smooth(record.grid, recording, recording.right_n, filter_hz);
  record.total_n = smooth(record.grid, recording, recording.total_n, filter_hz);
  record.cop_x_mm = smooth(record.grid, recording, recording.cop_x_mm, filter_hz);
  record.cop_y_mm = smooth(record.grid, recording, recording.cop_y_mm, filter_hz);
  return record;
}

std::vector<RepCurve> rep_curves(const SmoothRecord& record, const std::vector<movement::Rep>& reps) {
  std::vector<RepCurve> curves;
  if (record.left_n.empty() || record.right_n.empty()) return curves;
  for (const movement::Rep& rep : reps) {
    RepCurve curve;
    curve.rep = &rep;
    for (int percent = 0; percent <= kPercent; ++percent) {
      const double at_s = rep.start_s + (rep.end_s - rep.start_s) * percent / kPercent;
      const double row = (at_s - record.grid.start_s) * record.grid.rate_hz;
      curve.left_n.push_back(interpolated(record.left_n, row));
      curve.right_n.push_back(interpolated(record.right_n, row));
    }
    curves.push_back(std::move(curve));
  }
  return curves;
}

MeanCurve mean_curve(const std::vector<RepCurve>& curves, std::vector<double> RepCurve::*column, Side side) {
  MeanCurve result;
  std::vector<double> sum(kPercent + 1), squares(kPercent + 1);
  for (const RepCurve& curve : curves) {
    if (!curve.rep->valid || curve.rep->side != side) continue;
    ++result.n;
    for (std::size_t i = 0; i < sum.size(); ++i) {
      sum[i] += (curve.*column)[i];
      squares[i] += (curve.*column)[i] * (curve.*column)[i];
    }
  }
  if (result.n == 0) return result;
  const double n = result.n;
  for (std::size_t i = 0; i < sum.size(); ++i) {
    result.mean.push_back(sum[i] / n);
    const double spread = std::max(0.0, squares[i] - sum[i] * sum[i] / n);
    result.sd.push_back(n > 1 ? std::sqrt(spread / (n - 1)) : 0);
  }
  return result;
}

}  // namespace poise::report
