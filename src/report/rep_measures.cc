#include "report/rep_measures.h"

#include <algorithm>
#include <array>
#include <cmath>

#include "signal/statistics.h"

namespace poise::report {
namespace {

using movement::Analysis;
using movement::Hold;
using movement::Rep;

constexpr std::array kSides = {Side::left, Side::right, Side::both};

/// What the feet, or the foot of a one-leg exercise, carried while held.
Maybe held_load_pct_bw(const Rep& rep) {
  if (!rep.top_left_pct_bw || !rep.top_right_pct_bw) return std::nullopt;
  if (rep.side == Side::both) return *rep.top_left_pct_bw + *rep.top_right_pct_bw;
  return rep.side == Side::left ? rep.top_left_pct_bw : rep.top_right_pct_bw;
}

/// Those that tell most about a session first.
constexpr std::array kRepMeasures = {
    RepMeasure{"depth", "Depth", "mm", 0, [](const Rep& rep) { return rep.depth_mm; }},
    RepMeasure{"held_load", "Held load", "%BW", 1, held_load_pct_bw},
    RepMeasure{"hold", "Hold", "s", 2, [](const Rep& rep) { return rep.hold_s; }},
    RepMeasure{"rep_time", "Time of a repetition", "s", 2,
               [](const Rep& rep) { return Maybe(rep.end_s - rep.start_s); }},
    RepMeasure{"cop_ml_speed", "Sideways wobble", "mm/s", 1,
               [](const Rep& rep) { return rep.side == Side::both ? std::nullopt : rep.cop_ml_speed_mm_s; }},
    RepMeasure{"swing", "Rise of the load", "N", 0, [](const Rep& rep) { return rep.swing_n; }},
};

}  // namespace

const RepMeasure* find_rep_measure(std::string_view metric) {
  for (const RepMeasure& measure : kRepMeasures)
    if (measure.metric == metric) return &measure;
  return nullptr;
}

std::vector<const RepMeasure*> measures_in(const Analysis& analysis) {
  std::vector<const RepMeasure*> measures;
  for (const RepMeasure& measure : kRepMeasures) {
    const bool after_depth = !measures.empty() && measures.front()->metric == "depth";
    if (measure.metric == "hold" && after_depth) continue;
    if (!means_of(analysis, measure).empty()) measures.push_back(&measure);
  }
  return measures;
}

std::vector<RepMean> means_of(const Analysis& analysis, const RepMeasure& measure) {
  std::vector<RepMean> means;
  for (const Side side : kSides) {
    std::vector<double> values;
    for (const Rep& rep : analysis.reps)
      if (const Maybe value = measure.of(rep); rep.valid && rep.side == side && value)
        values.push_back(*value);
    if (values.empty()) continue;
    RepMean mean{side, *signal::mean(values), {}, static_cast<int>(values.size())};
    if (const auto sd = signal::standard_deviation(values))
      mean.doubt = signal::student_t_975(mean.n - 1) * *sd / std::sqrt(mean.n);
    means.push_back(mean);
  }
  return means;
}

std::vector<const Hold*> longest_holds(const Analysis& analysis) {
  std::vector<const Hold*> holds;
  for (const Side side : kSides) {
    const Hold* longest = nullptr;
    for (const Hold& hold : analysis.holds)
      if (hold.side == side && (!longest || hold.end_s - hold.start_s > longest->end_s - longest->start_s))
        longest = &hold;
    if (longest) holds.push_back(longest);
  }
  return holds;
}

std::vector<Side> sides_in(const Analysis& analysis) {
  std::vector<Side> sides;
  if (analysis.reps.empty()) {
    for (const Hold* hold : longest_holds(analysis)) sides.push_back(hold->side);
    return sides;
  }
  for (const Side side : kSides)
    if (std::any_of(analysis.reps.begin(), analysis.reps.end(),
                    [&](const Rep& rep) { return rep.valid && rep.side == side; }))
      sides.push_back(side);
  return sides;
}

}  // namespace poise::report
