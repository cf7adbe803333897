#include "widgets/gauges.h"

#include <fmt/format.h>

#include <algorithm>
#include <cmath>

namespace poise::dashboard {
namespace {

constexpr float kFadedAlpha = 0.35F;

float fraction(double value) { return static_cast<float>(std::clamp(value, 0.0, 1.0)); }

/// Where the beat says one should be: a frame that stands out on any ground.
void draw_guide(Ui& ui, const Rect& rect) {
  const float radius = ui.px(3);
  ui.draw->AddRect({rect.x - ui.px(1), rect.y - ui.px(1)}, {rect.right() + ui.px(1), rect.bottom() + ui.px(1)},
                   ui.colour().panel, radius, ImDrawFlags_None, ui.px(5));
  ui.draw->AddRect(rect.min(), rect.max(), ui.colour().good, radius, ImDrawFlags_None, ui.px(3));
}

}  // namespace

void share_bar(Ui& ui, const Rect& rect, const ShareBar& bar) {
  const Palette& c = ui.colour();
  const float alpha = bar.live ? 1.0F : kFadedAlpha;
  Rect track = rect;
  const Rect scale = track.take_bottom(line_height(ui, Type::small) + ui.px(4));
  const auto x_of = [&](double pct) { return track.x + track.w * fraction(pct / 100); };
  const float radius = ui.px(6);
  ui.draw->AddRectFilled(track.min(), track.max(), c.sunken, radius);

  if (bar.left_pct) {
    const float split = x_of(*bar.left_pct);
    ui.draw->AddRectFilled(track.min(), {split, track.bottom()}, faded(c.left, alpha), radius,
                           ImDrawFlags_RoundCornersLeft);
    ui.draw->AddRectFilled({split, track.y}, track.max(), faded(c.right, alpha), radius,
                           ImDrawFlags_RoundCornersRight);
  }
  // The corridor as a window in the bar: lighter, with posts that stand out above and below.
  const float from = x_of(bar.target_pct - bar.corridor_pct);
  const float to = x_of(bar.target_pct + bar.corridor_pct);
  const float out = ui.px(5);
  ui.draw->AddRectFilled({from, track.y}, {to, track.bottom()}, faded(c.panel, bar.left_pct ? 0.30F : 0.9F));
  for (const float x : {from, to}) {
    ui.draw->AddLine({x, track.y - out}, {x, track.bottom() + out}, c.text, ui.px(2));
  }
  if (bar.ghost && bar.live) {
    const float low = x_of(bar.ghost->first), high = std::max(x_of(bar.ghost->second), low + ui.px(3));
    ui.draw->AddRectFilled({low, track.bottom() - ui.px(7)}, {high, track.bottom()}, faded(c.text, 0.55F), ui.px(2));
    ui.draw->AddRectFilled({low, track.y}, {high, track.bottom()}, faded(c.text, 0.12F), ui.px(2));
  }
  if (bar.left_pct) {
    const float split = std::clamp(x_of(*bar.left_pct), track.x + ui.px(3), track.right() - ui.px(3));
    const float half = ui.px(3.5F);
    ui.draw->AddRectFilled({split - half - ui.px(2), track.y - out},
                           {split + half + ui.px(2), track.bottom() + out}, c.panel, ui.px(3));
    ui.draw->AddRectFilled({split - half, track.y - out}, {split + half, track.bottom() + out},
                           faded(c.text, alpha), ui.px(2));
  }

  const float label_width = ui.px(60);
  const Rect below{scale.x, scale.y + ui.px(4), scale.w, scale.h - ui.px(4)};
  const auto label = [&](double pct, std::string_view words, Align align) {
    const float x = x_of(pct);
    const float shift = align == Align::left ? 0 : align == Align::centre ? label_width / 2 : label_width;
    text(ui, {x - shift, below.y, label_width, below.h}, words, {Type::small, c.muted, align});
  };
  label(0, "0", Align::left);
  label(25, "25", Align::centre);
  label(75, "75", Align::centre);
  label(100, "100 %", Align::right);
  const std::string corridor =
      bar.corridor_pct > 0
          ? fmt::format("{:.0f}\u2013{:.0f}", bar.target_pct - bar.corridor_pct, bar.target_pct + bar.corridor_pct)
          : fmt::format("{:.0f}", bar.target_pct);
  label(bar.target_pct, corridor, Align::centre);
}

void reach_gauge(Ui& ui, const Rect& rect, const ReachGauge& gauge) {
  const Palette& c = ui.colour();
  Rect track = rect;
  const Rect above = track.take_top(ui.px(16));
  const float radius = ui.px(6);
  ui.draw->AddRectFilled(track.min(), track.max(), c.sunken, radius);
  ui.draw->AddRect(track.min(), track.max(), c.line, radius);
  const auto x_of = [&](double value) { return track.x + track.w * fraction(value / gauge.full); };
  if (gauge.value && *gauge.value > 0) {
    const float end = x_of(*gauge.value);
    const float corner = std::min(radius, (end - track.x) / 2);
    ui.draw->AddRectFilled(track.min(), {end, track.bottom()},
                           faded(mark_colour(ui, gauge.mark), gauge.live ? 1.0F : kFadedAlpha), corner);
  }
  for (std::size_t i = 0; i < gauge.earlier.size(); ++i) {
    const bool last = i + 1 == gauge.earlier.size();
    const float x = x_of(gauge.earlier[i]);
    const float size = ui.px(last ? 7 : 5);
    ui.draw->AddTriangleFilled({x - size, above.bottom() - ui.px(2) - size * 1.4F},
                               {x + size, above.bottom() - ui.px(2) - size * 1.4F},
                               {x, above.bottom() - ui.px(2)},
                               faded(last ? c.text : c.muted, last ? 1.0F : 0.45F));
  }
  if (gauge.guide) {
    const float x = x_of(*gauge.guide), half = ui.px(5);
    draw_guide(ui, {x - half, track.y - ui.px(4), 2 * half, track.h + ui.px(8)});
  }
}

void upright_gauge(Ui& ui, const Rect& rect, const ReachGauge& gauge, bool upwards) {
  const Palette& c = ui.colour();
  Rect track = rect;
  const Rect beside = track.take_left(ui.px(14));
  const float radius = ui.px(6);
  ui.draw->AddRectFilled(track.min(), track.max(), c.sunken, radius);
  const float from = upwards ? track.bottom() : track.y, length = upwards ? -track.h : track.h;
  const auto y_of = [&](double value) { return from + length * fraction(value / gauge.full); };
  if (gauge.value && *gauge.value > 0) {
    const float end = y_of(*gauge.value);
    ui.draw->AddRectFilled({track.x, std::min(from, end)}, {track.right(), std::max(from, end)},
                           faded(mark_colour(ui, gauge.mark), gauge.live ? 0.8F : kFadedAlpha),
                           std::min(radius, std::abs(end - from) / 2));
  }
  ui.draw->AddRect(track.min(), track.max(), c.line, radius);
  for (std::size_t i = 0; i < gauge.earlier.size(); ++i) {
    const bool last = i + 1 == gauge.earlier.size();
    const float y = y_of(gauge.earlier[i]);
    const float size = ui.px(last ? 6 : 4);
    const float tip_x = beside.right() - ui.px(2);
    ui.draw->AddTriangleFilled({tip_x - size * 1.4F, y - size}, {tip_x, y}, {tip_x - size * 1.4F, y + size},
                               faded(last ? c.text : c.muted, last ? 1.0F : 0.45F));
  }
  if (gauge.guide) {
    const float y = y_of(*gauge.guide), half = ui.px(5);
    draw_guide(ui, {track.x - ui.px(4), y - half, track.w + ui.px(8), 2 * half});
  }
}

void wobble_gauge(Ui& ui, const Rect& rect, const WobbleGauge& gauge) {
  const Palette& c = ui.colour();
  ui.draw->AddRectFilled(rect.min(), rect.max(), c.sunken, rect.h / 2);
  const auto x_of = [&](double mm) {
    return rect.centre_x() + rect.w / 2 * static_cast<float>(std::clamp(mm / gauge.full_mm, -1.0, 1.0));
  };
  ui.draw->AddLine({rect.centre_x(), rect.y}, {rect.centre_x(), rect.bottom()}, c.muted, ui.px(1));
  if (!gauge.now_mm) return;
  const ImU32 ink = mark_colour(ui, gauge.mark);
  ui.draw->AddRectFilled({x_of(gauge.least_mm), rect.y + rect.h * 0.3F},
                         {x_of(gauge.most_mm), rect.bottom() - rect.h * 0.3F},
                         faded(ink, gauge.live ? 0.35F : 0.15F), rect.h * 0.2F);
  draw_mark(ui, gauge.mark, {x_of(*gauge.now_mm), rect.centre_y()}, rect.h * 0.36F,
            gauge.live ? 1.0F : kFadedAlpha);
}

float step_chips_width(const Ui& ui, std::span<const char* const> names) {
  float width = -ui.px(6);
  for (const char* name : names) width += text_width(ui, Type::bold, name) + ui.px(24 + 6) + ui.px(16);
  return width;
}

void step_chips(Ui& ui, const Rect& rect, const StepChips& chips) {
  const Palette& c = ui.colour();
  const float height = std::min(rect.h, ui.px(30));
  float x = rect.x;
  for (int i = 0; i < static_cast<int>(chips.names.size()); ++i) {
    const char* name = chips.names[static_cast<std::size_t>(i)];
    const bool present = i == chips.present;
    const bool done = i < chips.present;
    const float width = text_width(ui, Type::bold, name) + ui.px(24) + ui.px(16);
    const Rect chip{x, rect.centre_y() - height / 2, width, height};
    const ImU32 ground = present ? (chips.warning ? c.bad : c.accent) : c.sunken;
    ui.draw->AddRectFilled(chip.min(), chip.max(), ground, height / 2);
    const ImU32 ink = present ? (chips.warning ? c.on_colour : c.on_accent) : done ? c.good : c.muted;
    const ImVec2 dot{chip.x + ui.px(15), chip.centre_y()};
    if (done) {
      draw_tick(ui, dot, ui.px(5), ink);
    } else if (present) {
      ui.draw->AddCircleFilled(dot, ui.px(4), ink);
    } else {
      ui.draw->AddCircle(dot, ui.px(4), ink, 0, ui.px(1.5F));
    }
    const Rect words{chip.x + ui.px(26), chip.y, chip.w - ui.px(32), chip.h};
    text(ui, words, name, {present ? Type::bold : Type::body, ink});
    x += width + ui.px(6);
  }
}

void rep_rows(Ui& ui, const Rect& rect, const RepRows& rows) {
  const Palette& c = ui.colour();
  const float step = ui.px(25);
  const auto fit = static_cast<std::size_t>(std::max(0.0F, rect.h / step));
  const auto shown = rows.rows.last(std::min(fit, rows.rows.size()));
  if (shown.empty()) return;
  const float label_width = ui.px(24);
  float value_width = 0;
  for (const RepRow& row : shown) value_width = std::max(value_width, text_width(ui, Type::bold, row.value));
  const float height = step * static_cast<float>(shown.size());
  const Rect bars{rect.x + label_width, rect.y, rect.w - label_width - value_width - ui.px(12), height};
  const float middle = bars.centre_x();
  if (rows.diverging) {
    const float half = bars.w / 2 * static_cast<float>(rows.corridor);
    ui.draw->AddRectFilled({middle - half, bars.y}, {middle + half, bars.bottom()}, c.sunken);
    ui.draw->AddLine({middle, bars.y}, {middle, bars.bottom()}, c.muted, ui.px(1));
  }
  float y = rect.y;
  for (const RepRow& row : shown) {
    const ImU32 ink = row.valid ? c.text : c.muted;
    text(ui, {rect.x, y, label_width, step}, row.label, {Type::body, c.muted});
    float from = bars.x;
    float to = bars.x + bars.w * fraction(row.reach);
    if (rows.diverging) {
      const float end = middle + bars.w / 2 * static_cast<float>(std::clamp(row.reach, -1.0, 1.0));
      from = std::min(middle, end);
      to = std::max(middle, end);
    }
    const Rect bar{from, y + ui.px(5), std::max(to - from, ui.px(2)), step - ui.px(10)};
    if (row.valid) {
      ui.draw->AddRectFilled(bar.min(), bar.max(), mark_colour(ui, row.mark), ui.px(2));
    } else {
      draw_hatch(ui, bar, c.muted);
      ui.draw->AddRect(bar.min(), bar.max(), c.muted, ui.px(2));
    }
    text(ui, {rect.right() - value_width - ui.px(1), y, value_width + ui.px(1), step}, row.value,
         {Type::bold, ink, Align::right});
    y += step;
  }
}

void progress_bar(Ui& ui, const Rect& rect, double progress, ImU32 colour) {
  const float radius = rect.h / 2;
  ui.draw->AddRectFilled(rect.min(), rect.max(), ui.colour().sunken, radius);
  const float width = rect.w * fraction(progress);
  if (width < 1) return;
  ui.draw->AddRectFilled(rect.min(), {rect.x + std::max(width, rect.h), rect.bottom()}, colour, radius);
}

}  // namespace poise::dashboard
