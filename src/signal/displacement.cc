#include "signal/displacement.h"

#include <cmath>
#include <numbers>

namespace poise::signal {
namespace {

/// The normal equations (DᵀD + diag(pull)) s = r, D with a row (1, −2, 1) for each inner sample: five diagonals, three
/// of them kept by symmetry, factored to L D Lᵀ.
class Closure {
 public:
  explicit Closure(std::span<const double> pull)
      : diagonal_(pull.begin(), pull.end()), first_(pull.size(), 0.0), second_(pull.size(), 0.0) {
    fill();
    factor();
  }

  void solve(std::vector<double>& s) const {
    const std::size_t n = diagonal_.size();
    for (std::size_t i = 0; i < n; ++i) {
      if (i + 1 < n) s[i + 1] -= first_[i] * s[i];
      if (i + 2 < n) s[i + 2] -= second_[i] * s[i];
    }
    for (std::size_t i = n; i-- > 0;) {
      s[i] /= diagonal_[i];
      if (i + 1 < n) s[i] -= first_[i] * s[i + 1];
      if (i + 2 < n) s[i] -= second_[i] * s[i + 2];
    }
  }

 private:
  /// The first and last two samples see fewer rows of D.
  void fill() {
    const std::size_t n = diagonal_.size();
    for (std::size_t i = 0; i < n; ++i) {
      const bool is_centre = i >= 1 && i + 1 < n;
      const bool is_left = i + 2 < n;  // the "1" to the left of centre i + 1
      const bool is_right = i >= 2;    // the "1" to the right of centre i − 1
      diagonal_[i] += (is_centre ? 4 : 0) + (is_left ? 1 : 0) + (is_right ? 1 : 0);
      if (i + 1 < n) first_[i] = (is_centre ? -2 : 0) + (is_left ? -2 : 0);
      if (i + 2 < n) second_[i] = 1;
    }
  }

  /// In place: the off-diagonals become those of L, the diagonal that of D.
  void factor() {
    const std::size_t n = diagonal_.size();
    for (std::size_t i = 0; i < n; ++i) {
      const double l1 = first_[i] / diagonal_[i], l2 = second_[i] / diagonal_[i];
      if (i + 1 < n) {
        diagonal_[i + 1] -= l1 * first_[i];
        if (i + 2 < n) first_[i + 1] -= l1 * second_[i];
      }
      if (i + 2 < n) diagonal_[i + 2] -= l2 * second_[i];
      first_[i] = l1;
      second_[i] = l2;
    }
  }

  std::vector<double> diagonal_, first_, second_;
};

constexpr std::size_t kFewest = 5;

}  // namespace

double pull_for_corner(double corner_hz, double step_s) {
  return std::pow(2 * std::numbers::pi * corner_hz * step_s, 4);
}

std::vector<double> close_displacement(std::span<const double> acceleration_m_s2, double step_s,
                                       std::span<const double> pull) {
  const std::size_t n = acceleration_m_s2.size();
  std::vector<double> s(n, 0.0);
  if (n < kFewest) return s;
  const double step2 = step_s * step_s;
  for (std::size_t centre = 1; centre + 1 < n; ++centre) {
    const double target = step2 * acceleration_m_s2[centre];
    s[centre - 1] += target;
    s[centre] -= 2 * target;
    s[centre + 1] += target;
  }
  Closure(pull).solve(s);
  return s;
}

std::vector<double> closure_weights(double step_s, std::span<const double> pull, std::size_t at) {
  const std::size_t n = pull.size();
  std::vector<double> weights(n, 0.0);
  if (n < kFewest) return weights;
  std::vector<double> s(n, 0.0);
  s[at] = 1;
  Closure(pull).solve(s);
  for (std::size_t i = 1; i + 1 < n; ++i) weights[i] = step_s * step_s * (s[i - 1] - 2 * s[i] + s[i + 1]);
  return weights;
}

}  // namespace poise::signal
