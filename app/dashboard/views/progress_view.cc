#include <fmt/format.h>

#include <algorithm>
#include <cmath>
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

Axis axis_of(const MetricTrend& metric) {
  Axis axis{1e18, -1e18, 1};
  const auto add = [&](double value) {
    axis.low = std::min(axis.low, value);
    axis.high = std::max(axis.high, value);
  };
  for (const Series& series : metric.series) {
    for (const auto& point : series.points) {
      add(point.value - point.sd.value_or(0));
      add(point.value + point.sd.value_or(0));
      axis.last_day = std::max(axis.last_day, point.day);
    }
    if (series.mdc95) {
      add(*series.middle - *series.mdc95);
      add(*series.middle + *series.mdc95);
    }
  }
  if (metric.even) add(*metric.even);
  const double room = std::max(0.5, (axis.high - axis.low) * 0.12);
  axis.low -= room;
  axis.high += room;
  return axis;
}

void draw_series(Ui& ui, const Rect& plot, const Axis& axis, const Series& series, ImU32 ink) {
  const auto at = [&](double day, double value) -> ImVec2 {
    return {plot.x + plot.w * static_cast<float>(0.03 + 0.94 * day / axis.last_day),
            plot.bottom() - plot.h * static_cast<float>((value - axis.low) / (axis.high - axis.low))};
  };
  if (series.mdc95) {
    const float top = at(0, *series.middle + *series.mdc95).y, bottom = at(0, *series.middle - *series.mdc95).y;
    ui.draw->AddRectFilled({plot.x, top}, {plot.right(), bottom}, faded(ink, 0.12F));
    ui.draw->AddLine({plot.x, (top + bottom) / 2}, {plot.right(), (top + bottom) / 2}, faded(ink, 0.5F), ui.px(1));
  }
  for (std::size_t i = 1; i < series.points.size(); ++i) {
    const auto &a = series.points[i - 1], &b = series.points[i];
    ui.draw->AddLine(at(a.day, a.value), at(b.day, b.value), ink, ui.px(1.8F));
  }
  for (const auto& point : series.points) {
    const ImVec2 centre = at(point.day, point.value);
    if (point.sd)
      ui.draw->AddLine(at(point.day, point.value - *point.sd), at(point.day, point.value + *point.sd),
                       faded(ink, 0.6F), ui.px(1.5F));
    draw_mark(ui, mark_of(series.side), centre, ui.px(5));
    if (point.flipped) ui.draw->AddCircle(centre, ui.px(11), ui.colour().bad, 0, ui.px(2));
  }
}

void draw_trend(Ui& ui, Rect rect, const MetricTrend& metric) {
  const Palette& c = ui.colour();
  const float line = line_height(ui, Type::small);
  const Axis axis = axis_of(metric);
  Rect plot = rect;
  const Rect dates = plot.take_bottom(line + ui.px(4));
  const Rect labels = plot.take_left(ui.px(72));
  plot.take_top(ui.px(8));
  plot.take_right(ui.px(10));
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
  for (const Series& series : metric.series)
    draw_series(ui, plot, axis, series, mark_colour(ui, mark_of(series.side)));
  const auto& points = metric.series.front().points;
  text(ui, {plot.x, dates.y + ui.px(4), plot.w, line}, points.front().started.substr(0, 10), {Type::small, c.muted});
  if (points.size() > 1)
    text(ui, {plot.x, dates.y + ui.px(4), plot.w, line}, points.back().started.substr(0, 10),
         {Type::small, c.muted, Align::right});
}

/// Formula, own noise of each side, flips: as many lines as there is room for.
void draw_words(Ui& ui, Rect rect, const MetricTrend& metric) {
  const Palette& c = ui.colour();
  const float line = ui.px(22);
  for (const Series& series : metric.series) {
    if (rect.h < line) return;
    Rect row = rect.take_top(line);
    const Rect sign = row.take_left(ui.px(20));
    draw_mark(ui, mark_of(series.side), {sign.x + ui.px(7), sign.centre_y()}, ui.px(5));
    std::string words = series.verdict();
    if (series.flips > 0)
      words += fmt::format(" \u00b7 the favoured side changed {} time{} (ringed)", series.flips, series.flips == 1 ? "" : "s");
    const Type type = text_width(ui, Type::body, words) <= row.w ? Type::body : Type::small;
    text(ui, row, text_width(ui, type, words) <= row.w ? words : series.verdict(), {type});
  }
  std::string formula = "formula: " + metric.formula;
  if (metric.threshold) formula += ". Dashed: 10 %, a rule of thumb; own noise says more";
  wrapped_text(ui, rect, formula, {Type::small, c.muted});
}

