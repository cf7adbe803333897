#include "store/sqlite_error.h"

#include <fmt/core.h>
#include <sqlite3.h>

#include <cerrno>
#include <cstring>

namespace poise::store {

Error error_from(const SQLite::Exception& exception, const std::filesystem::path& path) {
  const std::string where = path.string();
  switch (exception.getErrorCode()) {
    case SQLITE_FULL:
      return {ErrorCode::storage, "the disk is full, nothing more can be saved: free some space", where};
    case SQLITE_READONLY:
      return {ErrorCode::storage,
              "the store cannot be written (the file or its disk is read-only): choose another place with "
              "--store",
              where};
    case SQLITE_BUSY:
    case SQLITE_LOCKED:
      return {ErrorCode::busy, "another program keeps the store locked: close it and try again", where};
    case SQLITE_NOTADB:
      return {ErrorCode::bad_data,
              "this is not a Poise store and was left as it is: give another file with --store", where};
    case SQLITE_CORRUPT:
      return {ErrorCode::storage,
              fmt::format("the store is damaged ({}): save what can still be read with poise export all --out FOLDER, then "
                          "restore a backup, which keeps this file beside it: poise backup --restore FILE",
                          exception.what()),
              where};
    case SQLITE_CANTOPEN:
      return {ErrorCode::storage,
              "the store cannot be opened: see that its folder exists, may be written and has space", where};
    case SQLITE_PERM:
    case SQLITE_AUTH:
      return {ErrorCode::permission_denied,
              "the store may not be used: see who owns it, or choose another with --store", where};
    case SQLITE_IOERR:
      return {
          ErrorCode::storage,
          fmt::format(
              "the disk failed while the store was read or written ({}): see that it is there and has space",
              exception.getErrorStr()),
          where};
    default:
      return {
          ErrorCode::storage,
          fmt::format("the store answered \"{}\": try again, and report it if it stays", exception.what()),
          where};
  }
}

Error error_from_errno(int error_number, const std::filesystem::path& path) {
  const std::string where = path.string();
  switch (error_number) {
    case EACCES:
    case EPERM:
      return {ErrorCode::permission_denied,
              "this place may not be written: see who owns the folder, or choose another with --store",
              where};
    case EROFS:
      return {ErrorCode::storage, "this disk is read-only: choose another place with --store", where};
    case ENOSPC:
    case EDQUOT:
      return {ErrorCode::storage, "the disk is full: free some space, or choose another place with --store",
              where};
    case EISDIR:
      return {ErrorCode::storage, "this is a folder, not a file: add a file name, as in FOLDER/poise.db",
              where};
    default:
      return {ErrorCode::storage,
              fmt::format("the file cannot be opened or made ({}): choose another place with --store",
                          std::strerror(error_number)),
              where};
  }
}

}  // namespace poise::store
