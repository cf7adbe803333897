#pragma once

#include <optional>
#include <string>
#include <utility>
#include <vector>

#include "views/tempo.h"
#include "views/view_state.h"

/// From a snapshot to words and to decisions about what to show; pure functions, no ImGui.
namespace poise::dashboard {

/// Which figure leads on the screen for an exercise.
enum class Lead {
  share,  ///< both legs: left and right
  swing,  ///< to the left and to the right in turn: the share again, without a corridor
  depth,  ///< squatting on one leg: no share there
  hold,   ///< standing or bridging on one leg: how long
};
Lead lead_of(const movement::Exercise& exercise);

/// Whether a repetition begins upwards: a bridge, standing up from a chair.
bool begins_upwards(const movement::Exercise& exercise);

/// Between Start and the result.
bool in_session(movement::FlowStep step);
/// The exercise of the running or just finished session, else the one chosen.
const movement::Exercise& shown_exercise(const Frame& frame, const ViewState& state);

/// The leg that is being done, or was chosen; both for an exercise on both.
Side shown_side(const Frame& frame, const ViewState& state);

/// "2 of 3"; empty with a single set.
std::string set_words(const Frame& frame, const ViewState& state);

/// How many repetitions are done in this set, and of how many.
struct Count {
  int done = 0;
  std::optional<int> asked;
};
Count count_of(const Frame& frame, const ViewState& state);

/// Of an exercise whose repetitions have a side: "Left leg", with both in turn "Left leg   L 5 R 0", "L 5 R 4".
std::string legs_line(const Frame& frame, const ViewState& state);

/// What a session is doing, in short: "recording 3 / 5", "Stand still", "result"; empty without one.
std::string session_words(const Frame& frame);

/// Of the window, for the task bar: the view and what a session is doing; no names. `typing`: into a field.
std::string title_of(const Frame& frame, const ViewState& state, bool typing);

/// The metronome's beat now; absent while it is off or no set runs.
std::optional<TempoBeat> beat_of(const Frame& frame, const Settings& settings);

/// How old what is on the screen is.
enum class Freshness { nothing, live, old, finished };
Freshness freshness(const Frame& frame);
double age_s(const Frame& frame);
std::string age_text(const Frame& frame);  ///< "3 s ago"

/// No mat to show anything of: the first screen, which helps to get one.
bool needs_mat(const engine::Snapshot& snapshot);

/// The mat in the corner: "ttyACM0 · 80 Hz · 0 lost", and what to know about it.
struct MatStatus {
  Freshness freshness = Freshness::nothing;
  std::string line, shorter{}, shortest{};  ///< with less and less of it, for where there is little room
  std::string detail;    ///< "nominal calibration", "last data 3.1 s ago"
  bool caution = false;  ///< the detail limits what the figures mean
};
MatStatus mat_status(const Frame& frame);

/// One line that must not be missed: not saved, mat lost in a session, overload. Empty: all is well.
std::string alarm(const Frame& frame);

/// Index into the chips Zero, Weigh, Still, GO, Result; -1 before the first.
int chip_of(movement::FlowStep step);
inline constexpr const char* kChipNames[] = {"Zero", "Weigh", "Still", "GO", "Result"};

/// The one big next step and why it waits, also where the flow is idle.
struct NextStep {
  std::string instruction, why;
};
NextStep next_step(const Frame& frame, const ViewState& state);

// -- figures; "--" where there is none --
std::string whole(std::optional<double> value);
std::string tenths(std::optional<double> value);
std::string length(std::optional<double> mm, const Units& units = {});          ///< "21 cm", "212 mm"
std::string whole_length(std::optional<double> mm, const Units& units);  ///< the same without its unit
/// The bare number, centimetres to a tenth or whole millimetres, and the unit's name.
std::string length_figure(std::optional<double> mm, const Units& units);
const char* length_unit(const Units& units);
std::string newtons(std::optional<double> value_n, const Units& units = {});     ///< "706 N", "72.0 kg"
/// Both sides' share as whole numbers that add up to 100; "--" where there is none.
std::pair<std::string, std::string> share_numbers(std::optional<double> left_pct);
std::string share_with_side(std::optional<double> left_pct, int decimals = 0);  ///< "53 L", "even"
/// A force in percent of body weight where that is known, else in newtons: "108 %BW".
std::string force(std::optional<double> value_n, std::optional<double> body_weight_n, const Units& units = {});

std::string side_name(Side side, const movement::Exercise& exercise);  ///< "Left leg", "Left side"; "Both sides"
std::string outcome_name(movement::Outcome outcome);                ///< "Stepped off"
std::string reasons_text(const std::vector<std::string>& reasons);  ///< "half rep, foot came down"
std::string phase_name(movement::Phase phase, const movement::Exercise& exercise);
std::string sentence(std::string_view words);        ///< with a capital letter
std::string device_name(const std::string& device);  ///< "virtual mat" for "sim:…"

}  // namespace poise::dashboard
