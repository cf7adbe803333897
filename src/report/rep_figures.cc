#include "report/rep_figures.h"

#include <fmt/format.h>

#include <algorithm>
#include <cmath>

#include "report/chart.h"
#include "report/words.h"

namespace poise::report {
namespace {

using movement::Analysis;
using movement::Rep;

constexpr std::size_t kManyReps = 30;  ///< more lines than this are a grey mass: only mean and band then

/// `whole_pct`: what is printed, so that both together are 100.
void draw_share_bar(Canvas& canvas, const Box& box, Side side, double pct, long whole_pct, double pt_per_pct,
                    const Maybe& doubt_pct) {
  const double middle = box.x + box.w / 2, length = pct * pt_per_pct, direction = side == Side::left ? -1 : 1;
  const double end = middle + direction * length, even = middle + direction * 50 * pt_per_pct;
  canvas.box({std::min(middle, end), box.y, length, box.h}, colour_of(side));
  canvas.line({even, box.y - 5}, {even, box.bottom() + 5}, 0.8, ink::kText, true);
  if (doubt_pct) {
    const double y = box.y + box.h / 2, reach = std::min(*doubt_pct, pct) * pt_per_pct;
    canvas.line({end - reach, y}, {end + reach, y}, 1, ink::kText);
    for (const double x : {end - reach, end + reach}) canvas.line({x, y - 4}, {x, y + 4}, 1, ink::kText);
  }
  const std::string number = fmt::format("{} %", whole_pct);
  TextStyle style = type::kGiant;
  const bool fits = canvas.width_of(number, style) + 24 < length - (doubt_pct ? *doubt_pct * pt_per_pct : 0);
  if (fits && side == Side::left) style.colour = ink::kWhite;
  const double baseline = box.y + box.h / 2 + style.size_pt * 0.36;
  const double at =
      fits ? middle + direction * 12
           : std::max(std::abs(end - middle), 50 * pt_per_pct) * direction + middle + direction * 10;
  canvas.text({at, baseline}, number, style, side == Side::left ? Align::right : Align::left);
}

/// Numbers of repetitions to print beside `n` of them: all of few, else every fifth or tenth.
bool numbered(std::size_t number, std::size_t n) {
  const std::size_t every = n <= 16 ? 1 : n <= 60 ? 5 : 10;
  return number == 1 || number % every == 0;
}

void draw_share_axis(Canvas& canvas, const Box& plot, const Scale& x) {
  for (const double away : ticks(x.low, x.high, 6)) {
    const bool middle = std::abs(away) < 1e-9;
    canvas.line({x(away), plot.y}, {x(away), plot.bottom()}, middle ? 1 : 0.4,
                middle ? ink::kText : ink::kLine);
    canvas.text({x(away), plot.bottom() + 10},
                middle ? "even" : fmt::format("{} %", figure(50 + std::abs(away), 0)), type::kFine,
                Align::centre);
  }
  canvas.text({plot.x, plot.y - 4}, "more on the left", type::kFine);
  canvas.text({plot.right(), plot.y - 4}, "more on the right", type::kFine, Align::right);
}

std::vector<const Rep*> reps_on(const Analysis& analysis, Side side, const RepMeasure& measure) {
  std::vector<const Rep*> reps;
  for (const Rep& rep : analysis.reps)
    if (rep.side == side && measure.of(rep)) reps.push_back(&rep);
  return reps;
}

void draw_panel(Canvas& canvas, const Box& plot, const Scale& y, const std::vector<const Rep*>& reps,
                const RepMeasure& measure, double factor) {
  const auto n = static_cast<double>(reps.size());
  const Scale x{0.5, n + 0.5, plot.x + 6, plot.right() - 6};
  double sum = 0;
  int valid = 0;
  for (const Rep* rep : reps)
    if (rep->valid) sum += *measure.of(*rep) * factor, ++valid;
  if (valid > 0)
    canvas.line({plot.x, y(sum / valid)}, {plot.right(), y(sum / valid)}, 1.2, colour_of(reps[0]->side));
  const double size = std::clamp((x(2) - x(1)) * 0.9, 3.5, 8.0);
  for (std::size_t i = 0; i < reps.size(); ++i) {
    const double at = x(static_cast<double>(i + 1));
    canvas.marker(reps[i]->side, {at, y(*measure.of(*reps[i]) * factor)}, size, reps[i]->valid);
    if (numbered(i + 1, reps.size()))
      canvas.text({at, plot.bottom() + 10}, fmt::format("{}", reps[i]->index), type::kFine, Align::centre);
  }
}

std::vector<double> shifted(const MeanCurve& curve, double by_sd) {
  std::vector<double> values = curve.mean;
  for (std::size_t i = 0; i < values.size(); ++i) values[i] += by_sd * curve.sd[i];
  return values;
}

/// One foot of the repetitions of a side, as the overlay draws it.
struct Strand {
  Side foot;  ///< colour and shape
  Side of;    ///< repetitions of this side
  std::vector<double> RepCurve::*column;
  MeanCurve mean;
};

std::vector<Strand> strands_of(const std::vector<RepCurve>& curves) {
  std::vector<Strand> strands;
  const auto add = [&](Side foot, Side of, std::vector<double> RepCurve::*column) {
    MeanCurve mean = mean_curve(curves, column, of);
    if (mean.n > 0) strands.push_back({foot, of, column, std::move(mean)});
  };
  add(Side::left, Side::both, &RepCurve::left_n);
  add(Side::right, Side::both, &RepCurve::right_n);
  add(Side::left, Side::left, &RepCurve::left_n);
  add(Side::right, Side::right, &RepCurve::right_n);
  return strands;
}

std::vector<At> places(const std::vector<double>& values, const Scale& x, const Scale& y) {
  std::vector<At> points;
  for (std::size_t i = 0; i < values.size(); ++i) points.push_back({x(static_cast<double>(i)), y(values[i])});
  return points;
}

void draw_band(Canvas& canvas, const Strand& strand, const Scale& x, const Scale& y) {
  std::vector<At> outline = places(shifted(strand.mean, 1), x, y);
  const std::vector<At> lower = places(shifted(strand.mean, -1), x, y);
  outline.insert(outline.end(), lower.rbegin(), lower.rend());
  canvas.polygon(outline, faded(colour_of(strand.foot), 0.22));
}

void draw_mean(Canvas& canvas, const Strand& strand, const Scale& x, const Scale& y) {
  const std::vector<At> line = places(strand.mean.mean, x, y);
  canvas.polyline(line, 1.6, colour_of(strand.foot), strand.foot == Side::right);
  for (std::size_t i = 10; i < line.size(); i += 20) canvas.marker(strand.foot, line[i], 5);
}

/// Where on normalised time the turning points lie, on average.
Maybe turning_point_pct(const Analysis& analysis) {
  double sum = 0;
  int n = 0;
  for (const Rep& rep : analysis.reps) {
    if (!rep.valid || !(rep.end_s > rep.start_s)) continue;
    sum += 100 * (rep.bottom_s - rep.start_s) / (rep.end_s - rep.start_s);
    ++n;
  }
  return n > 0 ? Maybe(sum / n) : std::nullopt;
}

}  // namespace

void draw_share_bars(Canvas& canvas, const Box& box, double left_pct, const Maybe& doubt_pct,
                     const std::string& limb) {
  const long left_whole = std::lround(left_pct);
  const double pt_per_pct =
      box.w / 2 / std::max(62.0, std::max(left_pct, 100 - left_pct) + doubt_pct.value_or(0) + 1);
  const double middle = box.x + box.w / 2;
  const Box bars{box.x, box.y + 20, box.w, box.h - 34};
  draw_share_bar(canvas, bars, Side::left, left_pct, left_whole, pt_per_pct, doubt_pct);
  draw_share_bar(canvas, bars, Side::right, 100 - left_pct, 100 - left_whole, pt_per_pct, doubt_pct);
  canvas.line({middle, bars.y - 5}, {middle, bars.bottom() + 5}, 1.5, ink::kText);
  for (const Side side : {Side::left, Side::right}) {
    const double direction = side == Side::left ? -1 : 1;
    canvas.marker(side, {middle + direction * 12, box.y + 8}, 8);
    canvas.text({middle + direction * 20, box.y + 11.5},
                sentence(fmt::format("{} {}", to_string(side), limb)), type::kBodyStrong,
                side == Side::left ? Align::right : Align::left);
    canvas.text({middle + direction * 50 * pt_per_pct, box.bottom()}, "50 %", type::kFine, Align::centre);
  }
}

void draw_share_by_rep(Canvas& canvas, const Box& box, const Analysis& analysis) {
  std::vector<const Rep*> reps;
  Range away;
  for (const Rep& rep : analysis.reps) {
    if (!rep.left_share_pct) continue;
    reps.push_back(&rep);
    away.add(std::abs(50 - *rep.left_share_pct));
  }
  if (reps.empty()) return;
  const double reach = std::max(6.0, away.high * 1.15);
  constexpr double kRow = 22;  // no taller than that, or few repetitions drown in white
  const Box plot{box.x + 18, box.y + 12, box.w - 36,
                 std::min(box.h - 26, kRow * static_cast<double>(reps.size()))};
  const Scale x{-reach, reach, plot.x, plot.right()};
  if (analysis.share && analysis.share->left_mean_pct) {
    const double mean = 50 - *analysis.share->left_mean_pct,
                 doubt = analysis.share->left_doubt_pct.value_or(0);
    const double from = std::max(x(mean - doubt), plot.x), to = std::min(x(mean + doubt), plot.right());
    if (to > from) canvas.box({from, plot.y, to - from, plot.h}, ink::kFaint);
  }
  draw_share_axis(canvas, plot, x);
  const Scale y{0.5, static_cast<double>(reps.size()) + 0.5, plot.y, plot.bottom()};
  const double size = std::clamp((y(2) - y(1)) * 0.8, 3.5, 8.0);
  for (std::size_t i = 0; i < reps.size(); ++i) {
    const double right_pct = 50 - *reps[i]->left_share_pct, at = y(static_cast<double>(i + 1));
    canvas.marker(right_pct > 0 ? Side::right : Side::left, {x(right_pct), at}, size, reps[i]->valid);
    if (numbered(i + 1, reps.size()))
      canvas.text({plot.x - 6, at + 2.3}, fmt::format("{}", reps[i]->index), type::kFine, Align::right);
  }
}

void draw_measure_by_rep(Canvas& canvas, const Box& box, const Analysis& analysis, const RepMeasure& measure,
                         double factor, const std::string& unit) {
  std::vector<std::vector<const Rep*>> panels;
  Range range;
  for (const Side side : {Side::left, Side::right, Side::both}) {
    auto reps = reps_on(analysis, side, measure);
    for (const Rep* rep : reps) range.add(*measure.of(*rep) * factor);
    if (!reps.empty()) panels.push_back(std::move(reps));
  }
  if (panels.empty()) return;
  constexpr double kAxis = 26, kGap = 16;
  const Range shown = range.padded(0.2, std::abs(range.high) * 0.2 + 1e-6);
  const auto n = static_cast<double>(panels.size());
  const double width = (box.w - kAxis - kGap * (n - 1)) / n;
  for (std::size_t i = 0; i < panels.size(); ++i) {
    const Box plot{box.x + kAxis + static_cast<double>(i) * (width + kGap), box.y + 10, width, box.h - 24};
    const Scale y{shown.low, shown.high, plot.bottom(), plot.y};
    if (i == 0)
      draw_y_axis(canvas, plot, y, unit, 4);
    else
      for (const double value : ticks(y.low, y.high, 4))
        canvas.line({plot.x, y(value)}, {plot.right(), y(value)}, 0.4, ink::kLine);
    draw_panel(canvas, plot, y, panels[i], measure, factor);
  }
}

void draw_overlay(Canvas& canvas, const Box& box, const Analysis& analysis, const SmoothRecord& record) {
  const std::vector<RepCurve> curves = rep_curves(record, analysis.reps);
  const std::vector<Strand> strands = strands_of(curves);
  if (strands.empty()) return;
  const bool each = curves.size() <= kManyReps;
  Range range;
  for (const Strand& strand : strands) {
    for (const double value : shifted(strand.mean, 1)) range.add(value);
    for (const double value : shifted(strand.mean, -1)) range.add(value);
    for (const RepCurve& curve : curves)
      if (each && curve.rep->side == strand.of)
        for (const double value : curve.*strand.column) range.add(value);
  }
  const Range shown = range.padded(0.06, 10);
  const Box plot{box.x + 26, box.y + 14, box.w - 40, box.h - 28};
  const Scale x{0, 100, plot.x, plot.right()}, y{shown.low, shown.high, plot.bottom(), plot.y};
  draw_y_axis(canvas, plot, y, "N");
  draw_x_axis(canvas, plot, x, "%", 5);
  if (const Maybe turn = turning_point_pct(analysis)) {
    canvas.line({x(*turn), plot.y}, {x(*turn), plot.bottom()}, 0.6, ink::kMuted, true);
    canvas.text({x(*turn), plot.y - 4}, "turning point", type::kFine, Align::centre);
  }
  const Canvas::Clip clip(canvas, plot);
  for (const Strand& strand : strands) draw_band(canvas, strand, x, y);
  for (const Strand& strand : strands)
    for (const RepCurve& curve : curves)
      if (each && curve.rep->side == strand.of)
        canvas.polyline(places(curve.*strand.column, x, y), 0.35, faded(colour_of(strand.foot), 0.75),
                        !curve.rep->valid);
  for (const Strand& strand : strands) draw_mean(canvas, strand, x, y);
}

}  // namespace poise::report
