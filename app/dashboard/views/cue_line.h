#pragma once

#include <string>

#include "views/view_state.h"
#include "widgets/ui.h"

/// The one line that tells the person on the mat what to do now, on the desk's screen and in the full view.
namespace poise::dashboard {

struct CueLine {
  enum class Tone { plain, good, warn, bad, muted, count };
  enum class Sign { none, tick, left, right };
  std::string words;  ///< the next step, a countdown, or a cue; empty: nothing to say
  std::string why;    ///< what holds it up, how it goes; may be empty
  Tone tone = Tone::plain;
  Sign sign = Sign::none;
  double progress = 0;  ///< 0…1 of the present step where it has a length
};
CueLine cue_line_of(const Frame& frame, const ViewState& state);

ImU32 ink_of(const Ui& ui, CueLine::Tone tone);

/// The words in the largest type that fits, not above `most`, centred, with their sign beside them; wrapped where no type
/// fits on one line.
void draw_cue_words(Ui& ui, const Rect& rect, const CueLine& line, Type most);
/// Why it waits: for the desk (Type::body) in one or two lines from the top, with a bar where the step has a length;
/// for the person on the mat one large line.
void draw_cue_why(Ui& ui, const Rect& rect, const CueLine& line, Type most = Type::body);

}  // namespace poise::dashboard
