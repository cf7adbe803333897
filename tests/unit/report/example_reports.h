#pragma once

#include <cmath>
#include <numbers>

#include "../store/example_session.h"
#include "base/recording.h"
#include "movement/analysis.h"

/// Made sessions of each kind, for reports: simple curves, and an analysis that fits them.
namespace poise {

/// `seconds` of somebody on the mat at 80 Hz, the left with `left_pct` of `total_n`, swaying on an ellipse.
inline Recording made_recording(double seconds, double left_pct = 47, double total_n = 700) {
  Recording r;
  const auto rows = static_cast<std::size_t>(seconds * 80);
  for (std::size_t i = 0; i < rows; ++i) {
    const double t = static_cast<double>(i) / 80, turn = 2 * std::numbers::pi * t;
    const double total = total_n * (1 + 0.1 * std::sin(turn / 4));
    r.time_s.push_back(t);
    r.total_n.push_back(total);
    r.left_n.push_back(total * left_pct / 100);
    r.right_n.push_back(total * (100 - left_pct) / 100);
    r.left_share_pct.push_back(left_pct);
    r.cop_x_mm.push_back(5 * std::cos(turn * 0.7) + 20);
    r.cop_y_mm.push_back(9 * std::sin(turn * 0.3) - 10);
  }
  return r;
}

inline movement::Analysis made_analysis(const char* exercise, double seconds) {
  movement::Analysis a;
  a.exercise = exercise;
  a.samples = static_cast<int>(seconds * 80);
  a.sampling_hz = 80;
  a.duration_s = seconds;
  a.filter_hz = 10;
  a.body.weight_n = 706.2;
  a.body.weight_doubt_n = 0.4;
  return a;
}

inline movement::Share made_share(double left_mean_pct, double left_sd_pct, double left_doubt_pct) {
  movement::Share share;
  share.left_mean_pct = left_mean_pct;
  share.left_sd_pct = left_sd_pct;
  share.left_doubt_pct = left_doubt_pct;
  return share;
}

inline movement::Asymmetry made_asymmetry(const char* metric, const char* formula, double left, double right,
                                          const char* unit, double value_pct, const char* favours,
                                          double doubt_pct, const char* verdict) {
  movement::Asymmetry one;
  one.metric = metric;
  one.formula = formula;
  one.left = left;
  one.right = right;
  one.unit = unit;
  one.value_pct = value_pct;
  one.favours = favours;
  one.n_left = one.n_right = 5;
  one.sd_pct = 2;
  one.doubt_pct = doubt_pct;
  one.verdict = verdict;
  return one;
}

/// `n` squats of four seconds each on both legs.
inline movement::Analysis made_squats(int n, double left_pct = 47, double doubt_pct = 0.8) {
  movement::Analysis a = made_analysis("squat", 4 * n + 4);
  a.share = made_share(left_pct, 1.3, doubt_pct);
  for (int i = 0; i < n; ++i) {
    movement::Rep rep;
    rep.index = i + 1;
    rep.start_s = 2 + 4 * i;
    rep.bottom_s = rep.start_s + 1.5;
    rep.end_s = rep.start_s + 3;
    rep.depth_mm = 240 + i % 7;
    rep.left_share_pct = left_pct + 0.2 * (i % 5 - 2);
    rep.cop_range_ml_mm = 8 + i % 3;
    rep.peak_n = 770;
    a.reps.push_back(rep);
  }
  const double index = std::abs(100 - 2 * left_pct);
  a.asymmetry = {made_asymmetry("mean_force", "symmetry_index_total", 7 * left_pct, 700 - 7 * left_pct, "N",
                                index, left_pct > 50 ? "left" : "right", 2 * doubt_pct,
                                index > 2 * doubt_pct ? "real" : "within_noise")};
  return a;
}

/// Five squats on the left leg, then five on the right.
inline movement::Analysis made_single_leg_squats(const char* depth_verdict = "real") {
  movement::Analysis a = made_squats(10);
  a.exercise = "single-leg-squat";
  a.share.reset();
  for (movement::Rep& rep : a.reps) {
    rep.side = rep.index <= 5 ? Side::left : Side::right;
    rep.depth_mm = rep.index <= 5 ? 180 : 200;
    rep.left_share_pct.reset();
    rep.cop_ml_speed_mm_s = 25 + rep.index % 3;
  }
  a.asymmetry = {
      made_asymmetry("depth", "percent_difference_to_better", 180, 200, "mm", 10, "right", 4, depth_verdict),
      made_asymmetry("cop_ml_speed", "percent_difference_to_better", 26, 25, "mm/s", 3.8, "right", 9,
                     "within_noise")};
  return a;
}

/// A stand of 20 s on both legs.
inline movement::Analysis made_stand() {
  movement::Analysis a = made_analysis("quiet-stand", 24);
  a.share = made_share(50.2, 1.9, 0.6);
  movement::Hold hold;
  hold.index = 1;
  hold.start_s = 2;
  hold.end_s = 22;
  hold.hold_s = 20;
  a.holds = {hold};
  a.sway.emplace();
  a.sway->mean_velocity_mm_s = 18.9;
  a.sway->prediction_ellipse_area_mm2 = 519;
  return a;
}

inline session::SessionInfo made_info(const movement::Analysis& analysis) {
  session::SessionInfo info = example_info();
  info.exercise = analysis.exercise;
  info.side = analysis.side;
  info.surroundings = {};
  return info;
}

}  // namespace poise
