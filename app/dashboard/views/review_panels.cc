#include "views/review_panels.h"

#include <fmt/format.h>

#include <algorithm>
#include <cmath>
#include <span>
#include <utility>

#include "views/describe.h"
#include "views/figure_rows.h"
#include "views/rep_figures.h"
#include "views/review_edit.h"
#include "widgets/force_chart.h"

namespace poise::dashboard {
namespace {

using engine::OpenSession;
using engine::RepCurve;

double length_s(const OpenSession& session) { return session.time_s.empty() ? 1 : session.time_s.back(); }

/// Mean and standard deviation of the curves of one side, in shown units; nothing where no curve has a value.
struct Overlay {
  std::array<double, RepCurve::kPoints> mean{}, sd{};
  std::array<int, RepCurve::kPoints> n{};
};

Overlay overlay_of(const std::vector<const std::array<float, RepCurve::kPoints>*>& curves, double per_unit) {
  Overlay overlay;
  for (std::size_t k = 0; k < RepCurve::kPoints; ++k) {
    double sum = 0, squares = 0;
    int n = 0;
    for (const auto* curve : curves) {
      const double value = static_cast<double>((*curve)[k]) / per_unit;
      if (std::isnan(value)) continue;
      sum += value;
      squares += value * value;
      ++n;
    }
    overlay.n[k] = n;
    if (n == 0) continue;
    overlay.mean[k] = sum / n;
    if (n > 1) overlay.sd[k] = std::sqrt(std::max(0.0, (squares - sum * sum / n) / (n - 1)));
  }
  return overlay;
}

struct Extent {
  double low, top;
};

/// From and to which value the axis goes: round, and no further from the curves than need be.
Extent extent_of(std::span<const Overlay> overlays) {
  double low = 1e18, high = -1e18;
  for (const Overlay& overlay : overlays) {
    for (std::size_t k = 0; k < RepCurve::kPoints; ++k) {
      if (overlay.n[k] == 0) continue;
      low = std::min(low, overlay.mean[k] - overlay.sd[k]);
      high = std::max(high, overlay.mean[k] + overlay.sd[k]);
    }
  }
  constexpr double kStep = 10;
  low = std::max(0.0, std::floor(low / kStep) * kStep);
  return {low, std::max(low + 2 * kStep, std::ceil(high / (2 * kStep)) * 2 * kStep)};
}

bool counted(const OpenSession& session, int index) {
  return std::any_of(session.analysis.reps.begin(), session.analysis.reps.end(),
                     [&](const movement::Rep& rep) { return rep.index == index && rep.valid; });
}

}  // namespace

void review_chart(Ui& ui, const char* id, const Rect& rect, const OpenSession& session, ReviewState& review,
                  bool editable) {
  ForceChart chart;
  chart.time_s = session.time_s;
  chart.curves = {&session.left_n, &session.right_n, &session.total_n};
  chart.lost = session.lost;
  const double all_s = length_s(session);
  const double span_s = all_s / (editable ? review.zoom : 1);
  const double middle_s = std::clamp(review.middle_s, span_s / 2, std::max(span_s / 2, all_s - span_s / 2));
  chart.from_s = editable ? middle_s - span_s / 2 : 0;
  chart.to_s = chart.from_s + span_s;
  if (session.analysis.body.weight_n) {
    chart.per_unit = *session.analysis.body.weight_n / 100;
    chart.unit = "%BW";
  }
  const movement::Rep* chosen = editable ? chosen_rep(session, review) : nullptr;
  for (const auto& rep : session.analysis.reps) {
    ForceChart::Band band{rep.start_s, rep.end_s, fmt::format("{}", rep.index), rep.valid, &rep == chosen,
                          movement::edit_of(session.edits, rep.index) != nullptr};
    if (editable && review.draft && review.draft->rep == rep.index) {
      band.start_s = review.draft->start_s;
      band.end_s = review.draft->end_s;
      band.edited = true;
    }
    chart.bands.push_back(std::move(band));
  }
  const auto mouse = force_chart(ui, id, rect, chart);
  if (!editable || !mouse.at_s) return;
  if (mouse.pressed) press_at(session, review, *mouse.at_s, mouse.s_per_px * static_cast<double>(ui.px(8)));
  if (mouse.held) drag_to(session, review, *mouse.at_s);
  if (mouse.released && review.draft) review.draft->edge = 0;
  if (mouse.wheel == 0) return;
  const double before = review.zoom;
  review.zoom = std::clamp(review.zoom * std::pow(1.25, static_cast<double>(mouse.wheel)), 1.0, 400.0);
  // What is under the mouse stays there.
  review.middle_s = *mouse.at_s + (middle_s - *mouse.at_s) * before / review.zoom;
}

int review_table(Ui& ui, const char* id, const Rect& rect, const OpenSession& session, const Units& units,
                 int chosen_rep_index) {
  const auto* exercise = movement::find_exercise(session.info.exercise);
  if (exercise == nullptr || rect.empty()) return -1;
  const auto& analysis = session.analysis;
  if (!analysis.reps.empty())
    return rep_table(ui, id, rect, {analysis.reps, *exercise, analysis.body.weight_n, units, chosen_rep_index});
  Rect rows = rect;
  const auto figures = stand_figures(analysis);
  rows.w = std::min(rows.w, ui.px(420));
  figure_rows(ui, id, rows, figures, ui.px(28));
  if (figures.empty()) text(ui, rect, "no repetitions in this session", {Type::body, ui.colour().muted, Align::centre});
  return -1;
}

void review_overlay(Ui& ui, const Rect& rect, const OpenSession& session) {
  const Palette& c = ui.colour();
  std::vector<const std::array<float, RepCurve::kPoints>*> curves[2];
  for (const RepCurve& curve : session.curves) {
    if (!counted(session, curve.rep)) continue;
    if (curve.side != Side::right) curves[0].push_back(&curve.left_n);
    if (curve.side != Side::left) curves[1].push_back(&curve.right_n);
  }
  if (curves[0].empty() && curves[1].empty()) {
    text(ui, rect, "no counted repetitions to lay over each other", {Type::body, c.muted, Align::centre});
    return;
  }
  const auto weight_n = session.analysis.body.weight_n;
  const double per_unit = weight_n ? *weight_n / 100 : 1;
  const Overlay overlays[] = {overlay_of(curves[0], per_unit), overlay_of(curves[1], per_unit)};
  const Extent extent = extent_of(overlays);
  const double low = extent.low, top = extent.top;

  Rect plot = rect;
  const Rect below = plot.take_bottom(line_height(ui, Type::small) + ui.px(4));
  const Rect axis = plot.take_left(ui.px(70));
  plot.take_top(ui.px(8));
  plot.take_right(ui.px(8));
  const auto at = [&](std::size_t k, double value) -> ImVec2 {
    return {plot.x + plot.w * static_cast<float>(k) / (RepCurve::kPoints - 1),
            plot.bottom() - plot.h * static_cast<float>(std::clamp((value - low) / (top - low), 0.0, 1.0))};
  };
  const float line = line_height(ui, Type::small);
  for (const double part : {0.0, 0.5, 1.0}) {
    const float y = plot.bottom() - plot.h * static_cast<float>(part);
    ui.draw->AddLine({plot.x, y}, {plot.right(), y}, c.line);
    const std::string label = fmt::format("{:.0f}{}", low + part * (top - low), part < 1 ? "" : weight_n ? " %BW" : " N");
    text(ui, {axis.x, y - line / 2, axis.w - ui.px(8), line}, label, {Type::small, c.muted, Align::right});
  }
  for (std::size_t side = 0; side < 2; ++side) {
    const Overlay& overlay = overlays[side];
    const ImU32 ink = mark_colour(ui, side == 0 ? Mark::left : Mark::right);
    std::vector<ImVec2> mean;
    for (std::size_t k = 0; k < RepCurve::kPoints; ++k) {
      if (overlay.n[k] == 0) continue;
      mean.push_back(at(k, overlay.mean[k]));
      if (k + 1 == RepCurve::kPoints || overlay.n[k + 1] == 0) continue;
      ui.draw->AddQuadFilled(at(k, overlay.mean[k] + overlay.sd[k]), at(k + 1, overlay.mean[k + 1] + overlay.sd[k + 1]),
                             at(k + 1, overlay.mean[k + 1] - overlay.sd[k + 1]),
                             at(k, overlay.mean[k] - overlay.sd[k]), faded(ink, 0.18F));
    }
    if (mean.size() < 2) continue;
    ui.draw->AddPolyline(mean.data(), static_cast<int>(mean.size()), ink, ImDrawFlags_None, ui.px(2.4F));
    draw_mark(ui, side == 0 ? Mark::left : Mark::right, mean.back(), ui.px(5));
  }
  const std::string words = fmt::format("start to end of a repetition \u00b7 mean \u00b1 SD of {} left, {} right",
                                        curves[0].size(), curves[1].size());
  const bool fits = text_width(ui, Type::small, words) <= below.w - ui.px(70);
  text(ui, {plot.x, below.y, plot.w, below.h}, fits ? words : "start to end, mean \u00b1 SD",
       {Type::small, c.muted, Align::centre});
}

void review_path(Ui& ui, const Rect& rect, const OpenSession& session, const ReviewState& review) {
  const Palette& c = ui.colour();
  const movement::Rep* rep = chosen_rep(session, review);
  if (rep == nullptr || session.cop_x_mm.empty()) {
    text(ui, rect, "no centre of pressure to show", {Type::body, c.muted, Align::centre});
    return;
  }
  const auto& t = session.time_s;
  const auto first = static_cast<std::size_t>(std::lower_bound(t.begin(), t.end(), rep->start_s) - t.begin());
  const auto last = static_cast<std::size_t>(std::upper_bound(t.begin(), t.end(), rep->end_s) - t.begin());
  // Long repetitions at a high rate: every n-th sample is as good as all of them on so few pixels.
  const std::size_t step = std::max<std::size_t>(1, (last - first) / 1500);
  float low_x = 1e9F, high_x = -1e9F, low_y = 1e9F, high_y = -1e9F;
  for (std::size_t i = first; i < last; i += step) {
    if (std::isnan(session.cop_x_mm[i])) continue;
    low_x = std::min(low_x, session.cop_x_mm[i]);
    high_x = std::max(high_x, session.cop_x_mm[i]);
    low_y = std::min(low_y, session.cop_y_mm[i]);
    high_y = std::max(high_y, session.cop_y_mm[i]);
  }
  if (high_x < low_x) {
    text(ui, rect, "too little load for a centre of pressure", {Type::body, c.muted, Align::centre});
    return;
  }
  Rect plot = rect;
  const Rect caption = plot.take_bottom(line_height(ui, Type::small) + ui.px(6));
  const float reach_mm = std::max({20.0F, (high_x - low_x) / 2, (high_y - low_y) / 2}) * 1.1F;
  const float side = std::min(plot.w, plot.h);
  const ImVec2 middle{plot.centre_x(), plot.centre_y()};
  const float scale = side / 2 / reach_mm;
  const auto at = [&](std::size_t i) -> ImVec2 {
    return {middle.x + (session.cop_x_mm[i] - (low_x + high_x) / 2) * scale,
            middle.y - (session.cop_y_mm[i] - (low_y + high_y) / 2) * scale};
  };
  for (int mm = 10; mm <= static_cast<int>(reach_mm); mm += reach_mm > 80 ? 50 : 10)
    ui.draw->AddCircle(middle, static_cast<float>(mm) * scale, c.line);
  std::size_t before = first;
  for (std::size_t i = first + step; i < last; i += step) {
    if (!std::isnan(session.cop_x_mm[i]) && !std::isnan(session.cop_x_mm[before])) {
      const bool down = t[i] < rep->bottom_s;  // two tones: the way there and the way back
      ui.draw->AddLine(at(before), at(i), down ? c.body : c.right, ui.px(1.8F));
    }
    before = i;
  }
  const std::string words = fmt::format("repetition {} \u00b7 sideways {} mm, lengthwise {} mm", rep->index,
                                        whole(rep->cop_range_ml_mm), whole(rep->cop_range_ap_mm));
  const bool fits = text_width(ui, Type::small, words) <= caption.w;
  text(ui, caption, fits ? words : fmt::format("repetition {}", rep->index), {Type::small, c.muted, Align::centre});
}

}  // namespace poise::dashboard
