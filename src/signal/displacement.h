#pragma once

#include <span>
#include <vector>

namespace poise::signal {

/// Displacement from acceleration with its drift closed, by penalised least squares: the s that minimises
///
///   Σ (s[i−1] − 2 s[i] + s[i+1] − step² a[i])²  +  Σ pull[i] s[i]²
///
/// (second-difference smoother after Whittaker 1923, with the acceleration as its target). A constant `pull` p
/// is the zero-phase high-pass 1 / (1 + p / (ω step)⁴) of the double integral: it holds the middle of the
/// record without knowing when the body stood still. With p large where the body is known to stand (s = 0, at
/// rest) and 0 elsewhere it is the smallest correction of the acceleration that closes both velocity and
/// displacement between the stands. Free ends, so nothing is assumed beyond the record.
///
/// acceleration in m/s², step in s; result in m, same length. At least one pull must be positive. Banded
/// Cholesky: linear in time and memory. Well conditioned to pull ≥ 1e-11 over 1e5 samples; use 40 Hz or less.
std::vector<double> close_displacement(std::span<const double> acceleration_m_s2, double step_s,
                                       std::span<const double> pull);

/// How much each acceleration counts in the displacement at sample `at`, in s²: ∂s[at]/∂a[i] of close_displacement()
/// with that step and pull, which is linear in the acceleration. For its doubt (GUM 5.2.2): noise of autocovariance R
/// in the acceleration has the variance wᵀRw in the displacement. Same length as pull; `at` within it. Linear.
std::vector<double> closure_weights(double step_s, std::span<const double> pull, std::size_t at);

/// The constant pull whose high-pass has its half-amplitude point at `corner_hz`.
double pull_for_corner(double corner_hz, double step_s);

}  // namespace poise::signal
