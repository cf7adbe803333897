#include <algorithm>
#include <cmath>
#include <string>

#include "movement/metrics.h"
#include "report/csv_writer.h"
#include "report/reference_sample.h"
#include "report/session_folder.h"
#include "session/measures.h"

namespace poise::report {
namespace {

constexpr int kDecimals = 6;

/// The side that a figure is of; of an asymmetry the one that it favours.
std::string_view side_of(const session::Measure& measure) {
  if (!measure.favours.empty()) return measure.favours;
  const std::string_view id = measure.metric;
  const bool whole = id.starts_with("body.") || id.starts_with("share.");
  if (whole && id.find("left") != std::string_view::npos) return "left";
  if (whole && id.find("right") != std::string_view::npos) return "right";
  return to_string(measure.side);
}

/// An asymmetry's side has a column of its own, so that its number is a magnitude: less is better, but for the limb
/// symmetry index, which is even at 100.
std::string_view better_of(const session::Measure& measure, const movement::Metric& metric) {
  if (measure.favours.empty()) return to_string(metric.better);
  return measure.formula == "lsi" ? "even" : "lower";
}

/// From the lowest 5th to the highest 95th percentile of those who were measured alike; empty where there is nobody.
void write_reference(CsvWriter& csv, std::string_view metric, const std::vector<session::Reference>& references) {
  movement::Maybe low, high;
  for (const session::Reference& each : references) {
    const session::NormBand* band = each.group->find(metric);
    if (!band) continue;
    low = std::min(low.value_or(band->p5), band->p5);
    high = std::max(high.value_or(band->p95), band->p95);
  }
  csv.number(low, kDecimals).number(high, kDecimals);
}

void write_row(CsvWriter& csv, const session::Measure& measure, const std::vector<session::Reference>& references) {
  const movement::Metric metric = movement::metric_of(measure.metric, measure.formula);
  const double value = measure.favours.empty() ? measure.value : std::abs(measure.value);
  csv.text(measure.metric).number(value, kDecimals).text(metric.unit).text(side_of(measure));
  csv.integer(measure.n);
  csv.number(measure.sd, kDecimals).text(measure.formula).text(better_of(measure, metric));
  write_reference(csv, measure.metric, references);
  csv.number(measure.mdc95, kDecimals).end_row();
}

}  // namespace

Expected<void> write_summary_csv(const std::filesystem::path& path, const movement::Analysis& analysis,
                                 const session::Surroundings& surroundings, CsvStyle style) {
  CsvWriter csv(path, style);
  for (const char* name : {"metric", "value", "unit", "side", "n", "sd", "formula", "better", "reference_low",
                           "reference_high", "mdc95"})
    csv.text(name);
  csv.end_row();
  for (const session::Measure& measure : session::measures_of(analysis)) write_row(csv, measure, references_of(analysis, measure.side, surroundings));
  return csv.close();
}

}  // namespace poise::report
