#pragma once

#include "widgets/ui.h"

namespace poise::dashboard {

/// Where everything goes in a window of that size. An empty rectangle: folded away, for want of room; what
/// the person on the mat needs (hero, repetitions) stays longest.
struct Layout {
  Rect top;  ///< choosers and mat state; the chips too where the window is wide
  Rect chips;
  Rect alarm;       ///< empty when there is none
  Rect content;     ///< hero to rep_list together, for a screen of its own (no mat)
  Rect main, side;  ///< the same in two columns (result)
  Rect hero;        ///< next step, share bar or depth
  Rect plates;
  Rect reps;  ///< count and phase
  Rect last_rep;
  Rect rep_list;
  Rect strip;
  Rect bottom;
};

Layout compute_layout(const Theme& theme, ImVec2 window, bool with_alarm);

}  // namespace poise::dashboard
