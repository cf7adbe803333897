#pragma once

#include <string>
#include <tl/expected.hpp>

namespace poise {

/// Why an operation failed, in few kinds; a caller decides by the kind, a person reads `what`.
enum class ErrorCode {
  usage,              ///< the words were wrong: unknown verb, option, exercise, side (exit status 2)
  not_found,          ///< no such port, file, session
  permission_denied,  ///< it exists, but we may not use it
  busy,               ///< somebody else has it
  exists,             ///< there is one of that name already
  no_answer,          ///< nothing on the line answers as a mat
  wrong_version,      ///< a protocol, store or file of another version
  wrong_identity,     ///< another mat than the one expected, or a wrong test pattern
  bad_data,           ///< text or bytes that cannot be what they claim to be
  disconnected,       ///< the mat went away
  storage,            ///< disk full, read-only, damaged
  unsupported,        ///< asked of something that cannot do it
};

/// An operation that failed. `what` is for people: what happened, what it means, what to do next, in one line.
/// `where` is the thing concerned (a path, a port, "line 12"); may be empty.
struct Error {
  ErrorCode code;
  std::string what;
  std::string where;
};

template <class T>
using Expected = tl::expected<T, Error>;

inline tl::unexpected<Error> fail(ErrorCode code, std::string what, std::string where = {}) {
  return tl::make_unexpected(Error{code, std::move(what), std::move(where)});
}

/// "where: what", or `what` alone: the one line that a command prints.
std::string to_line(const Error& error);

}  // namespace poise
