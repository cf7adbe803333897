#include "widgets/cop_map.h"

#include <algorithm>
#include <array>
#include <cmath>

namespace poise::dashboard {
namespace {

struct Mapping {
  ImVec2 middle;
  float scale = 1;
  double x_mm = 0, y_mm = 0;  ///< of the middle

  ImVec2 at(double x, double y) const {
    return {middle.x + static_cast<float>(x - x_mm) * scale, middle.y - static_cast<float>(y - y_mm) * scale};
  }
};

void draw_rings(Ui& ui, const Mapping& map, float side, int ring_mm) {
  const Palette& c = ui.colour();
  const auto [x, y] = map.middle;
  for (int mm = ring_mm; static_cast<float>(mm) * map.scale <= side / 2 + 0.5F; mm += ring_mm)
    ui.draw->AddCircle(map.middle, static_cast<float>(mm) * map.scale, c.line, 0, ui.px(1));
  ui.draw->AddLine({x - side / 2, y}, {x + side / 2, y}, c.line);
  ui.draw->AddLine({x, y - side / 2}, {x, y + side / 2}, c.line);
}

void draw_trail(Ui& ui, const Mapping& map, const CopMap& what) {
  const auto& dots = what.trail.dots();
  const double end_s = what.trail.end_s();
  const double length_s = std::max(1.0, std::min(CopTrail::kKept_s, end_s - what.since_s));
  for (std::size_t i = 1; i < dots.size(); ++i) {
    const auto &a = dots[i - 1], &b = dots[i];
    if (a.start_s() < what.since_s || b.number - a.number > 4) continue;
    const double age = std::clamp((end_s - b.start_s()) / length_s, 0.0, 1.0);
    ui.draw->AddLine(map.at(a.x_mm, a.y_mm), map.at(b.x_mm, b.y_mm),
                     faded(ui.colour().left, static_cast<float>(what.live ? 0.95 - 0.75 * age : 0.3)), ui.px(1.5F));
  }
}

void draw_ellipse(Ui& ui, const Mapping& map, const Ellipse& ellipse, float alpha) {
  std::array<ImVec2, 64> outline;
  for (std::size_t i = 0; i < outline.size(); ++i) {
    const double t = 2 * 3.14159265 * static_cast<double>(i) / static_cast<double>(outline.size());
    const double u = ellipse.long_mm * std::cos(t), v = ellipse.short_mm * std::sin(t);
    outline[i] = map.at(ellipse.x_mm + u * std::cos(ellipse.angle_rad) - v * std::sin(ellipse.angle_rad),
                        ellipse.y_mm + u * std::sin(ellipse.angle_rad) + v * std::cos(ellipse.angle_rad));
  }
  ui.draw->AddPolyline(outline.data(), static_cast<int>(outline.size()), faded(ui.colour().right, alpha),
                       ImDrawFlags_Closed, ui.px(2));
}

}  // namespace

CopMapShown cop_map(Ui& ui, const Rect& rect, const CopMap& what) {
  CopMapShown shown;
  const float side = std::min(rect.w, rect.h);
  if (side <= 0) return shown;
  shown.ellipse = ellipse_of(what.trail, what.since_s);
  double reach_mm = 30;
  if (shown.ellipse) reach_mm = std::max(reach_mm, std::ceil(shown.ellipse->long_mm * 1.15 / 10) * 10);
  reach_mm = std::min(reach_mm, 150.0);
  shown.ring_mm = reach_mm > 60 ? 50 : 10;
  Mapping map{{rect.centre_x(), rect.centre_y()}, side / 2 / static_cast<float>(reach_mm), 0, 0};
  draw_rings(ui, map, side, shown.ring_mm);
  const auto& dots = what.trail.dots();
  if (dots.empty() || dots.back().start_s() < what.since_s) return shown;
  map.x_mm = shown.ellipse ? shown.ellipse->x_mm : dots.back().x_mm;
  map.y_mm = shown.ellipse ? shown.ellipse->y_mm : dots.back().y_mm;
  const float alpha = what.live ? 1.0F : 0.35F;
  ui.draw->PushClipRect({map.middle.x - side / 2, map.middle.y - side / 2},
                        {map.middle.x + side / 2, map.middle.y + side / 2}, true);
  draw_trail(ui, map, what);
  if (shown.ellipse) draw_ellipse(ui, map, *shown.ellipse, alpha);
  draw_mark(ui, what.mark, map.at(dots.back().x_mm, dots.back().y_mm), ui.px(6), alpha);
  ui.draw->PopClipRect();
  return shown;
}

}  // namespace poise::dashboard
