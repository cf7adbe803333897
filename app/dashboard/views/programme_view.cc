#include <fmt/format.h>

#include <algorithm>
#include <cmath>

#include "session/advice.h"
#include "views/describe.h"
#include "views/keys.h"
#include "views/programme_actions.h"
#include "views/views.h"
#include "widgets/gauges.h"
#include "widgets/tabs.h"

namespace poise::dashboard {
namespace {

using session::VisitStep;
using session::VisitView;
using Kind = session::VisitEvent::Kind;

constexpr const char* kPains[] = {"0", "1", "2", "3", "4", "5", "6", "7", "8", "9", "10"};

void paragraph(Ui& ui, Rect& rect, const std::string& words, const TextStyle& style, float gap) {
  const float height = wrapped_height(ui, rect.w, words, style.type);
  if (words.empty() || height > rect.h) return;
  rect.take_top(wrapped_text(ui, rect, words, style), gap);
}

/// "Squat, set 2 of 2".
std::string title_of(const VisitView& now) {
  const std::string label = label_of(*now.block);
  return now.sets > 1 ? fmt::format("{}, set {} of {}", label, now.place.set, now.sets) : label;
}

// -- choosing --

void draw_list(Ui& ui, Rect rect, const Frame& frame, ViewState& state) {
  panel(ui, rect);
  rect = rect.inset(ui.px(10), ui.px(10));
  ImGui::SetCursorScreenPos(rect.min());
  ImGui::BeginChild("programmes", {rect.w, rect.h});
  for (std::size_t i = 0; i < frame.shelf.programmes.size(); ++i) {
    const session::Programme& programme = frame.shelf.programmes[i];
    ImGui::PushID(static_cast<int>(i));
    const ImVec2 at = ImGui::GetCursorScreenPos();
    const bool chosen = chosen_programme(frame, state.programme) == &programme;
    if (ImGui::Selectable("##programme", chosen, 0, {0, ui.px(52)})) state.programme.chosen = static_cast<int>(i);
    Ui inner{ui.theme, ImGui::GetWindowDrawList(), nullptr};
    Rect row{at.x + ui.px(8), at.y + ui.px(3), rect.w - ui.px(24), ui.px(46)};
    text(inner, row.take_top(ui.px(25)), programme.name, {chosen ? Type::bold : Type::body});
    text(inner, row,
         fmt::format("{}, {:.0f} min{}", to_string(programme.kind),
                     std::ceil(session::expected_duration_s(programme) / 60), programme.shipped ? "" : ", your own"),
         {Type::small, ui.colour().muted});
    ImGui::PopID();
  }
  ImGui::EndChild();
}

/// What it is for where there is room beside its exercises; those that do not fit are counted.
void draw_programme(Ui& ui, Rect rect, const session::Programme& programme) {
  const float line = ui.px(24);
  text(ui, rect.take_top(ui.px(46)), programme.name, {fitting_type(ui, programme.name, rect.w, {Type::title, Type::bold})});
  const auto blocks = static_cast<float>(programme.blocks.size());
  for (const auto& [words, style] : {std::pair{&programme.purpose, TextStyle{Type::body}},
                                     std::pair{&programme.source, TextStyle{Type::small, ui.colour().muted}}})
    if (wrapped_height(ui, rect.w, *words, style.type) + ui.px(8) + blocks * line < rect.h)
      paragraph(ui, rect, *words, style, ui.px(8));
  std::size_t shown = 0;
  for (const session::Block& block : programme.blocks) {
    const std::string label = label_of(block);
    const std::string task = (block.sets > 1 ? fmt::format("{} sets of ", block.sets) : "") + task_of(block);
    Rect row = rect;
    const Rect left = row.take_left(std::min(ui.px(260), row.w * 0.42F), ui.px(8));
    const float height = std::max(line, wrapped_height(ui, row.w, task, Type::body) + ui.px(2));
    if (rect.h < height + (shown + 1 < programme.blocks.size() ? line : 0)) break;
    rect.take_top(height);
    const Type type = fitting_type(ui, label, left.w, {Type::bold, Type::small});
    text(ui, {left.x, left.y, left.w, line_height(ui, type)}, label, {type});
    wrapped_text(ui, row, task, {Type::body, ui.colour().muted});
    ++shown;
  }
  if (shown < programme.blocks.size())
    text(ui, rect, fmt::format("and {} more", programme.blocks.size() - shown), {Type::small, ui.colour().muted});
}

void choose_view(Ui& ui, Rect body, const Frame& frame, ViewState& state, Commands& commands) {
  draw_list(ui, body.take_left(std::min(ui.px(320), body.w * 0.4F), ui.px(10)), frame, state);
  panel(ui, body);
  Rect inside = body.inset(ui.px(20), ui.px(12));
  Rect row = inside.take_bottom(ui.px(40), ui.px(8));
  const char* label = programme_main_label(frame, state);
  if (button(ui, "begin", row.take_left(ui.px(150), ui.px(8)), label != nullptr ? label : "Begin", "Enter",
             ButtonKind::primary, label != nullptr))
    begin_visit(frame, state, commands);
  if (frame.shelf.unfinished && row.w > ui.px(150) &&
      button(ui, "resume", row.take_left(ui.px(150), ui.px(8)), "Resume", "U"))
    resume_visit(frame, state, commands);
  if (frame.shelf.unfinished)
    tip(ui, fmt::format("{} of {}, left unfinished", frame.shelf.unfinished->programme, frame.shelf.unfinished->started));
  if (state.athlete.empty())
    fitting_text(ui, row, {"for nobody in particular: choose the athlete in Live", "for nobody in particular"}, {Type::body, Type::small},
                 {Type::body, ui.colour().muted});
  else
    fitting_text(ui, row, {"for " + state.athlete}, {Type::body, Type::small}, {Type::body, ui.colour().muted});
  if (frame.shelf.error) paragraph(ui, inside, to_line(*frame.shelf.error), {Type::small, ui.colour().bad}, ui.px(6));
  if (const auto* programme = chosen_programme(frame, state.programme)) draw_programme(ui, inside, *programme);
}

// -- questions --

/// Eleven numbers of which one or none is chosen.
void scale(Ui& ui, Rect& rect, const char* id, const std::string& question, std::optional<int>& answer) {
  text(ui, rect.take_top(ui.px(30)), question, {Type::bold});
  const Rect row = rect.take_top(ui.px(36), ui.px(12));
  int chosen = answer.value_or(-1);
  if (segments(ui, id, {row.x, row.y, std::min(row.w, ui.px(620)), row.h}, kPains, chosen)) answer = chosen;
}

void questions_view(Ui& ui, const Rect& body, const Frame& frame, const VisitView& now, ViewState& state, Commands& commands) {
  VisitAnswers& answers = state.programme.answers;
  panel(ui, body);
  Rect inside = body.inset(ui.px(24), ui.px(16));
  Rect row = inside.take_bottom(ui.px(40), ui.px(8));
  const bool before = now.step == VisitStep::questions;
  text(ui, inside.take_top(ui.px(46)), before ? "Before it begins" : "To finish", {Type::title});
  for (const session::Advice& advice : frame.shelf.visit_warnings)
    paragraph(ui, inside, fmt::format("{} [{}]", advice.says, advice.rule), {Type::bold, ui.colour().warn}, ui.px(8));
  scale(ui, inside, "##pain", "Pain now: 0 none, 10 the worst imaginable", answers.pain);
  if (!before) scale(ui, inside, "##exertion", "How hard all of it was: 0 nothing, 5 strong, 10 extremely strong", answers.exertion);
  if (before && answers.pain.value_or(0) > 0)
    text_field(ui, "##where", inside.take_top(ui.px(36), ui.px(12)), "Where it hurts; never a name", answers.where, true);
  text(ui, inside.take_top(ui.px(30)), "Is there any of these?", {Type::bold});
  for (std::size_t i = 0; i < answers.red_flags.size() && inside.h >= ui.px(30); ++i)
    toggle(ui, fmt::format("##{}", to_string(session::kRedFlags[i])).c_str(), inside.take_top(ui.px(30), ui.px(4)),
           sentence(in_words(session::kRedFlags[i])), answers.red_flags[i], true);
  if (button(ui, "answered", row.take_left(ui.px(170), ui.px(8)), programme_main_label(frame, state), "Enter", ButtonKind::primary))
    answer_questions(frame, state, commands);
  if (button(ui, "leave", row.take_left(ui.px(120), ui.px(8)), "Leave", "L")) close_visit(state, commands);
}

// -- between the sets --

void draw_done(Ui& ui, Rect rect, const session::ProgrammeRunner& runner) {
  panel(ui, rect);
  rect = rect.inset(ui.px(16), ui.px(12));
  text(ui, rect.take_top(ui.px(30)), "Done so far", {Type::bold});
  const auto sets = runner.done_sets();
  const auto fits = static_cast<std::size_t>(std::max(0.0F, rect.h / ui.px(44)));
  for (std::size_t i = sets.size() > fits ? sets.size() - fits : 0; i < sets.size(); ++i) {
    Rect row = rect.take_top(ui.px(44));
    text(ui, row.take_top(ui.px(22)), label_of(*sets[i].block), {Type::body});
    text(ui, row, in_words(*sets[i].block, sets[i].result), {Type::small, ui.colour().muted});
  }
  if (sets.empty()) text(ui, rect.take_top(ui.px(26)), "no set yet", {Type::body, ui.colour().muted});
}

struct Choice {
  const char* label;
  const char* key;
  float width;
  Kind kind;
  bool enabled = true;
};

/// What is needed most stands first; what does not fit folds away and stays reachable by its key.
void draw_choices(Ui& ui, Rect row, const VisitView& now, ViewState& state, Commands& commands) {
  const bool paused = now.step == VisitStep::paused;
  if (button(ui, "leave", row.take_right(ui.px(96), ui.px(6)), "Leave", "L")) close_visit(state, commands);
  tip(ui, "It can be resumed where it was left.");
  const Choice choices[] = {{paused ? "Go on" : "Pause", "P", 100, paused ? Kind::go_on : Kind::pause},
                            {"Stop", "X", 90, Kind::stop},
                            {"Skip set", "S", 116, Kind::skip},
                            {"Again", "R", 100, Kind::redo, now.can_redo},
                            {"Skip exercise", "K", 156, Kind::skip_exercise},
                            {"One more", "+", 126, Kind::repeat, now.can_redo}};
  for (const Choice& choice : choices) {
    if (row.w < ui.px(choice.width)) return;
    if (button(ui, choice.label, row.take_left(ui.px(choice.width), ui.px(6)), choice.label, choice.key, ButtonKind::plain, choice.enabled))
      happen(choice.kind, commands);
  }
}

/// The seconds of rest that are left, as large as there is room.
void draw_timer(Ui& ui, Rect& rect, const VisitView& now) {
  const std::string words = now.step == VisitStep::rest ? fmt::format("Rest {:.0f} s", std::ceil(now.rest_left_s)) : "Paused";
  const float most = std::min(ui.px(120), rect.h * 0.5F);
  for (const Type type : {Type::huge, Type::cue, Type::big, Type::title, Type::bold}) {
    if (type != Type::bold && (line_height(ui, type) > most || text_width(ui, type, words) > rect.w)) continue;
    text(ui, rect.take_top(line_height(ui, type), ui.px(6)), words, {type, ui.colour().accent});
    return;
  }
}

void lead_view(Ui& ui, Rect body, const Frame& frame, const VisitView& now, ViewState& state, Commands& commands) {
  const session::ProgrammeRunner& runner = frame.shelf.visit->runner;
  if (body.w > ui.px(900)) draw_done(ui, body.take_right(ui.px(330), ui.px(10)), runner);
  panel(ui, body);
  Rect inside = body.inset(ui.px(24), ui.px(16));
  draw_choices(ui, inside.take_bottom(ui.px(38), ui.px(10)), now, state, commands);
  Rect main = inside.take_bottom(ui.px(52), ui.px(10));
  const bool ready = frame.snapshot.link == engine::LinkState::streaming || state.virtual_mat || now.step == VisitStep::paused;
  if (button(ui, "main", main.take_left(std::min(main.w, ui.px(260)), ui.px(12)), programme_main_label(frame, state), "Enter",
             ButtonKind::primary, ready))
    do_programme_main(frame, state, commands);
  if (!ready)
    fitting_text(ui, main, {"no mat: choose one in Mat, or the virtual one in Live", "no mat"}, {Type::body},
                 {Type::body, ui.colour().warn});
  text(ui, inside.take_top(ui.px(28)), fmt::format("{}: set {} of {}", runner.programme().name, now.done + 1, now.planned),
       {Type::body, ui.colour().muted});
  const std::string title = title_of(now);
  const Type large = fitting_type(ui, title, inside.w, {Type::cue, Type::big, Type::title, Type::bold});
  text(ui, inside.take_top(line_height(ui, large)), title, {large});
  if (now.step != VisitStep::ready) draw_timer(ui, inside, now);
  for (const session::Advice& advice : runner.warnings())
    paragraph(ui, inside, fmt::format("{} [{}]", advice.says, advice.rule), {Type::bold, ui.colour().warn}, ui.px(8));
  paragraph(ui, inside, sentence(task_of(*now.block)) + ".", {Type::title}, ui.px(6));
  paragraph(ui, inside, sentence(now.block->exercise->placement) + ".", {Type::body}, ui.px(6));
  paragraph(ui, inside, now.block->cue.empty() ? "" : now.block->cue + ".", {Type::body}, ui.px(6));
  paragraph(ui, inside, now.block->reason.empty() ? "" : "Why: " + now.block->reason + ".", {Type::body, ui.colour().muted}, 0);
}

void set_view(Ui& ui, const Rect& body, const VisitView& now, ViewState& state) {
  panel(ui, body);
  Rect inside = body.inset(ui.px(24), ui.px(16));
  text(ui, inside.take_top(ui.px(60)), title_of(now), {Type::big});
  text(ui, inside.take_top(ui.px(30), ui.px(12)), "is being done", {Type::body, ui.colour().muted});
  if (button(ui, "see", inside.take_top(ui.px(44)).take_left(ui.px(180)), "See it live", "Enter", ButtonKind::primary))
    state.view = View::live;
}

// -- the end --

void ended_view(Ui& ui, Rect body, const Frame& frame, ViewState& state, Commands& commands) {
  const session::ProgrammeRunner& runner = frame.shelf.visit->runner;
  if (body.w > ui.px(900)) draw_done(ui, body.take_right(ui.px(330), ui.px(10)), runner);
  panel(ui, body);
  Rect inside = body.inset(ui.px(24), ui.px(16));
  Rect row = inside.take_bottom(ui.px(40), ui.px(8));
  if (button(ui, "close", row.take_left(ui.px(150)), "Close", "Enter", ButtonKind::primary)) close_visit(state, commands);
  text(ui, inside.take_top(ui.px(46), ui.px(6)), runner.programme().name, {Type::title});
  const auto advice = runner.advice();
  if (advice.empty()) paragraph(ui, inside, "Nothing to advise.", {Type::body}, ui.px(6));
  std::string_view told;
  for (const session::Advice& each : advice) {
    const bool stop = each.kind == session::Advice::Kind::see_professional;
    const bool rest = each.kind == session::Advice::Kind::rest;
    const ImU32 ink = stop ? ui.colour().bad : rest ? ui.colour().warn : ui.colour().text;
    paragraph(ui, inside, each.says, {stop ? Type::title : Type::bold, ink}, ui.px(2));
    if (each.rule == told) continue;
    told = each.rule;
    for (const session::Rule& rule : session::advice_rules())
      if (rule.id == told)
        paragraph(ui, inside, fmt::format("[{}] {}", rule.id, rule.says), {Type::small, ui.colour().muted}, ui.px(8));
  }
  paragraph(ui, inside, std::string(session::kNoDiagnosis), {Type::body, ui.colour().muted}, 0);
}

}  // namespace

void programme_view(Ui& ui, const Rect& body, const Frame& frame, ViewState& state, Commands& commands) {
  const auto now = visit_now(frame);
  if (!now) return choose_view(ui, body, frame, state, commands);
  switch (now->step) {
    case VisitStep::questions:
    case VisitStep::last_questions: return questions_view(ui, body, frame, *now, state, commands);
    case VisitStep::set: return set_view(ui, body, *now, state);
    case VisitStep::ready:
    case VisitStep::rest:
    case VisitStep::paused: return lead_view(ui, body, frame, *now, state, commands);
    case VisitStep::ended: return ended_view(ui, body, frame, state, commands);
  }
}

}  // namespace poise::dashboard
