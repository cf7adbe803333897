#pragma once

#include <span>
#include <vector>

namespace poise::signal {

/// Second-order Butterworth low-pass as a stream, for the screen: causal, so it lags. One instance a signal.
/// Bilinear transform with pre-warped cut-off (Oppenheim & Schafer 1989, ch. 7).
class LowPass {
 public:
  /// `cutoff_hz` at or above half of `rate_hz` passes everything.
  LowPass(double cutoff_hz, double rate_hz);

  /// The next sample; the first one sets the state, so that a record does not begin with a step.
  double push(double value);
  void reset() { started_ = false; }

 private:
  bool pass_all_;
  bool started_ = false;
  double b0_ = 1, b1_ = 0, b2_ = 0, a1_ = 0, a2_ = 0;
  double z1_ = 0, z2_ = 0;
};

/// Zero-phase low-pass for the record: a second-order Butterworth run forward and backward, ends reflected.
/// Its −3 dB point is at `cutoff_hz` at any rate: two passes of a second-order filter lower it to 0.8022 =
/// (2^(1/2) − 1)^(1/4) of one pass's (Winter 2009, Biomechanics and Motor Control, ch. 3), so each pass is designed
/// at tan(π f) = tan(π cutoff / rate) / 0.8022. At high rates that is cutoff_hz / 0.8022, as it is usually
/// written; at 80 Hz and below the usual way passes more than it says (10 Hz at 40 Hz: −1.6 dB instead of −3).
/// `cutoff_hz` 0 returns the input; never above 0.4 of the rate. Values must be finite.
std::vector<double> zero_phase_low_pass(std::span<const double> values, double cutoff_hz, double rate_hz);

}  // namespace poise::signal
