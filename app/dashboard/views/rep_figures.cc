#include "views/rep_figures.h"

#include <fmt/format.h>

#include <algorithm>

#include "views/side_mark.h"

namespace poise::dashboard {
namespace {

using movement::Exercise;
using movement::Pattern;
using movement::Rep;

/// A share this far from even fills a row's half.
constexpr double kFullShare_pct = 15;

constexpr const char* kAboutTime = "From 1 % of the travel done to 99 % of the way back";
constexpr const char* kAboutShare =
    "100\u00b7L/(L+R), mean over the repetition, of a bridge over its hold; the heavier side is named";
constexpr const char* kAboutDepth =
    "How far the centre of mass went down: g\u00b7(F/BW \u2212 1) integrated twice, the drift closed between the moments of "
    "standing before and after";
constexpr const char* kAboutPeak = "Highest total force, 10 Hz zero-phase low-pass (Butterworth)";
constexpr const char* kAboutTempo = "From the start to the hold, and from the hold to the end";
constexpr const char* kAboutHold = "Time within 10 % of the far end of the travel";
constexpr const char* kAboutSag = "First less last quarter of the hold, in percent of its rise above rest";
constexpr const char* kAboutTop = "Mean load of the foot during the hold, in percent of body weight";

std::string seconds(std::optional<double> value_s) { return value_s ? tenths(value_s) + " s" : "--"; }
std::string percent(std::optional<double> value, const char* unit) {
  return value ? whole(value) + unit : "--";
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
  return exercise.sides == movement::Sides::together &&
         std::any_of(reps.begin(), reps.end(), [](const Rep& rep) { return rep.left_share_pct.has_value(); });
}

}  // namespace

std::vector<Figure> figures_of(const Rep& rep, const Exercise& exercise,
                               std::optional<double> body_weight_n, const Units& units) {
  const Figure time{"time", seconds(rep.end_s - rep.start_s), kAboutTime};
  const Figure share{"share", share_with_side(rep.left_share_pct), kAboutShare};
  if (exercise.pattern == Pattern::bridge) {
    const Figure hold{"hold", seconds(rep.hold_s), kAboutHold};
    const Figure sag{"sag", percent(rep.sag_pct, " %"), kAboutSag};
    if (exercise.one_side()) {
      const auto top = rep.side == Side::right ? rep.top_right_pct_bw : rep.top_left_pct_bw;
      return {hold, {"foot load at the top", percent(top, " %BW"), kAboutTop}, sag, time};
    }
    return {hold, share, sag, time};
  }
  if (exercise.pattern == Pattern::twist)
    return {{"load over to that side", newtons(rep.swing_n, units), "How much load went over to that side"}, time};
  const Figure depth{"depth", length(rep.depth_mm, units), kAboutDepth};
  const Figure peak{"peak force", force(rep.peak_n, body_weight_n, units), kAboutPeak};
  if (exercise.pattern == Pattern::sit_to_stand)
    return {share, peak, time};
  if (exercise.one_side()) return {depth, peak, time};
  return {depth, share, peak, time};
}

std::vector<Figure> stand_figures(const movement::Analysis& result) {
  std::vector<Figure> figures;
  for (const auto& hold : result.holds) {
    const std::string name =
        result.holds.size() > 1 ? fmt::format("held, {}", hold.index) : std::string("held");
    figures.push_back({name, tenths(hold.hold_s) + " s", "From the first still moment until the end, or until stepping off"});
  }
  if (result.share && result.share->left_mean_pct) {
    std::string share = share_with_side(result.share->left_mean_pct);
    if (result.share->left_doubt_pct) share += fmt::format(" (\u00b1{:.1f})", *result.share->left_doubt_pct);
    figures.push_back({"share", share, kAboutShare});
  }
  if (result.sway) {
    const auto& sway = *result.sway;
    constexpr const char* kVelocity = "Path of the centre of pressure by time (Prieto 1996, MVELO)";
    figures.push_back({"sway velocity", tenths(sway.mean_velocity_mm_s) + " mm/s", kVelocity});
    figures.push_back({"sideways", tenths(sway.mean_velocity_ml_mm_s) + " mm/s", kVelocity});
    figures.push_back({"forward and back", tenths(sway.mean_velocity_ap_mm_s) + " mm/s", kVelocity});
    figures.push_back({"95 % prediction ellipse", whole(sway.prediction_ellipse_area_mm2) + " mm\u00b2",
                       "Where 95 of 100 further points would fall (Schubert & Kirchner 2014, F form)"});
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
  const bool bridge = exercise.pattern == Pattern::bridge, twist = exercise.pattern == Pattern::twist;
  const auto value = bridge ? &Rep::hold_s : twist ? &Rep::swing_n : &Rep::depth_mm;
  const double full = longest(reps, value) * 1.1;
  for (const Rep& rep : reps) {
    const std::string words = bridge  ? seconds(rep.hold_s)
                              : twist ? newtons(rep.swing_n, settings.units)
                                      : length(rep.depth_mm, settings.units);
    bars.rows.push_back(
        {fmt::format("{}", rep.index), words, (rep.*value).value_or(0) / full, mark_of(rep.side), rep.valid});
  }
  return bars;
}

const char* list_title(std::span<const Rep> reps, const Exercise& exercise) {
  if (exercise.pattern == Pattern::twist) return "Load over to each side";
  if (shows_share(reps, exercise) || (reps.empty() && !exercise.one_side())) return "Share of each repetition";
  return exercise.pattern == Pattern::bridge ? "Time held" : "Depth of each repetition";
}

std::vector<RepColumn> rep_columns(std::span<const Rep> reps, const Exercise& exercise,
                                   std::optional<double> body_weight_n, const Units& units) {
  std::vector<RepColumn> columns{{"#", "", [](const Rep& rep) { return fmt::format("{}", rep.index); }, 0}};
  const auto add = [&](std::string name, const char* about, int folds, std::function<std::string(const Rep&)> cell) {
    columns.push_back({std::move(name), about, std::move(cell), folds});
  };
  const bool several_sets = std::any_of(reps.begin(), reps.end(), [](const Rep& rep) { return rep.set > 1; });
  if (several_sets && !exercise.one_side())
    add("set", "", 8, [](const Rep& rep) { return fmt::format("{}", rep.set); });
  if (exercise.one_side() || exercise.sides == movement::Sides::alternating)
    add("side", "", 2, [](const Rep& rep) { return std::string(mark_letter(mark_of(rep.side))); });
  const auto share = [](const Rep& rep) { return share_with_side(rep.left_share_pct, 1); };
  if (exercise.pattern == Pattern::bridge) {
    add("hold s", kAboutHold, 1, [](const Rep& rep) { return tenths(rep.hold_s); });
    if (!exercise.one_side()) {
      add("share %", kAboutShare, 1, share);
      add("top L %BW", kAboutTop, 5, [](const Rep& rep) { return whole(rep.top_left_pct_bw); });
      add("top R %BW", kAboutTop, 5, [](const Rep& rep) { return whole(rep.top_right_pct_bw); });
    } else {
      add("top %BW", kAboutTop, 3, [](const Rep& rep) {
        return whole(rep.side == Side::right ? rep.top_right_pct_bw : rep.top_left_pct_bw);
      });
    }
    add("sag %", kAboutSag, 6, [](const Rep& rep) { return tenths(rep.sag_pct); });
  } else if (exercise.pattern == Pattern::twist) {
    add("load over N", "How much load went over to that side", 1, [](const Rep& rep) { return whole(rep.swing_n); });
    add("time s", kAboutTime, 3, [](const Rep& rep) { return tenths(rep.end_s - rep.start_s); });
  } else {
    add(std::string(exercise.pattern == Pattern::sit_to_stand ? "rise " : "depth ") + length_unit(units), kAboutDepth, 1,
        [units](const Rep& rep) { return length_figure(rep.depth_mm, units); });
    if (!exercise.one_side()) add("share %", kAboutShare, 1, share);
    if (exercise.sides == movement::Sides::leading)
      add("lead %", "How much of the load the leading leg carries", 3, [](const Rep& rep) { return whole(rep.lead_share_pct); });
    add("down s", kAboutTempo, 6, [](const Rep& rep) { return tenths(rep.down_s); });
    add("up s", kAboutTempo, 7, [](const Rep& rep) { return tenths(rep.up_s); });
    const char* peak = body_weight_n ? "peak %BW" : units.force == ForceUnit::kilogram ? "peak kg" : "peak N";
    add(peak, kAboutPeak, 5, [body_weight_n, units](const Rep& rep) {
      const std::string with_unit = force(rep.peak_n, body_weight_n, units);  // the unit stands in the head
      return with_unit.substr(0, with_unit.find(' '));
    });
  }
  columns.push_back({"remarks", "Why it is not counted, or what a person corrected",
                     [](const Rep& rep) { return reasons_text(rep.reasons); }, 4, true});
  return columns;
}

}  // namespace poise::dashboard
