#pragma once

#include <optional>
#include <string>
#include <utility>

#include "views/view_state.h"

/// What the person on the mat is told to do, in one place: words on the screen, lamps and tones say the same.
namespace poise::dashboard {

/// Where the share stands against the corridor, a little sticky at its edges against flicker: -1 more to the
/// left, 0 balanced, 1 more to the right.
int share_cue(double left_pct, const Settings& settings, int previous);

/// The present cue; absent where there is none (nobody there, old data, an exercise without a share).
std::optional<int> live_cue(const Frame& frame, const ViewState& state);

/// In words: "shift left", "balanced", of one leg "steady" or "swaying left", of a bridge "lift", of a twist "left",
/// "nobody on the mat"; empty where there is nothing to say.
std::string cue_words(const Frame& frame, const ViewState& state);

/// Between which values 80 % of the last `window_s` of left's share lay; absent without that much load.
std::optional<std::pair<double, double>> share_ghost(const StripHistory& history, double window_s);

}  // namespace poise::dashboard
