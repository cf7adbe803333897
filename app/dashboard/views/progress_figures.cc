#include "views/progress_figures.h"

#include <fmt/format.h>

#include <algorithm>
#include <array>
#include <utility>

#include "movement/catalogue.h"
#include "movement/metrics.h"

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

bool same_group(const session::Series& a, const session::Series& b) {
  return a.metric == b.metric && a.formula == b.formula && a.conditions == b.conditions && a.variant == b.variant;
}

TrendGroup group_of(const session::Series& series) {
  const movement::Metric metric = movement::metric_of(series.metric, series.formula);
  TrendGroup group;
  group.title = metric.words;
  for (const std::string& more : {series.variant, session::in_words(series.conditions)})
    if (!more.empty()) group.title += ", " + more;
  group.unit = metric.unit;
  group.decimals = metric.decimals;
  group.formula = formula_words(series.formula.empty() ? metric.formula : series.formula);
  if (group.formula.empty()) group.formula = metric.words + (metric.per_rep ? ", mean over the counted repetitions" : "");
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
    if (groups.empty() || !same_group(*groups.back().series.front(), series)) groups.push_back(group_of(series));
    groups.back().series.push_back(&series);
  }
  return groups;
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
