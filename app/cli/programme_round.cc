#include "programme_round.h"

#include <fmt/format.h>

#include <charconv>

#include "console.h"
#include "engine/virtual_person.h"
#include "live_line.h"
#include "report/wrapped.h"
#include "terminal.h"

namespace poise::cli {
namespace {

using engine::Snapshot;
using session::VisitEvent;
using session::VisitStep;
using session::VisitView;
using Kind = VisitEvent::Kind;

constexpr const char* kRoundKeys =
    "Enter: start   s: skip the set   S: skip the exercise   r: the last set again   +: one set more\n"
    "p: pause   i: pain   e: exertion   n: a note   f: a red flag   x: stop here";

/// "Squat, set 2 of 2".
std::string title_of(const VisitView& view) {
  std::string title = label_of(*view.block);
  if (view.sets > 1) title += fmt::format(", set {} of {}", view.place.set, view.sets);
  return title;
}

std::optional<double> number_from(const std::string& text) {
  double value = 0;
  const auto [end, error] = std::from_chars(text.data(), text.data() + text.size(), value);
  if (error != std::errc{} || end != text.data() + text.size()) return std::nullopt;
  return value;
}

}  // namespace

RoundClock::RoundClock(std::optional<double> speed, std::optional<std::int64_t> start_us)
    : speed_(speed), start_us_(start_us.value_or(SystemClock().wall_us())) {}

std::int64_t RoundClock::now_us() const {
  return speed_ ? start_us_ + static_cast<std::int64_t>(passed_s_ * 1e6) : SystemClock().wall_us();
}

void RoundClock::pass(double seconds) { passed_s_ += seconds; }

std::chrono::milliseconds RoundClock::wait_for(double seconds) const {
  const double real_s = !speed_ ? seconds : *speed_ > 0 ? seconds / *speed_ : 0;
  return std::chrono::milliseconds(static_cast<std::int64_t>(real_s * 1000));
}

Round::Round(const Common& common, const ProgrammeWords& words, const session::Surroundings& said,
             RoundClock clock, bool unattended)
    : common_(common),
      words_(words),
      said_(said),
      clock_(clock),
      unattended_(unattended),
      virtual_person_(engine::is_virtual_person(words.device)),
      interrupt_fd_(watch_for_interrupt()) {}

void Round::make_engine() {
  engine::EngineOptions options;
  options.device.clear();  // selected when it is known what begins with its first sample
  options.store_path = common_.store;
  options.probe_all = words_.probe_all;
  options.on_snapshot = [this] { bell_.ring(); };
  engine_ = std::make_unique<engine::Engine>(std::move(options));
}

Expected<void> Round::find_mat() {
  if (virtual_person_) return {};
  make_engine();
  engine_->send(engine::SelectDevice{words_.device, words_.mat_file});
  Watch how;
  how.device = words_.device;
  how.interrupt_fd = interrupt_fd_;
  how.look = [this](const Snapshot& snapshot) {
    const bool found = snapshot.link == engine::LinkState::streaming && snapshot.geometry;
    line_.show(live_line(snapshot, terminal_columns() - 1), "", found);
    return found;
  };
  how.on_interrupt = [](const Snapshot&) -> std::optional<Error> {
    return Error{ErrorCode::disconnected, "ended before a mat was there: nothing was begun", {}};
  };
  const auto found = watch(*engine_, bell_, how);
  line_.end();
  return found ? Expected<void>() : tl::make_unexpected(found.error());
}

Expected<bool> Round::lead(engine::KeptVisit visit) {
  visit_.emplace(std::move(visit));
  if (!unattended_) say(kRoundKeys);
  while (!interrupted()) {
    Expected<void> went;
    switch (view().step) {
      case VisitStep::questions:
        went = ask_before();
        break;
      case VisitStep::ready:
      case VisitStep::rest:
      case VisitStep::paused:
        went = between();
        break;
      case VisitStep::set:
        return fail(ErrorCode::bad_data, "a set is being done that nobody began", visit_->id());
      case VisitStep::last_questions:
        went = ask_after();
        break;
      case VisitStep::ended:
        return true;
    }
    if (!went) return tl::make_unexpected(went.error());
  }
  return false;
}

Expected<void> Round::happen(Kind kind, double value, std::string text) {
  const auto applied = visit_->apply({kind, clock_.now_us(), value, std::move(text), {}});
  if (!applied) return tl::make_unexpected(applied.error());
  if (!*applied && !unattended_) say("Not now.");
  return {};
}

// -- questions --

std::optional<std::string> Round::ask(const std::string& question) {
  fmt::print(stderr, "{} ", question);
  std::fflush(stderr);
  return read_line(interrupt_fd_);
}

Expected<void> Round::ask_pain(const char* question) {
  for (;;) {
    const auto answer = ask(fmt::format("{}, 0 none to {} the worst imaginable? (Enter: not said)", question,
                                        session::kWorstPain));
    if (!answer || answer->empty()) return {};
    const auto pain = number_from(*answer);
    if (!pain || *pain < 0 || *pain > session::kWorstPain || *pain != static_cast<int>(*pain)) {
      say("A whole number from 0 to 10, please.");
      continue;
    }
    std::string where = said_.pain_where;
    if (*pain > 0 && where.empty() && runner().pain_where().empty())
      where = ask("Where does it hurt?").value_or("");
    return happen(Kind::pain, *pain, where);
  }
}

Expected<void> Round::ask_red_flags() {
  std::string question = "Is there any of these? Say which; Enter: none.\n";
  for (const session::RedFlag flag : session::kRedFlags)
    question += fmt::format("  {:<11} {}\n", to_string(flag), in_words(flag));
  for (;;) {
    const auto answer = ask(question);
    if (!answer || answer->empty()) return {};
    if (session::red_flag_from(*answer)) return happen(Kind::red_flag, 0, *answer);
    say(fmt::format("\"{}\" is none of them.", *answer));
  }
}

Expected<void> Round::ask_exertion(const char* question) {
  const auto answer =
      ask(fmt::format("{}, 0 nothing, 5 strong, 10 extremely strong? (Enter: not said)", question));
  if (!answer || answer->empty()) return {};
  const auto exertion = number_from(*answer);
  if (!exertion) return {};
  return happen(Kind::exertion, *exertion);
}

Expected<void> Round::ask_before() {
  for (const std::string& flag : words_.red_flags) {
    if (auto said = happen(Kind::red_flag, 0, flag); !said) return said;
    if (view().step == VisitStep::ended) return {};
  }
  if (said_.pain_before) {
    if (auto said = happen(Kind::pain, *said_.pain_before, said_.pain_where); !said) return said;
  } else if (!unattended_) {
    if (auto said = ask_pain("Pain now"); !said) return said;
  }
  if (!unattended_ && words_.red_flags.empty() && view().step == VisitStep::questions)
    if (auto said = ask_red_flags(); !said) return said;
  if (interrupted() || view().step != VisitStep::questions) return {};
  return happen(Kind::begin);
}

Expected<void> Round::ask_after() {
  if (said_.pain_after) {
    if (auto said = happen(Kind::pain, *said_.pain_after); !said) return said;
  } else if (!unattended_) {
    if (auto said = ask_pain("Pain now, after it"); !said) return said;
  }
  if (view().step == VisitStep::last_questions) {
    if (said_.exertion) {
      if (auto said = happen(Kind::exertion, *said_.exertion); !said) return said;
    } else if (!unattended_) {
      if (auto said = ask_exertion("How hard was all of it (Borg CR10)"); !said) return said;
    }
  }
  if (interrupted()) return {};
  return view().step == VisitStep::last_questions ? happen(Kind::end) : Expected<void>();
}

// -- between sets --

void Round::say_next(const VisitView& view) {
  const std::string title = fmt::format("\nSet {} of {}: {}", view.done + 1, view.planned, title_of(view));
  if (title == said_next_) return;
  said_next_ = title;
  say(title);
  std::string task = report::wrapped("  " + task_of(*view.block), "  ");
  task += report::wrapped("  " + view.block->exercise->placement, "  ");
  if (!view.block->cue.empty()) task += report::wrapped("  " + view.block->cue + ".", "  ");
  task.pop_back();
  say(task);
  for (const session::Advice& warning : runner().warnings())
    say(fmt::format("  {} [{}]", warning.says, warning.rule));
}

Expected<void> Round::between() {
  const VisitView now = view();
  say_next(now);
  if (now.step == VisitStep::ready && unattended_) return do_set();
  std::string how = fmt::format("Rest {:.0f} s", std::ceil(now.rest_left_s));
  if (now.step == VisitStep::ready) how = "Ready: Enter starts";
  if (now.step == VisitStep::paused) how = "Paused: p goes on";
  line_.show(fmt::format("{}   {}", how, title_of(now)), "", true);

  const double step_s = now.step == VisitStep::rest ? std::min(1.0, now.rest_left_s) : 1.0;
  std::optional<char> key;
  {
    std::optional<KeyByKey> key_by_key;
    if (!unattended_) key_by_key.emplace();
    const bool forever = now.step != VisitStep::rest;
    key = wait_for_key(forever ? std::chrono::milliseconds(60'000) : clock_.wait_for(step_s), interrupt_fd_,
                       !unattended_);
  }
  if (!key && now.step == VisitStep::rest) clock_.pass(step_s);
  if (!key) return {};
  line_.end();
  return on_key(*key);
}

Expected<void> Round::on_key(char key) {
  switch (key) {
    case '\n':
    case ' ':
      return do_set();
    case 's':
      return happen(Kind::skip);
    case 'S':
      return happen(Kind::skip_exercise);
    case 'r':
      return happen(Kind::redo);
    case '+':
      return happen(Kind::repeat);
    case 'p':
      return happen(view().step == VisitStep::paused ? Kind::go_on : Kind::pause);
    case 'i':
      return ask_pain("Pain now");
    case 'e':
      return ask_exertion("How hard was this set (Borg CR10)");
    case 'n': {
      const auto note = ask("Note (never a name):");
      return note && !note->empty() ? happen(Kind::note, 0, *note) : Expected<void>();
    }
    case 'f':
      return ask_red_flags();
    case 'x':
      return happen(Kind::stop);
    case '?':
      say(kRoundKeys);
      return {};
    default:
      return {};
  }
}

// -- a set --

Expected<std::shared_ptr<const Snapshot>> Round::record(const engine::BeginSession& begin) {
  if (virtual_person_) make_engine();  // and with it another mat
  engine_->send(begin);
  if (virtual_person_) {
    const VisitView now = view();
    const std::string mat =
        engine::virtual_mat_for(*now.block, now.place.block, now.place.set, words_.device);
    engine_->send(engine::SelectDevice{mat, words_.mat_file});
  }

  Watch how;
  how.device = words_.device;
  how.interrupt_fd = interrupt_fd_;
  how.keys = !begin.setup.unattended;
  std::optional<KeyByKey> key_by_key;
  if (how.keys) {
    key_by_key.emplace();
    say(kSessionKeys);
  }
  how.look = [this](const Snapshot& snapshot) {
    const bool done = snapshot.result && snapshot.session_id && *snapshot.session_id != last_session_;
    line_.show(live_line(snapshot, terminal_columns() - 1), "", done);
    return done;
  };
  how.on_key = [this](char key) { send_key(*engine_, key); };
  how.on_interrupt = [this](const Snapshot& snapshot) -> std::optional<Error> {
    if (!snapshot.session_id || *snapshot.session_id == last_session_)
      return Error{ErrorCode::disconnected, "ended before the set began", {}};
    engine_->send(engine::EndSession{});
    return std::nullopt;
  };
  auto end = watch(*engine_, bell_, how);
  line_.end();
  return end;
}

Expected<void> Round::do_set() {
  if (view().step != VisitStep::ready && view().step != VisitStep::rest) return {};
  const session::Block& block = *view().block;
  if (auto started = happen(Kind::start); !started) return started;
  // A virtual person waits for nobody.
  const auto end = record(engine::next_set(visit_->led(), said_, unattended_ || virtual_person_, clock_.now_us()));
  std::string why_not;
  if (!end)
    why_not = end.error().what;
  else if ((*end)->store_error)
    why_not = (*end)->store_error->what;
  else if ((*end)->flow.step == movement::FlowStep::refused)
    why_not = (*end)->flow.why;
  else if (interrupted())
    why_not = "ended with Ctrl-C";
  if (end) {
    last_session_ = (*end)->session_id.value_or("");
    clock_.pass((*end)->result->duration_s);
  }
  if (!why_not.empty()) {
    auto noted = happen(Kind::set_failed, 0, why_not);
    if (end && (*end)->store_error) return tl::make_unexpected(*(*end)->store_error);  // and where the set is kept
    if (!noted) return noted;
    if (interrupted()) return {};
    if (!end) return tl::make_unexpected(end.error());
    if (unattended_)
      return fail(ErrorCode::unsupported, fmt::format("the set was not done: {}", why_not), visit_->id());
    say(fmt::format("Not done: {}.", why_not));
    said_next_.clear();
    return {};
  }
  const session::SetResult result = session::result_of(last_session_, *block.exercise, *(*end)->result);
  const auto done = visit_->apply({Kind::set_done, clock_.now_us(), 0, {}, result});
  if (!done) return tl::make_unexpected(done.error());
  engine_->send(engine::CloseResult{});
  say("  " + in_words(block, result));
  return {};
}

}  // namespace poise::cli
