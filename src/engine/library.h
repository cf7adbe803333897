#pragma once

#include <deque>
#include <filesystem>
#include <functional>
#include <memory>
#include <thread>

#include "base/bounded_queue.h"
#include "base/clock.h"
#include "base/latest.h"
#include "engine/shelf.h"

namespace poise::engine {

/// Reads and edits what is kept, on a thread of its own, so that no screen ever waits for the disk or for an
/// analysis. Every public function may be called from any thread; results appear in shelf().
class Library {
 public:
  /// `on_change` is called from the library's thread whenever shelf() is new. Nothing is opened before the
  /// first request.
  Library(std::filesystem::path store_path, std::function<void()> on_change);
  ~Library();  ///< joins the thread; requests that wait are dropped

  /// False: too many requests wait; nothing was done.
  bool send(LibraryRequest request);

  /// Never null.
  std::shared_ptr<const Shelf> shelf() const { return latest_.read(); }

 private:
  void run(std::stop_token stop);
  void publish();
  Expected<store::Store*> store();
  Expected<void> handle(const RefreshShelf&);
  Expected<void> handle(const OpenKept& open);
  Expected<void> handle(const EditRep& edit);
  Expected<void> handle(const MakeReport& make);
  Expected<void> handle(const AddAthlete& add);
  Expected<void> handle(const UpdateAthlete& update);
  Expected<void> handle(const FollowTrend& follow);
  Expected<void> handle(const WriteKept& write);
  Expected<void> handle(const BeginVisit& begin);
  Expected<void> handle(const ResumeVisit& resume);
  Expected<void> handle(const VisitHappened& happened);
  Expected<void> handle(const CloseVisit&);
  /// Puts the visit that is led through on the shelf, as it stands.
  void show_visit();
  Expected<void> look_for_unfinished_visit();
  Expected<std::shared_ptr<const OpenSession>> read_session(const std::string& id);
  void put_on_shelf(std::shared_ptr<const OpenSession> session);
  /// The followed trend anew, from the figures that are kept.
  Expected<void> publish_trend();
  /// Works out the figures of one more session that has none yet, or old ones; false when there is none left.
  bool follow_one_more();

  const std::filesystem::path store_path_;
  const std::function<void()> on_change_;
  SystemClock clock_;
  BoundedQueue<LibraryRequest> requests_{64};
  Latest<Shelf> latest_;

  // The library's thread only.
  std::optional<store::Store> store_;
  std::optional<KeptVisit> led_;
  Shelf state_;
  FollowTrend followed_;
  std::deque<std::string> trend_to_do_;

  std::jthread thread_;  ///< last: it uses everything above
};

}  // namespace poise::engine
