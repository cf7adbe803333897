#include "movement/doubt.h"

#include <algorithm>
#include <cmath>
#include <complex>
#include <numbers>

#include "signal/statistics.h"

namespace poise::movement {
namespace {

constexpr int kFrequencies = 64;
constexpr double kCoverage = 1.96;
constexpr double kShows = 2;        // SDs by which a spread must be beyond chance
constexpr double kLeastSeen = 0.1;  // of the wander in the pieces, that their mean must not have

/// Frequency below which that part of the power lies.
double quantile_hz(const WanderBand& band, double part) {
  const auto between = [](double low, double high, double x) { return low * std::pow(high / low, x); };
  if (part < 0.5) return between(band.f0_hz, band.f50_hz, part / 0.5);
  if (part < 0.95) return between(band.f50_hz, band.f95_hz, (part - 0.5) / 0.45);
  return between(band.f95_hz, band.f100_hz, (part - 0.95) / 0.05);
}

/// A symmetric matrix by rows.
class Matrix {
 public:
  explicit Matrix(std::size_t n) : n_(n), values_(n * n) {}
  double& at(std::size_t i, std::size_t k) { return values_[i * n_ + k]; }
  double at(std::size_t i, std::size_t k) const { return values_[i * n_ + k]; }

 private:
  std::size_t n_;
  std::vector<double> values_;
};

/// Mean of exp(iωt) over a piece.
std::complex<double> mean_wave(double omega, double start_s, double end_s) {
  const double half = omega * (end_s - start_s) / 2;
  return std::polar(half > 1e-9 ? std::sin(half) / half : 1, omega * (start_s + end_s) / 2);
}

/// Covariance of the pieces' means by a wander of variance 1.
Matrix covariance_of(std::span<const Piece> pieces, const WanderBand& band) {
  const std::size_t n = pieces.size();
  Matrix covariance(n);
  std::vector<std::complex<double>> wave(n);
  for (const double f_hz : frequencies_hz(band, kFrequencies)) {
    const double omega = 2 * std::numbers::pi * f_hz;
    for (std::size_t i = 0; i < n; ++i) wave[i] = mean_wave(omega, pieces[i].start_s, pieces[i].end_s);
    for (std::size_t i = 0; i < n; ++i)
      for (std::size_t k = i; k < n; ++k)
        covariance.at(i, k) += (wave[i].real() * wave[k].real() + wave[i].imag() * wave[k].imag()) / kFrequencies;
  }
  for (std::size_t i = 0; i < n; ++i)
    for (std::size_t k = 0; k < i; ++k) covariance.at(i, k) = covariance.at(k, i);
  return covariance;
}

/// What mean and spread of the pieces are made of: with weights p, covariance C and A = diag(p) − p pᵀ the spread is
/// V = xᵀAx, E V = tr AC, Var V = 2 tr ACAC.
struct Forms {
  double in_mean = 0;    ///< pᵀCp
  double in_spread = 0;  ///< tr AC
  double squares = 0;    ///< tr ACAC
};

Forms forms_of(const Matrix& covariance, std::span<const double> weight) {
  const std::size_t n = weight.size();
  std::vector<double> mean_with(n);  // Cp
  Forms forms;
  for (std::size_t i = 0; i < n; ++i) {
    for (std::size_t k = 0; k < n; ++k) mean_with[i] += covariance.at(i, k) * weight[k];
    forms.in_mean += weight[i] * mean_with[i];
    forms.in_spread += weight[i] * covariance.at(i, i);
  }
  forms.in_spread -= forms.in_mean;
  // (AC)ᵢₖ = pᵢ (Cᵢₖ − (Cp)ₖ)
  for (std::size_t i = 0; i < n; ++i)
    for (std::size_t k = 0; k < n; ++k)
      forms.squares += weight[i] * (covariance.at(i, k) - mean_with[k]) * weight[k] * (covariance.at(k, i) - mean_with[i]);
  return forms;
}

}  // namespace

std::vector<double> frequencies_hz(const WanderBand& band, int count) {
  std::vector<double> frequencies;
  frequencies.reserve(static_cast<std::size_t>(count));
  for (int k = 0; k < count; ++k) frequencies.push_back(quantile_hz(band, (k + 0.5) / count));
  return frequencies;
}

std::optional<double> white_density(std::span<const double> raw, double rate_hz) {
  constexpr std::size_t kOrder = 5;
  constexpr double kGain = 252;  // Σ C(5,k)²
  std::vector<double> differences;
  for (std::size_t i = 0; i + kOrder < raw.size(); ++i) {
    const double difference =
        raw[i + 5] - 5 * raw[i + 4] + 10 * raw[i + 3] - 10 * raw[i + 2] + 5 * raw[i + 1] - raw[i];
    if (std::isfinite(difference)) differences.push_back(difference);
  }
  if (differences.size() < 20) return std::nullopt;
  const double sd = *signal::robust_sd(differences);
  return sd * sd / kGain / (rate_hz / 2);
}

void append_pieces(std::span<const double> values, double start_s, double step_s, double piece_s,
                   std::vector<Piece>& pieces) {
  if (values.empty()) return;
  const auto n = values.size();
  const auto count = std::clamp<std::size_t>(
      static_cast<std::size_t>(std::lround(static_cast<double>(n) * step_s / piece_s)), 1, n);
  for (std::size_t k = 0; k < count; ++k) {
    const std::size_t from = k * n / count, to = (k + 1) * n / count;
    const auto mean = signal::mean(values.subspan(from, to - from));
    if (!mean) continue;
    pieces.push_back({start_s + step_s * static_cast<double>(from), start_s + step_s * static_cast<double>(to), *mean});
  }
}

std::optional<MeanDoubt> mean_doubt(std::span<const Piece> pieces, const WanderBand& band, double white) {
  const std::size_t n = pieces.size();
  double length_s = 0, mean = 0, spread = 0;
  for (const Piece& piece : pieces) length_s += piece.end_s - piece.start_s;
  if (n < 2 || length_s <= 0) return std::nullopt;
  std::vector<double> weight;
  for (const Piece& piece : pieces) {
    weight.push_back((piece.end_s - piece.start_s) / length_s);
    mean += weight.back() * piece.mean;
  }
  for (std::size_t i = 0; i < n; ++i) spread += weight[i] * (pieces[i].mean - mean) * (pieces[i].mean - mean);

  Matrix covariance = covariance_of(pieces, band);
  const Forms wander = forms_of(covariance, weight);
  if (wander.in_spread < kLeastSeen * (wander.in_spread + wander.in_mean)) return std::nullopt;
  const double white_in_mean = white / 2 / length_s;
  const double white_in_spread = white_in_mean * static_cast<double>(n - 1);
  // White noise alone spreads with n − 1 degrees of freedom.
  const double by_chance = kShows * white_in_spread * std::sqrt(2 / static_cast<double>(n - 1));
  MeanDoubt result;
  double variance = 0;
  if (spread - white_in_spread > by_chance) {
    variance = (spread - white_in_spread) / wander.in_spread;
    for (std::size_t i = 0; i < n; ++i) {
      for (std::size_t k = 0; k < n; ++k) covariance.at(i, k) *= variance;
      covariance.at(i, i) += white_in_mean / weight[i];
    }
    const Forms both = forms_of(covariance, weight);
    // Of the spread's own degrees of freedom, and of the white noise, which is known well beside it.
    const double in_mean = variance * wander.in_mean + white_in_mean;
    const double error = wander.in_mean / wander.in_spread;  // of the mean's variance by the spread's
    result.t = signal::student_t_975(std::max(1.0, in_mean * in_mean / (error * error * both.squares)));
  }
  result.wander_sd = std::sqrt(variance);
  result.doubt = result.t * std::sqrt(variance * wander.in_mean + white_in_mean);
  return result;
}

double sum_of_pieces_sd(std::span<const WeightedPiece> pieces, const WanderBand& band, double wander_sd, double white) {
  double response = 0, white_part = 0;
  for (const double f_hz : frequencies_hz(band, kFrequencies)) {
    std::complex<double> sum = 0;
    for (const WeightedPiece& piece : pieces)
      sum += piece.weight * mean_wave(2 * std::numbers::pi * f_hz, piece.start_s, piece.end_s);
    response += std::norm(sum) / kFrequencies;
  }
  for (const WeightedPiece& piece : pieces) white_part += piece.weight * piece.weight / (piece.end_s - piece.start_s);
  return std::sqrt(wander_sd * wander_sd * response + white / 2 * white_part);
}

double sum_sd(std::span<const double> weights, double step_s, const WanderBand& band, double wander_sd, double white) {
  constexpr int kFew = 24;  // a sum over seconds answers smoothly to frequency
  double squares = 0;
  for (const double weight : weights) squares += weight * weight;
  double response = 0;
  for (const double f_hz : frequencies_hz(band, kFew)) {
    const double angle = 2 * std::numbers::pi * f_hz * step_s, turn_re = std::cos(angle), turn_im = std::sin(angle);
    double re = 1, im = 0, sum_re = 0, sum_im = 0;
    for (const double weight : weights) {
      sum_re += weight * re;
      sum_im += weight * im;
      const double next = re * turn_re - im * turn_im;
      im = re * turn_im + im * turn_re;
      re = next;
    }
    response += (sum_re * sum_re + sum_im * sum_im) / kFew;
  }
  return std::sqrt(white / 2 * squares / step_s + wander_sd * wander_sd * response);
}

double drift_doubt(double effect) { return kCoverage * std::abs(effect) / std::sqrt(3.0); }

double gain_share_doubt_pct(double left_mean_pct, double residual_pct) {
  const double share = left_mean_pct / 100;
  return kCoverage * std::numbers::sqrt2 * share * (1 - share) * residual_pct;
}

double gain_total_doubt_n(double total_n, std::optional<double> left_mean_pct, double residual_pct) {
  const double share = left_mean_pct.value_or(100) / 100;
  return kCoverage * std::hypot(share, 1 - share) * residual_pct / 100 * total_n;
}

double combined(double a, double b) { return std::hypot(a, b); }

}  // namespace poise::movement
