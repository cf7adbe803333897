#pragma once

#include <cstdint>
#include <filesystem>
#include <functional>
#include <map>
#include <string>

#include "base/error.h"

/// Copies of the whole store, for a disk that dies, and the way back. Both are slow (they read everything):
/// not for the thread that draws.
namespace poise::store {

/// What a store holds, counted by reading all of it.
struct Contents {
  int version = 0;                           ///< of the schema
  std::map<std::string, std::int64_t> rows;  ///< by table
  std::int64_t samples = 0;
  std::int64_t damaged_chunks = 0;  ///< rows of samples whose CRC or form is wrong
  std::uint32_t crc = 0;            ///< over the CRCs of all chunks, in order

  bool operator==(const Contents&) const = default;
};

/// Part done of the copying, 0 to 1.
using BackupProgress = std::function<void(double)>;

/// Copies the store into the new file `to` (mode 0600), sessions being recorded included, while other
/// programs go on using it (SQLite's online backup). The copy is read back before it gets its name: SQLite's
/// integrity check, and the contents compared with those of the store at the moment of copying. Refused when
/// there is no store, or when `to` exists. What failed leaves no file behind.
Expected<Contents> back_up(const std::filesystem::path& store, const std::filesystem::path& to,
                           const BackupProgress& progress = {});

struct Restored {
  Contents contents;
  std::filesystem::path kept;  ///< where the store that was there before is now; empty: there was none
};

/// Makes the backup `from` the store. It is read through first, copied, brought up to date and read back;
/// then the present store is renamed to "….before-restore-`stamp`" and the copy takes its name. Refused, with
/// nothing changed: a file that is no store, is damaged or is of a newer version; while another program has
/// the store open; and, unless `force`, when the present store holds what the backup does not, or cannot be
/// read to tell.
Expected<Restored> restore(const std::filesystem::path& from, const std::filesystem::path& store, bool force,
                           const std::string& stamp, const BackupProgress& progress = {});

}  // namespace poise::store
