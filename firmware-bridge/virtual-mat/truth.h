#pragma once

#include <optional>
#include <string>
#include <vector>

#include "virtual-mat/person.h"

namespace poise::virtual_mat {

/// One repetition as it really was. Times in seconds of device clock since the first sample after the first
/// START.
struct TrueRep {
  int index = 0;  ///< from 1, over the whole visit
  Side side = Side::both;
  double start_s = 0;   ///< 1 % of the travel is done
  double bottom_s = 0;  ///< the turning point: middle of the time within 10 % of the far end
  double end_s = 0;     ///< 99 % of the way back is done
  double hold_start_s = 0, hold_end_s = 0;  ///< within 10 % of the travel's far end
  std::optional<double> depth_mm;           ///< way of the centre of mass: squats, lunges, sit-to-stand
  std::optional<double> left_share_pct;  ///< both plates: mean over the repetition, of a bridge over its hold
  bool valid = true;                     ///< false: less than 60 % of the set's median travel
};

/// A plank as it really was: the time in which the load is within 10 % of what is held (of what it is in the middle
/// of the hold).
struct TrueHold {
  int index = 0;
  Side side = Side::both;
  double start_s = 0, end_s = 0;
  std::optional<double> left_share_pct;  ///< on both forearms
};

/// What the person did: times and depth from the motion itself, shares as they came out with the person's
/// wandering from leg to leg, no sensor noise in any.
struct Truth {
  Exercise exercise = Exercise::empty;
  Side side = Side::both;
  double body_weight_n = 0;
  std::vector<TrueRep> reps;
  std::vector<TrueHold> holds;
};

/// Times are exact to 1 µs.
Truth find_truth(const Scenario& scenario, const Person& person);

/// The truth file (absent values are left out).
std::string to_json(const Truth& truth);

}  // namespace poise::virtual_mat
