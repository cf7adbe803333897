#pragma once

#include "made_visit.h"
#include "movement/analysis.h"

/// Visits to the mat that several tests analyse.
namespace poise::movement {

inline AnalysisOptions options_for(const char* id, Side side = Side::both) {
  AnalysisOptions options;
  options.exercise = find_exercise(id);
  options.side = side;
  return options;
}

/// Steps on, does squats, steps off. `left_part` of the weight is on the left.
inline MadeVisit squat_visit(int reps = 3, double left_part = 0.5) {
  MadeVisit visit;
  visit.stay(3).shift(700 * left_part, 700 * (1 - left_part), 0.6).stay(3);
  for (int i = 0; i < reps; ++i) visit.squat(0.3, 1.5, 0.4, 1.2).stay(1.2);
  return visit.stay(1).shift(0, 0, 0.6).stay(2);
}

inline MadeVisit bridge_visit(int reps = 3) {
  MadeVisit visit;
  visit.stay(2).shift(350, 350).stay(4).shift(0, 0).stay(3).shift(70, 90).stay(4);
  for (int i = 0; i < reps; ++i) visit.bridge(66, 44, 1, 2, 1.2).stay(2);
  return visit.shift(0, 0).stay(2);
}

inline MadeVisit leg_visit(double first_depth_m, double second_depth_m) {
  MadeVisit visit;
  visit.stay(2).shift(350, 350).stay(3).shift(700, 0).stay(3);
  for (int i = 0; i < 3; ++i) visit.squat(first_depth_m, 1.5, 0.3, 1.2).stay(1.2);
  visit.stay(1).shift(350, 350).stay(2).shift(0, 700).stay(3);
  for (int i = 0; i < 3; ++i) visit.squat(second_depth_m, 1.5, 0.3, 1.2).stay(1.2);
  return visit.stay(1).shift(350, 350).stay(1).shift(0, 0).stay(2);
}

inline const Asymmetry* find(const Analysis& analysis, const std::string& metric) {
  for (const Asymmetry& asymmetry : analysis.asymmetry)
    if (asymmetry.metric == metric) return &asymmetry;
  return nullptr;
}

}  // namespace poise::movement
