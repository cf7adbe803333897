#pragma once

#include <cstdint>
#include <optional>
#include <string>
#include <variant>

#include "calibrate/calibration_plan.h"
#include "calibrate/mat_check.h"
#include "movement/catalogue.h"
#include "session/session.h"

namespace poise::engine {

/// What an operator may ask of the engine; screens and the command line send these, nothing else.
struct SelectDevice {
  std::string device;                   ///< "auto", "/dev/ttyACM0", "sim:squat?reps=5", "replay:last"
  std::optional<std::string> mat_file;  ///< geometry, as --mat
};
/// Starts a session: the guided flow begins and everything is recorded from here on.
struct BeginSession {
  movement::TrialSetup setup;
  std::string athlete;  ///< pseudonym; empty: nobody in particular
  session::Surroundings surroundings{};
  std::optional<session::VisitPlace> place{};
  std::optional<std::int64_t> started_wall_us{};  ///< when it counts as started; absent: now
};
struct EndSession {};  ///< what was recorded is kept
struct Zero {};
struct Start {};       ///< skips the waiting: go from settle or countdown to record
struct AcceptSide {};  ///< "record this leg then"
struct Mark {
  std::string text;
};
struct CloseResult {};  ///< back from the result to idle

/// The lamps beside the plates, 0 to 255; not kept with the session, and of no effect on a mat without lamps.
struct Light {
  std::uint8_t left = 0, right = 0;
};

/// Checks the mat itself; the report appears in the snapshot. Not while a session is recorded.
struct CheckMat {
  calibrate::CheckPlan plan;
};
/// Begins to calibrate the mat, or goes on where the same plan was left for this mat. Not while a session is
/// recorded.
struct BeginCalibration {
  calibrate::CalibrationPlan plan;
  bool anew = false;  ///< never goes on
};
/// The daily check with a known mass, or a person of known weight, on each plate; logged.
struct SpotCheckMat {
  double mass_kg = 0;
  std::string made_by;  ///< initials; may be empty
};
struct ConfirmStep {};  ///< of a calibration: "it is as you asked"
struct SkipStep {};     ///< of check, calibration or spot check
struct RepeatStep {     ///< of a calibration
  int step = 0;
};
struct KeepCalibration {};  ///< the one in review: kept, and in force from now on
/// Check, calibration or spot check are broken off. A calibration can be taken up again later, unless
/// `forget`.
struct EndMatWork {
  bool forget = false;
};
/// Puts a kept calibration of this mat in force; empty: its nominal factors.
struct RestoreCalibration {
  std::string id;
};

using Command = std::variant<SelectDevice, BeginSession, EndSession, Zero, Start, AcceptSide, Mark,
                             CloseResult, Light, CheckMat, BeginCalibration, SpotCheckMat, ConfirmStep,
                             SkipStep, RepeatStep, KeepCalibration, EndMatWork, RestoreCalibration>;

}  // namespace poise::engine
