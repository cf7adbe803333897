#include "engine/chain.h"

#include <fmt/format.h>

#include <charconv>
#include <cmath>

namespace poise::engine {
namespace {

movement::MatLimits limits_of(const calibrate::Geometry& geometry) {
  movement::MatLimits limits;
  limits.two_plates = geometry.two_plates();
  for (std::size_t i = 0; i < kCellsPerPlate; ++i) limits.plate_capacity_n += geometry.cells[i].capacity_n;
  return limits;
}

/// Begins the detail of a zero: a spreadsheet takes a text that begins with "-" for a formula.
constexpr std::string_view kZeroWord = "zero_n ";
constexpr double kLargestZero_n = 1e5;  // no cell bears a hundredth of it

/// To the 0.0001 N of the exports, half a count: short to write down, and the same when read back.
double rounded(double zero_n) { return std::round(zero_n * 1e4) / 1e4; }

}  // namespace

signal::CellLayout layout_of(const calibrate::Geometry& geometry) {
  signal::CellLayout layout;
  layout.cell_count = static_cast<int>(geometry.cells.size());
  for (std::size_t i = 0; i < geometry.cells.size(); ++i)
    layout.cell[i] = {geometry.cells[i].x_mm, geometry.cells[i].y_mm};
  return layout;
}

std::optional<std::array<double, kMaxCells>> Chain::zero_from_text(std::string_view text) {
  if (!text.starts_with(kZeroWord)) return std::nullopt;
  text.remove_prefix(kZeroWord.size());
  std::array<double, kMaxCells> zero_n{};
  std::size_t n = 0;
  const char* at = text.data();
  const char* const end = text.data() + text.size();
  while (at < end && n < zero_n.size()) {
    const auto [next, error] = std::from_chars(at, end, zero_n[n]);
    if (error != std::errc() || !(std::abs(zero_n[n]) <= kLargestZero_n)) return std::nullopt;
    ++n;
    at = next < end ? next + 1 : next;
  }
  if (n == 0) return std::nullopt;
  return zero_n;
}

std::string Chain::zero_to_text(const std::array<double, kMaxCells>& zero_n, int cell_count) {
  std::string text(kZeroWord);
  for (int i = 0; i < cell_count; ++i)
    text += fmt::format("{}{}", i ? " " : "", zero_n[static_cast<std::size_t>(i)]);
  return text;
}

Chain::Chain(calibrate::Geometry geometry, const MatIdentity& mat, movement::TrialSetup trial,
             const calibrate::Calibration* calibration)
    : trial_(std::move(trial)),
      calibrator_(std::move(geometry), mat.adc_bits, calibration),
      layout_(layout_of(calibrator_.geometry())) {
  for (int i = 0; i < layout_.cell_count; ++i) cell_filters_.emplace_back(kLiveFilter_hz, mat.rate_hz > 0 ? mat.rate_hz : 80);
  if (!trial_.exercise) return;
  flow_ = std::make_unique<movement::GuidedFlow>(trial_, limits_of(calibrator_.geometry()));
}

void Chain::on_frame(const RawFrame& frame) {
  if (!first_us_) first_us_ = frame.device_us;
  time_s_ = static_cast<double>(frame.device_us - *first_us_) / 1e6;
  load_ = calibrator_.apply(frame);
  look_for_zero(load_);
  for (std::size_t i = 0; i < cell_filters_.size(); ++i)
    if (!(load_.invalid_mask & (1u << i))) filtered_n_[i] = cell_filters_[i].push(load_.cell_n[i]);
  if (flow_) follow_movement(signal::balance_of(load_, layout_));
}

void Chain::look_for_zero(const LoadSample& sample) {
  const bool wanted = zero_asked_ || (flow_ ? flow_->wants_zero() : !has_zero_);
  if (!wanted) return;
  const auto found = zero_finder_.add(sample);
  if (!found) return;
  std::array<double, kMaxCells> zero_n = calibrator_.zero();
  for (std::size_t i = 0; i < zero_n.size(); ++i) zero_n[i] = rounded(zero_n[i] + (*found)[i]);
  take_zero(zero_n, sample.sequence);
}

void Chain::take_zero(const std::array<double, kMaxCells>& zero_n, std::int64_t sequence) {
  calibrator_.set_zero(zero_n);
  has_zero_ = true;
  zero_asked_ = false;
  zero_finder_ = calibrate::ZeroFinder();
  for (auto& filter : cell_filters_) filter.reset();
  if (!flow_) return;
  flow_->zeroed(sequence);
  for (Event& event : flow_->take_events()) {
    if (event.kind == EventKind::flow_zeroed) event.detail = zero_to_text(zero_n, layout_.cell_count);
    events_.push_back(std::move(event));
  }
}

void Chain::follow_movement(const Balance& balance) {
  const movement::FlowStep before = flow_->view().step;
  flow_->on_sample(balance, movement());
  const movement::FlowView& view = flow_->view();
  if (flow_->counting()) {
    if (!counter_)
      counter_ = movement::make_live_counter(*trial_.exercise, trial_.side, view.body_weight_n, view.rest_n, view.rest_left_n);
    if (counter_) counter_->push(time_s_, balance);
    const int reps = counter_ ? static_cast<int>(counter_->total()) : 0;
    for (; reported_reps_ < reps; ++reported_reps_)
      events_.push_back({EventKind::flow_rep, balance.sequence, fmt::format("{}", reported_reps_ + 1)});
  }
  if (before != view.step || view.step == movement::FlowStep::result)
    for (Event& event : flow_->take_events()) events_.push_back(std::move(event));
}

void Chain::on_event(const Event& event) {
  if (event.kind == EventKind::operator_zero) {
    if (const auto zero_n = zero_from_text(event.detail)) return take_zero(*zero_n, event.sequence);
    zero_asked_ = true;
    zero_finder_ = calibrate::ZeroFinder(calibrate::ZeroMode::asked);
    return;
  }
  if (!flow_) return;
  flow_->on_event(event);
  for (Event& output : flow_->take_events()) events_.push_back(std::move(output));
}

std::vector<Event> Chain::take_events() { return std::exchange(events_, {}); }

Balance Chain::filtered_balance() const {
  LoadSample smooth = load_;
  smooth.cell_n = filtered_n_;
  return signal::balance_of(smooth, layout_);
}

const movement::FlowView& Chain::flow() const {
  static const movement::FlowView idle;
  return flow_ ? flow_->view() : idle;
}

const movement::LiveMovement& Chain::movement() const {
  static const movement::LiveMovement nothing;
  return counter_ ? counter_->view() : nothing;
}

std::optional<std::array<double, kMaxCells>> Chain::zero() const {
  if (!has_zero_) return std::nullopt;
  return calibrator_.zero();
}

}  // namespace poise::engine
