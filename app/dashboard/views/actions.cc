#include "views/actions.h"

#include <fmt/format.h>

#include <algorithm>

namespace poise::dashboard {
namespace {

using movement::FlowStep;

/// Where the virtual person of this device comes from; a new seed each time, so that no two are alike.
std::string virtual_device(const ViewState& state) {
  std::string device = fmt::format("sim:{}?seed={}", state.exercise->id, state.virtual_runs + 1);
  if (state.exercise->one_leg) device += fmt::format("&side={}", to_string(state.side));
  if (state.exercise->pattern == movement::Pattern::stand) return device + fmt::format("&hold_s={}", state.seconds);
  return device + fmt::format("&reps={}", state.reps);
}

void select_virtual_mat(ViewState& state, Commands& commands) {
  commands.push_back(engine::SelectDevice{virtual_device(state), std::nullopt});
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
  if (!state.exercise->one_leg) return;
  state.side = state.side == Side::left ? Side::right : state.side == Side::right ? Side::both : Side::left;
}

void change_amount(ViewState& state, int direction) {
  if (state.exercise->pattern == movement::Pattern::stand) {
    state.seconds = std::clamp(state.seconds + 10 * direction, 10, 300);
  } else {
    state.reps = std::clamp(state.reps + direction, 1, 30);
  }
}

/// Keys that only choose what comes next; dead while a session runs.
void handle_choice(unsigned int letter, ViewState& state) {
  switch (letter) {
    case 'e':
      return next_exercise(state);
    case 's':
      return next_side(state);
    case 'h':
      state.hands_free = !state.hands_free;
      return;
    case '+':
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
  setup.side = state.exercise->one_leg ? state.side : Side::both;
  if (state.exercise->pattern == movement::Pattern::stand) {
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
  state.side = exercise.one_leg ? Side::left : Side::both;
}

void try_virtual_mat(ViewState& state, Commands& commands) {
  state.virtual_mat = true;
  select_virtual_mat(state, commands);
}

void begin_session(ViewState& state, Commands& commands) {
  // The virtual person steps on when the mat starts: a new one, or it would have done its repetitions by now.
  if (state.virtual_mat) select_virtual_mat(state, commands);
  commands.push_back(engine::BeginSession{setup_of(state), state.athlete});
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
    commands.push_back(engine::CloseResult{});
  } else if (in_session(step)) {
    commands.push_back(engine::EndSession{});
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

bool can_accept_side(const Frame& frame) { return frame.snapshot.flow.step == FlowStep::wrong_side; }

void handle_keys(const Frame& frame, ViewState& state, Commands& commands) {
  const ImGuiIO& io = ImGui::GetIO();
  if (io.WantTextInput || ImGui::IsPopupOpen(nullptr, ImGuiPopupFlags_AnyPopupId | ImGuiPopupFlags_AnyPopupLevel)) return;
  const FlowStep step = frame.snapshot.flow.step;
  const auto pressed = [](ImGuiKey key) { return ImGui::IsKeyPressed(ImGui::GetKeyIndex(key), false); };

  if (pressed(ImGuiKey_Space)) do_main_action(frame, state, commands);
  if (pressed(ImGuiKey_Enter) && can_go_now(frame)) commands.push_back(engine::Start{});
  if (pressed(ImGuiKey_Enter) && step == FlowStep::result) {
    commands.push_back(engine::CloseResult{});
    begin_session(state, commands);
  }
  for (const ImWchar typed : io.InputQueueCharacters) {
    const unsigned int letter = typed >= 'A' && typed <= 'Z' ? typed + 0x20U : typed;
    if (letter == 'z' && can_zero(frame)) commands.push_back(engine::Zero{});
    if (letter == 'a' && can_accept_side(frame)) commands.push_back(engine::AcceptSide{});
    if (letter == 'v' && needs_mat(frame.snapshot)) try_virtual_mat(state, commands);
    if (!in_session(step)) handle_choice(letter, state);
  }
}

}  // namespace poise::dashboard
