#pragma once

#include <deque>
#include <optional>
#include <string>
#include <vector>

#include "base/stages.h"
#include "movement/analysis.h"
#include "movement/catalogue.h"

namespace poise::movement {

/// Steps of a visit to the mat, in order. Some are skipped where an exercise does not need them.
enum class FlowStep {
  idle,            ///< nothing asked for yet
  zero,            ///< waiting for a quiet, empty mat
  weigh,           ///< step on and stand still: body weight
  take_position,   ///< bridge: lie down, feet on the plates
  rest_reference,  ///< bridge: lie relaxed and still
  settle,          ///< stand still in the position of the exercise; the stance leg is looked at here
  wrong_side,      ///< the load is on the other leg: switch, or accept it
  countdown,
  record,          ///< repetitions count
  change_side,     ///< one-leg exercise, both sides: the other leg now
  refused,         ///< this person on this mat is not safe or not measurable: `why`
  result,
};
const char* to_string(FlowStep step);

/// What the flow shows: one big next step and why it waits.
struct FlowView {
  FlowStep step = FlowStep::idle;
  std::string instruction;  ///< "Stand still"; never empty but when idle
  std::string why;          ///< "moving 0.8 kg too much"; empty when nothing holds it up
  double progress = 0;      ///< 0…1 of the present step where it has a length, else 0
  std::optional<int> countdown;      ///< 3, 2, 1
  std::optional<double> body_weight_n;
  std::optional<double> rest_n;      ///< bridge: both feet, lying at rest
  Side active_side = Side::both;     ///< the leg being done
  std::optional<Outcome> outcome;    ///< when step is result
};

/// Where the person is in a repetition, now.
enum class Phase { none, ready, down, hold, up };
const char* to_string(Phase phase);

/// Live view of the movement: causal, for the screen. The final pass decides.
struct LiveMovement {
  Phase phase = Phase::none;
  double phase_s = 0;                ///< how long in this phase
  int reps = 0;                      ///< on the active side
  int reps_left = 0, reps_right = 0; ///< one-leg exercises
  std::optional<double> depth_mm;    ///< squat: below standing, now
  std::optional<double> swing_pct;   ///< bridge: rise above rest in percent of body weight, else of rest
  double hold_s = 0;                 ///< bridge, stand: how long held
  std::vector<Rep> recent;           ///< finished repetitions as seen live, oldest first, at most 50
};

}  // namespace poise::movement
