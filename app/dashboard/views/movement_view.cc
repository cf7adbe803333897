#include <fmt/format.h>

#include <algorithm>

#include "views/describe.h"
#include "views/live_gauges.h"
#include "views/side_mark.h"
#include "views/views.h"
#include "widgets/cop_map.h"

namespace poise::dashboard {
namespace {

using movement::FlowStep;
using movement::Pattern;

constexpr double kMovingTrail_s = 5;  ///< of a movement only the last seconds say something

/// A large number with its unit, a caption above.
void draw_number(Ui& ui, Rect rect, const char* caption, const std::string& number, const char* unit, ImU32 ink) {
  const Palette& c = ui.colour();
  text(ui, rect.take_top(ui.px(22)), caption, {Type::body, c.muted});
  const float room = rect.w - text_width(ui, Type::title, unit) - ui.px(8);
  const Type type = rect.h < ui.px(70) ? fitting_type(ui, number, room, {Type::big, Type::title})
                                       : fitting_type(ui, number, room, {Type::huge, Type::cue, Type::big});
  const Rect letters = text(ui, rect, number, {type, number == "--" ? c.muted : ink});
  text(ui, {letters.right() + ui.px(8), rect.y, rect.right() - letters.right(), rect.h}, unit, {Type::title, c.muted});
}

/// A name and its value, as long as there is room.
void draw_row(Ui& ui, Rect& rect, const char* name, const std::string& value, float alpha) {
  const float line = ui.px(26);
  if (rect.h < line) return;
  const Rect place = rect.take_top(line);
  const Rect letters = text(ui, place, value, {Type::bold, faded(ui.colour().text, alpha), Align::right});
  text(ui, {place.x, place.y, place.w - letters.w - ui.px(6), place.h}, name, {Type::body, ui.colour().muted});
}

void draw_depth(Ui& ui, Rect rect, const Frame& frame, const ViewState& state) {
  const ReachGauge gauge = depth_gauge_of(frame, state);
  const Units& units = state.settings.units;
  const float alpha = gauge.live ? 1.0F : 0.35F;
  Rect column = rect.take_right(std::min(ui.px(96), rect.w * 0.4F), ui.px(16));
  const Rect scale = column.take_bottom(ui.px(18));
  upright_gauge(ui, column, gauge);
  text(ui, scale, length(gauge.full, units), {Type::small, ui.colour().muted, Align::right});
  tip_over(ui, "##depth_column", column, kDepthTip);
  draw_number(ui, rect.take_top(std::min(rect.h * 0.6F, ui.px(112))), "depth", whole_length(gauge.value, units),
              length_unit(units), faded(mark_colour(ui, gauge.mark), alpha));
  const bool any = !gauge.earlier.empty();
  draw_row(ui, rect, "last", any ? length(gauge.earlier.back(), units) : "--", alpha);
  draw_row(ui, rect, "deepest", any ? length(*std::max_element(gauge.earlier.begin(), gauge.earlier.end()), units) : "--",
           alpha);
}

void draw_rise(Ui& ui, Rect rect, const Frame& frame, const ViewState& state) {
  const auto& movement = frame.snapshot.movement;
  const ReachGauge gauge = rise_gauge_of(frame, state);
  const Palette& c = ui.colour();
  const float alpha = gauge.live ? 1.0F : 0.35F;
  const bool bridge = shown_exercise(frame, state).pattern == Pattern::bridge;
  Rect column = rect.take_right(std::min(ui.px(96), rect.w * 0.4F), ui.px(16));
  const Rect scale = column.take_top(ui.px(18));
  upright_gauge(ui, column, gauge, true);
  text(ui, scale, fmt::format("{:.0f} %BW", gauge.full), {Type::small, c.muted, Align::right});
  tip_over(ui, "##rise_column", column, kRiseTip);
  const bool holding = movement.phase == movement::Phase::hold;
  draw_number(ui, rect.take_top(std::min(rect.h * 0.6F, ui.px(112))), bridge ? "held" : "standing",
              fmt::format("{:.0f}", holding ? movement.phase_s : 0.0), "s", faded(holding ? c.text : c.muted, alpha));
  draw_row(ui, rect, "rise", gauge.value ? whole(gauge.value) + " %BW" : "--", alpha);
  if (bridge) draw_row(ui, rect, "sag", frame.tally.sag_pct ? whole(frame.tally.sag_pct) + " %" : "--", alpha);
}

/// A plank: how long, and how much of the load is still there.
void draw_hold(Ui& ui, Rect rect, const Frame& frame) {
  const auto& snapshot = frame.snapshot;
  const Palette& c = ui.colour();
  const float alpha = freshness(frame) == Freshness::live ? 1.0F : 0.35F;
  const bool holding = snapshot.movement.phase == movement::Phase::hold;
  const double asked_s = snapshot.setup.seconds.value_or(0);
  if (asked_s > 0)
    progress_bar(ui, rect.take_bottom(ui.px(14), ui.px(12)), snapshot.movement.hold_s / asked_s, faded(c.good, alpha));
  draw_number(ui, rect.take_top(std::min(rect.h * 0.6F, ui.px(112))), "held", fmt::format("{:.0f}", snapshot.movement.hold_s),
              "s", faded(holding ? c.text : c.muted, alpha));
  draw_row(ui, rect, "load", newtons(snapshot.balance.total_n), alpha);
  draw_row(ui, rect, "sag", frame.tally.sag_pct ? whole(frame.tally.sag_pct) + " %" : "--", alpha);
}

void draw_cop(Ui& ui, Rect rect, const Frame& frame, bool stand) {
  const Palette& c = ui.colour();
  const auto& trail = frame.history.cop;
  const bool standing = frame.snapshot.flow.step == FlowStep::record && stand;
  CopMap map{trail};
  map.live = freshness(frame) == Freshness::live;
  // Of the stand itself, of the last half minute while there is none, of a movement the last seconds.
  map.since_s = standing ? frame.snapshot.time_s - frame.snapshot.movement.hold_s
                         : trail.end_s() - (stand ? CopTrail::kKept_s : kMovingTrail_s);
  const Rect caption = rect.take_bottom(ui.px(20));
  Rect place = rect;
  const std::string_view title = "centre of pressure, enlarged";
  if (text_width(ui, Type::small, title) <= place.w) text(ui, place.take_top(ui.px(18), ui.px(2)), title, {Type::small, c.muted});
  const CopMapShown shown = cop_map(ui, place, map);
  std::string words = fmt::format("rings {} cm apart", shown.ring_mm / 10);
  if (shown.ellipse) words += fmt::format(" \u00b7 95 % ellipse {:.1f} cm\u00b2", shown.ellipse->area_mm2 / 100);
  const Type type = fitting_type(ui, words, caption.w, {Type::body, Type::small});
  if (text_width(ui, type, words) <= caption.w) text(ui, caption, words, {type, c.muted, Align::centre});
  tip_over(ui, "##sway", place,
           "Centre of pressure of the whole body, a mean for each 1/40 s. The ellipse holds 95 of 100 further points: "
           "\u03c0\u00b7\u03c7\u00b2(0.95; 2)\u00b7(det S)^\u00bd (Schubert & Kirchner 2014). The result after the stand is the exact one.");
}

}  // namespace

void movement_view(Ui& ui, const Rect& rect, const Frame& frame, const ViewState& state) {
  if (rect.empty()) return;
  panel(ui, rect);
  const Rect inside = rect.inset(ui.px(18), ui.px(12));
  const auto& exercise = shown_exercise(frame, state);
  switch (exercise.pattern) {
    case Pattern::squat:
      return exercise.one_side() ? draw_cop(ui, inside, frame, false) : draw_depth(ui, inside, frame, state);
    case Pattern::bridge:
    case Pattern::sit_to_stand:
      return draw_rise(ui, inside, frame, state);
    case Pattern::plank:
      return draw_hold(ui, inside, frame);
    case Pattern::stand:
      return draw_cop(ui, inside, frame, true);
    case Pattern::twist:
      return draw_cop(ui, inside, frame, false);
  }
}

}  // namespace poise::dashboard
