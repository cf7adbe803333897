#pragma once

#include <optional>
#include <span>
#include <vector>

namespace poise::movement {

/// One bridge as the rise and fall of the feet's load. Times in seconds on the record's axis.
struct BridgeRep {
  double start_s = 0, hold_start_s = 0, hold_end_s = 0, end_s = 0;
  double start_doubt_s = 0, end_doubt_s = 0;  ///< 95 %, see edge_of_travel()
  double rest_n = 0;   ///< load at rest around this rep
  double swing_n = 0;  ///< rise from there to the held level

  double middle_s() const { return (hold_start_s + hold_end_s) / 2; }
};

struct BridgeTrack {
  std::vector<BridgeRep> reps;
  double quiet_sd_n = 0;  ///< SD of the load at rest between the repetitions
  int declined = 0;       ///< rises too small for the noise
};

/// Finds bridges in the summed load of the feet of a person who lies with only the feet on the mat. Own rule
/// (no published one was found): a two-level detector with hysteresis on the load above rest, relative to the
/// typical rise of the set; a rise of less than kLeastSwingSd quiet SDs is declined. Edges: turning_points.h.
///
/// `load_n`: evenly spaced, low-passed at 10 Hz or below, no holes. `rest_n`: the in-position rest reference;
/// absent: the lowest tenth of the load stands in for it. `still_sd_n`: SD while lying still, below which the quiet
/// noise is not believed to lie. A rise of less than `least_rise` of the rest load is shifting about and declined too.
BridgeTrack track_bridges(std::span<const double> load_n, double start_s, double step_s,
                          std::optional<double> rest_n, double still_sd_n = 0, double least_rise = 0.1);

}  // namespace poise::movement
