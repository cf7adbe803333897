#pragma once

#include <array>
#include <cstdint>
#include <iterator>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "engine/command.h"
#include "engine/shelf.h"
#include "engine/snapshot.h"
#include "views/live_history.h"
#include "views/settings.h"
#include "widgets/ui.h"

namespace poise::dashboard {

enum class View { live, review, progress, athletes, mat, settings, programme };
inline constexpr const char* kViewNames[] = {"Live", "Review", "Progress", "Athletes", "Mat", "Settings", "Programme"};
inline constexpr int kViewCount = 7;

/// Keys that are no characters, as Frame::keys has them.
inline constexpr char kKeyUp = '\x11', kKeyDown = '\x12', kKeyLeft = '\x13', kKeyRight = '\x14';
inline constexpr char kKeyEscape = '\x1b', kKeyUndo = '\x1a', kKeyHelp = '\x0e';

struct ReviewState {
  std::string session;  ///< shown; empty: the newest
  std::string beside;   ///< a second one next to it; empty: none
  std::string asked;    ///< requested last, so that it is requested once
  int rep = 0;          ///< chosen, counted from 0
  int panel = 0;        ///< Table, Overlay, Path
  double zoom = 1;      ///< 1: all of it
  double middle_s = 0;  ///< of what is seen when zoomed
  /// A correction that is being made, and not kept yet.
  struct Draft {
    int rep = 0;  ///< its index, from 1
    double start_s = 0, end_s = 0;
    int edge = 0;  ///< being dragged: -1 the start, 1 the end, 0 none
  };
  std::optional<Draft> draft;
  std::string reason;
  /// What held before each edit made here, to go back to.
  struct Before {
    std::string session;
    movement::RepEdit edit;
  };
  std::vector<Before> undo;
};

struct ProgressState {
  std::string athlete, exercise;  ///< of the trend shown
  std::string metric;
  bool asked = false;
  // What keys asked for since the last frame; the view knows the lists they step through.
  bool next_athlete = false, next_exercise = false;
  int metric_steps = 0;
  bool scroll_to_chosen = false;
};

struct AthletesState {
  std::string chosen;
  std::string find, new_name;
  bool archived = false;  ///< also show those
  std::string note;       ///< of the chosen one, while it is edited
  std::string note_of;
  std::vector<store::Athlete> undo;
};

/// How the mat is to be calibrated, in the Mat view.
struct CalibrationChoice {
  bool open = false;
  int method = 0;           ///< full, quick, spot check
  std::string mass = "20";  ///< kilograms, as typed
  int chosen = 0;           ///< among those that are kept, newest first; behind the last one: nominal
};

/// What is answered before a visit and after it.
struct VisitAnswers {
  std::optional<int> pain, exertion;  ///< absent: not said
  std::string where;
  std::array<bool, std::size(session::kRedFlags)> red_flags{};
};

struct ProgrammeState {
  int chosen = 0;  ///< in the list, counted from 0
  VisitAnswers answers{};
  std::string handed_in{};  ///< the session whose result the visit got last
};

// Fields to type into, for ViewState::type_into.
inline constexpr const char* kMassField = "##mass";
inline constexpr const char* kAthleteField = "##athlete";
inline constexpr const char* kNewAthleteField = "##new";
inline constexpr const char* kFindField = "##find";
inline constexpr const char* kNoteField = "##note";
inline constexpr const char* kReasonField = "##reason";
inline constexpr const char* kStoreField = "##store";

/// What the operator has chosen on the screen; lives as long as the window. Views change it, nothing else
/// does.
struct ViewState {
  View view = View::live;
  bool athlete_view = false;  ///< nothing but what the person on the mat needs
  Settings settings;
  const movement::Exercise* exercise = nullptr;  ///< never null once make_view_state() made it
  Side side = Side::both;
  std::string variant{};  ///< of the exercise; empty where it has none
  std::string athlete;
  int reps = 5;            ///< asked for, of exercises that have repetitions
  int sets = 1;            ///< asked for, with Settings::rest_s between them
  int seconds = 30;        ///< asked for, of stands
  bool hands_free = true;  ///< no key press and no countdown on the way to GO
  int cue = 0;  ///< what the share bar last told: -1 more to the left, 0 balanced, 1 more to the right
  std::optional<std::string> mat_file;  ///< geometry named by the operator, kept when the device changes
  bool virtual_mat = false;             ///< the virtual mat is in use: each session gets a fresh person on it
  std::string
      virtual_keys;  ///< further keys for it, "noise=0&loss_pct=2"; side, reps and seed come from here
  int virtual_runs = 0;
  std::string export_folder{};  ///< where sessions are written out, each in a folder of its own
  ReviewState review;
  ProgressState progress;
  AthletesState athletes;
  ProgrammeState programme;
  int settings_row = 0;
  std::vector<Settings> settings_undo;  ///< what was before each change made in that view
  int port = 0;              ///< chosen in the Mat view, counted from 0
  CalibrationChoice calibration;
  bool show_check = true;    ///< what the last check of the mat found, in that view
  bool show_keys = false;    ///< the list of keys lies over the view
  std::string late_keys{};   ///< to be looked at in the next frame
  std::string_view type_into{};  ///< the field that takes the keyboard in the next frame; empty: none
};

/// Whether this field is to take the keyboard now; only once.
inline bool takes_keyboard(ViewState& state, std::string_view field) {
  const bool takes = state.type_into == field;
  if (takes) state.type_into = {};
  return takes;
}

/// A state with the exercise of that id (or the squat), its first sensible side, and nothing else chosen.
ViewState make_view_state(std::string_view exercise_id = {});

/// Share of the time of this set that was spent in the corridor, and what else runs along with a set.
struct LiveTally {
  double in_corridor_s = 0, out_of_corridor_s = 0;
  std::optional<double> sag_pct;  ///< bridge, plank: how far the load fell since the best of this hold
  std::optional<std::int64_t> since_us;  ///< the set runs since then, on the clock of Frame::now_us
  std::vector<double> marks_s;           ///< device times at which the operator set a mark in this session

  std::optional<double> in_corridor_pct() const {
    const double all_s = in_corridor_s + out_of_corridor_s;
    return all_s > 0.5 ? std::optional(100 * in_corridor_s / all_s) : std::nullopt;
  }
};

/// All that a view may look at.
struct Frame {
  const engine::Snapshot& snapshot;
  const LiveHistory& history;
  const engine::Shelf& shelf;
  const LiveTally& tally;
  std::int64_t now_us = 0;      ///< host's steady clock, to date what is old
  std::string_view keys{};      ///< pressed since the last frame: lower-case letters, digits, ' ', '\n', kKey…
  std::int64_t wall_us = 0;     ///< wall clock: programmes date what happens with it
};

/// What the operator asked for: of the engine, and of what is kept.
struct Commands {
  std::vector<engine::Command> engine;
  std::vector<engine::LibraryRequest> library;
};

}  // namespace poise::dashboard
