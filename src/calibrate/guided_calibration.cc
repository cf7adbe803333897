#include "calibrate/guided_calibration.h"

#include <fmt/format.h>

#include <algorithm>
#include <cmath>

namespace poise::calibrate {
namespace {

constexpr double kSomething = 0.2;  // of the mass: so much has been put down
constexpr double kOtherPlate = 0.05, kOtherPlate_n = 3;
constexpr double kAbsurdLow = 0.8, kAbsurdHigh = 1.25;
constexpr double kWrongPlace_mm = 30;  // gains off by 3 % each move the centre of pressure by 7 mm at most
constexpr double kNearMiddle = 0.5;    // of the way to the cells, for a mass without a mark
constexpr double kEmptyPart = 0.02, kEmpty_n = 3;
constexpr double kPound = 0.45359237;
constexpr double kLeastLoad_n = 10;  // for a centre of pressure

std::array<double, kMaxCells> to_counts(const RawFrame& frame) {
  std::array<double, kMaxCells> counts{};
  std::copy(frame.counts.begin(), frame.counts.end(), counts.begin());
  return counts;
}

/// "55 mm to the right and 10 mm to the rear of"
std::string direction(double x_mm, double y_mm) {
  return fmt::format("{:.0f} mm to the {} and {:.0f} mm to the {} of", std::abs(x_mm),
                     x_mm < 0 ? "left" : "right", std::abs(y_mm), y_mm < 0 ? "rear" : "front");
}

}  // namespace

GuidedCalibration::GuidedCalibration(Geometry geometry, const MatIdentity& mat, CalibrationPlan plan)
    : geometry_(std::move(geometry)),
      mat_(mat),
      plan_(std::move(plan)),
      steps_(steps_of(geometry_, plan_)),
      taken_(steps_.size()),
      skipped_(steps_.size(), false),
      reading_(geometry_, mat.adc_bits) {}

// -- readings --

void GuidedCalibration::on_frame(const RawFrame& frame) {
  if (frame.cell_count != geometry_.cells.size() || phase_ == Phase::review || phase_ == Phase::refused)
    return;
  last_counts_ = to_counts(frame);
  if (phase_ == Phase::shift) {
    shift_->add(frame, *zero_counts_);
    if (shift_->enough()) keep(shift_->sums());
    return;
  }
  if (const auto counts = reading_.add(frame)) on_reading(*counts);
}

void GuidedCalibration::on_reading(const Counts& counts) {
  if (phase_ == Phase::load) return judge_load(counts);
  double most_n = 0;
  for (int plate = 0; zero_counts_ && plate < geometry_.plate_count();
       ++plate)
    most_n = std::max(most_n, std::abs(plate_n(counts, plate)));
  if (most_n < empty_limit_n() || empty_confirmed_) return take_zero(counts);
  if (++loaded_readings_ < 2) return;  // it has only just been read
  refusal_ = fmt::format("The mat still carries {:.0f} N. If it is empty, say so (Enter).", most_n);
}

void GuidedCalibration::take_zero(const Counts& counts) {
  zero_counts_ = counts;
  loaded_readings_ = 0;
  empty_confirmed_ = false;
  just_read_.reset();
  refusal_.clear();
  reading_.restart();
  if (step_ == steps_.size()) return finish();
  phase_ = now().shift ? Phase::shift : Phase::load;
  if (now().shift) shift_.emplace(geometry_, now().plate);
}

void GuidedCalibration::judge_load(const Counts& counts) {
  const double wanted_n = now().mass_kg * kGravity_m_s2;
  double all_n = 0;
  for (int plate = 0; plate < geometry_.plate_count(); ++plate)
    all_n += plate_n(counts, plate);
  if (std::abs(all_n) < std::min(empty_limit_n(), kSomething * wanted_n)) {
    zero_counts_ = counts;  // still empty, and as fresh a zero as can be
    refusal_.clear();
    return;
  }
  if (all_n < -kSomething * wanted_n) {
    zero_counts_ = counts;
    refusal_ =
        "The load went down: something lay on the mat when it should have been empty. Its zero is taken from "
        "now.";
    return;
  }
  if (std::abs(all_n) < kSomething * wanted_n) return;
  if (const auto why = refusal(counts)) {
    refusal_ = *why;
    return;
  }
  CellsOfPlate above{};
  const auto first = static_cast<std::size_t>(now().plate) * kCellsPerPlate;
  for (std::size_t i = 0; i < kCellsPerPlate; ++i) above[i] = counts[first + i] - (*zero_counts_)[first + i];
  keep(above);
}

/// Why a still load cannot be the mass that was asked for.
std::optional<std::string> GuidedCalibration::refusal(const Counts& counts) const {
  const CalibrationStep& step = now();
  const double wanted_n = step.mass_kg * kGravity_m_s2, own_n = plate_n(counts, step.plate);
  if (geometry_.two_plates()) {
    const double other_n = plate_n(counts, 1 - step.plate);
    if (other_n > 0.8 * (own_n + other_n))
      return fmt::format("The load is on the {}; it is wanted on the {}.", plate_in_words(geometry_, 1 - step.plate),
                         plate_in_words(geometry_, step.plate));
    if (std::abs(other_n) > kOtherPlate * wanted_n + kOtherPlate_n)
      return fmt::format("The {} carries {:.0f} N of it: the mass must rest on the {} alone.",
                         plate_in_words(geometry_, 1 - step.plate), other_n, plate_in_words(geometry_, step.plate));
  }
  const double ratio = own_n / wanted_n;
  if (ratio < kAbsurdLow || ratio > kAbsurdHigh) {
    const bool pounds = std::abs(ratio / kPound - 1) < 0.1 || std::abs(ratio * kPound - 1) < 0.1;
    return fmt::format(
        "It reads as {:.1f} kg, where {:g} kg was given: no cells are so far off. {}", own_n / kGravity_m_s2,
        step.mass_kg,
        pounds ? "Was the mass given in pounds?"
               : "Is it the right mass, does it rest on the plate alone, is counts_per_newton right?");
  }
  return refusal_of_place(step, counts);
}

std::optional<std::string> GuidedCalibration::refusal_of_place(const CalibrationStep& step,
                                                               const Counts& counts) const {
  const auto at = cop(counts, step.plate);
  if (!at) return std::nullopt;
  if (step.mark) {
    const double x_mm = at->x_mm - step.mark->x_mm, y_mm = at->y_mm - step.mark->y_mm;
    if (std::hypot(x_mm, y_mm) <= kWrongPlace_mm) return std::nullopt;
    return fmt::format("It stands {} the mark \"{}\".", direction(x_mm, y_mm), step.place);
  }
  const auto first = static_cast<std::size_t>(step.plate) * kCellsPerPlate;
  const Cell &front_left = geometry_.cells[first], &rear_right = geometry_.cells[first + 3];
  const double x_mm = at->x_mm - (front_left.x_mm + rear_right.x_mm) / 2;
  const double y_mm = at->y_mm - (front_left.y_mm + rear_right.y_mm) / 2;
  const double half_x_mm = (rear_right.x_mm - front_left.x_mm) / 2,
               half_y_mm = (front_left.y_mm - rear_right.y_mm) / 2;
  if (std::abs(x_mm) <= kNearMiddle * half_x_mm && std::abs(y_mm) <= kNearMiddle * half_y_mm)
    return std::nullopt;
  return fmt::format("It stands {} the plate's middle: put it nearer to it.", direction(x_mm, y_mm));
}

// -- going on --

void GuidedCalibration::keep(const Taken& taken) {
  taken_[step_] = taken;
  just_read_ = step_;
  skipped_[step_] = false;
  problem_.clear();
  ++revision_;
  go_on();
}

/// To the next thing that is not done, through the empty mat; after the last one to the fit.
void GuidedCalibration::go_on() {
  refusal_.clear();
  shift_.reset();
  reading_.restart();
  result_.reset();
  step_ = 0;
  while (step_ < steps_.size() && (taken_[step_].index() != 0 || skipped_[step_])) ++step_;
  phase_ = Phase::empty;
  if (step_ == steps_.size() && zero_counts_) finish();
}

void GuidedCalibration::finish() {
  std::vector<PlacedMass> masses;
  std::vector<ShiftSums> shifts;
  std::vector<std::size_t> step_of_mass;
  for (std::size_t i = 0; i < steps_.size(); ++i) {
    if (const auto* sums = std::get_if<ShiftSums>(&taken_[i])) shifts.push_back(*sums);
    const auto* counts = std::get_if<CellsOfPlate>(&taken_[i]);
    if (!counts) continue;
    masses.push_back({steps_[i].plate, steps_[i].mass_kg, steps_[i].mark, *counts});
    step_of_mass.push_back(i);
  }
  Fit fit = plan_.method == Method::full ? fit_full(geometry_, masses) : fit_quick(geometry_, masses, shifts);
  if (fit) {
    phase_ = Phase::review;
    fit->mat_unique_id = mat_.unique_id;
    fit->made_by = plan_.made_by;
    fit->zero_counts = zero_counts_.value_or(Counts{});
    result_ = std::move(*fit);
    return;
  }
  std::string what = fit.error().what;
  what[0] = static_cast<char>(std::toupper(static_cast<unsigned char>(what[0])));
  problem_ = what + ".";
  phase_ = Phase::refused;
  if (!fit.error().mass) return;
  taken_[step_of_mass[*fit.error().mass]] = std::monostate{};  // once more
  step_ = step_of_mass[*fit.error().mass];
  phase_ = Phase::empty;
}

void GuidedCalibration::on_silence() {
  if (phase_ == Phase::review || phase_ == Phase::refused) return;
  reading_.restart();
  shift_.reset();
  zero_counts_.reset();
  phase_ = Phase::empty;
}

void GuidedCalibration::confirm() {
  empty_confirmed_ = phase_ == Phase::empty;
  if (phase_ != Phase::load) return;
  const double change_n = plate_n(last_counts_, now().plate), wanted_n = now().mass_kg * kGravity_m_s2;
  if (std::abs(change_n) < kSomething * wanted_n)
    refusal_ = fmt::format(
        "The readings are those of the empty mat: {:+.1f} N, where {:.0f} N should have come. Is the mass on "
        "the "
        "{}, and are its cells plugged in?",
        change_n, wanted_n, plate_in_words(geometry_, now().plate));
}

void GuidedCalibration::skip() {
  if (step_ == steps_.size()) return;
  skipped_[step_] = true;
  ++revision_;
  go_on();
}

void GuidedCalibration::repeat(int step) {
  if (step < 0 || step >= static_cast<int>(steps_.size())) return;
  taken_[static_cast<std::size_t>(step)] = std::monostate{};
  skipped_[static_cast<std::size_t>(step)] = false;
  problem_.clear();
  ++revision_;
  go_on();
}

// -- what there is to see --

double GuidedCalibration::plate_n(const Counts& counts, int plate) const {
  double sum_n = 0;
  const auto first = static_cast<std::size_t>(plate) * kCellsPerPlate;
  for (std::size_t i = first; zero_counts_ && i < first + kCellsPerPlate; ++i)
    sum_n += (counts[i] - (*zero_counts_)[i]) / geometry_.cells[i].counts_per_newton;
  return sum_n;
}

std::optional<Point> GuidedCalibration::cop(const Counts& counts, int plate) const {
  const double load_n = plate_n(counts, plate);
  if (load_n < kLeastLoad_n) return std::nullopt;
  Point at;
  const auto first = static_cast<std::size_t>(plate) * kCellsPerPlate;
  for (std::size_t i = first; i < first + kCellsPerPlate; ++i) {
    const double cell_n = (counts[i] - (*zero_counts_)[i]) / geometry_.cells[i].counts_per_newton;
    at.x_mm += cell_n * geometry_.cells[i].x_mm / load_n;
    at.y_mm += cell_n * geometry_.cells[i].y_mm / load_n;
  }
  return at;
}

double GuidedCalibration::empty_limit_n() const {
  return std::max(kEmpty_n, kEmptyPart * plan_.mass_kg * kGravity_m_s2);
}

CalibrationView GuidedCalibration::view() const {
  CalibrationView view;
  view.phase = phase_;
  view.step = static_cast<int>(step_);
  view.steps = steps_;
  for (const Taken& taken : taken_) view.done.push_back(taken.index() != 0);
  view.skipped = skipped_;
  view.result = result_;
  view.why = refusal_.empty() ? problem_ : refusal_;
  view.hint = reading_.why();
  for (int plate = 0; plate < (geometry_.plate_count()); ++plate)
    view.plate_n[static_cast<std::size_t>(plate)] = plate_n(last_counts_, plate);
  if (zero_counts_ && step_ < steps_.size()) view.cop = cop(last_counts_, now().plate);
  switch (phase_) {
    case Phase::empty:
      view.instruction = just_read_ ? fmt::format("Read: {}. Take it off.", steps_[*just_read_].place)
                                    : "Take everything off the mat.";
      break;
    case Phase::load: {
      const bool something =
          std::abs(plate_n(last_counts_, now().plate)) > kSomething * now().mass_kg * kGravity_m_s2;
      view.instruction = fmt::format("Put {:g} kg on the {}.", now().mass_kg, now().place);
      if (now().mark)
        view.instruction = fmt::format("Put {:g} kg on the mark: {}.", now().mass_kg, now().place);
      if (something && refusal_.empty()) view.instruction = "Leave it there.";
      break;
    }
    case Phase::shift:
      view.instruction = fmt::format(
          "Stand on the {} with both feet and carry your weight slowly round: front, right, rear, left.",
          plate_in_words(geometry_, now().plate));
      view.hint = shift_->hint();
      view.progress = shift_->progress();
      break;
    case Phase::review:
      view.instruction = "All read.";
      view.progress = 1;
      break;
    case Phase::refused:
      view.instruction = "These readings make no calibration.";
      break;
  }
  return view;
}

}  // namespace poise::calibrate
