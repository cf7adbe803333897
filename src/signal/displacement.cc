#include "signal/displacement.h"

#include <cmath>
#include <numbers>

namespace poise::signal {

double pull_for_corner(double corner_hz, double step_s) {
  return std::pow(2 * std::numbers::pi * corner_hz * step_s, 4);
}

std::vector<double> close_displacement(std::span<const double> acceleration_m_s2, double step_s,
                                       std::span<const double> pull) {
  const std::size_t n = acceleration_m_s2.size();
  std::vector<double> s(n, 0.0);
  if (n < 5) return s;

  // Normal equations (DᵀD + diag(pull)) s = Dᵀ b: five diagonals, three of them kept by symmetry. D has a row
  // (1, −2, 1) for each inner sample, so the first and last two samples see fewer rows.
  std::vector<double> diagonal(n), first(n, 0.0), second(n, 0.0);
  for (std::size_t i = 0; i < n; ++i) {
    diagonal[i] = pull[i];
    const bool is_centre = i >= 1 && i + 1 < n;
    const bool is_left = i + 2 < n;   // the "1" to the left of centre i + 1
    const bool is_right = i >= 2;     // the "1" to the right of centre i − 1
    diagonal[i] += (is_centre ? 4 : 0) + (is_left ? 1 : 0) + (is_right ? 1 : 0);
    if (i + 1 < n) first[i] = (is_centre ? -2 : 0) + (is_left ? -2 : 0);
    if (i + 2 < n) second[i] = 1;
  }
  const double step2 = step_s * step_s;
  for (std::size_t centre = 1; centre + 1 < n; ++centre) {
    const double target = step2 * acceleration_m_s2[centre];
    s[centre - 1] += target;
    s[centre] -= 2 * target;
    s[centre + 1] += target;
  }

  // LDLᵀ in place: `first` and `second` become the sub-diagonals of L, `diagonal` becomes D.
  for (std::size_t i = 0; i < n; ++i) {
    const double d = diagonal[i];
    const double l1 = first[i] / d;
    const double l2 = second[i] / d;
    if (i + 1 < n) {
      diagonal[i + 1] -= l1 * first[i];
      if (i + 2 < n) first[i + 1] -= l1 * second[i];
      s[i + 1] -= l1 * s[i];
    }
    if (i + 2 < n) {
      diagonal[i + 2] -= l2 * second[i];
      s[i + 2] -= l2 * s[i];
    }
    first[i] = l1;
    second[i] = l2;
  }
  for (std::size_t i = n; i-- > 0;) {
    s[i] /= diagonal[i];
    if (i + 1 < n) s[i] -= first[i] * s[i + 1];
    if (i + 2 < n) s[i] -= second[i] * s[i + 2];
  }
  return s;
}

}  // namespace poise::signal
