#include "views/programme_actions.h"

#include <algorithm>

#include "engine/kept_visit.h"
#include "engine/virtual_person.h"
#include "session/set_result.h"
#include "views/actions.h"
#include "views/describe.h"

namespace poise::dashboard {
namespace {

using session::VisitEvent;
using session::VisitStep;
using Kind = VisitEvent::Kind;

bool no_session(const Frame& frame) {
  return frame.snapshot.flow.step == movement::FlowStep::idle || frame.snapshot.flow.step == movement::FlowStep::result;
}

bool mat_is_there(const Frame& frame) {
  return freshness(frame) == Freshness::live && !frame.snapshot.geometry_name.empty();
}

std::string virtual_device(const ViewState& state) {
  return state.virtual_keys.empty() ? "sim:" : "sim:?" + state.virtual_keys;
}

}  // namespace

std::optional<session::VisitView> visit_now(const Frame& frame) {
  if (!frame.shelf.visit) return std::nullopt;
  return frame.shelf.visit->runner.view(frame.wall_us);
}

const session::Programme* chosen_programme(const Frame& frame, const ProgrammeState& state) {
  const auto& all = frame.shelf.programmes;
  if (all.empty()) return nullptr;
  return &all[std::min(static_cast<std::size_t>(state.chosen), all.size() - 1)];
}

void step_programme(const Frame& frame, ProgrammeState& state, int by) {
  const int last = static_cast<int>(frame.shelf.programmes.size()) - 1;
  state.chosen = std::clamp(state.chosen + by, 0, std::max(last, 0));
}

void happen(Kind kind, Commands& commands, double value, std::string text) {
  commands.library.emplace_back(engine::VisitHappened{{kind, 0, value, std::move(text), {}}});
}

void begin_visit(const Frame& frame, ViewState& state, Commands& commands) {
  const session::Programme* programme = chosen_programme(frame, state.programme);
  if (programme == nullptr) return;
  state.programme.answers = {};
  commands.library.emplace_back(engine::BeginVisit{programme->id, state.athlete});
}

void resume_visit(const Frame& frame, ViewState& state, Commands& commands) {
  if (!frame.shelf.unfinished) return;
  state.programme.answers = {};
  commands.library.emplace_back(engine::ResumeVisit{frame.shelf.unfinished->id});
}

void answer_questions(const Frame& frame, ViewState& state, Commands& commands) {
  const auto now = visit_now(frame);
  if (!now) return;
  const VisitAnswers answers = std::exchange(state.programme.answers, {});
  for (std::size_t i = 0; i < answers.red_flags.size(); ++i)
    if (answers.red_flags[i]) return happen(Kind::red_flag, commands, 0, to_string(session::kRedFlags[i]));
  if (answers.pain) happen(Kind::pain, commands, *answers.pain, answers.where);
  if (now->step == VisitStep::last_questions && answers.exertion) happen(Kind::exertion, commands, *answers.exertion);
  happen(now->step == VisitStep::questions ? Kind::begin : Kind::end, commands);
}

void start_set(const Frame& frame, ViewState& state, Commands& commands) {
  const auto now = visit_now(frame);
  const bool waits = now && (now->step == VisitStep::ready || now->step == VisitStep::rest);
  if (!waits || !no_session(frame) || !(state.virtual_mat || mat_is_there(frame))) return;
  happen(Kind::start, commands);
  commands.engine.emplace_back(engine::CloseResult{});
  if (state.virtual_mat) {
    const std::string mat =
        engine::virtual_mat_for(*now->block, now->place.block, now->place.set, virtual_device(state));
    commands.engine.emplace_back(engine::SelectDevice{mat, state.mat_file});
  }
  // A virtual person waits for nobody.
  const bool unattended = state.hands_free || state.virtual_mat;
  commands.engine.emplace_back(engine::next_set(*frame.shelf.visit, {}, unattended, frame.wall_us));
  choose_exercise(state, *now->block->exercise);
  state.view = View::live;
}

void close_visit(ViewState& state, Commands& commands) {
  state.programme = {.chosen = state.programme.chosen};
  commands.library.emplace_back(engine::CloseVisit{});
}

void follow_visit(const Frame& frame, ViewState& state, Commands& commands) {
  const auto now = visit_now(frame);
  const engine::Snapshot& snapshot = frame.snapshot;
  if (!now || now->step != VisitStep::set || !snapshot.result || !snapshot.session_id) return;
  // The library answers some frames later; until then the result is not new any more.
  if (*snapshot.session_id == state.programme.handed_in) return;
  state.programme.handed_in = *snapshot.session_id;
  if (snapshot.flow.step == movement::FlowStep::refused)
    happen(Kind::set_failed, commands, 0, snapshot.flow.why);
  else
    commands.library.emplace_back(engine::VisitHappened{
        {Kind::set_done, 0, 0, {}, session::result_of(*snapshot.session_id, *now->block->exercise, *snapshot.result)}});
  commands.engine.emplace_back(engine::CloseResult{});
  state.view = View::programme;
}

const char* programme_main_label(const Frame& frame, const ViewState& state) {
  const auto now = visit_now(frame);
  if (!now) return frame.shelf.programmes.empty() ? nullptr : "Begin";
  switch (now->step) {
    case VisitStep::questions:
    case VisitStep::last_questions: {
      const auto& flags = state.programme.answers.red_flags;
      if (std::any_of(flags.begin(), flags.end(), [](bool flag) { return flag; })) return "Stop here";
      return now->step == VisitStep::questions ? "Go on" : "Finish";
    }
    case VisitStep::ready: return "Start the set";
    case VisitStep::rest: return "Start now";
    case VisitStep::paused: return "Go on";
    case VisitStep::set: return "See it live";
    case VisitStep::ended: return "Close";
  }
  return nullptr;
}

void do_programme_main(const Frame& frame, ViewState& state, Commands& commands) {
  const auto now = visit_now(frame);
  if (!now) return begin_visit(frame, state, commands);
  switch (now->step) {
    case VisitStep::questions:
    case VisitStep::last_questions: return answer_questions(frame, state, commands);
    case VisitStep::ready:
    case VisitStep::rest: return start_set(frame, state, commands);
    case VisitStep::paused: return happen(Kind::go_on, commands);
    case VisitStep::set: state.view = View::live; return;
    case VisitStep::ended: return close_visit(state, commands);
  }
}

}  // namespace poise::dashboard
