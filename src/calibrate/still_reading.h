#pragma once

#include <array>
#include <optional>
#include <string>

#include "base/stages.h"
#include "calibrate/calibrator.h"
#include "calibrate/zero_finder.h"

namespace poise::calibrate {

/// What each cell shows while nothing moves, whatever the load: the mean of two quiet seconds (zero_finder.h)
/// that agree within 0.1 N and 0.1 % a cell. One sample at a time, in order; no clock but the samples' own.
class StillReading {
 public:
  StillReading(const Geometry& geometry, int adc_bits);

  /// Counts, once there are such two seconds; the search begins anew then.
  std::optional<std::array<double, kMaxCells>> add(const RawFrame& frame);
  void restart();

  /// Why there is none yet, as a whole sentence; empty: it is only a matter of time.
  const std::string& why() const { return why_; }

 private:
  Calibrator nominal_;
  ZeroFinder second_{ZeroMode::asked};
  std::optional<std::array<double, kMaxCells>> first_n_;
  std::string why_;
};

}  // namespace poise::calibrate
