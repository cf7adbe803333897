#pragma once

#include "views/view_state.h"

/// Parts of the Review: each draws one session into its rectangle.
namespace poise::dashboard {

/// Force over the whole session, repetitions shaded. With `editable` the mouse chooses and drags them.
void review_chart(Ui& ui, const char* id, const Rect& rect, const engine::OpenSession& session, ReviewState& review,
                  bool editable);

/// All repetitions as rows; of a stand its figures. Returns the row that was clicked, else -1.
int review_table(Ui& ui, const char* id, const Rect& rect, const engine::OpenSession& session, const Units& units,
                 int chosen_rep);
/// Left and right repetitions on normalised time with their mean and the band of one standard deviation.
void review_overlay(Ui& ui, const Rect& rect, const engine::OpenSession& session);
/// The way of the centre of pressure in the chosen repetition.
void review_path(Ui& ui, const Rect& rect, const engine::OpenSession& session, const ReviewState& review);

}  // namespace poise::dashboard
