#include <fmt/format.h>

#include <algorithm>
#include <cmath>

#include "views/cue_line.h"
#include "views/describe.h"
#include "views/live_gauges.h"
#include "views/side_mark.h"
#include "views/views.h"
#include "widgets/gauges.h"

namespace poise::dashboard {
namespace {

using movement::FlowStep;
using movement::Pattern;

/// The hero's parts. During a set the cue stands between the numbers with the bars below; where it has no room there,
/// and while a next step is to be read, it has a row of its own above.
struct Rows {
  Rect cue, why, numbers, bars;
  bool one_row = false;  ///< numbers at the ends of the bars
};

Type number_type(const Ui& ui, const Rect& rect) { return rect.h >= ui.px(76) ? Type::huge : Type::big; }

float badge_size(const Ui& ui, const Rect& rect) {
  return ui.px(number_type(ui, rect) == Type::huge ? 44 : 30);
}

/// Room for a letter in its shape and the widest number.
float side_number_width(const Ui& ui, const Rect& rect) {
  return badge_size(ui, rect) + ui.px(14) + text_width(ui, number_type(ui, rect), "100");
}

/// A letter in its shape, then the number: "[L] 53".
void draw_side_number(Ui& ui, const Rect& rect, Mark mark, const std::string& number, bool live) {
  const Palette& c = ui.colour();
  const Type type = number_type(ui, rect);
  const ImU32 ink = faded(mark_colour(ui, mark), live ? 1.0F : 0.35F);
  const float badge = badge_size(ui, rect);
  const bool left = mark == Mark::left;
  Rect row = rect;
  const Rect ground = left ? row.take_left(badge, ui.px(14)) : row.take_right(badge, ui.px(14));
  draw_badge(ui, mark, {ground.centre_x(), ground.centre_y()}, badge, ink, Type::title);
  text(ui, row, number, {type, number == "--" ? c.muted : ink, left ? Align::left : Align::right});
}

void draw_share(Ui& ui, const Rows& rows, const Frame& frame, const ViewState& state) {
  const bool live = freshness(frame) == Freshness::live;
  const ShareBar bar = share_bar_of(frame, state);
  const auto [left, right] = share_numbers(bar.left_pct);
  const Rect& numbers = rows.numbers;
  const float side = side_number_width(ui, numbers);
  draw_side_number(ui, {numbers.x, numbers.y, side, numbers.h}, Mark::left, left, live);
  draw_side_number(ui, {numbers.right() - side, numbers.y, side, numbers.h}, Mark::right, right, live);
  Rect place = rows.bars;
  if (rows.one_row) {
    place.x += side + ui.px(12);
    place.w -= 2 * (side + ui.px(12));
  }
  if (place.w < ui.px(120)) return;
  share_bar(ui, place, bar);
  tip_over(ui, "##share", place, kShareTip);
}

/// A figure with its unit, and a caption under that where there is room for one.
struct BigFigure {
  std::string number;
  const char* unit;
  std::string caption;

