#pragma once

#include "views/view_state.h"

/// Correcting the repetitions of a kept session. Pure functions of session and view state; no ImGui.
namespace poise::dashboard {

/// The mouse went down at a time: takes hold of the nearest edge of the chosen repetition within `reach_s`, else
/// chooses the repetition there.
void press_at(const engine::OpenSession& session, ReviewState& review, double at_s, double reach_s);
/// The edge in hand follows; it stays in the record, and 0.2 s from the other edge.
void drag_to(const engine::OpenSession& session, ReviewState& review, double at_s);
/// Moves the start (edge -1) or the end (1) of the chosen repetition by keyboard.
void nudge(const engine::OpenSession& session, ReviewState& review, int edge, double by_s);

/// Keeps the correction that is being made, with its reason; or forgets it.
void keep_draft(const engine::OpenSession& session, ReviewState& review, Commands& commands);
void drop_draft(ReviewState& review);

/// Excludes the chosen repetition, or counts it again, with the reason typed.
void toggle_counted(const engine::OpenSession& session, ReviewState& review, Commands& commands);

/// Takes the last edit made in this window back.
void undo_edit(ReviewState& review, Commands& commands);

/// The chosen repetition; null: there are none.
const movement::Rep* chosen_rep(const engine::OpenSession& session, const ReviewState& review);

}  // namespace poise::dashboard
