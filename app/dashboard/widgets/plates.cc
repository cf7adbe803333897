#include "widgets/plates.h"

#include <algorithm>

namespace poise::dashboard {
namespace {

struct Extent {
  double left = 0, right = 0, rear = 0, front = 0;
};

Extent extent_of(const PlatesPicture& picture) {
  Extent all{1e9, -1e9, 1e9, -1e9};
  for (const auto& plate : picture.plates) {
    all.left = std::min(all.left, plate.centre_x_mm - plate.width_mm / 2);
    all.right = std::max(all.right, plate.centre_x_mm + plate.width_mm / 2);
    all.rear = std::min(all.rear, plate.centre_y_mm - plate.depth_mm / 2);
    all.front = std::max(all.front, plate.centre_y_mm + plate.depth_mm / 2);
  }
  return all;
}

}  // namespace

Rect plates_place(const Rect& rect, const PlatesPicture& picture) {
  if (picture.plates.empty()) return {rect.centre_x(), rect.centre_y(), 0, 0};
  const Extent all = extent_of(picture);
  const auto width_mm = static_cast<float>(all.right - all.left);
  const auto depth_mm = static_cast<float>(all.front - all.rear);
  const float scale = std::min(rect.w / width_mm, rect.h / depth_mm);
  const float w = width_mm * scale;
  const float h = depth_mm * scale;
  return {rect.centre_x() - w / 2, rect.centre_y() - h / 2, w, h};
}

Rect plates(Ui& ui, const Rect& rect, const PlatesPicture& picture) {
  const Rect place = plates_place(rect, picture);
  if (place.empty()) return place;
  const Palette& c = ui.colour();
  const Extent all = extent_of(picture);
  const float scale = place.w / static_cast<float>(all.right - all.left);
  const float alpha = picture.live ? 1.0F : 0.35F;
  const auto at = [&](MatPoint p) -> ImVec2 {
    return {place.x + static_cast<float>(p.x_mm - all.left) * scale,
            place.y + static_cast<float>(all.front - p.y_mm) * scale};
  };

  for (const auto& plate : picture.plates) {
    const ImVec2 a = at({plate.centre_x_mm - plate.width_mm / 2, plate.centre_y_mm + plate.depth_mm / 2});
    const ImVec2 b = at({plate.centre_x_mm + plate.width_mm / 2, plate.centre_y_mm - plate.depth_mm / 2});
    ui.draw->AddRectFilled(a, b, c.sunken, ui.px(8));
    ui.draw->AddRect(a, b, faded(mark_colour(ui, plate.mark), alpha), ui.px(8), ImDrawFlags_None, ui.px(2));
    const ImVec2 middle = at({plate.centre_x_mm, plate.centre_y_mm});
    ui.draw->AddLine({a.x + ui.px(6), middle.y}, {b.x - ui.px(6), middle.y}, c.line, ui.px(1));
    ui.draw->AddLine({middle.x, a.y + ui.px(6)}, {middle.x, b.y - ui.px(6)}, c.line, ui.px(1));
  }
  for (const auto& cell : picture.cells) {
    const ImVec2 centre = at(cell.at);
    const float radius = 20 * scale;
    const Mark side = picture.plates.size() < 2 ? Mark::body : cell.at.x_mm < 0 ? Mark::left : Mark::right;
    const auto shade = static_cast<float>(std::clamp(cell.shade, 0.0, 1.0));
    ui.draw->AddCircleFilled(centre, radius, c.panel);
    ui.draw->AddCircleFilled(centre, radius, faded(mark_colour(ui, side), shade * 0.85F * alpha));
    ui.draw->AddCircle(centre, radius, cell.overload ? c.bad : c.line, 0, ui.px(cell.overload ? 3 : 1));
    if (cell.faulty) draw_cross(ui, centre, radius * 0.6F, c.bad);
  }
  if (picture.left_cop) draw_mark(ui, Mark::left, at(*picture.left_cop), ui.px(7), alpha);
  if (picture.right_cop) draw_mark(ui, Mark::right, at(*picture.right_cop), ui.px(7.5F), alpha);
  if (picture.body_cop) draw_mark(ui, Mark::body, at(*picture.body_cop), ui.px(8), alpha);
  return place;
}

}  // namespace poise::dashboard
