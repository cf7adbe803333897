#include "engine/mat_work.h"

#include <vector>

#include "engine/chain.h"
#include "signal/noise_floor.h"

namespace poise::engine {
namespace {

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

}  // namespace

void MatWork::begin(const CheckMat& check, const calibrate::Geometry& geometry, const MatIdentity& mat,
                    const LinkCounters& line) {
  geometry_ = geometry;
  line_before_ = line;
  check_.emplace(geometry, mat, check.plan);
}

void MatWork::skip() {
  if (check_) check_->skip();
}

void MatWork::on_frame(const RawFrame& frame) {
  if (check_) check_->on_frame(frame);
}

void MatWork::on_silence() {
  if (check_) check_->stream_stopped();
}

void MatWork::show(Snapshot& snapshot) {
  if (!check_) {
    snapshot.check.reset();
    return;
  }
  snapshot.check = check_->view();
  if (!check_->done()) return;
  auto report = std::make_shared<calibrate::MatReport>(
      check_->report(calibrate::difference(snapshot.counters, line_before_)));
  if (report->rate_hz)
    report->cop_noise_floor_mm_s = noise_floor_of(check_->empty_frames(), geometry_, *report->rate_hz);
  snapshot.check_report = std::move(report);
  check_.reset();
}

}  // namespace poise::engine
