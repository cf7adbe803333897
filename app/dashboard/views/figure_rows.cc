#include "views/figure_rows.h"

#include <algorithm>

#include "views/describe.h"

namespace poise::dashboard {
namespace {

constexpr ImGuiTableFlags kTableFlags = ImGuiTableFlags_ScrollY | ImGuiTableFlags_RowBg |
                                        ImGuiTableFlags_BordersInnerH | ImGuiTableFlags_SizingFixedFit |
                                        ImGuiTableFlags_NoSavedSettings;

float width_of(const Ui& ui, const RepColumn& column, const RepTable& table) {
  const Type type = column.remarks ? Type::small : Type::body;
  float width = text_width(ui, Type::small, column.name);
  for (const auto& rep : table.reps) width = std::max(width, text_width(ui, type, column.cell(rep)));
  return width + ui.px(1);
}

/// Leaves the least telling columns out until the others fit; the first one always stays.
std::vector<RepColumn> columns_that_fit(const Ui& ui, const RepTable& table, float room, std::vector<float>& widths) {
  auto columns = rep_columns(table.reps, table.exercise, table.body_weight_n, table.units);
  const float padding = 2 * ImGui::GetStyle().CellPadding.x;
  widths.clear();
  for (const auto& column : columns) widths.push_back(width_of(ui, column, table));
  const auto needed = [&] {
    float sum = 0;
    for (const float width : widths) sum += width + padding;
    return sum;
  };
  while (columns.size() > 1 && needed() > room) {
    const auto least = std::max_element(columns.begin(), columns.end(),
                                        [](const auto& a, const auto& b) { return a.folds < b.folds; });
    widths.erase(widths.begin() + (least - columns.begin()));
    columns.erase(least);
  }
  return columns;
}

/// What is left of the room goes to all columns but the first alike.
void spread(std::vector<float>& widths, float room, float padding) {
  float spare = room;
  for (const float width : widths) spare -= width + padding;
  if (widths.size() < 2 || spare <= 0) return;
  for (std::size_t i = 1; i < widths.size(); ++i) widths[i] += spare / static_cast<float>(widths.size() - 1);
}

}  // namespace

void figure_rows(Ui& ui, const char* id, Rect& rect, std::span<const Figure> figures, float step_px) {
  ImGui::PushID(id);
  for (std::size_t i = 0; i < figures.size(); ++i) {
    const Figure& figure = figures[i];
    const float value_w = text_width(ui, Type::bold, figure.value);
    const float room = rect.w - value_w - ui.px(8);
    const bool two_lines = text_width(ui, Type::body, figure.name) > room && text_width(ui, Type::small, figure.name) > room;
    const float height = two_lines ? step_px + ui.px(16) : step_px;
    if (rect.h < height * 0.85F) break;
    Rect row = rect.take_top(height);
    ImGui::PushID(static_cast<int>(i));
    if (!figure.about.empty()) tip_over(ui, "##about", row, figure.about);
    ImGui::PopID();
    if (two_lines) {
      const Rect above = row.take_top(ui.px(18));
      text(ui, above, figure.name, {fitting_type(ui, figure.name, above.w, {Type::body, Type::small}), ui.colour().muted});
    }
    const Rect value = text(ui, row, figure.value, {Type::bold, 0, Align::right});
    if (two_lines) continue;
    text(ui, {row.x, row.y, row.w - value.w - ui.px(8), row.h}, figure.name,
         {fitting_type(ui, figure.name, room, {Type::body, Type::small}), ui.colour().muted});
  }
  ImGui::PopID();
}

int rep_table(Ui& ui, const char* id, const Rect& rect, const RepTable& table) {
  if (rect.empty()) return -1;
  const float room = rect.w - ImGui::GetStyle().ScrollbarSize;
  std::vector<float> widths;
  const auto columns = columns_that_fit(ui, table, room, widths);
  spread(widths, room, 2 * ImGui::GetStyle().CellPadding.x);
  ImGui::SetCursorScreenPos(rect.min());
  int clicked = -1;
  if (!ImGui::BeginTable(id, static_cast<int>(columns.size()), kTableFlags, {rect.w, rect.h})) return clicked;
  ImGui::TableSetupScrollFreeze(0, 1);
  for (std::size_t i = 0; i < columns.size(); ++i)
    ImGui::TableSetupColumn(columns[i].name.c_str(), ImGuiTableColumnFlags_WidthFixed, widths[i]);
  ImGui::TableNextRow(ImGuiTableRowFlags_Headers);
  for (const auto& column : columns) {
    ImGui::TableNextColumn();
    cell_text(ui, column.name, {Type::small, ui.colour().muted, column.remarks ? Align::left : Align::right});
    if (!column.about.empty()) tip(ui, column.about);
  }
  for (std::size_t row = 0; row < table.reps.size(); ++row) {
    const auto& rep = table.reps[row];
    ImGui::TableNextRow();
    if (static_cast<int>(row) == table.chosen)
      ImGui::TableSetBgColor(ImGuiTableBgTarget_RowBg0, faded(ui.colour().highlight, 0.16F));
    for (const auto& column : columns) {
      ImGui::TableNextColumn();
      if (&column == &columns.front()) {
        ImGui::PushID(static_cast<int>(row));
        const ImVec2 at = ImGui::GetCursorPos();
        if (ImGui::Selectable("##row", false, ImGuiSelectableFlags_SpanAllColumns, {0, line_height(ui, Type::body)}))
          clicked = static_cast<int>(row);
        ImGui::SetCursorPos(at);
        ImGui::PopID();
      }
      const ImU32 ink = column.remarks ? ui.colour().warn : rep.valid ? ui.colour().text : ui.colour().muted;
      cell_text(ui, column.cell(rep),
                {column.remarks ? Type::small : Type::body, ink, column.remarks ? Align::left : Align::right});
    }
  }
  ImGui::EndTable();
  return clicked;
}

}  // namespace poise::dashboard
