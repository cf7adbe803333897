#pragma once

#include <stdexcept>

#include "session/programme_file.h"
#include "session/programme_runner.h"

/// A short programme, and rounds of it, for the tests of runner and advice.
namespace poise::session {

inline Programme example_programme() {
  auto programme = parse_programme(R"(
id = "round"
name = "Round"
purpose = "To try"
kind = "training"

[[block]]
exercise = "squat"
role = "warm-up"
reps = 3
rest_s = 10

[[block]]
exercise = "squat"
sets = 2
reps = [8, 10]
rest_s = 60
left_share_pct = [45, 55]
progression = { by = "load", step_kg = 2.5, limit_kg = 5 }

[[block]]
exercise = "single-leg-squat"
reps = 5
rest_s = 30
progression = { by = "reps", step = 2, limit = 6 }

[[block]]
exercise = "single-leg-stand"
sets = 2
seconds = 20
rest_s = 30
progression = { by = "exercise", next = "single-leg-squat" }
)",
                                   "round.toml");
  if (!programme) throw std::runtime_error(to_line(programme.error()));
  return *programme;
}

inline constexpr std::int64_t kSecond_us = 1'000'000, kHour_us = 3600 * kSecond_us;
inline constexpr std::int64_t kStart_us = 1'772'716'029 * kSecond_us;

inline SetResult squats(int reps, double depth_mm = 300, double left_share_pct = 50) {
  SetResult result;
  result.session = "s";
  result.duration_s = 40;
  result.of(Side::both) = {reps, std::nullopt, depth_mm};
  result.left_share_pct = left_share_pct;
  result.asymmetry_formula = "symmetry_index_total";
  result.asymmetry_pct = 100 - 2 * left_share_pct;
  result.standing_weight_n = 700;
  return result;
}

inline SetResult single_leg_squats(int left, int right, double asymmetry_pct = 0) {
  SetResult result;
  result.of(Side::left) = {left, std::nullopt, 200.0};
  result.of(Side::right) = {right, std::nullopt, 200.0};
  result.asymmetry_pct = asymmetry_pct;
  return result;
}

inline SetResult stands(double left_s, double right_s) {
  SetResult result;
  result.of(Side::left).hold_s = left_s;
  result.of(Side::right).hold_s = right_s;
  return result;
}

/// A runner with a clock that its user moves.
struct Round {
  explicit Round(std::vector<VisitRecord> history = {}) : runner(example_programme(), std::move(history)) {}

  bool say(VisitEvent::Kind kind, double value = 0, std::string text = {}) {
    return runner.apply({kind, now_us, value, std::move(text), {}});
  }
  bool done(SetResult result) {
    return runner.apply({VisitEvent::Kind::set_done, now_us, 0, {}, std::move(result)});
  }
  /// Start, and `result` 40 s later.
  bool set(SetResult result) {
    const bool started = say(VisitEvent::Kind::start);
    now_us += 40 * kSecond_us;
    return started && done(std::move(result));
  }
  VisitView view() const { return runner.view(now_us); }
  void wait(double seconds) { now_us += static_cast<std::int64_t>(seconds * 1e6); }

  ProgrammeRunner runner;
  std::int64_t now_us = kStart_us;
};

}  // namespace poise::session
