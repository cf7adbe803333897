#include "calibrate/zero_finder.h"

#include <algorithm>
#include <cmath>

namespace poise::calibrate {
namespace {

constexpr std::int64_t kBlock_us = 100'000;
constexpr std::int64_t kLongestHole_us = 300'000;
constexpr int kFewestSamples = 6;  // at 10 Hz a second has ten, less what the line lost
constexpr double kLargestNoise_n = 1.0;
constexpr double kLargestEmpty_n = 23.0;
constexpr double kCellFloor_n = 0.1;
constexpr double kSumFloor_n = 0.2;
constexpr double kChiSquare9 = 33.7;  // upper 1e-4 point, 9 degrees of freedom: ten blocks and their mean
constexpr unsigned kPlateMask = (1u << kCellsPerPlate) - 1;

constexpr bool has(unsigned mask, std::size_t cell) { return (mask >> cell) & 1u; }

}  // namespace

void ZeroFinder::restart() {
  blocks_.fill({});
  current_ = 0;
  filled_ = 0;
  has_last_ = false;
  hurdle_ = ZeroHurdle::collecting;
}

std::optional<std::array<double, kMaxCells>> ZeroFinder::add(const LoadSample& sample) {
  if (sample.flags & kFlagSettling) {
    restart();
    return std::nullopt;
  }
  if (has_last_) {
    const std::int64_t step_us = sample.device_us - last_.device_us;
    if (step_us == 0) return std::nullopt;  // the same instant twice is no news
    if (step_us < 0 || step_us > kLongestHole_us || sample.cell_count != last_.cell_count) restart();
  }
  if (!has_last_) block_end_us_ = sample.device_us + kBlock_us;

  std::optional<std::array<double, kMaxCells>> found;
  while (sample.device_us >= block_end_us_) {
    filled_ = std::min(filled_ + 1, kBlocks);
    if (filled_ == kBlocks && !found) found = judge();
    current_ = (current_ + 1) % kBlocks;
    blocks_[static_cast<std::size_t>(current_)] = {};
    block_end_us_ += kBlock_us;
  }
  if (found) {
    restart();
    return found;
  }

  Block& block = blocks_[static_cast<std::size_t>(current_)];
  const unsigned all = (1u << sample.cell_count) - 1;
  const unsigned usable = all & ~static_cast<unsigned>(sample.invalid_mask | sample.overload_mask);
  const unsigned paired = has_last_ ? usable & last_usable_ : 0;
  for (std::size_t i = 0; i < sample.cell_count; ++i) {
    if (!has(usable, i)) continue;
    ++block.samples[i];
    block.sum_n[i] += sample.cell_n[i];
    if (!has(paired, i)) continue;
    const double step_n = sample.cell_n[i] - last_.cell_n[i];
    ++block.pairs[i];
    block.squared_steps_n2[i] += step_n * step_n;
  }
  last_ = sample;
  last_usable_ = usable;
  has_last_ = true;
  return std::nullopt;
}

std::array<ZeroFinder::CellSecond, kMaxCells> ZeroFinder::summarize() const {
  std::array<CellSecond, kMaxCells> cells;
  for (std::size_t i = 0; i < kMaxCells; ++i) {
    int pairs = 0;
    double sum_n = 0, squared_steps_n2 = 0;
    for (const Block& block : blocks_) {
      cells[i].samples += block.samples[i];
      sum_n += block.sum_n[i];
      pairs += block.pairs[i];
      squared_steps_n2 += block.squared_steps_n2[i];
    }
    if (cells[i].samples > 0) cells[i].mean_n = sum_n / cells[i].samples;
    if (pairs > 0) cells[i].noise_n2 = squared_steps_n2 / (2 * pairs);
  }
  return cells;
}

/// Whether the sum of the cells in `group` stays put from block to block. The cells' noises are independent
/// of each other, so that their variances add.
bool ZeroFinder::is_still(const std::array<CellSecond, kMaxCells>& cells, unsigned group,
                          double floor_n) const {
  double mean_n = 0, noise_n2 = 0;
  for (std::size_t i = 0; i < kMaxCells; ++i) {
    if (!has(group, i)) continue;
    mean_n += cells[i].mean_n;
    noise_n2 += cells[i].noise_n2;
  }
  double scatter_n2 = 0;
  int samples = 0;
  for (const Block& block : blocks_) {
    double block_mean_n = 0;
    int fewest = 0;
    for (std::size_t i = 0; i < kMaxCells; ++i) {
      if (!has(group, i)) continue;
      if (block.samples[i] == 0) {  // a lost sample at a low rate: this block says nothing
        fewest = 0;
        break;
      }
      block_mean_n += block.sum_n[i] / block.samples[i];
      fewest = fewest == 0 ? block.samples[i] : std::min(fewest, block.samples[i]);
    }
    if (fewest == 0) continue;
    scatter_n2 += fewest * (block_mean_n - mean_n) * (block_mean_n - mean_n);
    samples += fewest;
  }
  return scatter_n2 <= kChiSquare9 * noise_n2 + samples * floor_n * floor_n;
}

std::optional<std::array<double, kMaxCells>> ZeroFinder::judge() {
  const std::array<CellSecond, kMaxCells> cells = summarize();
  int most = 0;
  for (const CellSecond& cell : cells) most = std::max(most, cell.samples);
  unsigned used = 0;
  for (std::size_t i = 0; i < kMaxCells; ++i)
    if (cells[i].samples >= kFewestSamples && 2 * cells[i].samples > most) used |= 1u << i;

  const auto refuse = [this](ZeroHurdle hurdle) {
    hurdle_ = hurdle;
    return std::nullopt;
  };
  if (used == 0) return refuse(ZeroHurdle::no_numbers);

  std::array<double, kMaxCells> zero_n{};
  double left_n = 0, right_n = 0;
  bool noisy = false, still = true;
  for (std::size_t i = 0; i < kMaxCells; ++i) {
    if (!has(used, i)) continue;
    zero_n[i] = cells[i].mean_n;
    (i < kCellsPerPlate ? left_n : right_n) += cells[i].mean_n;
    noisy = noisy || cells[i].noise_n2 > kLargestNoise_n * kLargestNoise_n;
    still = still && is_still(cells, 1u << i, kCellFloor_n);
  }
  total_n_ = left_n + right_n;
  const double largest_n = std::max(std::abs(left_n), std::abs(right_n));
  if (mode_ == ZeroMode::automatic && largest_n >= kLargestEmpty_n) return refuse(ZeroHurdle::loaded);
  for (const unsigned group : {used & kPlateMask, used & ~kPlateMask, used})
    still = still && is_still(cells, group, kSumFloor_n);
  if (!still) return refuse(ZeroHurdle::moving);
  if (noisy) return refuse(ZeroHurdle::noisy);
  return zero_n;
}

}  // namespace poise::calibrate
