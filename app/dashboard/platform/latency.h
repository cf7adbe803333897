#pragma once

#include <algorithm>
#include <array>
#include <cstdint>

namespace poise::dashboard {

/// How long things take from their coming to the draw data that show them: mean, the 99th of a hundred, and the most.
/// Of a size that does not grow. One thread.
class Latency {
 public:
  void add(std::int64_t took_us) {
    took_us = std::max<std::int64_t>(0, took_us);
    ++count_;
    sum_us_ += took_us;
    most_us_ = std::max(most_us_, took_us);
    ++bins_[std::min<std::size_t>(static_cast<std::size_t>(took_us / kBin_us), bins_.size() - 1)];
  }

  std::uint64_t count() const { return count_; }
  double mean_ms() const { return count_ > 0 ? static_cast<double>(sum_us_) / 1e3 / static_cast<double>(count_) : 0; }
  double most_ms() const { return static_cast<double>(most_us_) / 1e3; }
  /// To half a millisecond, upwards; above 100 ms it is the most.
  double ms_of_99_pct() const {
    std::uint64_t seen = 0;
    for (std::size_t i = 0; i + 1 < bins_.size(); ++i) {
      seen += bins_[i];
      if (100 * seen >= 99 * count_) return static_cast<double>((static_cast<std::int64_t>(i) + 1) * kBin_us) / 1e3;
    }
    return most_ms();
  }

 private:
  static constexpr std::int64_t kBin_us = 500;
  std::array<std::uint32_t, 201> bins_{};
  std::uint64_t count_ = 0;
  std::int64_t sum_us_ = 0, most_us_ = 0;
};

}  // namespace poise::dashboard
