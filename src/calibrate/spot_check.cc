#include "calibrate/spot_check.h"

#include <fmt/format.h>

#include <algorithm>
#include <cmath>
#include <numeric>
#include <span>

namespace poise::calibrate {
namespace {

constexpr std::int64_t kBlock_us = 250'000;
constexpr std::size_t kBlocks = 12;
constexpr double kScatter = 0.01, kHalves = 0.005, kOtherPlate = 0.03, kOtherPlate_n = 3;
constexpr double kSomething = 0.3;  // of the expected load: somebody is there, or something

double total(std::span<const double> values) { return std::accumulate(values.begin(), values.end(), 0.0); }
double mean(std::span<const double> values) { return total(values) / static_cast<double>(values.size()); }

}  // namespace

SpotCheck::SpotCheck(const Geometry& geometry, const MatIdentity& mat, const Calibration* calibration,
                     double mass_kg)
    : calibrator_(geometry, mat.adc_bits, calibration),
      plates_(geometry.plate_count()),
      expected_n_(mass_kg * kGravity_m_s2),
      empty_(geometry, mat.adc_bits) {}

void SpotCheck::on_frame(const RawFrame& frame) {
  if (done() || frame.cell_count != calibrator_.geometry().cells.size()) return;
  if (has_zero_) return on_load(frame);
  const auto counts = empty_.add(frame);
  if (!counts) return;
  const auto zero_n = calibrator_.gross_n(*counts);
  const double more_n = total(zero_n) - total(calibrator_.zero());
  if (was_empty_ && more_n > kSomething * expected_n_) {
    why_ = fmt::format("It carries {:.0f} N more than when it was empty: take off what is on it.", more_n);
    return;
  }
  calibrator_.set_zero(zero_n);
  why_.clear();
  has_zero_ = was_empty_ = true;
}

void SpotCheck::on_load(const RawFrame& frame) {
  const LoadSample load = calibrator_.apply(frame);
  if (load.invalid_mask != 0) {
    why_ = "A cell gives no number: run poise check.";
    blocks_n_.clear();
    block_samples_ = 0;
    return;
  }
  if (block_samples_ > 0 && frame.device_us >= block_end_us_) end_block();
  if (done()) return;
  if (block_samples_ == 0) {
    block_end_us_ = frame.device_us + kBlock_us;
    block_sum_n_ = block_other_n_ = 0;
  }
  ++block_samples_;
  for (std::size_t i = 0; i < load.cell_count; ++i)
    (static_cast<int>(i) / kCellsPerPlate == plate_ ? block_sum_n_ : block_other_n_) += load.cell_n[i];
}

void SpotCheck::end_block() {
  const double own_n = block_sum_n_ / block_samples_, other_n = block_other_n_ / block_samples_;
  block_samples_ = 0;
  why_.clear();
  const auto begin_again = [this](std::string why) {
    blocks_n_.clear();
    why_ = std::move(why);
  };
  if (own_n < kSomething * expected_n_) return begin_again("");
  if (std::abs(other_n) > kOtherPlate * own_n + kOtherPlate_n)
    return begin_again(fmt::format("The other plate carries {:.0f} N: all of it must rest on the {}.",
                                   other_n, plate_in_words(calibrator_.geometry(), plate_)));
  blocks_n_.push_back(own_n);
  if (blocks_n_.size() > kBlocks) blocks_n_.erase(blocks_n_.begin());
  if (blocks_n_.size() < kBlocks) return;
  const std::span<const double> blocks(blocks_n_);
  const double mean_n = mean(blocks);
  double squares = 0;
  for (const double block_n : blocks) squares += (block_n - mean_n) * (block_n - mean_n);
  const double scatter_n = std::sqrt(squares / (kBlocks - 1));
  const double halves_n = mean(blocks.first(kBlocks / 2)) - mean(blocks.last(kBlocks / 2));
  if (scatter_n > kScatter * mean_n || std::abs(halves_n) > kHalves * mean_n) {
    why_ = "Stand still.";
    return;
  }
  readings_.push_back({plate_, expected_n_, mean_n});
  blocks_n_.clear();
  ++plate_;
}

void SpotCheck::on_silence() {
  has_zero_ = false;
  why_.clear();
  empty_.restart();
  blocks_n_.clear();
  block_samples_ = 0;
}

void SpotCheck::skip() {
  if (done()) return;
  ++plate_;
  blocks_n_.clear();
  block_samples_ = 0;
}

SpotView SpotCheck::view() const {
  SpotView view;
  if (done()) {
    view.instruction = "Done.";
    view.progress = 1;
  } else if (!has_zero_) {
    view.instruction = "Leave the mat empty.";
    view.why = why_.empty() ? empty_.why() : why_;
  } else {
    view.instruction =
        fmt::format("Now {:.4g} kg on the {}, and still.", expected_n_ / kGravity_m_s2, plate_in_words(calibrator_.geometry(), plate_));
    view.why = why_;
    view.progress = static_cast<double>(blocks_n_.size()) / kBlocks;
  }
  return view;
}

}  // namespace poise::calibrate
