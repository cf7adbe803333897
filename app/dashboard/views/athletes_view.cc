#include <fmt/format.h>

#include <algorithm>

#include "views/describe.h"
#include "views/views.h"
#include "widgets/tabs.h"

namespace poise::dashboard {
namespace {

constexpr const char* kInvolved[] = {"none", "left", "right", "both"};

bool matches(const store::Athlete& athlete, const AthletesState& athletes) {
  if (!athletes.archived && (athlete.archived || !athlete.merged_into.empty())) return false;
  const auto lower = [](std::string words) {
    for (char& letter : words)
      if (letter >= 'A' && letter <= 'Z') letter = static_cast<char>(letter - 'A' + 'a');
    return words;
  };
  return lower(athlete.pseudonym).find(lower(athletes.find)) != std::string::npos;
}

std::vector<const store::Athlete*> listed(const engine::Shelf& shelf, const AthletesState& athletes) {
  std::vector<const store::Athlete*> found;
  for (const auto& athlete : shelf.athletes)
    if (matches(athlete, athletes)) found.push_back(&athlete);
  return found;
}

/// Changes an athlete and remembers what was before.
void update(const store::Athlete& before, store::Athlete after, AthletesState& athletes, Commands& commands) {
  athletes.undo.push_back(before);
  commands.library.emplace_back(engine::UpdateAthlete{std::move(after)});
}

void undo(AthletesState& athletes, Commands& commands) {
  if (athletes.undo.empty()) return;
  commands.library.emplace_back(engine::UpdateAthlete{athletes.undo.back()});
  athletes.undo.pop_back();
}

void add(AthletesState& athletes, Commands& commands) {
  if (athletes.new_name.empty()) return;
  store::Athlete athlete;
  athlete.pseudonym = athletes.new_name;
  athletes.chosen = athletes.new_name;
  athletes.new_name.clear();
  commands.library.emplace_back(engine::AddAthlete{std::move(athlete)});
}

void handle_keys_here(const Frame& frame, const std::vector<const store::Athlete*>& list, ViewState& state,
                      Commands& commands) {
  AthletesState& athletes = state.athletes;
  const auto present = std::find_if(list.begin(), list.end(),
                                    [&](const auto* athlete) { return athlete->pseudonym == athletes.chosen; });
  for (const char key : frame.keys) {
    if (ImGui::GetIO().WantTextInput) {
      if (key == '\n') add(athletes, commands);
      continue;
    }
    if (key == 'n') athletes.typing = true;
    if (key == 'u' || key == kKeyUndo) undo(athletes, commands);
    if (key == 'r') athletes.archived = !athletes.archived;
    if (list.empty()) continue;
    if (key == kKeyDown)
      athletes.chosen = (present == list.end() || present + 1 == list.end() ? list.back() : *(present + 1))->pseudonym;
    if (key == kKeyUp)
      athletes.chosen = (present == list.end() || present == list.begin() ? list.front() : *(present - 1))->pseudonym;
    if (present == list.end()) continue;
    if (key == '\n') {
      state.athlete = (*present)->pseudonym;
      state.view = View::live;
    }
    if (key == 'x') {
      store::Athlete after = **present;
      after.archived = !after.archived;
      update(**present, after, athletes, commands);
    }
    if (key == 'i') {
      store::Athlete after = **present;
      const auto* now = std::find(std::begin(kInvolved), std::end(kInvolved),
                                  after.involved_side.empty() ? std::string_view("none") : after.involved_side);
      const auto next = (now - std::begin(kInvolved) + 1) % 4;
      after.involved_side = next == 0 ? "" : kInvolved[next];
      update(**present, after, athletes, commands);
    }
  }
}

void draw_list(Ui& ui, Rect rect, const std::vector<const store::Athlete*>& list, AthletesState& athletes,
               Commands& commands) {
  panel(ui, rect);
  rect = rect.inset(ui.px(10), ui.px(10));
  Rect row = rect.take_top(ui.px(36), ui.px(8));
  const bool enter = button(ui, "add", row.take_right(ui.px(92), ui.px(8)), "Add", "N", ButtonKind::primary);
  text_field(ui, "##new", row, "New pseudonym", athletes.new_name, true, std::exchange(athletes.typing, false));
  tip(ui, "Never a name: it stands in exports. N begins, Enter adds.");
  if (enter) add(athletes, commands);
  Rect find = rect.take_top(ui.px(36), ui.px(8));
  toggle(ui, "##archived", find.take_right(ui.px(104), ui.px(8)), "Archived", athletes.archived, true);
  text_field(ui, "##find", find, "Find", athletes.find, true);
  if (list.empty()) {
    text(ui, rect.take_top(ui.px(30)), athletes.find.empty() ? "nobody yet" : "nobody of that name",
         {Type::body, ui.colour().muted});
    return;
  }
  ImGui::SetCursorScreenPos(rect.min());
  ImGui::BeginChild("athletes", {rect.w, rect.h});
  for (std::size_t i = 0; i < list.size(); ++i) {
    ImGui::PushID(static_cast<int>(i));
    const ImVec2 at = ImGui::GetCursorScreenPos();
    const bool chosen = list[i]->pseudonym == athletes.chosen;
    if (ImGui::Selectable("##athlete", chosen, 0, {0, ui.px(32)})) athletes.chosen = list[i]->pseudonym;
    Ui inner{ui.theme, ImGui::GetWindowDrawList(), nullptr};
    const std::string suffix = list[i]->archived ? " (archived)" : !list[i]->merged_into.empty() ? " (merged)" : "";
    text(inner, {at.x + ui.px(8), at.y, rect.w - ui.px(24), ui.px(32)}, list[i]->pseudonym + suffix,
         {chosen ? Type::bold : Type::body, suffix.empty() ? ui.colour().text : ui.colour().muted});
    ImGui::PopID();
  }
  ImGui::EndChild();
}

void merge_row(Ui& ui, Rect row, const Frame& frame, const store::Athlete& athlete, AthletesState& athletes,
               Commands& commands) {
  if (!athlete.merged_into.empty()) {
    if (button(ui, "unmerge", row.take_right(ui.px(120), ui.px(8)), "Separate")) {
      store::Athlete after = athlete;
      after.merged_into.clear();
      update(athlete, after, athletes, commands);
    }
    text(ui, row, "listed under " + athlete.merged_into, {Type::body});
    return;
  }
  std::vector<std::string> names{"not merged"};
  for (const auto& other : frame.shelf.athletes)
    if (other.pseudonym != athlete.pseudonym && other.merged_into.empty()) names.push_back("is " + other.pseudonym);
  int chosen = 0;
  if (chooser(ui, "##merge", row.take_left(std::min(row.w, ui.px(280))), names, chosen, names.size() > 1) && chosen > 0) {
    store::Athlete after = athlete;
    after.merged_into = names[static_cast<std::size_t>(chosen)].substr(3);
    update(athlete, after, athletes, commands);
  }
  tip(ui, "Two pseudonyms of one person: the sessions of this one are then listed under the other. Can be undone.");
}

void details(Ui& ui, Rect rect, const Frame& frame, const store::Athlete& athlete, ViewState& state,
             Commands& commands) {
  AthletesState& athletes = state.athletes;
  const Palette& c = ui.colour();
  const bool labels = rect.w > ui.px(400);  // where there is little room the choices speak for themselves
  const auto label = [&](Rect& row, const char* words) {
    if (labels) text(ui, row.take_left(ui.px(124)), words, {Type::body, c.muted});
  };
  text(ui, rect.take_top(ui.px(46)), athlete.pseudonym, {Type::title});
  const auto count = std::count_if(frame.shelf.sessions.begin(), frame.shelf.sessions.end(),
                                   [&](const auto& summary) { return summary.athlete == athlete.pseudonym; });
  const std::string since = athlete.created.substr(0, std::min<std::size_t>(10, athlete.created.size()));
  text(ui, rect.take_top(ui.px(28), ui.px(8)), fmt::format("{} session{} \u00b7 since {}", count, count == 1 ? "" : "s", since),
       {Type::body, c.muted});
  Rect row = rect.take_top(ui.px(36), ui.px(10));
  label(row, "Involved side");
  int involved = 0;
  for (int i = 1; i < 4; ++i)
    if (athlete.involved_side == kInvolved[i]) involved = i;
  if (segments(ui, "##involved", row.take_left(std::min(row.w, ui.px(320))), kInvolved, involved)) {
    store::Athlete after = athlete;
    after.involved_side = involved == 0 ? "" : kInvolved[involved];
    update(athlete, after, athletes, commands);
  }
  row = rect.take_top(ui.px(36), ui.px(10));
  label(row, "Notes");
  if (athletes.note_of != athlete.pseudonym) {
    athletes.note_of = athlete.pseudonym;
    athletes.note = athlete.note;
  }
  const bool changed = athletes.note != athlete.note;
  if (changed && button(ui, "note", row.take_right(ui.px(92), ui.px(8)), "Keep")) {
    store::Athlete after = athlete;
    after.note = athletes.note;
    update(athlete, after, athletes, commands);
  }
  text_field(ui, "##note", row, "no names here", athletes.note, true);
  row = rect.take_top(ui.px(36), ui.px(14));
  label(row, "Same person");
  merge_row(ui, row, frame, athlete, athletes, commands);
  row = rect.take_top(ui.px(38));
  if (button(ui, "choose", row.take_left(ui.px(150), ui.px(8)), "Measure", "Enter", ButtonKind::primary)) {
    state.athlete = athlete.pseudonym;
    state.view = View::live;
  }
  if (button(ui, "archive", row.take_left(ui.px(130), ui.px(8)), athlete.archived ? "Bring back" : "Archive", "X")) {
    store::Athlete after = athlete;
    after.archived = !after.archived;
    update(athlete, after, athletes, commands);
  }
  if (row.w > ui.px(90) &&
      button(ui, "undo", row.take_left(ui.px(92)), "Undo", "U", ButtonKind::plain, !athletes.undo.empty()))
    undo(athletes, commands);
}

}  // namespace

void athletes_view(Ui& ui, const Rect& body, const Frame& frame, ViewState& state, Commands& commands) {
  AthletesState& athletes = state.athletes;
  const auto list = listed(frame.shelf, athletes);
  if (athletes.chosen.empty() && !list.empty()) athletes.chosen = list.front()->pseudonym;
  handle_keys_here(frame, list, state, commands);
  Rect rest = body;
  draw_list(ui, rest.take_left(std::min(ui.px(360), body.w * 0.48F), ui.px(10)), list, athletes, commands);
  panel(ui, rest);
  const auto present = std::find_if(frame.shelf.athletes.begin(), frame.shelf.athletes.end(),
                                    [&](const auto& athlete) { return athlete.pseudonym == athletes.chosen; });
  Rect inside = rest.inset(ui.px(20), ui.px(12));
  if (frame.shelf.error) {
    const Rect line = inside.take_bottom(ui.px(44));
    wrapped_text(ui, line, to_line(*frame.shelf.error), {Type::small, ui.colour().bad});
  }
  if (present != frame.shelf.athletes.end()) return details(ui, inside, frame, *present, state, commands);
  wrapped_text(ui, inside, "Whoever is measured is kept under a pseudonym of your choice.", {Type::body, ui.colour().muted});
}

}  // namespace poise::dashboard
