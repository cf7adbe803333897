#include "views/layout.h"

#include <algorithm>

namespace poise::dashboard {

Layout compute_layout(const Theme& theme, ImVec2 window, bool with_alarm, bool map_leads, bool beat) {
  const auto px = [&](float design) { return theme.px(design); };
  const bool narrow = window.x < px(1150);
  const bool low = window.y < px(680);
  const bool tiny = window.y < px(480);  // only what cannot be done without
  const float margin = px(low ? 8 : 12);
  Layout layout;
  Rect rest{0, 0, window.x, window.y};

  layout.top = rest.take_top(px(56));
  if (tiny) {
    layout.chips = {};
  } else if (narrow) {
    layout.chips = rest.take_top(px(36)).inset(margin, 0);
  } else {
    layout.chips = {layout.top.centre_x() - px(130), layout.top.y, px(425), layout.top.h};
  }
  layout.bottom = rest.take_bottom(px(54));
  rest = rest.inset(margin, margin);
  if (with_alarm) layout.alarm = rest.take_top(px(narrow ? 54 : 38), margin);

  layout.body = rest;
  if (!tiny) layout.strip = rest.take_bottom(std::clamp(window.y * 0.2F, px(96), px(260)), margin);
  layout.content = rest;
  Rect side = rest.take_right(std::clamp(window.x * 0.28F, px(tiny ? 190 : 270), px(460)), margin);

  layout.main = rest;
  layout.side = side;

  const float least_lower = px(170);
  const float least_hero = px(map_leads ? 190 : 220);
  if (rest.h >= least_hero + margin + least_lower) {
    layout.hero = rest.take_top(std::max(least_hero, rest.h * (map_leads ? 0.38F : 0.5F)), margin);
    // Both where there is room, else what matters more.
    if (rest.w >= px(640)) {
      layout.movement = rest.take_right(std::max(px(240), rest.w * (map_leads ? 0.52F : 0.38F)), margin);
      layout.plates = rest;
    } else {
      (map_leads ? layout.movement : layout.plates) = rest;
    }
  } else {
    layout.hero = rest;
  }

  // A narrow column is for the count alone: that is what is read from the mat.
  const bool count_alone = side.w < px(230);
  layout.reps = side.take_top(count_alone ? side.h : std::min(px(beat ? 218 : 184), side.h), margin);
  const float last_rep_height = px(126);
  const float least_list = px(90);
  if (side.h >= last_rep_height + margin + least_list) {
    layout.last_rep = side.take_top(last_rep_height, margin);
    layout.rep_list = side;
  } else if (side.h >= px(84)) {
    layout.last_rep = side;
  } else {
    layout.reps.h = layout.content.h;
  }
  return layout;
}

}  // namespace poise::dashboard
