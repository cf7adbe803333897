#pragma once

#include "views/view_state.h"
#include "widgets/ui.h"

/// Calibrating in the Mat view: what to do it with, the step that is asked for, what came of it, and what is kept.
namespace poise::dashboard {

/// Whether a calibration or a spot check goes on.
bool calibrating(const Frame& frame);
bool in_calibration_review(const Frame& frame);

/// Into the Mat view's place beside the ports, while it is open or one goes on.
void mat_calibration_view(Ui& ui, const Rect& rect, const Frame& frame, ViewState& state, Commands& commands);

// -- what the keys do too --
/// The mass that was typed; absent: it is no mass that anybody could put there.
std::optional<double> typed_mass_kg(const CalibrationChoice& choice);
void begin_calibration(const ViewState& state, Commands& commands);
/// Enter while one goes on: it is as asked; in review: keep it.
void confirm_calibration(const Frame& frame, Commands& commands);
void repeat_last_step(const Frame& frame, Commands& commands);
/// The calibrations of the mat that is there, newest first.
std::vector<const store::KeptCalibration*> calibrations_of_mat(const Frame& frame);
/// Puts the chosen one in force; the row behind the last is the nominal factors.
void restore_chosen(const Frame& frame, const ViewState& state, Commands& commands);

}  // namespace poise::dashboard
