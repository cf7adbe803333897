#pragma once

#include <gtest/gtest.h>

#include <algorithm>
#include <string>
#include <vector>

#include "headless.h"

/// Whether all text of a frame can be read.
namespace poise::dashboard::scenes {

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

}  // namespace poise::dashboard::scenes
