#pragma once

#include <cstdint>
#include <memory>
#include <optional>
#include <string>

#include "base/clock.h"
#include "engine/engine.h"
#include "engine/kept_visit.h"
#include "status_line.h"
#include "verbs.h"
#include "watch.h"

namespace poise::cli {

/// The time of a visit: the wall clock; or for a virtual person a time that passes as fast as they do.
class RoundClock {
 public:
  /// `speed` of the virtual person, 0: as fast as possible; absent: there is none. `start_us`: when it counts
  /// as begun.
  RoundClock(std::optional<double> speed, std::optional<std::int64_t> start_us);

  std::int64_t now_us() const;
  /// So much of the visit's time was spent in a set.
  void pass(double seconds);
  /// How long to wait for so much of the visit's time.
  std::chrono::milliseconds wait_for(double seconds) const;

 private:
  const std::optional<double> speed_;
  const std::int64_t start_us_;
  double passed_s_ = 0;
};

/// Leads a person through a visit on the terminal: questions, sets, rests, advice. Unattended it asks
/// nothing, says what was said on the command line, and goes from set to set. One thread.
class Round {
 public:
  Round(const Common& common, const ProgrammeWords& words, const session::Surroundings& said,
        RoundClock clock, bool unattended);

  /// Waits for the mat, so that a visit begins only where there is one. A virtual person needs none.
  Expected<void> find_mat();

  /// Until the visit has ended (true) or is left to be resumed (false); an error is why it cannot go on now.
  Expected<bool> lead(engine::KeptVisit visit);

 private:
  const session::ProgrammeRunner& runner() const { return visit_->runner(); }
  session::VisitView view() const { return runner().view(clock_.now_us()); }
  void make_engine();
  Expected<void> happen(session::VisitEvent::Kind kind, double value = 0, std::string text = {});
  Expected<void> ask_before();
  Expected<void> ask_after();
  Expected<void> ask_pain(const char* question);
  Expected<void> ask_red_flags();
  Expected<void> ask_exertion(const char* question);
  Expected<void> between();
  Expected<void> on_key(char key);
  Expected<void> do_set();
  Expected<std::shared_ptr<const engine::Snapshot>> record(const engine::BeginSession& begin);
  void say_next(const session::VisitView& view);
  std::optional<std::string> ask(const std::string& question);

  const Common& common_;
  const ProgrammeWords& words_;
  const session::Surroundings said_;
  std::optional<engine::KeptVisit> visit_;  // while it is led through
  RoundClock clock_;
  const bool unattended_;
  const bool virtual_person_;
  const int interrupt_fd_;
  const Bell bell_;  // outlives the engine, whose thread rings it
  std::unique_ptr<engine::Engine> engine_;
  StatusLine line_;
  std::string last_session_, said_next_;
};

}  // namespace poise::cli