std::string last_value(const MetricTrend& metric) {
  std::string words;
  for (const Series& series : metric.series) {
    const char* side = series.side == Side::left ? "L " : series.side == Side::right ? "R " : "";
    words += (words.empty() ? "" : "  ") + fmt::format("{}{:.1f}", side, series.points.back().value);
  }
  return words + " " + metric.unit;
}

void metric_list(Ui& ui, Rect rect, const std::vector<MetricTrend>& metrics, ProgressState& progress) {
  panel(ui, rect);
  rect = rect.inset(ui.px(8), ui.px(8));
  for (const MetricTrend& metric : metrics) {
    if (rect.h < ui.px(44)) return;
    const Rect row = rect.take_top(ui.px(48));
    const bool chosen = metric.metric == progress.metric;
    ImGui::SetCursorScreenPos(row.min());
    ImGui::PushID(metric.metric.c_str());
    if (ImGui::Selectable("##metric", chosen, 0, {row.w, row.h - ui.px(2)})) progress.metric = metric.metric;
    ImGui::PopID();
    const Rect words = row.inset(ui.px(8), ui.px(4));
    text(ui, {words.x, words.y, words.w, words.h / 2}, metric.metric, {chosen ? Type::bold : Type::body});
    text(ui, {words.x, words.y + words.h / 2, words.w, words.h / 2}, last_value(metric),
         {Type::small, ui.colour().muted});
  }
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
    for (const auto& summary : frame.shelf.sessions) {
      if (summary.athlete != progress.athlete) continue;
      progress.exercise = summary.exercise;
      break;
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
const MetricTrend& chosen_metric(const std::vector<MetricTrend>& metrics, ProgressState& progress) {
  auto present = std::find_if(metrics.begin(), metrics.end(),
                              [&](const MetricTrend& metric) { return metric.metric == progress.metric; });
  if (present == metrics.end()) present = metrics.begin();
  const auto index = present - metrics.begin() + std::exchange(progress.metric_steps, 0);
  present = metrics.begin() + std::clamp<std::ptrdiff_t>(index, 0, static_cast<std::ptrdiff_t>(metrics.size()) - 1);
  progress.metric = present->metric;
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
  const auto metrics = trend ? metrics_of(*trend) : std::vector<MetricTrend>();
  if (metrics.empty()) {
    panel(ui, rest);
    const std::string words = trend && trend->to_come > 0 ? fmt::format("Working out {} sessions", trend->to_come)
                              : !frame.shelf.loaded       ? "Reading what is kept"
                                                    : "No session of this person and exercise yet";
    const Type type = text_width(ui, Type::title, words) <= rest.w - ui.px(24) ? Type::title : Type::body;
    text(ui, rest, words, {type, ui.colour().muted, Align::centre});
    return;
  }
  const MetricTrend& metric = chosen_metric(metrics, state.progress);
  if (body.w >= ui.px(700))
    metric_list(ui, rest.take_left(ui.px(250), margin), metrics, state.progress);
  panel(ui, rest);
  Rect inside = rest.inset(ui.px(16), ui.px(10));
  Rect head = inside.take_top(ui.px(36));
  const std::string more = trend->to_come > 0 ? fmt::format("{} to come", trend->to_come) : std::string();
  text(ui, head, metric.metric, {Type::title});
  text(ui, head, more, {Type::small, ui.colour().muted, Align::right});
  const float words = std::min(inside.h * 0.4F, ui.px(22) * static_cast<float>(metric.series.size()) + ui.px(42));
  draw_words(ui, inside.take_bottom(words, ui.px(6)), metric);
  draw_trend(ui, inside, metric);
}

}  // namespace poise::dashboard
