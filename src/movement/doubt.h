#pragma once

#include <optional>
#include <span>
#include <vector>

namespace poise::movement {

/// 95 % half-widths: how far a figure may be from what it stands for. Each is put together from what is known to
/// disturb it (JCGM 100:2008, "GUM", 5.1 and 5.2: root of the sum of squares, correlations kept) and widened by
/// Student's t where a spread was seen on little (GUM annex G); what is not known is left out and named where the
/// figure is. The derivations, and how often the intervals hold the truth of simulated people, stand in DOUBTS.md.
///
/// A load is disturbed by two kinds of noise, which count differently in a mean and an integral:
///  - the body's wander, of a known band (below) and none outside of it, which nearly cancels in the long run;
///  - the instrument's, which is white: as much at 0 Hz as anywhere, so that it adds up.

/// How the power of a wander is spread over frequency: what lies below, logarithmic in between.
struct WanderBand {
  double f0_hz, f50_hz, f95_hz, f100_hz;
};
/// Weight from leg to leg in standing: half of the power below 0.12 Hz, 95 % below 0.55 Hz (computed from the
/// open PDS recordings: 0.08-0.20 and 0.5-0.8 Hz).
inline constexpr WanderBand kShareWander{0.01, 0.12, 0.55, 1.2};
/// The total of somebody who stands still: none below 0.5 Hz, or the body would float away.
inline constexpr WanderBand kTotalTremble{0.5, 2.5, 7, 8};
/// The frequencies that stand for a band: the middles of `count` parts of equal power.
std::vector<double> frequencies_hz(const WanderBand& band, int count);

/// One-sided density, unit²/Hz, of the white noise in a signal that is otherwise smooth: the variance of its fifth
/// differences, Σ(−1)ᵏC(5,k)x[i+k], is 252 times that of white noise, while what lies below a tenth of the rate
/// is weakened by 1e-4 and more (power gain (2 sin πf/rate)¹⁰; difference-based estimators: von Neumann 1941, Gasser et
/// al. 1986). By median deviation, so that steps count for nothing. `raw` unfiltered, evenly spaced at `rate_hz`; NaN
/// and windows with NaN are skipped. Absent with fewer than 20 differences.
std::optional<double> white_density(std::span<const double> raw, double rate_hz);

/// The mean of a signal over a piece of time.
struct Piece {
  double start_s = 0, end_s = 0, mean = 0;
};
/// A stretch of samples as pieces of about `piece_s`, at least one.
void append_pieces(std::span<const double> values, double start_s, double step_s, double piece_s,
                   std::vector<Piece>& pieces);

/// A weighted sum of pieces of a noisy signal: what counts in it is the wander that they have in common.
struct WeightedPiece {
  double start_s = 0, end_s = 0, weight = 0;
};
/// Its SD: √(σ²·mean over the band of |Σ wᵢ·mean of exp(i2πft) over piece i|² + density/2·Σwᵢ²/lengthᵢ).
double sum_of_pieces_sd(std::span<const WeightedPiece> pieces, const WanderBand& band, double wander_sd, double white);

struct MeanDoubt {
  double doubt = 0;      ///< 95 %, of the mean of the pieces weighted by their lengths
  double wander_sd = 0;  ///< of the body's wander, as estimated; 0: none that shows
  double t = 1.96;       ///< the quantile that goes with it
};
/// Doubt of a mean from the spread of its pieces. The wander's variance σ² is what the spread has more than white noise
/// of that density explains; less than twice the SD by which that scatters counts as none. The mean then has the
/// SD of sum_of_pieces_sd(). The degrees of freedom of σ² are those of a quadratic form in correlated normal
/// pieces, 2E²/Var (Satterthwaite 1946). Absent when hardly anything of the wander was seen: the mean has nine
/// tenths and more of it.
std::optional<MeanDoubt> mean_doubt(std::span<const Piece> pieces, const WanderBand& band, double white);

/// SD of Σ wₖ x(k·step) when x is a wander of that SD and band, and white noise of that density:
/// √(density/2·Σw²/step + σ²·mean over the band of |Σ w exp(i2πf k step)|²) (GUM 5.2.2, by frequencies).
double sum_sd(std::span<const double> weights, double step_s, const WanderBand& band, double wander_sd, double white);

/// What a zero that drifts evenly from one moment to another has done by a third, as a 95 % half-width: it may have
/// moved by then by nothing or by all of `effect` (rectangular: √(mean² + variance) = effect/√3).
double drift_doubt(double effect);

/// 95 % half-width of a share in percent when each plate's gain is off by `residual_pct` (SD) of its own:
/// √2·share·(1 − share)·residual.
double gain_share_doubt_pct(double left_mean_pct, double residual_pct);

/// The same of a total of which the left carries that share: √(share² + (1 − share)²)·residual·total; one plate: all.
double gain_total_doubt_n(double total_n, std::optional<double> left_mean_pct, double residual_pct);

/// Independent doubts of one figure: √(a² + b²).
double combined(double a, double b);

}  // namespace poise::movement
