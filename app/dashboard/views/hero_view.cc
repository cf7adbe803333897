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

/// What the numbers of the hero are drawn with: as large as there is room for.
Type number_type(const Ui& ui, const Rect& rect) { return rect.h >= ui.px(84) ? Type::huge : Type::big; }

void draw_next_step(Ui& ui, Rect rect, const Frame& frame, const ViewState& state) {
  const auto& flow = frame.snapshot.flow;
  const Palette& c = ui.colour();
  const NextStep next = next_step(frame, state);
  const bool warning = flow.step == FlowStep::wrong_side || flow.step == FlowStep::refused;
  // A long reason takes two lines, and a long instruction a smaller type, rather than being cut.
  const bool two_lines = text_width(ui, Type::small, next.why) > rect.w;
  Rect lower = rect.take_bottom(ui.px(two_lines ? 40 : 28));
  const bool big = !two_lines && text_width(ui, Type::big, next.instruction) <= rect.w;
  const bool title = text_width(ui, Type::title, next.instruction) <= rect.w;
  text(ui, rect, next.instruction,
       {big     ? Type::big
        : title ? Type::title
                : Type::bold,
        warning ? c.bad : c.text});
  if (flow.progress > 0 && in_session(flow.step)) {
    const Rect bar = lower.take_left(ui.px(150), ui.px(14));
    progress_bar(ui, {bar.x, bar.centre_y() - ui.px(4), bar.w, ui.px(8)}, flow.progress, c.good);
  }
  const ImU32 ink = in_session(flow.step) ? c.warn : c.muted;
  if (two_lines) {
    wrapped_text(ui, lower, next.why, {Type::small, ink});
    return;
  }
  const bool fits = text_width(ui, Type::body, next.why) <= lower.w;
  text(ui, lower, next.why, {fits ? Type::body : Type::small, ink});
}

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
  const ImVec2 centre{ground.centre_x(), ground.centre_y()};
  if (left) {
    ui.draw->AddRectFilled({centre.x - badge / 2, centre.y - badge / 2},
                           {centre.x + badge / 2, centre.y + badge / 2}, ink, ui.px(4));
  } else {
    ui.draw->AddCircleFilled(centre, badge / 2, ink, 0);
  }
  text(ui, {ground.x, centre.y - badge / 2, badge, badge}, mark_letter(mark),
       {Type::title, c.on_colour, Align::centre});
  text(ui, row, number, {type, number == "--" ? c.muted : ink, left ? Align::left : Align::right});
}

void draw_cue(Ui& ui, const Rect& rect, const Frame& frame, const ViewState& state, bool live) {
  const auto& snapshot = frame.snapshot;
  if (snapshot.flow.countdown) {
    text(ui, rect, fmt::format("{}", *snapshot.flow.countdown),
         {number_type(ui, rect), ui.colour().accent, Align::centre});
    return;
  }
  const auto share = snapshot.balance.left_share_pct;
  if (!share || !live) {
    const std::string_view words = live ? "nobody on the mat" : "";
    const Type type = text_width(ui, Type::title, words) <= rect.w  ? Type::title
                      : text_width(ui, Type::body, words) <= rect.w ? Type::body
                                                                    : Type::small;
    text(ui, rect, words, {type, ui.colour().muted, Align::centre});
    return;
  }
  const std::string words = cue_words(frame, state);
  if (words == "lift") {
    text(ui, rect, words, {Type::big, ui.colour().warn, Align::centre});
    return;
  }
  const bool balanced = state.cue == 0;
  const ImU32 ink = balanced ? ui.colour().good : ui.colour().text;
  const float reach = ui.px(14);
  const float sign_room = 2 * ui.px(34) + 2 * reach;
  const Type type = text_width(ui, Type::big, words) + sign_room <= rect.w ? Type::big : Type::title;
  const Rect letters = text(ui, rect, words, {type, ink, Align::centre});
  const float beside = letters.w / 2 + ui.px(type == Type::big ? 34 : 24);
  const ImVec2 sign{letters.centre_x() + (state.cue > 0 ? beside : -beside), letters.centre_y() + ui.px(2)};
  if (balanced) {
    draw_tick(ui, sign, reach * 0.9F, ink);
  } else {
    draw_arrow(ui, sign, reach, state.cue < 0, ink);
  }
}

