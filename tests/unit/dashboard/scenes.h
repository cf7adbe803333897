#pragma once

#include <cmath>
#include <limits>
#include <memory>
#include <string_view>

#include "calibrate/geometry.h"
#include "views/actions.h"
#include "views/view_state.h"
#include "widgets/fonts.h"

/// Hand-made moments of a session, as the engine would publish them, for tests of what the screen shows.
namespace poise::dashboard::scenes {

inline constexpr std::int64_t kNow_us = 100'000'000;
inline constexpr double kWeight_n = 706;

/// Everything that a Frame points at.
struct Scene {
  engine::Snapshot snapshot;
  LiveHistory history;
  engine::Shelf shelf;
  LiveTally tally;
  ViewState state = make_view_state("squat");

  std::string_view keys;
  std::int64_t wall_us = 0;

  Frame frame() const { return {snapshot, history, shelf, tally, kNow_us, keys, wall_us}; }
};

inline std::shared_ptr<const calibrate::Geometry> reference_geometry() {
  auto geometry = std::make_shared<calibrate::Geometry>();
  geometry->name = "Poise reference mat";
  geometry->model = 1;
  geometry->plates = {{"left", -160, 0, 300, 500}, {"right", 160, 0, 300, 500}};
  const char* names[] = {"l_fl", "l_fr", "l_rl", "l_rr", "r_fl", "r_fr", "r_rl", "r_rr"};
  for (int i = 0; i < 8; ++i) {
    const double plate_x = i < 4 ? -160 : 160;
    geometry->cells.push_back(
        {names[i], plate_x + (i % 2 == 0 ? -130 : 130), i % 4 < 2 ? 230.0 : -230.0, 980.665, 4277});
  }
  return geometry;
}

inline void stand_on(engine::Snapshot& snapshot, double left_n, double right_n) {
  auto& balance = snapshot.balance;
  balance.left_n = left_n;
  balance.right_n = right_n;
  balance.total_n = left_n + right_n;
  balance.left_share_pct = 100 * left_n / (left_n + right_n);
  if (left_n > 20) balance.left_cop = Point{-150, 18};
  if (right_n > 20) balance.right_cop = Point{165, 30};
  balance.cop = Point{(-150 * left_n + 165 * right_n) / (left_n + right_n), 24};
  snapshot.load.cell_count = 8;
  snapshot.load.cell_n = {left_n * 0.28,  left_n * 0.25,  left_n * 0.24,  left_n * 0.23,
                          right_n * 0.24, right_n * 0.30, right_n * 0.22, right_n * 0.24};
}

/// A mat that streams, with nobody on it.
inline Scene empty_mat() {
  Scene scene;
  auto& snapshot = scene.snapshot;
  snapshot.link = engine::LinkState::streaming;
  snapshot.device = "/dev/ttyACM0";
  snapshot.rate_hz = 80;
  snapshot.geometry = reference_geometry();
  snapshot.geometry_name = snapshot.geometry->name;
  snapshot.last_arrival_us = kNow_us - 12'000;
  snapshot.balance.left_n = 0.4;
  snapshot.balance.right_n = -0.2;
  snapshot.balance.total_n = 0.2;
  return scene;
}

inline Scene no_mat() { return {}; }

inline Scene searching(std::string what) {
  Scene scene;
  scene.snapshot.link = engine::LinkState::searching;
  scene.snapshot.link_error = Error{ErrorCode::not_found, std::move(what), ""};
  return scene;
}

inline Scene refused() {
  Scene scene;
  scene.snapshot.link = engine::LinkState::refused;
  scene.snapshot.device = "/dev/ttyACM0";
  scene.snapshot.link_error =
      Error{ErrorCode::wrong_version,
            "this mat speaks protocol 2 and Poise speaks protocol 1: update Poise, or the mat's firmware",
            "/dev/ttyACM0"};
  return scene;
}

inline Scene in_step(std::string_view exercise, movement::FlowStep step, std::string instruction,
                     std::string why) {
  Scene scene = empty_mat();
  auto& snapshot = scene.snapshot;
  scene.state = make_view_state(exercise);
  snapshot.setup.exercise = movement::find_exercise(exercise);
  snapshot.setup.side = snapshot.setup.exercise->one_side() ? Side::left : Side::both;
  snapshot.setup.reps = 5;
  snapshot.flow.step = step;
  snapshot.flow.instruction = std::move(instruction);
  snapshot.flow.why = std::move(why);
  snapshot.flow.active_side = snapshot.setup.side;
  snapshot.session_id = "20260305-140709-a3f1";
  return scene;
}

inline Scene weighing() {
  Scene scene = in_step("squat", movement::FlowStep::weigh, "Stand still", "moving 0.8 kg too much");
  stand_on(scene.snapshot, 371, 335);
  scene.snapshot.flow.progress = 0.4;
  return scene;
}

inline Scene wrong_side() {
  Scene scene = in_step("single-leg-squat", movement::FlowStep::wrong_side, "You are on the right leg",
                        "switch to the left leg, or record the right one");
  stand_on(scene.snapshot, 8, 698);
  return scene;
}

inline movement::Rep squat_rep(int index, double depth_mm, double share_pct) {
  movement::Rep rep;
  rep.index = index;
  rep.start_s = 4.0 * index;
  rep.bottom_s = rep.start_s + 1.5;
  rep.end_s = rep.start_s + 3.1;
  rep.down_s = 1.4;
  rep.hold_s = 0.3;
  rep.up_s = 1.4;
  rep.depth_mm = depth_mm;
  rep.left_share_pct = share_pct;
  rep.peak_n = kWeight_n * 1.08;
  return rep;
}

/// Fifteen seconds of squats on the force strip, some samples lost on the way.
inline void add_squat_history(Scene& scene, double end_s, double left_part) {
  for (double t = 0; t < end_s; t += 1.0 / 80) {
    const bool lost = t > 10.2 && t < 10.5;
    const double within = std::fmod(t, 4.0);
    const double dip =
        within < 3.1 ? -0.12 * std::sin(2 * 3.14159 * within / 3.1) * (within < 1.55 ? 1 : 1.4) : 0;
    const double total_n = t < 1.5 ? 0 : kWeight_n * (1 + dip);
    const double left_n = total_n * (left_part + 0.02 * std::sin(t * 1.7));
    const float nan = std::numeric_limits<float>::quiet_NaN();
    const auto value = [&](double n) { return lost ? nan : static_cast<float>(n); };
    engine::PlotPoint point{t, value(left_n), value(total_n - left_n), value(total_n), lost};
    if (!lost && total_n > 100) {
      const auto wave = [&](double mm, double hz) { return static_cast<float>(mm * std::sin(2 * 3.14159 * hz * t)); };
      point.cop = {wave(9, 0.3), 20 + wave(14, 0.23)};
      point.left_cop = {-150 + wave(4, 0.4), 18 + wave(12, 0.23)};
      point.right_cop = {160 + wave(4, 0.35), 30 + wave(12, 0.21)};
    }
    scene.history.add(point);
  }
}

inline Scene running_squat() {
  Scene scene = in_step("squat", movement::FlowStep::record, "2 more", "");
  auto& snapshot = scene.snapshot;
  stand_on(snapshot, 410, 340);
  snapshot.flow.body_weight_n = kWeight_n;
  snapshot.counters.lost_samples = 24;
  snapshot.movement.phase = movement::Phase::down;
  snapshot.movement.phase_s = 1.8;
  snapshot.movement.depth_mm = 140;
  snapshot.movement.reps = snapshot.flow.set_reps = 3;
  snapshot.movement.recent = {squat_rep(1, 214, 53.4), squat_rep(2, 221, 55.9), squat_rep(3, 208, 48.2)};
  snapshot.time_s = 17.8;
  add_squat_history(scene, 17.8, 0.53);
  return scene;
}

inline Scene running_single_leg() {
  Scene scene = in_step("single-leg-squat", movement::FlowStep::record, "2 more", "");
  auto& snapshot = scene.snapshot;
  stand_on(snapshot, 690, 4);
  snapshot.flow.body_weight_n = kWeight_n;
  snapshot.movement.phase = movement::Phase::down;
  snapshot.movement.phase_s = 0.9;
  snapshot.movement.depth_mm = 176;
  snapshot.movement.reps = snapshot.movement.reps_left = snapshot.flow.set_reps = 3;
  snapshot.movement.recent = {squat_rep(1, 214, 0), squat_rep(2, 221, 0), squat_rep(3, 118, 0)};
  for (auto& rep : snapshot.movement.recent) {
    rep.side = Side::left;
    rep.left_share_pct.reset();
  }
  snapshot.movement.recent.back().valid = false;
  snapshot.movement.recent.back().reasons = {"partial"};
  snapshot.time_s = 17.8;
  add_squat_history(scene, 17.8, 0.98);
  return scene;
}

inline Scene running_bridge() {
  Scene scene = in_step("bridge", movement::FlowStep::record, "Lift", "");
  auto& snapshot = scene.snapshot;
  stand_on(snapshot, 190, 214);
  snapshot.flow.body_weight_n = kWeight_n;
  snapshot.flow.rest_n = 150;
  snapshot.movement.phase = movement::Phase::hold;
  snapshot.movement.phase_s = 2.1;
  snapshot.movement.hold_s = 2.1;
  snapshot.movement.swing_pct = 36;
  snapshot.movement.reps = snapshot.flow.set_reps = 2;
  for (int i = 1; i <= 2; ++i) {
    movement::Rep rep = squat_rep(i, 0, 47.5);
    rep.depth_mm.reset();
    rep.hold_s = 3.0;
    rep.sag_pct = 2.4;
    rep.top_left_pct_bw = 27;
    rep.top_right_pct_bw = 30;
    snapshot.movement.recent.push_back(rep);
  }
  snapshot.time_s = 17.8;
  add_squat_history(scene, 17.8, 0.47);
  return scene;
}

inline Scene too_heavy() {
  Scene scene =
      in_step("single-leg-squat", movement::FlowStep::refused, "Not on this mat",
              "a peak of 182 kg on one plate is to be expected; its cells bear 180 kg off its middle. Use a "
              "stronger mat");
  stand_on(scene.snapshot, 700, 690);
  return scene;
}

/// The second of three sets with the metronome on, in the middle of its hold.
inline Scene running_in_sets() {
  Scene scene = running_squat();
  scene.snapshot.flow.set = 2;
  scene.snapshot.flow.sets = 3;
  scene.state.settings.metronome = Metronome::heard;
  scene.tally.since_us = kNow_us - 8'500'000;  // 2-1-2-1: 2.5 s into the second cycle
  scene.tally.in_corridor_s = 6;
  scene.tally.out_of_corridor_s = 2;
  scene.tally.marks_s = {12.5};
  return scene;
}

inline Scene resting() {
  Scene scene = running_in_sets();
  scene.snapshot.flow.step = movement::FlowStep::rest;
  scene.snapshot.flow.instruction = "Rest";
  scene.snapshot.flow.why = "set 3 of 3 in 42 s";
  scene.snapshot.flow.progress = 0.3;
  scene.tally.since_us.reset();
  return scene;
}

inline Scene one_foot_missing() {
  Scene scene = in_step("squat", movement::FlowStep::wrong_side,
                        "Nearly all of the load is on the right plate: both have to carry", "");
  stand_on(scene.snapshot, 8, 698);
  return scene;
}

inline Scene counting_down() {
  Scene scene = in_step("squat", movement::FlowStep::countdown, "Ready", "");
  stand_on(scene.snapshot, 360, 346);
  scene.snapshot.flow.countdown = 3;
  return scene;
}

inline Scene changing_side() {
  Scene scene = in_step("single-leg-bridge", movement::FlowStep::change_side, "Now the right leg", "");
  auto& snapshot = scene.snapshot;
  snapshot.setup.side = Side::both;
  snapshot.flow.active_side = Side::left;
  snapshot.flow.body_weight_n = kWeight_n;
  snapshot.movement.reps = snapshot.movement.reps_left = 5;
  stand_on(snapshot, 250, 6);
  return scene;
}

inline Scene standing(std::string_view exercise) {
  Scene scene = in_step(exercise, movement::FlowStep::record, "Go", "");
  auto& snapshot = scene.snapshot;
  snapshot.setup.reps.reset();
  snapshot.setup.seconds = 30;
  snapshot.flow.body_weight_n = kWeight_n;
  snapshot.flow.progress = 0.42;
  snapshot.movement.phase = movement::Phase::hold;
  snapshot.movement.hold_s = snapshot.movement.phase_s = 12.6;
  stand_on(snapshot, 360, 346);
  return scene;
}

inline Scene stand_result() {
  Scene scene = standing("quiet-stand");
  auto& snapshot = scene.snapshot;
  snapshot.flow.step = movement::FlowStep::result;
  auto result = std::make_shared<movement::Analysis>();
  result->exercise = "quiet-stand";
  result->duration_s = 41.2;
  result->body.weight_n = kWeight_n;
  movement::Hold hold;
  hold.index = 1;
  hold.hold_s = 30.0;
  result->holds = {hold};
  result->sway = movement::Sway{};
  result->sway->mean_velocity_mm_s = 13.77;
  result->sway->mean_velocity_ml_mm_s = 6.1;
  result->sway->mean_velocity_ap_mm_s = 11.2;
  result->sway->prediction_ellipse_area_mm2 = 346.9;
  snapshot.result = result;
  return scene;
}

inline Scene squat_result() {
  Scene scene = running_squat();
  auto& snapshot = scene.snapshot;
  snapshot.flow.step = movement::FlowStep::result;
  snapshot.flow.instruction = "Done";
  snapshot.flow.outcome = movement::Outcome::complete;
  auto result = std::make_shared<movement::Analysis>();
  result->exercise = "squat";
  result->duration_s = 24.6;
  result->lost_samples = 24;
  result->body.weight_n = kWeight_n;
  result->share = movement::Share{};
  result->share->left_mean_pct = 52.6;
  result->share->left_doubt_pct = 0.9;
  movement::Asymmetry asymmetry;
  asymmetry.metric = "mean_force";
  asymmetry.value_pct = 5.2;
  asymmetry.favours = "left";
  result->asymmetry = {asymmetry};
  result->reps = {squat_rep(1, 214, 53.4), squat_rep(2, 221, 55.9), squat_rep(3, 208, 48.2),
                  squat_rep(4, 104, 51.0), squat_rep(5, 217, 53.1), squat_rep(6, 219, 52.4)};
  result->reps[3].valid = false;
  result->reps[3].reasons = {"partial"};
  result->quality.notes = {"Nominal calibration: newtons rest on the cells' rated sensitivity.",
                           "0.3 s were lost in repetition 2: its figures are less certain."};
  snapshot.result = result;
  return scene;
}

inline Scene stale() {
  Scene scene = running_squat();
  scene.snapshot.link = engine::LinkState::stale;
  scene.snapshot.last_arrival_us = kNow_us - 3'100'000;
  return scene;
}

inline Scene unknown_geometry() {
  Scene scene = empty_mat();
  scene.snapshot.geometry.reset();
  scene.snapshot.geometry_name.clear();
  scene.snapshot.counts = {12345, -2345, 345678, 8388607, 17, 18, 19, 20};
  return scene;
}

inline Scene not_saved() {
  Scene scene = running_single_leg();
  scene.snapshot.store_error =
      Error{ErrorCode::storage, "the disk is full; free some space, the session goes on meanwhile",
            "/home/someone/.local/share/poise/poise.db"};
  return scene;
}

}  // namespace poise::dashboard::scenes
