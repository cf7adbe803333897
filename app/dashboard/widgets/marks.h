#pragma once

#include "widgets/ui.h"

namespace poise::dashboard {

/// The shapes that go with the colours: left is a square, right a disc, the whole body a diamond.
enum class Mark { left, right, body };

ImU32 mark_colour(const Ui& ui, Mark mark);
const char* mark_letter(Mark mark);  ///< "L", "R", and nothing for the body

/// The filled shape with a white rim, so that it stands out on any ground. `radius` in pixels.
void draw_mark(Ui& ui, Mark mark, ImVec2 centre, float radius, float alpha = 1);

/// The shape with its letter in it, `size` pixels wide.
void draw_badge(Ui& ui, Mark mark, ImVec2 centre, float size, ImU32 fill, Type type);

/// A tick, a cross and an arrow head, drawn so that no font has to have them.
void draw_tick(Ui& ui, ImVec2 centre, float radius, ImU32 colour);
void draw_cross(Ui& ui, ImVec2 centre, float radius, ImU32 colour);
void draw_arrow(Ui& ui, ImVec2 centre, float radius, bool to_the_left, ImU32 colour);

/// Diagonal lines over a rectangle: something is missing or not valid here.
void draw_hatch(Ui& ui, const Rect& rect, ImU32 colour);

}  // namespace poise::dashboard
