#include <fmt/format.h>

#include <algorithm>

#include "views/describe.h"
#include "views/side_mark.h"
#include "views/views.h"
#include "widgets/plates.h"
#include "widgets/strip_chart.h"

namespace poise::dashboard {
namespace {

std::optional<MatPoint> mat_point(const std::optional<Point>& point) {
  if (!point) return std::nullopt;
  return MatPoint{point->x_mm, point->y_mm};
}

constexpr double kTrail_s = 5;

std::vector<MatPoint> recent(const CopTrail& trail) {
  std::vector<MatPoint> points;
  for (const auto& dot : trail.dots())
    if (dot.start_s() > trail.end_s() - kTrail_s) points.push_back({dot.x_mm, dot.y_mm});
  return points;
}

/// Where the feet go in this exercise: strong while the person is still to take the position.
void add_feet(PlatesPicture& picture, const Frame& frame, const ViewState& state) {
  // Planks have forearms there and twists a bottom, which no two people put down alike.
  const auto& exercise = shown_exercise(frame, state);
  if (exercise.pattern == movement::Pattern::plank || exercise.pattern == movement::Pattern::twist) return;
  const Side side = exercise.one_plate() ? shown_side(frame, state) : Side::both;
  const auto step = frame.snapshot.flow.step;
  const bool asked = step != movement::FlowStep::record && step != movement::FlowStep::rest;
  for (const auto& plate : picture.plates) {
    if (plate.mark == Mark::body) {  // one plate: both feet on it, or the one
      const double apart_mm = side == Side::both ? plate.width_mm / 5 : 0;
      if (side != Side::right) picture.feet.push_back({{plate.centre_x_mm - apart_mm, plate.centre_y_mm}, true, asked});
      if (side != Side::left) picture.feet.push_back({{plate.centre_x_mm + apart_mm, plate.centre_y_mm}, false, asked});
    } else if (side == Side::both || mark_of(side) == plate.mark) {
      picture.feet.push_back({{plate.centre_x_mm, plate.centre_y_mm}, plate.mark == Mark::left, asked});
    }
  }
}

PlatesPicture picture_of(const Frame& frame, const ViewState& state) {
  const auto& snapshot = frame.snapshot;
  const auto& geometry = *snapshot.geometry;
  PlatesPicture picture;
  picture.live = freshness(frame) == Freshness::live;
  for (const auto& plate : geometry.plates) {
    const Mark mark = geometry.plates.size() < 2 ? Mark::body : plate.x_mm < 0 ? Mark::left : Mark::right;
    picture.plates.push_back({plate.x_mm, plate.y_mm, plate.width_mm, plate.depth_mm, mark});
  }
  add_feet(picture, frame, state);
  // Fully shaded: a quarter of all the load on one cell, and never for less than a child's weight on the mat.
  const double full_n = std::max(150.0, snapshot.balance.total_n.value_or(0)) / 4;
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
  // The trails belong to whoever is on the mat now.
  if (picture.left_cop) picture.trails.push_back({Mark::left, recent(frame.history.left_cop)});
  if (picture.right_cop) picture.trails.push_back({Mark::right, recent(frame.history.right_cop)});
  if (picture.left_cop && picture.right_cop) picture.trails.push_back({Mark::body, recent(frame.history.cop)});
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
    const int column = i % 4, row = i / 4;
    const Rect place{rect.x + width * static_cast<float>(column), rect.y + line * static_cast<float>(row), width, line};
    if (place.bottom() > rect.bottom()) return;
    text(ui, place, fmt::format("{}: {}", i + 1, snapshot.counts[static_cast<std::size_t>(i)]));
  }
}

}  // namespace

void plates_view(Ui& ui, const Rect& rect, const Frame& frame, const ViewState& state) {
  if (rect.empty()) return;
  panel(ui, rect);
  Rect inside = rect.inset(ui.px(18), ui.px(12));
  if (!frame.snapshot.geometry) return draw_counts(ui, inside, frame.snapshot);
  const PlatesPicture picture = picture_of(frame, state);
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
    chart.least_top = shown_exercise(frame, state).weighs() ? 100 : 50;
  }
  for (const auto& rep : snapshot.movement.recent) {
    chart.bands.push_back({rep.start_s, rep.end_s, fmt::format("{}", rep.index), rep.valid});
  }
  for (const double mark_s : frame.tally.marks_s) chart.marks_s.push_back(mark_s);
  strip_chart(ui, rect.inset(ui.px(8), ui.px(8)), chart);
}

}  // namespace poise::dashboard
