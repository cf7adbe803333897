#include <fmt/format.h>

#include <algorithm>

#include "views/describe.h"
#include "views/figure_rows.h"
#include "views/live_gauges.h"
#include "views/rep_figures.h"
#include "views/side_mark.h"
#include "views/views.h"
#include "widgets/beat.h"
#include "widgets/gauges.h"

namespace poise::dashboard {
namespace {

using movement::FlowStep;

/// What stands beside the ring: which leg, which set, the phase with its time.
void draw_beside(Ui& ui, Rect rect, const Frame& frame, const ViewState& state, const Count& count) {
  const Palette& c = ui.colour();
  const auto& snapshot = frame.snapshot;
  const auto& exercise = shown_exercise(frame, state);
  const std::string of = count.asked ? fmt::format("of {}", *count.asked) : "repetitions";
  fitting_text(ui, rect.take_top(ui.px(34)), {of}, {Type::title, Type::body, Type::small}, {Type::body, c.muted});
  const std::string set = set_words(frame, state);
  if (!set.empty()) fitting_text(ui, rect.take_top(ui.px(24)), {"Set " + set, set}, {Type::bold, Type::small}, {});
  if (lead_of(exercise) == Lead::swing) {
    fitting_text(ui, rect.take_top(ui.px(24)), {legs_line(frame, state)}, {Type::bold, Type::small}, {});
  } else if (exercise.one_side()) {
    const std::string leg = side_name(shown_side(frame, state), exercise);
    fitting_text(ui, rect.take_top(ui.px(24)), {legs_line(frame, state), leg, leg.substr(0, leg.find(' '))},
                 {Type::body, Type::small}, {Type::body, c.muted});
  }
  const bool running = freshness(frame) == Freshness::live && snapshot.flow.step == FlowStep::record;
  const std::string phase = phase_name(snapshot.movement.phase, exercise);
  if (!running || phase.empty() || rect.h < ui.px(30)) return;
  const std::string time = fmt::format("{:.1f} s", snapshot.movement.phase_s);
  Rect line = rect.take_bottom(std::min(rect.h, ui.px(40)));
  const Rect letters = fitting_text(ui, line, {phase}, {Type::title, Type::bold}, {});
  line.take_left(letters.w + ui.px(12));
  fitting_text(ui, line, {time}, {Type::title, Type::body}, {Type::body, c.muted});
}

void draw_hold_time(Ui& ui, Rect rect, const Frame& frame, const ViewState& state) {
  const auto& snapshot = frame.snapshot;
  Rect head = rect.take_top(ui.px(22));
  const std::string set = set_words(frame, state);
  text(ui, head, "held", {Type::body, ui.colour().muted});
  if (!set.empty()) text(ui, head, "Set " + set, {Type::bold, 0, Align::right});
  const Rect number = text(ui, rect, fmt::format("{:.0f}", snapshot.movement.hold_s), {Type::huge});
  const std::string unit = snapshot.setup.seconds ? fmt::format("/ {:.0f} s", *snapshot.setup.seconds) : "s";
  const Rect beside{number.right() + ui.px(12), rect.y + ui.px(14), rect.right() - number.right() - ui.px(12), rect.h};
  text(ui, beside, unit, {fitting_type(ui, unit, beside.w, {Type::big, Type::title, Type::bold}), ui.colour().muted});
}

}  // namespace

void reps_view(Ui& ui, const Rect& rect, const Frame& frame, const ViewState& state) {
  if (rect.empty()) return;
  panel(ui, rect);
  const auto& exercise = shown_exercise(frame, state);
  Rect inside = rect.inset(ui.px(18), ui.px(10));
  if (exercise.holds()) return draw_hold_time(ui, inside, frame, state);

  RepRing ring;
  const Count count = count_of(frame, state);
  ring.done = count.done;
  ring.asked = count.asked;
  ring.mark = mark_of(shown_side(frame, state));
  ring.live = freshness(frame) == Freshness::live || frame.snapshot.flow.step == FlowStep::idle;
  const auto beat = beat_of(frame, state.settings);
  if (beat) {
    const auto parts = beat_parts(state.settings.tempo, exercise);
    const Rect bar = inside.take_bottom(ui.px(28), ui.px(8));
    beat_bar(ui, bar, {parts, static_cast<std::size_t>(beat->part), beat->done});
    tip_over(ui, "##beat", bar, "The beat to move to. B switches it, Settings has its lengths.");
    ring.hand = cycle_of(state.settings.tempo, *beat);
  }
  if (inside.w < ui.px(200)) {  // the ring above, the words below
    const float size = std::min(inside.w, inside.h - ui.px(110));
    if (size > ui.px(50)) rep_ring(ui, inside.take_top(size, ui.px(8)), ring);
    return draw_beside(ui, inside, frame, state, count);
  }
  const float size = std::min(inside.h, inside.w * 0.52F);
  rep_ring(ui, inside.take_left(size, ui.px(18)), ring);
  draw_beside(ui, inside, frame, state, count);
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
    head.take_left(head.w * 0.4F);
    fitting_text(ui, head, {why, "not counted"}, {Type::small}, {Type::small, ui.colour().warn, Align::right});
  }
  const auto figures = figures_of(rep, exercise, snapshot.flow.body_weight_n, state.settings.units);
  const auto fit = std::max<std::size_t>(1, std::min(figures.size(), static_cast<std::size_t>(inside.h / ui.px(19))));
  figure_rows(ui, "last_rep", inside, std::span(figures).first(fit),
              std::min(ui.px(27), inside.h / static_cast<float>(fit)));
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
