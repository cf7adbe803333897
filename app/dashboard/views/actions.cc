#include "views/actions.h"

#include <fmt/format.h>

#include <algorithm>

namespace poise::dashboard {
namespace {

using movement::FlowStep;

/// The virtual mat with a person who does what is chosen; a new seed each time, so that no two are alike.
std::string virtual_device(const ViewState& state) {
  std::string device = fmt::format("sim:{}?seed={}", movement::closest_shipped(*state.exercise).id, state.virtual_runs + 1);
  if (state.exercise->one_side()) device += fmt::format("&side={}", to_string(state.side));
  if (state.exercise->holds()) {
    device += fmt::format("&hold_s={}", state.seconds);
  } else {
    device += fmt::format("&reps={}", state.reps);
  }
  return state.virtual_keys.empty() ? device : device + "&" + state.virtual_keys;
}

void select_virtual_mat(ViewState& state, Commands& commands) {
  commands.engine.emplace_back(engine::SelectDevice{virtual_device(state), state.mat_file});
  ++state.virtual_runs;
}

void next_exercise(ViewState& state) {
  const auto all = movement::catalogue();
  for (std::size_t i = 0; i < all.size(); ++i) {
    if (&all[i] != state.exercise) continue;
    choose_exercise(state, all[(i + 1) % all.size()]);
    return;
  }
}

void next_side(ViewState& state) {
  if (!state.exercise->one_side()) return;
  state.side = state.side == Side::left ? Side::right : state.side == Side::right ? Side::both : Side::left;
}

void change_amount(ViewState& state, int direction) {
  if (state.exercise->holds()) {
    state.seconds = std::clamp(state.seconds + 10 * direction, 10, 300);
  } else {
    state.reps = std::clamp(state.reps + direction, 1, 30);
  }
}

void next_athlete(const Frame& frame, ViewState& state) {
  std::vector<std::string> names{""};
  for (const auto& athlete : frame.shelf.athletes)
    if (!athlete.archived && athlete.merged_into.empty()) names.push_back(athlete.pseudonym);
  const auto present = std::find(names.begin(), names.end(), state.athlete);
  const bool last = present == names.end() || present + 1 == names.end();
  state.athlete = last ? names.front() : *(present + 1);
}

/// Keys that only choose what comes next; dead while a session runs.
void handle_choice(char key, const Frame& frame, ViewState& state) {
  switch (key) {
    case 'e':
      return next_exercise(state);
    case 's':
      return next_side(state);
    case 'p':
      return next_athlete(frame, state);
    case 'h':
      state.hands_free = !state.hands_free;
      return;
    case '+':
    case '=':  // the same key, where plus needs Shift
      return change_amount(state, 1);
    case '-':
      return change_amount(state, -1);
    default:
      return;
  }
}

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
  setup.side = state.exercise->one_side() ? state.side : Side::both;
  if (state.exercise->holds()) {
    setup.seconds = state.seconds;
  } else {
    setup.reps = state.reps;
  }
  setup.unattended = state.hands_free;
  return setup;
}

void choose_exercise(ViewState& state, const movement::Exercise& exercise) {
  if (state.exercise == &exercise) return;
  state.exercise = &exercise;
  state.side = exercise.one_side() ? Side::left : Side::both;
}

void use_virtual_mat(ViewState& state, std::string_view device) {
  if (!device.starts_with("sim:")) return;
  device.remove_prefix(4);
  const auto question = device.find('?');
  // "empty" and "walk-across" are no exercises: they stay as they were given.
  const auto* exercise = movement::find_exercise(device.substr(0, question));
  if (exercise == nullptr) return;
  state.virtual_mat = true;
  if (question == std::string_view::npos) return;
  std::string_view keys = device.substr(question + 1);
  while (!keys.empty()) {
    const std::string_view key = keys.substr(0, keys.find('&'));
    keys.remove_prefix(std::min(keys.size(), key.size() + 1));
    const std::string_view name = key.substr(0, key.find('='));
    if (name == "side" || name == "reps" || name == "hold_s" || name == "seed") continue;
    state.virtual_keys += (state.virtual_keys.empty() ? "" : "&") + std::string(key);
  }
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

bool can_go_now(const Frame& frame) {
  const FlowStep step = frame.snapshot.flow.step;
  return step == FlowStep::settle || step == FlowStep::countdown;
}

bool can_accept_side(const Frame& frame) {
  const auto* exercise = frame.snapshot.setup.exercise;
  return frame.snapshot.flow.step == FlowStep::wrong_side && exercise != nullptr && exercise->one_side();
}

void handle_keys(const Frame& frame, ViewState& state, Commands& commands) {
  constexpr ImGuiPopupFlags kAnyPopup = ImGuiPopupFlags_AnyPopupId | ImGuiPopupFlags_AnyPopupLevel;
  if (ImGui::GetIO().WantTextInput && frame.keys.find_first_of("\n\x1b") != std::string_view::npos) stop_typing();
  if (ImGui::GetIO().WantTextInput || ImGui::IsPopupOpen(nullptr, kAnyPopup)) return;
  const FlowStep step = frame.snapshot.flow.step;
  for (const char key : frame.keys) {
    if (key >= '1' && key < '1' + kViewCount) {
      state.view = static_cast<View>(key - '1');
      state.athlete_view = false;
    }
    if (key == 'f' && state.view == View::live) state.athlete_view = !state.athlete_view;
    if (key == kKeyEscape) state.athlete_view = false;
    if (state.view != View::live) continue;  // the other views look at their keys themselves
    auto& corridor = state.settings.corridor_pct;
    if (key == '[') corridor = std::max(1.0, corridor - 1);
    if (key == ']') corridor = std::min(20.0, corridor + 1);
    if (key == ' ') do_main_action(frame, state, commands);
    if (key == '\n' && can_go_now(frame)) commands.engine.emplace_back(engine::Start{});
    if (key == '\n' && step == FlowStep::result) again(state, commands);
    if (key == 'z' && can_zero(frame)) commands.engine.emplace_back(engine::Zero{});
    if (key == 'a' && can_accept_side(frame)) commands.engine.emplace_back(engine::AcceptSide{});
    if (key == 'v' && needs_mat(frame.snapshot)) try_virtual_mat(state, commands);
    if (step == FlowStep::idle) handle_choice(key, frame, state);
  }
}

}  // namespace poise::dashboard
