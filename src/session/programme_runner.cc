#include "session/programme_runner.h"

#include <fmt/format.h>

#include <algorithm>
#include <cmath>

#include "base/units.h"

namespace poise::session {

using Kind = VisitEvent::Kind;

ProgrammeRunner::ProgrammeRunner(Programme programme, std::vector<VisitRecord> history)
    : programme_(std::make_shared<const Programme>(std::move(programme))),
      history_(std::make_shared<const std::vector<VisitRecord>>(std::move(history))) {
  for (std::size_t block = 0; block < programme_->blocks.size(); ++block)
    for (int set = 1; set <= programme_->blocks[block].sets; ++set) planned_.push_back({block, set});
}

Expected<ProgrammeRunner> ProgrammeRunner::from_events(Programme programme, std::vector<VisitRecord> history,
                                                       std::vector<VisitEvent> events) {
  ProgrammeRunner runner(std::move(programme), std::move(history));
  for (VisitEvent& event : events) {
    const std::string what = to_string(event.kind);
    if (!runner.apply(std::move(event)))
      return fail(
          ErrorCode::bad_data,
          fmt::format(
              "event {} of the visit, \"{}\", cannot follow those before it: the visit cannot be resumed, "
              "begin a new one",
              runner.events_.size() + 1, what));
  }
  return runner;
}

bool ProgrammeRunner::apply(VisitEvent event) {
  if (state_ == State::ended) return false;
  if (!events_.empty()) event.at_us = std::max(event.at_us, events_.back().at_us);
  if (!accept(event)) return false;
  events_.push_back(std::move(event));
  return true;
}

bool ProgrammeRunner::accept(const VisitEvent& event) {
  const auto change = [this](State from, State to) {
    if (state_ != from) return false;
    state_ = to;
    return true;
  };
  switch (event.kind) {
    case Kind::pain:
      return note_pain(event);
    case Kind::red_flag:
      if (const auto flag = red_flag_from(event.text)) {
        red_flag_ = red_flag_advice(*flag);
        state_ = State::ended;
        return true;
      }
      return false;
    case Kind::exertion:
      if (!(event.value >= 0 && event.value <= kGreatestExertion)) return false;
      exertion_ =
          state_ == State::last_questions ? event.value : std::max(exertion_.value_or(0), event.value);
      return true;
    case Kind::note:
      return true;
    case Kind::begin:
      if (!change(State::questions, State::between)) return false;
      go_between();
      return true;
    case Kind::start:
      return change(State::between, State::set);
    case Kind::set_done:
      return finish_set(event);
    case Kind::set_failed:
      return change(State::set, State::between);
    case Kind::skip:
      return skip(false);
    case Kind::skip_exercise:
      return skip(true);
    case Kind::repeat:
      return again(false);
    case Kind::redo:
      return again(true);
    case Kind::go:
      if (state_ != State::between) return false;
      rest_until_us_ = event.at_us;
      return true;
    case Kind::pause:
      return change(State::between, State::paused);
    case Kind::go_on:
      return change(State::paused, State::between);
    case Kind::stop:
      if (state_ == State::set || state_ == State::last_questions) return false;
      planned_.resize(next_);
      state_ = State::last_questions;
      return true;
    case Kind::end:
      return change(State::last_questions, State::ended);
  }
  return false;
}

bool ProgrammeRunner::note_pain(const VisitEvent& event) {
  if (!(event.value >= 0 && event.value <= kWorstPain && event.value == std::floor(event.value)))
    return false;
  const int pain = static_cast<int>(event.value);
  const bool before = state_ == State::questions;
  red_flag_ = pain_red_flag(pain, before ? std::nullopt : pain_before_, *history_);
  if (before) pain_before_ = pain;
  pain_now_ = pain;
  if (!event.text.empty()) pain_where_ = event.text;
  if (red_flag_) state_ = State::ended;
  return true;
}

bool ProgrammeRunner::finish_set(const VisitEvent& event) {
  if (state_ != State::set || !event.result) return false;
  const Planned set = planned_[next_++];
  const Block& block = programme_->blocks[set.block];
  results_[{set.block, set.set}] = *event.result;
  last_done_ = set;
  // What was carried was weighed with the person.
  if (!body_weight_n_ && event.result->standing_weight_n) {
    const double carried_kg = carries_load(*block.exercise) ? block.load_kg.value_or(0) : 0;
    body_weight_n_ = *event.result->standing_weight_n - carried_kg * kGravity_m_s2;
  }
  rest_until_us_ = event.at_us + static_cast<std::int64_t>(block.rest_s * 1e6);
  go_between();
  return true;
}

/// To the next set, or to the questions at the end when none is left.
void ProgrammeRunner::go_between() {
  state_ = next_ < planned_.size() ? State::between : State::last_questions;
}

bool ProgrammeRunner::skip(bool whole_exercise) {
  if (state_ != State::between && state_ != State::paused) return false;
  const std::size_t block = planned_[next_].block;
  do {
    planned_.erase(planned_.begin() + static_cast<std::ptrdiff_t>(next_));
  } while (whole_exercise && next_ < planned_.size() && planned_[next_].block == block);
  if (next_ == planned_.size()) state_ = State::last_questions;
  return true;
}

bool ProgrammeRunner::again(bool redo) {
  const bool waits = state_ == State::between || state_ == State::paused || state_ == State::last_questions;
  if (!last_done_ || !waits) return false;
  Planned set = *last_done_;
  if (!redo)
    for (const Planned& other : planned_)
      if (other.block == set.block) set.set = std::max(set.set, other.set + 1);
  planned_.insert(planned_.begin() + static_cast<std::ptrdiff_t>(next_), set);
  if (state_ == State::last_questions) state_ = State::between;
  return true;
}

VisitView ProgrammeRunner::view(std::int64_t now_us) const {
  VisitView view;
  view.done = static_cast<int>(next_);
  view.planned = static_cast<int>(planned_.size());
  view.can_redo = last_done_ && state_ != State::set && state_ != State::questions && state_ != State::ended;
  if (next_ < planned_.size()) {
    const Planned& set = planned_[next_];
    view.block = &programme_->blocks[set.block];
    view.place = place_of(set.block, set.set);
    view.sets = std::max(view.block->sets, set.set);
  }
  view.rest_left_s = std::max<double>(0, static_cast<double>(rest_until_us_ - now_us) / 1e6);
  switch (state_) {
    case State::questions:
      view.step = VisitStep::questions;
      break;
    case State::between:
      view.step = view.rest_left_s > 0 ? VisitStep::rest : VisitStep::ready;
      break;
    case State::set:
      view.step = VisitStep::set;
      break;
    case State::paused:
      view.step = VisitStep::paused;
      break;
    case State::last_questions:
      view.step = VisitStep::last_questions;
      break;
    case State::ended:
      view.step = VisitStep::ended;
      break;
  }
  return view;
}

VisitPlace ProgrammeRunner::place_of(std::size_t block, int set) const {
  return {"", programme_->id, static_cast<int>(block) + 1, set, to_string(programme_->blocks[block].role)};
}

std::vector<DoneSet> ProgrammeRunner::done_sets() const {
  std::vector<DoneSet> sets;
  for (const auto& [place, result] : results_)
    sets.push_back({&programme_->blocks[place.first], place_of(place.first, place.second), result});
  return sets;
}

VisitRecord ProgrammeRunner::record() const {
  VisitRecord record;
  record.programme = programme_->id;
  record.kind = programme_->kind;
  if (!events_.empty()) {
    record.started_us = events_.front().at_us;
    record.ended_us = events_.back().at_us;
  }
  record.pain_before = pain_before_;
  const auto begun =
      std::find_if(events_.begin(), events_.end(), [](const auto& e) { return e.kind == Kind::begin; });
  if (std::any_of(begun, events_.end(), [](const auto& e) { return e.kind == Kind::pain; }))
    record.pain_after = pain_now_;
  record.exertion = exertion_;
  for (std::size_t block = 0; block < programme_->blocks.size(); ++block) {
    BlockRecord done{programme_->blocks[block], {}};
    for (const auto& [place, result] : results_)
      if (place.first == block) done.sets.push_back(result);
    record.blocks.push_back(std::move(done));
  }
  return record;
}

std::vector<Advice> ProgrammeRunner::warnings() const {
  if (red_flag_) return {*red_flag_};
  if (!last_done_) return {};
  // Of the exercise just done, and only while more of it is to come.
  const bool more = next_ < planned_.size() && planned_[next_].block == last_done_->block;
  if (!more) return {};
  if (auto falling = falling_quality(record().blocks[last_done_->block])) return {std::move(*falling)};
  return {};
}

std::vector<Advice> ProgrammeRunner::advice() const {
  if (red_flag_) return {*red_flag_};
  return advice_after(record(), *history_);
}

}  // namespace poise::session
