#include <fmt/format.h>

#include <algorithm>
#include <iterator>

#include "views/describe.h"
#include "views/keys.h"
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

const store::Athlete* chosen_of(const Frame& frame, const AthletesState& athletes) {
  const auto& all = frame.shelf.athletes;
  const auto found =
      std::find_if(all.begin(), all.end(), [&](const auto& athlete) { return athlete.pseudonym == athletes.chosen; });
  return found != all.end() ? &*found : nullptr;
}
bool has_chosen(const Frame& frame, const ViewState& state) { return chosen_of(frame, state.athletes) != nullptr; }

void step_chosen(const Frame& frame, AthletesState& athletes, int by) {
  const auto list = listed(frame.shelf, athletes);
  if (list.empty()) return;
  const auto present = std::find_if(list.begin(), list.end(),
                                    [&](const auto* athlete) { return athlete->pseudonym == athletes.chosen; });
  const auto index = present == list.end() ? 0 : present - list.begin() + by;
  athletes.chosen =
      list[static_cast<std::size_t>(std::clamp<std::ptrdiff_t>(index, 0, std::ssize(list) - 1))]->pseudonym;
}

void toggle_archived(const store::Athlete& athlete, AthletesState& athletes, Commands& commands) {
  store::Athlete after = athlete;
  after.archived = !after.archived;
  update(athlete, after, athletes, commands);
}

void next_involved(const store::Athlete& athlete, AthletesState& athletes, Commands& commands) {
  const std::string_view now = athlete.involved_side.empty() ? "none" : std::string_view(athlete.involved_side);
  const auto index = std::find(std::begin(kInvolved), std::end(kInvolved), now) - std::begin(kInvolved);
  const auto next = (index + 1) % 4;
  store::Athlete after = athlete;
  after.involved_side = next == 0 ? "" : kInvolved[next];
  update(athlete, after, athletes, commands);
}

void keep_note(const store::Athlete& athlete, AthletesState& athletes, Commands& commands) {
  store::Athlete after = athlete;
  after.note = athletes.note;
  update(athlete, after, athletes, commands);
}

void merge_into(const store::Athlete& athlete, const std::string& other, AthletesState& athletes, Commands& commands) {
  store::Athlete after = athlete;
  after.merged_into = other;
  update(athlete, after, athletes, commands);
}

/// Of whom this one may be another pseudonym.
std::vector<std::string> others_than(const Frame& frame, const store::Athlete& athlete) {
  std::vector<std::string> names;
  for (const auto& other : frame.shelf.athletes)
    if (other.pseudonym != athlete.pseudonym && other.merged_into.empty()) names.push_back(other.pseudonym);
  return names;
}

/// Merged into the first of the others, then the next, then into none again.
void merge_into_next(const Frame& frame, AthletesState& athletes, Commands& commands) {
  const store::Athlete& athlete = *chosen_of(frame, athletes);
  const auto names = others_than(frame, athlete);
  auto next = names.begin();
  if (!athlete.merged_into.empty()) {
    next = std::find(names.begin(), names.end(), athlete.merged_into);
    if (next != names.end()) ++next;
  }
  merge_into(athlete, next != names.end() ? *next : "", athletes, commands);
}

/// The end of a line typed: a new pseudonym is added, a changed note kept.
void finish_typing(const Frame& frame, AthletesState& athletes, Commands& commands) {
  if (!athletes.new_name.empty()) return add(athletes, commands);
  const store::Athlete* athlete = chosen_of(frame, athletes);
  if (athlete != nullptr && athletes.note_of == athlete->pseudonym && athletes.note != athlete->note)
    keep_note(*athlete, athletes, commands);
}

void measure(ViewState& state) {
  state.athlete = state.athletes.chosen;
  state.view = View::live;
}

constexpr char kStepKeys[] = {kKeyUp, kKeyDown, '\0'};
constexpr char kUndoKeys[] = {'u', kKeyUndo, '\0'};
constexpr KeyAction kAthletes[] = {
    {kStepKeys, "\u2191 \u2193", "the one before or after",
     [](char key, const Frame& frame, ViewState& state, Commands&) {
       step_chosen(frame, state.athletes, key == kKeyUp ? -1 : 1);
     }},
    {"\n", "Enter", "add the name typed, keep the note",
     [](char, const Frame& frame, ViewState& state, Commands& commands) {
       finish_typing(frame, state.athletes, commands);
     },
     nullptr, KeyWhen::typing},
    {"\n", "Enter", "measure the chosen one",
     [](char, const Frame&, ViewState& state, Commands&) { measure(state); }, has_chosen},
    {"n", "N", "type a new pseudonym",
     [](char, const Frame&, ViewState& state, Commands&) { state.type_into = kNewAthleteField; }},
    {"/", "/", "find somebody",
     [](char, const Frame&, ViewState& state, Commands&) { state.type_into = kFindField; }},
    {"o", "O", "write a note",
     [](char, const Frame&, ViewState& state, Commands&) { state.type_into = kNoteField; }, has_chosen},
    {"i", "I", "the involved side",
     [](char, const Frame& frame, ViewState& state, Commands& commands) {
       next_involved(*chosen_of(frame, state.athletes), state.athletes, commands);
     },
     has_chosen},
    {"x", "X", "archive, or bring back",
     [](char, const Frame& frame, ViewState& state, Commands& commands) {
       toggle_archived(*chosen_of(frame, state.athletes), state.athletes, commands);
     },
     has_chosen},
    {"m", "M", "same person as the next in the list",
     [](char, const Frame& frame, ViewState& state, Commands& commands) {
       merge_into_next(frame, state.athletes, commands);
     },
     [](const Frame& frame, const ViewState& state) {
       return has_chosen(frame, state) && !others_than(frame, *chosen_of(frame, state.athletes)).empty();
     }},
    {"r", "R", "show archived ones too",
     [](char, const Frame&, ViewState& state, Commands&) { state.athletes.archived = !state.athletes.archived; }},
    {kUndoKeys, "U", "take the last change back",
     [](char, const Frame&, ViewState& state, Commands& commands) { undo(state.athletes, commands); },
     [](const Frame&, const ViewState& state) { return !state.athletes.undo.empty(); }},
};

