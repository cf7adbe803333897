#include "movement/asymmetry.h"

#include <algorithm>
#include <cmath>

#include "signal/statistics.h"

namespace poise::movement {
namespace {

/// Positive, and their mean at least two standard errors from zero.
bool clear_of_zero(std::span<const double> values) {
  if (values.empty() || std::any_of(values.begin(), values.end(), [](double v) { return !(v > 1e-9); })) return false;
  const double sd = signal::standard_deviation(values).value_or(0);
  return *signal::mean(values) > 2 * sd / std::sqrt(static_cast<double>(values.size()));
}

/// Real when the mean of the values lies outside t(0.975, n−1)·SD/√n of `even`.
void judge(std::span<const double> pairs_pct, double even, Asymmetry& result) {
  const auto sd = signal::standard_deviation(pairs_pct);
  if (!sd) return;
  const auto n = static_cast<double>(pairs_pct.size());
  result.sd_pct = sd;
  result.doubt_pct = signal::student_t_975(n - 1) * *sd / std::sqrt(n);
  result.verdict = std::abs(*signal::mean(pairs_pct) - even) > *result.doubt_pct ? "real" : "within_noise";
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

template <class Index>
std::vector<double> of_pairs(std::span<const double> left, std::span<const double> right, Index index) {
  std::vector<double> values;
  for (std::size_t i = 0; i < std::min(left.size(), right.size()); ++i) values.push_back(index(left[i], right[i]));
  return values;
}

}  // namespace

std::optional<Asymmetry> asymmetry_of_total(std::string metric, std::string unit, std::span<const double> left,
                                            std::span<const double> right) {
  if (!clear_of_zero(left) || !clear_of_zero(right) || left.size() != right.size()) return std::nullopt;
  Asymmetry result = make(std::move(metric), "symmetry_index_total", std::move(unit), left, right);
  const auto index_pct = of_pairs(left, right, [](double l, double r) { return 100 * (r - l) / (r + l); });
  result.value_pct = std::abs(*signal::mean(index_pct));
  result.favours = favoured(0, *signal::mean(index_pct), false);
  judge(index_pct, 0, result);
  return result;
}

std::optional<Asymmetry> asymmetry_to_better(std::string metric, std::string unit, std::span<const double> left,
                                             std::span<const double> right, bool lower_is_better) {
  if (!clear_of_zero(left) || !clear_of_zero(right)) return std::nullopt;
  Asymmetry result = make(std::move(metric), "percent_difference_to_better", std::move(unit), left, right);
  const auto [low, high] = std::minmax(*result.left, *result.right);
  result.value_pct = 100 - 100 * low / high;
  result.favours = favoured(*result.left, *result.right, lower_is_better);
  judge(of_pairs(left, right, [&, most = high](double l, double r) { return 100 * (r - l) / most; }), 0, result);
  return result;
}

std::optional<Asymmetry> limb_symmetry_index(std::string metric, std::string unit, std::span<const double> left,
                                             std::span<const double> right, bool lower_is_better, Side involved) {
  if (involved == Side::both || !clear_of_zero(left) || !clear_of_zero(right)) return std::nullopt;
  Asymmetry result = make(std::move(metric), "lsi", std::move(unit), left, right);
  // The side that the index divides by.
  const bool over_left = (involved == Side::right) != lower_is_better;
  const auto index = [&](double l, double r) { return over_left ? 100 * r / l : 100 * l / r; };
  result.value_pct = index(*result.left, *result.right);
  result.favours = favoured(*result.left, *result.right, lower_is_better);
  judge(of_pairs(left, right, index), 100, result);
  return result;
}

}  // namespace poise::movement
