#pragma once

#include <atomic>
#include <cstdint>

namespace poise::dashboard {

/// Lets new data wake the main thread not more often than it would look at them. allow() is called by the
/// thread that has the data, set_interval() by the main thread. What is not let through is seen at the next
/// look: the main thread never sleeps longer than a second.
class WakeLimiter {
 public:
  void set_interval(std::int64_t interval_us) { interval_us_.store(interval_us, std::memory_order_relaxed); }

  bool allow(std::int64_t now_us) {
    if (now_us - last_us_ < interval_us_.load(std::memory_order_relaxed)) return false;
    last_us_ = now_us;
    return true;
  }

 private:
  std::atomic<std::int64_t> interval_us_{0};
  std::int64_t last_us_ = -1'000'000'000;  ///< the data's thread only
};

}  // namespace poise::dashboard
