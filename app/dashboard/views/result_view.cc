#include <fmt/format.h>

#include <algorithm>

#include "views/describe.h"
#include "views/rep_figures.h"
#include "views/views.h"
#include "widgets/gauges.h"

namespace poise::dashboard {
namespace {

using movement::Analysis;
using movement::Pattern;

std::string heading(const Analysis& result, const movement::Exercise& exercise) {
  const auto valid =
      std::count_if(result.reps.begin(), result.reps.end(), [](const auto& rep) { return rep.valid; });
  std::string words = outcome_name(result.outcome);
  if (!exercise.holds())
    words += fmt::format(": {} repetition{}", valid, valid == 1 ? "" : "s");
  return words;
}

void rep_table(Ui& ui, const Rect& rect, const Analysis& result, const movement::Exercise& exercise,
               const Units& units) {
  const auto columns = table_columns(exercise, result.body.weight_n.has_value(), units);
  ImGui::SetCursorScreenPos(rect.min());
  constexpr ImGuiTableFlags kFlags = ImGuiTableFlags_ScrollY | ImGuiTableFlags_RowBg |
                                     ImGuiTableFlags_BordersInnerH | ImGuiTableFlags_SizingStretchProp |
                                     ImGuiTableFlags_NoSavedSettings;
  if (!ImGui::BeginTable("reps", static_cast<int>(columns.size()), kFlags, {rect.w, rect.h})) return;
  ImGui::TableSetupScrollFreeze(0, 1);
  for (std::size_t i = 0; i < columns.size(); ++i) {
    const bool narrow = i == 0 || columns[i] == "leg";
    const bool remarks = i + 1 == columns.size();
    ImGui::TableSetupColumn(columns[i].c_str(), ImGuiTableColumnFlags_WidthStretch,
                            narrow    ? 0.5F
                            : remarks ? 1.6F
                                      : 1.1F);
  }
  ImGui::TableNextRow(ImGuiTableRowFlags_Headers);
  for (std::size_t i = 0; i < columns.size(); ++i) {
    ImGui::TableNextColumn();
    const bool remarks = i + 1 == columns.size();
    cell_text(ui, columns[i], {Type::small, ui.colour().muted, remarks ? Align::left : Align::right});
  }
  for (const auto& rep : result.reps) {
    ImGui::TableNextRow();
    const auto cells = table_cells(rep, exercise, result.body.weight_n, units);
    for (std::size_t i = 0; i < cells.size(); ++i) {
      ImGui::TableNextColumn();
      const bool remarks = i + 1 == cells.size();
      const ImU32 ink = remarks ? ui.colour().warn : rep.valid ? ui.colour().text : ui.colour().muted;
      cell_text(ui, cells[i],
                {remarks ? Type::small : Type::body, ink, remarks ? Align::left : Align::right});
    }
  }
  ImGui::EndTable();
}

std::vector<Figure> summary_figures(const Analysis& result, const movement::Exercise& exercise,
                                    const Units& units) {
  std::vector<Figure> figures;
  if (result.body.weight_n) figures.push_back({"body weight", newtons(result.body.weight_n, units)});
  if (!exercise.one_side() && result.share && result.share->left_mean_pct) {
    std::string share = share_with_side(result.share->left_mean_pct, 1);
    if (result.share->left_doubt_pct) share += " \u00b1" + tenths(result.share->left_doubt_pct);
    figures.push_back({"mean share %", share});
  }
  for (const auto& asymmetry : result.asymmetry) {
    if (!asymmetry.value_pct || figures.size() >= 5) continue;
    std::string name = asymmetry.metric;
    std::replace(name.begin(), name.end(), '_', ' ');
    const std::string side = asymmetry.favours == "left" ? " L" : asymmetry.favours == "right" ? " R" : "";
    figures.push_back({name + " asymmetry", tenths(asymmetry.value_pct) + " %" + side});
  }
  figures.push_back({"lost samples", fmt::format("{}", result.lost_samples)});
  return figures;
}

void draw_figures(Ui& ui, Rect& rect, const std::vector<Figure>& figures) {
  for (const Figure& figure : figures) {
    if (rect.h < ui.px(24)) return;
    const Rect row = rect.take_top(ui.px(28));
    const Rect value = text(ui, row, figure.value, {Type::bold, 0, Align::right});
    text(ui, {row.x, row.y, row.w - value.w - ui.px(8), row.h}, figure.name, {Type::body, ui.colour().muted});
  }
}

void draw_notes(Ui& ui, Rect rect, const Analysis& result) {
  for (const std::string& note : result.quality.notes) {
    if (rect.h < line_height(ui, Type::small)) return;
    rect.take_top(wrapped_text(ui, rect, note, {Type::small, ui.colour().warn}), ui.px(4));
  }
}

}  // namespace

void result_view(Ui& ui, const Rect& main, const Rect& side, const Frame& frame, const ViewState& state) {
  panel(ui, main);
  panel(ui, side);
  Rect inside = main.inset(ui.px(18), ui.px(12));
  if (!frame.snapshot.result) {
    text(ui, inside, "Working out the result", {Type::title, ui.colour().muted, Align::centre});
    return;
  }
  const Analysis& result = *frame.snapshot.result;
  const auto& exercise = shown_exercise(frame, state);
  text(ui, inside.take_top(ui.px(48)), heading(result, exercise), {Type::big});
  const Side side_done = frame.snapshot.setup.side;
  const std::string sides =
      exercise.one_side() && side_done == Side::both ? "Left, then right" : side_name(side_done);
  const std::string what =
      fmt::format("{} \u00b7 {} \u00b7 {:.0f} s", exercise.name, sides, result.duration_s);
  text(ui, inside.take_top(ui.px(28), ui.px(8)), what, {Type::body, ui.colour().muted});
  if (exercise.holds()) {
    Rect column = inside.take_left(std::min(inside.w, ui.px(460)));
    draw_figures(ui, column, stand_figures(result));
  } else if (!result.reps.empty()) {
    rep_table(ui, inside, result, exercise, state.settings.units);
  }

  Rect summary = side.inset(ui.px(18), ui.px(12));
  text(ui, summary.take_top(ui.px(30)), "Summary", {Type::bold});
  draw_figures(ui, summary, summary_figures(result, exercise, state.settings.units));
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
