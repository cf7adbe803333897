#include "store/store.h"

#include <fcntl.h>
#include <fmt/core.h>
#include <sqlite3.h>
#include <sys/stat.h>
#include <unistd.h>

#include <cerrno>
#include <utility>

#include "store/connection.h"
#include "store/private_file.h"
#include "store/schema.h"

namespace poise::store {
namespace {

constexpr int kBusyTimeout_ms = 2000;  ///< writers hold the file for milliseconds

/// That a file is there which SQLite can use: it would say "unable to open" of anything else. The file is not opened
/// for this: closing it again would drop the locks of every other connection of this process to it (POSIX locks
/// belong to the process), and another program could then take the write-ahead log away from under them.
Expected<void> check_file(const std::filesystem::path& path, int access) {
  struct stat status {};
  if (stat(path.c_str(), &status) != 0 || faccessat(AT_FDCWD, path.c_str(), access, AT_EACCESS) != 0)
    return tl::make_unexpected(error_from_errno(errno, path));
  if (S_ISDIR(status.st_mode)) return tl::make_unexpected(error_from_errno(EISDIR, path));
  if (!S_ISREG(status.st_mode))
    return fail(ErrorCode::storage, "this is not a file: give the path of a file with --store",
                path.string());
  return {};
}

KnownMat read_mat(SQLite::Statement& row) {
  return {row.getColumn(0).getString(), row.getColumn(1).getString(), row.getColumn(2).getString()};
}

}  // namespace

Store::Connection::Connection(std::filesystem::path file, int open_flags)
    : path(std::move(file)), database(path.string(), open_flags, kBusyTimeout_ms) {
  // A store that somebody else made or changed is read, but nothing that stands in it is run.
  sqlite3* const handle = database.getHandle();
  sqlite3_db_config(handle, SQLITE_DBCONFIG_DEFENSIVE, 1, nullptr);
  sqlite3_db_config(handle, SQLITE_DBCONFIG_TRUSTED_SCHEMA, 0, nullptr);
  sqlite3_db_config(handle, SQLITE_DBCONFIG_ENABLE_TRIGGER, 0, nullptr);
  sqlite3_db_config(handle, SQLITE_DBCONFIG_ENABLE_VIEW, 0, nullptr);
}

Store::Store(std::unique_ptr<Connection> connection) : connection_(std::move(connection)) {}
Store::Store(Store&&) noexcept = default;
Store& Store::operator=(Store&&) noexcept = default;
Store::~Store() = default;

const std::filesystem::path& Store::path() const { return connection_->path; }

Expected<Store> Store::open(const std::filesystem::path& path) {
  if (path.empty()) return fail(ErrorCode::usage, "the store has no path: give a file with --store");
  std::error_code ignored;
  const bool existed = std::filesystem::exists(path, ignored);
  if (!existed) {
    if (auto made = make_private_folders(path.parent_path()); !made) return tl::make_unexpected(made.error());
    // Another program may make it in this instant, which is as good.
    if (auto made = make_private_file(path); !made && !std::filesystem::exists(path, ignored))
      return tl::make_unexpected(made.error());
  }
  if (auto checked = check_file(path, R_OK | W_OK); !checked) return tl::make_unexpected(checked.error());

  auto opened = guarded(path, [&]() -> Expected<Store> {
    auto connection = std::make_unique<Connection>(path, SQLite::OPEN_READWRITE);
    SQLite::Database& database = connection->database;
    if (auto migrated = migrate(database, schema_steps()); !migrated)
      return tl::make_unexpected(migrated.error());
    // WAL + NORMAL: a commit survives the death of the program; a power cut may cost the last ones, never the
    // file.
    database.exec("PRAGMA journal_mode = WAL");
    database.exec("PRAGMA synchronous = NORMAL");
    database.exec("PRAGMA foreign_keys = ON");
    return Store(std::move(connection));
  });
  if (opened) return opened;
  if (!existed && std::filesystem::file_size(path, ignored) == 0) std::filesystem::remove(path, ignored);
  Error error = opened.error();
  if (error.where.empty()) error.where = path.string();
  return tl::make_unexpected(std::move(error));
}

Expected<Store> Store::open_to_read(const std::filesystem::path& path) {
  if (auto checked = check_file(path, R_OK); !checked) return tl::make_unexpected(checked.error());
  return guarded(path, [&]() -> Expected<Store> {
    auto connection = std::make_unique<Connection>(path, SQLite::OPEN_READONLY);
    const int version = connection->database.execAndGet("PRAGMA user_version").getInt();
    const int newest = static_cast<int>(schema_steps().size());
    if (connection->database.execAndGet("PRAGMA application_id").getInt() != kApplicationId)
      return fail(ErrorCode::bad_data, "this is not a Poise store", path.string());
    if (version != newest)
      return fail(ErrorCode::wrong_version,
                  fmt::format("this store is of version {} and can be read as it is from version {} only: {}", version, newest,
                              version < newest ? "bring it up to date first with poise sessions" : "update Poise"),
                  path.string());
    return Store(std::move(connection));
  });
}

Expected<std::optional<KnownMat>> Store::mat(const std::string& unique_id) {
  return guarded(path(), [&]() -> std::optional<KnownMat> {
    SQLite::Statement row(connection_->database,
                          "SELECT unique_id, geometry_toml, device FROM mats WHERE unique_id = ?");
    row.bind(1, unique_id);
    if (!row.executeStep()) return std::nullopt;
    return read_mat(row);
  });
}

Expected<std::optional<KnownMat>> Store::last_mat() {
  return guarded(path(), [&]() -> std::optional<KnownMat> {
    SQLite::Statement row(connection_->database,
                          "SELECT unique_id, geometry_toml, device FROM mats ORDER BY used DESC LIMIT 1");
    if (!row.executeStep()) return std::nullopt;
    return read_mat(row);
  });
}

Expected<void> Store::remember_mat(const KnownMat& mat) {
  return guarded(path(), [&] {
    SQLite::Statement upsert(
        connection_->database,
        "INSERT INTO mats VALUES (?1, ?2, ?3, (SELECT coalesce(max(used), 0) + 1 FROM mats)) "
        "ON CONFLICT(unique_id) DO UPDATE SET used = excluded.used, "
        "geometry_toml = CASE ?2 WHEN '' THEN geometry_toml ELSE ?2 END, "
        "device = CASE ?3 WHEN '' THEN device ELSE ?3 END");
    upsert.bind(1, mat.unique_id);
    upsert.bind(2, mat.geometry_toml);
    upsert.bind(3, mat.device);
    upsert.exec();
  });
}

Expected<std::optional<std::string>> Store::setting(const std::string& key) {
  return guarded(path(), [&]() -> std::optional<std::string> {
    SQLite::Statement row(connection_->database, "SELECT value FROM settings WHERE key = ?");
    row.bind(1, key);
    if (!row.executeStep()) return std::nullopt;
    return row.getColumn(0).getString();
  });
}

Expected<void> Store::set_setting(const std::string& key, const std::string& value) {
  return guarded(path(), [&] {
    SQLite::Statement upsert(connection_->database, "INSERT OR REPLACE INTO settings VALUES (?, ?)");
    upsert.bind(1, key);
    upsert.bind(2, value);
    upsert.exec();
  });
}

}  // namespace poise::store
