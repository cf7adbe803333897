#pragma once

#include <span>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "base/stages.h"

namespace poise::movement {

/// How repetitions show in the loads; the one thing about an exercise that the detectors need to know.
enum class Pattern {
  stand,   ///< no repetitions: the person stands still on the mat
  squat,   ///< the whole body is on the mat and its centre of mass goes down and up
  bridge,  ///< only the feet are on the mat and their load rises and falls
};

/// One exercise: everything that screens, detectors and reports need to know of it, as data.
struct Exercise {
  std::string_view id;            ///< "single-leg-squat", as on the command line
  std::string_view name;          ///< "Single-leg squat"
  Pattern pattern;
  bool one_leg;                   ///< done on one leg at a time; side is left, right or both in turn
  std::string_view placement;     ///< where the feet go
  std::string_view measures;      ///< what it measures
  std::string_view counted;       ///< how a repetition is counted
  std::string_view cannot_see;    ///< what the mat cannot see
  double expected_peak_pct_bw;    ///< highest load on one plate to be expected, for the overload check
};

/// All exercises, in the order in which they are shown.
std::span<const Exercise> catalogue();

/// The exercise of that id, or null.
const Exercise* find_exercise(std::string_view id);

/// What a person is going to do: asked for by the operator, kept with the session.
struct TrialSetup {
  const Exercise* exercise = nullptr;
  Side side = Side::both;                  ///< of a one-leg exercise: which leg; both = one, then the other
  std::string variant;
  std::optional<int> reps;                 ///< a set ends after so many (a side)
  std::optional<double> seconds;           ///< a set ends after so long from GO
  int sets = 1;                            ///< so many, a side, with `rest_s` between them
  double rest_s = 60;
  std::optional<double> body_weight_n;     ///< given, or from an earlier weighing
  std::string body_weight_source;          ///< "given", "weighed 2026-03-05"; empty: weighed in this session
  bool unattended = false;                 ///< no key press, no countdown
};

}  // namespace poise::movement