/// How long the share has been in the corridor in this set, under the cue.
std::string corridor_words(const Frame& frame) {
  if (frame.snapshot.flow.step != FlowStep::record) return {};
  const auto pct = frame.tally.in_corridor_pct();
  return pct ? fmt::format("{:.0f} % of the time in the corridor", *pct) : std::string();
}

ShareBar share_bar_of(const Frame& frame, const ViewState& state) {
  const bool live = freshness(frame) == Freshness::live;
  ShareBar bar{frame.snapshot.balance.left_share_pct, state.settings.corridor_pct, live, state.settings.target_pct,
               std::nullopt};
  if (bar.left_pct) bar.ghost = share_ghost(frame.history.strip, 5);
  return bar;
}

std::pair<std::string, std::string> share_numbers(std::optional<double> share) {
  if (!share) return {"--", "--"};
  const long whole_left = std::lround(*share);  // both from one rounding, so that they add up to 100
  return {fmt::format("{}", whole_left), fmt::format("{}", 100 - whole_left)};
}

void share_tip(Ui& ui, const Rect& rect, const char* id) {
  ImGui::SetCursorScreenPos(rect.min());
  ImGui::InvisibleButton(id, {std::max(1.0F, rect.w), std::max(1.0F, rect.h)});
  tip(ui,
      "Left's part of the load: 100\u00b7L/(L+R), through a causal 10 Hz low-pass. The dark band is where it was for "
      "80 % of the last 5 s. Seeing this live makes squats more even (McGough 2012). [ and ] change the corridor.");
}

void draw_share(Ui& ui, Rect rect, const Frame& frame, const ViewState& state) {
  const bool live = freshness(frame) == Freshness::live;
  const ShareBar bar = share_bar_of(frame, state);
  const auto [left, right] = share_numbers(bar.left_pct);
  const float side = side_number_width(ui, rect);
  if (rect.h < ui.px(100)) {  // one row: the numbers at either end of the bar
    draw_side_number(ui, {rect.x, rect.y, side, rect.h}, Mark::left, left, live);
    draw_side_number(ui, {rect.right() - side, rect.y, side, rect.h}, Mark::right, right, live);
    const Rect middle{rect.x + side + ui.px(8), rect.y + ui.px(10), rect.w - 2 * side - ui.px(16), rect.h - ui.px(12)};
    if (middle.w < ui.px(120)) return;
    share_bar(ui, middle, bar);
    share_tip(ui, middle, "##share");
    return;
  }
  const Rect place = rect.take_bottom(std::clamp(rect.h * 0.40F, ui.px(52), ui.px(84)), ui.px(4));
  draw_side_number(ui, {rect.x, rect.y, side, rect.h}, Mark::left, left, live);
  draw_side_number(ui, {rect.right() - side, rect.y, side, rect.h}, Mark::right, right, live);
  Rect middle{rect.x + side, rect.y, rect.w - 2 * side, rect.h};
  const std::string corridor = corridor_words(frame);
  if (!corridor.empty() && text_width(ui, Type::small, corridor) <= middle.w && middle.h > ui.px(70)) {
    text(ui, middle.take_bottom(ui.px(20)), corridor, {Type::small, ui.colour().muted, Align::centre});
  }
  draw_cue(ui, middle, frame, state, live);
  share_bar(ui, place, bar);
  share_tip(ui, place, "##share");
}

