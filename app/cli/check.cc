#include <fmt/format.h>
#include <unistd.h>

#include <cmath>
#include <nlohmann/json.hpp>

#include "console.h"
#include "engine/engine.h"
#include "live_line.h"
#include "report/analysis_json.h"
#include "status_line.h"
#include "terminal.h"
#include "verbs.h"
#include "watch.h"

namespace poise::cli {
namespace {

using calibrate::Finding;
using calibrate::MatReport;
using calibrate::Severity;
using engine::Snapshot;
using Json = nlohmann::ordered_json;

template <class Number>
void put(Json& json, const char* key, const std::optional<Number>& value) {
  if (value) json[key] = *value;
}

Json to_json(const Snapshot& snapshot) {
  const MatReport& report = *snapshot.check_report;
  const calibrate::Geometry& geometry = *snapshot.geometry;
  Json json{{"schema", "poise.check/1"},
            {"fit", report.fit()},
            {"device", snapshot.device},
            {"unique_id", snapshot.identity->unique_id},
            {"nominal_calibration", snapshot.nominal_calibration},
            {"seconds", report.seconds},
            {"samples", report.samples},
            {"nominal_rate_hz", report.nominal_rate_hz}};
  put(json, "rate_hz", report.rate_hz);
  put(json, "clock_slow_pct", report.clock_slow_pct);
  put(json, "jitter_sd_us", report.jitter_sd_us);
  put(json, "jitter_largest_us", report.jitter_largest_us);
  put(json, "arrival_spread_ms", report.arrival_spread_ms);
  const LinkCounters& line = report.line;
  json["lost_samples"] = line.lost_samples;
  json["lost"] = {{"damaged_frames", line.bad_crc + line.bad_cobs + line.too_long + line.too_short},
                  {"dropped_by_mat", line.overflows},
                  {"dropped_by_host", line.dropped_chunks},
                  {"restarts", line.restarts}};
  put(json, "cop_noise_floor_mm_s", report.cop_noise_floor_mm_s);
  json["cells"] = Json::array();
  for (std::size_t i = 0; i < report.cells.size(); ++i) {
    const calibrate::CellFigures& cell = report.cells[i];
    Json item{{"name", geometry.cells[i].name}, {"samples", cell.samples}};
    if (cell.samples > 0) {
      item["mean_counts"] = cell.mean_counts;
      item["noise_counts"] = cell.noise_counts;
      item["noise_n"] = cell.noise_n;
      item["drift_n_per_min"] = cell.drift_n_per_min;
    }
    json["cells"].push_back(std::move(item));
  }
  json["findings"] = Json::array();
  for (const Finding& finding : report.findings) {
    Json cells = Json::array();
    for (const int cell : finding.cells) cells.push_back(geometry.cells[static_cast<std::size_t>(cell)].name);
    json["findings"].push_back({{"severity", to_string(finding.severity)},
                                {"id", finding.id},
                                {"cells", std::move(cells)},
                                {"seen", finding.seen},
                                {"meaning", finding.meaning},
                                {"advice", finding.advice}});
  }
  return json;
}

void print_figures(const Snapshot& snapshot) {
  const MatReport& report = *snapshot.check_report;
  print("{}, {:.1f} s of the empty mat: {} samples", snapshot.device, report.seconds, report.samples);
  if (report.rate_hz) print(", {:.2f} a second (it says {:g})", *report.rate_hz, report.nominal_rate_hz);
  print(", {} lost\n", report.line.lost_samples);
  if (report.clock_slow_pct)
    print("Its clock runs {:.3f} % {} than this computer's\n", std::abs(*report.clock_slow_pct),
          *report.clock_slow_pct < 0 ? "faster" : "slower");
  if (report.jitter_sd_us)
    print("Intervals scatter by {:.0f} us (SD), at most {:.0f} us; samples arrive within {:.0f} ms\n",
               *report.jitter_sd_us, *report.jitter_largest_us, *report.arrival_spread_ms);
  if (report.cop_noise_floor_mm_s)
    print("Noise alone moves the centre of pressure by {:.2f} mm/s under {:g} N (10 Hz)\n",
               *report.cop_noise_floor_mm_s, calibrate::kNoiseFloorLoad_n);
  if (report.cells.empty()) return;
  print("\n{:<6}{:>12}{:>16}{:>12}{:>14}\n", "cell", "shows", "noise (SD)", "", "drift");
  for (std::size_t i = 0; i < report.cells.size(); ++i) {
    const calibrate::CellFigures& cell = report.cells[i];
    const calibrate::Cell& place = snapshot.geometry->cells[i];
    if (cell.samples == 0)
      print("{:<6}{:>12}\n", place.name, "no number");
    else
      print("{:<6}{:>+10.1f} N{:>9.0f} counts{:>10.3f} N{:>+8.2f} N/min\n", place.name,
                 cell.mean_counts / place.counts_per_newton, cell.noise_counts, cell.noise_n,
                 cell.drift_n_per_min);
  }
}

void print_findings(const MatReport& report) {
  for (const Finding& finding : report.findings) {
    const char* word = finding.severity == Severity::unfit     ? "UNFIT"
                       : finding.severity == Severity::warning ? "Warning"
                                                               : "Note";
    print("\n{}: {}\n", word, finding.seen);
    if (!finding.meaning.empty()) print("  {}\n", finding.meaning);
    if (!finding.advice.empty()) print("  {}\n", finding.advice);
  }
}

/// "1/3  Leave the mat empty and do not touch it.  [40 %]"
std::string step_line(const Snapshot& snapshot) {
  if (!snapshot.check) return trouble_of(snapshot);
  const calibrate::CheckView& check = *snapshot.check;
  std::string line = fmt::format("{}/{}  {}", check.step, check.steps, check.instruction);
  if (check.step == 1) line += fmt::format("  {:.0f} %", 100 * check.progress);
  if (!check.why.empty()) line += "  (" + check.why + ")";
  return line;
}

/// What is said once: the instruction without what changes all the time.
std::string turn_of(const Snapshot& snapshot) {
  return snapshot.check ? snapshot.check->instruction : std::string();
}

Expected<std::shared_ptr<const Snapshot>> run(const Common& common, const CheckWords& words) {
  Watch how;
  how.interrupt_fd = watch_for_interrupt();
  how.device = words.device;
  const Bell bell;
  engine::EngineOptions options;
  options.device.clear();
  options.store_path = common.store;
  options.probe_all = words.probe_all;
  options.on_snapshot = [&bell] { bell.ring(); };
  engine::Engine engine(options);
  calibrate::CheckPlan plan;
  const bool at_terminal = isatty(STDIN_FILENO) != 0;
  plan.steps = words.steps || words.corners || (at_terminal && !words.no_steps);
  plan.corners = words.corners;
  engine.send(engine::CheckMat{plan});
  engine.send(engine::SelectDevice{words.device, words.mat_file});

  how.keys = plan.steps;
  StatusLine line;
  how.look = [&line](const Snapshot& snapshot) {
    if (!snapshot.check_report) line.show(step_line(snapshot), turn_of(snapshot));
    return snapshot.check_report != nullptr;
  };
  how.on_key = [&engine](char key) {
    if (key == '\n') engine.send(engine::SkipStep{});
  };
  how.on_interrupt = [](const Snapshot&) {
    return Error{ErrorCode::disconnected, "ended before the check was over: run poise check again", {}};
  };
  if (how.keys && at_terminal) say("Enter leaves a step out; Ctrl-C ends.");
  auto end = watch(engine, bell, how);
  line.end();
  return end;
}

}  // namespace

int check(const Common& common, const CheckWords& words) {
  const auto end = run(common, words);
  if (!end) return report_error(end.error());
  const MatReport& report = *(*end)->check_report;
  if (common.json) {
    fmt::print("{}\n", report::json_text(to_json(**end)));
  } else {
    print("The mat is {} for use.\n\n", report.fit() ? "fit" : "NOT fit");
    print_figures(**end);
    print_findings(report);
  }
  if (report.fit()) return kDone;
  const Finding& worst = report.findings.front();
  return report_error(
      {ErrorCode::bad_data, fmt::format("the mat is not fit for use. {} {}", worst.seen, worst.advice), {}});
}

}  // namespace poise::cli
