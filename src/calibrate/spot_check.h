#pragma once

#include <array>
#include <optional>
#include <string>
#include <vector>

#include "base/stages.h"
#include "calibrate/calibration.h"
#include "calibrate/calibrator.h"
#include "calibrate/fit.h"
#include "calibrate/still_reading.h"

namespace poise::calibrate {

/// What one plate makes of the known load.
struct SpotReading {
  int plate = 0;
  double expected_n = 0, measured_n = 0;

  double off_pct() const { return 100 * (measured_n / expected_n - 1); }
};

/// A mat that is farther off wants calibrating anew.
inline constexpr double kSpotBad_pct = 1;

struct SpotView {
  std::string instruction;
  std::string why;      ///< it does not go on; may be empty
  double progress = 0;  ///< of the present reading, 0 to 1
};

/// The daily check: a known mass, or a person of known weight, on one plate after the other. A plate's
/// reading is the mean of three seconds in which quarter-second means scatter by less than 1 % (SD), both
/// halves agree within 0.5 %, and the other plate carries less than 3 %. Pure, fed like GuidedCalibration.
class SpotCheck {
 public:
  /// `calibration`: in force for this mat; null: the nominal factors.
  SpotCheck(const Geometry& geometry, const MatIdentity& mat, const Calibration* calibration, double mass_kg);

  void on_frame(const RawFrame& frame);
  /// The mat was away: begins again with the empty mat, which must not carry 30 % of the known
  /// load more than it did.
  void on_silence();
  /// Leaves out the present plate.
  void skip();

  bool done() const { return plate_ >= plates_; }
  SpotView view() const;
  const std::vector<SpotReading>& readings() const { return readings_; }

 private:
  void on_load(const RawFrame& frame);
  void end_block();

  Calibrator calibrator_;
  int plates_, plate_ = 0;
  double expected_n_;
  StillReading empty_;
  bool has_zero_ = false;
  bool was_empty_ = false;  ///< once in this check: the calibrator's zero is then, until a newer one is found
  std::vector<double> blocks_n_;  ///< quarter-second means of the present plate, steady so far
  double block_sum_n_ = 0, block_other_n_ = 0;
  int block_samples_ = 0;
  std::int64_t block_end_us_ = 0;
  std::string why_;
  std::vector<SpotReading> readings_;
};

}  // namespace poise::calibrate