/// A squat on both legs: how deep, beside the share, from the top downwards.
void draw_depth_column(Ui& ui, Rect rect, const Frame& frame, const ViewState& state) {
  const bool live = freshness(frame) == Freshness::live;
  const auto& movement = frame.snapshot.movement;
  ReachGauge gauge{std::nullopt, 300, {}, Mark::body, live};
  for (const auto& rep : movement.recent) {
    if (!rep.depth_mm) continue;
    gauge.earlier.push_back(*rep.depth_mm);
    gauge.full = std::max(gauge.full, std::ceil(*rep.depth_mm / 100 + 0.3) * 100);
  }
  if (movement.depth_mm) gauge.value = std::max(0.0, *movement.depth_mm);
  text(ui, rect.take_top(line_height(ui, Type::small) + ui.px(4)), "depth",
       {Type::small, ui.colour().muted, Align::right});
  const Rect number = rect.take_bottom(ui.px(24));
  text(ui, number, length(gauge.value, state.settings.units),
       {Type::bold, gauge.value ? ui.colour().text : ui.colour().muted, Align::right});
  depth_gauge(ui, rect, gauge);
}

Mark active_mark(const engine::Snapshot& snapshot, const ViewState& state) {
  Side side = snapshot.flow.active_side;
  if (side == Side::both) side = snapshot.setup.exercise != nullptr ? snapshot.setup.side : state.side;
  return side == Side::right ? Mark::right : Mark::left;
}

/// A number with its unit at the left, a word at the right, a caption under each.
void draw_two_figures(Ui& ui, Rect rect, const std::string& number, const std::string& unit,
                      const std::string& caption, const std::string& word, ImU32 ink) {
  const Palette& c = ui.colour();
  const Type type = number_type(ui, rect);
  const float half = rect.w * 0.5F;
  const Rect figure =
      text(ui, {rect.x, rect.y, half, rect.h}, number, {type, number == "--" ? c.muted : ink});
  const Rect beside{figure.right() + ui.px(10), rect.y, half - figure.w - ui.px(10), rect.h};
  const float line = ui.px(26);
  text(ui, {beside.x, beside.centre_y() - line, beside.w, line}, unit, {Type::title, c.muted});
  text(ui, {beside.x, beside.centre_y() + ui.px(2), beside.w, line}, caption, {Type::body, c.muted});
  text(ui, {rect.x + half, rect.y, half, rect.h}, word, {Type::big, c.text, Align::right});
}

/// How much the person sways sideways: on one leg what the share is on two.
void draw_wobble(Ui& ui, Rect rect, const Frame& frame, Mark mark) {
  const Palette& c = ui.colour();
  const bool live = freshness(frame) == Freshness::live;
  const auto wobble = wobble_of(frame.history.cop, 3);
  text(ui, rect.take_top(ui.px(22)), "sideways wobble", {Type::body, c.muted});
  const Rect scale = rect.take_bottom(line_height(ui, Type::small) + ui.px(4));
  WobbleGauge gauge;
  gauge.mark = mark;
  gauge.live = live;
  if (wobble) {
    gauge.now_mm = wobble->now_mm - wobble->middle_mm;
    gauge.least_mm = wobble->least_mm - wobble->middle_mm;
    gauge.most_mm = wobble->most_mm - wobble->middle_mm;
  }
  const Rect bar = rect.take_bottom(ui.px(34), ui.px(4));
  wobble_gauge(ui, bar, gauge);
  ImGui::SetCursorScreenPos(bar.min());
  ImGui::InvisibleButton("##wobble", {bar.w, bar.h});
  tip(ui, "The centre of pressure sideways, about its middle over the last 3 s; the figure is its mean speed, path by "
          "time. The mat sees the foot's pressure only: not the knee, not the pelvis.");
  text(ui, scale, "4 cm", {Type::small, c.muted});
  text(ui, scale, "4 cm", {Type::small, c.muted, Align::right});
  const Rect number = text(ui, rect, wobble ? whole(wobble->speed_mm_s) : "--",
                           {Type::big, faded(wobble ? c.text : c.muted, live ? 1.0F : 0.35F)});
  text(ui, {number.right() + ui.px(8), rect.y, rect.right() - number.right() - ui.px(8), rect.h}, "mm/s",
       {Type::body, c.muted});
}

