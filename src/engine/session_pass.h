#pragma once

#include <array>
#include <optional>
#include <vector>

#include "base/error.h"
#include "base/recording.h"
#include "calibrate/calibration.h"
#include "movement/analysis.h"
#include "session/session.h"

namespace poise::engine {

/// Everything that follows from a session's samples and input events.
struct SessionPass {
  Recording recording;
  movement::Analysis analysis;
  std::vector<Event> events;  ///< input events and the chain's own, in order
  /// What each cell shows on the empty mat, in counts: the zero last in force; absent: none was taken.
  std::optional<std::array<double, kMaxCells>> zero_counts;
};

/// Runs a kept session through the chain again and analyses it, with what people said about its repetitions: the one way in which a session's record and
/// result come about, at its end, after a crash, on replay and on import, so that all of them agree to the last
/// bit. Fails when its geometry or exercise cannot be read.
Expected<SessionPass> pass_over(const session::Session& session);

/// The calibration that the session was recorded with, or was given since; absent: the nominal factors.
Expected<std::optional<calibrate::Calibration>> calibration_of(const session::SessionInfo& info);

/// Detail of the operator_stop that ended a session because it was as long as one may be (limits::kSamples).
inline constexpr const char* kStoppedFull = "full";

}  // namespace poise::engine
