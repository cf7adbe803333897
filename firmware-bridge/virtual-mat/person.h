#pragma once

#include "virtual-mat/noise.h"
#include "virtual-mat/timeline.h"

namespace poise::virtual_mat {

/// One foot on the mat: vertical load, and the point where it acts, in the mat's axes (x to the right, y
/// forward, origin in the middle of the mat).
struct Foot {
  double load_n = 0;
  double x_mm = 0, y_mm = 0;
};

struct Feet {
  Foot left, right;
};

/// A person's forces as a function of time since the motion began. Immutable and stateless: the answer for a
/// time is the same whatever was asked before, from any thread.
class Person {
 public:
  explicit Person(const Scenario& scenario);

  /// What presses on the mat, the person's own noise (share, sway, trembling) included; no sensor noise.
  Feet at(double t_s) const;

  /// How far the repetition has gone: 0 at its start and end, 1 at its far end. Travel of the centre of mass, for
  /// bridges the rise of the foot load above rest, which goes past 1 at push-off, for twists the load that has gone
  /// to the repetition's side. No noise.
  double travel_of(const RepPlan& rep, double t_s) const;

  const Timeline& timeline() const { return timeline_; }
  double body_weight_n() const { return scenario_.body_kg * kGravity_m_s2; }

 private:
  struct Loads {
    double left_n, right_n;
    double both;  ///< 1: stands on both feet, 0: on one, and in between while shifting
  };
  /// The way of the body in a repetition, and its acceleration towards the far end in m/s².
  struct Way {
    double position = 0, acceleration_m_s2 = 0;
  };
  Way way_of(const RepPlan& rep, double t_s) const;
  double body_bw(const RepPlan& rep, double t_s, double resting_bw) const;
  double lead_share(const RepPlan& rep, double t_s, double resting) const;
  const RepPlan* rep_at(double t_s) const;
  const Jolt* jolt_at(double t_s) const;
  Loads loads_at(double t_s) const;
  void place(Feet& feet, double t_s, double both) const;
  void place_lunge(Feet& feet, double t_s) const;

  Scenario scenario_;
  Timeline timeline_;
  Wander share_, force_;
  Wander ap_, ap_left_, ap_right_, ml_left_, ml_right_;  // sway of each foot on both legs
  Wander one_leg_ap_, one_leg_ml_;
};

}  // namespace poise::virtual_mat
