#include "virtual-mat/adc.h"

#include <algorithm>
#include <cmath>
#include <utility>

namespace poise::virtual_mat {
namespace {

constexpr double kPlateX_mm = 160, kCellX_mm = 130, kCellY_mm = 230;

// HX711 as built: 370 nV rms on a 100 kg cell of 2 mV/V at 5 V is 3.7 g.
constexpr double kNoise_n = 0.0363;
constexpr double kNaturalDrift_n_per_min = 0.05;  // a warm cell, most [E]
constexpr std::int32_t kHighest = 0x7FFFFF, kLowest = -0x800000;

/// A load at a point of a plate, shared out bilinearly: exact for its sum and for its centre of pressure.
void share_out(const Foot& foot, double plate_x_mm, double* cells) {
  const double right = 0.5 + (foot.x_mm - plate_x_mm) / (2 * kCellX_mm);
  const double front = 0.5 + foot.y_mm / (2 * kCellY_mm);
  cells[0] += foot.load_n * front * (1 - right);
  cells[1] += foot.load_n * front * right;
  cells[2] += foot.load_n * (1 - front) * (1 - right);
  cells[3] += foot.load_n * (1 - front) * right;
}

}  // namespace

CellLoads cell_loads(const Feet& feet, int cells) {
  CellLoads loads{};
  const bool two_plates = cells == POISE_MAX_CELLS;
  share_out(feet.left, two_plates ? -kPlateX_mm : 0, loads.data());
  share_out(feet.right, two_plates ? kPlateX_mm : 0, loads.data() + (two_plates ? 4 : 0));
  return loads;
}

Adc::Adc(const Scenario& scenario)
    : seed_(scenario.seed),
      cells_(scenario.cells),
      fault_(scenario.fault),
      fault_at_s_(scenario.fault_at_s),
      noise_n_(scenario.noise * kNoise_n),
      has_crosstalk_(scenario.crosstalk_pct > 0) {
  for (std::size_t i = 0; i < static_cast<std::size_t>(cells_); ++i) {
    const auto off = [&](Stream stream, std::size_t index) { return 2 * random_uniform(seed_, stream, index) - 1; };
    counts_per_newton_[i] = kCountsPerNewton * (1 + scenario.gain_error_pct / 100 * off(Stream::gain, i));
    if (fault_.kind == Fault::Kind::reversed && fault_.cell == static_cast<int>(i)) counts_per_newton_[i] *= -1;
    for (std::size_t j = i / 4 * 4; j < i / 4 * 4 + 4; ++j)
      if (j != i) crosstalk_[i][j] = scenario.crosstalk_pct / 100 * off(Stream::crosstalk, i * POISE_MAX_CELLS + j);
    zero_n_[i] = scenario.zero_n * (2 * random_uniform(seed_, Stream::zero, i) - 1);
    const double natural =
        scenario.noise * kNaturalDrift_n_per_min * (2 * random_uniform(seed_, Stream::drift, i) - 1);
    const double broken = fault_.kind == Fault::Kind::drift ? fault_.n_per_min / cells_ : 0;
    drift_n_per_s_[i] = (natural + broken) / 60;
  }
}

void Adc::convert(const CellLoads& loads, std::uint64_t index, double t_s, poise_sample& sample) {
  sample.cell_count = static_cast<std::uint8_t>(cells_);
  for (std::size_t i = 0; i < static_cast<std::size_t>(cells_); ++i) {
    double n = loads[i] + zero_n_[i] + drift_n_per_s_[i] * t_s;
    if (has_crosstalk_)
      for (std::size_t j = i / 4 * 4; j < i / 4 * 4 + 4; ++j) n += crosstalk_[i][j] * loads[j];
    if (noise_n_ > 0) n += noise_n_ * random_bell(seed_, Stream::adc, index * POISE_MAX_CELLS + i);
    const double counts = std::clamp(n * counts_per_newton_[i], double{kLowest}, double{kHighest});
    sample.cell[i] = static_cast<std::int32_t>(counts < 0 ? counts - 0.5 : counts + 0.5);
    if (counts <= kLowest || counts >= kHighest) sample.flags |= POISE_FLAG_SATURATED;
  }
  if (t_s < fault_at_s_) return;
  std::int32_t& broken = sample.cell[fault_.cell];
  switch (fault_.kind) {
    case Fault::Kind::dead:
      broken = 0;
      sample.fault_mask = static_cast<std::uint8_t>(1u << fault_.cell);
      break;
    case Fault::Kind::stuck:
      if (!stuck_counts_) stuck_counts_ = broken;
      broken = *stuck_counts_;
      break;
    case Fault::Kind::saturated:
      broken = kHighest;
      sample.flags |= POISE_FLAG_SATURATED;
      break;
    case Fault::Kind::swapped:
      std::swap(broken, sample.cell[fault_.other]);
      break;
    case Fault::Kind::none:
    case Fault::Kind::drift:
    case Fault::Kind::reversed:
      break;
  }
}

}  // namespace poise::virtual_mat
