#pragma once

#include <filesystem>
#include <optional>
#include <span>
#include <string>
#include <string_view>
#include <vector>

#include "base/error.h"
#include "base/stages.h"

namespace poise::movement {

/// How an exercise shows in the loads; with Sides the one thing that the detectors need to know.
enum class Pattern {
  stand,         ///< no repetitions: the whole body stands still on the mat
  plank,         ///< no repetitions: a part of the body is held up on the mat
  squat,         ///< the whole body is on the mat and its centre of mass goes down and up
  bridge,        ///< only the feet are on the mat and their load rises and falls
  sit_to_stand,  ///< the feet take over the weight from a chair, and give it back
  twist,         ///< a steady load goes from one plate to the other and back
};
const char* to_string(Pattern pattern);

/// How an exercise uses left and right.
enum class Sides {
  together,   ///< both share the task: there is a share and a symmetry index
  one_plate,    ///< one at a time, with all of the load on its plate and the other plate free
  leading,      ///< one at a time leads, and both plates carry
  alternating,  ///< a repetition goes to the left or to the right
};
const char* to_string(Sides sides);

/// A way to do an exercise that is told apart by how it is done, not by how it shows.
struct Variant {
  std::string name;       ///< "reverse", as on the command line
  std::string placement;  ///< where the feet go
};

/// One exercise: everything that screens, detectors and reports need to know of it, as data. Each is a TOML file
/// with these keys (exercise_file.h); those of the program stand in src/movement/exercises.
struct Exercise {
  std::string id;    ///< "single-leg-squat", as on the command line
  std::string name;  ///< "Single-leg squat"
  Pattern pattern = Pattern::stand;
  Sides sides = Sides::together;
  std::string limb = "leg";  ///< what `side` names: the left leg, the left side
  std::string placement;     ///< where the feet go
  std::string measures;      ///< what it measures
  std::string counted;       ///< how a repetition is counted
  std::string cannot_see;    ///< what the mat cannot see
  std::vector<Variant> variants;  ///< the first is the usual one; empty: there is one way only

  // What the guided flow says; "{side}" becomes "the left leg", or "one leg" while either will do.
  std::string position;  ///< how to take the position once weighed; empty: as one was weighed
  std::string rest;      ///< how to be still there before the first repetition; empty: no rest load is needed
  std::string ready;     ///< just before GO

  double expected_peak_pct_bw = 0;  ///< highest load on one plate to be expected, for the overload check
  double least_depth_mm = 40;       ///< squat: breathing, swaying and shifts of weight stay below
  double least_rise_pct = 10;       ///< bridge: of the load at rest; less is shifting about
  double least_swing_pct = 8;       ///< twist: points of share, more than people sway while they sit or stand still
  double shortest_hold_s = 0.5;     ///< stand, plank: a shorter one is not worth a line

  std::string toml;  ///< the text it was read from

  /// Side is left, right, or both in turn.
  bool one_side() const { return sides == Sides::one_plate || sides == Sides::leading; }
  /// All of the load is on one plate.
  bool one_plate() const { return sides == Sides::one_plate; }
  /// Timed holds instead of repetitions.
  bool holds() const { return pattern == Pattern::stand || pattern == Pattern::plank; }
  /// Body weight is needed. Of what only a part lies on the mat there is no weighing.
  bool weighs() const { return pattern != Pattern::plank && pattern != Pattern::twist; }
  const Variant* find_variant(std::string_view name) const;
  /// The name of the one that is done when none is said; empty where there are none.
  std::string usual_variant() const { return variants.empty() ? std::string() : variants.front().name; }
};

/// All exercises, in the order in which they are shown: the program's own, then the added ones.
std::span<const Exercise> catalogue();

/// The exercise of that id, or null. It stays where it is for as long as the program runs.
const Exercise* find_exercise(std::string_view id);

/// The exercise that a kept session was done with: `toml` is the text kept with it, empty for the program's own.
/// One that is not in the catalogue any more, or is another by now, is read from that text and stays as long as
/// the program runs. Any thread.
Expected<const Exercise*> exercise_of_session(const std::string& id, const std::string& toml);

/// What has to be kept with a session of that exercise, so that it can be opened without its file: its text;
/// nothing for the program's own.
std::string text_to_keep(const Exercise& exercise);

/// Of the program's own exercises the one that shows most alike: itself, or the first of the same pattern and sides,
/// or of the same pattern. A virtual person does that one.
const Exercise& closest_shipped(const Exercise& exercise);

/// Adds the exercises of a folder's *.toml files to the catalogue. Files that cannot be used are left out, and
/// each has a line for people in the answer; a folder that is not there has none. Before other threads begin.
std::vector<std::string> add_exercises(const std::filesystem::path& folder);

/// $XDG_CONFIG_HOME/poise/exercises, or under ~/.config: where a person's own exercises are looked for.
std::filesystem::path own_exercises_folder();

/// What a person is going to do: asked for by the operator, kept with the session.
struct TrialSetup {
  const Exercise* exercise = nullptr;
  Side side = Side::both;                  ///< of a one-side exercise: which; both = one, then the other
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
