#include "engine/shelf_figures.h"

#include <algorithm>
#include <cmath>
#include <limits>

namespace poise::engine {
namespace {

using movement::Analysis;
using movement::Maybe;
using movement::Rep;

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
      const auto& t = recording.time_s;
      const auto row = static_cast<std::size_t>(std::lower_bound(t.begin(), t.end(), at_s) - t.begin());
      const bool there = row < recording.size();
      curve.left_n[k] = there ? static_cast<float>(recording.left_n[row]) : nan;
      curve.right_n[k] = there ? static_cast<float>(recording.right_n[row]) : nan;
    }
    curves.push_back(curve);
  }
  return curves;
}

}  // namespace poise::engine
