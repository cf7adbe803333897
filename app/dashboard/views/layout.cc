#include "views/layout.h"

#include <algorithm>

namespace poise::dashboard {

Layout compute_layout(const Theme& theme, ImVec2 window, bool with_alarm, bool map_leads) {
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

  const float least_plates = px(170);
  const float hero_height = map_leads ? px(176) : std::max(px(254), rest.h * 0.46F);
  if (rest.h >= (map_leads ? px(176) : px(254)) + margin + least_plates) {
    layout.hero = rest.take_top(hero_height, margin);
    layout.plates = rest;
  } else {
    layout.hero = rest;
  }

  layout.reps = side.take_top(std::min(px(156), side.h), margin);
  const float last_rep_height = px(142);
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
