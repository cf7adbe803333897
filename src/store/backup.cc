#include "store/backup.h"

#include <SQLiteCpp/Backup.h>
#include <SQLiteCpp/SQLiteCpp.h>
#include <fmt/format.h>
#include <sqlite3.h>

#include <algorithm>
#include <boost/crc.hpp>
#include <memory>
#include <span>
#include <string_view>
#include <vector>

#include "store/chunk_format.h"
#include "store/private_file.h"
#include "store/schema.h"
#include "store/sqlite_error.h"
#include "store/store.h"

namespace poise::store {
namespace {

namespace fs = std::filesystem;

constexpr int kPagesAtOnce = 100;  ///< 400 kB between two calls of the progress
constexpr int kBusyTimeout_ms = 2000;

/// A file that goes away again unless it was kept.
class Draft {
 public:
  explicit Draft(fs::path path) : path_(std::move(path)) { remove(); }  // one that a killed program left
  ~Draft() {
    if (!kept_) remove();
  }
  Draft(const Draft&) = delete;
  Draft& operator=(const Draft&) = delete;

  const fs::path& path() const { return path_; }
  Expected<void> rename_to(const fs::path& name) {
    std::error_code failed;
    fs::rename(path_, name, failed);
    if (failed) return tl::make_unexpected(error_from_errno(failed.value(), name));
    kept_ = true;
    return {};
  }

 private:
  void remove() const {
    std::error_code ignored;
    for (const char* tail : {"", "-wal", "-shm", "-journal"}) fs::remove(path_.string() + tail, ignored);
  }

