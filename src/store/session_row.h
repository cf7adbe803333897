#pragma once

#include <SQLiteCpp/Column.h>
#include <SQLiteCpp/Statement.h>

#include <cstdint>
#include <optional>
#include <string>
#include <string_view>

#include "session/session.h"

/// Between SessionInfo and the columns of `sessions` (schema.cc). All throw SQLite::Exception.
namespace poise::store {

/// The columns that hold SessionInfo, in the order that bind_info and read_info use; info_crc is the last.
extern const std::string kInfoColumns;
extern const int kInfoColumnCount;

/// Those of them that hold what was said of a session and its place in a programme, for queries that leave the rest.
extern const std::string kSaidColumns;

/// Binds parameters 1 … kInfoColumnCount.
void bind_info(SQLite::Statement& statement, const session::SessionInfo& info);

/// Reads the columns from `first` on.
session::SessionInfo read_info(SQLite::Statement& statement, int first);

/// CRC-32 over all of it but the surroundings, which may change: what every figure follows from.
std::uint32_t info_crc(const session::SessionInfo& info);
/// Whether what read_info gave has the CRC in its columns; older rows have none and pass.
bool is_intact(SQLite::Statement& statement, int first, const session::SessionInfo& info);

/// Reads kSaidColumns from `first` on.
struct Said {
  session::Surroundings surroundings;
  std::optional<session::VisitPlace> place;
};
Said read_said(SQLite::Statement& statement, int first);
/// Those of them that hold Surroundings, and parameters 1 … kSurroundingsColumnCount.
extern const std::string kSurroundingsColumns;
extern const int kSurroundingsColumnCount;
void bind_surroundings(SQLite::Statement& statement, const session::Surroundings& surroundings);

/// "?1, ?2, …", so many.
std::string parameters(int count);

const char* to_string(session::SessionState state);
std::optional<session::SessionState> session_state_from(std::string_view word);

}  // namespace poise::store
