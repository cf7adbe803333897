#include <fmt/format.h>

#include <algorithm>
#include <cmath>

#include "report/chart.h"
#include "report/findings.h"
#include "report/pages.h"
#include "report/record_figures.h"
#include "report/rep_figures.h"
#include "report/trend_figure.h"
#include "report/words.h"

namespace poise::report {
namespace {

using movement::Analysis;
using movement::Rep;

std::string name_of(Side side, const Analysis& analysis) {
  const char* name = side == Side::both ? "Both legs" : side == Side::left ? "Left leg" : "Right leg";
  return with_limb(name, analysis.exercise);
}

/// The measure that the page leads with where there is no share.
struct Lead {
  std::string name, unit;
  int decimals = 1;
  const RepMeasure* by_rep = nullptr;  ///< to draw rep by rep; null: not a measure of repetitions
  std::vector<std::pair<Side, double>> values;
};

Lead lead_of(const Analysis& analysis) {
  Lead lead;
  if (const movement::Asymmetry* asymmetry = leading_asymmetry(analysis)) {
    lead.by_rep = find_rep_measure(asymmetry->metric);
    lead.name = sentence(metric_in_words(asymmetry->metric));
    lead.unit = asymmetry->unit;
    if (asymmetry->left) lead.values.emplace_back(Side::left, *asymmetry->left);
    if (asymmetry->right) lead.values.emplace_back(Side::right, *asymmetry->right);
    return lead;
  }
  if (const auto measures = measures_in(analysis); !measures.empty()) {
    lead.by_rep = measures.front();
    lead.name = lead.by_rep->name;
    lead.unit = lead.by_rep->unit;
    for (const RepMean& mean : means_of(analysis, *lead.by_rep))
      lead.values.emplace_back(mean.side, mean.mean);
    return lead;
  }
  lead.name = "Held";
  lead.unit = "s";
  for (const movement::Hold* hold : longest_holds(analysis))
    if (hold->hold_s) lead.values.emplace_back(hold->side, *hold->hold_s);
  return lead;
}

double draw_head(Canvas& canvas, const PageContent& content) {
  const session::SessionInfo& info = content.report.info;
  const Analysis& analysis = content.report.analysis;
  const double right = kMargin + kWidth;
  canvas.text({kMargin, 52}, "Poise", type::kBodyStrong);
  canvas.text({kMargin, 65}, fmt::format("{}, {}", exercise_in_words(analysis), side_in_words(analysis)),
              type::kBody, Align::left, kWidth * 0.6);
  canvas.text({right, 52}, info.athlete, type::kBodyStrong, Align::right, kWidth * 0.6);
  const std::string time = time_in_words(info.started);
  canvas.text({right, 65}, date_in_words(info.started) + (time.empty() ? "" : ", " + time), type::kBody,
              Align::right);
  canvas.line({kMargin, 74}, {right, 74}, 0.7, ink::kText);
  return 92;
}

double draw_headline(Canvas& canvas, double y, const Analysis& analysis) {
  const std::string headline = headline_for_athlete(analysis);
  const double width = canvas.balanced_width(kWidth, headline, type::kHeadline);
  y += canvas.paragraph({kMargin, y}, width, headline, type::kHeadline);
  TextStyle style = type::kLead;
  style.colour = ink::kMuted;
  y += 4 + canvas.paragraph({kMargin, y + 2}, kWidth, amount_in_words(analysis), style);
  return y + 12;
}

void draw_numbers(Canvas& canvas, double y, const Lead& lead, const Analysis& analysis) {
  const double width = kWidth / static_cast<double>(std::max<std::size_t>(lead.values.size(), 1));
  double x = kMargin;
  for (const auto& [side, value] : lead.values) {
    const PlainUnit as = plain_unit(lead.unit, lead.decimals);
    double text_x = x;
    if (side != Side::both) {
      canvas.marker(side, {x + 4, y + 7}, 8);
      text_x += canvas.text({x + 14, y + 10}, name_of(side, analysis), type::kBodyStrong) + 20;
    }
    canvas.text({text_x, y + 10}, lead.name + (lead.unit == "%BW" ? ", percent of body weight" : ""),
                type::kBody);
    const double used = canvas.text({x, y + 52}, figure(value * as.factor, as.decimals), type::kGiant);
    canvas.text({x + used + 6, y + 52}, as.unit, type::kTitle);
    x += width;
  }
}

/// The large figure between the headline and the text, in `box`.
void draw_main_figure(Canvas& canvas, const Box& box, const PageContent& content) {
  const Analysis& analysis = content.report.analysis;
  const bool share = analysis.share && analysis.share->left_mean_pct && !sides_in(analysis).empty();
  const Lead lead = share ? Lead{} : lead_of(analysis);
  double y = box.y;
  if (share) {
    draw_share_bars(canvas, {box.x, y, box.w, 98}, *analysis.share->left_mean_pct,
                    analysis.share->left_doubt_pct, limb_of(analysis.exercise));
    y += 108;
  } else if (!lead.values.empty()) {
    draw_numbers(canvas, y, lead, analysis);
    y += 68;
  }
  const Box rest{box.x, y + 14, box.w, box.bottom() - y - 14};
  if (analysis.reps.empty()) {
    if (has_cop_figure(analysis, content.record)) {
      canvas.text({rest.x, y + 8}, "How you swayed: the path of your balance point on the mat",
                  type::kCaption);
      draw_cop(canvas, rest, analysis, content.record);
    } else {
      canvas.text({rest.x, y + 8}, "What the mat felt", type::kCaption);
      if (!content.record.left_n.empty())
        draw_legend(canvas, {rest.right() - 4, y + 8}, {Side::left, Side::right});
      draw_timeline(canvas, rest, analysis, content.record);
    }
  } else if (share) {
    canvas.text({rest.x, y + 8}, with_limb("Each repetition: which leg carried more", analysis.exercise),
                type::kCaption);
    draw_share_by_rep(canvas, rest, analysis);
  } else {
    const RepMeasure* measure = lead.by_rep ? lead.by_rep : find_rep_measure("rep_time");
    const PlainUnit as = plain_unit(measure->unit, measure->decimals);
    canvas.text({rest.x, y + 8},
                fmt::format("Each repetition: {}", metric_in_words(std::string(measure->metric))),
                type::kCaption);
    draw_measure_by_rep(canvas, rest, analysis, *measure, as.factor, as.unit);
  }
}

/// More than this is white space: a row of the shares takes no more than it needs.
double most_figure_height(const Analysis& analysis) {
  constexpr double kMost = 330, kBars = 108, kAround = 40, kRow = 22;
  if (!analysis.share || analysis.reps.empty()) return kMost;
  return std::clamp(kBars + kAround + kRow * static_cast<double>(analysis.reps.size()), 200.0, kMost);
}

/// Label and value, left and right next to each other where there are both.
struct Fact {
  std::string label;
  std::vector<std::pair<Side, std::string>> values;
};

std::string plain_value(double value, std::string_view unit, int decimals) {
  const PlainUnit as = plain_unit(unit, decimals);
  return fmt::format("{} {}", figure(value * as.factor, as.decimals), as.unit);
}

std::vector<Fact> facts_of(const Analysis& analysis) {
  constexpr std::size_t kMost = 6;
  std::vector<Fact> facts;
  for (const RepMeasure* measure : measures_in(analysis)) {
    if (measure->unit == "N") continue;  // says nothing to an athlete
    Fact fact{std::string(measure->name) + (measure->unit == "%BW" ? ", of body weight" : ""), {}};
    for (const RepMean& mean : means_of(analysis, *measure))
      fact.values.emplace_back(mean.side, plain_value(mean.mean, measure->unit, measure->decimals));
    facts.push_back(std::move(fact));
  }
  Fact held{"Longest hold", {}};
  for (const movement::Hold* hold : longest_holds(analysis))
    if (hold->hold_s) held.values.emplace_back(hold->side, plain_value(*hold->hold_s, "s", 1));
  if (!held.values.empty()) facts.push_back(std::move(held));
  if (analysis.sway && analysis.sway->mean_velocity_mm_s)
    facts.push_back({"Sway speed, longest hold",
                     {{Side::both, plain_value(*analysis.sway->mean_velocity_mm_s, "mm/s", 1)}}});
  if (analysis.quality.touches > 0)
    facts.push_back({"Free foot came down",
                     {{Side::both, counted(analysis.quality.touches, "time")}}});
  if (facts.size() > kMost) facts.resize(kMost);
  return facts;
}

double draw_facts(Canvas& canvas, At at, double width, const Analysis& analysis) {
  const auto facts = facts_of(analysis);
  if (facts.empty()) return at.y;
  double y = draw_heading(canvas, at, width, "How you did");
  for (const Fact& fact : facts) {
    canvas.text({at.x, y + 9}, fact.label, type::kBody);
    double x = at.x + width;
    for (auto value = fact.values.rbegin(); value != fact.values.rend(); ++value) {
      x -= canvas.text({x, y + 9}, value->second, type::kBodyStrong, Align::right);
      if (value->first != Side::both) canvas.marker(value->first, {x - 7, y + 6}, 5.5);
      x -= 18;
    }
    y += 13.5;
  }
  return y;
}

/// What was said of the session, repetitions that did not count, and what else to know.
std::vector<std::string> remarks_of(const ReportContent& report) {
  constexpr std::size_t kMost = 4, kLongest = 300;
  const Analysis& analysis = report.analysis;
  std::vector<std::string> remarks;
  for (const Rep& rep : analysis.reps) {
    if (rep.valid) continue;
    std::string why;
    for (const std::string& reason : rep.reasons)
      why += (why.empty() ? ": " : ", ") + reason_in_words(reason);
    remarks.push_back(fmt::format("Repetition {} was not counted{}.", rep.index, why));
  }
  if (remarks.size() > kMost) {
    remarks.resize(kMost - 1);
    remarks.push_back("More repetitions were not counted; the professional's pages list them.");
  }
  if (const std::string said = session::in_words(report.info.surroundings); !said.empty())
    remarks.insert(remarks.begin(), shortened(said, kLongest));
  for (const std::string& note : analysis.quality.notes)
    if (!note.starts_with("Nominal calibration"))
      remarks.push_back(shortened(note, kLongest));  // that is in the footer
  if (analysis.lost_samples > 0) remarks.push_back(fmt::format("Samples: {}.", gaps_in_words(analysis)));
  return remarks;
}

double sentences_height(Canvas& canvas, double width, const std::vector<std::string>& sentences,
                        const TextStyle& style) {
  double height = 0;
  for (const std::string& sentence : sentences) height += canvas.height_of(width, sentence, style) + 4;
  return height;
}

double remarks_height(Canvas& canvas, const std::vector<std::string>& remarks) {
  return remarks.empty() ? 0 : 30 + sentences_height(canvas, kWidth, remarks, type::kCaption);
}

/// Where there are more than go into `height`, a line that says so instead of the last ones.
void keep_what_fits(Canvas& canvas, std::vector<std::string>& remarks, double height) {
  if (remarks_height(canvas, remarks) <= height) return;
  do {
    remarks.pop_back();
    if (!remarks.empty()) remarks.back() = "More notes are on the professional's pages.";
  } while (remarks.size() > 1 && remarks_height(canvas, remarks) > height);
}

double draw_sentences(Canvas& canvas, At at, double width, const std::vector<std::string>& sentences,
                      const TextStyle& style) {
  double y = at.y;
  for (const std::string& sentence : sentences) y += canvas.paragraph({at.x, y}, width, sentence, style) + 4;
  return y;
}

/// The figure that the athlete follows from session to session: not an asymmetry where there is a plainer
/// one.
std::vector<const session::Series*> followed(const ReportContent& report) {
  const auto groups = trend_groups(report.trends);
  for (const auto& group : groups)
    if (!group.front()->metric.starts_with("asymmetry.")) return group;
  return groups.empty() ? std::vector<const session::Series*>{} : groups.front();
}

double draw_since_last(Canvas& canvas, double y, const std::vector<const session::Series*>& group,
                       const ReportContent& report) {
  y = draw_heading(canvas, {kMargin, y}, kWidth, "Since last time");
  if (group.empty()) return y + canvas.paragraph({kMargin, y}, kWidth, why_no_trend(report), type::kBody);
  const double text_width = kWidth * 0.42;
  double text_y = y;
  for (const session::Series* series : group)
    text_y += canvas.paragraph({kMargin, text_y}, text_width, change_since_last(*series), type::kBody) + 4;
  draw_trend(canvas, {kMargin + text_width + 24, y - 10, kWidth - text_width - 24, 92}, group, true);
  return std::max(text_y, y + 84);
}

}  // namespace

void draw_athlete_page(Canvas& canvas, const PageContent& content) {
  const Analysis& analysis = content.report.analysis;
  const double top = draw_headline(canvas, draw_head(canvas, content), analysis);
  const auto meaning = meaning_for_athlete(analysis);
  auto remarks = remarks_of(content.report);
  const auto group = followed(content.report);
  constexpr double kGap = 24, kTextPart = 0.52, kLeastFigure = 150;
  const double text_width = kWidth * kTextPart, facts_x = kMargin + text_width + kGap;
  const double meaning_height = 18 + std::max(sentences_height(canvas, text_width, meaning, type::kBody),
                                              13.5 * static_cast<double>(facts_of(analysis).size()));
  const double history_height = group.empty() ? 34 : 106;
  const double room = kPageBottom - top - meaning_height - history_height - 50;
  keep_what_fits(canvas, remarks, room - kLeastFigure);
  const double figure_height =
      std::clamp(room - remarks_height(canvas, remarks), kLeastFigure, most_figure_height(analysis));
  draw_main_figure(canvas, {kMargin, top, kWidth, figure_height}, content);

  double y = top + figure_height + 20;
  const double text_y =
      draw_sentences(canvas, {kMargin, draw_heading(canvas, {kMargin, y}, text_width, "What it means")},
                     text_width, meaning, type::kBody);
  const double facts_y = draw_facts(canvas, {facts_x, y}, kMargin + kWidth - facts_x, analysis);
  y = draw_since_last(canvas, std::max(text_y, facts_y) + 14, group, content.report);
  if (remarks.empty()) return;
  y = draw_heading(canvas, {kMargin, y + 12}, kWidth, "Good to know");
  draw_sentences(canvas, {kMargin, y}, kWidth, remarks, type::kCaption);
}

}  // namespace poise::report
