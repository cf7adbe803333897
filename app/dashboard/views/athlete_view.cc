#include <fmt/format.h>

#include <algorithm>
#include <cmath>

#include "views/cue.h"
#include "views/describe.h"
#include "views/views.h"
#include "widgets/gauges.h"

namespace poise::dashboard {
namespace {

using movement::FlowStep;
using movement::Pattern;

/// The largest type in which the words fit; Type::giant only for figures.
Type largest(const Ui& ui, std::string_view words, const Rect& rect, Type most) {
  for (int type = static_cast<int>(most); type > static_cast<int>(Type::body); --type) {
    const auto candidate = static_cast<Type>(type);
    if (text_width(ui, candidate, words) <= rect.w && line_height(ui, candidate) <= rect.h * 1.15F) return candidate;
  }
  return Type::body;
}

void figure(Ui& ui, const Rect& rect, std::string_view words, ImU32 ink, Align align) {
  text(ui, rect, words, {largest(ui, words, rect, Type::giant), ink, align});
}

void share(Ui& ui, Rect rect, const Frame& frame, const ViewState& state) {
  const bool live = freshness(frame) == Freshness::live;
  ShareBar bar{frame.snapshot.balance.left_share_pct, state.settings.corridor_pct, live, state.settings.target_pct,
               std::nullopt};
  if (bar.left_pct) bar.ghost = share_ghost(frame.history.strip, 5);
  const Rect place = rect.take_bottom(rect.h * 0.4F);
  const long left = std::lround(bar.left_pct.value_or(50));
  const float alpha = live ? 1.0F : 0.35F;
  const Rect halves[] = {{rect.x, rect.y, rect.w * 0.48F, rect.h},
                         {rect.x + rect.w * 0.52F, rect.y, rect.w * 0.48F, rect.h}};
  const Mark marks[] = {Mark::left, Mark::right};
  for (std::size_t i = 0; i < 2; ++i) {
    Rect half = halves[i];
    const bool first = i == 0;
    const float badge = std::min(ui.px(90), half.h * 0.6F);
    const Rect ground = first ? half.take_left(badge, ui.px(24)) : half.take_right(badge, ui.px(24));
    const ImU32 ink = faded(mark_colour(ui, marks[i]), alpha);
    const ImVec2 centre{ground.centre_x(), ground.centre_y()};
    if (first)
      ui.draw->AddRectFilled({centre.x - badge / 2, centre.y - badge / 2}, {centre.x + badge / 2, centre.y + badge / 2},
                             ink, ui.px(8));
    else
      ui.draw->AddCircleFilled(centre, badge / 2, ink, 0);
    text(ui, {ground.x, centre.y - badge / 2, badge, badge}, mark_letter(marks[i]),
         {largest(ui, "L", {0, 0, badge, badge * 0.7F}, Type::huge), ui.colour().on_colour, Align::centre});
    const std::string number = bar.left_pct ? fmt::format("{}", first ? left : 100 - left) : "--";
    figure(ui, half, number, bar.left_pct ? ink : ui.colour().muted, first ? Align::left : Align::right);
  }
  share_bar(ui, place, bar);
}

Mark active_mark(const engine::Snapshot& snapshot, const ViewState& state) {
  Side side = snapshot.flow.active_side;
  if (side == Side::both) side = snapshot.setup.exercise != nullptr ? snapshot.setup.side : state.side;
  return side == Side::right ? Mark::right : Mark::left;
}

/// One leg: sideways wobble, and how deep or how long.
void one_leg(Ui& ui, Rect rect, const Frame& frame, const ViewState& state) {
  const bool live = freshness(frame) == Freshness::live;
  const auto& movement = frame.snapshot.movement;
  const Mark mark = active_mark(frame.snapshot, state);
  const ImU32 ink = faded(mark_colour(ui, mark), live ? 1.0F : 0.35F);
  WobbleGauge gauge;
  gauge.mark = mark;
  gauge.live = live;
  if (const auto wobble = wobble_of(frame.history.cop, 3)) {
    gauge.now_mm = wobble->now_mm - wobble->middle_mm;
    gauge.least_mm = wobble->least_mm - wobble->middle_mm;
    gauge.most_mm = wobble->most_mm - wobble->middle_mm;
  }
  Rect bar = rect.take_bottom(rect.h * 0.3F);
  text(ui, bar.take_bottom(ui.px(34)), "sideways", {Type::title, ui.colour().muted, Align::centre});
  wobble_gauge(ui, bar.inset(0, bar.h * 0.1F), gauge);
  const bool squat = shown_exercise(frame, state).pattern == Pattern::squat;
  const bool mm = state.settings.units.length == LengthUnit::millimetre;
  const std::string number = !squat              ? fmt::format("{:.0f}", movement.hold_s)
                             : movement.depth_mm ? whole(std::max(0.0, *movement.depth_mm) / (mm ? 1 : 10))
                                                 : std::string("--");
  const Type type = largest(ui, number, {0, 0, rect.w * 0.6F, rect.h}, Type::giant);
  const Rect letters = text(ui, rect, number, {type, ink});
  Rect unit{letters.right() + ui.px(20), rect.y, rect.right() - letters.right() - ui.px(20), rect.h};
  text(ui, unit, squat ? length_unit(state.settings.units) : "s", {Type::huge, ui.colour().muted});
  text(ui, rect, side_name(mark == Mark::left ? Side::left : Side::right), {Type::big, ink, Align::right});
}

void count_and_phase(Ui& ui, Rect rect, const Frame& frame, const ViewState& state) {
  const auto& snapshot = frame.snapshot;
  const auto& exercise = shown_exercise(frame, state);
  const bool session = snapshot.flow.step != FlowStep::idle;
  const bool stand = exercise.holds();
  const std::string number = stand     ? fmt::format("{:.0f}", snapshot.movement.hold_s)
                             : session ? fmt::format("{}", snapshot.movement.reps)
                                       : std::string("0");
  Rect row = rect;
  const Rect phase = row.take_right(rect.w * 0.5F);
  const Rect letters =
      text(ui, row, number, {largest(ui, number, {0, 0, row.w * 0.6F, row.h}, Type::giant)});
  const auto asked = session ? snapshot.setup.reps : std::optional(state.reps);
  const std::string of = stand                   ? snapshot.setup.seconds ? fmt::format("/ {:.0f} s", *snapshot.setup.seconds) : "s"
                         : asked && *asked > 0 ? fmt::format("/ {}", *asked)
                                               : std::string();
  const Rect beside{letters.right() + ui.px(20), row.y, row.right() - letters.right() - ui.px(20), row.h};
  text(ui, beside, of, {largest(ui, of, beside, Type::huge), ui.colour().muted});
  if (snapshot.flow.step != FlowStep::record || freshness(frame) != Freshness::live) return;
  const std::string words = phase_name(snapshot.movement.phase, exercise);
  text(ui, phase, words, {largest(ui, words, phase, Type::huge), 0, Align::right});
}

/// The next step while there is one, else the cue.
void cue_line(Ui& ui, const Rect& rect, const Frame& frame, const ViewState& state) {
  const auto& flow = frame.snapshot.flow;
  const Palette& c = ui.colour();
  if (freshness(frame) == Freshness::old) {
    const std::string words = "no data: last " + age_text(frame);
    text(ui, rect, words, {largest(ui, words, rect, Type::huge), c.bad, Align::centre});
    return;
  }
  if (flow.countdown) {
    figure(ui, rect, fmt::format("{}", *flow.countdown), c.highlight, Align::centre);
    return;
  }
  const bool doing = flow.step == FlowStep::record;
  std::string words = doing ? cue_words(frame, state) : next_step(frame, state).instruction;
  if (!doing && !next_step(frame, state).why.empty() && in_session(flow.step))
    words += ": " + next_step(frame, state).why;
  const bool warn = flow.step == FlowStep::wrong_side || flow.step == FlowStep::refused || words == "lift";
  const ImU32 ink = words == "balanced" || words == "steady" ? c.good : warn ? c.bad : c.text;
  const Type type = largest(ui, words, {rect.x, rect.y, rect.w - ui.px(200), rect.h}, Type::huge);
  if (text_width(ui, type, words) > rect.w) {
    wrapped_text(ui, rect, words, {Type::bold, ink});
    return;
  }
  const Rect letters = text(ui, rect, words, {type, ink, Align::centre});
  const float reach = line_height(ui, type) * 0.35F;
  if (words == "balanced") draw_tick(ui, {letters.x - reach * 2, letters.centre_y()}, reach, ink);
  if (words == "shift left") draw_arrow(ui, {letters.x - reach * 2, letters.centre_y()}, reach, true, ink);
  if (words == "shift right") draw_arrow(ui, {letters.right() + reach * 2, letters.centre_y()}, reach, false, ink);
}

}  // namespace

void athlete_view(const Frame& frame, const Theme& theme, const ViewState& state, ShownFrame* shown) {
  ImGui::SetNextWindowPos({0, 0});
  ImGui::SetNextWindowSize(ImGui::GetIO().DisplaySize);
  constexpr ImGuiWindowFlags kFlags =
      ImGuiWindowFlags_NoDecoration | ImGuiWindowFlags_NoMove | ImGuiWindowFlags_NoSavedSettings;
  if (ImGui::Begin("Athlete", nullptr, kFlags)) {
    Ui ui{theme, ImGui::GetWindowDrawList(), shown};
    const ImVec2 size = ImGui::GetIO().DisplaySize;
    Rect rest = Rect{0, 0, size.x, size.y}.inset(size.x * 0.04F, size.y * 0.04F);
    ui.draw->AddRectFilled({0, 0}, size, ui.colour().panel);
    const std::string warning = alarm(frame);
    if (!warning.empty()) alarm_view(ui, rest.take_top(ui.px(60), ui.px(12)), warning);
    const float gap = rest.h * 0.04F;
    const Rect cue = rest.take_top(rest.h * 0.22F, gap);
    const Rect count = rest.take_bottom(rest.h * 0.34F, gap);
    cue_line(ui, cue, frame, state);
    if (shown_exercise(frame, state).one_side())
      one_leg(ui, rest, frame, state);
    else
      share(ui, rest, frame, state);
    count_and_phase(ui, count, frame, state);
  }
  ImGui::End();
}

}  // namespace poise::dashboard
