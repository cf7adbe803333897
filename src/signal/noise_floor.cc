#include "signal/noise_floor.h"

#include <cmath>

#include "signal/butterworth.h"
#include "signal/statistics.h"

namespace poise::signal {

std::optional<double> noise_floor_mm_s(std::span<const std::vector<double>> cell_n,
                                       std::span<const Point> cells_mm, double load_n, double filter_hz,
                                       double rate_hz) {
  constexpr double kShortest_s = 1;
  if (cell_n.empty() || cells_mm.size() < cell_n.size() || load_n <= 0 || rate_hz <= 0) return std::nullopt;
  const double seconds = (static_cast<double>(cell_n[0].size()) - 1) / rate_hz;
  if (seconds < kShortest_s) return std::nullopt;
  std::vector<double> x_mm(cell_n[0].size(), 0.0), y_mm = x_mm;
  for (std::size_t cell = 0; cell < cell_n.size(); ++cell) {
    const double mean_n = *mean(cell_n[cell]);
    for (std::size_t i = 0; i < x_mm.size(); ++i) {
      const double noise_n = cell_n[cell][i] - mean_n;
      x_mm[i] += noise_n * cells_mm[cell].x_mm / load_n;
      y_mm[i] += noise_n * cells_mm[cell].y_mm / load_n;
    }
  }
  x_mm = zero_phase_low_pass(x_mm, filter_hz, rate_hz);
  y_mm = zero_phase_low_pass(y_mm, filter_hz, rate_hz);
  double path_mm = 0;
  for (std::size_t i = 1; i < x_mm.size(); ++i)
    path_mm += std::hypot(x_mm[i] - x_mm[i - 1], y_mm[i] - y_mm[i - 1]);
  return path_mm / seconds;
}

}  // namespace poise::signal
