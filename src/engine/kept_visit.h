#pragma once

#include <string>
#include <vector>

#include "engine/command.h"
#include "session/programme_runner.h"
#include "store/store.h"

namespace poise::engine {

/// The athlete's visits that began before that time, oldest first; sessions outside programmes whose exertion
/// was rated count as training. Empty for nobody in particular. A visit that this program cannot read any
/// more is left out.
Expected<std::vector<session::VisitRecord>> visit_history(store::Store& store, const std::string& athlete,
                                                          std::int64_t before_us);

/// A kept visit as it stands, with the visits before it.
Expected<session::ProgrammeRunner> runner_of(store::Store& store, const store::Visit& visit);

/// A visit that is led through, as screens see it.
struct LedVisit {
  std::string id, athlete;
  session::ProgrammeRunner runner;
};

/// The session for the set that comes next; there is one. Body weight as weighed in this visit, with what is carried.
/// `said` holds where the block asks for nothing else.
BeginSession next_set(const LedVisit& visit, const session::Surroundings& said, bool unattended,
                      std::int64_t now_us);

/// A round of a programme with its place in the store: what happens is on file before anything else happens,
/// so that it goes on where it was after a crash. One thread.
class KeptVisit {
 public:
  /// The store outlives the visit.
  static Expected<KeptVisit> begin(store::Store& store, const session::Programme& programme,
                                   const std::string& athlete, std::int64_t now_us);
  /// By its id, or the athlete's latest that has not ended; empty athlete: anybody's. A set that was being
  /// done when the program died is to be done still.
  static Expected<KeptVisit> resume(store::Store& store, const std::string& id, const std::string& athlete,
                                    std::int64_t now_us);

  const std::string& id() const { return led_.id; }
  const session::ProgrammeRunner& runner() const { return led_.runner; }
  const LedVisit& led() const { return led_; }

  /// False: that cannot happen now. An error: it could not be kept, and has not happened. Pain, exertion and
  /// notes that are said after a set are kept with its session too; where that alone fails the error says so, and it has
  /// happened.
  Expected<bool> apply(session::VisitEvent event);

  /// Lets go of it, to be resumed by whoever likes; without this it is held as long as the store is open.
  void leave();

 private:
  KeptVisit(store::Store& store, LedVisit visit) : store_(&store), led_(std::move(visit)) {}
  Expected<void> keep_with_last_set(const session::VisitEvent& event);

  store::Store* store_;
  LedVisit led_;
};

}  // namespace poise::engine
