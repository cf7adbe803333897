#include "widgets/tabs.h"

#include <imgui_internal.h>  // ImGui::GetItemID, which moved to imgui.h only after 1.86

#include <algorithm>
#include <string>

namespace poise::dashboard {
namespace {

float tab_width(const Ui& ui, const char* name) {
  return text_width(ui, Type::bold, name) + text_width(ui, Type::small, "1") + ui.px(26);
}

bool place_clicked(Ui& ui, const Rect& rect, int id) {
  ImGui::SetCursorScreenPos(rect.min());
  ImGui::PushID(id);
  const bool clicked = ImGui::InvisibleButton("##place", {rect.w, rect.h});
  if (ui.shown != nullptr) ui.shown->widgets.push_back(ImGui::GetItemID());
  ImGui::PopID();
  return clicked;
}

}  // namespace

float tabs_width(const Ui& ui, std::span<const char* const> names) {
  float width = 0;
  for (const char* name : names) width += tab_width(ui, name);
  return width;
}

int tabs(Ui& ui, const Rect& rect, std::span<const char* const> names, int chosen) {
  const Palette& c = ui.colour();
  int clicked = -1;
  float x = rect.x;
  ImGui::PushID("tabs");
  for (int i = 0; i < static_cast<int>(names.size()); ++i) {
    const char* name = names[static_cast<std::size_t>(i)];
    const Rect tab{x, rect.y, tab_width(ui, name), rect.h};
    if (place_clicked(ui, tab, i)) clicked = i;
    const bool present = i == chosen;
    if (ImGui::IsItemHovered() && !present)
      ui.draw->AddRectFilled(tab.min(), tab.max(), c.sunken, ui.px(6));
    const std::string key = std::to_string(i + 1);
    Rect row = tab.inset(ui.px(8), 0);
    text(ui, row.take_left(text_width(ui, Type::small, "1") + ui.px(2), ui.px(4)), key, {Type::small, c.muted});
    text(ui, {row.x, row.y, row.w + ui.px(4), row.h}, name,
         {present ? Type::bold : Type::body, present ? c.text : c.muted});
    if (present)
      ui.draw->AddRectFilled({tab.x + ui.px(8), tab.bottom() - ui.px(4)}, {tab.right() - ui.px(8), tab.bottom()},
                             c.highlight, ui.px(2));
    x += tab.w;
  }
  ImGui::PopID();
  return clicked;
}

bool segments(Ui& ui, const char* id, const Rect& rect, std::span<const char* const> names, int& chosen) {
  const Palette& c = ui.colour();
  const float radius = ui.px(6);
  ui.draw->AddRectFilled(rect.min(), rect.max(), c.sunken, radius);
  const float width = rect.w / static_cast<float>(std::max<std::size_t>(1, names.size()));
  bool changed = false;
  ImGui::PushID(id);
  for (int i = 0; i < static_cast<int>(names.size()); ++i) {
    const Rect part{rect.x + width * static_cast<float>(i), rect.y, width, rect.h};
    if (place_clicked(ui, part, i) && i != chosen) {
      chosen = i;
      changed = true;
    }
    const bool present = i == chosen;
    if (present) ui.draw->AddRectFilled(part.min(), part.max(), c.accent, radius);
    text(ui, part.inset(ui.px(4), 0), names[static_cast<std::size_t>(i)],
         {present ? Type::bold : Type::body, present ? c.on_accent : c.text, Align::centre});
  }
  ImGui::PopID();
  ui.draw->AddRect(rect.min(), rect.max(), c.line, radius);
  return changed;
}

}  // namespace poise::dashboard
