#include <gtest/gtest.h>
#include <rapidcheck/gtest.h>

#include <cmath>
#include <string>
#include <vector>

#include "made_visit.h"
#include "movement/analysis.h"

/// What must hold for every visit, whoever made it.
namespace poise::movement {
namespace {

struct Field {
  const char* name;
  Maybe Rep::*value;
  bool is_force;             ///< scales with the loads
  Maybe Rep::*mirrored = nullptr;  ///< what it becomes when left and right change places; null: stays
  double mirror_sum = 0;     ///< … or: the two add up to this
};

const std::vector<Field> kFields = {
    {"start_doubt_s", &Rep::start_doubt_s, false},
    {"end_doubt_s", &Rep::end_doubt_s, false},
    {"down_s", &Rep::down_s, false},
    {"hold_s", &Rep::hold_s, false},
    {"up_s", &Rep::up_s, false},
    {"unweighting_s", &Rep::unweighting_s, false},
    {"braking_s", &Rep::braking_s, false},
    {"propulsion_s", &Rep::propulsion_s, false},
    {"time_to_stabilise_s", &Rep::time_to_stabilise_s, false},
    {"depth_mm", &Rep::depth_mm, false},
    {"depth_doubt_mm", &Rep::depth_doubt_mm, false},
    {"peak_velocity_mm_s", &Rep::peak_velocity_mm_s, false},
    {"peak_n", &Rep::peak_n, true},
    {"min_n", &Rep::min_n, true},
    {"rfd_100ms_n_s", &Rep::rfd_100ms_n_s, true},
    {"peak_power_w", &Rep::peak_power_w, true},
    {"swing_n", &Rep::swing_n, true},
    {"left_mean_n", &Rep::left_mean_n, true, &Rep::right_mean_n},
    {"right_mean_n", &Rep::right_mean_n, true, &Rep::left_mean_n},
    {"peak_left_n", &Rep::peak_left_n, true, &Rep::peak_right_n},
    {"peak_right_n", &Rep::peak_right_n, true, &Rep::peak_left_n},
    {"impulse_left_ns", &Rep::impulse_left_ns, true, &Rep::impulse_right_ns},
    {"impulse_right_ns", &Rep::impulse_right_ns, true, &Rep::impulse_left_ns},
    {"left_share_pct", &Rep::left_share_pct, false, &Rep::left_share_pct, 100},
    {"swing_left_share_pct", &Rep::swing_left_share_pct, false, &Rep::swing_left_share_pct, 100},
    {"top_left_pct_bw", &Rep::top_left_pct_bw, false, &Rep::top_right_pct_bw},
    {"cop_range_ml_mm", &Rep::cop_range_ml_mm, false},
    {"cop_range_ap_mm", &Rep::cop_range_ap_mm, false},
    {"cop_ml_speed_mm_s", &Rep::cop_ml_speed_mm_s, false},
    {"sag_pct", &Rep::sag_pct, false},
    {"hold_steadiness_pct", &Rep::hold_steadiness_pct, false},
};

int any(int low, int high) { return *rc::gen::inRange(low, high + 1); }

struct Made {
  bool bridge = false;
  Recording recording;
};

/// Somebody who comes, is still, does a few repetitions of different depth and speed with one share, and goes.
struct Plan {
  struct Move {
    double there_s, hold_s, back_s, pause_s, depth_m, left_rise, right_rise;
  };
  bool bridge = false;
  double weight_n = 0, left = 0;
  std::vector<Move> moves;
};

Plan any_plan() {
  Plan plan;
  plan.bridge = *rc::gen::arbitrary<bool>();
  plan.weight_n = any(500, 1000);
  plan.left = any(38, 62) / 100.0;
  const int reps = any(1, 4);
  for (int i = 0; i < reps; ++i)
    plan.moves.push_back({any(9, 20) / 10.0, any(0, 10) / 10.0, any(9, 20) / 10.0, any(8, 20) / 10.0,
                          any(150, 400) / 1000.0, any(40, 80) / 1000.0, any(40, 80) / 1000.0});
  return plan;
}

/// The trembling is a few waves, so that nothing hangs on a random number.
Made make(const Plan& plan, double extra_standing_s = 0) {
  Made made;
  made.bridge = plan.bridge;
  const double w = plan.weight_n, left = plan.left;
  MadeVisit visit;
  visit.stay(1.5).shift(w * left, w * (1 - left)).stay(3);
  if (plan.bridge) visit.shift(0, 0).stay(1.5).shift(0.23 * w * left, 0.23 * w * (1 - left), 0.8).stay(3);
  for (const Plan::Move& move : plan.moves) {
    if (plan.bridge)
      visit.bridge(move.left_rise * w, move.right_rise * w, move.there_s, 0.6 + move.hold_s, move.back_s);
    else
      visit.squat(move.depth_m, move.there_s, move.hold_s, move.back_s);
    visit.stay(move.pause_s);
  }
  visit.stay(1 + extra_standing_s).shift(0, 0).stay(1.5);
  made.recording = visit.recording(80);
  Recording& r = made.recording;
  for (std::size_t i = 0; i < r.size(); ++i) {
    const double t = r.time_s[i];
    const double tremble = 1 + 0.0005 * (std::sin(11 * t) + std::sin(17 * t + 1));
    r.left_n[i] *= tremble;
    r.right_n[i] *= tremble;
    r.total_n[i] = r.left_n[i] + r.right_n[i];
    r.cop_x_mm[i] += 3 * std::sin(2.1 * t) + std::sin(5.3 * t);
    r.cop_y_mm[i] += 6 * std::sin(1.3 * t + 1) + std::sin(4.1 * t);
  }
  return made;
}

Made any_visit() { return make(any_plan()); }

Analysis analyzed(const Recording& recording, const char* exercise) {
  AnalysisOptions options;
  options.exercise = find_exercise(exercise);
  return analyze(recording, options);
}
Analysis analyzed(const Made& made) { return analyzed(made.recording, made.bridge ? "bridge" : "squat"); }

void assert_near(const Maybe& actual, const Maybe& expected, const std::string& name, double relative = 1e-5,
                 double absolute = 1e-5) {
  if (actual.has_value() != expected.has_value()) RC_FAIL(name + " is there only once");
  if (actual && std::abs(*actual - *expected) > relative * std::abs(*expected) + absolute)
    RC_FAIL(name + ": " + std::to_string(*actual) + " for " + std::to_string(*expected));
}

void scale(std::vector<double>& column, double factor) {
  for (double& value : column) value *= factor;
}

RC_GTEST_PROP(Analysis, ScalingTheForceScalesNewtonsAndNothingElse, ()) {
  const Made made = any_visit();
  const double factor = any(60, 160) / 100.0;
  Made heavier = made;
  for (auto* column : {&heavier.recording.left_n, &heavier.recording.right_n, &heavier.recording.total_n})
    scale(*column, factor);
  const Analysis a = analyzed(made), b = analyzed(heavier);
  assert_near(b.body.weight_n, *a.body.weight_n * factor, "weight_n");
  RC_ASSERT(a.reps.size() == b.reps.size());
  for (std::size_t i = 0; i < a.reps.size(); ++i) {
    assert_near(b.reps[i].start_s, a.reps[i].start_s, "start_s");
    for (const Field& field : kFields) {
      Maybe expected = a.reps[i].*field.value;
      if (expected && field.is_force) *expected *= factor;
      assert_near(b.reps[i].*field.value, expected, field.name);
    }
  }
  assert_near(b.share->left_mean_pct, a.share->left_mean_pct, "share");
  assert_near(b.share->mean_mass_difference_pct_bw, a.share->mean_mass_difference_pct_bw, "mean mass difference");
  RC_ASSERT(a.asymmetry.size() == b.asymmetry.size());
  for (std::size_t i = 0; i < a.asymmetry.size(); ++i)
    assert_near(b.asymmetry[i].value_pct, a.asymmetry[i].value_pct, a.asymmetry[i].metric);
}

RC_GTEST_PROP(Analysis, SwappingLeftAndRightFlipsSidesAndNothingElse, ()) {
  const Made made = any_visit();
  Made mirrored = made;
  std::swap(mirrored.recording.left_n, mirrored.recording.right_n);
  scale(mirrored.recording.cop_x_mm, -1);
  for (double& share : mirrored.recording.left_share_pct) share = 100 - share;
  const Analysis a = analyzed(made), b = analyzed(mirrored);
  RC_ASSERT(a.reps.size() == b.reps.size());
  for (std::size_t i = 0; i < a.reps.size(); ++i) {
    assert_near(b.reps[i].start_s, a.reps[i].start_s, "start_s");
    for (const Field& field : kFields) {
      Maybe expected = a.reps[i].*(field.mirrored ? field.mirrored : field.value);
      if (expected && field.mirror_sum > 0) expected = field.mirror_sum - *expected;
      assert_near(b.reps[i].*field.value, expected, field.name);
    }
    Maybe flipped = a.reps[i].symmetry_index_total_pct;
    if (flipped) *flipped = -*flipped;
    assert_near(b.reps[i].symmetry_index_total_pct, flipped, "symmetry_index_total_pct");
  }
  assert_near(b.share->time_favouring_left_pct, a.share->time_favouring_right_pct, "time favouring");
  RC_ASSERT(a.asymmetry.size() == b.asymmetry.size());
  for (std::size_t i = 0; i < a.asymmetry.size(); ++i) {
    const Asymmetry &x = a.asymmetry[i], &y = b.asymmetry[i];
    assert_near(y.value_pct, x.value_pct, x.metric);
    assert_near(y.left, x.right, x.metric);
    if (*x.value_pct > 1e-6) RC_ASSERT(y.favours == (x.favours == "left" ? "right" : "left"));
    RC_ASSERT(y.verdict == x.verdict);
  }
}

RC_GTEST_PROP(Analysis, ShiftingTimeChangesNoMeasure, ()) {
  const Made made = any_visit();
  const double shift_s = any(-500, 5000);
  Made later = made;
  for (double& t : later.recording.time_s) t += shift_s;
  const Analysis a = analyzed(made), b = analyzed(later);
  RC_ASSERT(a.reps.size() == b.reps.size());
  for (std::size_t i = 0; i < a.reps.size(); ++i) {
    assert_near(b.reps[i].start_s, a.reps[i].start_s + shift_s, "start_s");
    assert_near(b.reps[i].bottom_s, a.reps[i].bottom_s + shift_s, "bottom_s");
    for (const Field& field : kFields)
      assert_near(b.reps[i].*field.value, a.reps[i].*field.value, field.name);
  }
  assert_near(b.share->left_mean_pct, a.share->left_mean_pct, "share");
}

RC_GTEST_PROP(Analysis, RotatingTheCentreOfPressureChangesNoMeasureWithoutDirection, ()) {
  const Made made = any_visit();
  RC_PRE(!made.bridge);
  const double angle = any(0, 359) * M_PI / 180;
  Recording turned = made.recording;
  for (std::size_t i = 0; i < turned.size(); ++i) {
    const double x = turned.cop_x_mm[i], y = turned.cop_y_mm[i];
    turned.cop_x_mm[i] = std::cos(angle) * x - std::sin(angle) * y;
    turned.cop_y_mm[i] = std::sin(angle) * x + std::cos(angle) * y;
  }
  const auto a = analyzed(made.recording, "quiet-stand").sway, b = analyzed(turned, "quiet-stand").sway;
  RC_ASSERT(a.has_value() && b.has_value());
  for (const auto& [name, value] : std::vector<std::pair<const char*, Maybe Sway::*>>{
           {"mean_distance_mm", &Sway::mean_distance_mm},
           {"rms_distance_mm", &Sway::rms_distance_mm},
           {"path_length_mm", &Sway::path_length_mm},
           {"mean_velocity_mm_s", &Sway::mean_velocity_mm_s},
           {"range_mm", &Sway::range_mm},
           {"confidence_circle_area_mm2", &Sway::confidence_circle_area_mm2},
           {"prediction_ellipse_area_mm2", &Sway::prediction_ellipse_area_mm2},
           {"sway_area_mm2_s", &Sway::sway_area_mm2_s},
           {"mean_frequency_hz", &Sway::mean_frequency_hz}})
    assert_near((*b).*value, (*a).*value, name);
}

RC_GTEST_PROP(Analysis, MoreQuietStandingAtTheEndChangesNoRepetition, ()) {
  const Plan plan = any_plan();
  const Analysis a = analyzed(make(plan)), b = analyzed(make(plan, any(1, 20)));
  RC_ASSERT(a.reps.size() == plan.moves.size());
  RC_ASSERT(a.reps.size() == b.reps.size());
  for (std::size_t i = 0; i < a.reps.size(); ++i) {
    assert_near(b.reps[i].start_s, a.reps[i].start_s, "start_s", 0, 0.03);
    assert_near(b.reps[i].end_s, a.reps[i].end_s, "end_s", 0, 0.03);
    assert_near(b.reps[i].depth_mm, a.reps[i].depth_mm, "depth_mm", 0.01, 1);
    assert_near(b.reps[i].left_share_pct, a.reps[i].left_share_pct, "left_share_pct", 0, 0.05);
  }
}

}  // namespace
}  // namespace poise::movement
