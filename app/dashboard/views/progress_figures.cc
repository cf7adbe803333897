#include "views/progress_figures.h"

#include <fmt/format.h>

#include <algorithm>
#include <array>
#include <utility>

#include "movement/metrics.h"
#include "views/describe.h"

namespace poise::dashboard {
namespace {

constexpr double kThumb_pct = 10;  ///< the limit in most use for asymmetries, by convention (Parkinson 2021)

constexpr std::pair<std::string_view, std::string_view> kFormulas[] = {
    {"share_of_total", "100\u00b7L/(L+R), mean over the repetitions, of a bridge over its holds"},
    {"symmetry_index_total", "100\u00b7(R \u2212 L)/(R + L); \u2212 favours left, + right (Shorter 2008; Bishop 2018)"},
    {"percent_difference_to_better", "100 \u2212 100\u00b7min/max of the legs; \u2212 favours left, + right (Bishop 2018)"},
    {"lsi", "100\u00b7involved leg/other leg; 100 is even (Grindem 2016)"},
    {"mean_of_still_total", "mean total of a still second"},
    {"time_beyond_5_pct_bw", "share of the time with more than 5 % of body weight between the feet (McGough 2012)"},
    {"prieto_1996", "centre of pressure after Prieto et al. 1996"},
    {"prediction_ellipse_f", "95 % prediction ellipse, F form (Schubert & Kirchner 2014)"},
    {"schubert_2014", "95 % prediction ellipse, \u03c7\u00b2 form (Schubert & Kirchner 2014)"},
    {"welch_hann_10_s", "Welch spectrum of the centre of pressure, Hann, 10 s, 0.15\u20135 Hz"},
};

/// Doubts and scatters stand beside the figures that they belong to.
bool tells_of_the_measuring(std::string_view metric) {
  return metric.find("_doubt_") != std::string_view::npos || metric.find("_sd_") != std::string_view::npos;
}

/// Of every side that is shown, each group once.
void add_references(TrendGroup& group, const session::Series& series) {
  for (const session::Reference& each :
       session::references_for(series.exercise, series.side, series.conditions.eyes, series.conditions.surface)) {
    const auto same = [&](const session::Reference& other) { return other.group == each.group; };
    if (each.group->find(series.metric) && std::none_of(group.references.begin(), group.references.end(), same))
      group.references.push_back(each);
  }
}

bool same_group(const session::Series& a, const session::Series& b) {
  return a.metric == b.metric && a.formula == b.formula && a.conditions == b.conditions && a.variant == b.variant;
}

TrendGroup group_of(const session::Series& series) {
  const movement::Metric metric = movement::metric_of(series.metric, series.formula);
  TrendGroup group;
  group.title = sentence(metric.words);
  if (!series.variant.empty()) group.title += ", " + series.variant;
  group.conditions = session::in_words(series.conditions);
  group.unit = movement::unit_in_print(metric.unit);
  group.decimals = metric.decimals;
  group.formula = formula_words(series.formula.empty() ? metric.formula : series.formula);
  if (group.formula.empty() || group.formula == "mean") group.formula = metric.words + (metric.per_rep ? ", mean over the counted repetitions" : "");
  group.even = movement::even_of(metric.better);
  const bool asymmetry = series.metric.starts_with("asymmetry.");
  if (asymmetry && group.even) group.threshold = kThumb_pct;
  return group;
}

}  // namespace

std::string formula_words(std::string_view formula) {
  const auto known = std::find_if(std::begin(kFormulas), std::end(kFormulas),
                                  [&](const auto& entry) { return entry.first == formula; });
  return std::string(known != std::end(kFormulas) ? known->second : formula);
}

std::vector<TrendGroup> groups_of(const engine::Trend& trend) {
  std::vector<TrendGroup> groups;
  for (const session::Series& series : trend.series) {
    if (tells_of_the_measuring(series.metric)) continue;
    if (groups.empty() || !same_group(*groups.back().series.front(), series)) groups.push_back(group_of(series));
    groups.back().series.push_back(&series);
    add_references(groups.back(), series);
  }
  return groups;
}

std::string reference_words(const TrendGroup& group) {
  if (group.references.empty()) return {};
  std::string words, sources;
  const std::string& metric = group.series.front()->metric;
  const session::Norm* told = nullptr;
  for (const session::Reference& each : group.references) {
    const session::NormBand& band = *each.group->find(metric);
    words += fmt::format("{}{} {:.{}f} ({:.{}f} to {:.{}f}) {}", words.empty() ? "" : "; ", each.group->who, band.p50, group.decimals,
                         band.p5, group.decimals, band.p95, group.decimals, group.unit);
    if (each.norm != told) sources += ". " + each.norm->source;
    told = each.norm;
  }
  return "Others, median (5th to 95th percentile): " + words + sources + ": a reference, not a norm";
}

std::string verdict_words(const session::Series& series, int decimals) {
  const auto& last = series.points.back();
  if (!last.baseline)
    return fmt::format("own usual not known yet: {} of {} sessions before this one", series.points.size() - 1,
                       session::kLeastBaselineSessions);
  std::string words = fmt::format("last {:.{}f}, usual {:.{}f}", last.value, decimals, last.baseline->median, decimals);
  if (!series.mdc95) return words + ": the sessions before do not differ";
  words += series.verdict == session::Verdict::real ? ": beyond own noise" : ": within own noise";
  words += fmt::format(" (\u00b1{:.{}f})", *series.mdc95, decimals);
  if (series.direction != session::Direction::neither) words += fmt::format(", {}", to_string(series.direction));
  return words;
}

}  // namespace poise::dashboard
