#include <fmt/format.h>

#include "base/version.h"
#include "calibrate/geometry.h"
#include "console.h"
#include "engine/chain.h"
#include "kept_session.h"
#include "movement/analysis.h"
#include "reanalyse.h"
#include "report/recording_csv.h"
#include "signal/balance.h"
#include "verbs.h"

namespace poise::cli {
namespace {

/// Where the file's cells are: the geometry named, else that of our own mats.
Expected<signal::CellLayout> layout_for(const Recording& recording,
                                        const std::optional<std::string>& mat_file) {
  if (mat_file) {
    const auto geometry = calibrate::load_geometry(*mat_file);
    if (!geometry) return tl::make_unexpected(geometry.error());
    if (static_cast<int>(geometry->cells.size()) != recording.cell_count)
      return fail(ErrorCode::bad_data,
                  fmt::format("the geometry has {} cells, the table has {}; name the mat that recorded it",
                              geometry->cells.size(), recording.cell_count),
                  *mat_file);
    return engine::layout_of(*geometry);
  }
  const auto shipped = calibrate::find_shipped_geometry(0, recording.cell_count);
  return shipped ? engine::layout_of(*shipped) : signal::CellLayout{};
}

/// Every session that has ended.
int analyze_all(const Common& common) {
  auto store = open_store(common.store);
  if (!store) return report_error(store.error());
  const auto sessions = store->sessions();
  if (!sessions) return report_error(sessions.error());
  std::vector<std::string> ids;
  for (const store::SessionSummary& session : *sessions)
    if (session.state != session::SessionState::recording) ids.push_back(session.id);
  if (ids.empty()) say("No sessions yet. Record one with: poise record --exercise squat");
  const auto failed = analyse_sessions(common.store, ids);
  if (!failed) return report_error(failed.error());
  return *failed == 0 ? kDone : kFailed;
}

}  // namespace

int analyze(const Common& common, const AnalyzeWords& words) {
  if (words.all) return analyze_all(common);
  const auto checked = check_words(words.exercise, words.side, words.variant);
  if (!checked) return report_error(checked.error());
  auto file = report::read_recording_csv(words.file);
  if (!file) return report_error(file.error());
  for (const std::string& warning : file->warnings) say("poise: " + warning);
  if (file->recording.cell_count > 0) {
    const auto layout = layout_for(file->recording, words.mat_file);
    if (!layout) return report_error(layout.error());
    signal::derive_columns(file->recording, *layout);
  } else {
    signal::derive_columns(file->recording, {});
  }

  movement::AnalysisOptions options;
  options.exercise = checked->exercise;
  options.side = checked->side;
  options.variant = checked->variant;
  options.body_weight_n = words.body_weight_n;
  options.filter_hz = words.filter_hz;
  options.seconds_asked = words.seconds;
  const movement::Analysis analysis = movement::analyze(file->recording, options);
  session::SessionInfo info;
  info.id = words.file.filename().string();
  info.poise_version = kVersion;
  info.calibration = "as in the file";
  print_result(info, analysis, common.json);
  return kDone;
}

}  // namespace poise::cli
