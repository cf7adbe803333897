#pragma once

#include "views/view_state.h"
#include "widgets/ui.h"

/// Every view is a function of what there is to show and what was chosen; it draws into its rectangle and
/// appends what the operator asked for. Called on the main thread, inside an ImGui window.
namespace poise::dashboard {

/// The whole window. Call between ImGui::NewFrame() and ImGui::Render(). `shown` may be null.
void dashboard_view(const Frame& frame, const Theme& theme, ViewState& state, Commands& commands,
                    ShownFrame* shown = nullptr);

/// Only what the person on the mat needs, readable from three metres: share, or wobble and depth, count, phase, cue.
/// Fills the window of the current ImGui context.
void athlete_view(const Frame& frame, const Theme& theme, const ViewState& state, ShownFrame* shown = nullptr);

void top_bar_view(Ui& ui, const Rect& rect, const Rect& chips, const Frame& frame, ViewState& state);
void bottom_bar_view(Ui& ui, const Rect& rect, const Frame& frame, ViewState& state, Commands& commands);
void alarm_view(Ui& ui, const Rect& rect, std::string_view words);

/// The next step, and the figure that leads for this exercise: share, depth, or time held.
void hero_view(Ui& ui, const Rect& rect, const Frame& frame, const ViewState& state);
/// The mat from above with what each side carries, where the feet go and where their centres of pressure went; of a
/// mat with unknown geometry the counts.
void plates_view(Ui& ui, const Rect& rect, const Frame& frame, const ViewState& state);
/// What the exercise's movement is about: depth, rise and hold of a bridge, or where the centre of pressure goes.
void movement_view(Ui& ui, const Rect& rect, const Frame& frame, const ViewState& state);
void strip_view(Ui& ui, const Rect& rect, const Frame& frame, const ViewState& state);

void reps_view(Ui& ui, const Rect& rect, const Frame& frame, const ViewState& state);
void last_rep_view(Ui& ui, const Rect& rect, const Frame& frame, const ViewState& state);
void rep_list_view(Ui& ui, const Rect& rect, const Frame& frame, const ViewState& state);

/// What the keys do in the present view, over it; nothing else waits for it.
void keys_view(Ui& ui, const Rect& body, const ViewState& state);

/// First start: how to get a mat, and the virtual one in one click.
void no_mat_view(Ui& ui, const Rect& rect, const Frame& frame, ViewState& state, Commands& commands);
/// Kept sessions: force over time, repetitions to correct, exclude and restore, overlays, two side by side.
void review_view(Ui& ui, const Rect& rect, const Frame& frame, ViewState& state, Commands& commands);
/// Each measure over weeks, with the person's own noise.
void progress_view(Ui& ui, const Rect& rect, const Frame& frame, ViewState& state, Commands& commands);
/// Led through a round of a programme: what next, rest, questions, advice.
void programme_view(Ui& ui, const Rect& rect, const Frame& frame, ViewState& state, Commands& commands);
/// Who is measured: add, find, archive, merge.
void athletes_view(Ui& ui, const Rect& rect, const Frame& frame, ViewState& state, Commands& commands);
/// Ports, geometry, live cells.
void mat_view(Ui& ui, const Rect& rect, const Frame& frame, ViewState& state, Commands& commands);
void settings_view(Ui& ui, const Rect& rect, ViewState& state);

/// After a session: what came out of it.
void result_view(Ui& ui, const Rect& main, const Rect& side, const Frame& frame, const ViewState& state,
                 Commands& commands);

}  // namespace poise::dashboard
