#pragma once

#include <memory>
#include <optional>

#include "calibrate/mat_check.h"
#include "engine/command.h"
#include "engine/snapshot.h"

namespace poise::engine {

/// Work on the mat itself instead of on somebody who stands on it. One thing at a time; no thread, no clock:
/// fed by the pipeline thread with the samples as they come.
class MatWork {
 public:
  /// Of a mat whose geometry is known. `line`: counters now.
  void begin(const CheckMat& check, const calibrate::Geometry& geometry, const MatIdentity& mat,
             const LinkCounters& line);
  void skip();
  /// Whatever is going on is over, without a result.
  void end() { check_.reset(); }

  void on_frame(const RawFrame& frame);
  /// The mat is unplugged, or silent.
  void on_silence();

  bool busy() const { return check_.has_value(); }
  /// Writes its part of the snapshot, and ends what is done.
  void show(Snapshot& snapshot);

 private:
  std::optional<calibrate::MatCheck> check_;
  calibrate::Geometry geometry_;
  LinkCounters line_before_;
};

}  // namespace poise::engine