  float width(const Ui& ui, Type type, bool with_caption) const {
    const float beside = std::max(text_width(ui, Type::title, unit), with_caption ? text_width(ui, Type::body, caption) : 0);
    return text_width(ui, type, number) + ui.px(10) + beside;
  }
};

void draw_figure(Ui& ui, const Rect& rect, const BigFigure& figure, Type type, bool with_caption, ImU32 ink) {
  const Palette& c = ui.colour();
  const float line = ui.px(26);
  const Rect number = text(ui, rect, figure.number, {type, figure.number == "--" ? c.muted : ink});
  const float x = number.right() + ui.px(10);
  const Rect beside{x, rect.centre_y() - (with_caption ? line : line / 2), rect.right() - x + 1, line};
  text(ui, beside, figure.unit, {Type::title, c.muted});
  if (with_caption) text(ui, {x, rect.centre_y() + ui.px(2), beside.w, line}, figure.caption, {Type::body, c.muted});
}

/// The two figures at either end. The cue between them is what matters: captions go before it gets small, and then the
/// right figure, of which a bar stands below. Returns the room left between.
Rect draw_figures(Ui& ui, const Rect& rect, const BigFigure& left, const BigFigure& right, ImU32 left_ink, ImU32 right_ink,
                  float needed) {
  const Type type = number_type(ui, rect);
  const auto room = [&](bool captions, bool both) {
    return rect.w - left.width(ui, type, captions) - (both ? right.width(ui, type, captions) : 0);
  };
  const bool captions = room(true, true) >= needed;
  const bool both = room(captions, true) >= needed;
  const float left_w = left.width(ui, type, captions), right_w = both ? right.width(ui, type, captions) : 0;
  draw_figure(ui, {rect.x, rect.y, left_w, rect.h}, left, type, captions, left_ink);
  if (both) draw_figure(ui, {rect.right() - right_w, rect.y, right_w, rect.h}, right, type, captions, right_ink);
  const float gap = ui.px(24);
  return {rect.x + left_w + gap, rect.y, rect.w - left_w - right_w - 2 * gap, rect.h};
}

/// One leg: how deep or how long at the left, how much it wobbles at the right, the cue between.
void draw_one_leg(Ui& ui, const Rows& rows, const Frame& frame, const ViewState& state, const CueLine& cue) {
  const auto& snapshot = frame.snapshot;
  const auto& exercise = shown_exercise(frame, state);
  const bool squat = exercise.pattern == Pattern::squat;
  const bool leads = exercise.sides == movement::Sides::leading;  // it stands on both plates
  const Side side = shown_side(frame, state);
  const Mark mark = mark_of(side);
  const ImU32 ink = faded(mark_colour(ui, mark), freshness(frame) == Freshness::live ? 1.0F : 0.35F);
  const std::string leg = (side == Side::right ? "right " : "left ") + exercise.limb;
  const ReachGauge depth = depth_gauge_of(frame, state);
  const Sideways sideways = sideways_of(frame, state);
  const Units& units = state.settings.units;

  const BigFigure amount{
      squat ? whole_length(depth.value, units) : fmt::format("{:.0f}", snapshot.movement.hold_s),
      squat ? length_unit(units) : "s", (squat ? "depth, " : "held, ") + leg};
  const auto& left_pct = snapshot.balance.left_share_pct;
  const auto lead_pct = left_pct && side == Side::right ? std::optional(100 - *left_pct) : left_pct;
  const BigFigure wobble{whole(sideways.speed_mm_s), "mm/s", "sideways"};
  const BigFigure share{whole(lead_pct), "%", "of the load, " + leg};
  const bool between = rows.cue.empty();
  const float needed = between ? text_width(ui, Type::big, cue.words) + ui.px(48) : ui.px(24);
  const Rect middle = draw_figures(ui, rows.numbers, amount, leads ? share : wobble, ink,
                                   faded(ui.colour().text, sideways.gauge.live ? 1.0F : 0.35F), needed);
  if (between) draw_cue_words(ui, middle, cue, Type::cue);

  Rect bars = rows.bars;
  if (bars.h < ui.px(34)) return;
  const Rect scale = bars.take_bottom(line_height(ui, Type::small) + ui.px(4));
  const Palette& c = ui.colour();
  Rect reach = bars;
  if (!leads) {
    const float wobble_w = bars.w * 0.36F;
    Rect place = reach.take_right(wobble_w, ui.px(28));
    place.take_top(ui.px(16));
    wobble_gauge(ui, place, sideways.gauge);
    tip_over(ui, "##wobble", place, kSidewaysTip);
    text(ui, {place.x, scale.y, wobble_w, scale.h}, "4 cm left", {Type::small, c.muted});
    text(ui, {place.x, scale.y, wobble_w, scale.h}, "4 cm right", {Type::small, c.muted, Align::right});
  }
  if (squat) {
    reach_gauge(ui, reach, depth);
    tip_over(ui, "##depth", reach, kDepthTip);
    text(ui, {reach.x, scale.y, reach.w, scale.h}, "standing", {Type::small, c.muted});
    text(ui, {reach.x, scale.y, reach.w, scale.h}, length(depth.full, units) + " down",
         {Type::small, c.muted, Align::right});
  } else if (snapshot.setup.seconds.value_or(0) > 0) {
    progress_bar(ui, {reach.x, reach.y + ui.px(16), reach.w, reach.h - ui.px(16)},
                 snapshot.movement.hold_s / *snapshot.setup.seconds, ink);
    text(ui, {reach.x, scale.y, reach.w, scale.h}, fmt::format("{:.0f} s", *snapshot.setup.seconds),
         {Type::small, c.muted, Align::right});
  }
}

/// During a set: why it waits is how it goes, and stands over the bars.
Rows rows_of_set(Ui& ui, Rect inside, const CueLine& cue, bool cue_between) {
  Rows rows;
  if (!cue_between) rows.cue = inside.take_top(std::min(ui.px(66), inside.h * 0.3F));
  rows.bars = inside.take_bottom(std::clamp(inside.h * 0.42F, ui.px(52), ui.px(112)), ui.px(2));
  const bool how = !cue.why.empty() || cue.progress > 0;
  if (how && inside.h > ui.px(80)) rows.why = inside.take_bottom(ui.px(24));
  rows.numbers = inside;
  return rows;
}

/// Before a set: the next step is what matters.
Rows rows_of_step(Ui& ui, Rect inside, const CueLine& cue) {
  Rows rows;
  rows.one_row = true;
  const float lower = std::clamp(inside.h * 0.40F, ui.px(58), ui.px(96));
  rows.numbers = rows.bars = inside.take_bottom(lower, ui.px(8));
  rows.bars.y += ui.px(4);
  rows.bars.h -= ui.px(4);
  const bool two_lines = text_width(ui, Type::body, cue.why) > inside.w;
  rows.why = inside.take_bottom(ui.px(two_lines ? 40 : 26), ui.px(2));
  rows.cue = inside;
  return rows;
}

}  // namespace

void hero_view(Ui& ui, const Rect& rect, const Frame& frame, const ViewState& state) {
  if (rect.empty()) return;
  panel(ui, rect);
  const Rect inside = rect.inset(ui.px(18), ui.px(10));
  const CueLine cue = cue_line_of(frame, state);
  const bool set = frame.snapshot.flow.step == FlowStep::record && freshness(frame) != Freshness::old;
  const Lead lead = lead_of(shown_exercise(frame, state));
  const bool shares = lead == Lead::share || lead == Lead::swing;
  const float side = side_number_width(ui, {0, 0, inside.w, ui.px(90)});
  const float room = inside.w - 2 * side - ui.px(12);
  const bool between = !shares || room >= text_width(ui, Type::big, "shift right") + ui.px(70);
  Rows rows = set ? rows_of_set(ui, inside, cue, between) : rows_of_step(ui, inside, cue);
  draw_cue_words(ui, rows.cue, cue, Type::cue);
  if (rows.why.h > 0) draw_cue_why(ui, rows.why, cue);
  if (!shares) {
    if (!set) rows.bars = {};  // too low for bars: the figures only
    return draw_one_leg(ui, rows, frame, state, cue);
  }
  draw_share(ui, rows, frame, state);
  if (set && between) draw_cue_words(ui, rows.numbers.inset(side + ui.px(6), 0), cue, Type::cue);
}

}  // namespace poise::dashboard
