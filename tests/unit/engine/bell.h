#pragma once

#include <chrono>
#include <condition_variable>
#include <functional>
#include <mutex>

namespace poise::engine {

/// Waits for what other threads do; fails after a long time instead of hanging.
class Bell {
 public:
  void ring() {
    std::lock_guard lock(mutex_);
    ++rung_;
    changed_.notify_all();
  }
  bool wait_until(const std::function<bool()>& done) {
    const auto deadline = std::chrono::steady_clock::now() + std::chrono::seconds(60);
    std::unique_lock lock(mutex_);
    while (true) {
      const int seen = rung_;
      lock.unlock();
      if (done()) return true;
      lock.lock();
      if (!changed_.wait_until(lock, deadline, [&] { return rung_ != seen; })) return false;
    }
  }

 private:
  std::mutex mutex_;
  std::condition_variable changed_;
  int rung_ = 0;
};

}  // namespace poise::engine