void draw_list(Ui& ui, Rect rect, const std::vector<const store::Athlete*>& list, ViewState& state,
               Commands& commands) {
  AthletesState& athletes = state.athletes;
  panel(ui, rect);
  rect = rect.inset(ui.px(10), ui.px(10));
  Rect row = rect.take_top(ui.px(36), ui.px(8));
  const bool enter = button(ui, "add", row.take_right(ui.px(92), ui.px(8)), "Add", "N", ButtonKind::primary);
  text_field(ui, kNewAthleteField, row, "New pseudonym", athletes.new_name, true, takes_keyboard(state, kNewAthleteField));
  tip(ui, "Never a name: it stands in exports. N begins, Enter adds.");
  if (enter) add(athletes, commands);
  Rect find = rect.take_top(ui.px(36), ui.px(8));
  toggle(ui, "##archived", find.take_right(ui.px(104), ui.px(8)), "Archived", athletes.archived, true);
  text_field(ui, kFindField, find, "Find", athletes.find, true, takes_keyboard(state, kFindField));
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
    if (button(ui, "unmerge", row.take_right(ui.px(120), ui.px(8)), "Separate"))
      merge_into(athlete, "", athletes, commands);
    text(ui, row, "listed under " + athlete.merged_into, {Type::body});
    return;
  }
  std::vector<std::string> names{"not merged"};
  for (const std::string& other : others_than(frame, athlete)) names.push_back("is " + other);
  int chosen = 0;
  if (chooser(ui, "##merge", row.take_left(std::min(row.w, ui.px(280))), names, chosen, names.size() > 1) && chosen > 0)
    merge_into(athlete, names[static_cast<std::size_t>(chosen)].substr(3), athletes, commands);
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
  if (changed && button(ui, "note", row.take_right(ui.px(92), ui.px(8)), "Keep"))
    keep_note(athlete, athletes, commands);
  text_field(ui, kNoteField, row, "no names here", athletes.note, true, takes_keyboard(state, kNoteField));
  row = rect.take_top(ui.px(36), ui.px(14));
  label(row, "Same person");
  merge_row(ui, row, frame, athlete, athletes, commands);
  row = rect.take_top(ui.px(38));
  if (button(ui, "choose", row.take_left(ui.px(150), ui.px(8)), "Measure", "Enter", ButtonKind::primary))
    measure(state);
  if (button(ui, "archive", row.take_left(ui.px(130), ui.px(8)), athlete.archived ? "Bring back" : "Archive", "X"))
    toggle_archived(athlete, athletes, commands);
  if (row.w > ui.px(90) &&
      button(ui, "undo", row.take_left(ui.px(92)), "Undo", "U", ButtonKind::plain, !athletes.undo.empty()))
    undo(athletes, commands);
}

}  // namespace

std::span<const KeyAction> athletes_keys() { return kAthletes; }

void athletes_view(Ui& ui, const Rect& body, const Frame& frame, ViewState& state, Commands& commands) {
  AthletesState& athletes = state.athletes;
  const auto list = listed(frame.shelf, athletes);
  if (athletes.chosen.empty() && !list.empty()) athletes.chosen = list.front()->pseudonym;
  Rect rest = body;
  draw_list(ui, rest.take_left(std::min(ui.px(360), body.w * 0.48F), ui.px(10)), list, state, commands);
  panel(ui, rest);
  const store::Athlete* present = chosen_of(frame, athletes);
  Rect inside = rest.inset(ui.px(20), ui.px(12));
  if (frame.shelf.error) {
    const Rect line = inside.take_bottom(ui.px(44));
    wrapped_text(ui, line, to_line(*frame.shelf.error), {Type::small, ui.colour().bad});
  }
  if (present != nullptr) return details(ui, inside, frame, *present, state, commands);
  wrapped_text(ui, inside, "Whoever is measured is kept under a pseudonym of your choice.", {Type::body, ui.colour().muted});
}

}  // namespace poise::dashboard
