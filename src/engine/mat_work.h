#pragma once

#include <filesystem>
#include <memory>
#include <optional>
#include <string>
#include <variant>

#include "base/clock.h"
#include "calibrate/guided_calibration.h"
#include "calibrate/mat_check.h"
#include "calibrate/spot_check.h"
#include "engine/command.h"
#include "engine/mat_in_hand.h"
#include "engine/snapshot.h"

namespace poise::engine {

/// Work on the mat itself instead of on somebody who stands on it: checking it, calibrating it, and the daily
/// spot check. One thing at a time, in the pipeline thread, which feeds it the samples as they come. A
/// calibration on its way is kept in the store after each reading; what is finished is kept there too.
class MatWork {
 public:
  MatWork(std::filesystem::path store_path, const Clock& clock);

  /// `line`: counters now.
  void begin(const CheckMat& check, const MatInHand& mat, const LinkCounters& line);
  void begin(const BeginCalibration& calibration, const MatInHand& mat);
  void begin(const SpotCheckMat& spot, const MatInHand& mat);

  void on_frame(const RawFrame& frame);
  /// The mat is unplugged, or silent.
  void on_silence();

  void confirm();
  void skip();
  void repeat(int step);
  /// Keeps the calibration that is in review and puts it in force; true: it was, and the mat is to be looked
  /// up anew.
  bool keep(std::optional<double> temperature_c);
  /// Puts a kept calibration of the mat in force, or its nominal factors (empty); true: the mat is to be
  /// looked up anew.
  bool restore(const std::string& id, const MatInHand& mat);
  /// Whatever is going on is over, without a result. `forget`: a calibration on its way cannot be taken up
  /// again.
  void end(bool forget = false);

  /// Writes its part of the snapshot, and ends what is done.
  void show(Snapshot& snapshot);

 private:
  void save_progress();
  void show_check(Snapshot& snapshot, const calibrate::MatCheck& check);
  void show_spot(Snapshot& snapshot, const calibrate::SpotCheck& spot);

  const std::filesystem::path store_path_;
  const Clock& clock_;
  std::variant<std::monostate, calibrate::MatCheck, calibrate::GuidedCalibration, calibrate::SpotCheck> work_;
  MatInHand mat_;
  LinkCounters line_before_;
  std::string made_by_;  ///< the spot check
  int saved_revision_ = 0;
  std::optional<Error> error_;
};

}  // namespace poise::engine
