#pragma once

#include <SQLiteCpp/SQLiteCpp.h>

#include <filesystem>
#include <map>
#include <optional>
#include <string>
#include <vector>

#include "store/file_lock.h"
#include "store/sqlite_error.h"
#include "store/store.h"

namespace poise::store {

/// Begins a statement that knows `person(pseudonym, into_pseudonym)`: a merged pseudonym stands for the one that it was
/// merged into, and that one perhaps for a third.
inline constexpr const char* kWithPersons =
    "WITH RECURSIVE person(pseudonym, into_pseudonym) AS ("
    "  SELECT pseudonym, pseudonym FROM athletes WHERE merged_into = ''"
    "  UNION ALL SELECT a.pseudonym, p.into_pseudonym FROM athletes a JOIN person p ON a.merged_into = p.pseudonym) ";

/// One open file and the locks of the sessions begun through it. Its functions throw SQLite::Exception.
class Store::Connection {
 public:
  /// `open_flags`: SQLite::OPEN_READWRITE or SQLite::OPEN_READONLY.
  Connection(std::filesystem::path file, int open_flags);

  /// Row key of the session.
  Expected<std::int64_t> find_session(const std::string& id_or_last);
  void ensure_athlete(const std::string& pseudonym, const std::string& since);
  void insert_session(const session::SessionInfo& info);
  void insert_samples(std::int64_t session, std::span<const RawFrame> frames, std::span<const Event> events);
  /// Keeps how many rows of samples and events the session has, unless that is kept already.
  void count_rows(std::int64_t session);
  void remove_samples(std::int64_t session);  ///< and events
  void insert_rep_edit(std::int64_t session, const movement::RepEdit& edit);
  std::vector<movement::RepEdit> read_rep_edits(std::int64_t session);  ///< oldest first
  /// Replaces the session's analysis, figures, outcome and repetitions.
  void keep_analysis(std::int64_t session, const KeptAnalysis& analysis);
  Expected<FileLock> lock_session(const std::string& id) const;

  const std::filesystem::path path;
  SQLite::Database database;
  std::map<std::string, FileLock> recording;  ///< by the id of a session or visit
};

}  // namespace poise::store
