#include <fmt/format.h>

#include <algorithm>

#include "views/describe.h"
#include "views/mat_check_view.h"
#include "widgets/gauges.h"

namespace poise::dashboard {
namespace {

using calibrate::Finding;
using calibrate::Severity;

struct Look {
  const char* word;
  ImU32 ink;
};
Look look_of(const Ui& ui, Severity severity) {
  const Palette& c = ui.colour();
  switch (severity) {
    case Severity::unfit:
      return {"Unfit", c.bad};
    case Severity::warning:
      return {"Warning", c.warn};
    case Severity::note:
      break;
  }
  return {"Note", c.muted};
}

/// Cross, triangle or dot: how bad it is, without the colour.
void draw_severity(Ui& ui, Severity severity, ImVec2 centre, ImU32 ink) {
  const float r = ui.px(6);
  if (severity == Severity::unfit) return draw_cross(ui, centre, r, ink);
  if (severity == Severity::warning)
    return ui.draw->AddTriangleFilled({centre.x - r, centre.y + r}, {centre.x, centre.y - r}, {centre.x + r, centre.y + r}, ink);
  ui.draw->AddCircleFilled(centre, r * 0.6F, ink);
}

/// Height used; 0 where it does not fit.
float draw_finding(Ui& ui, Rect rect, const Finding& finding) {
  const Look look = look_of(ui, finding.severity);
  Rect words = rect;
  words.take_left(ui.px(24));
  std::string rest = finding.meaning;
  if (!finding.advice.empty()) rest += (rest.empty() ? "" : " ") + finding.advice;
  const std::string first = std::string(look.word) + ": " + finding.seen;
  const float height = wrapped_height(ui, words.w, first, Type::bold) + wrapped_height(ui, words.w, rest, Type::body);
  if (height > rect.h) return 0;
  draw_severity(ui, finding.severity, {rect.x + ui.px(8), rect.y + ui.px(11)}, look.ink);
  words.take_top(wrapped_text(ui, words, first, {Type::bold, look.ink}));
  wrapped_text(ui, words, rest, {Type::body});
  return height;
}

std::string figures_line(const calibrate::MatReport& report) {
  std::string words = fmt::format("{:.0f} s of the empty mat: {} samples", report.seconds, report.samples);
  if (report.rate_hz) words += fmt::format(", {:.2f} Hz (nominal {:g})", *report.rate_hz, report.nominal_rate_hz);
  words += fmt::format(", {} lost", report.line.lost_samples);
  if (report.cop_noise_floor_mm_s)
    words += fmt::format(". Its noise alone moves the centre of pressure by {:.2f} mm/s under {:g} N",
                         *report.cop_noise_floor_mm_s, calibrate::kNoiseFloorLoad_n);
  return words + ".";
}

}  // namespace

void mat_check_view(Ui& ui, const Rect& rect, const calibrate::CheckView& check, Commands& commands) {
  panel(ui, rect);
  Rect inside = rect.inset(ui.px(24), ui.px(18));
  text(ui, inside.take_top(ui.px(26)), fmt::format("Check of the mat: step {} of {}", check.step, check.steps),
       {Type::body, ui.colour().muted});
  Rect row = inside.take_bottom(ui.px(38));
  if (button(ui, "skip_step", row.take_left(ui.px(120), ui.px(8)), "Skip", "S")) commands.engine.emplace_back(engine::SkipStep{});
  if (button(ui, "end_check", row.take_left(ui.px(120)), "End", "Esc")) commands.engine.emplace_back(engine::EndMatWork{});
  if (check.progress > 0)
    progress_bar(ui, inside.take_bottom(ui.px(10), ui.px(14)), check.progress, ui.colour().good);
  const bool big = wrapped_height(ui, inside.w, check.instruction, Type::big) + ui.px(30) <= inside.h;
  const Type type = big ? Type::big : Type::title;
  inside.take_top(wrapped_text(ui, inside, check.instruction, {type}), ui.px(8));
  wrapped_text(ui, inside, check.why, {Type::body, ui.colour().warn});
}

void mat_report_view(Ui& ui, const Rect& rect, const calibrate::MatReport& report) {
  panel(ui, rect);
  Rect inside = rect.inset(ui.px(24), ui.px(14));
  const bool fit = report.fit();
  const std::string title = fit ? "Fit for use" : "Not fit for use";
  const Rect letters = text(ui, inside.take_top(ui.px(40)), title, {Type::title, fit ? ui.colour().good : ui.colour().bad});
  const ImVec2 sign{letters.right() + ui.px(22), letters.centre_y()};
  if (fit)
    draw_tick(ui, sign, ui.px(9), ui.colour().good);
  else
    draw_cross(ui, sign, ui.px(8), ui.colour().bad);
  inside.take_top(wrapped_text(ui, inside, figures_line(report), {Type::body, ui.colour().muted}), ui.px(8));
  if (report.findings.empty()) {
    wrapped_text(ui, inside, "Nothing to object to.", {Type::body});
    return;
  }
  std::size_t shown = 0;
  for (const Finding& finding : report.findings) {
    const float used = draw_finding(ui, inside, finding);
    if (used <= 0) break;
    inside.take_top(used, ui.px(8));
    ++shown;
  }
  const std::size_t left = report.findings.size() - shown;
  if (left > 0 && inside.h >= ui.px(20))
    text(ui, inside.take_top(ui.px(20)), fmt::format("and {} more: poise check tells all", left), {Type::small, ui.colour().muted});
}

}  // namespace poise::dashboard
