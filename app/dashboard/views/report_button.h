#pragma once

#include <string>

#include "views/view_state.h"

namespace poise::dashboard {

/// Asks for the report of a session: the athlete's page and the professional's.
void report_button(Ui& ui, const Rect& rect, const std::string& session, const Frame& frame,
                   Commands& commands);

/// Where that report is, once it is written, as far as there is room to say it.
void report_line(Ui& ui, const Rect& rect, const std::string& session, const Frame& frame);

}  // namespace poise::dashboard
