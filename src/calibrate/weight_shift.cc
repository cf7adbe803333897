#include "calibrate/weight_shift.h"

#include <algorithm>
#include <cmath>

namespace poise::calibrate {
namespace {

constexpr std::int64_t kBlock_us = 100'000;
constexpr double kPerson_n = 150, kOtherPlate = 0.05, kWithin = 0.06, kSteady = 0.02;
constexpr int kBlocks = 200;
constexpr double kReach = 0.3;

}  // namespace

WeightShift::WeightShift(const Geometry& geometry, int plate)
    : geometry_(geometry), first_(static_cast<std::size_t>(plate) * kCellsPerPlate) {
  sums_.plate = plate;
  for (std::size_t i = first_; i < first_ + kCellsPerPlate; ++i) {
    middle_.x_mm += geometry_.cells[i].x_mm / kCellsPerPlate;
    middle_.y_mm += geometry_.cells[i].y_mm / kCellsPerPlate;
  }
  half_x_mm_ = std::abs(geometry_.cells[first_].x_mm - middle_.x_mm);
  half_y_mm_ = std::abs(geometry_.cells[first_].y_mm - middle_.y_mm);
}

void WeightShift::add(const RawFrame& frame, const std::array<double, kMaxCells>& zero_counts) {
  if (block_samples_ > 0 && frame.device_us >= block_end_us_) {
    end_block();
    block_counts_ = {};
    block_samples_ = 0;
    block_bad_ = false;
  }
  if (block_samples_ == 0) block_end_us_ = frame.device_us + kBlock_us;
  ++block_samples_;
  block_bad_ = block_bad_ || frame.fault_mask != 0 || (frame.flags & (kFlagSettling | kFlagSaturated)) != 0;
  for (std::size_t i = 0; i < geometry_.cells.size(); ++i)
    block_counts_[i] += frame.counts[i] - zero_counts[i];
}

void WeightShift::end_block() {
  trouble_.clear();
  if (block_bad_) {
    trouble_ = "A cell gives no number.";
    return;
  }
  CellsOfPlate counts{};
  double own_n = 0, other_n = 0, x = 0, y = 0;
  for (std::size_t i = 0; i < geometry_.cells.size(); ++i) {
    const Cell& cell = geometry_.cells[i];
    const double mean_counts = block_counts_[i] / block_samples_;
    const double load_n = mean_counts / cell.counts_per_newton;
    if (i < first_ || i >= first_ + kCellsPerPlate) {
      other_n += std::abs(load_n);
      continue;
    }
    counts[i - first_] = mean_counts;
    own_n += load_n;
    x += load_n * (cell.x_mm - middle_.x_mm);
    y += load_n * (cell.y_mm - middle_.y_mm);
  }
  const double before_n = std::exchange(last_total_n_, own_n);
  if (own_n < kPerson_n) {
    trouble_ = "Nobody stands there yet.";
    return;
  }
  if (other_n > kOtherPlate * own_n) {
    trouble_ = "The other plate carries load as well: both feet on one plate.";
    return;
  }
  const double usual_n = sums_.blocks > 0 ? total_n_ / sums_.blocks : own_n;
  if (std::abs(own_n - before_n) > kSteady * usual_n || std::abs(own_n - usual_n) > kWithin * usual_n) {
    trouble_ = "Slower: the weight must stay the same while it moves.";
    return;
  }
  sums_.add(counts);
  total_n_ += own_n;
  reach_left_ = std::max(reach_left_, -x / own_n / half_x_mm_);
  reach_right_ = std::max(reach_right_, x / own_n / half_x_mm_);
  reach_rear_ = std::max(reach_rear_, -y / own_n / half_y_mm_);
  reach_front_ = std::max(reach_front_, y / own_n / half_y_mm_);
}

bool WeightShift::enough() const {
  return sums_.blocks >= kBlocks &&
         std::min({reach_left_, reach_right_, reach_rear_, reach_front_}) >= kReach;
}

double WeightShift::progress() const {
  double reached = 0;
  for (const double reach : {reach_left_, reach_right_, reach_rear_, reach_front_})
    reached += std::min(1.0, reach / kReach) / 4;
  return (reached + std::min(1.0, static_cast<double>(sums_.blocks) / kBlocks)) / 2;
}

std::string WeightShift::hint() const {
  if (!trouble_.empty()) return trouble_;
  const std::pair<double, const char*> sides[] = {{reach_front_, "Lean farther to the front."},
                                                  {reach_rear_, "Lean farther back."},
                                                  {reach_left_, "Lean farther to the left."},
                                                  {reach_right_, "Lean farther to the right."}};
  const auto* least = std::min_element(std::begin(sides), std::end(sides));
  return least->first < kReach ? least->second : "Go on, in slow circles.";
}

}  // namespace poise::calibrate
