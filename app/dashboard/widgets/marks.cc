#include "widgets/marks.h"

#include <algorithm>

namespace poise::dashboard {

ImU32 mark_colour(const Ui& ui, Mark mark) {
  switch (mark) {
    case Mark::left:
      return ui.colour().left;
    case Mark::right:
      return ui.colour().right;
    case Mark::body:
      break;
  }
  return ui.colour().body;
}

const char* mark_letter(Mark mark) { return mark == Mark::left ? "L" : mark == Mark::right ? "R" : ""; }

void draw_mark(Ui& ui, Mark mark, ImVec2 centre, float radius, float alpha) {
  const ImU32 fill = faded(mark_colour(ui, mark), alpha);
  const ImU32 rim = faded(ui.colour().panel, alpha);
  const float rim_px = ui.px(2);
  const float x = centre.x, y = centre.y;
  if (mark == Mark::right) {
    ui.draw->AddCircleFilled(centre, radius + rim_px, rim);
    ui.draw->AddCircleFilled(centre, radius, fill);
    return;
  }
  if (mark == Mark::left) {
    const float half = radius * 0.9F;
    ui.draw->AddRectFilled({x - half - rim_px, y - half - rim_px}, {x + half + rim_px, y + half + rim_px},
                           rim);
    ui.draw->AddRectFilled({x - half, y - half}, {x + half, y + half}, fill);
    return;
  }
  const auto diamond = [&](float reach, ImU32 colour) {
    ui.draw->AddQuadFilled({x, y - reach}, {x + reach, y}, {x, y + reach}, {x - reach, y}, colour);
  };
  diamond(radius * 1.25F + rim_px * 1.4F, rim);
  diamond(radius * 1.25F, fill);
}

void draw_badge(Ui& ui, Mark mark, ImVec2 centre, float size, ImU32 fill, Type type) {
  const float half = size / 2;
  const ImVec2 min{centre.x - half, centre.y - half}, max{centre.x + half, centre.y + half};
  if (mark == Mark::right)
    ui.draw->AddCircleFilled(centre, half, fill, 0);
  else
    ui.draw->AddRectFilled(min, max, fill, size * 0.09F);
  text(ui, {min.x, min.y, size, size}, mark_letter(mark), {type, ui.colour().on_colour, Align::centre});
}

void draw_tick(Ui& ui, ImVec2 centre, float radius, ImU32 colour) {
  const ImVec2 points[] = {{centre.x - radius, centre.y},
                           {centre.x - radius * 0.25F, centre.y + radius * 0.7F},
                           {centre.x + radius, centre.y - radius * 0.75F}};
  ui.draw->AddPolyline(points, 3, colour, ImDrawFlags_None, std::max(1.5F, radius * 0.4F));
}

void draw_cross(Ui& ui, ImVec2 centre, float radius, ImU32 colour) {
  const float width = std::max(1.5F, radius * 0.4F);
  ui.draw->AddLine({centre.x - radius, centre.y - radius}, {centre.x + radius, centre.y + radius}, colour,
                   width);
  ui.draw->AddLine({centre.x - radius, centre.y + radius}, {centre.x + radius, centre.y - radius}, colour,
                   width);
}

void draw_arrow(Ui& ui, ImVec2 centre, float radius, bool to_the_left, ImU32 colour) {
  const float tip_x = centre.x + (to_the_left ? -radius : radius);
  const float base_x = centre.x + (to_the_left ? radius : -radius) * 0.6F;
  // ImGui smooths edges only of triangles that run clockwise.
  if (to_the_left) {
    ui.draw->AddTriangleFilled({tip_x, centre.y}, {base_x, centre.y - radius}, {base_x, centre.y + radius},
                               colour);
  } else {
    ui.draw->AddTriangleFilled({base_x, centre.y - radius}, {tip_x, centre.y}, {base_x, centre.y + radius},
                               colour);
  }
}

void draw_hatch(Ui& ui, const Rect& rect, ImU32 colour) {
  if (rect.empty()) return;
  ui.draw->PushClipRect(rect.min(), rect.max(), true);
  const float step = ui.px(7);
  for (float x = rect.x - rect.h; x < rect.right(); x += step) {
    ui.draw->AddLine({x, rect.bottom()}, {x + rect.h, rect.y}, colour, ui.px(1.5F));
  }
  ui.draw->PopClipRect();
}

}  // namespace poise::dashboard
