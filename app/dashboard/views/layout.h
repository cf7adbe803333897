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
  Rect hero;        ///< what to do now; share, or depth and wobble
  Rect plates;
  Rect movement;  ///< beside the plates: how deep, how long, or where the centre of pressure goes
  Rect reps;  ///< count and phase
  Rect last_rep;
  Rect rep_list;
  Rect strip;
  Rect bottom;
};

/// `map_leads`: where the centre of pressure goes is what matters (standing), and the hero is kept small.
/// `beat`: the metronome stands with the repetitions and wants room there.
Layout compute_layout(const Theme& theme, ImVec2 window, bool with_alarm, bool map_leads = false, bool beat = false);

}  // namespace poise::dashboard
