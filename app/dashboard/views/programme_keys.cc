#include <algorithm>

#include "views/keys.h"
#include "views/programme_actions.h"

namespace poise::dashboard {
namespace {

using session::VisitStep;
using Kind = session::VisitEvent::Kind;

bool is_led(const Frame& frame, const ViewState&) { return frame.shelf.visit != nullptr; }
bool is_not_led(const Frame& frame, const ViewState& state) { return !is_led(frame, state); }

bool asks(const Frame& frame, const ViewState&) {
  const auto now = visit_now(frame);
  return now && (now->step == VisitStep::questions || now->step == VisitStep::last_questions);
}

/// Between two sets: there is one to come.
bool waits(const Frame& frame, const ViewState&) {
  const auto now = visit_now(frame);
  return now && (now->step == VisitStep::ready || now->step == VisitStep::rest || now->step == VisitStep::paused);
}

bool can_redo(const Frame& frame, const ViewState&) {
  const auto now = visit_now(frame);
  return now && now->can_redo;
}

bool can_resume(const Frame& frame, const ViewState& state) { return is_not_led(frame, state) && frame.shelf.unfinished; }

template <Kind kKind>
void tell(char, const Frame&, ViewState&, Commands& commands) {
  happen(kKind, commands);
}

constexpr char kSteps[] = {kKeyUp, kKeyDown, '\0'};
constexpr char kAnswers[] = {kKeyLeft, kKeyRight, '\0'};

constexpr KeyAction kProgramme[] = {
    {"\n", "Enter", "begin, go on, start the set, finish",
     [](char, const Frame& frame, ViewState& state, Commands& commands) { do_programme_main(frame, state, commands); },
     [](const Frame& frame, const ViewState& state) { return programme_main_label(frame, state) != nullptr; }},
    {kSteps, "\u2191 \u2193", "the programme before or after",
     [](char key, const Frame& frame, ViewState& state, Commands&) {
       step_programme(frame, state.programme, key == kKeyUp ? -1 : 1);
     },
     is_not_led},
    {"u", "U", "resume the visit that was left",
     [](char, const Frame& frame, ViewState& state, Commands& commands) { resume_visit(frame, state, commands); },
     can_resume},
    {kAnswers, "\u2190 \u2192", "less or more pain",
     [](char key, const Frame&, ViewState& state, Commands&) {
       auto& pain = state.programme.answers.pain;
       pain = pain ? std::clamp(*pain + (key == kKeyRight ? 1 : -1), 0, session::kWorstPain) : 0;
     },
     asks},
    {"s", "S", "skip the set", tell<Kind::skip>, waits},
    {"k", "K", "skip the exercise", tell<Kind::skip_exercise>, waits},
    {"r", "R", "the last set again", tell<Kind::redo>, can_redo},
    {"+=", "+", "one set more", tell<Kind::repeat>, can_redo},
    {"p", "P", "pause, go on",
     [](char, const Frame& frame, ViewState&, Commands& commands) {
       happen(visit_now(frame)->step == VisitStep::paused ? Kind::go_on : Kind::pause, commands);
     },
     waits},
    {"x", "X", "stop here, with the questions", tell<Kind::stop>, waits},
    {"l", "L", "leave it, to be resumed",
     [](char, const Frame&, ViewState& state, Commands& commands) { close_visit(state, commands); }, is_led},
};

}  // namespace

std::span<const KeyAction> programme_keys() { return kProgramme; }

}  // namespace poise::dashboard
