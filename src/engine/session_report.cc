#include "engine/session_report.h"

#include <algorithm>

#include "session/measures.h"

namespace poise::engine {
namespace {

using session::MeasuredSession;

/// Whom a pseudonym was merged into.
Expected<std::string> person_of(store::Store& store, std::string pseudonym) {
  const auto athletes = store.athletes();
  if (!athletes) return tl::make_unexpected(athletes.error());
  for (std::size_t step = 0; step < athletes->size(); ++step) {  // the store refuses circles
    const auto known = std::find_if(athletes->begin(), athletes->end(),
                                    [&](const auto& athlete) { return athlete.pseudonym == pseudonym; });
    if (known == athletes->end() || known->merged_into.empty()) break;
    pseudonym = known->merged_into;
  }
  return pseudonym;
}

/// With the figures of this pass: those kept may be older.
MeasuredSession measured(const session::Session& session, const SessionPass& pass,
                         const std::string& person) {
  const session::SessionInfo& info = session.info;
  return {.id = info.id,
          .started = info.started,
          .started_wall_us = info.started_wall_us,
          .athlete = person,
          .exercise = info.exercise,
          .variant = info.variant,
          .side = info.side,
          .outcome = pass.analysis.outcome,
          .reps = valid_reps(pass.analysis),
          .calibration = info.calibration,
          .surroundings = info.surroundings,
          .place = info.place,
          .measures = session::measures_of(pass.analysis)};
}

}  // namespace

Expected<std::vector<session::Series>> trends_up_to(store::Store& store, const session::Session& session,
                                                    const SessionPass& pass) {
  const session::SessionInfo& info = session.info;
  if (info.athlete.empty()) return {};
  const auto person = person_of(store, info.athlete);
  if (!person) return tl::make_unexpected(person.error());
  auto sessions = store.measured_sessions({.athlete = *person, .exercise = info.exercise});
  if (!sessions) return tl::make_unexpected(sessions.error());
  std::erase_if(*sessions, [&](const MeasuredSession& other) {
    return other.id == info.id || other.started_wall_us > info.started_wall_us ||
           other.variant != info.variant;
  });
  sessions->push_back(measured(session, pass, *person));
  std::vector<session::Series> trends = session::series_of(*sessions);
  std::erase_if(trends,
                [&](const session::Series& series) { return series.points.back().session != info.id; });
  return trends;
}

Expected<report::Report> report_of(store::Store& store, const session::Session& session,
                                   const SessionPass& pass, report::Audience audience, ReportFormat format) {
  auto trends = trends_up_to(store, session, pass);
  if (!trends) return tl::make_unexpected(trends.error());
  const report::ReportContent content{session.info, session.state, pass.recording, pass.analysis,
                                      std::move(*trends)};
  return format == ReportFormat::pdf ? report::pdf_report(content, audience)
                                     : report::png_report(content, audience);
}

}  // namespace poise::engine
