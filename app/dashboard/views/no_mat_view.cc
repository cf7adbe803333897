#include "views/actions.h"
#include "views/describe.h"
#include "views/views.h"
#include "widgets/plates.h"

namespace poise::dashboard {
namespace {

/// The reference mat without anybody on it: a picture of what is looked for, not of a mat that is there.
PlatesPicture empty_mat() {
  PlatesPicture picture;
  picture.plates = {{-160, 0, 300, 500, Mark::left}, {160, 0, 300, 500, Mark::right}};
  for (const double plate_x : {-160.0, 160.0}) {
    for (const double y : {230.0, -230.0}) {
      for (const double x : {-130.0, 130.0}) picture.cells.push_back({{plate_x + x, y}, 0, false, false});
    }
  }
  picture.live = false;
  return picture;
}

struct Words {
  const char* title;
  const char* first;
  const char* second;
};

Words words_for(const engine::Snapshot& snapshot) {
  if (snapshot.link == engine::LinkState::refused) {
    return {"This mat cannot be used", "There is a mat on the line, but Poise will not measure with it:", ""};
  }
  return {"No mat yet", "Connect the mat's USB cable: it shows up here by itself.",
          "No mat at hand? The virtual mat has a person on it, and everything works as with a real one."};
}

}  // namespace

void no_mat_view(Ui& ui, const Rect& rect, const Frame& frame, ViewState& state, Commands& commands) {
  panel(ui, rect);
  const Palette& c = ui.colour();
  const auto& snapshot = frame.snapshot;
  const Words words = words_for(snapshot);
  Rect inside = rect.inset(ui.px(40), ui.px(20));
  Rect picture = inside.take_right(inside.w < ui.px(620) ? 0 : std::min(inside.w * 0.34F, ui.px(420)), ui.px(36));
  if (!picture.empty()) plates(ui, picture.inset(0, ui.px(10)), empty_mat());

  Rect column = inside;
  const float needed = ui.px(snapshot.link_error ? 300 : 210);
  if (column.h > needed) column.take_top((column.h - needed) / 2);
  text(ui, column.take_top(ui.px(50), ui.px(8)), words.title,
       {fitting_type(ui, words.title, column.w, {Type::big, Type::title, Type::bold})});
  const float below = ui.px(snapshot.link_error ? 160 : 60);  // the button, and why there is no mat, always have room
  for (const char* paragraph : {words.first, words.second}) {
    if (wrapped_height(ui, column.w, paragraph, Type::body) + below > column.h) break;
    const float used = wrapped_text(ui, column, paragraph, {Type::body, c.text});
    if (used > 0) column.take_top(used, ui.px(6));
  }
  column.take_top(ui.px(14));
  const Rect place = column.take_top(ui.px(46), ui.px(22));
  if (button(ui, "virtual_mat", {place.x, place.y, ui.px(280), place.h}, "Try the virtual mat", "V",
             ButtonKind::primary)) {
    try_virtual_mat(state, commands);
  }
  if (!snapshot.link_error) return;
  const std::string line = to_line(*snapshot.link_error);
  const float width = column.w - ui.px(30);
  const Type type = wrapped_height(ui, width, line, Type::body) <= ui.px(52) ? Type::body : Type::small;
  const Rect box{column.x, column.y, column.w, std::min(column.h, wrapped_height(ui, width, line, type) + ui.px(16))};
  ui.draw->AddRectFilled(box.min(), box.max(), c.sunken, ui.px(6));
  ui.draw->AddRectFilled(box.min(), {box.x + ui.px(4), box.bottom()}, c.warn, ui.px(2));
  wrapped_text(ui, {box.x + ui.px(16), box.y + ui.px(7), width, box.h - ui.px(8)}, line, {type, c.text});
}

}  // namespace poise::dashboard
