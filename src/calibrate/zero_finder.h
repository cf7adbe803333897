#pragma once

#include <array>
#include <cstdint>
#include <optional>

#include "base/stages.h"

namespace poise::calibrate {

/// What keeps the zero from being taken.
enum class ZeroHurdle {
  collecting,  ///< not yet a second of samples
  no_numbers,  ///< no cell gives a usable number
  noisy,       ///< a cell's own noise is too large for any zero
  loaded,      ///< more on the mat than an empty one may show
  moving,      ///< slow changes: somebody is on the mat, or it drifts
};

/// Who says that the mat is empty.
enum class ZeroMode {
  automatic,  ///< nobody: a load beyond the limit is taken for a person or a thing
  asked,      ///< the operator: any load is taken for offset, so long as nothing moves
};

/// Finds the first quiet second of an empty mat and what each cell shows then. Fed one sample at a time, in
/// order; constant work a sample, no allocation, no clock but the samples' own. Pipeline thread.
///
/// A second is ten blocks of a tenth; it slides by a block. It is taken when, over the second,
///  - every cell's own noise is below 1 N. It is estimated from the differences of successive samples,
///    which a slow movement hardly touches, so that the next limit adapts to the mat: 0.005 N a cell, 0.3 N;
///  - nothing moves: for every cell, each plate and the whole mat, the block means scatter no more than
///    that noise explains (chi-square, 9 degrees of freedom, one false alarm in ten thousand) plus a floor
///    for drift and vibration, 0.1 N rms for a cell and 0.2 N for sums. A standing person sways many times
///    that. A light foot at rest may not, and at 10 Hz its trembling looks like noise, hence the next limit;
///  - in automatic mode each plate shows less than 23 N, pushed or pulled. One foot of a 40 kg person who
///    lies with that foot on the mat presses 12 % of body weight, 47 N: no offset that would itself be taken
///    for an empty plate can hide it. A mat with larger offsets has to be asked for.
/// Cells without a usable number (invalid or overloaded for more than half of the second) are left out and
/// get 0. Settling, a hole of more than 0.3 s and a clock that runs backwards begin the second anew.
class ZeroFinder {
 public:
  explicit ZeroFinder(ZeroMode mode = ZeroMode::automatic) : mode_(mode) {}

  /// The mean of each cell in newtons over a quiet second that ended before this sample, once there is one;
  /// the search begins anew then. Relative to the zero in force when the samples were made: add it to that
  /// zero.
  std::optional<std::array<double, kMaxCells>> add(const LoadSample& sample);

  void restart();

  /// Why the last second was not taken.
  ZeroHurdle hurdle() const { return hurdle_; }
  /// What the whole mat showed over it, newtons; absent before there was one.
  std::optional<double> total_n() const { return total_n_; }
  /// How much of a second is there, 0…1.
  double progress() const { return static_cast<double>(filled_) / kBlocks; }

 private:
  static constexpr int kBlocks = 10;

  /// Sums over a tenth of a second.
  struct Block {
    std::array<int, kMaxCells> samples{};
    std::array<double, kMaxCells> sum_n{};
    std::array<int, kMaxCells> pairs{};
    std::array<double, kMaxCells> squared_steps_n2{};  ///< of differences to the sample before
  };
  /// One cell over the second.
  struct CellSecond {
    int samples = 0;
    double mean_n = 0, noise_n2 = 0;
  };

  std::optional<std::array<double, kMaxCells>> judge();
  std::array<CellSecond, kMaxCells> summarize() const;
  bool is_still(const std::array<CellSecond, kMaxCells>& cells, unsigned group, double floor_n) const;

  ZeroMode mode_;
  std::array<Block, kBlocks> blocks_{};  ///< a ring; `current_` is being filled
  int current_ = 0;
  int filled_ = 0;
  std::int64_t block_end_us_ = 0;
  LoadSample last_;
  unsigned last_usable_ = 0;
  bool has_last_ = false;
  ZeroHurdle hurdle_ = ZeroHurdle::collecting;
  std::optional<double> total_n_;
};

}  // namespace poise::calibrate
