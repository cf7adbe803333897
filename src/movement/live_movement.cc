#include "movement/live_movement.h"

#include "movement/live_counter.h"

namespace poise::movement {

const char* to_string(Phase phase) {
  switch (phase) {
    case Phase::none: return "";
    case Phase::ready: return "ready";
    case Phase::down: return "down";
    case Phase::hold: return "hold";
    case Phase::up: return "up";
  }
  return "";
}

std::unique_ptr<LiveCounter> make_live_counter(const Exercise& exercise, Side side, std::optional<double> body_weight_n,
                                               std::optional<double> rest_n, std::optional<double> rest_left_n) {
  switch (exercise.pattern) {
    case Pattern::squat: return body_weight_n ? make_squat_counter(exercise, side, *body_weight_n) : nullptr;
    case Pattern::bridge: return rest_n ? make_bridge_counter(exercise, side, body_weight_n, *rest_n) : nullptr;
    case Pattern::sit_to_stand:
      return body_weight_n && rest_n ? make_sit_counter(exercise, side, *body_weight_n, *rest_n) : nullptr;
    case Pattern::twist: return make_twist_counter(exercise, side, rest_n, rest_left_n);
    case Pattern::plank: return make_plank_counter(exercise, side);
    case Pattern::stand: break;
  }
  return make_stand_counter(exercise, side);
}

}  // namespace poise::movement
