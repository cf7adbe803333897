#include <fmt/format.h>

#include <algorithm>
#include <array>

#include "views/cue_line.h"
#include "views/describe.h"
#include "views/live_gauges.h"
#include "views/side_mark.h"
#include "views/views.h"
#include "widgets/beat.h"
#include "widgets/gauges.h"

namespace poise::dashboard {
namespace {

using movement::FlowStep;
using movement::Pattern;

/// The largest type in which the words fit; Type::giant only for figures.
Type largest(const Ui& ui, std::string_view words, float width, float height, Type most) {
  for (int type = static_cast<int>(most); type > static_cast<int>(Type::body); --type) {
    const auto candidate = static_cast<Type>(type);
    if (text_width(ui, candidate, words) <= width && line_height(ui, candidate) <= height * 1.15F) return candidate;
  }
  return Type::body;
}

void side_number(Ui& ui, Rect half, Mark mark, const std::string& number, float alpha) {
  const bool left = mark == Mark::left;
  const float badge = std::min(ui.px(90), half.h * 0.6F);
  const Rect ground = left ? half.take_left(badge, ui.px(24)) : half.take_right(badge, ui.px(24));
  const ImU32 ink = faded(mark_colour(ui, mark), alpha);
  draw_badge(ui, mark, {ground.centre_x(), ground.centre_y()}, badge, ink, largest(ui, "L", badge, badge * 0.7F, Type::huge));
  text(ui, half, number,
       {largest(ui, number, half.w, half.h, Type::giant), number == "--" ? ui.colour().muted : ink,
        left ? Align::left : Align::right});
}

void share(Ui& ui, Rect rect, const Frame& frame, const ViewState& state) {
  const ShareBar bar = share_bar_of(frame, state);
  const auto [left, right] = share_numbers(bar.left_pct);
  const float alpha = bar.live ? 1.0F : 0.35F;
  const Rect place = rect.take_bottom(rect.h * 0.4F);
  side_number(ui, {rect.x, rect.y, rect.w * 0.48F, rect.h}, Mark::left, left, alpha);
  side_number(ui, {rect.x + rect.w * 0.52F, rect.y, rect.w * 0.48F, rect.h}, Mark::right, right, alpha);
  share_bar(ui, place, bar);
}

/// One leg: sideways wobble, and how deep or how long.
void one_leg(Ui& ui, Rect rect, const Frame& frame, const ViewState& state) {
  const auto& movement = frame.snapshot.movement;
  const Sideways sideways = sideways_of(frame, state);
  const ReachGauge depth = depth_gauge_of(frame, state);
  const ImU32 ink = faded(mark_colour(ui, depth.mark), depth.live ? 1.0F : 0.35F);
  Rect bar = rect.take_bottom(rect.h * 0.3F);
  text(ui, bar.take_bottom(ui.px(34)), "sideways", {Type::title, ui.colour().muted, Align::centre});
  wobble_gauge(ui, bar.inset(0, bar.h * 0.1F), sideways.gauge);
  const bool squat = shown_exercise(frame, state).pattern == Pattern::squat;
  const std::string number = squat ? whole_length(depth.value, state.settings.units) : fmt::format("{:.0f}", movement.hold_s);
  const Rect letters = text(ui, rect, number, {largest(ui, number, rect.w * 0.6F, rect.h, Type::giant), ink});
  Rect rest{letters.right() + ui.px(20), rect.y, rect.right() - letters.right() - ui.px(20), rect.h};
  const Rect unit = text(ui, rest, squat ? length_unit(state.settings.units) : "s", {Type::huge, ui.colour().muted});
  rest.take_left(unit.w + ui.px(16));
  const std::string leg = side_name(shown_side(frame, state), shown_exercise(frame, state));
  text(ui, rest, leg, {largest(ui, leg, rest.w, rest.h, Type::cue), ink, Align::right});
}

/// How many of how many, which set, the phase, and the beat to move to.
void count_and_phase(Ui& ui, Rect rect, const Frame& frame, const ViewState& state) {
  const auto& snapshot = frame.snapshot;
  const auto& exercise = shown_exercise(frame, state);
  const bool stand = exercise.holds();
  const Palette& c = ui.colour();
  const auto beat = beat_of(frame, state.settings);
  if (beat) {
    const auto parts = beat_parts(state.settings.tempo, exercise);
    beat_bar(ui, rect.take_bottom(rect.h * 0.22F, rect.h * 0.06F),
             {parts, static_cast<std::size_t>(beat->part), beat->done});
  }
  const Rect phase = rect.take_right(rect.w * 0.42F);
  std::string of;
  if (stand) {
    const std::string number = fmt::format("{:.0f}", snapshot.movement.hold_s);
    const Rect letters = text(ui, rect, number, {largest(ui, number, rect.w * 0.6F, rect.h, Type::giant)});
    rect.take_left(letters.w + ui.px(20));
    of = snapshot.setup.seconds ? fmt::format("/ {:.0f} s", *snapshot.setup.seconds) : "s";
  } else {
    const Count count = count_of(frame, state);
    RepRing ring{count.done, count.asked, mark_of(shown_side(frame, state)), freshness(frame) != Freshness::old, std::nullopt};
    if (beat) ring.hand = cycle_of(state.settings.tempo, *beat);
    rep_ring(ui, rect.take_left(std::min(rect.h, rect.w * 0.5F), ui.px(28)), ring);
    if (count.asked) of = fmt::format("of {}", *count.asked);
  }
  const std::string set = set_words(frame, state);
  Rect upper = rect;
  if (!set.empty()) {
    const Rect lower = upper.take_bottom(rect.h * 0.4F);
    const std::string words = "set " + set;
    text(ui, lower, words, {largest(ui, words, lower.w, lower.h, Type::cue), c.muted});
  }
  text(ui, upper, of, {largest(ui, of, upper.w, upper.h, Type::huge), c.muted});
  if (snapshot.flow.step != FlowStep::record || freshness(frame) != Freshness::live) return;
  const std::string words = phase_name(snapshot.movement.phase, exercise);
  text(ui, phase, words, {largest(ui, words, phase.w, phase.h, Type::huge), 0, Align::right});
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
    const float gap = rest.h * 0.03F;
    Rect top = rest.take_top(rest.h * 0.24F, gap);
    const Rect count = rest.take_bottom(rest.h * 0.38F, gap);
    const CueLine cue = cue_line_of(frame, state);
    if (!cue.why.empty()) draw_cue_why(ui, top.take_bottom(top.h * 0.3F), cue, Type::big);
    draw_cue_words(ui, top, cue, cue.tone == CueLine::Tone::count ? Type::giant : Type::huge);
    if (shown_exercise(frame, state).one_side())
      one_leg(ui, rest, frame, state);
    else
      share(ui, rest, frame, state);
    count_and_phase(ui, count, frame, state);
  }
  ImGui::End();
}

}  // namespace poise::dashboard
