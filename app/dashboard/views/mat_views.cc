#include <fmt/format.h>

#include <algorithm>
#include <array>
#include <cmath>

#include "views/describe.h"
#include "views/views.h"
#include "widgets/plates.h"
#include "widgets/strip_chart.h"

namespace poise::dashboard {
namespace {

std::optional<MatPoint> mat_point(const std::optional<Point>& point) {
  if (!point) return std::nullopt;
  return MatPoint{point->x_mm, point->y_mm};
}

PlatesPicture picture_of(const Frame& frame) {
  const auto& snapshot = frame.snapshot;
  const auto& geometry = *snapshot.geometry;
  PlatesPicture picture;
  picture.live = freshness(frame) == Freshness::live;
  for (const auto& plate : geometry.plates) {
    const Mark mark = geometry.plates.size() < 2 ? Mark::body : plate.x_mm < 0 ? Mark::left : Mark::right;
    picture.plates.push_back({plate.x_mm, plate.y_mm, plate.width_mm, plate.depth_mm, mark});
  }
  // Fully shaded: a third of all the load on one cell, and never for less than a child's weight on the mat.
  const double full_n = std::max(150.0, snapshot.balance.total_n.value_or(0)) / 3;
  for (std::size_t i = 0; i < geometry.cells.size(); ++i) {
    const auto bit = static_cast<unsigned>(1U << i);
    const auto& cell = geometry.cells[i];
    const bool known = i < snapshot.load.cell_count;
    const double load_n = known ? snapshot.load.cell_n[i] : 0;
    picture.cells.push_back({{cell.x_mm, cell.y_mm},
                             load_n / full_n,
                             (snapshot.load.invalid_mask & bit) != 0,
                             (snapshot.load.overload_mask & bit) != 0});
  }
  picture.left_cop = mat_point(snapshot.balance.left_cop);
  picture.right_cop = mat_point(snapshot.balance.right_cop);
  picture.body_cop = mat_point(snapshot.balance.cop);
  return picture;
}

/// What one side carries, beside its plate: in percent of body weight large, in newtons below.
void draw_side_load(Ui& ui, const Rect& rect, const Frame& frame, Mark mark, std::optional<double> load_n,
                    const Units& units) {
  const Palette& c = ui.colour();
  // Towards the plate it belongs to.
  const Align align = mark == Mark::right ? Align::left : Align::right;
  const bool live = freshness(frame) == Freshness::live;
  const ImU32 ink = faded(mark_colour(ui, mark), live ? 1.0F : 0.35F);
  const auto weight_n = frame.snapshot.flow.body_weight_n;
  const char* name = mark == Mark::left ? "left" : mark == Mark::right ? "right" : "total";
  const float line = ui.px(26);
  Rect row{rect.x, rect.centre_y() - ui.px(52), rect.w, line};
  if (text_width(ui, Type::body, name) > rect.w) return;
  text(ui, row, name, {Type::body, c.muted, align});
  row.y += line;
  const std::string load = force(load_n, weight_n, units);
  const Type type = text_width(ui, Type::big, load) <= rect.w     ? Type::big
                    : text_width(ui, Type::title, load) <= rect.w ? Type::title
                                                                  : Type::bold;
  if (text_width(ui, type, load) > rect.w) return;  // folds away
  text(ui, {row.x, row.y, row.w, ui.px(50)}, load, {type, load_n ? ink : c.muted, align});
  row.y += ui.px(50);
  if (weight_n) text(ui, row, newtons(load_n, units), {Type::body, c.muted, align});
}

void draw_counts(Ui& ui, Rect rect, const engine::Snapshot& snapshot) {
  text(ui, rect.take_top(ui.px(32)), "Counts only", {Type::title});
  const std::string how =
      "The geometry of this mat is not known, so its counts cannot become newtons. Start Poise with --mat "
      "FILE.toml, a "
      "file that names the mat's cells and where they are.";
  rect.take_top(wrapped_text(ui, rect, how, {Type::body, ui.colour().muted}), ui.px(8));
  const int cells = snapshot.identity ? snapshot.identity->cell_count : kMaxCells;
  const float width = rect.w / 4;
  for (int i = 0; i < std::min(cells, kMaxCells); ++i) {
    const float line = ui.px(28);
    const Rect place{rect.x + width * static_cast<float>(i % 4), rect.y + line * static_cast<float>(i / 4),
                     width, line};
    if (place.bottom() > rect.bottom()) return;
    text(ui, place, fmt::format("{}: {}", i + 1, snapshot.counts[static_cast<std::size_t>(i)]));
  }
}

/// Where the centre of pressure went, enlarged: rings at whole centimetres around its middle, the trail fading
/// with age, and the 95 % ellipse.
void draw_sway_map(Ui& ui, Rect rect, const Frame& frame) {
  const Palette& c = ui.colour();
  const auto& trail = frame.history.cop;
  const bool live = freshness(frame) == Freshness::live;
  const bool standing = frame.snapshot.flow.step == movement::FlowStep::record;
  // Of the stand itself, or of the last half minute while there is none.
  const double since_s =
      standing ? frame.snapshot.time_s - frame.snapshot.movement.hold_s : trail.end_s() - CopTrail::kKept_s;
  const auto ellipse = ellipse_of(trail, since_s);
  text(ui, rect.take_top(ui.px(18), ui.px(2)), "sway", {Type::small, c.muted, Align::centre});
  const Rect caption = rect.take_bottom(ui.px(20));
  const float side = std::min(rect.w, rect.h);
  const ImVec2 middle{rect.centre_x(), rect.centre_y()};
  double reach_mm = 30;
  if (ellipse) reach_mm = std::max(reach_mm, std::ceil(ellipse->long_mm * 1.15 / 10) * 10);
  reach_mm = std::min(reach_mm, 150.0);
  const float scale = side / 2 / static_cast<float>(reach_mm);
  const int ring_mm = reach_mm > 60 ? 50 : 10;
  for (int mm = ring_mm; mm <= static_cast<int>(reach_mm); mm += ring_mm)
    ui.draw->AddCircle(middle, static_cast<float>(mm) * scale, c.line, 0, ui.px(1));
  ui.draw->AddLine({middle.x - side / 2, middle.y}, {middle.x + side / 2, middle.y}, c.line);
  ui.draw->AddLine({middle.x, middle.y - side / 2}, {middle.x, middle.y + side / 2}, c.line);
  if (trail.dots().empty()) {
    text(ui, caption, fmt::format("rings {} cm apart", ring_mm / 10), {Type::small, c.muted, Align::centre});
    return;
  }
  const MatPoint origin = ellipse ? MatPoint{ellipse->x_mm, ellipse->y_mm}
                                  : MatPoint{trail.dots().back().x_mm, trail.dots().back().y_mm};
  const auto at = [&](double x_mm, double y_mm) -> ImVec2 {
    return {middle.x + static_cast<float>(x_mm - origin.x_mm) * scale,
            middle.y - static_cast<float>(y_mm - origin.y_mm) * scale};
  };
  ui.draw->PushClipRect({middle.x - side / 2, middle.y - side / 2}, {middle.x + side / 2, middle.y + side / 2}, true);
  for (std::size_t i = 1; i < trail.dots().size(); ++i) {
    const auto& a = trail.dots()[i - 1];
    const auto& b = trail.dots()[i];
    if (a.start_s() < since_s || b.number - a.number > 4) continue;
    const double age = (trail.end_s() - b.start_s()) / CopTrail::kKept_s;
    ui.draw->AddLine(at(a.x_mm, a.y_mm), at(b.x_mm, b.y_mm),
                     faded(c.left, static_cast<float>(live ? 0.95 - 0.7 * age : 0.3)), ui.px(1.5F));
  }
  if (ellipse) {
    std::array<ImVec2, 64> outline;
    for (std::size_t i = 0; i < outline.size(); ++i) {
      const double t = 2 * 3.14159265 * static_cast<double>(i) / static_cast<double>(outline.size());
      const double u = ellipse->long_mm * std::cos(t), v = ellipse->short_mm * std::sin(t);
      outline[i] = at(ellipse->x_mm + u * std::cos(ellipse->angle_rad) - v * std::sin(ellipse->angle_rad),
                      ellipse->y_mm + u * std::sin(ellipse->angle_rad) + v * std::cos(ellipse->angle_rad));
    }
    ui.draw->AddPolyline(outline.data(), static_cast<int>(outline.size()), faded(c.right, live ? 1.0F : 0.35F),
                         ImDrawFlags_Closed, ui.px(2));
  }
  draw_mark(ui, Mark::body, at(trail.dots().back().x_mm, trail.dots().back().y_mm), ui.px(6), live ? 1.0F : 0.35F);
  ui.draw->PopClipRect();
  std::string words = fmt::format("rings {} cm apart", ring_mm / 10);
  if (ellipse) words += fmt::format(" \u00b7 95 % ellipse {:.1f} cm\u00b2", ellipse->area_mm2 / 100);
  const Type type = text_width(ui, Type::body, words) <= caption.w ? Type::body : Type::small;
  text(ui, caption, words, {type, c.muted, Align::centre});
  ImGui::SetCursorScreenPos(rect.min());
  ImGui::InvisibleButton("##sway", {rect.w, rect.h});
  tip(ui, "Centre of pressure of the whole body, a mean for each 1/40 s. The ellipse holds 95 of 100 further points: "
          "pi * chi2(0.95; 2) * sqrt(det S) (Schubert & Kirchner 2014). The result after the stand is the exact one.");
}

}  // namespace

void plates_view(Ui& ui, const Rect& rect, const Frame& frame, const ViewState& state) {
  if (rect.empty()) return;
  panel(ui, rect);
  Rect inside = rect.inset(ui.px(18), ui.px(12));
  if (!frame.snapshot.geometry) return draw_counts(ui, inside, frame.snapshot);
  if (shown_exercise(frame, state).holds() && inside.w > ui.px(420))
    draw_sway_map(ui, inside.take_right(std::min(inside.w * 0.45F, std::max(inside.h, ui.px(250))), ui.px(16)), frame);
  const PlatesPicture picture = picture_of(frame);
  const auto& balance = frame.snapshot.balance;
  const Rect front = inside.take_top(ui.px(18), ui.px(2));
  const Rect place = plates(ui, inside, picture);
  text(ui, front, "front", {Type::small, ui.colour().muted, Align::centre});
  const float gap = ui.px(24);
  const Rect left{inside.x, inside.y, place.x - gap - inside.x, inside.h};
  const Rect right{place.right() + gap, inside.y, inside.right() - place.right() - gap, inside.h};
  if (picture.plates.size() < 2) return draw_side_load(ui, left, frame, Mark::body, balance.total_n, state.settings.units);
  draw_side_load(ui, left, frame, Mark::left, balance.left_n, state.settings.units);
  draw_side_load(ui, right, frame, Mark::right, balance.right_n, state.settings.units);
}

void strip_view(Ui& ui, const Rect& rect, const Frame& frame, const ViewState& state) {
  if (rect.empty()) return;
  panel(ui, rect);
  if (frame.history.strip.empty()) {
    text(ui, rect, "The force on each side will run along here.",
         {Type::body, ui.colour().muted, Align::centre});
    return;
  }
  const auto& snapshot = frame.snapshot;
  StripChart chart{frame.history.strip};
  chart.live = freshness(frame) == Freshness::live;
  if (freshness(frame) == Freshness::old) chart.end_label = age_text(frame);
  const auto weight_n = snapshot.flow.body_weight_n;
  if (weight_n && *weight_n > 0) {
    chart.per_unit = *weight_n / 100;
    chart.unit = "%BW";
    chart.least_top = shown_exercise(frame, state).pattern == movement::Pattern::bridge ? 50 : 100;
  }
  for (const auto& rep : snapshot.movement.recent) {
    chart.bands.push_back({rep.start_s, rep.end_s, fmt::format("{}", rep.index), rep.valid});
  }
  strip_chart(ui, rect.inset(ui.px(8), ui.px(8)), chart);
}

}  // namespace poise::dashboard
