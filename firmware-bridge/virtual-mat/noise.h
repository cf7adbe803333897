#pragma once

#include <array>
#include <cstdint>

namespace poise::virtual_mat {

/// What random numbers are for. Each use has its own stream, so that adding one changes no other.
enum class Stream : std::uint64_t {
  share,
  force,
  sway_ap,
  sway_ap_left,
  sway_ap_right,
  sway_ml_left,
  sway_ml_right,
  one_leg_ap,
  one_leg_ml,
  rep_depth,
  rep_tempo,
  rep_hold,
  rep_pause,
  adc,
  zero,
  drift,
  loss,
  corrupt_frame,
  corrupt_byte,
  delay,
  clock,
  fidget,
  gain,
  crosstalk,
  place,
  byte_damage,
};

/// The index-th number of a stream: no state, so that the answer never depends on who asked before.
std::uint64_t random_bits(std::uint64_t seed, Stream stream, std::uint64_t index);

/// Even over 0 … 1, 1 excluded.
double random_uniform(std::uint64_t seed, Stream stream, std::uint64_t index);

/// Bell-shaped with mean 0 and SD 1, never beyond 3.5: the sum of four 16-bit uniform numbers. Good enough
/// for sensor noise, and ten times as fast as an exact normal deviate.
double random_bell(std::uint64_t seed, Stream stream, std::uint64_t index);

/// Where a wander's power lies: the frequencies below which 0, 50, 95 and 100 % of it are found.
struct Spectrum {
  double f0_hz, f50_hz, f95_hz, f100_hz;
};

/// Smooth noise of SD 1 as a function of time: sinusoids of equal power whose frequencies are spread over the
/// spectrum and whose phases are drawn from the seed. Stateless, exact in its band (none at 0 Hz, so that it
/// integrates to something bounded) and the same whatever the times asked for.
class Wander {
 public:
  Wander(std::uint64_t seed, Stream stream, const Spectrum& spectrum);
  double at(double t_s) const;

 private:
  static constexpr std::size_t kWaves = 16;
  std::array<double, kWaves> frequency_hz_;
  std::array<double, kWaves> phase_turns_;
};

}  // namespace poise::virtual_mat
