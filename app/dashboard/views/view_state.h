#pragma once

#include <cstdint>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "engine/command.h"
#include "engine/snapshot.h"
#include "widgets/strip_history.h"
#include "widgets/ui.h"

namespace poise::dashboard {

/// What the operator has chosen on the screen; lives as long as the window. Views change it, nothing else
/// does.
struct ViewState {
  const movement::Exercise* exercise = nullptr;  ///< never null once make_view_state() made it
  Side side = Side::both;
  std::string athlete;
  int reps = 5;             ///< asked for, of exercises that have repetitions
  int seconds = 30;         ///< asked for, of stands
  bool hands_free = true;   ///< no key press and no countdown on the way to GO
  double corridor_pct = 5;  ///< the share should stay within 50 minus and plus this
  int cue = 0;  ///< what the share bar last told: -1 more to the left, 0 balanced, 1 more to the right
  std::optional<std::string> mat_file;  ///< geometry named by the operator, kept when the device changes
  bool virtual_mat = false;             ///< the virtual mat is in use: each session gets a fresh person on it
  std::string
      virtual_keys;  ///< further keys for it, "noise=0&loss_pct=2"; side, reps and seed come from here
  int virtual_runs = 0;
};

/// A state with the exercise of that id (or the squat), its first sensible side, and nothing else chosen.
ViewState make_view_state(std::string_view exercise_id = {});

/// All that a view may look at.
struct Frame {
  const engine::Snapshot& snapshot;
  const StripHistory& history;  ///< force strip: left, right, total in newtons
  std::int64_t now_us = 0;      ///< host's steady clock, to date what is old
  std::string_view keys{};      ///< pressed since the last frame: lower-case letters, ' ', '\n'; no repeats
};

using Commands = std::vector<engine::Command>;

}  // namespace poise::dashboard
