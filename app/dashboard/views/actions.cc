#include "views/actions.h"

#include <fmt/format.h>

#include <algorithm>

#include "engine/virtual_device.h"
#include "views/keys.h"

namespace poise::dashboard {
namespace {

using movement::FlowStep;

/// The virtual mat with a person who does what is chosen; a new seed each time, so that no two are alike.
std::string virtual_device(const ViewState& state) {
  std::string device = fmt::format("sim:{}?seed={}", movement::closest_shipped(*state.exercise).id, state.virtual_runs + 1);
  if (state.exercise->one_side()) device += fmt::format("&side={}", to_string(state.side));
  if (!state.variant.empty() && &movement::closest_shipped(*state.exercise) == state.exercise)
    device += "&variant=" + state.variant;
  if (state.exercise->holds()) {
    device += fmt::format("&hold_s={}", state.sets * state.seconds + (state.sets - 1) * state.settings.rest_s);
  } else {
    device += fmt::format("&reps={}", state.reps);
    if (state.sets > 1) device += fmt::format("&sets={}", state.sets);
  }
  return state.virtual_keys.empty() ? device : device + "&" + state.virtual_keys;
}

void select_virtual_mat(ViewState& state, Commands& commands) {
  commands.engine.emplace_back(engine::SelectDevice{virtual_device(state), state.mat_file});
  ++state.virtual_runs;
}

void next_exercise(ViewState& state) {
  const auto choices = exercise_choices();
  const Choice& next = choices[(choice_of(choices, *state.exercise, state.variant) + 1) % choices.size()];
  choose_exercise(state, *next.exercise, next.variant);
}

void next_side(ViewState& state) {
  if (!state.exercise->one_side()) return;
  state.side = state.side == Side::left ? Side::right : state.side == Side::right ? Side::both : Side::left;
}

void next_athlete(const Frame& frame, ViewState& state) {
  std::vector<std::string> names{""};
  for (const auto& athlete : frame.shelf.athletes)
    if (!athlete.archived && athlete.merged_into.empty()) names.push_back(athlete.pseudonym);
  const auto present = std::find(names.begin(), names.end(), state.athlete);
  const bool last = present == names.end() || present + 1 == names.end();
  state.athlete = last ? names.front() : *(present + 1);
}

FlowStep step_of(const Frame& frame) { return frame.snapshot.flow.step; }
bool idle(const Frame& frame, const ViewState&) { return step_of(frame) == FlowStep::idle; }

bool has_result(const Frame& frame, const ViewState&) {
  return step_of(frame) == FlowStep::result && frame.snapshot.result && frame.snapshot.session_id;
}

constexpr char kAmountUp[] = {'+', '=', kKeyUp, '\0'};  // '=' is the same key where plus needs Shift
constexpr char kAmountDown[] = {'-', kKeyDown, '\0'};
constexpr char kSetsKeys[] = {kKeyLeft, kKeyRight, '\0'};

constexpr KeyAction kLive[] = {
    {" ", "Space", "start, stop, done",
     [](char, const Frame& frame, ViewState& state, Commands& commands) { do_main_action(frame, state, commands); },
     [](const Frame& frame, const ViewState&) { return main_action(frame).enabled; }},
    {"\n", "Enter", "go now, rest now, go on",
     [](char, const Frame&, ViewState&, Commands& commands) { commands.engine.emplace_back(engine::Start{}); },
     [](const Frame& frame, const ViewState&) { return go_label(frame) != nullptr; }},
    {"\n", "Enter", "after a result: once more",
     [](char, const Frame&, ViewState& state, Commands& commands) { again(state, commands); },
     [](const Frame& frame, const ViewState&) { return step_of(frame) == FlowStep::result; }},
    {"p", "P", "after a result: its report, as PDF",
     [](char, const Frame& frame, ViewState&, Commands& commands) {
       commands.library.emplace_back(engine::MakeReport{*frame.snapshot.session_id});
     },
     has_result},
    {"z", "Z", "zero the mat",
     [](char, const Frame&, ViewState&, Commands& commands) { commands.engine.emplace_back(engine::Zero{}); },
     [](const Frame& frame, const ViewState&) { return can_zero(frame); }},
    {"a", "A", "record the leg that is there",
     [](char, const Frame&, ViewState&, Commands& commands) { commands.engine.emplace_back(engine::AcceptSide{}); },
     [](const Frame& frame, const ViewState&) { return can_accept_side(frame); }},
    {"m", "M", "set a mark in the record",
     [](char, const Frame& frame, ViewState&, Commands& commands) {
       commands.engine.emplace_back(engine::Mark{fmt::format("mark {}", frame.tally.marks_s.size() + 1)});
     },
     [](const Frame& frame, const ViewState&) { return in_session(step_of(frame)); }},
    {"v", "V", "use the virtual mat",
     [](char, const Frame&, ViewState& state, Commands& commands) { try_virtual_mat(state, commands); },
     [](const Frame& frame, const ViewState&) { return needs_mat(frame.snapshot); }},
    {"f", "F", "full view for the person on the mat",
     [](char, const Frame&, ViewState& state, Commands&) { state.athlete_view = !state.athlete_view; }},
    {"e", "E", "the next exercise",
     [](char, const Frame&, ViewState& state, Commands&) { next_exercise(state); }, idle},
    {"s", "S", "the other side", [](char, const Frame&, ViewState& state, Commands&) { next_side(state); },
     [](const Frame& frame, const ViewState& state) { return idle(frame, state) && state.exercise->one_side(); }},
    {"p", "P", "the next athlete",
     [](char, const Frame& frame, ViewState& state, Commands&) { next_athlete(frame, state); }, idle},
    {"t", "T", "type the athlete's pseudonym",
     [](char, const Frame&, ViewState& state, Commands&) { state.type_into = kAthleteField; }, idle},
    {"h", "H", "hands-free, or with a countdown",
     [](char, const Frame&, ViewState& state, Commands&) { state.hands_free = !state.hands_free; }, idle},
    {kAmountUp, "+ \u2191", "more repetitions or seconds",
     [](char, const Frame&, ViewState& state, Commands&) { change_amount(state, 1); }, idle},
    {kAmountDown, "\u2212 \u2193", "fewer",
     [](char, const Frame&, ViewState& state, Commands&) { change_amount(state, -1); }, idle},
    {kSetsKeys, "\u2190 \u2192", "fewer or more sets",
     [](char key, const Frame&, ViewState& state, Commands&) { change_sets(state, key == kKeyRight ? 1 : -1); }, idle},
    {"[]", "[ ]", "narrower or wider corridor",
     [](char key, const Frame&, ViewState& state, Commands&) {
       auto& corridor_pct = state.settings.corridor_pct;
       corridor_pct = std::clamp(corridor_pct + (key == ']' ? 1 : -1), 1.0, 20.0);
     }},
    {",.", ", .", "target more to the left or right",
     [](char key, const Frame&, ViewState& state, Commands&) {
       auto& target_pct = state.settings.target_pct;  // left's share: more to the left is more of it
       target_pct = std::clamp(target_pct + (key == ',' ? 1 : -1), 30.0, 70.0);
     }},
    {"b", "B", "metronome off, seen, heard",
     [](char, const Frame&, ViewState& state, Commands&) {
       auto& metronome = state.settings.metronome;
       metronome = static_cast<Metronome>((static_cast<int>(metronome) + 1) % 3);
     }},
};

}  // namespace

ViewState make_view_state(std::string_view exercise_id) {
  ViewState state;
  const auto* exercise = movement::find_exercise(exercise_id.empty() ? "squat" : exercise_id);
  choose_exercise(state, exercise != nullptr ? *exercise : movement::catalogue().front());
  return state;
}

movement::TrialSetup setup_of(const ViewState& state) {
  movement::TrialSetup setup;
  setup.exercise = state.exercise;
  setup.variant = state.variant;
  setup.side = state.exercise->one_side() ? state.side : Side::both;
  setup.variant = state.exercise->usual_variant();
  if (state.exercise->holds()) {
    setup.seconds = state.seconds;
  } else {
    setup.reps = state.reps;
  }
  setup.sets = state.sets;
  setup.rest_s = state.settings.rest_s;
  setup.unattended = state.hands_free;
  return setup;
}

std::vector<Choice> exercise_choices() {
  std::vector<Choice> choices;
  for (const auto& exercise : movement::catalogue()) {
    if (exercise.variants.empty()) choices.push_back({&exercise, "", exercise.name});
    for (const auto& variant : exercise.variants)
      choices.push_back({&exercise, variant.name, exercise.name + ", " + variant.name});
  }
  return choices;
}

std::size_t choice_of(const std::vector<Choice>& choices, const movement::Exercise& exercise, std::string_view variant) {
  std::size_t first = choices.size();
  for (std::size_t i = 0; i < choices.size(); ++i) {
    if (choices[i].exercise != &exercise) continue;
    if (choices[i].variant == variant) return i;
    first = std::min(first, i);
  }
  return first < choices.size() ? first : 0;
}

void choose_exercise(ViewState& state, const movement::Exercise& exercise, std::string_view variant) {
  if (state.exercise != &exercise) state.side = exercise.one_side() ? Side::left : Side::both;
  state.exercise = &exercise;
  const auto* known = exercise.find_variant(variant);
  if (known == nullptr && !exercise.variants.empty()) known = &exercise.variants.front();
  state.variant = known != nullptr ? known->name : std::string();
}

void change_amount(ViewState& state, int steps) {
  if (state.exercise->holds()) {
    state.seconds = std::clamp(state.seconds + 10 * steps, 10, 300);
  } else {
    state.reps = std::clamp(state.reps + steps, 1, 30);
  }
}

void change_sets(ViewState& state, int steps) { state.sets = std::clamp(state.sets + steps, 1, 10); }

void use_virtual_mat(ViewState& state, std::string_view device) {
  auto words = engine::virtual_device(device);
  // "empty" and "walk-across" are no exercises: they stay as they were given.
  if (!words || movement::find_exercise(words->exercise) == nullptr) return;
  state.virtual_mat = true;
  for (const char* chosen : {"side", "variant", "reps", "sets", "hold_s", "seed"}) words->keys.erase(chosen);
  state.virtual_keys = keys_of(*words);
}

void try_virtual_mat(ViewState& state, Commands& commands) {
  state.virtual_mat = true;
  select_virtual_mat(state, commands);
}

void begin_session(ViewState& state, Commands& commands) {
  // The virtual person steps on when the mat starts: a new one, or it would have done its repetitions by now.
  if (state.virtual_mat) select_virtual_mat(state, commands);
  commands.engine.emplace_back(engine::BeginSession{setup_of(state), state.athlete});
}

void again(ViewState& state, Commands& commands) {
  commands.engine.emplace_back(engine::CloseResult{});
  begin_session(state, commands);
}

MainAction main_action(const Frame& frame) {
  const FlowStep step = frame.snapshot.flow.step;
  if (step == FlowStep::result) return {"Done", true};
  if (in_session(step)) return {"Stop", true};
  return {"Start", freshness(frame) == Freshness::live && !frame.snapshot.geometry_name.empty()};
}

void do_main_action(const Frame& frame, ViewState& state, Commands& commands) {
  const FlowStep step = frame.snapshot.flow.step;
  if (!main_action(frame).enabled) return;
  if (step == FlowStep::result) {
    commands.engine.emplace_back(engine::CloseResult{});
  } else if (in_session(step)) {
    commands.engine.emplace_back(engine::EndSession{});
  } else {
    begin_session(state, commands);
  }
}

bool can_zero(const Frame& frame) {
  const FlowStep step = frame.snapshot.flow.step;
  return freshness(frame) == Freshness::live && (step == FlowStep::idle || step == FlowStep::zero);
}

const char* go_label(const Frame& frame) {
  const auto& flow = frame.snapshot.flow;
  switch (flow.step) {
    case FlowStep::settle:
    case FlowStep::countdown:
      return "Go now";
    case FlowStep::rest:
      return "Go on";
    case FlowStep::record:
      return flow.set < flow.sets && flow.set_reps > 0 ? "Rest now" : nullptr;
    default:
      return nullptr;
  }
}

bool can_accept_side(const Frame& frame) {
  const auto* exercise = frame.snapshot.setup.exercise;
  return frame.snapshot.flow.step == FlowStep::wrong_side && exercise != nullptr && exercise->one_side();
}

std::span<const KeyAction> live_keys() { return kLive; }

}  // namespace poise::dashboard
