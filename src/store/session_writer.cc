#include "store/session_writer.h"

#include <fmt/core.h>

#include <algorithm>
#include <utility>

namespace poise::store {
namespace {

constexpr std::chrono::seconds kSpaceCheckInterval{5};
constexpr std::size_t kMaxFramesATransaction = 16'384;  ///< after an outage: progress even where not all fits

}  // namespace

Expected<std::unique_ptr<SessionWriter>> SessionWriter::begin(const std::filesystem::path& path,
                                                              const session::SessionInfo& info,
                                                              WriterOptions options) {
  auto store = Store::open(path);
  if (!store) return tl::make_unexpected(store.error());
  if (auto begun = store->begin_session(info); !begun) return tl::make_unexpected(begun.error());
  return std::unique_ptr<SessionWriter>(new SessionWriter(std::move(*store), info.id, options));
}

SessionWriter::SessionWriter(Store store, std::string id, WriterOptions options)
    : id_(std::move(id)), options_(options), store_(std::move(store)) {
  check_free_space();
  thread_ = std::jthread([this](std::stop_token stop) { run(stop); });
}

SessionWriter::~SessionWriter() { (void)finish(); }

void SessionWriter::push(std::span<const RawFrame> frames, std::span<const Event> events) {
  if (frames.empty() && events.empty()) return;
  std::lock_guard lock(mutex_);
  const bool was_empty = incoming_frames_.empty() && incoming_events_.empty();
  std::size_t room = options_.capacity;
  room -= std::min(room, pending_count_ + incoming_frames_.size() + incoming_events_.size());
  // Events first: they are few, and without them the samples cannot be understood.
  const auto kept_events = events.first(std::min(events.size(), room));
  const auto kept_frames = frames.first(std::min(frames.size(), room - kept_events.size()));
  incoming_events_.insert(incoming_events_.end(), kept_events.begin(), kept_events.end());
  incoming_frames_.insert(incoming_frames_.end(), kept_frames.begin(), kept_frames.end());
  state_.dropped += events.size() - kept_events.size() + frames.size() - kept_frames.size();
  if (!kept_frames.empty()) {
    newest_us_ = kept_frames.back().device_us;
    if (!oldest_unsaved_us_) oldest_unsaved_us_ = kept_frames.front().device_us;
  }
  if (was_empty) wake_.notify_one();
}

WriterState SessionWriter::state() const {
  std::lock_guard lock(mutex_);
  WriterState state = state_;
  if (oldest_unsaved_us_) state.unsaved_s = static_cast<double>(newest_us_ - *oldest_unsaved_us_) * 1e-6;
  return state;
}

Expected<void> SessionWriter::finish() {
  if (thread_.joinable()) {
    thread_.request_stop();
    thread_.join();
  }
  take_incoming();
  Expected<void> result = save_pending();
  note_result(result);
  if (result) return result;
  Error error = result.error();
  error.what += fmt::format("; the last {:.1f} s of the session are not saved", state().unsaved_s);
  return tl::make_unexpected(std::move(error));
}

void SessionWriter::run(std::stop_token stop) {
  const auto never = [] { return false; };
  while (!stop.stop_requested()) {
    std::chrono::milliseconds pause = options_.commit_interval;
    {
      std::unique_lock lock(mutex_);
      if (pending_count_ > 0)
        pause = options_.retry_interval;
      else if (!wake_.wait(lock, stop,
                           [this] { return !incoming_frames_.empty() || !incoming_events_.empty(); }))
        return;
      wake_.wait_for(lock, stop, pause, never);  // gathers what arrives meanwhile; a stop ends it
    }
    if (stop.stop_requested()) return;  // finish() saves the rest
    take_incoming();
    note_result(save_pending());
    if (std::chrono::steady_clock::now() - space_checked_ >= kSpaceCheckInterval) check_free_space();
  }
}

void SessionWriter::take_incoming() {
  std::vector<RawFrame> frames;
  std::vector<Event> events;
  {
    std::lock_guard lock(mutex_);
    frames.swap(incoming_frames_);
    events.swap(incoming_events_);
    pending_count_ += frames.size() + events.size();
  }
  pending_frames_.insert(pending_frames_.end(), frames.begin(), frames.end());
  pending_events_.insert(pending_events_.end(), std::make_move_iterator(events.begin()),
                         std::make_move_iterator(events.end()));
}

Expected<void> SessionWriter::save_pending() {
  while (!pending_frames_.empty() || !pending_events_.empty()) {
    // SQLite goes on writing into a file that has lost its name, which nobody could ever read.
    std::error_code ignored;
    if (!std::filesystem::exists(store_.path(), ignored))
      return fail(ErrorCode::storage,
                  "the store's file is gone, removed or with its disk: bring it back to its place",
                  store_.path().string());
    const std::size_t count = std::min(pending_frames_.size(), kMaxFramesATransaction);
    auto result = store_.append(id_, std::span(pending_frames_).first(count), pending_events_);
    if (!result) return result;
    const std::size_t saved = count + pending_events_.size();
    pending_frames_.erase(pending_frames_.begin(),
                          pending_frames_.begin() + static_cast<std::ptrdiff_t>(count));
    pending_events_.clear();
    std::lock_guard lock(mutex_);
    pending_count_ -= saved;
    state_.saved_samples += count;
    oldest_unsaved_us_.reset();
    if (!pending_frames_.empty())
      oldest_unsaved_us_ = pending_frames_.front().device_us;
    else if (!incoming_frames_.empty())
      oldest_unsaved_us_ = incoming_frames_.front().device_us;
  }
  return {};
}

void SessionWriter::note_result(const Expected<void>& result) {
  std::lock_guard lock(mutex_);
  state_.error.reset();
  if (!result) state_.error = result.error();
}

void SessionWriter::check_free_space() {
  space_checked_ = std::chrono::steady_clock::now();
  std::error_code error;
  const std::filesystem::path file = std::filesystem::absolute(store_.path(), error);
  const auto space = std::filesystem::space(file.parent_path(), error);
  std::optional<std::string> warning;
  if (!error && space.available < options_.low_space_bytes)
    warning = fmt::format("only {} MB are free on the disk of {}: free some space before it is full",
                          space.available / 1'000'000, store_.path().string());
  std::lock_guard lock(mutex_);
  state_.warning = std::move(warning);
}

}  // namespace poise::store
