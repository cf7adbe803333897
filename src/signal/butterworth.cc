#include "signal/butterworth.h"

#include <algorithm>
#include <cmath>
#include <numbers>

namespace poise::signal {
namespace {

constexpr double kTwoPassCorrection = 0.802242;  // (2^(1/2) − 1)^(1/4)

}  // namespace

LowPass::LowPass(double cutoff_hz, double rate_hz) : pass_all_(cutoff_hz <= 0 || cutoff_hz >= 0.499 * rate_hz) {
  if (pass_all_) return;
  const double warped = std::tan(std::numbers::pi * cutoff_hz / rate_hz);
  const double norm = 1 / (1 + std::numbers::sqrt2 * warped + warped * warped);
  b0_ = warped * warped * norm;
  b1_ = 2 * b0_;
  b2_ = b0_;
  a1_ = 2 * (warped * warped - 1) * norm;
  a2_ = (1 - std::numbers::sqrt2 * warped + warped * warped) * norm;
}

double LowPass::push(double value) {
  if (pass_all_) return value;
  if (!started_) {  // the state in which a constant `value` passes unchanged
    started_ = true;
    z1_ = value * (1 - b0_);
    z2_ = value * (b2_ - a2_);
  }
  const double out = b0_ * value + z1_;
  z1_ = b1_ * value - a1_ * out + z2_;
  z2_ = b2_ * value - a2_ * out;
  return out;
}

std::vector<double> zero_phase_low_pass(std::span<const double> values, double cutoff_hz, double rate_hz) {
  std::vector<double> out(values.begin(), values.end());
  if (cutoff_hz <= 0 || values.size() < 2) return out;
  // The correction belongs to the analogue filter, so it is made between warping and warping back; dividing the
  // cut-off itself by it would be 0.3 dB out at an eighth of the rate and 1.4 dB at a quarter.
  const double cutoff = std::min(cutoff_hz, 0.4 * rate_hz) / rate_hz;
  const double design_hz =
      rate_hz / std::numbers::pi * std::atan(std::tan(std::numbers::pi * cutoff) / kTwoPassCorrection);

  // Ends are reflected through the end point, so that level and slope go on; three periods of the
  // cut-off are enough for the filter to settle.
  const std::size_t n = values.size();
  const std::size_t pad = std::min(n - 1, static_cast<std::size_t>(std::ceil(3 * rate_hz / cutoff_hz)));
  std::vector<double> padded(n + 2 * pad);
  for (std::size_t i = 0; i < pad; ++i) {
    padded[i] = 2 * values[0] - values[pad - i];
    padded[n + pad + i] = 2 * values[n - 1] - values[n - 2 - i];
  }
  std::copy(values.begin(), values.end(), padded.begin() + static_cast<std::ptrdiff_t>(pad));

  LowPass forward(design_hz, rate_hz), backward(design_hz, rate_hz);
  for (double& value : padded) value = forward.push(value);
  for (std::size_t i = padded.size(); i-- > 0;) padded[i] = backward.push(padded[i]);
  std::copy_n(padded.begin() + static_cast<std::ptrdiff_t>(pad), n, out.begin());
  return out;
}

}  // namespace poise::signal
