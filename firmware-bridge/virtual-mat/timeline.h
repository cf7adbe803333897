#pragma once

#include <optional>
#include <vector>

#include "virtual-mat/noise.h"
#include "virtual-mat/scenario.h"

namespace poise::virtual_mat {

inline constexpr double kGravity_m_s2 = 9.80665;  // standard gravity, CGPM 1901
inline constexpr int kLowestRateHz = 1, kHighestRateHz = 4000;

/// A quantity that moves smoothly (twice differentiable) from one key to the next and rests at each.
class Track {
 public:
  void add(double t_s, double value) { keys_.push_back({t_s, value}); }
  double at(double t_s) const;

 private:
  struct Key {
    double t_s, value;
  };
  std::vector<Key> keys_;
};

/// One repetition as the person does it: there, hold, back. Times in seconds since the motion began.
struct RepPlan {
  Side side = Side::both;  ///< the leg that does it or leads it; of a twist the side it goes to
  int set = 1;             ///< counted over both sides
  double start_s = 0, there_s = 0, hold_s = 0, back_s = 0;
  double size = 0;  ///< way of the body in metres; bridges: rise of foot load in body weights; twists: part of the load
  double turn_there = 0, turn_back = 0;  ///< acceleration at the far end, see travel()
  double lead_in = 0;                    ///< sit-to-stand: part of each way in which only the load moves
  double overshoot_bw = 0;               ///< bridges: extra load at push-off
  bool partial = false;
  bool touch = false;
  double sag = 0;   ///< part of the rise that is lost during the hold
  int bounces = 0;  ///< during the hold

  double end_s() const { return start_s + there_s + hold_s + back_s; }
};

/// A short movement that is no repetition: the body, or a part of the weight, goes there and comes back.
struct Jolt {
  double start_s = 0, seconds = 0;
  double drop_m = 0;  ///< of the centre of mass of somebody who stands; negative: up
  double load = 0;    ///< more load, as a part of what rests on the mat: somebody who lies
  double shift = 0;   ///< part of the load that goes from the left foot to the right; negative: to the left
};

/// A twist's move of load from the left to the right: from one part of the load to another, 0 = in the middle.
struct Swing {
  double start_s = 0, seconds = 0;
  double from = 0, to = 0;
};

/// A plank: up from lying, held, down again.
struct HoldPlan {
  Side side = Side::both;
  double start_s = 0, up_s = 0, hold_s = 0, down_s = 0;
  double load_bw = 0;      ///< held
  double load_end_bw = 0;  ///< at the end of the hold: what sagging leaves
};

/// What the person does, before any noise: where the weight rests when nothing accelerates, and the
/// repetitions.
struct Timeline {
  Track left_bw, right_bw;    ///< load of each foot at rest, in body weights
  std::vector<RepPlan> reps;  ///< in order
  std::vector<Jolt> jolts;    ///< in order, one at a time
  std::vector<Swing> swings;  ///< in order, one at a time; between them the load stays
  std::vector<HoldPlan> holds;   ///< planks, in order
  std::optional<double> rests_from_s;  ///< from here on the person lies or sits
  double leaves_at_s = 0;     ///< nobody is on the mat after this; 0: nobody ever was
};

Timeline make_timeline(const Scenario& scenario);

inline constexpr double kHalfRep = 0.45;  ///< how far the one that `half_rep` names goes

/// Repetitions of a person differ: factor of that SD for the repetition of that index.
double varied(const Scenario& scenario, Stream stream, std::size_t index, double sd);

/// Loads of somebody at rest in the position of the exercise, in body weights.
double rest_bw(Exercise exercise);

/// A body drops no faster than 95 % of gravity: the shortest time for that drop, one way.
double shortest_way_s(const Scenario& scenario, double depth_mm);

}  // namespace poise::virtual_mat
