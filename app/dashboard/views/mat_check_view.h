#pragma once

#include "calibrate/mat_check.h"
#include "views/view_state.h"
#include "widgets/ui.h"

/// The mat's own check in the Mat view: the step that is asked for, and what was found.
namespace poise::dashboard {

void mat_check_view(Ui& ui, const Rect& rect, const calibrate::CheckView& check, Commands& commands);
void mat_report_view(Ui& ui, const Rect& rect, const calibrate::MatReport& report);

}  // namespace poise::dashboard
