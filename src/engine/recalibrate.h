#pragma once

#include "base/error.h"
#include "engine/session_pass.h"
#include "session/session.h"
#include "store/store.h"

namespace poise::engine {

/// Worked out again from its raw counts with another calibration of its mat (null: the nominal factors). The
/// session is changed into what it would have been, had it been recorded with that: its zeros, which events
/// keep in newtons, are carried over as counts. What is kept in the store stays as it was.
///
/// A body weight that was given is left alone; one that was found is found anew. A note in the result says
/// with what the session was recorded and with what this was computed.
Expected<SessionPass> recalibrate(session::Session& session, const store::KeptCalibration* calibration);

}  // namespace poise::engine
