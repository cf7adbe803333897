#include "movement/record_doubt.h"

#include <algorithm>
#include <cmath>
#include <limits>

#include "movement/empty_mat.h"
#include "signal/balance.h"
#include "signal/statistics.h"

namespace poise::movement {
namespace {

constexpr double kClearOfTrembling_hz = 30;  // samples a second, from which on trembling and instrument are told apart
constexpr double kSomebody_n = 2 * signal::kLoadGate_n;
constexpr double kTremblePiece_s = 0.1, kWanderPiece_s = 2;
constexpr int kMostPieces = 60;
// The second that was chosen as the stillest of many has a mean that scatters by a tenth more than that of any second
// (a hundred thousand simulated choices among white noise: 1.09).
constexpr double kStillest = 1.1;
constexpr double kDriftShows = 2;  // SDs

/// A raw column where somebody is on the mat; NaN elsewhere.
template <class Value>
std::vector<double> while_loaded(const Recording& recording, Value value) {
  std::vector<double> raw(recording.size(), std::numeric_limits<double>::quiet_NaN());
  for (std::size_t i = 0; i < raw.size(); ++i)
    if (recording.total_n[i] > kSomebody_n) raw[i] = value(i);
  return raw;
}

Maybe white_n2_hz(const FinalPass& pass) {
  const Recording& recording = pass.recording;
  if (pass.grid.rate_hz < kClearOfTrembling_hz) return white_of_empty_mat_n2_hz(pass);
  return white_density(while_loaded(recording, [&](std::size_t i) { return recording.total_n[i]; }), pass.grid.rate_hz);
}

double white_share_pct2_hz(const FinalPass& pass, const std::vector<Bout>& stretches) {
  const Recording& recording = pass.recording;
  std::vector<double> raw(recording.size(), std::numeric_limits<double>::quiet_NaN());
  for (const Bout& bout : stretches) {
    const auto from = std::lower_bound(pass.time_s.begin(), pass.time_s.end(), pass.columns.loads.time_at(bout.begin));
    const auto to = std::lower_bound(from, pass.time_s.end(), pass.columns.loads.time_at(bout.end));
    for (auto i = static_cast<std::size_t>(from - pass.time_s.begin()); i < static_cast<std::size_t>(to - pass.time_s.begin()); ++i)
      raw[i] = 100 * recording.left_n[i] / (recording.left_n[i] + recording.right_n[i]);
  }
  return white_density(raw, pass.grid.rate_hz).value_or(0);
}

/// A drift; none when it is not clear of its own noise.
double shown(const ZeroDrift& drift, double newtons) {
  return std::abs(newtons) > kDriftShows * drift.noise_n ? newtons : 0;
}

std::optional<double> left_share_pct(const FinalPass& pass, const Still& still) {
  const Loads& loads = pass.columns.loads;
  return signal::mean(pass.share_in({loads.index_at(still.start_s), loads.index_at(still.end_s) + 1, Side::both}));
}

}  // namespace

StandingNoise standing_noise(const FinalPass& pass, double sd_n) {
  StandingNoise noise;
  noise.sd_n = sd_n;
  noise.bandwidth_hz = pass.result.filter_hz > 0 ? pass.result.filter_hz : pass.grid.rate_hz / 2;
  noise.white_n2_hz = white_n2_hz(pass).value_or(sd_n * sd_n / noise.bandwidth_hz);
  return noise;
}

WeightDoubt weight_doubt(const FinalPass& pass, const Still& still) {
  const Loads& loads = pass.columns.loads;
  const Bout second{loads.index_at(still.start_s), loads.index_at(still.end_s) + 1, Side::both};
  std::vector<Piece> pieces;
  append_pieces(part(loads.total_n, second), loads.time_at(second.begin), loads.step_s, kTremblePiece_s, pieces);
  const auto mean = mean_doubt(pieces, kTotalTremble, standing_noise(pass, still.sd_n).white_n2_hz);
  const double trembling_n = kStillest * (mean ? mean->doubt : 1.96 * still.sd_n);
  WeightDoubt doubt{trembling_n, trembling_n};
  if (pass.zero_drift)
    doubt.all_n = combined(doubt.all_n, drift_doubt(shown(*pass.zero_drift, pass.zero_drift->total_n) *
                                                pass.zero_drift->part_at(still.start_s)));
  if (const auto residual = pass.options.calibration_residual_pct)
    doubt.all_n = combined(doubt.all_n, gain_total_doubt_n(still.mean_n, left_share_pct(pass, still), *residual));
  return doubt;
}

std::optional<ShareDoubt> share_doubt(const FinalPass& pass, const std::vector<Bout>& stretches, double left_mean_pct) {
  const Loads& loads = pass.columns.loads;
  if (!loads.has_sides() || stretches.empty()) return std::nullopt;
  double length_s = 0, load_n = 0, middle_s = 0;
  for (const Bout& bout : stretches) {
    const double seconds = loads.step_s * static_cast<double>(bout.end - bout.begin);
    length_s += seconds;
    load_n += seconds * signal::mean(part(loads.total_n, bout)).value_or(0);
    middle_s += seconds * (loads.time_at(bout.begin) + loads.time_at(bout.end)) / 2;
  }
  load_n /= length_s;
  middle_s /= length_s;
  if (load_n <= 0) return std::nullopt;

  std::vector<Piece> pieces;
  const double piece_s = std::max(kWanderPiece_s, length_s / kMostPieces);
  for (const Bout& bout : stretches)
    append_pieces(pass.share_in(bout), loads.time_at(bout.begin), loads.step_s, piece_s, pieces);
  const auto mean = mean_doubt(pieces, kShareWander, white_share_pct2_hz(pass, stretches));
  if (!mean) return std::nullopt;
  ShareDoubt doubt{mean->doubt, *mean};
  if (const auto& drift = pass.zero_drift; drift && drift->left_n && drift->right_n) {
    const double share = left_mean_pct / 100;
    const double moved_n = shown(*drift, (1 - share) * *drift->left_n - share * *drift->right_n);
    doubt.doubt_pct = combined(doubt.doubt_pct, drift_doubt(100 * moved_n / load_n * drift->part_at(middle_s)));
  }
  if (const auto residual = pass.options.calibration_residual_pct)
    doubt.doubt_pct = combined(doubt.doubt_pct, gain_share_doubt_pct(left_mean_pct, *residual));
  return doubt;
}

double swing_doubt_pct(const FinalPass& pass, const MeanDoubt& wander, double swing_n, double left_share_pct) {
  const Still& rest = pass.rest;
  const auto held = held_stretches(pass);
  double length_s = 0;
  for (const Bout& hold : held) length_s += static_cast<double>(hold.end - hold.begin);
  const Loads& loads = pass.columns.loads;
  // In points of the index a point of share counts twice; in newtons, the difference of the plates once.
  std::vector<WeightedPiece> by_share{{rest.start_s, rest.end_s, -2 * rest.mean_n / swing_n}};
  std::vector<WeightedPiece> by_load{{rest.start_s, rest.end_s, -100 / swing_n}};
  for (const Bout& hold : held) {
    const double part = static_cast<double>(hold.end - hold.begin) / length_s;
    const double from_s = loads.time_at(hold.begin), to_s = loads.time_at(hold.end);
    by_share.push_back({from_s, to_s, part * 2 * (rest.mean_n + swing_n) / swing_n});
    by_load.push_back({from_s, to_s, part * 100 / swing_n});
  }
  const double wanders = wander.t * sum_of_pieces_sd(by_share, kShareWander, wander.wander_sd, 0);
  const double instrument =
      1.96 * sum_of_pieces_sd(by_load, kShareWander, 0, standing_noise(pass, rest.sd_n).white_n2_hz);
  const double gains = 2 * gain_share_doubt_pct(left_share_pct, pass.options.calibration_residual_pct.value_or(0));
  return combined(combined(wanders, instrument), gains);
}

}  // namespace poise::movement
