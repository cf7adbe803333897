#include "widgets/theme.h"

namespace poise::dashboard {

ImU32 faded(ImU32 colour, float alpha) {
  ImVec4 value = ImGui::ColorConvertU32ToFloat4(colour);
  value.w *= alpha;
  return ImGui::ColorConvertFloat4ToU32(value);
}

void apply_style(const Theme& theme) {
  ImGuiStyle& style = ImGui::GetStyle();
  style = ImGuiStyle();
  ImGui::StyleColorsLight(&style);
  const float radius = theme.px(6);
  style.WindowPadding = {0, 0};
  style.WindowBorderSize = 0;
  style.FramePadding = {theme.px(10), theme.px(7)};
  style.ItemSpacing = {theme.px(8), theme.px(6)};
  style.CellPadding = {theme.px(8), theme.px(6)};
  style.FrameRounding = style.PopupRounding = style.GrabRounding = radius;
  style.FrameBorderSize = style.PopupBorderSize = 1;
  style.DisabledAlpha = 0.7F;
  style.ScrollbarSize = theme.px(12);
  style.ScrollbarRounding = radius;

  const Palette& c = theme.colour;
  const auto set = [&](ImGuiCol slot, ImU32 colour) {
    style.Colors[slot] = ImGui::ColorConvertU32ToFloat4(colour);
  };
  set(ImGuiCol_WindowBg, c.window);
  set(ImGuiCol_ChildBg, IM_COL32_BLACK_TRANS);
  set(ImGuiCol_PopupBg, c.panel);
  set(ImGuiCol_Text, c.text);
  set(ImGuiCol_TextDisabled, c.muted);
  set(ImGuiCol_Border, c.line);
  set(ImGuiCol_FrameBg, c.panel);
  set(ImGuiCol_FrameBgHovered, c.sunken);
  set(ImGuiCol_FrameBgActive, c.sunken);
  set(ImGuiCol_Button, c.panel);
  set(ImGuiCol_ButtonHovered, c.sunken);
  set(ImGuiCol_ButtonActive, c.line);
  set(ImGuiCol_Header, c.sunken);
  set(ImGuiCol_HeaderHovered, c.sunken);
  set(ImGuiCol_HeaderActive, c.line);
  set(ImGuiCol_CheckMark, c.accent);
  set(ImGuiCol_TableHeaderBg, c.sunken);
  set(ImGuiCol_TableBorderLight, c.line);
  set(ImGuiCol_TableBorderStrong, c.line);
  set(ImGuiCol_TableRowBgAlt, faded(c.sunken, 0.6F));
}

}  // namespace poise::dashboard
