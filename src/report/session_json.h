#pragma once

#include <array>
#include <nlohmann/json.hpp>
#include <optional>

#include "base/error.h"
#include "session/session.h"

/// session.json of a session folder: everything but the samples and events that the analysis needs. Pure
/// functions.
namespace poise::report {

inline constexpr const char* kSessionSchema = "poise.session/1";

/// `zero_counts`: the zero that was in force when repetitions counted, for the reader; replaying finds it
/// again.
nlohmann::ordered_json session_json(const session::Session& session,
                                    const std::optional<std::array<double, kMaxCells>>& zero_counts,
                                    double filter_hz);

/// The session without samples and events. Errors name the key; a stranger's file is not trusted with
/// anything.
Expected<session::Session> session_from_json(const nlohmann::json& json);

}  // namespace poise::report
