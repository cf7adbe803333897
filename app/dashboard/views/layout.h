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
  Rect body;        ///< everything between the bars, for the other views
  Rect main, side;  ///< the same in two columns (result)
  Rect hero;        ///< next step, share bar or depth
  Rect plates;
  Rect reps;  ///< count and phase
  Rect last_rep;
  Rect rep_list;
  Rect strip;
  Rect bottom;
};

/// `map_leads`: the mat from above is what matters (standing), and the next step is kept small.
Layout compute_layout(const Theme& theme, ImVec2 window, bool with_alarm, bool map_leads = false);

}  // namespace poise::dashboard
