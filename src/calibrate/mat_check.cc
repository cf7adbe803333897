#include "calibrate/mat_check.h"

#include <fmt/format.h>

#include <algorithm>
#include <cmath>
#include <utility>

namespace poise::calibrate {
namespace {

constexpr double kEmpty_n = 40;
constexpr double kStepLoad_n = 100;  // a foot with some weight on it; more than any offset creeps
constexpr double kSteady = 0.15;
constexpr std::int64_t kSteady_us = 1'000'000;
constexpr int kFewestOfStep = 5;
// Parts of the load, of somebody who stands somewhere in the middle of a plate.
constexpr double kNoResponse = 0.01, kNegative = -0.03, kStranger = 0.08;
constexpr std::size_t kNone = kMaxCells;

/// Whether the cell gives a number in all of them.
bool usable(const std::vector<RawFrame>& frames, std::size_t cell) {
  return std::none_of(frames.begin(), frames.end(),
                      [cell](const RawFrame& f) { return f.fault_mask >> cell & 1; });
}

}  // namespace

LinkCounters difference(const LinkCounters& now, const LinkCounters& before) {
  LinkCounters passed;
  for (const auto counter : {&LinkCounters::frames, &LinkCounters::bad_crc, &LinkCounters::bad_cobs,
                             &LinkCounters::too_long, &LinkCounters::unknown_type, &LinkCounters::too_short,
                             &LinkCounters::lost_samples, &LinkCounters::overflows, &LinkCounters::restarts,
                             &LinkCounters::duplicated, &LinkCounters::dropped_chunks})
    passed.*counter = now.*counter - before.*counter;
  return passed;
}

MatCheck::MatCheck(Geometry geometry, const MatIdentity& mat, CheckPlan plan, const Loads& zero_counts)
    : geometry_(std::move(geometry)), mat_(mat), plan_(plan), zero_counts_(zero_counts) {
  steps_.push_back({});
  const int cells = static_cast<int>(geometry_.cells.size());
  if (plan.steps)
    for (int plate = 0; plate < geometry_.plate_count(); ++plate) steps_.push_back({Step::Kind::plate, plate});
  if (plan.corners)
    for (int cell = 0; cell < cells; ++cell) steps_.push_back({Step::Kind::corner, cell});
}

void MatCheck::on_frame(const RawFrame& frame) {
  if (done() || frame.cell_count != geometry_.cells.size()) return;
  if (steps_[step_].kind == Step::Kind::empty)
    on_empty(frame);
  else
    on_step(frame);
}

void MatCheck::on_empty(const RawFrame& frame) {
  if (empty_.empty() && (frame.flags & kFlagSettling)) return;
  empty_.push_back(frame);
  if (static_cast<double>(frame.device_us - empty_.front().device_us) < plan_.empty_s * 1e6) return;
  for (std::size_t i = 0; i < geometry_.cells.size(); ++i) {
    double sum = 0;
    for (const RawFrame& each : empty_) sum += each.counts[i];
    empty_counts_[i] = sum / static_cast<double>(empty_.size());
  }
  ++step_;
}

/// A second of steady load ends the step.
void MatCheck::on_step(const RawFrame& frame) {
  last_.push_back(frame);
  while (frame.device_us - last_.front().device_us > kSteady_us) last_.erase(last_.begin());
  if (frame.device_us - last_.front().device_us < kSteady_us * 9 / 10 || last_.size() < kFewestOfStep) return;

  Loads mean_n{};
  double least_n = 1e9, most_n = 0;
  for (const RawFrame& each : last_) {
    double sum_n = 0;
    for (std::size_t i = 0; i < geometry_.cells.size(); ++i) {
      const double load_n = (each.counts[i] - empty_counts_[i]) / geometry_.cells[i].counts_per_newton;
      mean_n[i] += load_n / static_cast<double>(last_.size());
      sum_n += std::abs(load_n);  // a cell that reads less under load carries it all the same
    }
    least_n = std::min(least_n, sum_n);
    most_n = std::max(most_n, sum_n);
  }
  if (most_n < kEmpty_n) waits_for_empty_ = false;
  if (waits_for_empty_ || most_n < kStepLoad_n || most_n - least_n > kSteady * most_n) return;
  double total_n = 0;
  for (const double load_n : mean_n) total_n += std::abs(load_n);
  judge(mean_n, total_n);
}

void MatCheck::judge(const Loads& load_n, double total_n) {
  const auto index = static_cast<std::size_t>(steps_[step_].index);
  if (steps_[step_].kind == Step::Kind::corner)
    judge_corner(load_n, index);
  else if (!judge_plate(load_n, total_n, index))
    return;
  next_step();
}

void MatCheck::next_step() {
  ++step_;
  last_.clear();
  why_.clear();
  waits_for_empty_ = true;
}

/// Whether that was found of these two cells already, in either order; −1: of the whole mat.
bool MatCheck::told(const char* id, int cell, int other) const {
  return std::any_of(step_findings_.begin(), step_findings_.end(), [&](const Finding& finding) {
    return finding.id == id && (finding.cells.empty() || finding.cells == std::vector{cell, other} ||
                                finding.cells == std::vector{other, cell});
  });
}

/// False: the load is on both plates, so that nothing can be told yet.
bool MatCheck::judge_plate(const Loads& load_n, double total_n, std::size_t plate) {
  const std::size_t begin = plate * kCellsPerPlate, end = begin + kCellsPerPlate;
  double own_n = 0;
  int strangers = 0;
  std::size_t stranger = kNone;
  for (std::size_t i = 0; i < geometry_.cells.size(); ++i) {
    if (i >= begin && i < end) {
      own_n += std::abs(load_n[i]);
    } else if (std::abs(load_n[i]) > kStranger * total_n) {
      ++strangers;
      stranger = i;
    }
  }
  const bool mostly_elsewhere = own_n < 0.3 * total_n;
  if (strangers > 1 && !mostly_elsewhere) {
    why_ = fmt::format("The other plate carries load as well: stand on the {} plate only.",
                       geometry_.plates[plate].name);
    return false;
  }
  if (mostly_elsewhere) {
    if (plate == 0)  // once is enough: the other side then is exchanged too
      find(Severity::unfit, "sides_swapped", {}, "Who stands on the left plate shows on the right one.",
           "Left and right would be exchanged in everything.",
           "Turn the mat round, or exchange the plugs of the two plates, and check again.");
    judge_own_cells(load_n, total_n, 1 - plate, kNone);
    return true;
  }
  judge_own_cells(load_n, total_n, plate, stranger);
  return true;
}

void MatCheck::judge_own_cells(const Loads& load_n, double total_n, std::size_t plate, std::size_t stranger) {
  for (std::size_t i = plate * kCellsPerPlate; i < (plate + 1) * kCellsPerPlate; ++i) {
    if (!usable(last_, i)) continue;  // the empty mat has told that
    if (load_n[i] < kNegative * total_n) {
      find(Severity::unfit, "cell_negative", {static_cast<int>(i)},
           fmt::format("Cell {} reads {:.0f} N less when its plate is loaded.", name(i), -load_n[i]),
           "Its signal wires are exchanged, or the cell is mounted upside down.",
           "Exchange its two signal wires (often green and white), or turn the cell over.");
    } else if (std::abs(load_n[i]) < kNoResponse * total_n && stranger != kNone) {
      if (told("cells_swapped", static_cast<int>(i), static_cast<int>(stranger))) continue;
      find(Severity::unfit, "cells_swapped", {static_cast<int>(i), static_cast<int>(stranger)},
           fmt::format("A load on the plate of cell {} shows on cell {} instead.", name(i), name(stranger)),
           "The two are exchanged, so that sides and centre of pressure are wrong.", "Exchange their plugs.");
    } else if (std::abs(load_n[i]) < kNoResponse * total_n) {
      find(Severity::unfit, "cell_no_response", {static_cast<int>(i)},
           fmt::format("Cell {} does not change when somebody stands on its plate.", name(i)),
           "Its corner carries nothing, or the cell measures nothing.",
           "Look whether its foot touches the floor and the plate rests on it; then at plug and cable.");
    }
  }
}

void MatCheck::judge_corner(const Loads& load_n, std::size_t cell) {
  if (told("sides_swapped", -1, -1)) return;  // every corner would be wrong
  const auto most =
      std::max_element(load_n.begin(), load_n.begin() + static_cast<std::ptrdiff_t>(geometry_.cells.size()));
  const auto found = static_cast<std::size_t>(most - load_n.begin());
  if (found == cell) return;
  const int asked = static_cast<int>(cell), shown = static_cast<int>(found);
  if (told("corner_wrong", asked, shown) || told("cells_swapped", asked, shown)) return;
  find(Severity::unfit, "corner_wrong", {asked, shown},
       fmt::format("Pressing the corner of cell {} shows most on cell {}.", name(cell), name(found)),
       "The two are exchanged, so that the centre of pressure is wrong.",
       "Exchange their plugs; if that corner was not pressed, check again.");
}

void MatCheck::find(Severity severity, const char* id, std::vector<int> cells, std::string seen,
                    std::string meaning, std::string advice) {
  step_findings_.push_back(
      {severity, id, std::move(cells), std::move(seen), std::move(meaning), std::move(advice)});
}

void MatCheck::skip() {
  if (done() || steps_[step_].kind == Step::Kind::empty) return;
  skipped_ = true;
  next_step();
}

void MatCheck::stream_stopped() {
  stopped_ = !done();
  step_ = steps_.size();
}

std::string MatCheck::instruction(const Step& step) const {
  switch (step.kind) {
    case Step::Kind::empty:
      return "Leave the mat empty and do not touch it.";
    case Step::Kind::plate:
      return geometry_.two_plates() ? fmt::format("Stand on the {} plate only, in its middle.",
                                                  geometry_.plates[static_cast<std::size_t>(step.index)].name)
                                    : "Stand on the mat, in its middle.";
    case Step::Kind::corner:
      return fmt::format("Press the corner of cell {} with one foot.",
                         name(static_cast<std::size_t>(step.index)));
  }
  return {};
}

CheckView MatCheck::view() const {
  CheckView view;
  view.steps = static_cast<int>(steps_.size());
  view.step = static_cast<int>(std::min(step_ + 1, steps_.size()));
  view.why = why_;
  if (done()) {
    view.progress = 1;
    return view;
  }
  view.instruction = (waits_for_empty_ ? "Step off. Then: " : "") + instruction(steps_[step_]);
  if (step_ == 0 && !empty_.empty() && plan_.empty_s > 0)
    view.progress = std::min(
        1.0, static_cast<double>(empty_.back().device_us - empty_.front().device_us) / (plan_.empty_s * 1e6));
  return view;
}

MatReport MatCheck::report(const LinkCounters& line) const {
  MatReport report = report_of_empty(empty_, geometry_, mat_, zero_counts_, line);
  if (stopped_)
    report.add({Severity::unfit,
                "stream_stopped",
                {},
                "The mat stopped sending during the check.",
                "What is said here rests on what had come by then.",
                "Look at its plug and its power, and check again."});
  for (const Finding& finding : step_findings_) report.add(finding);
  if (skipped_ || !plan_.steps)
    report.add({Severity::note,
                "sides_not_checked",
                {},
                "Nobody stood on the mat.",
                "Exchanged sides, plugs and wires show only under load.",
                ""});
  return report;
}

}  // namespace poise::calibrate
