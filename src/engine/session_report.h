#pragma once

#include <vector>

#include "base/error.h"
#include "engine/session_pass.h"
#include "report/pdf_report.h"
#include "session/session.h"
#include "session/trend.h"
#include "store/store.h"

namespace poise::engine {

/// How the session's figures have gone over the person's sessions up to it, of the same exercise, variant and
/// conditions (session/trend.h). Empty for a session of nobody.
Expected<std::vector<session::Series>> trends_up_to(store::Store& store, const session::Session& session,
                                                    const SessionPass& pass);

enum class ReportFormat { pdf, png };

/// The report of a session and what pass_over() made of it, with its trends.
Expected<report::Report> report_of(store::Store& store, const session::Session& session,
                                   const SessionPass& pass, report::Audience audience, ReportFormat format);

}  // namespace poise::engine
