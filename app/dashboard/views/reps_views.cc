#include <fmt/format.h>

#include <algorithm>

#include "views/describe.h"
#include "views/rep_figures.h"
#include "views/views.h"
#include "widgets/gauges.h"

namespace poise::dashboard {
namespace {

using movement::FlowStep;
using movement::Pattern;

Mark count_mark(const engine::Snapshot& snapshot) {
  if (snapshot.flow.active_side == Side::left) return Mark::left;
  return snapshot.flow.active_side == Side::right ? Mark::right : Mark::body;
}

/// "5": how many done, "/ 8": of how many.
void draw_count(Ui& ui, const Rect& rect, int done, std::optional<int> asked) {
  const Rect number = text(ui, rect, fmt::format("{}", done), {Type::huge});
  const Rect beside{number.right() + ui.px(12), rect.y + ui.px(14), rect.right() - number.right() - ui.px(12),
                    rect.h};
  if (asked) text(ui, beside, fmt::format("/ {}", *asked), {Type::big, ui.colour().muted});
}

void draw_phase(Ui& ui, const Rect& rect, const Frame& frame, const movement::Exercise& exercise) {
  const auto& movement = frame.snapshot.movement;
  const std::string phase = phase_name(movement.phase, exercise);
  if (phase.empty() || freshness(frame) != Freshness::live || frame.snapshot.flow.step != FlowStep::record)
    return;
  const float line = ui.px(40);
  text(ui, {rect.x, rect.centre_y() - line, rect.w, line}, phase, {Type::title, 0, Align::right});
  text(ui, {rect.x, rect.centre_y() - ui.px(2), rect.w, line}, fmt::format("{:.1f} s", movement.phase_s),
       {Type::title, ui.colour().muted, Align::right});
}

std::string sides_line(const engine::Snapshot& snapshot) {
  if (snapshot.setup.side != Side::both) return side_name(snapshot.setup.side);
  return fmt::format("{} now   L {}   R {}", side_name(snapshot.flow.active_side),
                     snapshot.movement.reps_left, snapshot.movement.reps_right);
}

void draw_hold_time(Ui& ui, Rect rect, const engine::Snapshot& snapshot) {
  text(ui, rect.take_top(ui.px(22)), "held", {Type::body, ui.colour().muted});
  const Rect number = text(ui, rect, fmt::format("{:.0f}", snapshot.movement.hold_s), {Type::huge});
  const std::string unit = snapshot.setup.seconds ? fmt::format("/ {:.0f} s", *snapshot.setup.seconds) : "s";
  text(ui,
       {number.right() + ui.px(12), rect.y + ui.px(14), rect.right() - number.right() - ui.px(12), rect.h},
       unit, {Type::big, ui.colour().muted});
}

}  // namespace

void reps_view(Ui& ui, const Rect& rect, const Frame& frame, const ViewState& state) {
  if (rect.empty()) return;
  panel(ui, rect);
  const auto& snapshot = frame.snapshot;
  const auto& exercise = shown_exercise(frame, state);
  Rect inside = rect.inset(ui.px(18), ui.px(10));
  if (exercise.holds()) return draw_hold_time(ui, inside, snapshot);

  const bool session = snapshot.flow.step != FlowStep::idle;
  const auto asked = session ? snapshot.setup.reps : std::optional(state.reps);
  const std::string caption = exercise.one_side() && session ? sides_line(snapshot) : "repetitions";
  text(ui, inside.take_top(ui.px(22)), caption, {Type::body, ui.colour().muted});
  const Rect dots = inside.take_bottom(ui.px(20));
  const int done = session ? snapshot.movement.reps : 0;
  Rect row = inside;
  const Rect phase = row.take_right(ui.px(90));
  draw_count(ui, row, done, asked);
  draw_phase(ui, phase, frame, exercise);
  if (asked) rep_dots(ui, dots, done, *asked, count_mark(snapshot));
}

void last_rep_view(Ui& ui, const Rect& rect, const Frame& frame, const ViewState& state) {
  if (rect.empty()) return;
  panel(ui, rect);
  const auto& snapshot = frame.snapshot;
  const auto& exercise = shown_exercise(frame, state);
  Rect inside = rect.inset(ui.px(18), ui.px(10));
  Rect head = inside.take_top(ui.px(26));
  const auto& recent = snapshot.movement.recent;
  if (recent.empty() || snapshot.flow.step == FlowStep::idle) {
    text(ui, head, exercise.holds() ? "How it is done" : "How it is counted", {Type::bold});
    const std::string words =
        sentence(exercise.holds() ? exercise.placement : exercise.counted);
    const bool fits = wrapped_height(ui, inside.w, words, Type::body) <= inside.h;
    wrapped_text(ui, inside, words, {fits ? Type::body : Type::small, ui.colour().muted});
    return;
  }
  const movement::Rep& rep = recent.back();
  text(ui, head, fmt::format("Repetition {}", rep.index), {Type::bold});
  if (!rep.valid) {
    const std::string why = "not counted: " + reasons_text(rep.reasons);
    text(ui, {head.x + head.w * 0.4F, head.y, head.w * 0.6F, head.h}, why,
         {Type::small, ui.colour().warn, Align::right});
  }
  const auto figures = figures_of(rep, exercise, snapshot.flow.body_weight_n, state.settings.units);
  const auto fit = std::min(figures.size(), static_cast<std::size_t>(inside.h / ui.px(21)));
  const float step = std::min(ui.px(27), inside.h / static_cast<float>(std::max<std::size_t>(1, fit)));
  for (std::size_t i = 0; i < fit; ++i) {
    const Figure& figure = figures[i];
    const Rect row = inside.take_top(step);
    const Rect value = text(ui, row, figure.value, {Type::bold, 0, Align::right});
    text(ui, {row.x, row.y, row.w - value.w - ui.px(8), row.h}, figure.name, {Type::body, ui.colour().muted});
  }
}

void rep_list_view(Ui& ui, const Rect& rect, const Frame& frame, const ViewState& state) {
  if (rect.empty()) return;
  panel(ui, rect);
  const auto& exercise = shown_exercise(frame, state);
  Rect inside = rect.inset(ui.px(18), ui.px(10));
  if (exercise.holds()) {
    text(ui, inside.take_top(ui.px(28)), "What it measures", {Type::bold});
    wrapped_text(ui, inside, sentence(exercise.measures), {Type::body, ui.colour().muted});
    return;
  }
  const auto& recent = frame.snapshot.movement.recent;
  text(ui, inside.take_top(ui.px(28)), list_title(recent, exercise), {Type::bold});
  if (recent.empty()) {
    text(ui, inside.take_top(ui.px(24)), "none yet", {Type::body, ui.colour().muted});
    return;
  }
  const RepBars bars = bars_of(recent, exercise, state.settings);
  rep_rows(ui, inside, {bars.rows, bars.diverging, bars.corridor});
}

}  // namespace poise::dashboard
