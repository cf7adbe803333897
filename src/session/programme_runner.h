#pragma once

#include <cstdint>
#include <map>
#include <memory>
#include <optional>
#include <string>
#include <utility>
#include <vector>

#include "session/advice.h"
#include "session/programme.h"
#include "session/session.h"
#include "session/visit_event.h"

namespace poise::session {

enum class VisitStep : std::uint8_t {
  questions,  ///< pain and red flags, before anything else
  ready,      ///< the next set may start
  set,        ///< it is being done
  rest,       ///< until `rest_left_s` is over, or somebody says go
  paused,
  last_questions,  ///< pain and exertion, after everything
  ended,
};

/// How a visit stands at one instant.
struct VisitView {
  VisitStep step = VisitStep::questions;
  const Block* block = nullptr;  ///< of the set that is done or comes next; null: none is left
  VisitPlace place;              ///< of the same set, without the visit's id
  int sets = 0;                  ///< of that block, those added by repeat too
  int done = 0, planned = 0;     ///< sets of the whole visit; skipped ones are not planned any more
  double rest_left_s = 0;
  bool can_redo = false;  ///< redo and repeat
};

/// A set that was done, with the result that counts.
struct DoneSet {
  const Block* block = nullptr;
  VisitPlace place;  ///< without the visit's id
  SetResult result;
};

/// Leads through a programme: which set is next, how long to rest, and when to stop. A pure state machine of
/// events and the times given to it: it asks no clock, records nothing, and from the same events comes the
/// same visit.
class ProgrammeRunner {
 public:
  /// `history`: the earlier visits of the same person, oldest first.
  ProgrammeRunner(Programme programme, std::vector<VisitRecord> history);

  /// A visit that was left unfinished, or is over, from its kept events.
  static Expected<ProgrammeRunner> from_events(Programme programme, std::vector<VisitRecord> history,
                                               std::vector<VisitEvent> events);

  /// False, with nothing changed, when that cannot happen now. A red flag ends the visit at once, even amid a
  /// set.
  bool apply(VisitEvent event);

  VisitView view(std::int64_t now_us) const;
  const Programme& programme() const { return *programme_; }
  const std::vector<VisitEvent>& events() const { return events_; }

  /// The latest pain that was said.
  std::optional<int> pain_now() const { return pain_now_; }
  const std::string& pain_where() const { return pain_where_; }
  /// Of the person alone, as weighed in this visit.
  std::optional<double> body_weight_n() const { return body_weight_n_; }

  /// The sets done so far, in the programme's order.
  std::vector<DoneSet> done_sets() const;
  /// The visit so far, as later ones will see it.
  VisitRecord record() const;
  /// What stands against going on now: a red flag, a quality that falls. Empty: nothing.
  std::vector<Advice> warnings() const;
  /// What follows from the visit, once it has ended.
  std::vector<Advice> advice() const;

 private:
  struct Planned {
    std::size_t block = 0;
    int set = 1;
  };
  enum class State : std::uint8_t { questions, between, set, paused, last_questions, ended };

  bool accept(const VisitEvent& event);
  bool finish_set(const VisitEvent& event);
  bool skip(bool whole_exercise);
  bool again(bool redo);
  bool note_pain(const VisitEvent& event);
  void go_between();
  VisitPlace place_of(std::size_t block, int set) const;

  // Shared by copies of the runner, so that a view's block stays where it is.
  std::shared_ptr<const Programme> programme_;
  std::shared_ptr<const std::vector<VisitRecord>> history_;
  std::vector<VisitEvent> events_;
  State state_ = State::questions;
  std::vector<Planned> planned_;
  std::size_t next_ = 0;  ///< in planned_: the set being done, or the one to come
  std::optional<Planned> last_done_;
  std::map<std::pair<std::size_t, int>, SetResult>
      results_;  ///< by block and set; the last one of a set holds
  std::int64_t rest_until_us_ = 0;
  std::optional<int> pain_before_, pain_now_;
  std::string pain_where_;
  std::optional<double> exertion_;
  std::optional<double> body_weight_n_;
  std::optional<Advice> red_flag_;
};

}  // namespace poise::session
