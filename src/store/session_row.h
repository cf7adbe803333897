#pragma once

#include <SQLiteCpp/Column.h>
#include <SQLiteCpp/Statement.h>

#include <optional>
#include <string_view>

#include "session/session.h"

/// Between SessionInfo and the columns of `sessions` (schema.cc). All throw SQLite::Exception.
namespace poise::store {

/// The columns that hold SessionInfo, in the order that bind_info and read_info use.
extern const char* const kInfoColumns;
extern const int kInfoColumnCount;

/// Binds parameters 1 … kInfoColumnCount.
void bind_info(SQLite::Statement& statement, const session::SessionInfo& info);

/// Reads the columns from `first` on.
session::SessionInfo read_info(SQLite::Statement& statement, int first);

const char* to_string(session::SessionState state);
std::optional<session::SessionState> session_state_from(std::string_view word);

}  // namespace poise::store
