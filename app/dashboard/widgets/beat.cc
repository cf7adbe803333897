#include "widgets/beat.h"

#include <fmt/format.h>

#include <algorithm>
#include <cmath>

namespace poise::dashboard {
namespace {

constexpr float kTau = 6.2831853F;
constexpr float kTop = -kTau / 4;  ///< angles run clockwise from the top

void arc(Ui& ui, ImVec2 centre, float radius, float from, float to, ImU32 colour, float width) {
  ui.draw->PathArcTo(centre, radius, kTop + from * kTau, kTop + to * kTau);
  ui.draw->PathStroke(colour, ImDrawFlags_None, width);
}

}  // namespace

void rep_ring(Ui& ui, const Rect& rect, const RepRing& ring) {
  const Palette& c = ui.colour();
  const float size = std::min(rect.w, rect.h);
  const ImVec2 centre{rect.centre_x(), rect.centre_y()};
  const float width = size * 0.085F, radius = size / 2 - width / 2 - ui.px(1);
  const ImU32 ink = faded(mark_colour(ui, ring.mark), ring.live ? 1.0F : 0.35F);
  constexpr int kMostArcs = 30;
  if (ring.asked && *ring.asked >= 1 && *ring.asked <= kMostArcs) {
    const float step = 1.0F / static_cast<float>(*ring.asked);
    const float gap = *ring.asked == 1 ? 0 : std::min(step * 0.22F, 0.012F);
    for (int i = 0; i < *ring.asked; ++i) {
      const float from = step * static_cast<float>(i) + gap, to = step * static_cast<float>(i + 1) - gap;
      arc(ui, centre, radius, from, to, i < ring.done ? ink : c.line, width);
    }
  } else {
    ui.draw->AddCircle(centre, radius, c.line, 0, width);
  }
  if (ring.hand) {
    const float inner = radius - width * 0.5F - ui.px(7);
    const float angle = kTop + static_cast<float>(*ring.hand) * kTau;
    ui.draw->AddCircleFilled({centre.x + inner * std::cos(angle), centre.y + inner * std::sin(angle)}, ui.px(6), c.good);
  }
  const std::string number = fmt::format("{}", ring.done);
  const float inside = (radius - width) * 1.5F;
  Type type = fitting_type(ui, number, inside, {Type::giant, Type::huge, Type::cue, Type::big});
  while (type > Type::big && line_height(ui, type) > inside * 1.25F) type = static_cast<Type>(static_cast<int>(type) - 1);
  text(ui, {centre.x - size / 2, centre.y - size / 2, size, size}, number,
       {type, ring.live ? c.text : c.muted, Align::centre});
}

void beat_bar(Ui& ui, const Rect& rect, const BeatBar& bar) {
  const Palette& c = ui.colour();
  double all_s = 0;
  for (const auto& part : bar.parts) all_s += part.length_s;
  if (all_s <= 0 || rect.empty()) return;
  const float gap = ui.px(3), radius = ui.px(4);
  float x = rect.x;
  for (std::size_t i = 0; i < bar.parts.size(); ++i) {
    const auto& part = bar.parts[i];
    if (part.length_s <= 0) continue;
    const float w = rect.w * static_cast<float>(part.length_s / all_s);
    const Rect place{x, rect.y, w - gap, rect.h};
    const bool present = i == bar.present;
    ui.draw->AddRectFilled(place.min(), place.max(), c.sunken, radius);
    if (present) {
      const float done = place.w * static_cast<float>(std::clamp(bar.done, 0.0, 1.0));
      ui.draw->AddRectFilled(place.min(), {place.x + std::max(done, radius * 2), place.bottom()}, faded(c.good, 0.35F), radius);
      ui.draw->AddRect(place.min(), place.max(), c.good, radius, ImDrawFlags_None, ui.px(2));
    }
    const std::string with_length = fmt::format("{} {:g}", part.name, part.length_s);
    const std::string length = fmt::format("{:g}", part.length_s);
    const float room = place.w - ui.px(6);
    for (const std::string* words : {&with_length, &length}) {
      const Type type = present ? fitting_type(ui, *words, room, {Type::bold, Type::small})
                                : fitting_type(ui, *words, room, {Type::body, Type::small});
      if (text_width(ui, type, *words) > room) continue;
      text(ui, place, *words, {type, present ? c.text : c.muted, Align::centre});
      break;
    }
    x += w;
  }
}

}  // namespace poise::dashboard
