#include <cmath>
#include <string>

#include "report/analysis_fields.h"
#include "report/csv_writer.h"
#include "report/session_folder.h"

namespace poise::report {
namespace {

/// One row. `metric` is the way to the figure in the analysis JSON.
struct Metric {
  std::string metric = {};
  Maybe value = {};
  std::string_view unit = {};
  std::string_view side = {};
  std::optional<int> n = {};
  Maybe sd = {};
  std::string_view formula = {};
  std::string_view better = {};  ///< "lower", "higher", or empty where neither is
  Maybe mdc95 = {};
};

class SummaryWriter {
 public:
  SummaryWriter(const std::filesystem::path& path, CsvStyle style) : csv_(path, style) {
    for (const char* name : {"metric", "value", "unit", "side", "n", "sd", "formula", "better",
                             "reference_low", "reference_high", "mdc95"})
      csv_.text(name);
    csv_.end_row();
  }

  /// Nothing for a metric that could not be computed.
  void add(const Metric& row) {
    if (!row.value || !std::isfinite(*row.value)) return;
    csv_.text(row.metric).number(row.value, kDecimals).text(row.unit).text(row.side);
    if (row.n)
      csv_.integer(*row.n);
    else
      csv_.empty();
    // No reference range is given: those that are published hold for one stance, surface and device each.
    csv_.number(row.sd, kDecimals).text(row.formula).text(row.better).empty().empty();
    csv_.number(row.mdc95, kDecimals).end_row();
  }

  Expected<void> close() { return csv_.close(); }

 private:
  static constexpr int kDecimals = 6;
  CsvWriter csv_;
};

std::string_view side_in(std::string_view key) {
  if (key.find("left") != std::string_view::npos) return "left";
  if (key.find("right") != std::string_view::npos) return "right";
  return "both";
}

void add_body(SummaryWriter& summary, const movement::Body& body) {
  for (const auto& field : kBodyFields) {
    const bool weight = field.key == "weight_n";
    summary.add({.metric = "body." + std::string(field.key),
                 .value = body.*field.value,
                 .unit = unit_of(field.key),
                 .side = side_in(field.key),
                 .sd = weight ? body.quiet_sd_n : Maybe{},
                 .formula = weight ? "mean_of_still_total" : ""});
  }
}

void add_share(SummaryWriter& summary, const movement::Share& share) {
  for (const auto& field : kShareFields) {
    const bool mean = field.key == "left_mean_pct";
    summary.add({.metric = "share." + std::string(field.key),
                 .value = share.*field.value,
                 .unit = unit_of(field.key),
                 .side = side_in(field.key),
                 .sd = mean ? share.left_sd_pct : Maybe{},
                 .formula = field.key.starts_with("time") ? "time_beyond_5_pct_bw"
                            : mean                        ? "share_of_total"
                                                          : ""});
  }
}

void add_asymmetry(SummaryWriter& summary, const movement::Asymmetry& asymmetry) {
  const std::string name = "asymmetry." + asymmetry.metric;
  summary.add({.metric = name,
               .value = asymmetry.left,
               .unit = asymmetry.unit,
               .side = "left",
               .n = asymmetry.n_left});
  summary.add({.metric = name,
               .value = asymmetry.right,
               .unit = asymmetry.unit,
               .side = "right",
               .n = asymmetry.n_right});
  summary.add({.metric = name + ".value_pct",
               .value = asymmetry.value_pct,
               .unit = "%",
               .side = asymmetry.favours,
               .n = asymmetry.n_left + asymmetry.n_right,
               .sd = asymmetry.sd_pct,
               .formula = asymmetry.formula,
               .better = "lower",
               .mdc95 = asymmetry.mdc95_pct});
}

std::string_view sway_formula(std::string_view key) {
  if (key == "prediction_ellipse_area_mm2") return "prediction_ellipse_f";
  if (key == "prediction_ellipse_area_chi2_mm2") return "schubert_2014";
  if (key.starts_with("total_power") || key.starts_with("power") || key.starts_with("centroidal") ||
      key.starts_with("frequency_dispersion"))
    return "welch_hann_10_s";
  return "prieto_1996";
}

void add_sway(SummaryWriter& summary, const movement::Sway& sway) {
  for (const auto& field : kSwayFields) {
    const std::string_view unit = unit_of(field.key);
    const bool extent = (unit == "mm" || unit == "mm/s" || unit == "mm2" || unit == "mm2/s") &&
                        !field.key.starts_with("total_power");
    summary.add({.metric = "sway." + std::string(field.key),
                 .value = sway.*field.value,
                 .unit = unit,
                 .side = "both",
                 .formula = sway_formula(field.key),
                 .better = extent ? "lower" : ""});
  }
}

/// Mean and SD over those of the list that are of this side and pass.
template <class Item, class Fields, class Pass>
void add_means(SummaryWriter& summary, const std::vector<Item>& items, const Fields& fields,
               const std::string& prefix, Side side, Pass pass) {
  for (const auto& field : fields) {
    int n = 0;
    double mean = 0, squares = 0;  // Welford's recurrence
    for (const Item& item : items) {
      const Maybe& value = item.*field.value;
      if (item.side != side || !pass(item) || !value) continue;
      ++n;
      const double from_mean = *value - mean;
      mean += from_mean / n;
      squares += from_mean * (*value - mean);
    }
    if (n == 0) continue;
    summary.add({.metric = prefix + std::string(field.key),
                 .value = mean,
                 .unit = unit_of(field.key),
                 .side = to_string(side),
                 .n = n,
                 .sd = n > 1 ? Maybe(std::sqrt(squares / (n - 1))) : Maybe{},
                 .formula = "mean"});
  }
}

void add_repetitions(SummaryWriter& summary, const movement::Analysis& analysis) {
  for (const Side side : {Side::left, Side::right, Side::both}) {
    int valid = 0, all = 0;
    for (const movement::Rep& rep : analysis.reps) {
      all += rep.side == side;
      valid += rep.side == side && rep.valid;
    }
    if (all > 0)
      summary.add(
          {.metric = "reps.valid", .value = valid, .side = to_string(side), .n = all, .formula = "count"});
    add_means(summary, analysis.reps, kRepFields, "reps.", side,
              [](const movement::Rep& rep) { return rep.valid; });
    add_means(summary, analysis.holds, kHoldFields, "holds.", side,
              [](const movement::Hold&) { return true; });
  }
}

void add_quality(SummaryWriter& summary, const movement::Quality& quality) {
  summary.add({.metric = "quality.noise_floor_mm_s",
               .value = quality.noise_floor_mm_s,
               .unit = "mm/s",
               .side = "both",
               .better = "lower"});
  summary.add({.metric = "quality.drift_n", .value = quality.drift_n, .unit = "N", .side = "both"});
  summary.add({.metric = "quality.touches",
               .value = quality.touches,
               .side = "both",
               .formula = "count",
               .better = "lower"});
}

}  // namespace

Expected<void> write_summary_csv(const std::filesystem::path& path, const movement::Analysis& analysis,
                                 CsvStyle style) {
  SummaryWriter summary(path, style);
  add_body(summary, analysis.body);
  if (analysis.share) add_share(summary, *analysis.share);
  for (const movement::Asymmetry& asymmetry : analysis.asymmetry) add_asymmetry(summary, asymmetry);
  if (analysis.sway) add_sway(summary, *analysis.sway);
  add_repetitions(summary, analysis);
  add_quality(summary, analysis.quality);
  return summary.close();
}

}  // namespace poise::report
