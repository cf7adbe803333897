#include <fmt/format.h>

#include <algorithm>

#include "views/describe.h"
#include "views/keys.h"
#include "views/report_button.h"
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

constexpr double kNudge_s = 0.05;
constexpr char kSessionKeys[] = {kKeyUp, kKeyDown, '\0'};
constexpr char kRepKeys[] = {kKeyLeft, kKeyRight, '\0'};
constexpr char kUndoKeys[] = {'u', kKeyUndo, '\0'};
constexpr char kEscapeKeys[] = {kKeyEscape, '\0'};

const OpenSession* open_session(const Frame& frame, const ViewState& state) {
  return frame.shelf.find(state.review.session);
}
bool has_reps(const Frame& frame, const ViewState& state) {
  const OpenSession* session = open_session(frame, state);
  return session != nullptr && !session->analysis.reps.empty();
}
bool drafting(const Frame& frame, const ViewState& state) {
  return has_reps(frame, state) && state.review.draft.has_value();
}

void write_out(const OpenSession& session, const ViewState& state, Commands& commands) {
  commands.library.emplace_back(engine::WriteKept{session.info.id, state.export_folder});
}

void step_rep(const OpenSession& session, ReviewState& review, int by) {
  const int last = static_cast<int>(session.analysis.reps.size()) - 1;
  review.rep = std::clamp(review.rep + by, 0, last);
  drop_draft(review);
  if (const auto* rep = chosen_rep(session, review)) review.middle_s = (rep->start_s + rep->end_s) / 2;
}

constexpr KeyAction kReview[] = {
    {kSessionKeys, "\u2191 \u2193", "the session before or after",
     [](char key, const Frame& frame, ViewState& state, Commands&) {
       step_session(frame.shelf, state.review, key == kKeyUp ? -1 : 1);
     }},
    {kRepKeys, "\u2190 \u2192", "the repetition before or after",
     [](char key, const Frame& frame, ViewState& state, Commands&) {
       step_rep(*open_session(frame, state), state.review, key == kKeyLeft ? -1 : 1);
     },
     has_reps},
    {",.", ", .", "its start earlier or later",
     [](char key, const Frame& frame, ViewState& state, Commands&) {
       nudge(*open_session(frame, state), state.review, -1, key == ',' ? -kNudge_s : kNudge_s);
     },
     has_reps},
    {"kl", "K L", "its end earlier or later",
     [](char key, const Frame& frame, ViewState& state, Commands&) {
       nudge(*open_session(frame, state), state.review, 1, key == 'k' ? -kNudge_s : kNudge_s);
     },
     has_reps},
    {"\n", "Enter", "keep the other times",
     [](char, const Frame& frame, ViewState& state, Commands& commands) {
       keep_draft(*open_session(frame, state), state.review, commands);
     },
     drafting, KeyWhen::always},
    {kEscapeKeys, "Esc", "drop them",
     [](char, const Frame&, ViewState& state, Commands&) { drop_draft(state.review); }, drafting},
    {"x", "X", "exclude it, or count it",
     [](char, const Frame& frame, ViewState& state, Commands& commands) {
       toggle_counted(*open_session(frame, state), state.review, commands);
     },
     has_reps},
    {"r", "R", "type the reason",
     [](char, const Frame&, ViewState& state, Commands&) { state.type_into = kReasonField; }, has_reps},
    {kUndoKeys, "U", "take the last correction back",
     [](char, const Frame&, ViewState& state, Commands& commands) { undo_edit(state.review, commands); },
     [](const Frame&, const ViewState& state) { return state.review.draft || !state.review.undo.empty(); }},
    {"t", "T", "table, overlay, path",
     [](char, const Frame&, ViewState& state, Commands&) {
       state.review.panel = (state.review.panel + 1) % static_cast<int>(std::size(kPanels));
     }},
    {"c", "C", "a second session beside this one",
     [](char, const Frame&, ViewState& state, Commands&) {
       auto& beside = state.review.beside;
       beside = beside.empty() ? state.review.session : std::string();
     }},
    {"p", "P", "its report, as PDF",
     [](char, const Frame& frame, ViewState& state, Commands& commands) {
       commands.library.emplace_back(engine::MakeReport{open_session(frame, state)->info.id});
     },
     [](const Frame& frame, const ViewState& state) { return open_session(frame, state) != nullptr; }},
    {"o", "O", "its files: CSV, JSON and report",
     [](char, const Frame& frame, ViewState& state, Commands& commands) {
       write_out(*open_session(frame, state), state, commands);
     },
     [](const Frame& frame, const ViewState& state) { return open_session(frame, state) != nullptr; }},
    {"+=-", "+ \u2212", "closer, or all of it",
     [](char key, const Frame&, ViewState& state, Commands&) {
       auto& zoom = state.review.zoom;
       zoom = key == '-' ? std::max(1.0, zoom / 1.5) : std::min(400.0, zoom * 1.5);
     }},
};

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
  if (session.info.side != Side::both) words += session.info.side == Side::left ? ", left" : ", right";
  const Type type = text_width(ui, Type::title, words) <= rect.w ? Type::title : Type::bold;
  const Rect letters = text(ui, rect, words, {type});
  rect.take_left(letters.w + ui.px(16));
  const std::string who = session.info.athlete.empty() ? "" : " \u00b7 " + session.info.athlete;
  const std::string detail =
      fmt::format("{}{} \u00b7 {}", short_date(session.info.started), who, outcome_name(session.analysis.outcome));
  if (text_width(ui, Type::body, detail) <= rect.w) text(ui, rect, detail, {Type::body, ui.colour().muted});
}

