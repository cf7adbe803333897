#include <fmt/format.h>

#include <algorithm>

#include "movement/metrics.h"
#include "report/chart.h"
#include "report/findings.h"
#include "report/page_table.h"
#include "report/pages.h"
#include "report/record_figures.h"
#include "report/rep_figures.h"
#include "report/trend_figure.h"
#include "report/trend_text.h"
#include "report/words.h"

namespace poise::report {
namespace {

using movement::Analysis;

constexpr double kGap = 18;

struct Detail {
  std::string label, value;
};

std::string mat_in_words(const session::SessionInfo& info) {
  if (info.mat.unique_id.empty()) return "--";
  return fmt::format("{} {}", info.mat.model == 0 ? "Virtual mat" : "Mat", info.mat.unique_id);
}

std::string weight_in_words(const ReportContent& report) {
  const auto& body = report.analysis.body;
  if (!body.weight_n) return "unknown";
  std::string text = figure(body.weight_n, 1);
  if (body.weight_doubt_n) text += " ±" + figure(body.weight_doubt_n, 1);
  text += " N";
  if (!report.info.body_weight_source.empty()) text += ", " + report.info.body_weight_source;
  return text;
}

std::vector<Detail> details_of(const ReportContent& report) {
  const session::SessionInfo& info = report.info;
  const Analysis& analysis = report.analysis;
  std::string outcome = movement::to_string(analysis.outcome);
  std::replace(outcome.begin(), outcome.end(), '_', ' ');
  if (report.state == session::SessionState::recovered) outcome += ", recovered";
  return {
      {"Athlete", info.athlete.empty() ? "--" : info.athlete},
      {"Date", fmt::format("{}, {}", date_in_words(info.started), time_in_words(info.started))},
      {"Session", info.id},
      {"Ended", outcome},
      {"Mat", mat_in_words(info)},
      {"Calibration", info.calibration == "nominal" ? "nominal, not of this mat" : info.calibration},
      {"Sampling", fmt::format("{} s at {} Hz, {} lost", figure(analysis.duration_s, 1),
                               figure(analysis.sampling_hz, 1), analysis.lost_samples)},
      {"Body weight", weight_in_words(report)},
  };
}

double draw_head(Canvas& canvas, const ReportContent& report) {
  const Analysis& analysis = report.analysis;
  canvas.text({kMargin, 56}, fmt::format("{}, {}", exercise_in_words(analysis), side_in_words(analysis)),
              type::kTitle, Align::left, kWidth - 60);
  canvas.text({kMargin + kWidth, 56}, "Poise", type::kBodyStrong, Align::right);
  canvas.line({kMargin, 64}, {kMargin + kWidth, 64}, 0.7, ink::kText);
  const double column = kWidth / 4;
  const auto details = details_of(report);
  for (std::size_t i = 0; i < details.size(); ++i) {
    const std::size_t row = i / 4;
    const double x = kMargin + static_cast<double>(i % 4) * column, y = 76 + static_cast<double>(row) * 24;
    canvas.text({x, y}, details[i].label, type::kFine);
    canvas.text({x, y + 10}, details[i].value, type::kTable, Align::left, column - 8);
  }
  return 126;
}

/// What people said of the session.
double draw_surroundings(Canvas& canvas, double y, const session::SessionInfo& info) {
  std::string said;
  if (info.place)
    said = fmt::format("Programme {}, block {}, set {} ({}). ", info.place->programme, info.place->block,
                       info.place->set, info.place->role);
  said = shortened(said + session::in_words(info.surroundings), 300);
  if (said.empty()) return y;
  return y + canvas.paragraph({kMargin, y - 4}, kWidth, said, type::kBody) + 4;
}

double draw_headline(Canvas& canvas, double y, const Analysis& analysis) {
  const std::string headline = headline_for_professional(analysis);
  y += canvas.paragraph({kMargin, y}, canvas.balanced_width(kWidth, headline, type::kTitle), headline,
                        type::kTitle);
  const auto& share = analysis.share;
  if (!share) return y + 8;
  std::string more;
  const auto add = [&](const Maybe& value, int decimals, std::string_view before, std::string_view after) {
    if (value)
      more += fmt::format("{}{} {}{}", more.empty() ? "" : "; ", before, figure(value, decimals), after);
  };
  add(share->left_sd_pct, 1, "SD of the share", " points");
  add(share->mean_mass_difference_pct_bw, 1, "mean difference", " % of body weight");
  add(share->time_favouring_left_pct, 0, "time favouring the left", " %");
  add(share->time_favouring_right_pct, 0, "the right", " %");
  add(share->side_flips, 0, "changes of the heavier side", "");
  if (!more.empty()) more += ".";
  return y + canvas.paragraph({kMargin, y + 2}, kWidth, more, type::kBody) + 10;
}

std::string short_verdict(const std::string& verdict) {
  if (verdict == "real") return "told apart";
  if (verdict == "within_noise") return "within scatter";
  return "too little data";
}

std::string short_formula(const std::string& formula) {
  if (formula == "symmetry_index_total") return "symmetry index";
  if (formula == "percent_difference_to_better") return "to the better leg";
  if (formula == "lsi") return "LSI";
  return metric_in_words(formula);
}

TableRow row_of(const movement::Asymmetry& one) {
  const int decimals = one.unit.empty() ? 0 : 1;
  const std::string metric = sentence(metric_in_words(one.metric));
  return {.cells = {metric, figure(one.left, decimals), figure(one.right, decimals), movement::unit_in_print(one.unit),
                    figure(one.value_pct, 1), one.favours, figure(one.sd_pct, 1), figure(one.doubt_pct, 1),
                    figure(one.mdc95_pct, 1), fmt::format("{} / {}", one.n_left, one.n_right),
                    short_formula(one.formula), short_verdict(one.verdict)}};
}

double draw_left_and_right(Canvas& canvas, double y, const Analysis& analysis) {
  if (analysis.asymmetry.empty()) return y;
  y = draw_heading(canvas, {kMargin, y}, kWidth, "Left and right");
  const std::vector<TableColumn> columns = {{"", "", 2.1, Align::left},
                                            {"Left", "", 1.0},
                                            {"Right", "", 1.0},
                                            {"", "", 0.75, Align::left},
                                            {"Difference", "%", 1.25},
                                            {"Favours", "", 1.05, Align::left},
                                            {"SD", "%", 0.7},
                                            {"Doubt ±", "%", 0.95},
                                            {"MDC95", "%", 0.85},
                                            {"n", "left / right", 1.1},
                                            {"Formula", "", 2.0, Align::left},
                                            {"Verdict", "", 1.8, Align::left}};
  std::vector<TableRow> rows;
  for (const movement::Asymmetry& one : analysis.asymmetry) rows.push_back(row_of(one));
  return y - 6 + draw_table(canvas, {kMargin, y - 6}, kWidth, columns, rows, 13) + kGap;
}

std::vector<Side> feet_in(const SmoothRecord& record) {
  return record.left_n.empty() ? std::vector<Side>{} : std::vector<Side>{Side::left, Side::right};
}

/// The centre of pressure of holds: its path, and next to it how it went over time.
double draw_sway(Canvas& canvas, double y, double height, const PageContent& content) {
  const Analysis& analysis = content.report.analysis;
  const double width = (kWidth - kGap) / 2, right = kMargin + width + kGap;
  const double top = draw_heading(canvas, {kMargin, y}, width, "Centre of pressure");
  draw_cop(canvas, {kMargin, top, width, height - 18}, analysis, content.record);
  draw_heading(canvas, {right, y}, width, "Sway over time");
  const auto sides = sides_in(analysis);
  if (sides.size() > 1) draw_legend(canvas, {kMargin + kWidth - 4, y + 10}, sides);
  draw_stabilogram(canvas, {right, top - 4, width, height - 18}, analysis, content.record);
  return y + height + kGap - 4;
}

/// Forces of the repetitions and the centre of pressure next to each other, or the one that there is.
double draw_figures(Canvas& canvas, double y, double height, const PageContent& content) {
  const Analysis& analysis = content.report.analysis;
  const bool cop = has_cop_figure(analysis, content.record);
  if (cop && analysis.reps.empty()) return draw_sway(canvas, y, height, content);
  const bool overlay = !analysis.reps.empty() && !content.record.left_n.empty();
  if (!overlay && !cop) return y;
  const bool two_panels = sides_in(analysis).size() > 1;
  const double cop_part = overlay ? (two_panels ? 0.48 : 0.36) : 1;
  const double overlay_width = cop ? kWidth * (1 - cop_part) - kGap : kWidth;
  if (overlay) {
    const double top = draw_heading(canvas, {kMargin, y}, overlay_width, "Force in the repetitions");
    draw_legend(canvas, {kMargin + overlay_width - 4, y + 10}, feet_in(content.record));
    draw_overlay(canvas, {kMargin, top, overlay_width, height - 18}, analysis, content.record);
  }
  if (cop) {
    const double x = overlay ? kMargin + overlay_width + kGap : kMargin;
    const double width = kMargin + kWidth - x;
    const double top = draw_heading(canvas, {x, y}, width, "Centre of pressure");
    draw_cop(canvas, {x, top, width, height - 18}, analysis, content.record);
  }
  return y + height + kGap - 4;
}

double draw_course(Canvas& canvas, double y, double height, const PageContent& content) {
  const double top = draw_heading(canvas, {kMargin, y}, kWidth, "The whole record");
  draw_legend(canvas, {kMargin + kWidth - 4, y + 10}, feet_in(content.record));
  draw_timeline(canvas, {kMargin, top, kWidth, height - 18}, content.report.analysis, content.record);
  return y + height + kGap - 4;
}

/// "left: +12.4 mm to baseline, own noise ±8.0: better".
std::string verdict_of(const session::Series& series) {
  const std::string side = series.side == Side::both ? "" : std::string(to_string(series.side)) + ": ";
  if (series.verdict == session::Verdict::unknown || !series.change || !series.mdc95)
    return side + verdict_in_words(series);
  const bool real = series.verdict == session::Verdict::real;
  const char* verdict = !real                                             ? "no change"
                        : series.direction == session::Direction::neither ? "changed"
                                                                          : to_string(series.direction);
  return fmt::format("{}{} to baseline, own noise ±{}: {}", side, change_in_words(series, *series.change),
                     figure(series.mdc95, movement::metric_of(series.metric, series.formula).decimals),
                     verdict);
}

void draw_trends(Canvas& canvas, double y, double height, const ReportContent& report) {
  constexpr std::size_t kMost = 3;
  auto groups = trend_groups(report.trends);
  if (groups.empty()) {
    const double top = draw_heading(canvas, {kMargin, y}, kWidth, "Trend");
    canvas.paragraph({kMargin, top}, kWidth, why_no_trend(report), type::kBody);
    return;
  }
  const double top = draw_heading(
      canvas, {kMargin, y}, kWidth, "Trend",
      "under the same conditions; grey: own baseline; whiskers: doubt; the last twelve sessions at most");
  groups.resize(std::min(groups.size(), kMost));
  const double width = (kWidth - kGap * (kMost - 1)) / kMost;
  for (std::size_t i = 0; i < groups.size(); ++i) {
    const double x = kMargin + static_cast<double>(i) * (width + kGap);
    canvas.text({x, top + 8},
                sentence(movement::metric_of(groups[i].front()->metric, groups[i].front()->formula).words),
                type::kTableStrong, Align::left, width);
    double line = top + 17;
    for (const session::Series* series : groups[i]) {
      canvas.text({x, line}, verdict_of(*series), type::kFine, Align::left, width);
      line += 8.5;
    }
    draw_trend(canvas, {x, line - 3, width, top - 18 + height - line + 3}, groups[i], false);
  }
}

}  // namespace

void draw_result_page(Canvas& canvas, const PageContent& content) {
  const Analysis& analysis = content.report.analysis;
  double y = draw_surroundings(canvas, draw_head(canvas, content.report), content.report.info);
  y = draw_headline(canvas, y, analysis);
  y = draw_left_and_right(canvas, y, analysis);
  const bool history = !trend_groups(content.report.trends).empty();
  const double trend_height = history ? 134 : 34, course_height = 104;
  const double left = kPageBottom - y - trend_height - course_height - 2 * kGap;
  y = draw_figures(canvas, y, std::clamp(left, 120.0, 270.0), content);
  y = draw_course(canvas, y, course_height, content);
  draw_trends(canvas, y, trend_height, content.report);
}

}  // namespace poise::report
