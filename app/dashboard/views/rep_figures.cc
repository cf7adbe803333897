#include "views/rep_figures.h"

#include <fmt/format.h>

#include <algorithm>

namespace poise::dashboard {
namespace {

using movement::Exercise;
using movement::Pattern;
using movement::Rep;

/// A share this far from even fills a row's half.
constexpr double kFullShare_pct = 15;

std::string seconds(std::optional<double> value_s) { return value_s ? tenths(value_s) + " s" : "--"; }
std::string percent(std::optional<double> value, const char* unit) {
  return value ? whole(value) + unit : "--";
}

Mark mark_of(Side side) {
  return side == Side::left ? Mark::left : side == Side::right ? Mark::right : Mark::body;
}

RepRow share_row(const Rep& rep, double target_pct) {
  RepRow row{fmt::format("{}", rep.index), share_with_side(rep.left_share_pct), 0, Mark::body, rep.valid};
  if (!rep.left_share_pct) return row;
  row.reach = (target_pct - *rep.left_share_pct) / kFullShare_pct;  // left is drawn to the left
  row.mark = *rep.left_share_pct >= target_pct ? Mark::left : Mark::right;
  return row;
}

double longest(std::span<const Rep> reps, std::optional<double> Rep::*value) {
  double most = 0;
  for (const Rep& rep : reps) most = std::max(most, (rep.*value).value_or(0));
  return most > 0 ? most : 1;
}

bool shows_share(std::span<const Rep> reps, const Exercise& exercise) {
  return !exercise.one_side() &&
         std::any_of(reps.begin(), reps.end(), [](const Rep& rep) { return rep.left_share_pct.has_value(); });
}

}  // namespace

std::vector<Figure> figures_of(const Rep& rep, const Exercise& exercise,
                               std::optional<double> body_weight_n, const Units& units) {
  const Figure time{"time", seconds(rep.end_s - rep.start_s)};
  const Figure share{"share", share_with_side(rep.left_share_pct)};
  if (exercise.pattern == Pattern::bridge) {
    const Figure hold{"hold", seconds(rep.hold_s)};
    if (exercise.one_side()) {
      const auto top = rep.side == Side::right ? rep.top_right_pct_bw : rep.top_left_pct_bw;
      return {
          hold, {"foot load at the top", percent(top, " %BW")}, {"sag", percent(rep.sag_pct, " %")}, time};
    }
    return {hold, share, {"sag", percent(rep.sag_pct, " %")}, time};
  }
  const Figure depth{"depth", length(rep.depth_mm, units)};
  const Figure peak{"peak force", force(rep.peak_n, body_weight_n, units)};
  if (exercise.one_side()) return {depth, peak, time};
  return {depth, share, peak, time};
}

std::vector<Figure> stand_figures(const movement::Analysis& result) {
  std::vector<Figure> figures;
  for (const auto& hold : result.holds) {
    const std::string name =
        result.holds.size() > 1 ? fmt::format("held, {}", hold.index) : std::string("held");
    figures.push_back({name, tenths(hold.hold_s) + " s"});
  }
  if (result.sway) {
    const auto& sway = *result.sway;
    figures.push_back({"sway velocity", tenths(sway.mean_velocity_mm_s) + " mm/s"});
    figures.push_back({"sideways", tenths(sway.mean_velocity_ml_mm_s) + " mm/s"});
    figures.push_back({"forward and back", tenths(sway.mean_velocity_ap_mm_s) + " mm/s"});
    figures.push_back({"95 % prediction ellipse", whole(sway.prediction_ellipse_area_mm2) + " mm\u00b2"});
  }
  return figures;
}

RepBars bars_of(std::span<const Rep> reps, const Exercise& exercise, const Settings& settings) {
  RepBars bars;
  if (shows_share(reps, exercise)) {
    bars.diverging = true;
    bars.corridor = std::min(1.0, settings.corridor_pct / kFullShare_pct);
    for (const Rep& rep : reps) bars.rows.push_back(share_row(rep, settings.target_pct));
    return bars;
  }
  const bool bridge = exercise.pattern == Pattern::bridge;
  const auto value = bridge ? &Rep::hold_s : &Rep::depth_mm;
  const double full = longest(reps, value) * 1.1;
  for (const Rep& rep : reps) {
    const std::string words = bridge ? seconds(rep.hold_s) : length(rep.depth_mm, settings.units);
    bars.rows.push_back(
        {fmt::format("{}", rep.index), words, (rep.*value).value_or(0) / full, mark_of(rep.side), rep.valid});
  }
  return bars;
}

const char* list_title(std::span<const Rep> reps, const Exercise& exercise) {
  if (shows_share(reps, exercise) || (reps.empty() && !exercise.one_side())) return "Share of each repetition";
  return exercise.pattern == Pattern::bridge ? "Time held" : "Depth of each repetition";
}

std::vector<std::string> table_columns(const Exercise& exercise, bool weight_known, const Units& units) {
  const std::string peak = weight_known ? "peak %BW" : units.force == ForceUnit::kilogram ? "peak kg" : "peak N";
  const std::string depth = std::string("depth ") + length_unit(units);
  if (exercise.pattern == Pattern::bridge) {
    if (exercise.one_side()) return {"#", "leg", "hold s", "top %BW", "sag %", "remarks"};
    return {"#", "hold s", "share %", "top L %BW", "top R %BW", "sag %", "remarks"};
  }
  if (exercise.one_side()) return {"#", "leg", depth, "down s", "up s", peak, "remarks"};
  return {"#", depth, "share %", "down s", "up s", peak, "remarks"};
}

std::vector<std::string> table_cells(const Rep& rep, const Exercise& exercise,
                                     std::optional<double> body_weight_n, const Units& units) {
  const std::string index = fmt::format("{}", rep.index);
  const std::string leg = rep.side == Side::right ? "R" : rep.side == Side::left ? "L" : "";
  const std::string remarks = reasons_text(rep.reasons);
  if (exercise.pattern == Pattern::bridge) {
    const auto top = rep.side == Side::right ? rep.top_right_pct_bw : rep.top_left_pct_bw;
    if (exercise.one_side()) return {index, leg, tenths(rep.hold_s), whole(top), tenths(rep.sag_pct), remarks};
    return {index,
            tenths(rep.hold_s),
            share_with_side(rep.left_share_pct, 1),
            whole(rep.top_left_pct_bw),
            whole(rep.top_right_pct_bw),
            tenths(rep.sag_pct),
            remarks};
  }
  const std::string depth = length_figure(rep.depth_mm, units);
  // Bare numbers: the unit stands in the column's head.
  const std::string peak_with_unit = force(rep.peak_n, body_weight_n, units);
  const std::string peak = peak_with_unit.substr(0, peak_with_unit.find(' '));
  if (exercise.one_side()) return {index, leg, depth, tenths(rep.down_s), tenths(rep.up_s), peak, remarks};
  return {index, depth,  share_with_side(rep.left_share_pct, 1), tenths(rep.down_s), tenths(rep.up_s),
          peak,  remarks};
}

}  // namespace poise::dashboard
