#pragma once

#include "views/describe.h"
#include "views/view_state.h"

/// What buttons and keys do: the only places where commands are made.
namespace poise::dashboard {

/// The session that Start would begin.
movement::TrialSetup setup_of(const ViewState& state);

void choose_exercise(ViewState& state, const movement::Exercise& exercise);
/// Notes that the program was started with this device, where it is a virtual person who can be asked again.
void use_virtual_mat(ViewState& state, std::string_view device);
void try_virtual_mat(ViewState& state, Commands& commands);
void begin_session(ViewState& state, Commands& commands);
void again(ViewState& state, Commands& commands);  ///< from a result straight to the next session

/// The main button, whatever it means now: Start, Stop, or Done.
struct MainAction {
  const char* label;
  bool enabled;
};
MainAction main_action(const Frame& frame);
void do_main_action(const Frame& frame, ViewState& state, Commands& commands);

bool can_zero(const Frame& frame);
bool can_go_now(const Frame& frame);  ///< Start: skip the waiting
bool can_accept_side(const Frame& frame);

/// 1 to 6 choose a view. In Live: Space, Enter, Z, A, V, E, S, P, H, F, +, -, [ and ]; nothing while somebody types into a field or a list is open.
void handle_keys(const Frame& frame, ViewState& state, Commands& commands);

}  // namespace poise::dashboard
