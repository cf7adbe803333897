#include "decode/clock_fit.h"

#include <algorithm>
#include <cmath>

namespace poise::decode {
namespace {

constexpr std::int64_t kWindow_us = 1'000'000;

/// A few milliseconds of delay over less than this would be taken for hundreds of ppm of drift.
constexpr double kSeenForSlope_us = 30e6;

}  // namespace

void ClockFit::reset() {
  begun_ = false;
  next_ = count_ = 0;
  slope_ = intercept_us_ = seen_us_ = 0;
}

void ClockFit::add(std::int64_t device_us, std::int64_t arrival_us) {
  if (!begun_) {
    begun_ = true;
    first_device_us_ = device_us;
    first_arrival_us_ = arrival_us;
    window_end_us_ = device_us + kWindow_us;
    open_ = {};
    return;
  }
  const auto since_first_us = static_cast<double>(device_us - first_device_us_);
  const double offset_us = static_cast<double>(arrival_us - first_arrival_us_) - since_first_us;
  if (device_us >= window_end_us_) {
    close_window();
    window_end_us_ = device_us + kWindow_us;
    open_ = {since_first_us, offset_us};
    return;
  }
  if (offset_us < open_.offset_us) open_ = {since_first_us, offset_us};
}

void ClockFit::close_window() {
  windows_[next_] = open_;
  next_ = (next_ + 1) % kWindows;
  count_ = std::min(count_ + 1, kWindows);
  fit();
}

/// Of all lines with no window below them, the one closest to the windows on average is the edge of their
/// lower convex hull that spans their mean time (Moon, Skelly and Towsley, INFOCOM 1999, solve the same as a
/// linear programme for network delays).
void ClockFit::fit() {
  std::array<Window, kWindows> hull;
  std::size_t size = 0;
  double mean_us = 0;
  for (std::size_t i = 0; i < count_; ++i) {
    const Window& window = windows_[(next_ + kWindows - count_ + i) % kWindows];
    mean_us += window.device_us / static_cast<double>(count_);
    while (size >= 2) {  // drop what lies on or above the line from its neighbour to the new window
      const Window& a = hull[size - 2];
      const Window& b = hull[size - 1];
      const double turn = (b.device_us - a.device_us) * (window.offset_us - a.offset_us) -
                          (window.device_us - a.device_us) * (b.offset_us - a.offset_us);
      if (turn > 0) break;
      --size;
    }
    hull[size++] = window;
  }
  seen_us_ = hull[size - 1].device_us - hull[0].device_us;
  if (seen_us_ < kSeenForSlope_us) {
    const auto least =
        std::min_element(hull.begin(), hull.begin() + static_cast<std::ptrdiff_t>(size),
                         [](const Window& a, const Window& b) { return a.offset_us < b.offset_us; });
    slope_ = 0;
    intercept_us_ = least->offset_us;
    return;
  }
  std::size_t edge = 1;
  while (edge + 1 < size && hull[edge].device_us < mean_us) ++edge;
  const Window& a = hull[edge - 1];
  const Window& b = hull[edge];
  slope_ = (b.offset_us - a.offset_us) / (b.device_us - a.device_us);
  intercept_us_ = a.offset_us - slope_ * a.device_us;
}

std::optional<std::int64_t> ClockFit::host_us(std::int64_t device_us) const {
  if (!begun_) return std::nullopt;
  const auto since_first_us = static_cast<double>(device_us - first_device_us_);
  const double offset_us = count_ == 0 ? open_.offset_us : intercept_us_ + slope_ * since_first_us;
  return first_arrival_us_ + (device_us - first_device_us_) + std::llround(offset_us);
}

std::optional<double> ClockFit::drift_ppm() const {
  if (count_ == 0 || seen_us_ < kSeenForSlope_us) return std::nullopt;
  return slope_ * 1e6;
}

}  // namespace poise::decode