void draw_depth(Ui& ui, Rect rect, const Frame& frame, const ViewState& state) {
  const auto& snapshot = frame.snapshot;
  const auto& movement = snapshot.movement;
  const bool live = freshness(frame) == Freshness::live;
  const Mark mark = active_mark(snapshot, state);
  ReachGauge gauge{std::nullopt, 300, {}, mark, live};
  for (const auto& rep : movement.recent) {
    if (!rep.depth_mm || (rep.side != Side::both && (rep.side == Side::right) != (mark == Mark::right)))
      continue;
    gauge.earlier.push_back(*rep.depth_mm);
    gauge.full = std::max(gauge.full, std::ceil(*rep.depth_mm / 100 + 0.3) * 100);
  }
  if (movement.depth_mm) {
    gauge.value = std::max(0.0, *movement.depth_mm);
    gauge.full = std::max(gauge.full, std::ceil(*gauge.value / 100) * 100);
  }
  if (rect.w > ui.px(560)) draw_wobble(ui, rect.take_right(ui.px(210), ui.px(24)), frame, mark);
  Rect bar = rect.take_bottom(std::clamp(rect.h * 0.40F, ui.px(56), ui.px(92)), ui.px(4));
  const Rect scale = bar.take_bottom(line_height(ui, Type::small) + ui.px(4));
  reach_gauge(ui, bar, gauge);
  text(ui, scale, "standing", {Type::small, ui.colour().muted});
  text(ui, scale, length(gauge.full, state.settings.units) + " down",
       {Type::small, ui.colour().muted, Align::right});

  std::string word = live ? phase_name(movement.phase, shown_exercise(frame, state)) : "";
  if (snapshot.flow.countdown) word = fmt::format("{}", *snapshot.flow.countdown);
  const bool mm = state.settings.units.length == LengthUnit::millimetre;
  const std::string depth = gauge.value ? whole(mm ? *gauge.value : *gauge.value / 10) : "--";
  const ImU32 ink = faded(mark_colour(ui, mark), live ? 1.0F : 0.35F);
  draw_two_figures(ui, rect, depth, length_unit(state.settings.units), mark == Mark::left ? "depth, left leg" : "depth, right leg", word,
                   ink);
}

void draw_hold(Ui& ui, Rect rect, const Frame& frame, const ViewState& state) {
  const auto& snapshot = frame.snapshot;
  const auto& exercise = shown_exercise(frame, state);
  const bool live = freshness(frame) == Freshness::live;
  const Mark mark = active_mark(snapshot, state);
  const ImU32 ink = faded(mark_colour(ui, mark), live ? 1.0F : 0.35F);
  const double asked = snapshot.setup.seconds.value_or(0);
  if (asked > 0) {
    const Rect bar = rect.take_bottom(ui.px(26), ui.px(12));
    progress_bar(ui, bar, snapshot.movement.hold_s / asked, ink);
  }
  std::string word = live ? phase_name(snapshot.movement.phase, exercise) : "";
  if (snapshot.flow.countdown) word = fmt::format("{}", *snapshot.flow.countdown);
  const std::string caption = std::string("held, ") + (mark == Mark::left ? "left leg" : "right leg");
  draw_two_figures(ui, rect, fmt::format("{:.1f}", snapshot.movement.hold_s), "s", caption, word, ink);
}

}  // namespace

void hero_view(Ui& ui, const Rect& rect, const Frame& frame, const ViewState& state) {
  if (rect.empty()) return;
  panel(ui, rect);
  Rect inside = rect.inset(ui.px(18), ui.px(10));
  draw_next_step(ui, inside.take_top(ui.px(76), ui.px(6)), frame, state);
  switch (lead_of(shown_exercise(frame, state))) {
    case Lead::share:
      if (shown_exercise(frame, state).pattern == Pattern::squat && inside.w > ui.px(560))
        draw_depth_column(ui, inside.take_right(ui.px(76), ui.px(20)), frame, state);
      return draw_share(ui, inside, frame, state);
    case Lead::depth:
      return draw_depth(ui, inside, frame, state);
    case Lead::hold:
      return draw_hold(ui, inside, frame, state);
  }
}

}  // namespace poise::dashboard
