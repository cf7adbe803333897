#include "calibrate/still_reading.h"

#include <fmt/format.h>

#include <bit>
#include <cmath>

namespace poise::calibrate {
namespace {

constexpr double kAgree_n = 0.1, kAgreePart = 0.001;

}  // namespace

StillReading::StillReading(const Geometry& geometry, int adc_bits) : nominal_(geometry, adc_bits) {}

void StillReading::restart() {
  second_.restart();
  first_n_.reset();
  why_.clear();
}

std::optional<std::array<double, kMaxCells>> StillReading::add(const RawFrame& frame) {
  const LoadSample load = nominal_.apply(frame);
  const auto named = [&](unsigned mask) {
    return cell_in_words(nominal_.geometry().cells[static_cast<std::size_t>(std::countr_zero(mask))]);
  };
  if (load.invalid_mask != 0 || load.overload_mask != 0) {
    restart();
    why_ = load.invalid_mask != 0
               ? fmt::format("Cell {} gives no number: look at its plug and cable.", named(load.invalid_mask))
               : fmt::format("Cell {} is at the end of its range or carries too much: take a smaller mass.",
                             named(load.overload_mask));
    return std::nullopt;
  }
  const auto found_n = second_.add(load);
  if (!found_n) {
    why_ = second_.hurdle() == ZeroHurdle::moving  ? "The load moves: wait until it lies still."
           : second_.hurdle() == ZeroHurdle::noisy ? "The cells are too noisy: run poise check."
                                                   : "";
    return std::nullopt;
  }
  const auto first_n = std::exchange(first_n_, *found_n);
  if (!first_n) return std::nullopt;
  std::array<double, kMaxCells> counts{};
  for (std::size_t i = 0; i < nominal_.geometry().cells.size(); ++i) {
    if (std::abs((*found_n)[i] - (*first_n)[i]) > kAgree_n + kAgreePart * std::abs((*found_n)[i])) {
      why_ = "The load settles: wait.";
      return std::nullopt;
    }
    counts[i] = ((*found_n)[i] + (*first_n)[i]) / 2 * nominal_.geometry().cells[i].counts_per_newton;
  }
  restart();
  return counts;
}

}  // namespace poise::calibrate
