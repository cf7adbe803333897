#include "widgets/plates.h"

#include <algorithm>
#include <array>
#include <iterator>

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

/// A right sole's outline once round, millimetres from its middle: x outwards, y forwards.
constexpr MatPoint kSole[] = {{0, -128},  {22, -122}, {33, -100}, {34, -70}, {33, -30}, {38, 20}, {46, 60},
                              {45, 92},   {34, 114},  {12, 128},  {-14, 132}, {-32, 122}, {-42, 96}, {-42, 62},
                              {-34, 20},  {-28, -30}, {-30, -70}, {-32, -100}, {-22, -122}};

void draw_foot(Ui& ui, ImVec2 middle, float scale, const PlatesPicture::Foot& foot) {
  std::array<ImVec2, std::size(kSole)> outline;
  for (std::size_t i = 0; i < outline.size(); ++i) {
    // Clockwise on the screen from the heel on, as ImGui smooths edges: a fan from there covers the sole.
    const MatPoint& point = kSole[foot.left || i == 0 ? i : outline.size() - i];
    const auto outwards = static_cast<float>(foot.left ? -point.x_mm : point.x_mm);
    outline[i] = {middle.x + outwards * scale, middle.y - static_cast<float>(point.y_mm) * scale};
  }
  const auto count = static_cast<int>(outline.size());
  const ImU32 ink = ui.colour().muted;
  ui.draw->AddConvexPolyFilled(outline.data(), count, faded(ink, foot.asked ? 0.22F : 0.09F));
  ui.draw->AddPolyline(outline.data(), count, faded(ink, foot.asked ? 0.8F : 0.25F), ImDrawFlags_Closed, ui.px(1.5F));
}

/// A ring; with a tick when done, with a cross of hairs where it is asked for.
void draw_spot(Ui& ui, ImVec2 at, const PlatesPicture::Spot& spot) {
  const Palette& c = ui.colour();
  if (spot.asked) {
    const float r = ui.px(13);
    ui.draw->AddCircle(at, r, c.highlight, 0, ui.px(3));
    ui.draw->AddLine({at.x - r - ui.px(6), at.y}, {at.x + r + ui.px(6), at.y}, c.highlight, ui.px(1.5F));
    ui.draw->AddLine({at.x, at.y - r - ui.px(6)}, {at.x, at.y + r + ui.px(6)}, c.highlight, ui.px(1.5F));
    return;
  }
  if (spot.done) return draw_tick(ui, at, ui.px(7), c.good);
  ui.draw->AddCircle(at, ui.px(5), c.muted, 0, ui.px(1.5F));
}

/// Fading with age.
template <class At>
void draw_trail(Ui& ui, const PlatesPicture::Trail& trail, const At& at, float alpha) {
  const ImU32 ink = mark_colour(ui, trail.mark);
  const auto count = static_cast<float>(trail.points.size());
  for (std::size_t i = 1; i < trail.points.size(); ++i)
    ui.draw->AddLine(at(trail.points[i - 1]), at(trail.points[i]),
                     faded(ink, alpha * (0.08F + 0.62F * static_cast<float>(i) / count)), ui.px(1.8F));
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
  for (const auto& foot : picture.feet) draw_foot(ui, at(foot.middle), scale, foot);
  for (const auto& cell : picture.cells) {
    const ImVec2 centre = at(cell.at);
    const float radius = std::max(26 * scale, ui.px(4));
    const Mark side = picture.plates.size() < 2 ? Mark::body : cell.at.x_mm < 0 ? Mark::left : Mark::right;
    const auto shade = static_cast<float>(std::clamp(cell.shade, 0.0, 1.0));
    ui.draw->AddCircleFilled(centre, radius, c.panel);
    ui.draw->AddCircleFilled(centre, radius, faded(mark_colour(ui, side), shade * 0.85F * alpha));
    ui.draw->AddCircle(centre, radius, cell.overload ? c.bad : c.line, 0, ui.px(cell.overload ? 3 : 1));
    if (cell.faulty) draw_cross(ui, centre, radius * 0.6F, c.bad);
  }
  for (const auto& spot : picture.spots) draw_spot(ui, at(spot.at), spot);
  for (const auto& trail : picture.trails) draw_trail(ui, trail, at, alpha);
  if (picture.left_cop) draw_mark(ui, Mark::left, at(*picture.left_cop), ui.px(7), alpha);
  if (picture.right_cop) draw_mark(ui, Mark::right, at(*picture.right_cop), ui.px(7.5F), alpha);
  if (picture.body_cop) draw_mark(ui, Mark::body, at(*picture.body_cop), ui.px(8), alpha);
  return place;
}

}  // namespace poise::dashboard
