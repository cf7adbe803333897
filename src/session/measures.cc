#include "session/measures.h"

#include <algorithm>
#include <cmath>

#include "movement/metrics.h"
#include "signal/statistics.h"

namespace poise::session {
namespace {

using movement::Analysis;
using movement::Maybe;

class Measures {
 public:
  /// Nothing for a figure that could not be computed.
  void add(Measure measure, const Maybe& value) {
    if (!value || !std::isfinite(*value)) return;
    measure.value = *value;
    all_.push_back(std::move(measure));
  }

  template <class Struct, class Fields>
  void add_fields(const std::string& prefix, Side side, const Struct& from, const Fields& fields) {
    for (const auto& field : fields)
      add({.metric = prefix + std::string(field.key),
           .side = side,
           .formula = std::string(field.formula),
           .sd = field.sd ? from.*field.sd : Maybe{}},
          from.*field.value);
  }

  /// Mean and SD over the items of this side that pass.
  template <class Item, class Fields, class Pass>
  void add_means(const std::string& prefix, Side side, const std::vector<Item>& items, const Fields& fields, Pass pass) {
    for (const auto& field : fields) {
      std::vector<double> values;
      for (const Item& item : items)
        if (const Maybe& value = item.*field.value; item.side == side && pass(item) && value) values.push_back(*value);
      add({.metric = prefix + std::string(field.key),
           .side = side,
           .formula = field.formula.empty() ? "mean" : std::string(field.formula),
           .n = static_cast<int>(values.size()),
           .sd = signal::standard_deviation(values)},
          signal::mean(values));
    }
  }

  std::vector<Measure> take() { return std::move(all_); }

 private:
  std::vector<Measure> all_;
};

void add_asymmetry(Measures& to, const movement::Asymmetry& it) {
  const std::string name = "asymmetry." + it.metric;
  to.add({.metric = name, .side = Side::left, .formula = "mean", .n = it.n_left}, it.left);
  to.add({.metric = name, .side = Side::right, .formula = "mean", .n = it.n_right}, it.right);
  const bool has_sign = it.formula != "lsi";
  Maybe value = it.value_pct;
  if (value && has_sign && it.favours == "left") value = -*value;
  to.add({.metric = name + ".value_pct",
          .formula = it.formula,
          .n = it.n_left + it.n_right,
          .sd = it.sd_pct,
          .favours = it.favours,
          .mdc95 = it.mdc95_pct},
         value);
}

void add_repetitions(Measures& to, const Analysis& analysis) {
  for (const Side side : {Side::left, Side::right, Side::both}) {
    int valid = 0, all = 0;
    for (const movement::Rep& rep : analysis.reps) {
      all += rep.side == side;
      valid += rep.side == side && rep.valid;
    }
    if (all > 0) to.add({.metric = "reps.valid", .side = side, .formula = "count", .n = all}, valid);
    to.add_means("reps.", side, analysis.reps, movement::kRepFields,
                 [](const movement::Rep& rep) { return rep.valid; });
    to.add_means("holds.", side, analysis.holds, movement::kHoldFields, [](const movement::Hold&) { return true; });
  }
}

/// fatigue_of() looks at the side that came first.
Side side_of_fatigue(const Analysis& analysis) {
  return analysis.reps.empty() ? analysis.side : analysis.reps.front().side;
}

}  // namespace

std::vector<Measure> measures_of(const Analysis& analysis) {
  Measures to;
  const Side side = analysis.side;
  to.add_fields("body.", Side::both, analysis.body, movement::kBodyFields);
  if (analysis.share) to.add_fields("share.", Side::both, *analysis.share, movement::kShareFields);
  for (const movement::Asymmetry& asymmetry : analysis.asymmetry) add_asymmetry(to, asymmetry);
  if (analysis.sway) to.add_fields("sway.", side, *analysis.sway, movement::kSwayFields);
  add_repetitions(to, analysis);
  if (analysis.fatigue)
    to.add_fields("fatigue.", side_of_fatigue(analysis), *analysis.fatigue, movement::kFatigueFields);
  to.add({.metric = "quality.noise_floor_mm_s", .side = side}, analysis.quality.noise_floor_mm_s);
  to.add({.metric = "quality.drift_n", .side = side}, analysis.quality.drift_n);
  to.add({.metric = "quality.touches", .side = side, .formula = "count"}, analysis.quality.touches);
  return to.take();
}

}  // namespace poise::session
