#pragma once

#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "base/error.h"
#include "base/recording.h"
#include "movement/analysis.h"
#include "session/session.h"
#include "session/trend.h"

/// The report of a session as pages to print and to hand over.
namespace poise::report {

/// Whom a report is for: one page for the athlete, two for the professional (more only for more repetitions
/// than two pages hold); everyone = all of them, the athlete's first.
enum class Audience { athlete, professional, everyone };
std::optional<Audience> audience_from(std::string_view word);

/// What a report is made of; only looked at.
struct ReportContent {
  const session::SessionInfo& info;
  session::SessionState state = session::SessionState::finished;
  const Recording& recording;
  const movement::Analysis& analysis;
  /// Series that end with this session, the figures that say most first; empty: no earlier session to compare
  /// with. Absent: earlier sessions are no matter of this report.
  std::optional<std::vector<session::Series>> trends{};
};

struct Report {
  std::string bytes;  ///< the file
  int pages = 0;
  int unknown_characters =
      0;  ///< that no installed font has: they show as boxes with their number, and a line says so
};

/// A4, vector, fonts embedded, text kept as text; its date is the session's, so that the same session gives
/// the same bytes. Refused: a session without a single sample.
Expected<Report> pdf_report(const ReportContent& content, Audience audience);
/// The same pages as one picture, below each other, at 150 dots an inch, or at as many as a picture of that height can
/// have (from 19 pages on).
Expected<Report> png_report(const ReportContent& content, Audience audience);

}  // namespace poise::report
