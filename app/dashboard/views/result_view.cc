#include <fmt/format.h>

#include <algorithm>

#include "views/describe.h"
#include "views/figure_rows.h"
#include "views/rep_figures.h"
#include "views/report_button.h"
#include "views/views.h"
#include "widgets/gauges.h"

namespace poise::dashboard {
namespace {

using movement::Analysis;

std::string heading(const Analysis& result, const movement::Exercise& exercise) {
  const int valid = movement::valid_reps(result);
  std::string words = outcome_name(result.outcome);
  if (!exercise.holds())
    words += fmt::format(": {} repetition{}", valid, valid == 1 ? "" : "s");
  return words;
}

const char* about_formula(const std::string& formula) {
  if (formula == "symmetry_index_total") return "100\u00b7|R \u2212 L|/(R + L) (Shorter 2008; Bishop 2018)";
  if (formula == "percent_difference_to_better") return "100 \u2212 100\u00b7min/max of the two legs (Bishop 2018)";
  if (formula == "lsi") return "100\u00b7involved/other leg (Grindem 2016)";
  return "";
}

std::vector<Figure> summary_figures(const Analysis& result, const movement::Exercise& exercise,
                                    const Units& units) {
  std::vector<Figure> figures;
  if (result.body.weight_n)
    figures.push_back({"body weight", newtons(result.body.weight_n, units),
                       "Mean total of a still second on the mat; to divide by, not a clinical weight"});
  if (exercise.sides == movement::Sides::together && result.share && result.share->left_mean_pct) {
    std::string share = share_with_side(result.share->left_mean_pct, 1);
    if (result.share->left_doubt_pct) share += " \u00b1" + tenths(result.share->left_doubt_pct);
    figures.push_back({"mean share %", share, "100\u00b7L/(L+R) over all samples of the repetitions, with its doubt"});
  }
  for (const auto& asymmetry : result.asymmetry) {
    if (!asymmetry.value_pct || figures.size() >= 5) continue;
    std::string name = asymmetry.metric;
    std::replace(name.begin(), name.end(), '_', ' ');
    const std::string side = asymmetry.favours == "left" ? " L" : asymmetry.favours == "right" ? " R" : "";
    figures.push_back({name + " asymmetry", tenths(asymmetry.value_pct) + " %" + side, about_formula(asymmetry.formula)});
  }
  figures.push_back({"lost samples", fmt::format("{}", result.lost_samples)});
  return figures;
}

void draw_notes(Ui& ui, Rect rect, const Analysis& result) {
  for (const std::string& note : result.quality.notes) {
    if (rect.h < wrapped_height(ui, rect.w, note, Type::small)) return;
    rect.take_top(wrapped_text(ui, rect, note, {Type::small, ui.colour().warn}), ui.px(4));
  }
}

}  // namespace

void result_view(Ui& ui, const Rect& main, const Rect& side, const Frame& frame, const ViewState& state,
                 Commands& commands) {
  panel(ui, main);
  panel(ui, side);
  Rect inside = main.inset(ui.px(18), ui.px(12));
  if (!frame.snapshot.result) {
    text(ui, inside, "Working out the result", {Type::title, ui.colour().muted, Align::centre});
    return;
  }
  const Analysis& result = *frame.snapshot.result;
  const auto& exercise = shown_exercise(frame, state);
  const std::string title = heading(result, exercise);
  Rect top = inside.take_top(ui.px(48));
  if (frame.snapshot.session_id && top.w > ui.px(300)) {
    const Rect corner = top.take_right(ui.px(104), ui.px(8));
    report_button(ui, {corner.x, corner.y + ui.px(6), corner.w, ui.px(36)}, *frame.snapshot.session_id, frame, commands);
  }
  text(ui, top, title, {fitting_type(ui, title, top.w, {Type::big, Type::title, Type::bold})});
  const Side side_done = frame.snapshot.setup.side;
  const std::string sides =
      exercise.one_side() && side_done == Side::both ? "Left, then right" : side_name(side_done, exercise);
  const std::string what =
      fmt::format("{} \u00b7 {} \u00b7 {:.0f} s", exercise.name, sides, result.duration_s);
  Rect below = inside.take_top(ui.px(28), ui.px(8));
  const Rect words = text(ui, below, what, {fitting_type(ui, what, inside.w, {Type::body, Type::small}), ui.colour().muted});
  below.take_left(words.w + ui.px(16));
  if (frame.snapshot.session_id) report_line(ui, below, *frame.snapshot.session_id, frame);
  if (exercise.holds()) {
    Rect column = inside.take_left(std::min(inside.w, ui.px(460)));
    figure_rows(ui, "stand", column, stand_figures(result), ui.px(28));
  } else if (!result.reps.empty()) {
    rep_table(ui, "reps", inside, {result.reps, exercise, result.body.weight_n, state.settings.units});
  }

  Rect summary = side.inset(ui.px(18), ui.px(12));
  text(ui, summary.take_top(ui.px(30)), "Summary", {Type::bold});
  figure_rows(ui, "summary", summary, summary_figures(result, exercise, state.settings.units), ui.px(28));
  summary.take_top(ui.px(8));
  if (!result.reps.empty() && summary.h > ui.px(150)) {
    text(ui, summary.take_top(ui.px(30)), list_title(result.reps, exercise), {Type::bold});
    const RepBars bars = bars_of(result.reps, exercise, state.settings);
    const float height = std::min(ui.px(25) * static_cast<float>(bars.rows.size()), summary.h - ui.px(60));
    rep_rows(ui, summary.take_top(height, ui.px(8)), {bars.rows, bars.diverging, bars.corridor});
  }
  draw_notes(ui, summary, result);
}

}  // namespace poise::dashboard
