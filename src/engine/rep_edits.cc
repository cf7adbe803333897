#include "engine/rep_edits.h"

#include <fmt/format.h>

#include <algorithm>
#include <cmath>
#include <limits>

namespace poise::engine {
namespace {

using movement::Analysis;
using movement::Maybe;
using movement::Rep;

struct Rows {
  std::size_t begin = 0, end = 0;
};

Rows rows_between(const Recording& recording, double start_s, double end_s) {
  const auto& t = recording.time_s;
  const auto first = std::lower_bound(t.begin(), t.end(), start_s);
  const auto last = std::upper_bound(first, t.end(), end_s);
  return {static_cast<std::size_t>(first - t.begin()), static_cast<std::size_t>(last - t.begin())};
}

/// Of the values that are there.
Maybe mean_of(const std::vector<double>& column, const Rows& rows) {
  double sum = 0;
  std::size_t n = 0;
  for (std::size_t i = rows.begin; i < std::min(rows.end, column.size()); ++i) {
    if (std::isnan(column[i])) continue;
    sum += column[i];
    ++n;
  }
  return n > 0 ? Maybe(sum / static_cast<double>(n)) : std::nullopt;
}

Maybe range_of(const std::vector<double>& column, const Rows& rows) {
  double low = std::numeric_limits<double>::infinity(), high = -low;
  for (std::size_t i = rows.begin; i < std::min(rows.end, column.size()); ++i) {
    if (std::isnan(column[i])) continue;
    low = std::min(low, column[i]);
    high = std::max(high, column[i]);
  }
  return high >= low ? Maybe(high - low) : std::nullopt;
}

void measure_again(const Recording& recording, bool shares, Rep& rep) {
  const Rows rows = rows_between(recording, rep.start_s, rep.end_s);
  rep.left_mean_n = mean_of(recording.left_n, rows);
  rep.right_mean_n = mean_of(recording.right_n, rows);
  const double length_s = rep.end_s - rep.start_s;
  rep.impulse_left_ns = rep.left_mean_n ? Maybe(*rep.left_mean_n * length_s) : std::nullopt;
  rep.impulse_right_ns = rep.right_mean_n ? Maybe(*rep.right_mean_n * length_s) : std::nullopt;
  if (shares) {
    rep.left_share_pct = mean_of(recording.left_share_pct, rows);
    if (rep.left_mean_n && rep.right_mean_n && *rep.left_mean_n + *rep.right_mean_n > 0)
      rep.symmetry_index_total_pct =
          100 * (*rep.right_mean_n - *rep.left_mean_n) / (*rep.right_mean_n + *rep.left_mean_n);
  }
  rep.cop_range_ml_mm = range_of(recording.cop_x_mm, rows);
  rep.cop_range_ap_mm = range_of(recording.cop_y_mm, rows);
}

void move_times(const Recording& recording, const store::RepEdit& edit, Rep& rep) {
  const Rep before = rep;
  rep.start_s = edit.start_s.value_or(rep.start_s);
  rep.end_s = edit.end_s.value_or(rep.end_s);
  if (rep.bottom_s > rep.start_s && rep.bottom_s < rep.end_s) {
    if (rep.down_s) rep.down_s = std::max(0.0, *rep.down_s + before.start_s - rep.start_s);
    if (rep.up_s) rep.up_s = std::max(0.0, *rep.up_s + rep.end_s - before.end_s);
  } else {  // another movement than the one that was measured
    rep.bottom_s = (rep.start_s + rep.end_s) / 2;
    for (Maybe Rep::*member : {&Rep::down_s, &Rep::hold_s, &Rep::up_s, &Rep::depth_mm, &Rep::depth_doubt_mm,
                               &Rep::peak_n, &Rep::min_n, &Rep::peak_left_n, &Rep::peak_right_n,
                               &Rep::rfd_100ms_n_s, &Rep::peak_velocity_mm_s, &Rep::peak_power_w,
                               &Rep::top_left_pct_bw, &Rep::top_right_pct_bw, &Rep::swing_left_share_pct,
                               &Rep::sag_pct, &Rep::hold_steadiness_pct})
      rep.*member = std::nullopt;
  }
  rep.cop_ml_speed_mm_s.reset();  // rests on filtered columns, which are not kept
  measure_again(recording, before.left_share_pct.has_value(), rep);
  rep.reasons.push_back("times_corrected");
}

/// Mean and standard deviation of one measure over the valid repetitions of a side.
void add_measure(std::vector<TrendValue>& out, const Analysis& analysis, Side side, Maybe Rep::*member,
                 TrendValue value) {
  double sum = 0, squares = 0;
  for (const Rep& rep : analysis.reps) {
    if (!rep.valid || rep.side != side || !(rep.*member)) continue;
    sum += *(rep.*member);
    squares += *(rep.*member) * *(rep.*member);
    ++value.n;
  }
  if (value.n == 0) return;
  const double n = value.n;
  value.side = side;
  value.value = sum / n;
  if (value.n > 1) value.sd = std::sqrt(std::max(0.0, (squares - sum * sum / n) / (n - 1)));
  out.push_back(std::move(value));
}

std::string spaced(std::string words) {
  std::replace(words.begin(), words.end(), '_', ' ');
  return words;
}

}  // namespace

Analysis apply_edits(const Analysis& automatic, std::span<const store::RepEdit> edits, const Recording& recording) {
  Analysis analysis = automatic;
  for (Rep& rep : analysis.reps) {
    const store::RepEdit* edit = edit_of(edits, rep.index);
    if (edit == nullptr) continue;
    if (edit->start_s || edit->end_s) move_times(recording, *edit, rep);
    if (!edit->excluded) continue;
    rep.valid = !*edit->excluded;
    rep.reasons.push_back(*edit->excluded ? "excluded" : "counted_by_hand");
  }
  return analysis;
}

std::vector<TrendValue> trend_values(const Analysis& analysis) {
  std::vector<TrendValue> values;
  for (const Side side : {Side::both, Side::left, Side::right}) {
    const auto add = [&](Maybe Rep::*member, const char* metric, const char* formula, const char* unit) {
      add_measure(values, analysis, side, member, {.metric = metric, .formula = formula, .unit = unit});
    };
    if (side == Side::both)
      add_measure(values, analysis, side, &Rep::left_share_pct,
                  {.metric = "share of the left",
                   .formula = "100\u00b7L/(L+R), mean over each repetition",
                   .unit = "%",
                   .even = 50});
    add(&Rep::depth_mm, "depth", "depth of the centre of mass, double integration of F/BW \u2212 1", "mm");
    add(&Rep::hold_s, "hold", "time within 10 % of the far end of the travel", "s");
    add(&Rep::sag_pct, "sag", "first less last quarter of the hold, in percent of its rise", "%");
    add(&Rep::cop_ml_speed_mm_s, "sideways wobble", "mean sideways speed of the centre of pressure", "mm/s");
    add(&Rep::peak_n, "peak force", "highest total force, 10 Hz low-pass", "N");
    add(&Rep::down_s, "time down", "from 1 % of the travel to the hold", "s");
  }
  for (const auto& asymmetry : analysis.asymmetry) {
    if (!asymmetry.value_pct) continue;
    const bool left = asymmetry.favours == "left";
    const std::string formula = asymmetry.formula == "symmetry_index_total"
                                    ? "100\u00b7|R\u2212L|/(R+L) (Shorter 2008); left is below, right above"
                                    : "100 \u2212 100\u00b7min/max (Bishop 2018); left is below, right above";
    values.push_back({.metric = spaced(asymmetry.metric) + " asymmetry",
                      .formula = formula,
                      .unit = "%",
                      .value = left ? -*asymmetry.value_pct : *asymmetry.value_pct,
                      .sd = asymmetry.sd_pct,
                      .n = std::min(asymmetry.n_left, asymmetry.n_right),
                      .even = 0});
  }
  if (analysis.sway && analysis.sway->mean_velocity_mm_s)
    values.push_back({.metric = "sway velocity",
                      .formula = "path of the centre of pressure by time (Prieto 1996, MVELO)",
                      .unit = "mm/s",
                      .side = analysis.side,
                      .value = *analysis.sway->mean_velocity_mm_s,
                      .n = 1});
  return values;
}

std::vector<RepCurve> curves_of(const Analysis& analysis, const Recording& recording) {
  std::vector<RepCurve> curves;
  if (!recording.has_sides()) return curves;
  constexpr float nan = std::numeric_limits<float>::quiet_NaN();
  for (const Rep& rep : analysis.reps) {
    RepCurve curve;
    curve.rep = rep.index;
    curve.side = rep.side;
    for (std::size_t k = 0; k < RepCurve::kPoints; ++k) {
      const double at_s =
          rep.start_s + (rep.end_s - rep.start_s) * static_cast<double>(k) / (RepCurve::kPoints - 1);
      const auto row = rows_between(recording, at_s, at_s).begin;
      const bool there = row < recording.size();
      curve.left_n[k] = there ? static_cast<float>(recording.left_n[row]) : nan;
      curve.right_n[k] = there ? static_cast<float>(recording.right_n[row]) : nan;
    }
    curves.push_back(curve);
  }
  return curves;
}

}  // namespace poise::engine
