#include <fmt/format.h>

#include <algorithm>
#include <cmath>
#include <iterator>
#include <optional>
#include <utility>

#include "views/describe.h"
#include "views/keys.h"
#include "views/progress_figures.h"
#include "views/side_mark.h"
#include "views/views.h"
#include "widgets/marks.h"

namespace poise::dashboard {
namespace {

struct Axis {
  double low = 0, high = 1, last_day = 1;
};

double day_of(const session::TrendPoint& point, std::int64_t first_us) {
  return static_cast<double>(point.started_wall_us - first_us) / 86'400e6;
}

std::int64_t first_of(const TrendGroup& group) {
  std::int64_t first_us = group.series.front()->points.front().started_wall_us;
  for (const auto* series : group.series) first_us = std::min(first_us, series->points.front().started_wall_us);
  return first_us;
}

/// The person's own noise about their usual; absent while neither is known.
std::optional<std::pair<double, double>> noise_band(const session::Series& series) {
  const auto& last = series.points.back();
  if (!last.baseline || !series.mdc95) return std::nullopt;
  return std::pair(last.baseline->median - *series.mdc95, last.baseline->median + *series.mdc95);
}

Axis axis_of(const TrendGroup& group) {
  Axis axis{1e18, -1e18, 1};
  const auto add = [&](double value) {
    axis.low = std::min(axis.low, value);
    axis.high = std::max(axis.high, value);
  };
  const std::int64_t first_us = first_of(group);
  for (const auto* series : group.series) {
    for (const auto& point : series->points) {
      add(point.value - point.sd.value_or(0));
      add(point.value + point.sd.value_or(0));
      axis.last_day = std::max(axis.last_day, day_of(point, first_us));
    }
    if (const auto band = noise_band(*series)) add(band->first), add(band->second);
  }
  if (group.even) add(*group.even);
  for (const auto& each : group.references) {
    const session::NormBand& others = *each.group->find(group.series.front()->metric);
    add(others.p5), add(others.p95);
  }
  const double room = std::max(0.5, (axis.high - axis.low) * 0.12);
  axis.low -= room;
  axis.high += room;
  return axis;
}

void draw_series(Ui& ui, const Rect& plot, const Axis& axis, const session::Series& series, std::int64_t first_us,
                 ImU32 ink) {
  const auto at = [&](double day, double value) -> ImVec2 {
    return {plot.x + plot.w * static_cast<float>(0.03 + 0.94 * day / axis.last_day),
            plot.bottom() - plot.h * static_cast<float>((value - axis.low) / (axis.high - axis.low))};
  };
  if (const auto band = noise_band(series)) {
    const float top = at(0, band->second).y, bottom = at(0, band->first).y;
    ui.draw->AddRectFilled({plot.x, top}, {plot.right(), bottom}, faded(ink, 0.12F));
    ui.draw->AddLine({plot.x, (top + bottom) / 2}, {plot.right(), (top + bottom) / 2}, faded(ink, 0.5F), ui.px(1));
  }
  for (std::size_t i = 1; i < series.points.size(); ++i) {
    const auto &a = series.points[i - 1], &b = series.points[i];
    ui.draw->AddLine(at(day_of(a, first_us), a.value), at(day_of(b, first_us), b.value), ink, ui.px(1.8F));
  }
  for (const auto& point : series.points) {
    const double day = day_of(point, first_us);
    const ImVec2 centre = at(day, point.value);
    if (point.sd)
      ui.draw->AddLine(at(day, point.value - *point.sd), at(day, point.value + *point.sd), faded(ink, 0.6F), ui.px(1.5F));
    draw_mark(ui, mark_of(series.side), centre, ui.px(5));
    if (point.flipped) ui.draw->AddCircle(centre, ui.px(11), ui.colour().bad, 0, ui.px(2));
  }
}

/// Beside the plot, for each group of others: from the 5th to the 95th percentile, with the median.
void draw_references(Ui& ui, Rect column, const TrendGroup& group, const Axis& axis) {
  const auto y = [&](double value) {
    return column.bottom() - column.h * static_cast<float>((value - axis.low) / (axis.high - axis.low));
  };
  const ImU32 ink = ui.colour().muted;
  for (const auto& each : group.references) {
    const session::NormBand& band = *each.group->find(group.series.front()->metric);
    const Rect place = column.take_left(ui.px(16));
    const float x = place.centre_x(), half = ui.px(5);
    ui.draw->AddRectFilled({x - half, y(band.p95)}, {x + half, y(band.p5)}, faded(ink, 0.25F), ui.px(2));
    ui.draw->AddLine({x - half, y(band.p50)}, {x + half, y(band.p50)}, ink, ui.px(2.5F));
  }
}

void draw_trend(Ui& ui, Rect rect, const TrendGroup& metric) {
  const Palette& c = ui.colour();
  const float line = line_height(ui, Type::small);
  const Axis axis = axis_of(metric);
  Rect plot = rect;
  const Rect dates = plot.take_bottom(line + ui.px(4));
  const Rect labels = plot.take_left(ui.px(72));
  plot.take_top(ui.px(8));
  draw_references(ui, plot.take_right(ui.px(10 + 16 * static_cast<float>(metric.references.size()))).inset(ui.px(5), 0), metric, axis);
  ui.draw->AddRectFilled(plot.min(), plot.max(), faded(c.sunken, 0.6F));
  const auto y_of = [&](double value) {
    return plot.bottom() - plot.h * static_cast<float>((value - axis.low) / (axis.high - axis.low));
  };
  double step = std::pow(10, std::floor(std::log10(axis.high - axis.low)));
  if ((axis.high - axis.low) / step < 3) step /= 2;
  while (plot.h * static_cast<float>(step / (axis.high - axis.low)) < line * 1.4F) step *= 2;
  for (double value = std::ceil(axis.low / step) * step; value <= axis.high; value += step) {
    ui.draw->AddLine({plot.x, y_of(value)}, {plot.right(), y_of(value)}, c.line);
    const double shown = std::abs(value) < step / 1000 ? 0 : value;
    const bool last = value + step > axis.high;
    text(ui, {labels.x, y_of(value) - line / 2, labels.w - ui.px(8), line},
         fmt::format("{:g}{}", shown, last ? " " + metric.unit : ""), {Type::small, c.muted, Align::right});
  }
  if (metric.even) {
    ui.draw->AddLine({plot.x, y_of(*metric.even)}, {plot.right(), y_of(*metric.even)}, c.text, ui.px(1.5F));
    if (metric.threshold) {
      for (const double sign : {-1.0, 1.0}) {
        const float y = y_of(*metric.even + sign * *metric.threshold);
        if (y < plot.y || y > plot.bottom()) continue;
        for (float x = plot.x; x < plot.right(); x += ui.px(10))
          ui.draw->AddLine({x, y}, {std::min(x + ui.px(5), plot.right()), y}, c.warn, ui.px(1));
      }
    }
  }
  const std::int64_t first_us = first_of(metric);
  for (const auto* series : metric.series)
    draw_series(ui, plot, axis, *series, first_us, mark_colour(ui, mark_of(series->side)));
  const auto& points = metric.series.front()->points;
  text(ui, {plot.x, dates.y + ui.px(4), plot.w, line}, points.front().started.substr(0, 10), {Type::small, c.muted});
  if (points.size() > 1)
    text(ui, {plot.x, dates.y + ui.px(4), plot.w, line}, points.back().started.substr(0, 10),
         {Type::small, c.muted, Align::right});
}

/// Formula, own noise of each side, flips: as many lines as there is room for.
void draw_words(Ui& ui, Rect rect, const TrendGroup& group) {
  const Palette& c = ui.colour();
  const float line = ui.px(22);
  for (const auto* series : group.series) {
    if (rect.h < line) return;
    Rect row = rect.take_top(line);
    const Rect sign = row.take_left(ui.px(20));
    draw_mark(ui, mark_of(series->side), {sign.x + ui.px(7), sign.centre_y()}, ui.px(5));
    const std::string verdict = verdict_words(*series, group.decimals);
    std::string words = verdict;
    if (series->flips > 0)
      words += fmt::format(" \u00b7 the favoured side changed {} time{} (ringed)", series->flips, series->flips == 1 ? "" : "s");
    fitting_text(ui, row, {words, verdict}, {Type::body, Type::small});
  }
  std::string formula = "formula: " + group.formula;
  if (group.threshold) formula += ". Dashed: 10 %, by convention (Parkinson 2021); own noise says more";
  rect.take_top(wrapped_text(ui, rect, formula, {Type::small, c.muted}), ui.px(2));
  wrapped_text(ui, rect, reference_words(group), {Type::small, c.muted});
}

constexpr const char* kNoiseTip =
    "Band: the person's own noise about their own usual. Usual: median of the five sessions before the last. Noise: "
    "MDC95 = 1.96\u00b7sqrt(2)\u00b7SEM of the sessions before (Weir 2005; Hopkins 2000). Whiskers: SD between repetitions. "
    "Ringed: the favoured side changed.";

std::string last_value(const TrendGroup& group) {
  std::string words;
  for (const auto* series : group.series) {
    const char* side = series->side == Side::left ? "L " : series->side == Side::right ? "R " : "";
    words += fmt::format("{}{}{:.{}f}", words.empty() ? "" : "  ", side, series->points.back().value, group.decimals);
  }
  words += " " + group.unit;
  return group.conditions.empty() ? words : words + "  \u00b7  " + group.conditions;
}

void group_list(Ui& ui, Rect rect, const std::vector<TrendGroup>& groups, ProgressState& progress) {
  panel(ui, rect);
  rect = rect.inset(ui.px(8), ui.px(8));
  ImGui::SetCursorScreenPos(rect.min());
  ImGui::BeginChild("measures", {rect.w, rect.h});
  const float height = ui.px(48);
  for (std::size_t i = 0; i < groups.size(); ++i) {
    const TrendGroup& group = groups[i];
    const bool chosen = group.key() == progress.metric;
    ImGui::PushID(static_cast<int>(i));
    const ImVec2 at = ImGui::GetCursorScreenPos();
    ImGui::PushStyleVar(ImGuiStyleVar_ItemSpacing, {0, 0});
    if (ImGui::Selectable("##measure", chosen, 0, {0, height})) progress.metric = group.key();
    ImGui::PopStyleVar();
    if (chosen && progress.scroll_to_chosen) ImGui::SetScrollHereY();
    ImGui::PopID();
    if (!ImGui::IsItemVisible()) continue;
    Ui inner{ui.theme, ImGui::GetWindowDrawList(), nullptr};
    const Rect words{at.x + ui.px(8), at.y + ui.px(4), rect.w - ui.px(28), height - ui.px(8)};
    const Type type = chosen ? Type::bold : Type::body;
    text(inner, {words.x, words.y, words.w, words.h / 2}, group.title,
         {text_width(ui, type, group.title) <= words.w ? type : Type::small});
    text(inner, {words.x, words.y + words.h / 2, words.w, words.h / 2}, last_value(group),
         {Type::small, ui.colour().muted});
  }
  progress.scroll_to_chosen = false;
  ImGui::EndChild();
}

std::vector<std::string> athletes_with_sessions(const engine::Shelf& shelf) {
  std::vector<std::string> names;
  for (const auto& summary : shelf.sessions)
    if (std::find(names.begin(), names.end(), summary.athlete) == names.end()) names.push_back(summary.athlete);
  return names;
}

/// Whose trend of what; asks for it where it is another than the one that is there.
void choose_trend(Ui& ui, Rect row, const Frame& frame, ViewState& state, Commands& commands) {
  ProgressState& progress = state.progress;
  const auto athletes = athletes_with_sessions(frame.shelf);
  if (!progress.asked && !frame.shelf.sessions.empty()) {
    const bool known = std::find(athletes.begin(), athletes.end(), state.athlete) != athletes.end();
    progress.athlete = known ? state.athlete : frame.shelf.sessions.front().athlete;
    progress.exercise.clear();
    for (const auto& summary : frame.shelf.sessions) {  // that of Live, else what was done last
      if (summary.athlete != progress.athlete) continue;
      if (progress.exercise.empty() || summary.exercise == state.exercise->id) progress.exercise = summary.exercise;
      if (progress.exercise == state.exercise->id) break;
    }
  }
  std::vector<std::string> names;
  int athlete = 0, exercise = 0;
  for (std::size_t i = 0; i < athletes.size(); ++i) {
    names.push_back(athletes[i].empty() ? "nobody in particular" : athletes[i]);
    if (athletes[i] == progress.athlete) athlete = static_cast<int>(i);
  }
  if (names.empty()) names.emplace_back("nobody yet");
  std::vector<std::string> exercises;
  const auto all = movement::catalogue();
  for (std::size_t i = 0; i < all.size(); ++i) {
    exercises.emplace_back(all[i].name);
    if (all[i].id == progress.exercise) exercise = static_cast<int>(i);
  }
  bool changed = chooser(ui, "##trend_athlete", row.take_left(ui.px(210), ui.px(8)), names, athlete, !athletes.empty());
  changed = chooser(ui, "##trend_exercise", row.take_left(ui.px(190), ui.px(8)), exercises, exercise, true) || changed;
  if (std::exchange(progress.next_exercise, false)) {
    exercise = (exercise + 1) % static_cast<int>(all.size());
    changed = true;
  }
  if (std::exchange(progress.next_athlete, false) && !athletes.empty()) {
    athlete = (athlete + 1) % static_cast<int>(athletes.size());
    changed = true;
  }
  if (changed) {
    if (!athletes.empty()) progress.athlete = athletes[static_cast<std::size_t>(athlete)];
    progress.exercise = all[static_cast<std::size_t>(exercise)].id;
  }
  if ((changed || !progress.asked) && !progress.exercise.empty()) {
    commands.library.emplace_back(engine::FollowTrend{progress.athlete, progress.exercise});
    progress.asked = true;
  }
  const char* hint = "P person   E exercise   \u2191\u2193 measure";
  if (text_width(ui, Type::small, hint) <= row.w) text(ui, row, hint, {Type::small, ui.colour().muted, Align::right});
}

/// The measure chosen, moved by the arrow keys; the first one where another trend has none of that name.
const TrendGroup& chosen_group(const std::vector<TrendGroup>& groups, ProgressState& progress) {
  auto present =
      std::find_if(groups.begin(), groups.end(), [&](const TrendGroup& group) { return group.key() == progress.metric; });
  if (present == groups.end()) present = groups.begin();
  const int steps = std::exchange(progress.metric_steps, 0);
  progress.scroll_to_chosen = progress.scroll_to_chosen || steps != 0;
  const auto index = present - groups.begin() + steps;
  present = groups.begin() + std::clamp<std::ptrdiff_t>(index, 0, std::ssize(groups) - 1);
  progress.metric = present->key();
  return *present;
}

constexpr char kMetricKeys[] = {kKeyUp, kKeyDown, '\0'};
constexpr KeyAction kProgress[] = {
    {"p", "P", "the next person",
     [](char, const Frame&, ViewState& state, Commands&) { state.progress.next_athlete = true; }},
    {"e", "E", "the next exercise",
     [](char, const Frame&, ViewState& state, Commands&) { state.progress.next_exercise = true; }},
    {kMetricKeys, "\u2191 \u2193", "another measure",
     [](char key, const Frame&, ViewState& state, Commands&) { state.progress.metric_steps += key == kKeyUp ? -1 : 1; }},
};

}  // namespace

std::span<const KeyAction> progress_keys() { return kProgress; }

void progress_view(Ui& ui, const Rect& body, const Frame& frame, ViewState& state, Commands& commands) {
  const float margin = ui.px(10);
  Rect rest = body;
  choose_trend(ui, rest.take_top(ui.px(38), margin), frame, state, commands);
  const auto& trend = frame.shelf.trend;
  const auto groups = trend ? groups_of(*trend) : std::vector<TrendGroup>();
  if (groups.empty()) {
    panel(ui, rest);
    const std::string words = trend && trend->to_come > 0 ? fmt::format("Working out {} sessions", trend->to_come)
                              : !frame.shelf.loaded       ? "Reading what is kept"
                                                    : "No session of this person and exercise yet";
    const Type type = text_width(ui, Type::title, words) <= rest.w - ui.px(24) ? Type::title : Type::body;
    text(ui, rest, words, {type, ui.colour().muted, Align::centre});
    return;
  }
  const TrendGroup& group = chosen_group(groups, state.progress);
  if (body.w >= ui.px(700))
    group_list(ui, rest.take_left(ui.px(270), margin), groups, state.progress);
  panel(ui, rest);
  Rect inside = rest.inset(ui.px(16), ui.px(10));
  Rect head = inside.take_top(ui.px(36));
  const std::string more = trend->to_come > 0 ? fmt::format("{} to come", trend->to_come) : std::string();
  text(ui, head, more, {Type::small, ui.colour().muted, Align::right});
  head.w -= text_width(ui, Type::small, more) + ui.px(12);
  const std::string title = group.conditions.empty() ? group.title : group.title + ", " + group.conditions;
  fitting_text(ui, head, {title, group.title}, {Type::title, Type::bold, Type::small});
  const float below = group.references.empty() ? 42 : 84;
  const float words = std::min(inside.h * 0.4F, ui.px(22) * static_cast<float>(group.series.size()) + ui.px(below));
  draw_words(ui, inside.take_bottom(words, ui.px(6)), group);
  draw_trend(ui, inside, group);
  tip_over(ui, "##trend", inside, kNoiseTip);
}

}  // namespace poise::dashboard
