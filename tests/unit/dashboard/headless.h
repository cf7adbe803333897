#pragma once

#include <imgui.h>

#include <string>

#include "scenes.h"
#include "views/views.h"
#include "widgets/fonts.h"

namespace poise::dashboard::scenes {

/// ImGui without a window: frames are built, and nothing is drawn. One at a time.
class Headless {
 public:
  Headless(float width, float height, float scale, const FontFiles& fonts = FontFiles::system()) {
    ImGui::CreateContext();
    ImGuiIO& io = ImGui::GetIO();
    io.IniFilename = nullptr;
    io.DisplaySize = {width, height};
    io.DeltaTime = 1.0F / 30;
    theme.scale = scale;
    load_fonts(theme, fonts);
    apply_style(theme);
  }
  ~Headless() { ImGui::DestroyContext(); }
  Headless(const Headless&) = delete;
  Headless& operator=(const Headless&) = delete;

  /// One frame of that scene; what was asked for is added to `commands`.
  ShownFrame show(Scene& scene) {
    ShownFrame shown;
    ImGui::NewFrame();
    dashboard_view(scene.frame(), theme, scene.state, commands, &shown);
    ImGui::Render();
    return shown;
  }

  /// One frame in which these keys were pressed.
  ShownFrame press(Scene& scene, std::string_view keys) {
    scene.keys = keys;
    ShownFrame shown = show(scene);
    scene.keys = {};
    return shown;
  }
  /// The mouse presses and releases at a place.
  void click(Scene& scene, ImVec2 at) {
    ImGuiIO& io = ImGui::GetIO();
    io.MousePos = at;
    show(scene);
    io.MouseDown[0] = true;
    show(scene);
    io.MouseDown[0] = false;
    show(scene);
  }

  Theme theme;
  Commands commands;
};

/// All text of a frame, a piece a line.
inline std::string all_text(const ShownFrame& shown) {
  std::string text;
  for (const auto& piece : shown.texts) text += piece.text + "\n";
  return text;
}

}  // namespace poise::dashboard::scenes
