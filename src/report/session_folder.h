#pragma once

#include <array>
#include <filesystem>
#include <optional>

#include "base/error.h"
#include "base/recording.h"
#include "movement/analysis.h"
#include "report/csv_number.h"
#include "session/session.h"

namespace poise::report {

/// What a session folder is made of; only looked at.
struct FolderContents {
  const session::Session&
      session;                 ///< its info, state, outcome and events; the samples come from `recording`
  const Recording& recording;  ///< of the mat: every column there, `raw` included
  const movement::Analysis& analysis;
  std::optional<std::array<double, kMaxCells>> zero_counts;  ///< in force when repetitions counted
};

/// Writes session.json, samples.csv, events.csv, reps.csv, summary.csv, report.txt and, of a session with samples,
/// report.pdf. All files are complete on the disk before the first of them appears in `folder`; on failure `folder` is
/// as it was. Files of the same names are replaced, others in it are left alone. Missing folders on the way are made.
Expected<void> write_session_folder(const std::filesystem::path& folder, const FolderContents& contents,
                                    CsvStyle style = kPlainCsv);

// The single files, for tests and for whoever wants one of them. `path` must not exist yet.
Expected<void> write_samples_csv(const std::filesystem::path& path, const Recording& recording,
                                 const movement::Analysis& analysis, CsvStyle style = kPlainCsv);
Expected<void> write_events_csv(const std::filesystem::path& path, const std::vector<Event>& events,
                                const Recording& recording, CsvStyle style = kPlainCsv);
Expected<void> write_reps_csv(const std::filesystem::path& path, const movement::Analysis& analysis,
                              CsvStyle style = kPlainCsv);
/// reference_low and reference_high: the lowest 5th and the highest 95th percentile of those in session/norms.h who were
/// measured alike.
Expected<void> write_summary_csv(const std::filesystem::path& path, const movement::Analysis& analysis,
                                 const session::Surroundings& surroundings, CsvStyle style = kPlainCsv);

}  // namespace poise::report
