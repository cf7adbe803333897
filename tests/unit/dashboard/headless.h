#pragma once

#include <gtest/gtest.h>
#include <imgui.h>

#include <algorithm>
#include <map>
#include <string>
#include <utility>
#include <vector>

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

struct Screen {
  float width, height, scale;
};
inline constexpr Screen kScreens[] = {{1280, 800, 1},  {1280, 800, 1.5F}, {2560, 1600, 2},   {1280, 800, 2},
                                      {1920, 1080, 1}, {960, 600, 0.75F}, {720, 480, 0.75F}, {1024, 768, 1.25F}};

inline std::string name_of_screen(const testing::TestParamInfo<Screen>& test) {
  const Screen& screen = test.param;
  return std::to_string(static_cast<int>(screen.width)) + "x" + std::to_string(static_cast<int>(screen.height)) + "_at_" +
         std::to_string(static_cast<int>(100 * screen.scale)) + "_pct";
}

inline bool within(const Rect& rect, const Rect& place) {
  constexpr float kSlack = 1;
  return rect.x >= place.x - kSlack && rect.y >= place.y - kSlack && rect.right() <= place.right() + kSlack &&
         rect.bottom() <= place.bottom() + kSlack;
}

/// Overlap of the letters themselves: lines may touch, for a font's box is higher than its letters.
inline bool overlap(const Rect& a, const Rect& b) {
  const float low = 0.75F;
  return std::min(a.right(), b.right()) - std::max(a.x, b.x) > 1 &&
         std::min(a.y + a.h * low, b.y + b.h * low) - std::max(a.y, b.y) > std::min(a.h, b.h) * 0.25F;
}

/// No text is cut with an ellipsis, outside the window or ImGui's clip rectangle, or over another. What scrolls may
/// be out of view above or below, not at the sides.
inline void expect_all_text_readable(const Screen& screen, const std::string& name, Scene& scene) {
  Headless headless(screen.width, screen.height, screen.scale);
  const ShownFrame shown = settled(headless, scene);
  std::vector<ShownText> texts;
  for (const auto& piece : shown.texts) {
    EXPECT_FALSE(piece.shortened) << name << ": " << piece.text;
    Rect place = piece.clip;
    if (piece.scrolls) place.y = piece.rect.y, place.h = piece.rect.h;
    EXPECT_TRUE(within(piece.rect, place)) << name << ": " << piece.text;
    if (piece.scrolls) continue;
    EXPECT_TRUE(within(piece.rect, {0, 0, screen.width, screen.height})) << name << ": " << piece.text;
    texts.push_back(piece);
  }
  EXPECT_FALSE(texts.empty()) << name;
  for (std::size_t i = 0; i < texts.size(); ++i)
    for (std::size_t j = i + 1; j < texts.size(); ++j)
      EXPECT_FALSE(overlap(texts[i].rect, texts[j].rect)) << name << ": " << texts[i].text << " | " << texts[j].text;
}

/// All text of a frame, a piece a line.
inline std::string all_text(const ShownFrame& shown) {
  std::string text;
  for (const auto& piece : shown.texts) text += piece.text + "\n";
  return text;
}

}  // namespace poise::dashboard::scenes
