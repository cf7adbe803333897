#include "widgets/theme.h"

namespace poise::dashboard {

Palette dark_palette() {
  Palette dark;
  dark.window = IM_COL32(0x12, 0x16, 0x1B, 0xFF);
  dark.panel = IM_COL32(0x1C, 0x22, 0x29, 0xFF);
  dark.sunken = IM_COL32(0x28, 0x30, 0x39, 0xFF);
  dark.line = IM_COL32(0x3A, 0x44, 0x4F, 0xFF);
  dark.text = IM_COL32(0xEC, 0xEF, 0xF2, 0xFF);
  dark.muted = IM_COL32(0xA3, 0xAE, 0xBA, 0xFF);
  dark.left = IM_COL32(0x56, 0xB4, 0xE9, 0xFF);   // Okabe-Ito sky blue
  dark.right = IM_COL32(0xE6, 0x9F, 0x00, 0xFF);  // Okabe-Ito orange
  dark.body = IM_COL32(0xDD, 0xE3, 0xE9, 0xFF);
  dark.good = IM_COL32(0x3C, 0xC9, 0x9C, 0xFF);
  dark.warn = IM_COL32(0xF0, 0xC0, 0x5A, 0xFF);
  dark.bad = IM_COL32(0xFF, 0x7B, 0x7B, 0xFF);
  dark.on_colour = IM_COL32(0x10, 0x14, 0x18, 0xFF);
  dark.accent = IM_COL32(0x3B, 0x6E, 0x9E, 0xFF);
  dark.on_accent = IM_COL32(0xFF, 0xFF, 0xFF, 0xFF);
  dark.highlight = IM_COL32(0x8F, 0xC4, 0xF2, 0xFF);
  return dark;
}

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
  set(ImGuiCol_CheckMark, c.highlight);
  set(ImGuiCol_ScrollbarBg, c.panel);
  set(ImGuiCol_ScrollbarGrab, c.line);
  set(ImGuiCol_TextSelectedBg, faded(c.accent, 0.35F));
  set(ImGuiCol_TableHeaderBg, c.sunken);
  set(ImGuiCol_TableBorderLight, c.line);
  set(ImGuiCol_TableBorderStrong, c.line);
  set(ImGuiCol_TableRowBgAlt, faded(c.sunken, 0.6F));
}

}  // namespace poise::dashboard