  const fs::path path_;
  bool kept_ = false;
};

std::vector<std::string> tables_of(SQLite::Database& database) {
  std::vector<std::string> names;
  SQLite::Statement row(
      database,
      "SELECT name FROM sqlite_master WHERE type = 'table' AND name NOT LIKE 'sqlite_%' ORDER BY 1");
  while (row.executeStep()) names.push_back(row.getColumn(0).getString());
  return names;
}

void read_chunks(SQLite::Database& database, Contents& contents) {
  boost::crc_32_type crc;
  std::vector<RawFrame> frames;
  SQLite::Statement row(database, "SELECT frames, crc FROM chunks ORDER BY key");
  while (row.executeStep()) {
    const SQLite::Column blob = row.getColumn(0);
    const std::span bytes(static_cast<const std::uint8_t*>(blob.getBlob()),
                          static_cast<std::size_t>(blob.getBytes()));
    const std::uint32_t found = chunk_crc(bytes);
    crc.process_bytes(&found, sizeof found);
    frames.clear();
    if (row.getColumn(1).getInt64() != std::int64_t{found} || !decode_chunk(bytes, frames))
      ++contents.damaged_chunks;
    contents.samples += static_cast<std::int64_t>(frames.size());
  }
  contents.crc = crc.checksum();
}

/// Reads everything there is. The caller holds a transaction where others may be writing.
Contents contents_of(SQLite::Database& database) {
  Contents contents;
  contents.version = database.execAndGet("PRAGMA user_version").getInt();
  for (const std::string& table : tables_of(database))
    contents.rows[table] = database.execAndGet(fmt::format("SELECT count(*) FROM \"{}\"", table)).getInt64();
  read_chunks(database, contents);
  return contents;
}

/// That the database is a store of a version that this program knows.
Expected<void> check_kind(SQLite::Database& database, const fs::path& path) {
  if (database.execAndGet("PRAGMA application_id").getInt() != kApplicationId)
    return fail(ErrorCode::bad_data, "this is not a Poise store: give a file that poise backup made",
                path.string());
  const int version = database.execAndGet("PRAGMA user_version").getInt();
  const int newest = static_cast<int>(schema_steps().size());
  if (version <= newest) return {};
  return fail(
      ErrorCode::wrong_version,
      fmt::format("this store is of version {}, this Poise knows up to {}, nothing was changed: update Poise",
                  version, newest),
      path.string());
}

void copy_pages(SQLite::Database& from, SQLite::Database& to, const BackupProgress& progress) {
  SQLite::Backup backup(to, from);
  while (backup.executeStep(kPagesAtOnce) == SQLITE_OK)
    if (progress && backup.getTotalPageCount() > 0)
      progress(1 - static_cast<double>(backup.getRemainingPageCount()) / backup.getTotalPageCount());
}

/// Copies a store into the draft and reads it back. The copy is one file, without a log beside it.
Expected<Contents> copy_store(const fs::path& from, int open_flags, Draft& draft,
                              const BackupProgress& progress) {
  if (auto made = make_private_file(draft.path()); !made) return tl::make_unexpected(made.error());
  return guarded(from, [&]() -> Expected<Contents> {
    SQLite::Database source(from.string(), open_flags, kBusyTimeout_ms);
    if (auto ours = check_kind(source, from); !ours) return tl::make_unexpected(ours.error());
    SQLite::Database copy(draft.path().string(), SQLite::OPEN_READWRITE, kBusyTimeout_ms);
    SQLite::Transaction transaction(source);  // what is counted and what is copied are of the same moment
    const Contents contents = contents_of(source);
    copy_pages(source, copy, progress);
    copy.exec("PRAGMA journal_mode = DELETE");
    const std::string verdict = copy.execAndGet("PRAGMA integrity_check(1)").getString();
    if (verdict != "ok")
      return fail(ErrorCode::storage, fmt::format("the store is damaged ({}): take an older backup", verdict),
                  from.string());
    if (contents_of(copy) == contents) return contents;
    return fail(ErrorCode::storage, "what was copied does not read back the same: try another disk",
                draft.path().string());
  });
}

/// "3 rows of sessions, 1 of athletes": what is in the store and not in the attached `backup`. Samples go
/// with their session, its analysis and figures follow from them; which mat was used last, and settings, are not worth
/// a refusal.
std::string missing_in_backup(SQLite::Database& database) {
  std::string missing;
  for (const std::string& table : tables_of(database)) {
    constexpr std::string_view kLeftOut[] = {"chunks", "analyses", "measures", "mats", "settings"};
    if (std::find(std::begin(kLeftOut), std::end(kLeftOut), table) != std::end(kLeftOut)) continue;
    const auto count = database
                           .execAndGet(fmt::format("SELECT count(*) FROM (SELECT * FROM main.\"{0}\" EXCEPT "
                                                   "SELECT * FROM backup.\"{0}\")",
                                                   table))
                           .getInt64();
    if (count > 0)
      missing += fmt::format("{}{} {}", missing.empty() ? "" : ", ", count,
                             missing.empty() ? (count == 1 ? "row of " : "rows of ") + table : "of " + table);
  }
  return missing;
}

constexpr const char* kNothingChanged =
    "nothing was changed: add --force to restore nevertheless; the present store is kept beside";

/// What is in the present store and not in `copy`, in words. Nobody writes meanwhile; nothing is changed.
Expected<std::string> missing_in(const fs::path& copy, SQLite::Database& present) {
  return guarded(present.getFilename(), [&] {
    SQLite::Statement attach(present, "ATTACH ? AS backup");
    attach.bind(1, copy.string());
    attach.exec();
    SQLite::Transaction transaction(present, SQLite::TransactionBehavior::IMMEDIATE);
    std::string missing = missing_in_backup(present);
    transaction.commit();
    present.exec("DETACH backup");
    return missing;
  });
}

/// Nobody else can use the file from here on, as long as the connection lives. Busy: somebody has it open.
Expected<void> take_alone(SQLite::Database& present) {
  return guarded(present.getFilename(), [&] {
    // Leaving the write-ahead log is possible only while nobody else has the file open.
    present.execAndGet("PRAGMA journal_mode = DELETE");
    present.exec("PRAGMA locking_mode = EXCLUSIVE; BEGIN EXCLUSIVE; COMMIT");
  });
}

/// Whether the present store may be replaced by `copy`; while the connection given lives, nobody else can use
/// it. Null: it may, though it is no store that could be opened.
Expected<std::unique_ptr<SQLite::Database>> may_replace(const fs::path& store, const fs::path& copy,
                                                        bool force) {
  std::unique_ptr<SQLite::Database> present;
  Expected<std::string> missing = fail(ErrorCode::bad_data, "");
  // Opening it brings it up to date, so that its tables compare with the copy's.
  if (const auto opened = Store::open(store); !opened) {
    missing = tl::make_unexpected(opened.error());
  } else {
    present = std::make_unique<SQLite::Database>(store.string(), SQLite::OPEN_READWRITE, 0);
    missing = missing_in(copy, *present);
  }
  if (!missing && missing.error().code != ErrorCode::busy && !force) {
    const std::string why = missing.error().what.substr(0, missing.error().what.find_first_of(",:"));
    return fail(
        missing.error().code,
        fmt::format("the present store cannot be compared with the backup ({}), {}", why, kNothingChanged),
        store.string());
  }
  if (missing && !missing->empty() && !force)
    return fail(
        ErrorCode::storage,
        fmt::format("the present store holds what the backup does not ({}), {}", *missing, kNothingChanged),
        store.string());
  const auto alone = present ? take_alone(*present) : Expected<void>();
  if ((!missing && missing.error().code == ErrorCode::busy) ||
      (!alone && alone.error().code == ErrorCode::busy))
    return fail(ErrorCode::busy,
                "another program has the store open, nothing was changed: close it (a dashboard, a "
                "recording) and try "
                "again",
                store.string());
  return present;
}

/// Gives the present store another name, with the log that belongs to it.
Expected<void> set_aside(const fs::path& store, const fs::path& kept) {
  std::error_code failed, ignored;
  for (const char* tail : {"-wal", "-shm"}) fs::rename(store.string() + tail, kept.string() + tail, ignored);
  fs::create_hard_link(store, kept, failed);  // so that there is a store of the name at every moment
  if (failed) fs::rename(store, kept, failed);
  if (failed) return tl::make_unexpected(error_from_errno(failed.value(), kept));
  return {};
}

}  // namespace

Expected<Contents> back_up(const fs::path& store, const fs::path& to, const BackupProgress& progress) {
  std::error_code ignored;
  if (!fs::exists(store, ignored))
    return fail(ErrorCode::not_found, "there is no store here yet, so there is nothing to back up",
                store.string());
  if (fs::exists(to, ignored))
    return fail(ErrorCode::storage,
                "there is something of that name already, and a backup overwrites nothing: give another name",
                to.string());
  if (const auto opened = Store::open(store); !opened) return tl::make_unexpected(opened.error());
  Draft draft(to.string() + ".partial");
  auto copied = copy_store(store, SQLite::OPEN_READWRITE, draft, progress);
  if (!copied) return copied;
  if (auto named = draft.rename_to(to); !named) return tl::make_unexpected(named.error());
  return copied;
}

Expected<Restored> restore(const fs::path& from, const fs::path& store, bool force, const std::string& stamp,
                           const BackupProgress& progress) {
  std::error_code ignored;
  if (!fs::is_regular_file(from, ignored))
    return fail(ErrorCode::not_found, "there is no such file: give one that poise backup made",
                from.string());
  if (auto made = make_private_folders(store.parent_path()); !made) return tl::make_unexpected(made.error());
  Draft draft(store.string() + ".restoring");
  const auto copied = copy_store(from, SQLite::OPEN_READONLY, draft, progress);
  if (!copied) return tl::make_unexpected(copied.error());
  if (const auto updated = Store::open(draft.path()); !updated) return tl::make_unexpected(updated.error());

  Restored restored{*copied, {}};
  std::unique_ptr<SQLite::Database>
      alone;  // nobody else may open the present store until the other has its name
  if (fs::exists(store, ignored)) {
    auto may = may_replace(store, draft.path(), force);
    if (!may) return tl::make_unexpected(may.error());
    alone = std::move(*may);
    restored.kept = store.string() + ".before-restore-" + stamp;
    if (auto aside = set_aside(store, restored.kept); !aside) return tl::make_unexpected(aside.error());
  }
  if (auto named = draft.rename_to(store); !named) return tl::make_unexpected(named.error());
  return restored;
}

}  // namespace poise::store
