#include <fmt/format.h>

#include <algorithm>

#include "views/describe.h"
#include "views/review_edit.h"
#include "views/review_panels.h"
#include "views/views.h"
#include "widgets/tabs.h"

namespace poise::dashboard {
namespace {

using engine::OpenSession;

constexpr const char* kPanels[] = {"Table", "Overlay", "Path"};

/// "2026-03-05 14:07" of an ISO date.
std::string short_date(const std::string& started) {
  if (started.size() < 16) return started;
  return started.substr(0, 10) + " " + started.substr(11, 5);
}

std::string exercise_name(const std::string& id) {
  const auto* exercise = movement::find_exercise(id);
  return exercise != nullptr ? std::string(exercise->name) : id;
}

std::string list_line(const store::SessionSummary& summary) {
  std::string line = exercise_name(summary.exercise);
  if (summary.side != Side::both) line += summary.side == Side::left ? ", left" : ", right";
  return line;
}

void show(ReviewState& review, const std::string& session) {
  if (review.session == session) return;
  review.session = session;
  review.rep = 0;
  review.zoom = 1;
  drop_draft(review);
}

void step_session(const engine::Shelf& shelf, ReviewState& review, int by) {
  const auto& all = shelf.sessions;
  const auto present =
      std::find_if(all.begin(), all.end(), [&](const auto& summary) { return summary.id == review.session; });
  if (present == all.end()) return;
  const auto index = std::clamp<std::ptrdiff_t>(present - all.begin() + by, 0, static_cast<std::ptrdiff_t>(all.size()) - 1);
  show(review, all[static_cast<std::size_t>(index)].id);
}

/// Asks for what is to be seen and not there yet, once.
void ask_for_sessions(const engine::Shelf& shelf, ReviewState& review, Commands& commands) {
  if (review.session.empty() && !shelf.sessions.empty()) review.session = shelf.sessions.front().id;
  for (const std::string& id : {review.session, review.beside}) {
    if (id.empty() || shelf.find(id) != nullptr || review.asked == id) continue;
    commands.library.emplace_back(engine::OpenKept{id});
    review.asked = id;
    return;
  }
}

void handle_review_keys(const Frame& frame, const OpenSession* session, ReviewState& review, Commands& commands) {
  if (ImGui::GetIO().WantTextInput) return;
  constexpr double kNudge_s = 0.05;
  for (const char key : frame.keys) {
    if (key == kKeyUp) step_session(frame.shelf, review, -1);
    if (key == kKeyDown) step_session(frame.shelf, review, 1);
    if (key == 't') review.panel = (review.panel + 1) % static_cast<int>(std::size(kPanels));
    if (key == 'u' || key == kKeyUndo) undo_edit(review, commands);
    if (key == 'c') review.beside = review.beside.empty() ? review.session : std::string();
    if (key == '+' || key == '=') review.zoom = std::min(400.0, review.zoom * 1.5);
    if (key == '-') review.zoom = std::max(1.0, review.zoom / 1.5);
    if (key == kKeyEscape) drop_draft(review);
    if (session == nullptr) continue;
    const int last = std::max(0, static_cast<int>(session->analysis.reps.size()) - 1);
    if (key == kKeyLeft || key == kKeyRight) {
      review.rep = std::clamp(review.rep + (key == kKeyLeft ? -1 : 1), 0, last);
      drop_draft(review);
      if (const auto* rep = chosen_rep(*session, review)) review.middle_s = (rep->start_s + rep->end_s) / 2;
    }
    if (key == 'x') toggle_counted(*session, review, commands);
    if (key == ',' || key == '.') nudge(*session, review, -1, key == ',' ? -kNudge_s : kNudge_s);
    if (key == 'k' || key == 'l') nudge(*session, review, 1, key == 'k' ? -kNudge_s : kNudge_s);
    if (key == '\n') keep_draft(*session, review, commands);
  }
}

void session_list(Ui& ui, Rect rect, const Frame& frame, ReviewState& review) {
  panel(ui, rect);
  rect = rect.inset(ui.px(8), ui.px(8));
  Rect head = rect.take_top(ui.px(28));
  text(ui, head.inset(ui.px(6), 0), fmt::format("{} session{}", frame.shelf.sessions.size(), frame.shelf.sessions.size() == 1 ? "" : "s"), {Type::bold});
  ImGui::SetCursorScreenPos(rect.min());
  ImGui::BeginChild("sessions", {rect.w, rect.h});
  ImGuiListClipper clipper;
  const float height = ui.px(48);
  clipper.Begin(static_cast<int>(frame.shelf.sessions.size()), height);
  while (clipper.Step()) {
    for (int i = clipper.DisplayStart; i < clipper.DisplayEnd; ++i) {
      const auto& summary = frame.shelf.sessions[static_cast<std::size_t>(i)];
      ImGui::PushID(i);
      const ImVec2 at = ImGui::GetCursorScreenPos();
      const bool chosen = summary.id == review.session;
      ImGui::PushStyleVar(ImGuiStyleVar_ItemSpacing, {0, 0});
      if (ImGui::Selectable("##row", chosen, 0, {0, height})) show(review, summary.id);
      ImGui::PopStyleVar();
      Ui inner{ui.theme, ImGui::GetWindowDrawList(), nullptr};
      const Rect row{at.x + ui.px(6), at.y + ui.px(4), rect.w - ui.px(24), height - ui.px(8)};
      text(inner, {row.x, row.y, row.w, row.h / 2}, list_line(summary), {chosen ? Type::bold : Type::body});
      std::string detail = short_date(summary.started);
      if (!summary.athlete.empty()) detail += " \u00b7 " + summary.athlete;
      if (summary.reps > 0) detail += fmt::format(" \u00b7 {} rep{}", summary.reps, summary.reps == 1 ? "" : "s");
      text(inner, {row.x, row.y + row.h / 2, row.w, row.h / 2}, detail,
           {Type::small, ui.colour().muted});
      ImGui::PopID();
    }
  }
  ImGui::EndChild();
}

void heading(Ui& ui, Rect rect, const OpenSession& session) {
  std::string words = exercise_name(session.info.exercise);
  if (session.info.side != Side::both) words += ", " + side_name(session.info.side);
  const Type type = text_width(ui, Type::title, words) <= rect.w ? Type::title : Type::bold;
  const Rect letters = text(ui, rect, words, {type});
  rect.take_left(letters.w + ui.px(16));
  const std::string who = session.info.athlete.empty() ? "" : " \u00b7 " + session.info.athlete;
  const std::string detail =
      fmt::format("{}{} \u00b7 {}", short_date(session.info.started), who, outcome_name(session.analysis.outcome));
  if (text_width(ui, Type::body, detail) <= rect.w) text(ui, rect, detail, {Type::body, ui.colour().muted});
}

/// What can be done with the chosen repetition, on one line under the chart.
void edit_line(Ui& ui, Rect rect, const OpenSession& session, ReviewState& review, Commands& commands) {
  const movement::Rep* rep = chosen_rep(session, review);
  if (rep == nullptr) return;
  const float gap = ui.px(8);
  const bool drafting = review.draft && review.draft->rep == rep->index;
  const double start_s = drafting ? review.draft->start_s : rep->start_s;
  const double end_s = drafting ? review.draft->end_s : rep->end_s;
  const std::string words = fmt::format("{}: {:.2f}\u2013{:.2f} s", rep->index, start_s, end_s);
  text(ui, rect.take_left(text_width(ui, Type::bold, words) + ui.px(6), gap), words, {Type::bold});
  const bool wide = rect.w > ui.px(430);
  if (drafting) {
    if (button(ui, "keep", rect.take_left(ui.px(112), gap), "Keep", "Enter", ButtonKind::primary))
      return keep_draft(session, review, commands);
    if (button(ui, "drop", rect.take_left(ui.px(92), gap), "Drop", "Esc")) return drop_draft(review);
  } else {
    const char* label = rep->valid ? "Exclude" : "Count it";
    if (button(ui, "exclude", rect.take_left(ui.px(112), gap), label, "X")) toggle_counted(session, review, commands);
    tip(ui, "Left out of, or taken into, means and trends. What the program found is kept beside it.");
    const bool can = !review.undo.empty();
    if (button(ui, "undo", rect.take_left(ui.px(92), gap), "Undo", "U", ButtonKind::plain, can))
      undo_edit(review, commands);
  }
  if (rect.w < ui.px(90)) return;
  const movement::RepEdit* edit = movement::edit_of(session.edits, rep->index);
  text_field(ui, "##reason", rect.take_left(wide ? ui.px(210) : rect.w, gap), "reason", review.reason, true);
  const std::string said = edit != nullptr ? "said: " + edit->reason : "drag an edge of the repetition to correct it";
  if (text_width(ui, Type::small, said) <= rect.w) text(ui, rect, said, {Type::small, ui.colour().muted});
}

void lower_panel(Ui& ui, const char* id, const Rect& rect, const OpenSession& session, ViewState& state) {
  switch (state.review.panel) {
    case 0:
      return review_table(ui, id, rect, session, state.settings.units, state.review.rep);
    case 1:
      return review_overlay(ui, rect, session);
    default:
      return review_path(ui, rect, session, state.review);
  }
}

void draw_session(Ui& ui, Rect rect, const OpenSession& session, ViewState& state, bool editable, Commands& commands) {
  panel(ui, rect);
  rect = rect.inset(ui.px(12), ui.px(8));
  heading(ui, rect.take_top(ui.px(32)), session);
  const bool low = rect.h < ui.px(300);
  const Rect chart = rect.take_top(low ? rect.h - ui.px(44) : rect.h * 0.46F, ui.px(6));
  review_chart(ui, editable ? "##chart" : "##chart_beside", chart, session, state.review, editable);
  if (editable) edit_line(ui, rect.take_top(ui.px(36), ui.px(8)), session, state.review, commands);
  if (rect.h < ui.px(90)) return;
  Rect head = rect.take_top(ui.px(32), ui.px(6));
  if (editable) {
    segments(ui, "##panels", head.take_left(std::min(head.w, ui.px(300))), kPanels, state.review.panel);
    const bool beside = !state.review.beside.empty();
    if (head.w > ui.px(150) && button(ui, "beside", head.take_right(ui.px(140)), beside ? "Only one" : "Side by side", "C"))
      state.review.beside = beside ? std::string() : state.review.session;
  }
  lower_panel(ui, editable ? "reps" : "reps_beside", rect, session, state);
}

void nothing_yet(Ui& ui, const Rect& rect, const Frame& frame) {
  panel(ui, rect);
  const auto& shelf = frame.shelf;
  const std::string words = shelf.error              ? to_line(*shelf.error)
                            : !shelf.loaded          ? "Reading what is kept"
                            : shelf.sessions.empty() ? "Nothing recorded yet: the first session will be here"
                                                     : "Opening the session";
  const Type type = text_width(ui, Type::title, words) <= rect.w - ui.px(40) ? Type::title : Type::body;
  if (type == Type::title) {
    text(ui, rect, words, {type, ui.colour().muted, Align::centre});
    return;
  }
  wrapped_text(ui, rect.inset(ui.px(20), rect.h * 0.4F), words, {type, ui.colour().muted});
}

}  // namespace

void review_view(Ui& ui, const Rect& body, const Frame& frame, ViewState& state, Commands& commands) {
  ReviewState& review = state.review;
  ask_for_sessions(frame.shelf, review, commands);
  handle_review_keys(frame, frame.shelf.find(review.session), review, commands);
  const OpenSession* session = frame.shelf.find(review.session);
  const OpenSession* beside = review.beside.empty() ? nullptr : frame.shelf.find(review.beside);
  const float margin = ui.px(10);
  Rect rest = body;
  const bool list = body.w >= ui.px(820) && !frame.shelf.sessions.empty();
  if (list) session_list(ui, rest.take_left(ui.px(beside != nullptr ? 240 : 280), margin), frame, review);
  if (session == nullptr) return nothing_yet(ui, rest, frame);
  if (beside != nullptr && beside != session && rest.w > ui.px(640)) {
    const Rect right = rest.take_right((rest.w - margin) / 2, margin);
    draw_session(ui, right, *beside, state, false, commands);
  }
  draw_session(ui, rest, *session, state, true, commands);
}

}  // namespace poise::dashboard
