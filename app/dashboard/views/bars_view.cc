#include <fmt/format.h>

#include "views/actions.h"
#include "views/describe.h"
#include "views/views.h"
#include "widgets/gauges.h"
#include "widgets/tabs.h"

namespace poise::dashboard {
namespace {

using movement::FlowStep;

void exercise_chooser(Ui& ui, const Rect& rect, const Frame& frame, ViewState& state, bool enabled) {
  const movement::Exercise& shown = shown_exercise(frame, state);
  const bool of_session = frame.snapshot.flow.step != FlowStep::idle && frame.snapshot.setup.exercise != nullptr;
  const auto choices = exercise_choices();
  std::vector<std::string> names;
  names.reserve(choices.size());
  for (const Choice& choice : choices) names.push_back(choice.name);
  int chosen = static_cast<int>(choice_of(choices, shown, of_session ? frame.snapshot.setup.variant : state.variant));
  if (chooser(ui, "##exercise", rect, names, chosen, enabled)) {
    const Choice& choice = choices[static_cast<std::size_t>(chosen)];
    choose_exercise(state, *choice.exercise, choice.variant);
  }
  tip(ui, fmt::format("{}. Measured: {}. Counted: {}. Not seen: {}. E takes the next one.", sentence(shown.placement),
                      shown.measures, shown.counted, shown.cannot_see));
}

void side_chooser(Ui& ui, const Rect& rect, const Frame& frame, ViewState& state, bool enabled) {
  const auto& exercise = shown_exercise(frame, state);
  const bool one_side = exercise.one_side();
  std::vector<std::string> names{side_name(Side::both, exercise)};
  if (one_side) names = {side_name(Side::left, exercise), side_name(Side::right, exercise), "Left, right"};
  const bool of_session =
      frame.snapshot.flow.step != FlowStep::idle && frame.snapshot.setup.exercise != nullptr;
  const Side side = of_session ? frame.snapshot.setup.side : state.side;
  int chosen = one_side ? static_cast<int>(side) : 0;
  if (chooser(ui, "##side", rect, names, chosen, enabled && one_side)) {
    state.side = static_cast<Side>(chosen);
  }
}

void mat_state(Ui& ui, Rect rect, const Frame& frame) {
  const MatStatus status = mat_status(frame);
  const Palette& c = ui.colour();
  const bool live = status.freshness == Freshness::live;
  const ImU32 ink = live ? c.text : c.muted;
  Rect upper = rect;
  if (!status.detail.empty()) {
    upper = rect.inset(0, ui.px(8));
    const Rect lower = upper.take_bottom(ui.px(18));
    const ImU32 colour = status.caution ? (live ? c.warn : c.bad) : c.muted;
    if (text_width(ui, Type::small, status.detail) <= lower.w)
      text(ui, lower, status.detail, {Type::small, colour, Align::right});
  }
  // As much of the line as there is room for, the least telling part left out first.
  const float room = upper.w - ui.px(28);
  std::string line = status.line;
  for (const std::string* shorter : {&status.shorter, &status.shortest})
    if (text_width(ui, Type::body, line) > room && !shorter->empty()) line = *shorter;
  const Rect words = text(ui, {upper.right() - room, upper.y, room, upper.h}, line, {Type::body, ink, Align::right});
  // Filled: live; a ring: nothing comes; a cross: refused. The shape tells it without the colour.
  const ImVec2 dot{words.x - ui.px(14), words.centre_y()};
  if (live) {
    ui.draw->AddCircleFilled(dot, ui.px(6), c.good);
  } else if (frame.snapshot.link == engine::LinkState::refused) {
    draw_cross(ui, dot, ui.px(5), c.bad);
  } else {
    ui.draw->AddCircle(dot, ui.px(5), c.muted, 0, ui.px(2));
  }
}

/// A number with its word between two buttons; returns the step asked for.
int stepper(Ui& ui, const char* id, Rect rect, const std::string& words, const char* keys) {
  int step = 0;
  ImGui::PushID(id);
  if (button(ui, "less", rect.take_left(rect.h), "\u2212")) step = -1;
  tip(ui, keys);
  if (button(ui, "more", rect.take_right(rect.h), "+")) step = 1;
  tip(ui, keys);
  ImGui::PopID();
  text(ui, rect, words, {Type::bold, 0, Align::centre});
  return step;
}

std::string amount_words(const ViewState& state) {
  if (state.exercise->holds()) return fmt::format("{} s", state.seconds);
  return fmt::format("{} rep{}", state.reps, state.reps == 1 ? "" : "s");
}

/// The views as tabs where there is room for them and `needed_px` beside, else as a list.
void navigation(Ui& ui, Rect& row, ViewState& state, float needed_px) {
  const float gap = ui.px(10);
  const float width = tabs_width(ui, kViewNames);
  int chosen = static_cast<int>(state.view);
  if (row.w >= width + gap + needed_px) {
    const int clicked = tabs(ui, row.take_left(width, gap), kViewNames, chosen);
    if (clicked >= 0) state.view = static_cast<View>(clicked);
    return;
  }
  const std::vector<std::string> names(std::begin(kViewNames), std::end(kViewNames));
  if (chooser(ui, "##view", row.take_left(ui.px(146), gap), names, chosen, true)) {
    state.view = static_cast<View>(chosen);
  }
  tip(ui, "Keys 1 to 7; F1 shows all keys");
}

/// A known pseudonym out of the list; the field beside it takes a new one.
void athlete_list(Ui& ui, const Rect& rect, const Frame& frame, ViewState& state, bool enabled) {
  std::vector<std::string> names{"nobody in particular"};
  for (const auto& athlete : frame.shelf.athletes)
    if (!athlete.archived && athlete.merged_into.empty()) names.push_back(athlete.pseudonym);
  const int chosen = picker(ui, "##athletes", rect, names, enabled);
  if (chosen >= 0) state.athlete = chosen == 0 ? "" : names[static_cast<std::size_t>(chosen)];
}

}  // namespace

void top_bar_view(Ui& ui, const Rect& rect, const Rect& chips, const Frame& frame, ViewState& state) {
  const Palette& c = ui.colour();
  const bool live = state.view == View::live;
  const float bottom = live ? std::max(rect.bottom(), chips.bottom()) : rect.bottom();
  ui.draw->AddRectFilled(rect.min(), {rect.right(), bottom}, c.panel);
  ui.draw->AddLine({rect.x, bottom}, {rect.right(), bottom}, c.line);

  const FlowStep step = frame.snapshot.flow.step;
  const bool enabled = step == FlowStep::idle;
  const bool one_row = !chips.empty() && chips.y < rect.bottom();
  Rect row = rect.inset(ui.px(12), ui.px(10));
  const float gap = ui.px(8);
  if (state.view != View::live) {
    text(ui, row, kViewNames[static_cast<int>(state.view)], {Type::title});
    mat_state(ui, {rect.centre_x(), rect.y, rect.right() - ui.px(14) - rect.centre_x(), rect.h}, frame);
    return;
  }
  exercise_chooser(ui, row.take_left(ui.px(200), gap), frame, state, enabled);
  side_chooser(ui, row.take_left(ui.px(128), gap), frame, state, enabled);
  text_field(ui, kAthleteField, row.take_left(ui.px(104), ui.px(2)), "Athlete", state.athlete, enabled,
             takes_keyboard(state, kAthleteField));
  tip(ui, "A pseudonym for the person on the mat. May stay empty. T types one, P takes the next one of the list.");
  athlete_list(ui, row.take_left(row.h, gap), frame, state, enabled);

  const float mat_x = one_row ? chips.right() + gap : row.x;
  mat_state(ui, {mat_x, rect.y, rect.right() - ui.px(14) - mat_x, rect.h}, frame);
  const bool warning = step == FlowStep::wrong_side || step == FlowStep::refused;
  if (!chips.empty()) step_chips(ui, chips, {kChipNames, chip_of(step), warning});
}

void bottom_bar_view(Ui& ui, const Rect& rect, const Frame& frame, ViewState& state, Commands& commands) {
  ui.draw->AddRectFilled(rect.min(), rect.max(), ui.colour().panel);
  ui.draw->AddLine(rect.min(), {rect.right(), rect.y}, ui.colour().line);
  Rect row = rect.inset(ui.px(12), ui.px(8));
  const float gap = ui.px(8);

  const FlowStep step = frame.snapshot.flow.step;
  if (state.view != View::live) {
    const bool waits = step != FlowStep::idle;
    navigation(ui, row, state, waits ? ui.px(260) : 0);
    if (waits && button(ui, "back", row.take_right(ui.px(250)), session_words(frame), "1"))
      state.view = View::live;
    return;
  }
  const MainAction main = main_action(frame);
  const bool choosing = !in_session(step) && step != FlowStep::result;
  const float needed = ui.px(choosing ? 560 : 430);
  navigation(ui, row, state, needed);
  // From the right, the most needed first; what does not fit folds away and stays reachable by its key.
  const auto room = [&](float width) { return row.w >= ui.px(width); };
  if (button(ui, "main", row.take_right(ui.px(126), gap), main.label, "Space", ButtonKind::primary, main.enabled))
    do_main_action(frame, state, commands);
  if (step == FlowStep::result) {
    if (button(ui, "again", row.take_right(ui.px(130), gap), "Again", "Enter")) again(state, commands);
    return;
  }
  const char* go = go_label(frame);
  if (go != nullptr && room(144) && button(ui, "go", row.take_right(ui.px(144), gap), go, "Enter"))
    commands.engine.emplace_back(engine::Start{});
  if (can_accept_side(frame) && room(190) &&
      button(ui, "accept", row.take_right(ui.px(190), gap), "Record this leg", "A"))
    commands.engine.emplace_back(engine::AcceptSide{});
  if (room(82) &&
      button(ui, "zero", row.take_right(ui.px(82), gap), "Zero", "Z", ButtonKind::plain, can_zero(frame)))
    commands.engine.emplace_back(engine::Zero{});
  if (choosing && room(138))
    change_amount(state, stepper(ui, "amount", row.take_right(ui.px(138), gap), amount_words(state), "\u2191 \u2193"));
  if (choosing && room(138)) {
    const std::string words = fmt::format("{} set{}", state.sets, state.sets == 1 ? "" : "s");
    change_sets(state, stepper(ui, "sets", row.take_right(ui.px(138), gap), words, "\u2190 \u2192"));
  }
  if (room(102) && button(ui, "athlete_view", row.take_right(ui.px(102), gap), "Full view", "F"))
    state.athlete_view = true;
  if (choosing && room(122)) {
    toggle(ui, "##hands_free", row.take_right(ui.px(122), gap), "Hands-free", state.hands_free, true);
    tip(ui, "Goes from step to step by what the mat feels. Without it a countdown comes before GO. H changes it.");
  }
  if (room(80) && button(ui, "keys", row.take_right(ui.px(80), gap), "Keys", "F1")) state.show_keys = !state.show_keys;
}

void alarm_view(Ui& ui, const Rect& rect, std::string_view words) {
  ui.draw->AddRectFilled(rect.min(), rect.max(), ui.colour().bad, ui.px(8));
  draw_cross(ui, {rect.x + ui.px(24), rect.centre_y()}, ui.px(7), ui.colour().on_colour);
  const Rect inside = rect.inset(ui.px(44), ui.px(2));
  const Type type = text_width(ui, Type::bold, words) <= inside.w ? Type::bold : Type::small;
  const float height = wrapped_height(ui, inside.w, words, type);
  const float above = std::max(0.0F, (inside.h - height) / 2);
  wrapped_text(ui, {inside.x, inside.y + above, inside.w, inside.h - above}, words,
               {type, ui.colour().on_colour});
}

}  // namespace poise::dashboard
