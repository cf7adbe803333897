#include "widgets/ui.h"

#include <imgui_internal.h>  // ImGui::GetItemID, which moved to imgui.h only after 1.86
#include <imgui_stdlib.h>

#include <algorithm>
#include <cfloat>

namespace poise::dashboard {
namespace {

constexpr std::string_view kEllipsis = "\u2026";

float width_of(ImFont& font, std::string_view text) {
  if (text.empty()) return 0;  // ImGui takes a null end for "until the terminator"
  return font.CalcTextSizeA(font.FontSize, FLT_MAX, 0, text.data(), text.data() + text.size()).x;
}

/// The longest beginning that fits with an ellipsis after it, cut between characters.
std::string shorten(ImFont& font, std::string_view text, float width) {
  const float room = width - width_of(font, kEllipsis);
  std::string_view kept = text;
  while (!kept.empty() && width_of(font, kept) > room) {
    kept.remove_suffix(1);
    while (!kept.empty() && (static_cast<unsigned char>(kept.back()) & 0xC0U) == 0x80U) kept.remove_suffix(1);
    if (!kept.empty() && static_cast<unsigned char>(kept.back()) >= 0xC0U) kept.remove_suffix(1);
  }
  while (!kept.empty() && kept.back() == ' ') kept.remove_suffix(1);
  return std::string(kept) + std::string(kEllipsis);
}

void note(const Ui& ui, std::string_view text, const Rect& rect, bool shortened, bool scrolls = false) {
  if (ui.shown == nullptr) return;
  const ImVec2 min = ui.draw->GetClipRectMin(), max = ui.draw->GetClipRectMax();
  ui.shown->texts.push_back({std::string(text), rect, shortened, scrolls, {min.x, min.y, max.x - min.x, max.y - min.y}});
}

void note_widget(const Ui& ui) {
  if (ui.shown != nullptr) ui.shown->widgets.push_back(ImGui::GetItemID());
}

/// The text of one of ImGui's own widgets, noted as if text() had drawn it.
void note_label(const Ui& ui, std::string_view text, float x, const Rect& rect, float room) {
  if (ui.shown == nullptr) return;
  const float width = text_width(ui, Type::body, text);
  const float height = line_height(ui, Type::body);
  note(ui, text, {x, rect.centre_y() - height / 2, width, height}, width > room);
}

/// Places ImGui's cursor and makes the next framed widget as high as the rectangle.
class Placed {
 public:
  Placed(const Ui& ui, const Rect& rect, bool enabled) {
    ImGui::SetCursorScreenPos(rect.min());
    ImGui::SetNextItemWidth(rect.w);
    const float padding_y = std::max(0.0F, (rect.h - line_height(ui, Type::body)) / 2);
    ImGui::PushStyleVar(ImGuiStyleVar_FramePadding, {ui.px(10), padding_y});
    ImGui::BeginDisabled(!enabled);
  }
  ~Placed() {
    ImGui::EndDisabled();
    ImGui::PopStyleVar();
  }
  Placed(const Placed&) = delete;
  Placed& operator=(const Placed&) = delete;
};

}  // namespace

Rect Rect::take_left(float width, float gap) {
  const Rect piece{x, y, std::min(width, w), h};
  x += width + gap;
  w = std::max(0.0F, w - width - gap);
  return piece;
}

Rect Rect::take_right(float width, float gap) {
  const float taken = std::min(width, w);
  const Rect piece{right() - taken, y, taken, h};
  w = std::max(0.0F, w - width - gap);
  return piece;
}

Rect Rect::take_top(float height, float gap) {
  const Rect piece{x, y, w, std::min(height, h)};
  y += height + gap;
  h = std::max(0.0F, h - height - gap);
  return piece;
}

Rect Rect::take_bottom(float height, float gap) {
  const float taken = std::min(height, h);
  const Rect piece{x, bottom() - taken, w, taken};
  h = std::max(0.0F, h - height - gap);
  return piece;
}

float text_width(const Ui& ui, Type type, std::string_view text) {
  return width_of(*ui.theme.font(type), text);
}

float line_height(const Ui& ui, Type type) { return ui.theme.font(type)->FontSize; }

Rect text(Ui& ui, const Rect& box, std::string_view text, const TextStyle& style) {
  if (text.empty() || box.empty()) return {box.x, box.y, 0, 0};
  ImFont& font = *ui.theme.font(style.type);
  std::string cut;
  float width = width_of(font, text);
  const bool shortened = width > box.w + 0.5F;
  if (shortened) {
    cut = shorten(font, text, box.w);
    text = cut;
    width = width_of(font, text);
  }
  float x = box.x;
  if (style.align == Align::centre) x += (box.w - width) / 2;
  if (style.align == Align::right) x += box.w - width;
  const float y = box.y + (box.h - font.FontSize) / 2;
  const ImU32 colour = style.colour != 0 ? style.colour : ui.colour().text;
  ui.draw->AddText(&font, font.FontSize, {x, y}, colour, text.data(), text.data() + text.size());
  const Rect letters{x, y, width, font.FontSize};
  note(ui, text, letters, shortened);
  return letters;
}

namespace {

constexpr float kLeading = 1.25F;

/// Where the line that begins at `at` ends.
const char* line_end(const ImFont& font, const char* at, const char* end, float width) {
  const char* stop = font.CalcWordWrapPositionA(1, at, end, width);
  return stop == at ? end : stop;  // a single word wider than the box: text() shortens it
}

const char* skip_blanks(const char* at, const char* end) {
  while (at < end && (*at == ' ' || *at == '\n')) ++at;
  return at;
}

}  // namespace

float wrapped_text(Ui& ui, const Rect& box, std::string_view words, const TextStyle& style) {
  const ImFont& font = *ui.theme.font(style.type);
  const float step = font.FontSize * kLeading;
  float used = 0;
  const char* at = words.data();
  const char* const end = at + words.size();
  while (at < end && used + font.FontSize <= box.h) {
    const bool last = used + step + font.FontSize > box.h;
    const char* stop = last ? end : line_end(font, at, end, box.w);
    text(ui, {box.x, box.y + used, box.w, step}, {at, static_cast<std::size_t>(stop - at)}, style);
    used += step;
    at = skip_blanks(stop, end);
  }
  return used;
}

float wrapped_height(const Ui& ui, float width, std::string_view words, Type type) {
  const ImFont& font = *ui.theme.font(type);
  const char* at = words.data();
  const char* const end = at + words.size();
  float height = 0;
  while (at < end) {
    at = skip_blanks(line_end(font, at, end, width), end);
    height += font.FontSize * kLeading;
  }
  return height;
}

void cell_text(Ui& ui, std::string_view words, const TextStyle& style) {
  ImFont* font = ui.theme.font(style.type);
  const float width = width_of(*font, words);
  const float room = ImGui::GetContentRegionAvail().x;
  const float slack = std::max(0.0F, room - width);
  if (style.align == Align::right) ImGui::SetCursorPosX(ImGui::GetCursorPosX() + slack);
  if (style.align == Align::centre) ImGui::SetCursorPosX(ImGui::GetCursorPosX() + slack / 2);
  const ImVec2 at = ImGui::GetCursorScreenPos();
  ImGui::PushFont(font);
  ImGui::PushStyleColor(ImGuiCol_Text, style.colour != 0 ? style.colour : ui.colour().text);
  ImGui::TextUnformatted(words.data(), words.data() + words.size());
  ImGui::PopStyleColor();
  ImGui::PopFont();
  note(ui, words, {at.x, at.y, width, font->FontSize}, width > room + 0.5F, true);
}

void panel(Ui& ui, const Rect& rect) {
  const float radius = ui.px(10);
  ui.draw->AddRectFilled(rect.min(), rect.max(), ui.colour().panel, radius);
  ui.draw->AddRect(rect.min(), rect.max(), ui.colour().line, radius);
}

bool button(Ui& ui, const char* id, const Rect& rect, std::string_view label, std::string_view key,
            ButtonKind kind, bool enabled) {
  const bool primary = kind == ButtonKind::primary;
  const ImU32 ground = primary ? ui.colour().accent : ui.colour().panel;
  ImGui::SetCursorScreenPos(rect.min());
  ImGui::BeginDisabled(!enabled);
  ImGui::PushID(id);
  ImGui::PushStyleColor(ImGuiCol_Button, ground);
  ImGui::PushStyleColor(ImGuiCol_ButtonHovered, primary ? faded(ground, 0.88F) : ui.colour().sunken);
  ImGui::PushStyleColor(ImGuiCol_ButtonActive, primary ? faded(ground, 0.75F) : ui.colour().line);
  const bool clicked = ImGui::Button("##button", {rect.w, rect.h});
  note_widget(ui);
  ImGui::PopStyleColor(3);
  ImGui::PopID();
  ImGui::EndDisabled();

  const float strength = enabled ? 1.0F : 0.45F;
  const ImU32 colour = faded(primary ? ui.colour().on_accent : ui.colour().text, strength);
  const Type type = primary ? Type::bold : Type::body;
  const float gap = key.empty() ? 0 : ui.px(10);
  const float key_width = text_width(ui, Type::small, key);
  const float label_width = std::min(text_width(ui, type, label), rect.w - ui.px(12) - gap - key_width);
  Rect row{rect.centre_x() - (label_width + gap + key_width) / 2, rect.y, label_width, rect.h};
  text(ui, {row.x, row.y, row.w + 1, row.h}, label, {type, colour});
  text(ui, {row.right() + gap, row.y, key_width + 1, row.h}, key,
       {Type::small, faded(primary ? ui.colour().on_accent : ui.colour().muted, strength * 0.85F)});
  return clicked;
}

bool chooser(Ui& ui, const char* id, const Rect& rect, const std::vector<std::string>& names, int& chosen,
             bool enabled) {
  const Placed placed(ui, rect, enabled);
  const bool known = chosen >= 0 && chosen < static_cast<int>(names.size());
  const std::string& preview = known ? names[static_cast<std::size_t>(chosen)] : names.front();
  bool changed = false;
  const bool open = ImGui::BeginCombo(id, preview.c_str(), ImGuiComboFlags_HeightLargest);
  if (open) {
    for (int i = 0; i < static_cast<int>(names.size()); ++i) {
      if (ImGui::Selectable(names[static_cast<std::size_t>(i)].c_str(), i == chosen)) {
        changed = i != chosen;
        chosen = i;
      }
    }
    ImGui::EndCombo();
  }
  note_widget(ui);
  note_label(ui, preview, rect.x + ui.px(10), rect, rect.w - ui.px(20) - rect.h);
  return changed;
}

int picker(Ui& ui, const char* id, const Rect& rect, const std::vector<std::string>& names, bool enabled) {
  const Placed placed(ui, rect, enabled);
  int picked = -1;
  if (ImGui::BeginCombo(id, nullptr, ImGuiComboFlags_NoPreview | ImGuiComboFlags_HeightLarge)) {
    for (int i = 0; i < static_cast<int>(names.size()); ++i) {
      ImGui::PushID(i);
      if (ImGui::Selectable(names[static_cast<std::size_t>(i)].c_str())) picked = i;
      ImGui::PopID();
    }
    ImGui::EndCombo();
  }
  note_widget(ui);
  return picked;
}

bool toggle(Ui& ui, const char* id, const Rect& rect, std::string_view label, bool& on, bool enabled) {
  const float box = std::min(rect.h, ui.px(24));
  const bool changed = [&] {
    const Placed placed(ui, {rect.x, rect.centre_y() - box / 2, box, box}, enabled);
    const bool clicked = ImGui::Checkbox(id, &on);
    note_widget(ui);
    return clicked;
  }();
  const float start = rect.x + box + ui.px(8);
  text(ui, {start, rect.y, rect.right() - start, rect.h}, label,
       {Type::body, faded(ui.colour().text, enabled ? 1.0F : 0.45F)});
  return changed;
}

bool text_field(Ui& ui, const char* id, const Rect& rect, const char* hint, std::string& value, bool enabled,
                bool take_keyboard) {
  const Placed placed(ui, rect, enabled);
  if (take_keyboard) ImGui::SetKeyboardFocusHere();
  const bool changed = ImGui::InputTextWithHint(id, hint, &value);
  note_widget(ui);
  note_label(ui, value.empty() ? std::string_view(hint) : std::string_view(value), rect.x + ui.px(10), rect,
             1e9F);
  return changed;
}

void stop_typing() { ImGui::ClearActiveID(); }

void tip_over(Ui& ui, const char* id, const Rect& rect, std::string_view words) {
  if (rect.empty()) return;
  ImGui::SetCursorScreenPos(rect.min());
  ImGui::InvisibleButton(id, {rect.w, rect.h});
  note_widget(ui);
  tip(ui, words);
}

Rect fitting_text(Ui& ui, const Rect& box, std::initializer_list<std::string_view> wordings,
                  std::initializer_list<Type> types, TextStyle style) {
  for (const std::string_view words : wordings) {
    for (const Type type : types) {
      if (text_width(ui, type, words) > box.w) continue;
      style.type = type;
      return text(ui, box, words, style);
    }
  }
  return {box.x, box.y, 0, 0};
}

Type fitting_type(const Ui& ui, std::string_view words, float width, std::initializer_list<Type> types) {
  for (const Type type : types)
    if (text_width(ui, type, words) <= width) return type;
  return *std::prev(types.end());
}

void tip(Ui& ui, std::string_view words) {
  if (ui.shown != nullptr) ui.shown->tips.emplace_back(words);
  if (!ImGui::IsItemHovered(ImGuiHoveredFlags_AllowWhenDisabled)) return;
  ImGui::PushStyleVar(ImGuiStyleVar_WindowPadding, {ui.px(10), ui.px(8)});
  ImGui::BeginTooltip();
  ImGui::PushTextWrapPos(ui.px(420));
  ImGui::TextUnformatted(words.data(), words.data() + words.size());
  ImGui::PopTextWrapPos();
  ImGui::EndTooltip();
  ImGui::PopStyleVar();
}

}  // namespace poise::dashboard
