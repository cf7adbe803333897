#pragma once

#include <memory>
#include <optional>
#include <vector>

#include "base/stages.h"
#include "movement/analysis.h"
#include "movement/catalogue.h"

namespace poise::movement {

/// Where the person is in a repetition, now.
enum class Phase { none, ready, down, hold, up };
const char* to_string(Phase phase);

/// Live view of the movement: causal, for the screen. The final pass decides.
struct LiveMovement {
  Phase phase = Phase::none;
  double phase_s = 0;                ///< how long in this phase
  int reps = 0;                      ///< on the active side; where sides alternate to each side
  int reps_left = 0, reps_right = 0; ///< where repetitions have a side
  std::optional<double> depth_mm;    ///< squat: below standing, now
  /// Bridge, sit-to-stand: rise above rest in percent of body weight, else of rest; twist: points of share from the
  /// middle.
  std::optional<double> swing_pct;
  double hold_s = 0;                 ///< bridge, stand, plank: how long held
  std::vector<Rep> recent;           ///< finished repetitions as seen live, oldest first, at most 50
};

/// Follows the loads as they come and counts: causal, O(1) a sample, for the screen and for ending a set at its
/// last repetition. Pipeline thread.
///
/// Squats: a = g (F/BW − 1) is integrated twice from the last moment of standing; ten times a second the
/// trajectory is closed under the hypothesis "standing again now" (velocity zero, which gives the drift), and
/// where that brings the height back as well, with a dip in between, a repetition is counted.
/// Bridges, sit-to-stands, twists: hysteresis on the rise above rest, between sitting and standing, on the share.
/// Stands and planks: time since the load is up on the side asked for.
class LiveCounter {
 public:
  virtual ~LiveCounter() = default;
  /// The next sample. `time_s` rises; total in newtons, zeroed, unfiltered.
  virtual void push(double time_s, const Balance& balance) = 0;
  const LiveMovement& view() const { return view_; }
  /// Repetitions of both sides together.
  int total() const { return total_; }

 protected:
  LiveMovement view_;
  int total_ = 0;
};

/// A squat needs the body weight, a bridge the rest load, a sit-to-stand both; null without. `rest_left_n`: left's part
/// of the rest load.
std::unique_ptr<LiveCounter> make_live_counter(const Exercise& exercise, Side side, std::optional<double> body_weight_n,
                                               std::optional<double> rest_n, std::optional<double> rest_left_n = {});

}  // namespace poise::movement
