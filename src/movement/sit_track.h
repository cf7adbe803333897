#pragma once

#include <span>
#include <vector>

namespace poise::movement {

/// One time of standing up and sitting down again. Times in seconds on the record's axis.
struct SitRep {
  double onset_s = 0;                         ///< the load on the feet begins to rise
  double start_s = 0, hold_start_s = 0, hold_end_s = 0, end_s = 0;
  double start_doubt_s = 0, end_doubt_s = 0;  ///< 95 %
  double rise_mm = 0, rise_doubt_mm = 0;      ///< way of the centre of mass, see track_sits()
  double peak_velocity_mm_s = 0;              ///< upwards
  double peak_power_w = 0;                    ///< of total force times velocity, upwards

  double middle_s() const { return (hold_start_s + hold_end_s) / 2; }
};

struct SitTrack {
  std::vector<SitRep> reps;
  int declined = 0;  ///< rises that the record does not show whole, or that are no standing up
};

/// Finds sit-to-stands in the summed load of the feet of somebody who sits on a chair behind the mat. Own rule.
///
/// Found by the load: above rest + 60 % of what the chair carries until below rest + 30 %, between sitting and
/// sitting (not stepping off: the feet of somebody who sits keep carrying).
///
/// While the chair carries a part, a mat cannot know how the body moves. It knows from about the peak of the load on
/// to the peak on the way back. (In 46 people the peak of the legs' load came shortly before seat-off: Percept Mot
/// Skills 2010, 111:496, abstract; the little that the chair still carries then is neglected.)
///   a = g (F / BW − 1), integrated twice; where the person stands still for 0.4 s or more between the peaks the
///   speed is nil and the force the weight (a zero may have drifted); of somebody who does not stand still both peaks
///   are equally high, since a chair has one height.
/// The way below the peaks is taken from the speed there, as of a movement of minimum jerk (Flash & Hogan 1985)
/// whose fastest moment is the one that was seen: v(peak) = v_max · 16 τ² (1 − τ)² gives τ, and with it the part of
/// the way that is done at seat-off, and the moments of 1 % and 99 % of the way.
/// Doubt (95 %) of start and end: 0.4 of the time from there to the peak [E], as people of three motion shapes err.
/// Doubt (95 %) of the way: three quarters of what was so added, and what a weight that is wrong by 1.96 `still_sd_n` does to a
/// way of t seconds, ½·g·ε·t².
///
/// `total_n`: evenly spaced, low-passed at 10 Hz or below, no holes, begun while sitting still with a load of
/// `rest_n` and SD `still_sd_n`. `body_weight_n` > `rest_n`.
SitTrack track_sits(std::span<const double> total_n, double start_s, double step_s, double body_weight_n, double rest_n,
                    double still_sd_n);

}  // namespace poise::movement
