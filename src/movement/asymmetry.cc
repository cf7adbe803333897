#include "movement/asymmetry.h"

#include <algorithm>
#include <cmath>

#include "signal/statistics.h"

namespace poise::movement {
namespace {

bool all_positive(std::span<const double> values) {
  return !values.empty() && std::all_of(values.begin(), values.end(), [](double v) { return v > 1e-9; });
}

/// Real when the mean of the signed values lies outside t(0.975, n−1)·SD/√n of zero.
void judge(std::span<const double> signed_pct, Asymmetry& result) {
  const auto sd = signal::standard_deviation(signed_pct);
  if (!sd) return;
  const auto n = static_cast<double>(signed_pct.size());
  result.sd_pct = sd;
  result.doubt_pct = signal::student_t_975(static_cast<int>(n) - 1) * *sd / std::sqrt(n);
  result.verdict = std::abs(*signal::mean(signed_pct)) > *result.doubt_pct ? "real" : "within_noise";
}

Asymmetry make(std::string metric, std::string formula, std::string unit, std::span<const double> left,
               std::span<const double> right) {
  Asymmetry result;
  result.metric = std::move(metric);
  result.formula = std::move(formula);
  result.unit = std::move(unit);
  result.left = signal::mean(left);
  result.right = signal::mean(right);
  result.n_left = static_cast<int>(left.size());
  result.n_right = static_cast<int>(right.size());
  return result;
}

const char* favoured(double left, double right, bool lower_is_better) {
  if (left == right) return "none";
  return (left > right) != lower_is_better ? "left" : "right";
}

}  // namespace

std::optional<Asymmetry> asymmetry_of_total(std::string metric, std::string unit, std::span<const double> left,
                                            std::span<const double> right) {
  if (!all_positive(left) || !all_positive(right) || left.size() != right.size()) return std::nullopt;
  Asymmetry result = make(std::move(metric), "symmetry_index_total", std::move(unit), left, right);
  std::vector<double> index_pct;
  for (std::size_t i = 0; i < left.size(); ++i)
    index_pct.push_back(100 * (right[i] - left[i]) / (right[i] + left[i]));
  result.value_pct = std::abs(*signal::mean(index_pct));
  result.favours = favoured(0, *signal::mean(index_pct), false);
  judge(index_pct, result);
  return result;
}

std::optional<Asymmetry> asymmetry_to_better(std::string metric, std::string unit, std::span<const double> left,
                                             std::span<const double> right, bool lower_is_better) {
  if (!all_positive(left) || !all_positive(right)) return std::nullopt;
  Asymmetry result = make(std::move(metric), "percent_difference_to_better", std::move(unit), left, right);
  const auto [low, high] = std::minmax(*result.left, *result.right);
  result.value_pct = 100 - 100 * low / high;
  result.favours = favoured(*result.left, *result.right, lower_is_better);
  std::vector<double> difference_pct;
  for (std::size_t i = 0; i < std::min(left.size(), right.size()); ++i)
    difference_pct.push_back(100 * (right[i] - left[i]) / high);
  judge(difference_pct, result);
  return result;
}

}  // namespace poise::movement
