#include "engine/reanalysis.h"

#include <algorithm>
#include <mutex>
#include <thread>

#include "engine/session_recorder.h"

namespace poise::engine {
namespace {

/// What the workers share.
class Work {
 public:
  Work(const std::filesystem::path& store_path, std::span<const std::string> sessions,
       const std::function<bool(const ReanalysisProgress&)>& on_progress)
      : store_path_(store_path), sessions_(sessions), on_progress_(on_progress) {}

  /// A worker's life: one session after the other until there are none left.
  void run() {
    auto store = store::Store::open(store_path_);
    while (const std::string* session = take())
      count(store ? analyse(*store, *session) : tl::make_unexpected(store.error()));
  }

  ReanalysisResult result() {
    std::lock_guard lock(mutex_);
    return {done_, std::move(errors_), next_ < sessions_.size()};
  }

 private:
  const std::string* take() {
    std::lock_guard lock(mutex_);
    return !stopped_ && next_ < sessions_.size() ? &sessions_[next_++] : nullptr;
  }

  Expected<void> analyse(store::Store& store, const std::string& id) {
    auto session = store.load(id);
    if (!session) return tl::make_unexpected(session.error());
    if (session->state == session::SessionState::recording)
      return fail(ErrorCode::usage, "this session is still being recorded: analyse it when it has ended", id);
    const auto pass = pass_over(*session);
    if (!pass) return tl::make_unexpected(pass.error());
    const store::KeptAnalysis analysis = kept_analysis(*pass);
    // One at a time: of many writers that wait for the file, SQLite might let one wait too long.
    std::lock_guard lock(writing_);
    return store.finish_session(id, analysis);
  }

  void count(Expected<void> outcome) {
    std::lock_guard lock(mutex_);
    if (outcome)
      ++done_;
    else
      errors_.push_back(std::move(outcome.error()));
    if (!on_progress_({done_, errors_.size(), sessions_.size()})) stopped_ = true;
  }

  const std::filesystem::path& store_path_;
  const std::span<const std::string> sessions_;
  const std::function<bool(const ReanalysisProgress&)>& on_progress_;
  std::mutex writing_;
  std::mutex mutex_;  ///< guards what follows
  std::size_t next_ = 0, done_ = 0;
  std::vector<Error> errors_;
  bool stopped_ = false;
};

}  // namespace

ReanalysisResult analyse_again(const std::filesystem::path& store_path, std::span<const std::string> sessions,
                               unsigned threads, const std::function<bool(const ReanalysisProgress&)>& on_progress) {
  Work work(store_path, sessions, on_progress);
  {
    std::vector<std::jthread> workers;
    const std::size_t count = std::clamp<std::size_t>(threads, 1, std::max<std::size_t>(sessions.size(), 1));
    while (workers.size() < count) workers.emplace_back([&work] { work.run(); });
  }
  return work.result();
}

}  // namespace poise::engine
