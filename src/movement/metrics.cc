#include "movement/metrics.h"

#include <algorithm>
#include <cstring>
#include <unordered_map>
#include <utility>
#include <vector>

namespace poise::movement {
namespace {

/// Longer endings before those that they end in themselves.
constexpr std::pair<std::string_view, std::string_view> kUnits[] = {
    {"_points_per_rep", "points/rep"},
    {"_pct_per_rep", "%/rep"},
    {"_mm2_s", "mm2/s"},
    {"_mm_s", "mm/s"},
    {"_n_s", "N/s"},
    {"_pct_bw", "%BW"},
    {"_mm2", "mm2"},
    {"_mm", "mm"},
    {"_ns", "N s"},
    {"_pct", "%"},
    {"_hz", "Hz"},
    {"_deg", "deg"},
    {"_n", "N"},
    {"_s", "s"},
    {"_w", "W"},
};

/// What left and right are compared in (summary.cc).
struct Compared {
  std::string_view key, words, unit;
  Better better = Better::neither;
};
constexpr std::array kCompared = {
    Compared{"mean_force", "mean force", "N"},
    Compared{"peak_force", "peak force", "N"},
    Compared{"swing", "swing of the load", "N"},
    Compared{"depth", "depth", "mm", Better::higher},
    Compared{"cop_ml_speed", "sideways wobble", "mm/s", Better::lower},
    Compared{"hold", "hold", "s", Better::higher},
    Compared{"unsteadiness", "unsteadiness of the hold", "%", Better::lower},
    Compared{"rep_time", "time of a repetition", "s", Better::lower},
    Compared{"valid_reps", "valid repetitions", "", Better::higher},
};

/// Counts, figures of the recording's quality, and ratios between sessions (session/trend.h).
const Metric kOthers[] = {
    {"reps.valid", "valid repetitions", "", Better::higher, "count"},
    {"quality.noise_floor_mm_s", "noise floor of the mat", "mm/s", Better::lower},
    {"quality.drift_n", "drift of the mat's zero", "N"},
    {"quality.touches", "touches of the free foot", "", Better::lower, "count"},
    {"eyes_closed_to_open.mean_velocity", "sway velocity, eyes closed/open", "", Better::neither, "romberg_quotient"},
    {"eyes_closed_to_open.area", "sway area, eyes closed/open", "", Better::neither, "romberg_quotient"},
    {"foam_to_firm.mean_velocity", "sway velocity, foam/firm", "", Better::neither, "foam_over_firm"},
    {"foam_to_firm.area", "sway area, foam/firm", "", Better::neither, "foam_over_firm"},
};

/// What people look at first, in that order.
constexpr std::string_view kHeadlines[] = {
    "share.left_mean_pct",
    "asymmetry.mean_force.value_pct",
    "asymmetry.swing.value_pct",
    "asymmetry.depth.value_pct",
    "asymmetry.hold.value_pct",
    "asymmetry.cop_ml_speed.value_pct",
    "reps.depth_mm",
    "reps.top_left_pct_bw",
    "reps.top_right_pct_bw",
    "reps.hold_s",
    "reps.sag_pct",
    "reps.cop_ml_speed_mm_s",
    "reps.lead_share_pct",
    "reps.down_s",
    "holds.hold_s",
    "holds.cop_ml_speed_mm_s",
    "holds.hold_steadiness_pct",
    "holds.drift_pct",
    "sway.mean_velocity_mm_s",
    "sway.prediction_ellipse_area_mm2",
    "eyes_closed_to_open.mean_velocity",
    "eyes_closed_to_open.area",
    "foam_to_firm.mean_velocity",
    "foam_to_firm.area",
    "reps.valid",
    "fatigue.depth_pct_per_rep",
    "fatigue.rep_time_pct_per_rep",
    "fatigue.left_share_points_per_rep",
};

template <class Fields>
void add_all(std::vector<Metric>& all, const std::string& prefix, const Fields& fields, bool per_rep = false) {
  for (const auto& field : fields) {
    const std::string formula(field.formula.empty() && per_rep ? "mean" : field.formula);
    all.push_back({prefix + std::string(field.key), std::string(field.words), std::string(unit_of(field.key)),
                   field.better, formula, 0, per_rep});
  }
}

int decimals_of(const Metric& metric) {
  if (metric.formula == "count") return 0;
  for (const std::string_view coarse : {"N", "N s", "N/s", "W", "mm2"})
    if (metric.unit == coarse) return 0;
  for (const std::string_view fine : {"", "s", "Hz"})
    if (metric.unit == fine) return 2;
  return 1;
}

std::vector<Metric> build() {
  std::vector<Metric> all;
  add_all(all, "body.", kBodyFields);
  add_all(all, "share.", kShareFields);
  for (const Compared& one : kCompared) {
    const std::string id = "asymmetry." + std::string(one.key), words(one.words);
    all.push_back({id, words, std::string(one.unit), one.better, "mean", 0, true});
    all.push_back({id + ".value_pct", "asymmetry of " + words, "%", Better::nearer_to_0});
  }
  add_all(all, "sway.", kSwayFields);
  add_all(all, "reps.", kRepFields, true);
  add_all(all, "holds.", kHoldFields, true);
  add_all(all, "fatigue.", kFatigueFields);
  all.insert(all.end(), std::begin(kOthers), std::end(kOthers));
  const auto headlines = static_cast<int>(std::size(kHeadlines));
  for (std::size_t i = 0; i < all.size(); ++i) {
    const auto headline = std::find(std::begin(kHeadlines), std::end(kHeadlines), all[i].id);
    all[i].decimals = decimals_of(all[i]);
    all[i].headline = headline != std::end(kHeadlines);
    all[i].place = all[i].headline ? static_cast<int>(headline - std::begin(kHeadlines))
                                   : headlines + static_cast<int>(i);
  }
  return all;
}

const Metric* find_metric(std::string_view id) {
  static const auto index = [] {
    std::unordered_map<std::string_view, const Metric*> by_id;
    for (const Metric& metric : metrics()) by_id.emplace(metric.id, &metric);
    return by_id;
  }();
  const auto found = index.find(id);
  return found == index.end() ? nullptr : found->second;
}

constexpr int kLastPlace = 10'000;

/// For an id that a newer or older program has kept.
Metric unknown_metric(std::string_view id) {
  const std::string_view key = id.substr(id.rfind('.') + 1);
  Metric metric;
  metric.id = id;
  metric.words = key;
  std::replace(metric.words.begin(), metric.words.end(), '_', ' ');
  metric.unit = unit_of(key);
  metric.decimals = decimals_of(metric);
  metric.place = kLastPlace;
  return metric;
}

}  // namespace

const char* to_string(Better better) {
  switch (better) {
    case Better::lower:
      return "lower";
    case Better::higher:
      return "higher";
    case Better::neither:
      return "";
    default:
      return "even";
  }
}

std::optional<double> even_of(Better better) {
  switch (better) {
    case Better::nearer_to_0:
      return 0;
    case Better::nearer_to_50:
      return 50;
    case Better::nearer_to_100:
      return 100;
    default:
      return std::nullopt;
  }
}

std::string_view unit_of(std::string_view key) {
  for (const auto& [ending, unit] : kUnits)
    if (key.ends_with(ending)) return unit;
  return "";
}

std::string_view ending_of(std::string_view unit) {
  for (const auto& [ending, of] : kUnits)
    if (of == unit) return ending.substr(1);
  return "";
}

std::span<const Metric> metrics() {
  static const std::vector<Metric> all = build();
  return all;
}

Metric metric_of(std::string_view id, std::string_view formula) {
  const Metric* known = find_metric(id);
  Metric metric = known ? *known : unknown_metric(id);
  if (!formula.empty()) metric.formula = formula;
  if (formula == "lsi") metric.better = Better::nearer_to_100;
  return metric;
}

std::string unit_in_print(std::string_view unit) {
  std::string text(unit);
  for (const auto& [plain, print] : {std::pair{"mm2", "mm²"}, {"N s", "N·s"}, {"deg", "°"}})
    if (const auto at = text.find(plain); at != std::string::npos) text.replace(at, std::strlen(plain), print);
  return text;
}

bool is_metric(std::string_view id) { return find_metric(id) != nullptr; }

int place_of(std::string_view id) {
  const Metric* known = find_metric(id);
  return known ? known->place : kLastPlace;
}

}  // namespace poise::movement
