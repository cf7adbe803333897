#pragma once

#include <imgui.h>

#include <map>
#include <string>
#include <utility>

#include "scenes.h"
#include "views/views.h"
#include "widgets/fonts.h"

namespace poise::dashboard::scenes {

/// The system's fonts at a scale, made once: that is what takes the time of a test.
struct LoadedFonts {
  ImFontAtlas atlas;
  Theme theme;
  bool made = false;
};
inline LoadedFonts& fonts_at(float scale) {
  static std::map<float, LoadedFonts> all;
  return all[scale];
}

/// ImGui without a window: frames are built, and nothing is drawn. One at a time.
class Headless {
 public:
  Headless(float width, float height, float scale) {
    LoadedFonts& loaded = fonts_at(scale);
    start(width, height, &loaded.atlas);
    if (!std::exchange(loaded.made, true)) {
      loaded.theme.scale = scale;
      load_fonts(loaded.theme, FontFiles::system());
    }
    theme = loaded.theme;
    ImGui::GetIO().FontDefault = theme.font(Type::body);
    apply_style(theme);
  }
  Headless(float width, float height, float scale, const FontFiles& fonts) {
    start(width, height, nullptr);
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

  /// The same without telling what it showed, as the program does it.
  void show_untold(Scene& scene) {
    ImGui::NewFrame();
    dashboard_view(scene.frame(), theme, scene.state, commands);
    ImGui::Render();
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

 private:
  static void start(float width, float height, ImFontAtlas* atlas) {
    ImGui::CreateContext(atlas);
    ImGuiIO& io = ImGui::GetIO();
    io.IniFilename = nullptr;
    io.DisplaySize = {width, height};
    io.DeltaTime = 1.0F / 30;
  }
};

/// Several frames, as a person would see it: sizes that ImGui learns from the frame before have settled.
inline ShownFrame settled(Headless& screen, Scene& scene) {
  screen.show(scene);
  screen.show(scene);
  return screen.show(scene);
}

/// All text of a frame, a piece a line.
inline std::string all_text(const ShownFrame& shown) {
  std::string text;
  for (const auto& piece : shown.texts) text += piece.text + "\n";
  return text;
}

}  // namespace poise::dashboard::scenes
