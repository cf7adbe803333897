#include "signal/statistics.h"

#include <algorithm>
#include <boost/math/distributions/students_t.hpp>
#include <cmath>

namespace poise::signal {
namespace {

std::vector<double> finite(std::span<const double> values) {
  std::vector<double> out;
  out.reserve(values.size());
  for (const double value : values)
    if (std::isfinite(value)) out.push_back(value);
  return out;
}

}  // namespace

std::optional<double> mean(std::span<const double> values) {
  double sum = 0;
  std::size_t n = 0;
  for (const double value : values) {
    if (!std::isfinite(value)) continue;
    sum += value;
    ++n;
  }
  if (n == 0) return std::nullopt;
  return sum / static_cast<double>(n);
}

std::optional<double> standard_deviation(std::span<const double> values) {
  const auto centre = mean(values);
  double squares = 0;
  std::size_t n = 0;
  for (const double value : values) {
    if (!std::isfinite(value)) continue;
    squares += (value - *centre) * (value - *centre);
    ++n;
  }
  if (n < 2) return std::nullopt;
  return std::sqrt(squares / static_cast<double>(n - 1));
}

std::optional<double> quantile(std::span<const double> values, double part) {
  std::vector<double> sorted = finite(values);
  if (sorted.empty()) return std::nullopt;
  const double position = part * static_cast<double>(sorted.size() - 1);
  const auto below = static_cast<std::size_t>(position);
  const auto at = sorted.begin() + static_cast<std::ptrdiff_t>(below);
  std::nth_element(sorted.begin(), at, sorted.end());
  const double fraction = position - static_cast<double>(below);
  if (fraction == 0) return *at;
  return *at + fraction * (*std::min_element(at + 1, sorted.end()) - *at);
}

std::optional<double> robust_sd(std::span<const double> values) {
  const auto centre = quantile(values, 0.5);
  if (!centre) return std::nullopt;
  std::vector<double> deviations;
  deviations.reserve(values.size());
  for (const double value : values) deviations.push_back(std::abs(value - *centre));
  return 1.4826 * *quantile(deviations, 0.5);
}

double student_t_975(double degrees) {
  return boost::math::quantile(boost::math::students_t(degrees), 0.975);
}

}  // namespace poise::signal
