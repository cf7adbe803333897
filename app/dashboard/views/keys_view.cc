#include <algorithm>
#include <vector>

#include "views/keys.h"
#include "views/views.h"

namespace poise::dashboard {
namespace {

/// In the order of the tables; a key that does one thing now and another then has a line for each.
void draw_keys(Ui& ui, Rect& column, const char* title, std::span<const KeyAction> actions, float line) {
  text(ui, column.take_top(line * 1.3F), title, {Type::bold});
  for (const KeyAction& action : actions) {
    if (column.h < 0.9F * line) return;  // sums of parts are not exact
    Rect row = column.take_top(line);
    text(ui, row.take_left(ui.px(74)), action.name, {Type::bold, ui.colour().highlight});
    text(ui, row, action.words, {fitting_type(ui, action.words, row.w, {Type::body, Type::small})});
  }
}

}  // namespace

void keys_view(Ui& ui, const Rect& body, const ViewState& state) {
  const auto here = keys_of(state.view);
  const auto everywhere = keys_everywhere();
  const bool two = body.w >= ui.px(640);
  const float rows = static_cast<float>(two ? std::max(here.size(), everywhere.size()) : here.size() + everywhere.size() + 2);
  const float line = std::min(ui.px(27), (body.h - ui.px(60)) / (rows + 2.6F));
  const float height = line * (rows + 1.3F) + ui.px(36);
  const float width = std::min(body.w, ui.px(two ? 780 : 400));
  const Rect place{body.centre_x() - width / 2, body.centre_y() - height / 2, width, height};
  ui.draw->AddRectFilled({place.x + ui.px(4), place.y + ui.px(6)}, {place.right() + ui.px(4), place.bottom() + ui.px(6)},
                         faded(ui.colour().text, 0.25F), ui.px(10));
  panel(ui, place);
  Rect inside = place.inset(ui.px(24), ui.px(18));
  Rect other = two ? inside.take_right(inside.w * 0.46F, ui.px(24)) : Rect{};
  draw_keys(ui, inside, kViewNames[static_cast<int>(state.view)], here, line);
  if (!two) inside.take_top(line * 0.5F);
  draw_keys(ui, two ? other : inside, "Everywhere", everywhere, line);
}

}  // namespace poise::dashboard
