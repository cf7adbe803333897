#pragma once

#include <array>
#include <cstddef>
#include <cstdint>
#include <optional>

namespace poise::decode {

/// The device's clock seen from the host: which host time belongs to a device time, and how far the two rates
/// differ. Arrival is device time plus an unknown offset plus a delay that is never negative (USB polls, a
/// busy host), so the truth lies along the lower edge of arrival - device time. Of each second the least
/// delayed sample is kept, for some four minutes; the line that lies under all of these, as high as it can on
/// average, is the fit. One thread at a time; no allocation.
class ClockFit {
 public:
  /// Takes a sample; device times must increase. Cheap: the line is fitted once a second.
  void add(std::int64_t device_us, std::int64_t arrival_us);

  /// Forgets everything: the device's clock began anew.
  void reset();

  /// The host's steady clock when a sample of that device time would have arrived without avoidable delay.
  /// Empty before the first sample.
  std::optional<std::int64_t> host_us(std::int64_t device_us) const;

  /// How much slower than the host's the device's clock runs, in parts per million: the host counts (1 +
  /// ppm/1e6) microseconds for each of the device's. Empty until half a minute has been seen.
  std::optional<double> drift_ppm() const;

 private:
  /// The least delayed sample of a second; both times from the first sample.
  struct Window {
    double device_us = 0;
    double offset_us = 0;  ///< arrival - device time
  };
  static constexpr std::size_t kWindows = 256;

  void close_window();
  void fit();

  bool begun_ = false;
  std::int64_t first_device_us_ = 0;
  std::int64_t first_arrival_us_ = 0;
  std::int64_t window_end_us_ = 0;
  Window open_;
  std::array<Window, kWindows> windows_{};  ///< ring of the closed ones
  std::size_t next_ = 0;
  std::size_t count_ = 0;
  double slope_ = 0;         ///< of the offset, microseconds a microsecond
  double intercept_us_ = 0;  ///< offset at the first sample
  double seen_us_ = 0;       ///< device time between the first and the last window
};

}  // namespace poise::decode
