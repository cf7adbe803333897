#pragma once

#include "views/describe.h"
#include "views/view_state.h"

/// What buttons and keys of Live do: the only places where its commands are made. The keys stand in keys.h.
namespace poise::dashboard {

/// The session that Start would begin.
movement::TrialSetup setup_of(const ViewState& state);

/// An exercise, or one way to do it: what there is to choose from.
struct Choice {
  const movement::Exercise* exercise = nullptr;
  std::string variant;  ///< empty: there is one way only
  std::string name;     ///< "Lunge, reverse"
};
std::vector<Choice> exercise_choices();
/// Which of them is meant; the exercise's first where it has no such variant.
std::size_t choice_of(const std::vector<Choice>& choices, const movement::Exercise& exercise, std::string_view variant);

/// Without a variant in the usual way. The side stays where the exercise is the same.
void choose_exercise(ViewState& state, const movement::Exercise& exercise, std::string_view variant = {});
/// Repetitions, or of a stand seconds; sets.
void change_amount(ViewState& state, int steps);
void change_sets(ViewState& state, int steps);
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
bool can_accept_side(const Frame& frame);
/// What Enter would do: "Go now" skips the waiting, "Rest now" ends a set, "Go on" a rest; null: nothing.
const char* go_label(const Frame& frame);

}  // namespace poise::dashboard
