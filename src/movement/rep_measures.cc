#include "movement/rep_measures.h"

#include <algorithm>
#include <cmath>
#include <map>

#include "signal/statistics.h"

namespace poise::movement {
namespace {

constexpr double kSupported = 0.98;
constexpr double kTouch = 0.05;
constexpr double kTouch_s = 0.1;
constexpr double kGap_s = 0.1;
constexpr double kPartial = 0.6;
constexpr double kSetPause_s = 4;
constexpr double kRfdEpoch_s = 0.1;

std::span<const double> slice(const std::vector<double>& column, std::size_t from, std::size_t to) {
  return std::span(column).subspan(from, to - from + 1);
}

double impulse(std::span<const double> force_n, double step_s) {  // trapezoid (Street 2001)
  double sum = 0;
  for (std::size_t i = 0; i + 1 < force_n.size(); ++i) sum += 0.5 * (force_n[i] + force_n[i + 1]);
  return sum * step_s;
}

/// Mean over the time that the samples span: what is at the ends counts half.
double mean_over_time(std::span<const double> values) {
  if (values.size() < 2) return values.front();
  double sum = 0;
  for (std::size_t i = 0; i + 1 < values.size(); ++i) sum += 0.5 * (values[i] + values[i + 1]);
  return sum / static_cast<double>(values.size() - 1);
}

Maybe steepest_rise(std::span<const double> force_n, double step_s) {
  const auto epoch = static_cast<std::size_t>(std::lround(kRfdEpoch_s / step_s));
  if (epoch < 2 || force_n.size() <= epoch) return std::nullopt;
  double best = 0;
  for (std::size_t i = 0; i + epoch < force_n.size(); ++i) best = std::max(best, force_n[i + epoch] - force_n[i]);
  return best / (static_cast<double>(epoch) * step_s);
}

Maybe range(std::span<const double> values) {
  const auto [low, high] = std::minmax_element(values.begin(), values.end());
  return *high - *low;
}

}  // namespace

void measure_forces(const Columns& columns, Sides sides, Rep& rep) {
  const Loads& loads = columns.loads;
  const std::size_t from = loads.index_at(rep.start_s), to = loads.index_at(rep.end_s);
  const auto total = slice(loads.total_n, from, to);
  rep.peak_n = *std::max_element(total.begin(), total.end());
  rep.min_n = *std::min_element(total.begin(), total.end());
  rep.rfd_100ms_n_s = steepest_rise(total, loads.step_s);
  if (!loads.has_sides()) return;
  const auto left = slice(loads.left_n, from, to), right = slice(loads.right_n, from, to);
  rep.left_mean_n = mean_over_time(left);
  rep.right_mean_n = mean_over_time(right);
  rep.peak_left_n = *std::max_element(left.begin(), left.end());
  rep.peak_right_n = *std::max_element(right.begin(), right.end());
  // The samples nearest to the ends span a little more or less than the repetition.
  const double span_s = loads.step_s * static_cast<double>(to - from);
  const double to_length = span_s > 0 ? (rep.end_s - rep.start_s) / span_s : 0;
  rep.impulse_left_ns = to_length * impulse(left, loads.step_s);
  rep.impulse_right_ns = to_length * impulse(right, loads.step_s);
  if (sides == Sides::one_plate) return;
  std::vector<double> share_pct(left.size());
  for (std::size_t i = 0; i < left.size(); ++i) share_pct[i] = 100 * left[i] / (left[i] + right[i]);
  rep.left_share_pct = mean_over_time(share_pct);
  if (sides != Sides::together) return;
  rep.symmetry_index_total_pct = 100 * (*rep.right_mean_n - *rep.left_mean_n) / (*rep.right_mean_n + *rep.left_mean_n);
}

void measure_cop(const Columns& columns, Sides sides, Rep& rep) {
  if (columns.cop_x_mm.empty()) return;
  const std::size_t from = columns.loads.index_at(rep.start_s), to = columns.loads.index_at(rep.end_s);
  const auto x = slice(columns.cop_x_mm, from, to);
  rep.cop_range_ml_mm = range(x);
  if (!columns.cop_y_mm.empty()) rep.cop_range_ap_mm = range(slice(columns.cop_y_mm, from, to));
  if (x.size() < 2 || sides == Sides::leading || sides == Sides::alternating) return;
  double path = 0;
  for (std::size_t i = 0; i + 1 < x.size(); ++i) path += std::abs(x[i + 1] - x[i]);
  rep.cop_ml_speed_mm_s = path / (static_cast<double>(x.size() - 1) * columns.loads.step_s);
}

int count_touches(const Columns& columns, Side stance, double start_s, double end_s) {
  const Loads& loads = columns.loads;
  if (!loads.has_sides() || stance == Side::both) return 0;
  const std::vector<double>& free_n = stance == Side::left ? loads.right_n : loads.left_n;
  const std::size_t from = loads.index_at(start_s), to = loads.index_at(end_s);
  const double limit_n = kTouch * columns.body_weight_n.value_or(loads.total_n[from]);
  const auto least = std::max<std::size_t>(1, static_cast<std::size_t>(std::lround(kTouch_s / loads.step_s)));
  int touches = 0;
  std::size_t run = 0;
  for (std::size_t i = from; i <= to; ++i) {
    run = free_n[i] > limit_n ? run + 1 : 0;
    touches += run == least;
  }
  return touches;
}

int find_reasons(const Columns& columns, const Exercise& exercise, Rep& rep) {
  const Loads& loads = columns.loads;
  const auto add = [&](const char* reason) {
    rep.valid = false;
    rep.reasons.emplace_back(reason);
  };
  if (exercise.pattern == Pattern::squat && columns.body_weight_n) {
    const auto total = slice(loads.total_n, loads.index_at(rep.start_s), loads.index_at(rep.end_s));
    if (*signal::mean(total) < kSupported * *columns.body_weight_n) add("hand_support");
  }
  const int touches = exercise.one_plate() ? count_touches(columns, rep.side, rep.start_s, rep.end_s) : 0;
  if (touches > 0) add("touch");
  const bool has_gap = std::any_of(columns.gaps.begin(), columns.gaps.end(), [&](const Gap& gap) {
    return gap.end_s - gap.start_s > kGap_s && gap.start_s < rep.end_s && gap.end_s > rep.start_s;
  });
  if (has_gap) add("gap");
  const bool overloaded = std::any_of(columns.overloads.begin(), columns.overloads.end(), [&](const auto& span) {
    return span.first <= rep.end_s && span.second >= rep.start_s;
  });
  if (overloaded) add("overload");
  return touches;
}

void mark_partial(std::vector<Rep>& reps, const std::vector<double>& travel) {
  std::map<int, std::vector<double>> by_set;
  for (std::size_t i = 0; i < reps.size(); ++i) by_set[reps[i].set].push_back(travel[i]);
  for (std::size_t i = 0; i < reps.size(); ++i) {
    if (travel[i] >= kPartial * *signal::quantile(by_set[reps[i].set], 0.5)) continue;
    reps[i].valid = false;
    reps[i].reasons.emplace_back("partial");
  }
}

void number_sets(std::vector<Rep>& reps, std::span<const double> set_ends_s, Sides sides) {
  std::vector<double> pauses;
  for (std::size_t i = 1; i < reps.size(); ++i) pauses.push_back(reps[i].start_s - reps[i - 1].end_s);
  const double usual_s = signal::quantile(pauses, 0.5).value_or(0);
  for (std::size_t i = 0; i < reps.size(); ++i) {
    reps[i].index = static_cast<int>(i) + 1;
    if (i == 0) continue;
    const bool ended = std::any_of(set_ends_s.begin(), set_ends_s.end(), [&](double end_s) {
      return end_s > reps[i - 1].start_s && end_s <= reps[i].start_s;
    });
    const bool paused = pauses[i - 1] > kSetPause_s && pauses[i - 1] > 3 * usual_s;
    const bool rested = set_ends_s.empty() ? paused : ended;
    const bool other_side = sides != Sides::alternating && reps[i].side != reps[i - 1].side;
    reps[i].set = reps[i - 1].set + (rested || other_side);
  }
}

}  // namespace poise::movement
