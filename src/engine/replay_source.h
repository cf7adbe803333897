#pragma once

#include <memory>

#include "acquire/byte_link.h"
#include "session/session.h"

namespace poise::engine {

/// Plays a session's samples as if its mat were on the line: HELLO, TEST_PATTERN and START are answered, then
/// the samples come as the very frames that they were, holes included, and the source ends. Frame numbers and
/// device clock are the recorded ones, as narrow as on the wire. `speed` as for the virtual mat: 1 real time,
/// 0 as fast as it is read. The session is copied.
std::unique_ptr<acquire::LinkSource> replay_source(const session::Session& session, double speed);

}  // namespace poise::engine
