#pragma once

#include <SQLiteCpp/Database.h>

#include <cstdint>
#include <span>

#include "base/error.h"

namespace poise::store {

inline constexpr std::int32_t kApplicationId = 0x506F6953;  ///< "PoiS" in the file's header

/// The steps from an empty file to the present schema; after step i the file is of version i + 1. A step that
/// was ever released is never changed: what comes next is a step of its own.
std::span<const char* const> schema_steps();

/// Brings the file up to date in one transaction. Refuses, and changes nothing in, a database of another
/// program (bad_data) and one of a newer version (wrong_version). Throws SQLite::Exception.
Expected<void> migrate(SQLite::Database& database, std::span<const char* const> steps);

}  // namespace poise::store
