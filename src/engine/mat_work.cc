#include "engine/mat_work.h"

#include <algorithm>
#include <random>
#include <vector>

#include "engine/chain.h"
#include "engine/session_recorder.h"
#include "signal/noise_floor.h"

namespace poise::engine {
namespace {

/// The mat's geometry with the gains that its calibration gives each cell.
calibrate::Geometry with_gains(const MatInHand& mat) {
  calibrate::Geometry geometry = *mat.geometry;
  if (const auto* calibration = mat.known_calibration())
    for (std::size_t i = 0; i < geometry.cells.size(); ++i)
      geometry.cells[i].counts_per_newton = calibration->counts_per_newton[i];
  return geometry;
}

/// Speed that a person at rest would show on a mat with this noise, through the filter of sway.
std::optional<double> noise_floor_of(const std::vector<RawFrame>& frames, const calibrate::Geometry& geometry,
                                     double rate_hz) {
  const signal::CellLayout layout = layout_of(geometry);
  std::vector<std::vector<double>> cell_n(geometry.cells.size());
  for (const RawFrame& frame : frames) {
    if (frame.fault_mask != 0) return std::nullopt;
    for (std::size_t i = 0; i < cell_n.size(); ++i)
      cell_n[i].push_back(frame.counts[i] / geometry.cells[i].counts_per_newton);
  }
  return signal::noise_floor_mm_s(cell_n, std::span(layout.cell).first(cell_n.size()),
                                  calibrate::kNoiseFloorLoad_n, kLiveFilter_hz, rate_hz);
}

bool same_plan(const calibrate::CalibrationPlan& a, const calibrate::CalibrationPlan& b) {
  return a.method == b.method && a.mass_kg == b.mass_kg && a.further_masses_kg == b.further_masses_kg;
}

}  // namespace

MatWork::MatWork(std::filesystem::path store_path, const Clock& clock)
    : store_path_(std::move(store_path)), clock_(clock) {}

void MatWork::begin(const CheckMat& check, const MatInHand& mat, const LinkCounters& line) {
  mat_ = mat;
  line_before_ = line;
  error_.reset();
  const auto* calibration = mat.known_calibration();
  work_.emplace<calibrate::MatCheck>(
      with_gains(mat), mat.identity, check.plan,
      calibration ? calibration->zero_counts : std::array<double, kMaxCells>{});
}

void MatWork::begin(const BeginCalibration& calibration, const MatInHand& mat) {
  mat_ = mat;
  error_.reset();
  auto& guided = work_.emplace<calibrate::GuidedCalibration>(*mat.geometry, mat.identity, calibration.plan);
  saved_revision_ = guided.revision();
  if (calibration.anew) return;
  auto store = store::Store::open(store_path_);
  const auto begun = store ? store->calibration_begun(mat.identity.unique_id) : Expected<std::string>("");
  if (!begun || begun->empty()) return;
  auto resumed = calibrate::GuidedCalibration::resume(*begun, *mat.geometry, mat.identity);
  if (resumed && same_plan(resumed->plan(), calibration.plan)) guided = std::move(*resumed);
}

void MatWork::begin(const SpotCheckMat& spot, const MatInHand& mat) {
  mat_ = mat;
  made_by_ = spot.made_by;
  error_.reset();
  work_.emplace<calibrate::SpotCheck>(*mat.geometry, mat.identity, mat.known_calibration(), spot.mass_kg);
}

void MatWork::on_frame(const RawFrame& frame) {
  if (auto* check = std::get_if<calibrate::MatCheck>(&work_)) check->on_frame(frame);
  if (auto* spot = std::get_if<calibrate::SpotCheck>(&work_)) spot->on_frame(frame);
  if (auto* guided = std::get_if<calibrate::GuidedCalibration>(&work_)) {
    guided->on_frame(frame);
    save_progress();
  }
}

void MatWork::on_silence() {
  if (auto* check = std::get_if<calibrate::MatCheck>(&work_)) check->stream_stopped();
  if (auto* guided = std::get_if<calibrate::GuidedCalibration>(&work_)) guided->on_silence();
  if (auto* spot = std::get_if<calibrate::SpotCheck>(&work_)) spot->on_silence();
}

void MatWork::confirm() {
  if (auto* guided = std::get_if<calibrate::GuidedCalibration>(&work_)) guided->confirm();
}

void MatWork::skip() {
  if (auto* check = std::get_if<calibrate::MatCheck>(&work_)) check->skip();
  if (auto* guided = std::get_if<calibrate::GuidedCalibration>(&work_)) guided->skip();
  if (auto* spot = std::get_if<calibrate::SpotCheck>(&work_)) spot->skip();
  save_progress();
}

void MatWork::repeat(int step) {
  if (auto* guided = std::get_if<calibrate::GuidedCalibration>(&work_)) guided->repeat(step);
  save_progress();
}

/// After each reading, so that a program that is killed loses none.
void MatWork::save_progress() {
  const auto* guided = std::get_if<calibrate::GuidedCalibration>(&work_);
  if (!guided || guided->revision() == saved_revision_) return;
  saved_revision_ = guided->revision();
  auto store = store::Store::open(store_path_);
  const auto kept = store ? store->keep_calibration_begun(mat_.identity.unique_id, guided->to_toml())
                          : Expected<void>(tl::make_unexpected(store.error()));
  if (!kept) error_ = kept.error();
}

bool MatWork::keep(std::optional<double> temperature_c) {
  const auto* guided = std::get_if<calibrate::GuidedCalibration>(&work_);
  if (!guided || !guided->result()) return false;
  calibrate::Calibration calibration = *guided->result();
  calibration.made_wall_us = clock_.wall_us();
  calibration.made = iso8601_local(calibration.made_wall_us);
  calibration.id = make_session_id(calibration.made_wall_us, std::random_device()());
  calibration.temperature_c = temperature_c;
  auto store = store::Store::open(store_path_);
  const auto kept = store ? store->add_calibration(calibration, calibration.made)
                          : Expected<void>(tl::make_unexpected(store.error()));
  if (!kept) {
    error_ = kept.error();
    return false;
  }
  end(true);
  return true;
}

bool MatWork::restore(const std::string& id, const MatInHand& mat) {
  auto store = store::Store::open(store_path_);
  const auto done = store ? store->put_in_force(mat.identity.unique_id, id, iso8601_local(clock_.wall_us()))
                          : Expected<void>(tl::make_unexpected(store.error()));
  if (done) end();
  if (!done) error_ = done.error();
  return done.has_value();
}

void MatWork::end(bool forget) {
  if (forget && std::holds_alternative<calibrate::GuidedCalibration>(work_))
    if (auto store = store::Store::open(store_path_))
      (void)store->keep_calibration_begun(mat_.identity.unique_id, "");
  work_ = std::monostate{};
  error_.reset();
}

void MatWork::show(Snapshot& snapshot) {
  snapshot.check.reset();
  snapshot.calibrating.reset();
  snapshot.spot.reset();
  snapshot.mat_work_error = error_;
  if (const auto* guided = std::get_if<calibrate::GuidedCalibration>(&work_))
    snapshot.calibrating = std::make_shared<const calibrate::CalibrationView>(guided->view());
  if (const auto* check = std::get_if<calibrate::MatCheck>(&work_)) show_check(snapshot, *check);
  if (const auto* spot = std::get_if<calibrate::SpotCheck>(&work_)) show_spot(snapshot, *spot);
}

void MatWork::show_check(Snapshot& snapshot, const calibrate::MatCheck& check) {
  snapshot.check = check.view();
  if (!check.done()) return;
  auto report = std::make_shared<calibrate::MatReport>(
      check.report(calibrate::difference(snapshot.counters, line_before_)));
  if (report->rate_hz)
    report->cop_noise_floor_mm_s = noise_floor_of(check.empty_frames(), with_gains(mat_), *report->rate_hz);
  if (snapshot.clock_slow_pct) calibrate::judge_clock(*report, *snapshot.clock_slow_pct);
  if (!mat_.calibration)
    report->add({calibrate::Severity::note,
                 "not_calibrated",
                 {},
                 "This mat has not been calibrated.",
                 "Its newtons rest on the cells' data sheets and may be some percent off.",
                 "Calibrate it: poise calibrate."});
  snapshot.check_report = std::move(report);
  work_ = std::monostate{};
}

void MatWork::show_spot(Snapshot& snapshot, const calibrate::SpotCheck& spot) {
  snapshot.spot = spot.view();
  if (!spot.done()) return;
  const std::int64_t now_us = clock_.wall_us();
  std::vector<store::KeptSpotCheck> checks;
  for (const calibrate::SpotReading& reading : spot.readings())
    checks.push_back({mat_.identity.unique_id, mat_.calibration ? mat_.calibration->calibration.id : "",
                      now_us, iso8601_local(now_us), made_by_, reading});
  auto store = store::Store::open(store_path_);
  const auto kept =
      store ? store->add_spot_checks(checks) : Expected<void>(tl::make_unexpected(store.error()));
  if (!kept) snapshot.mat_work_error = error_ = kept.error();
  snapshot.spot_readings = std::make_shared<const std::vector<calibrate::SpotReading>>(spot.readings());
  work_ = std::monostate{};
}

}  // namespace poise::engine
