#include "views/cue_line.h"

#include <fmt/format.h>

#include <algorithm>

#include "views/cue.h"
#include "views/describe.h"
#include "widgets/gauges.h"

namespace poise::dashboard {
namespace {

using movement::FlowStep;
using Tone = CueLine::Tone;
using Sign = CueLine::Sign;

/// How long GO stays up before the cues take its place.
constexpr double kGo_s = 1.2;

bool just_began(const Frame& frame) {
  return frame.tally.since_us && static_cast<double>(frame.now_us - *frame.tally.since_us) / 1e6 < kGo_s;
}

/// During a set: the cue, and how it has gone so far.
CueLine running_line(const Frame& frame, const ViewState& state) {
  const auto& flow = frame.snapshot.flow;
  CueLine line;
  line.progress = flow.progress;
  if (just_began(frame)) {
    line.words = flow.instruction;
    line.tone = Tone::good;
    return line;
  }
  if (const auto pct = frame.tally.in_corridor_pct())
    line.why = fmt::format("{:.0f} % of the time in the corridor", *pct);
  if (!flow.why.empty()) line.why = flow.why;
  line.words = cue_words(frame, state);
  if (line.words == "nobody on the mat" || line.words == "middle") line.tone = Tone::muted;
  if (line.words == "balanced" || line.words == "steady") line.tone = Tone::good;
  if (line.words == "lift") line.tone = Tone::warn;
  if (line.words == "balanced") line.sign = Sign::tick;
  if (line.words == "shift left") line.sign = Sign::left;
  if (line.words == "shift right") line.sign = Sign::right;
  return line;
}

}  // namespace

CueLine cue_line_of(const Frame& frame, const ViewState& state) {
  const auto& flow = frame.snapshot.flow;
  const NextStep next = next_step(frame, state);
  if (freshness(frame) == Freshness::old) return {"no data", "the mat's last data came " + age_text(frame), Tone::bad};
  if (flow.step == FlowStep::record) return running_line(frame, state);
  if (flow.countdown)
    return {fmt::format("{}", *flow.countdown), next.why.empty() ? next.instruction : next.why, Tone::count};
  CueLine line{next.instruction, next.why, Tone::plain};
  if (flow.step == FlowStep::wrong_side || flow.step == FlowStep::refused) line.tone = Tone::bad;
  if (in_session(flow.step)) line.progress = flow.progress;
  return line;
}

ImU32 ink_of(const Ui& ui, CueLine::Tone tone) {
  const Palette& c = ui.colour();
  switch (tone) {
    case Tone::plain:
      break;
    case Tone::good:
      return c.good;
    case Tone::warn:
      return c.warn;
    case Tone::bad:
      return c.bad;
    case Tone::muted:
      return c.muted;
    case Tone::count:
      return c.highlight;
  }
  return c.text;
}

void draw_cue_words(Ui& ui, const Rect& rect, const CueLine& line, Type most) {
  if (line.words.empty() || rect.empty()) return;
  const ImU32 ink = ink_of(ui, line.tone);
  const auto sign_room = [&](Type type) { return line.sign == Sign::none ? 0 : line_height(ui, type) * 1.9F; };
  Type type = most;
  while (type > Type::bold && (text_width(ui, type, line.words) + sign_room(type) > rect.w ||
                               line_height(ui, type) > rect.h * 1.15F))
    type = static_cast<Type>(static_cast<int>(type) - 1);
  if (text_width(ui, type, line.words) > rect.w) {
    const float height = wrapped_height(ui, rect.w, line.words, Type::bold);
    wrapped_text(ui, {rect.x, rect.y + std::max(0.0F, (rect.h - height) / 2), rect.w, rect.h}, line.words,
                 {Type::bold, ink, Align::centre});
    return;
  }
  const Rect letters = text(ui, rect, line.words, {type, ink, Align::centre});
  const float reach = line_height(ui, type) * 0.32F;
  const ImVec2 before{letters.x - reach * 1.8F, letters.centre_y()};
  const ImVec2 after{letters.right() + reach * 1.8F, letters.centre_y()};
  if (line.sign == Sign::tick) draw_tick(ui, before, reach * 0.9F, ink);
  if (line.sign == Sign::left) draw_arrow(ui, before, reach, true, ink);
  if (line.sign == Sign::right) draw_arrow(ui, after, reach, false, ink);
}

void draw_cue_why(Ui& ui, const Rect& rect, const CueLine& line, Type most) {
  Rect row = rect;
  if (most > Type::body) {
    const Type type = fitting_type(ui, line.why, row.w, {most, Type::title, Type::body});
    text(ui, row, line.why, {type, ui.colour().muted, Align::centre});
    return;
  }
  if (line.progress > 0 && rect.w > ui.px(320)) {
    const Rect bar = row.take_left(ui.px(150), ui.px(14));
    const float middle = bar.y + std::min(bar.h, line_height(ui, Type::body) * 1.25F) / 2;
    progress_bar(ui, {bar.x, middle - ui.px(4), bar.w, ui.px(8)}, line.progress, ui.colour().good);
  }
  if (line.why.empty()) return;
  const Type type = fitting_type(ui, line.why, row.w, {Type::body, Type::small});
  const Align align = row.w < rect.w ? Align::left : Align::centre;
  wrapped_text(ui, row, line.why, {type, line.tone == Tone::bad ? ui.colour().bad : ui.colour().muted, align});
}

}  // namespace poise::dashboard
