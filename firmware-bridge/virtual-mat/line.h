#pragma once

#include <cstdint>
#include <optional>
#include <span>
#include <vector>

#include "virtual-mat/scenario.h"

namespace poise::virtual_mat {

/// The cable from mat to host: may lose frames, change, lose and double bytes, and deliver late and in bursts; keeps the
/// order. What happens to a frame depends on its number alone. Times in microseconds on any one axis. Not
/// thread-safe.
class Line {
 public:
  explicit Line(const Scenario& scenario);

  void send(std::int64_t now_us, std::span<const std::uint8_t> frame);

  /// Appends what has arrived by now.
  void receive(std::int64_t now_us, std::vector<std::uint8_t>& wire);

  /// The cable is pulled: what would have arrived later never does.
  void cut(std::int64_t now_us);

  /// When the next bytes arrive, if any are under way.
  std::optional<std::int64_t> next_arrival_us() const;

 private:
  struct Mark {
    std::int64_t arrival_us;
    std::size_t end;  ///< of the frame in bytes_
  };
  void forget_arrived();
  void damage_bytes(std::size_t begin, std::uint64_t frame);

  std::uint64_t seed_;
  double loss_, corruption_;  ///< parts of the frames
  double byte_flip_, byte_loss_, byte_double_;  ///< parts of the bytes
  double jitter_us_;
  std::uint64_t frames_ = 0;
  std::int64_t last_arrival_us_ = 0;
  std::vector<std::uint8_t> bytes_;  ///< under way, from taken_ on
  std::vector<Mark> marks_;          ///< frames under way, from first_ on
  std::size_t taken_ = 0, first_ = 0;
};

}  // namespace poise::virtual_mat
