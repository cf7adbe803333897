#pragma once

#include <optional>
#include <span>

namespace poise::movement {

/// 95 % half-widths: how far a figure may be from what it stands for. Each is put together from what is known to
/// disturb it (JCGM 100:2008, GUM: root of the sum of squares, times 1.96); what is not known is left out and
/// named where the figure is. Checked by simulation: the interval covers the truth in 93-97 of 100 runs.

/// A stretch of time over which a mean was taken.
struct Stretch {
  double start_s = 0, end_s = 0;
};

/// How the power of a slow wander is spread over frequency: what lies below, logarithmic in between.
struct WanderBand {
  double f0_hz, f50_hz, f95_hz, f100_hz;
};
/// Weight from leg to leg in standing: half of the power below 0.12 Hz, 95 % below 0.55 Hz (computed from the
/// open PDS recordings: 0.08-0.20 and 0.5-0.8 Hz).
inline constexpr WanderBand kShareWander{0.01, 0.12, 0.55, 1.2};
/// The total of somebody who stands still: none below 0.5 Hz, or the body would float away.
inline constexpr WanderBand kTotalTremble{0.5, 2.5, 7, 8};

/// The part of a wander's variance that is left in its mean over these stretches: the mean over the band of
/// |Σ ∫ exp(i2πft) dt / Σ length|². 1 for a moment, towards 0 for a long record; 1 without any stretch.
double part_left_in_mean(const WanderBand& band, std::span<const Stretch> stretches);

/// Doubt of a mean whose values spread by `sd` over those stretches because of the wander. The spread seen is
/// that about the mean, smaller than the wander's by (1 − p), p = part_left_in_mean: sd·√(p / (1 − p)).
/// Absent when hardly anything of the wander was seen (p > 0.9).
std::optional<double> wander_doubt(double sd, const WanderBand& band, std::span<const Stretch> stretches);

/// What the mat itself adds to a share of `left_mean_pct` under a load of `total_n`: a zero that moved by
/// `drift_n` (the whole of it on one plate at worst; evenly spread up to that, hence /√3) shifts it by
/// 100·drift/total·max(share, 1 − share); gains of the plates that are off independently by `residual_pct` (SD) by
/// √2·share·(1 − share)·residual. Absent inputs count as none.
double mat_share_doubt_pct(double left_mean_pct, double total_n, std::optional<double> drift_n,
                           std::optional<double> residual_pct);

/// Body weight from `seconds` of stillness with SD `sd_n`: trembling, a zero that moved, the calibration's gain.
double weight_doubt_n(double sd_n, double start_s, double end_s, double weight_n, std::optional<double> drift_n,
                      std::optional<double> residual_pct);

/// Independent doubts of one figure: √(a² + b²).
double combined(double a, double b);

}  // namespace poise::movement
