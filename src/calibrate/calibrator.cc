#include "calibrate/calibrator.h"

#include <fmt/core.h>

#include <algorithm>
#include <bit>
#include <cassert>
#include <cmath>
#include <limits>
#include <utility>

namespace poise::calibrate {
namespace {

constexpr double kOverloadShare = 0.9;
constexpr std::int64_t kStuckAfter_us = 500'000;
/// One interval between samples counts at most this much, so that a hole in the stream is no evidence and at
/// least six repeats are needed at any rate.
constexpr std::int64_t kLongestInterval_us = 100'000;
constexpr int kMovingNeighbours = 2;
constexpr unsigned kPlateMask = (1u << kCellsPerPlate) - 1;

constexpr std::uint8_t bit(std::size_t cell) { return static_cast<std::uint8_t>(1u << cell); }

}  // namespace

std::string describe(const CellFinding& finding, const Geometry& geometry) {
  const std::string& name = geometry.cells[static_cast<std::size_t>(finding.cell)].name;
  if (!finding.stuck) return fmt::format("cell {} gives changing numbers again and is used again", name);
  return fmt::format(
      "cell {} keeps sending the same number while its neighbours change, so its plate has no balance; "
      "check the cell's plug and cable",
      name);
}

Calibrator::Calibrator(Geometry geometry, int adc_bits, const Calibration* calibration)
    : geometry_(std::move(geometry)) {
  cell_count_ = static_cast<std::uint8_t>(std::min<std::size_t>(geometry_.cells.size(), kMaxCells));
  all_cells_ = static_cast<std::uint8_t>((1u << cell_count_) - 1);
  const int bits = adc_bits >= 8 && adc_bits <= 24 ? adc_bits : 24;
  rail_high_ = (1 << (bits - 1)) - 1;
  rail_low_ = -rail_high_ - 1;
  counts_per_newton_.fill(1);
  for (std::size_t i = 0; i < cell_count_; ++i) {
    counts_per_newton_[i] = geometry_.cells[i].counts_per_newton;
    overload_n_[i] = kOverloadShare * geometry_.cells[i].capacity_n;
  }
  if (!calibration) return;
  assert(calibration->cell_count == cell_count_);
  std::copy_n(calibration->counts_per_newton.begin(), cell_count_, counts_per_newton_.begin());
  offset_counts_ = calibration->zero_counts;
  if (calibration->matrices.empty()) return;
  for (int plate = 0; plate < calibration->plates(); ++plate)
    matrices_.push_back(cell_matrix(*calibration, geometry_, plate));
}

LoadSample Calibrator::apply(const RawFrame& frame) {
  LoadSample sample;
  sample.sequence = frame.sequence;
  sample.device_us = frame.device_us;
  sample.cell_count = frame.cell_count;
  sample.flags = frame.flags;
  if (frame.cell_count != cell_count_) {
    sample.invalid_mask = static_cast<std::uint8_t>((1u << std::min<int>(frame.cell_count, kMaxCells)) - 1);
    sample.cell_n.fill(std::numeric_limits<double>::quiet_NaN());
    return sample;
  }

  unsigned overload = 0, at_rail = 0;
  std::array<double, kMaxCells> above{};
  for (std::size_t i = 0; i < cell_count_; ++i) {
    const std::int32_t counts = frame.counts[i];
    above[i] = counts - offset_counts_[i];
    sample.cell_n[i] = above[i] / counts_per_newton_[i];
    at_rail |= static_cast<unsigned>(counts >= rail_high_ || counts <= rail_low_) << i;
    overload |= static_cast<unsigned>(std::abs(counts / counts_per_newton_[i]) > overload_n_[i]) << i;
  }
  overload |= at_rail;
  if ((frame.flags & kFlagSaturated) && at_rail == 0) overload = all_cells_;
  sample.overload_mask = static_cast<std::uint8_t>(overload);

  const bool settling = frame.flags & kFlagSettling;
  const std::uint8_t invalid =
      settling ? all_cells_
               : static_cast<std::uint8_t>((frame.fault_mask | watch_for_stuck(frame, at_rail)) & all_cells_);
  if (!matrices_.empty()) mix(above, invalid, sample.cell_n);
  for (std::size_t i = 0; i < cell_count_; ++i) sample.cell_n[i] -= zero_n_[i];
  if (invalid != 0)
    for (std::size_t i = 0; i < cell_count_; ++i)
      if (invalid & bit(i)) sample.cell_n[i] = std::numeric_limits<double>::quiet_NaN();
  sample.invalid_mask = invalid;
  return sample;
}

void Calibrator::mix(const std::array<double, kMaxCells>& above, std::uint8_t invalid,
                     std::array<double, kMaxCells>& cell_n) const {
  for (std::size_t plate = 0; plate < matrices_.size(); ++plate) {
    const std::size_t first = plate * kCellsPerPlate;
    if (invalid & kPlateMask << first) continue;
    for (std::size_t i = 0; i < kCellsPerPlate; ++i) {
      const CellsOfPlate& row = matrices_[plate][i];
      cell_n[first + i] = row[0] * above[first] + row[1] * above[first + 1] + row[2] * above[first + 2] +
                          row[3] * above[first + 3];
    }
  }
}

std::array<double, kMaxCells> Calibrator::gross_n(const std::array<double, kMaxCells>& counts) const {
  std::array<double, kMaxCells> above{}, cell_n{};
  for (std::size_t i = 0; i < cell_count_; ++i) {
    above[i] = counts[i] - offset_counts_[i];
    cell_n[i] = above[i] / counts_per_newton_[i];
  }
  if (!matrices_.empty()) mix(above, 0, cell_n);
  return cell_n;
}

std::array<double, kMaxCells> Calibrator::counts_under(const std::array<double, kMaxCells>& gross_n) const {
  std::array<double, kMaxCells> counts{};
  for (std::size_t i = 0; i < cell_count_; ++i)
    counts[i] = gross_n[i] * counts_per_newton_[i] + offset_counts_[i];
  for (std::size_t plate = 0; plate < matrices_.size(); ++plate) {
    const CellMatrix back = inverse(matrices_[plate]);
    const std::size_t first = plate * kCellsPerPlate;
    for (std::size_t i = 0; i < kCellsPerPlate; ++i) {
      counts[first + i] = offset_counts_[first + i];
      for (std::size_t j = 0; j < kCellsPerPlate; ++j) counts[first + i] += back[i][j] * gross_n[first + j];
    }
  }
  return counts;
}

std::uint8_t Calibrator::watch_for_stuck(const RawFrame& frame, unsigned at_rail) {
  unsigned changed = 0;
  for (std::size_t i = 0; i < cell_count_; ++i)
    changed |= static_cast<unsigned>(frame.counts[i] != last_counts_[i]) << i;
  const std::int64_t interval_us =
      std::clamp<std::int64_t>(frame.device_us - last_us_, 0, kLongestInterval_us);
  last_counts_ = frame.counts;
  last_us_ = frame.device_us;
  last_sequence_ = frame.sequence;
  const bool comparable = std::exchange(has_last_, true);

  // The usual case: every cell changed, none was being watched.
  const unsigned unusable = frame.fault_mask | at_rail;
  if (!comparable || (changed == all_cells_ && repeating_mask_ == 0)) return stuck_mask_;

  for (std::size_t i = 0; i < cell_count_; ++i) {
    if (changed & bit(i)) {
      still_us_[i] = 0;
      repeating_mask_ = static_cast<std::uint8_t>(repeating_mask_ & ~bit(i));
      stuck_mask_ = static_cast<std::uint8_t>(stuck_mask_ & ~bit(i));
      continue;
    }
    if (unusable & bit(i)) continue;
    const unsigned plate = kPlateMask << (i / kCellsPerPlate * kCellsPerPlate);
    if (std::popcount(changed & ~unusable & plate) < kMovingNeighbours) continue;
    still_us_[i] += interval_us;
    repeating_mask_ |= bit(i);
    if (still_us_[i] > kStuckAfter_us) stuck_mask_ |= bit(i);
  }
  return stuck_mask_;
}

std::optional<CellFinding> Calibrator::take_finding() {
  const unsigned news = stuck_mask_ ^ reported_mask_;
  if (news == 0) return std::nullopt;
  const int cell = std::countr_zero(news);
  const std::uint8_t mask = bit(static_cast<std::size_t>(cell));
  reported_mask_ ^= mask;
  return CellFinding{cell, (stuck_mask_ & mask) != 0, last_sequence_};
}

}  // namespace poise::calibrate
