#pragma once

#include "engine/shelf.h"
#include "scenes.h"

/// Moments in the views that show what is kept.
namespace poise::dashboard::scenes {

inline constexpr const char* kSession = "20260305-140709-a3f1";
inline constexpr const char* kOther = "20260301-101010-beef";

/// A session of five squats, `rate_hz` samples a second for `length_s`.
inline std::shared_ptr<engine::OpenSession> kept_squats(const std::string& id, double length_s = 26, int rate_hz = 80) {
  auto session = std::make_shared<engine::OpenSession>();
  session->info.id = id;
  session->info.started = "2026-03-05T14:07:09+01:00";
  session->info.exercise = "squat";
  session->info.athlete = "heron";
  std::vector<float> left, right, total;
  const auto samples = static_cast<std::size_t>(length_s * rate_hz);
  for (std::size_t i = 0; i < samples; ++i) {
    const double t = static_cast<double>(i) / rate_hz;
    session->time_s.push_back(t);
    const auto all_n = static_cast<float>(kWeight_n * (1 + 0.1 * std::sin(2 * t)));
    left.push_back(all_n * 0.53F);
    right.push_back(all_n * 0.47F);
    total.push_back(all_n);
    session->cop_x_mm.push_back(static_cast<float>(8 * std::sin(t)));
    session->cop_y_mm.push_back(static_cast<float>(15 * std::cos(1.3 * t)));
  }
  session->left_n = MinMaxTree(left);
  session->right_n = MinMaxTree(right);
  session->total_n = MinMaxTree(total);
  auto& analysis = session->analysis;
  analysis.exercise = "squat";
  analysis.body.weight_n = kWeight_n;
  for (int i = 1; i <= 5; ++i) analysis.reps.push_back(squat_rep(i, 200 + 5 * i, 51 + 0.7 * i));
  analysis.reps[3].valid = false;
  analysis.reps[3].reasons = {"partial"};
  for (const auto& rep : analysis.reps) {
    engine::RepCurve curve;
    curve.rep = rep.index;
    for (std::size_t k = 0; k < engine::RepCurve::kPoints; ++k) {
      curve.left_n[k] = 370 + static_cast<float>(rep.index);
      curve.right_n[k] = 330;
    }
    session->curves.push_back(curve);
  }
  return session;
}

inline store::SessionSummary summary(const std::string& id, const std::string& athlete) {
  store::SessionSummary one;
  one.id = id;
  one.started = "2026-03-05T14:07:09+01:00";
  one.athlete = athlete;
  one.exercise = "squat";
  one.reps = 4;
  one.outcome = movement::Outcome::complete;
  return one;
}

inline Scene review() {
  Scene scene = empty_mat();
  scene.state.view = View::review;
  scene.shelf.loaded = true;
  scene.shelf.sessions = {summary(kSession, "heron"), summary(kOther, "")};
  scene.shelf.open = {kept_squats(kSession), kept_squats(kOther)};
  scene.state.review.session = kSession;
  return scene;
}

inline Scene review_side_by_side() {
  Scene scene = review();
  scene.state.review.beside = kOther;
  scene.state.review.panel = 1;
  return scene;
}

inline Scene review_correcting() {
  Scene scene = review();
  scene.state.review.draft = ReviewState::Draft{1, 3.6, 7.4, 0};
  scene.state.review.panel = 2;
  return scene;
}

inline Scene review_of_nothing() {
  Scene scene = no_mat();
  scene.state.view = View::review;
  scene.shelf.loaded = true;
  return scene;
}

/// Squats every third day: left's share as given, depths of both legs rising by a millimetre.
inline engine::Trend trend_of(const std::vector<double>& shares) {
  std::vector<session::MeasuredSession> sessions;
  for (std::size_t i = 0; i < shares.size(); ++i) {
    session::MeasuredSession one;
    one.id = "s" + std::to_string(i);
    one.started = "2026-03-0" + std::to_string(1 + i % 9) + "T10:00:00+01:00";
    one.started_wall_us = 1'770'000'000'000'000 + static_cast<std::int64_t>(i) * 3 * 86'400'000'000;
    one.athlete = "heron";
    one.exercise = "squat";
    one.measures.push_back({"share.left_mean_pct", Side::both, "share_of_total", shares[i], 5, 1.1});
    one.measures.push_back({"asymmetry.mean_force.value_pct", Side::both, "symmetry_index_total", 100 - 2 * shares[i], 5, 2.2});
    for (const Side side : {Side::left, Side::right})
      one.measures.push_back({"reps.depth_mm", side, "", 200 + static_cast<double>(i), 5, 6});
    sessions.push_back(one);
  }
  engine::Trend trend;
  trend.athlete = "heron";
  trend.exercise = "squat";
  trend.series = session::series_of(sessions);
  return trend;
}

inline Scene progress() {
  Scene scene = review();
  scene.state.view = View::progress;
  scene.state.progress.asked = true;
  scene.state.progress.athlete = "heron";
  scene.state.progress.exercise = "squat";
  scene.shelf.trend = std::make_shared<const engine::Trend>(trend_of({52, 51.2, 48.1, 50.8, 52.3, 56.4}));
  return scene;
}

inline Scene progress_of_nothing() {
  Scene scene = review_of_nothing();
  scene.state.view = View::progress;
  return scene;
}

inline Scene athletes() {
  Scene scene = review();
  scene.state.view = View::athletes;
  scene.shelf.athletes = {{"crane", "2026-02-01T10:00:00+01:00", "", "", false, "heron"},
                          {"heron", "2026-01-05T10:00:00+01:00", "knee, 2025", "left", false, ""},
                          {"stork", "2026-01-09T10:00:00+01:00", "", "", true, ""},
                          {"wren", "2026-02-11T10:00:00+01:00", "", "", false, ""}};
  return scene;
}

inline Scene the_mat() {
  Scene scene = running_squat();
  scene.state.view = View::mat;
  MatIdentity identity;
  identity.unique_id = "0011223344556677";
  identity.cell_count = 8;
  identity.adc_bits = 24;
  identity.rate_hz = 80;
  scene.snapshot.identity = identity;
  scene.shelf.ports = {{"/dev/ttyACM0", "Arduino Mega 2560", true}, {"/dev/ttyS0", "", false}};
  return scene;
}

/// The mat with nobody on it and no session.
inline Scene idle_mat() {
  Scene scene = the_mat();
  scene.snapshot.flow.step = movement::FlowStep::idle;
  scene.snapshot.setup = {};
  return scene;
}

inline Scene checking_mat() {
  Scene scene = idle_mat();
  scene.snapshot.check = calibrate::CheckView{"Stand on the left plate with both feet", "it is not steady yet", 0, 2, 3};
  return scene;
}

inline Scene checked_mat(bool fit) {
  Scene scene = idle_mat();
  auto report = std::make_shared<calibrate::MatReport>();
  report->seconds = 10;
  report->samples = 800;
  report->nominal_rate_hz = 80;
  report->rate_hz = 79.96;
  report->cop_noise_floor_mm_s = 1.4;
  report->add({calibrate::Severity::warning, "noisy", {2}, "The left plate's rear left cell is noisy: 0.31 N",
               "Sway measured with it is too large.", "Look for a loose plug or a power supply beside its cable."});
  if (!fit)
    report->add({calibrate::Severity::unfit, "cell_dead", {5}, "The right plate's front right cell does not answer",
                 "Every weight would be wrong.", "Check its plug and cable."});
  scene.snapshot.check_report = report;
  return scene;
}

/// A full calibration of that day.
inline calibrate::Calibration calibration_of(const std::string& id, const std::string& made) {
  calibrate::Calibration calibration;
  calibration.id = id;
  calibration.mat_unique_id = "0011223344556677";
  calibration.method = calibrate::Method::full;
  calibration.made = made;
  calibration.cell_count = 8;
  calibration.counts_per_newton.fill(4350);
  calibration.force_doubt_pct = 0.04;
  calibration.cop_doubt_mm = 0.9;
  calibration.force_worst_pct = 0.02;
  calibration.cop_worst_mm = 0.6;
  return calibration;
}

/// Before one is begun, with two that are kept.
inline Scene choosing_calibration() {
  Scene scene = idle_mat();
  scene.state.calibration.open = true;
  const auto old = calibration_of("old", "2025-11-02T09:00:00+01:00"), now = calibration_of("now", "2026-03-05T14:07:09+01:00");
  scene.snapshot.calibration = std::make_shared<const calibrate::Calibration>(now);
  scene.snapshot.nominal_calibration = false;
  scene.shelf.calibrations = {{old, "", false}, {now, "", true}};
  scene.shelf.spot_checks = {{"0011223344556677", "now", 1, "2026-03-06T08:00:00+01:00", "", {0, 196.1, 196.3}},
                             {"0011223344556677", "now", 1, "2026-03-06T08:00:00+01:00", "", {1, 196.1, 192.0}}};
  return scene;
}

/// Four masses have been read, the fifth is asked for, and was put in a wrong place.
inline Scene calibrating_mat() {
  Scene scene = idle_mat();
  auto view = std::make_shared<calibrate::CalibrationView>();
  view->phase = calibrate::CalibrationView::Phase::load;
  view->instruction = "Put 20 kg on the mark: left plate, middle.";
  view->why = "It stands 62 mm to the right and 5 mm to the rear of the mark \"left plate, middle\".";
  view->steps = calibrate::steps_of(*scene.snapshot.geometry, {});
  view->done.assign(view->steps.size(), false);
  view->skipped = view->done;
  for (std::size_t i = 0; i < 4; ++i) view->done[i] = true;
  view->step = 4;
  view->plate_n = {196.4, 0.1};
  view->cop = Point{-98, -5};
  scene.snapshot.calibrating = view;
  return scene;
}

inline Scene calibrated_mat() {
  Scene scene = calibrating_mat();
  auto view = std::make_shared<calibrate::CalibrationView>(*scene.snapshot.calibrating);
  view->phase = calibrate::CalibrationView::Phase::review;
  view->instruction = "All read.";
  view->why.clear();
  view->done.assign(view->steps.size(), true);
  view->step = static_cast<int>(view->steps.size());
  view->result = calibration_of("", "");
  scene.snapshot.calibrating = view;
  return scene;
}

inline Scene spot_checking_mat() {
  Scene scene = idle_mat();
  scene.snapshot.spot = calibrate::SpotView{"Now 20 kg on the left plate, and still.", "Stand still.", 0.5};
  return scene;
}

inline Scene no_mat_there() {
  Scene scene = no_mat();
  scene.state.view = View::mat;
  return scene;
}

inline Scene settings(bool dark = false) {
  Scene scene = empty_mat();
  scene.state.view = View::settings;
  scene.state.settings.dark = dark;
  return scene;
}

inline Scene full_screen(Scene scene) {
  scene.state.athlete_view = true;
  return scene;
}

}  // namespace poise::dashboard::scenes
