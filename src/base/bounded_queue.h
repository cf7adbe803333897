#pragma once

#include <chrono>
#include <condition_variable>
#include <cstdint>
#include <deque>
#include <mutex>
#include <optional>
#include <stop_token>

namespace poise {

/// A first-in, first-out queue of at most `capacity` items between two threads. What does not fit is
/// counted in dropped(), never lost silently. Every function may be called from any thread.
template <class T>
class BoundedQueue {
 public:
  explicit BoundedQueue(std::size_t capacity) : capacity_(capacity) {}

  /// Adds the item, or counts it as dropped when the queue is full. Returns whether it was added.
  bool try_push(T item) {
    std::lock_guard lock(mutex_);
    if (items_.size() >= capacity_) {
      ++dropped_;
      return false;
    }
    items_.push_back(std::move(item));
    not_empty_.notify_one();
    return true;
  }

  /// Waits for room, for a source that can wait (a file, the virtual mat). False when stopped first.
  bool push(T item, std::stop_token stop) {
    std::unique_lock lock(mutex_);
    if (!not_full_.wait(lock, stop, [this] { return items_.size() < capacity_; })) return false;
    items_.push_back(std::move(item));
    not_empty_.notify_one();
    return true;
  }

  /// Waits for an item. Empty when stopped and nothing is left.
  std::optional<T> pop(std::stop_token stop) {
    std::unique_lock lock(mutex_);
    if (!not_empty_.wait(lock, stop, [this] { return !items_.empty(); })) return std::nullopt;
    return take();
  }

  /// Waits at most `timeout` for an item.
  template <class Rep, class Period>
  std::optional<T> pop_for(std::chrono::duration<Rep, Period> timeout, std::stop_token stop) {
    std::unique_lock lock(mutex_);
    if (!not_empty_.wait_for(lock, stop, timeout, [this] { return !items_.empty(); })) return std::nullopt;
    return take();
  }

  std::optional<T> try_pop() {
    std::lock_guard lock(mutex_);
    if (items_.empty()) return std::nullopt;
    return take();
  }

  std::uint64_t dropped() const {
    std::lock_guard lock(mutex_);
    return dropped_;
  }

 private:
  T take() {
    T item = std::move(items_.front());
    items_.pop_front();
    not_full_.notify_one();
    return item;
  }

  const std::size_t capacity_;
  mutable std::mutex mutex_;
  std::condition_variable_any not_empty_, not_full_;
  std::deque<T> items_;
  std::uint64_t dropped_ = 0;
};

}  // namespace poise
