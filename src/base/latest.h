#pragma once

#include <memory>
#include <mutex>

namespace poise {

/// The newest value of something: one thread publishes, others read. A reader gets a value that no one
/// changes any more. Every function may be called from any thread.
template <class T>
class Latest {
 public:
  void publish(T value) {
    auto fresh = std::make_shared<const T>(std::move(value));
    std::lock_guard lock(mutex_);
    value_.swap(fresh);  // the old value is destroyed after the lock is gone
  }

  /// Never null.
  std::shared_ptr<const T> read() const {
    std::lock_guard lock(mutex_);
    return value_;
  }

 private:
  mutable std::mutex mutex_;
  std::shared_ptr<const T> value_ = std::make_shared<const T>();
};

}  // namespace poise
