#pragma once

#include <chrono>
#include <condition_variable>
#include <cstdint>
#include <filesystem>
#include <memory>
#include <mutex>
#include <optional>
#include <span>
#include <string>
#include <thread>
#include <vector>

#include "base/error.h"
#include "session/session.h"
#include "store/store.h"

namespace poise::store {

struct WriterOptions {
  /// From the first unsaved sample to the start of its commit; with it a sample is on file within 0.25 s.
  std::chrono::milliseconds commit_interval{200};
  std::chrono::milliseconds retry_interval{1000};  ///< after a failed commit
  std::size_t capacity = 600'000;  ///< samples and events kept in memory: 10 min at 1000 Hz, 45 MB
  std::uintmax_t low_space_bytes = 200'000'000;  ///< free space below which `warning` is set
};

/// How the writer stands, for a screen.
struct WriterState {
  std::optional<Error> error;          ///< the last commit failed; it is tried again by itself
  std::optional<std::string> warning;  ///< the disk is nearly full
  double unsaved_s = 0;                ///< seconds of the record that are only in memory
  std::uint64_t saved_samples = 0;
  std::uint64_t dropped = 0;  ///< samples and events for which memory was full: lost
};

/// Writes one session as it happens, on a thread of its own with a connection of its own. The thread sleeps
/// while nothing arrives. When the disk fails, everything stays in memory and is tried again every second.
/// push and state may be called from any thread, neither waits for the disk; the rest from one thread.
class SessionWriter {
 public:
  /// Begins the session in the store at `path` and starts the thread.
  static Expected<std::unique_ptr<SessionWriter>> begin(const std::filesystem::path& path,
                                                        const session::SessionInfo& info,
                                                        WriterOptions options = {});
  /// Tries once more to save what is left, joins, and lets go of the session's lock.
  ~SessionWriter();

  void push(std::span<const RawFrame> frames, std::span<const Event> events);
  WriterState state() const;

  /// Saves what is left and joins. On failure the data are kept: call it again when there is space. The
  /// session stays in state recording, and locked as long as this object lives: now analyse it and call
  /// Store::finish_session on any connection.
  Expected<void> finish();

 private:
  SessionWriter(Store store, std::string id, WriterOptions options);
  void run(std::stop_token stop);
  void take_incoming();
  Expected<void> save_pending();
  void note_result(const Expected<void>& result);
  void check_free_space();

  const std::string id_;
  const WriterOptions options_;
  Store store_;  ///< the writer thread's; after it has been joined finish()'s

  // Taken from `incoming`, not on file yet; the writer thread's.
  std::vector<RawFrame> pending_frames_;
  std::vector<Event> pending_events_;
  std::chrono::steady_clock::time_point space_checked_{};

  mutable std::mutex mutex_;  // guards what follows
  std::condition_variable_any wake_;
  std::vector<RawFrame> incoming_frames_;
  std::vector<Event> incoming_events_;
  std::size_t pending_count_ = 0;
  std::optional<std::int64_t> oldest_unsaved_us_;  ///< device time
  std::int64_t newest_us_ = 0;
  WriterState state_;

  std::jthread thread_;
};

}  // namespace poise::store
