#pragma once

#include "views/view_state.h"

/// What the Programme view does: the only places where its commands are made. Its keys stand in programme_keys.cc.
namespace poise::dashboard {

/// The visit as it stands now; absent: none is led through.
std::optional<session::VisitView> visit_now(const Frame& frame);

const session::Programme* chosen_programme(const Frame& frame, const ProgrammeState& state);
void step_programme(const Frame& frame, ProgrammeState& state, int by);

void begin_visit(const Frame& frame, ViewState& state, Commands& commands);
void resume_visit(const Frame& frame, ViewState& state, Commands& commands);
/// What was answered before or after the visit; a red flag that is ticked ends it.
void answer_questions(const Frame& frame, ViewState& state, Commands& commands);
/// The next set, in the Live view.
void start_set(const Frame& frame, ViewState& state, Commands& commands);
void happen(session::VisitEvent::Kind kind, Commands& commands, double value = 0, std::string text = {});
/// Back to the list; a visit that has not ended can be resumed.
void close_visit(ViewState& state, Commands& commands);

/// Hands in the result of a set that is over and comes back to the Programme view. Once a frame.
void follow_visit(const Frame& frame, ViewState& state, Commands& commands);

/// What Enter does now: "Begin", "Start the set" …; null: nothing.
const char* programme_main_label(const Frame& frame, const ViewState& state);
void do_programme_main(const Frame& frame, ViewState& state, Commands& commands);

}  // namespace poise::dashboard
