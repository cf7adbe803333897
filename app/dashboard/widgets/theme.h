#pragma once

#include <imgui.h>

#include <array>
#include <cstddef>

/// The one place for colours, type sizes and the pixel scale.
namespace poise::dashboard {

/// Type sizes, by what they are for. Pixel sizes stand in fonts.cc.
enum class Type : std::size_t {
  small,  ///< captions, axis labels
  body,   ///< everything the operator reads at the desk
  bold,
  title,  ///< headings of panels and results
  big,    ///< headings of a whole screen; long instructions
  cue,    ///< what to do now: read from three metres
  huge,   ///< the numbers of the person on the mat: read at a glance from three metres
  giant,  ///< figures of the athlete view; digits and signs only
};
inline constexpr std::size_t kTypeCount = 8;

/// Okabe-Ito hues, which people with any colour vision tell apart; left and right also carry a letter and a
/// shape of their own, so that nothing is told by colour alone.
struct Palette {
  ImU32 window = IM_COL32(0xE9, 0xEC, 0xEF, 0xFF);
  ImU32 panel = IM_COL32(0xFF, 0xFF, 0xFF, 0xFF);
  ImU32 sunken = IM_COL32(0xF3, 0xF5, 0xF7, 0xFF);  ///< a place inside a panel: the track of a gauge
  ImU32 line = IM_COL32(0xD3, 0xD9, 0xDF, 0xFF);
  ImU32 text = IM_COL32(0x1B, 0x22, 0x2A, 0xFF);
  ImU32 muted = IM_COL32(0x5A, 0x66, 0x72, 0xFF);
  ImU32 left = IM_COL32(0x00, 0x72, 0xB2, 0xFF);   ///< Okabe-Ito blue
  ImU32 right = IM_COL32(0xD5, 0x5E, 0x00, 0xFF);  ///< Okabe-Ito vermilion: orange with contrast on white
  ImU32 body = IM_COL32(0x2B, 0x34, 0x3D, 0xFF);   ///< the whole body: its CoP, the total force
  ImU32 good = IM_COL32(0x00, 0x7A, 0x5A, 0xFF);   ///< Okabe-Ito green, darkened for text on white
  ImU32 warn = IM_COL32(0x9A, 0x62, 0x00, 0xFF);
  ImU32 bad = IM_COL32(0xB0, 0x1E, 0x2F, 0xFF);
  ImU32 on_colour = IM_COL32(0xFF, 0xFF, 0xFF, 0xFF);  ///< text on a filled button or bar
  ImU32 accent = IM_COL32(0x1F, 0x3A, 0x52, 0xFF);     ///< the present step, the main button
  ImU32 on_accent = IM_COL32(0xFF, 0xFF, 0xFF, 0xFF);
  ImU32 highlight = IM_COL32(0x1F, 0x3A, 0x52, 0xFF);  ///< a thin line under what is chosen
};

/// The same hues on a dark ground, lighter where text on dark needs it.
Palette dark_palette();

/// Look and scale of one window. Fonts belong to the ImGui context that loaded them. Main thread only.
struct Theme {
  float scale = 1;  ///< 0.75 … 2: content scale of the monitor, or the user's choice
  Palette colour;
  std::array<ImFont*, kTypeCount> fonts{};

  /// Pixels of the screen for pixels of the design (1280x800 at scale 1).
  float px(float design) const { return design * scale; }
  ImFont* font(Type type) const { return fonts[static_cast<std::size_t>(type)]; }
};

/// The same colour, `alpha` (0…1) times as opaque.
ImU32 faded(ImU32 colour, float alpha);

/// Sets spacing and colours of ImGui's own widgets in the current context.
void apply_style(const Theme& theme);

}  // namespace poise::dashboard
