#include "engine/session_export.h"

#include "report/session_folder.h"

namespace poise::engine {

Expected<void> export_session(const session::Session& session, const SessionPass& pass,
                              const std::filesystem::path& folder, bool spreadsheet) {
  session::Session described;  // with the events and the outcome of the pass, without its samples
  described.info = session.info;
  described.state = session.state;
  described.events = pass.events;
  described.rep_edits = session.rep_edits;
  described.outcome = pass.analysis.outcome;
  described.reps = valid_reps(pass.analysis);
  return report::write_session_folder(folder, {described, pass.recording, pass.analysis, pass.zero_counts},
                                      spreadsheet ? report::kSpreadsheetCsv : report::kPlainCsv);
}

}  // namespace poise::engine