/// What can be done with the chosen repetition, on one line under the chart.
void edit_line(Ui& ui, Rect rect, const OpenSession& session, ViewState& state, Commands& commands) {
  ReviewState& review = state.review;
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
  text_field(ui, kReasonField, rect.take_left(wide ? ui.px(210) : rect.w, gap), "reason", review.reason, true,
             takes_keyboard(state, kReasonField));
  tip(ui, "Why; kept with the correction. R types it.");
  const std::string said = edit != nullptr ? "said: " + edit->reason : "drag an edge of the repetition to correct it";
  if (text_width(ui, Type::small, said) <= rect.w) text(ui, rect, said, {Type::small, ui.colour().muted});
}

void lower_panel(Ui& ui, const char* id, const Rect& rect, const OpenSession& session, ViewState& state,
                 bool editable) {
  switch (state.review.panel) {
    case 0: {
      const int chosen = editable ? state.review.rep : -1;
      const int clicked = review_table(ui, id, rect, session, state.settings.units, chosen);
      if (clicked >= 0 && editable) step_rep(session, state.review, clicked - state.review.rep);
      return;
    }
    case 1:
      return review_overlay(ui, rect, session);
    default:
      return review_path(ui, rect, session, state.review);
  }
}

/// Where its report or its files were written to.
void draw_written(Ui& ui, Rect rect, const OpenSession& session, const Frame& frame) {
  rect.take_left(ui.px(12));
  const auto& written = frame.shelf.written;
  if (!written || written->session != session.info.id) return report_line(ui, rect, session.info.id, frame);
  const std::string words = "in " + written->folder;
  fitting_text(ui, rect, {words, "written"}, {Type::small}, {Type::small, ui.colour().muted, Align::right});
}

void draw_session(Ui& ui, Rect rect, const OpenSession& session, const Frame& frame, ViewState& state, bool editable,
                  Commands& commands) {
  panel(ui, rect);
  rect = rect.inset(ui.px(12), ui.px(8));
  heading(ui, rect.take_top(ui.px(32)), session);
  const bool low = rect.h < ui.px(300);
  const Rect chart = rect.take_top(low ? rect.h - ui.px(44) : rect.h * 0.46F, ui.px(6));
  review_chart(ui, editable ? "##chart" : "##chart_beside", chart, session, state.review, editable);
  if (editable) edit_line(ui, rect.take_top(ui.px(36), ui.px(8)), session, state, commands);
  if (rect.h < ui.px(90)) return;
  Rect head = rect.take_top(ui.px(32), ui.px(6));
  if (editable) {
    segments(ui, "##panels", head.take_left(std::min(head.w, ui.px(300))), kPanels, state.review.panel);
    const bool beside = !state.review.beside.empty();
    if (head.w > ui.px(150) &&
        button(ui, "beside", head.take_right(ui.px(140), ui.px(8)), beside ? "Only one" : "Side by side", "C"))
      state.review.beside = beside ? std::string() : state.review.session;
    if (head.w > ui.px(112)) report_button(ui, head.take_right(ui.px(104), ui.px(8)), session.info.id, frame, commands);
    if (head.w > ui.px(100) && button(ui, "write", head.take_right(ui.px(86), ui.px(8)), "Files", "O"))
      write_out(session, state, commands);
    tip(ui, "The session's CSV files, its JSON and its report into " + state.export_folder);
    draw_written(ui, head, session, frame);
    if (frame.shelf.error)
      rect.take_top(wrapped_text(ui, rect, to_line(*frame.shelf.error), {Type::body, ui.colour().bad}), ui.px(4));
  }
  lower_panel(ui, editable ? "reps" : "reps_beside", rect, session, state, editable);
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

std::span<const KeyAction> review_keys() { return kReview; }

void review_view(Ui& ui, const Rect& body, const Frame& frame, ViewState& state, Commands& commands) {
  ReviewState& review = state.review;
  ask_for_sessions(frame.shelf, review, commands);
  const OpenSession* session = frame.shelf.find(review.session);
  const OpenSession* beside = review.beside.empty() ? nullptr : frame.shelf.find(review.beside);
  const float margin = ui.px(10);
  Rect rest = body;
  const bool list = body.w >= ui.px(820) && !frame.shelf.sessions.empty();
  if (list) session_list(ui, rest.take_left(ui.px(beside != nullptr ? 240 : 280), margin), frame, review);
  if (session == nullptr) return nothing_yet(ui, rest, frame);
  if (beside != nullptr && beside != session && rest.w > ui.px(640)) {
    const Rect right = rest.take_right((rest.w - margin) / 2, margin);
    draw_session(ui, right, *beside, frame, state, false, commands);
  }
  draw_session(ui, rest, *session, frame, state, true, commands);
}

}  // namespace poise::dashboard
