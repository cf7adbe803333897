#include "movement/analysis.h"

#include <fmt/format.h>

#include <algorithm>
#include <array>
#include <cmath>
#include <utility>

#include "base/limits.h"
#include "movement/empty_mat.h"
#include "movement/final_pass.h"
#include "movement/record_doubt.h"
#include "signal/butterworth.h"
#include "signal/uniform.h"

namespace poise::movement {
namespace {

constexpr double kFilter_hz = 10;
constexpr double kWorthAGap_s = 0.25;  // a longer hole cuts a bout: what happened in it is not known

/// Within the pass time counts from the record's first sample, in whole nanoseconds: what the clock said before
/// that, and the rounding that comes with it, decides nothing.
void start_at_nought(FinalPass& pass) {
  if (pass.recording.time_s.empty()) return;
  pass.origin_s = pass.recording.time_s.front();
  pass.time_s.reserve(pass.recording.size());
  for (const double time_s : pass.recording.time_s)
    pass.time_s.push_back(std::round((time_s - pass.origin_s) * 1e9) / 1e9);
}

/// Back to the record's own axis.
void give_back_origin(FinalPass& pass) {
  const auto back = [&](double& time_s) { time_s += pass.origin_s; };
  for (Gap& gap : pass.result.gaps) back(gap.start_s), back(gap.end_s);
  for (Hold& hold : pass.result.holds) back(hold.start_s), back(hold.end_s);
  for (Rep& rep : pass.result.reps) {
    back(rep.start_s), back(rep.bottom_s), back(rep.end_s);
    if (rep.onset_s) back(*rep.onset_s);
    if (rep.correction) back(rep.correction->automatic_start_s), back(rep.correction->automatic_end_s);
  }
}

void describe_record(FinalPass& pass) {
  pass.result.exercise = pass.exercise.id;
  pass.result.side = pass.exercise.one_side() ? pass.options.side : Side::both;
  pass.result.variant = pass.options.variant;
  pass.result.samples = static_cast<int>(pass.recording.size());
  pass.grid = signal::fit_grid(pass.time_s);
  if (pass.grid.count == 0) {
    if (pass.time_s.size() > 1)
      pass.note(fmt::format("Nothing was worked out: for how close its samples are, the recording lasts too long ({} "
                            "samples are the most). Split it at its gaps.",
                            limits::kSamples));
    return;
  }
  pass.result.sampling_hz = pass.grid.rate_hz;
  pass.result.duration_s = pass.time_s.back();
  pass.result.filter_hz = std::min(pass.options.filter_hz.value_or(kFilter_hz), 0.4 * pass.grid.rate_hz);
  if (pass.options.nominal_calibration)
    pass.note("Nominal calibration: newtons rest on the cells' rated sensitivity, not on a calibration of this mat.");
}

std::vector<double> column(const FinalPass& pass, const std::vector<double>& values) {
  return signal::zero_phase_low_pass(signal::on_grid(pass.grid, pass.time_s, values), pass.result.filter_hz,
                                     pass.grid.rate_hz);
}

void find_gaps(FinalPass& pass) {
  const auto& values = pass.recording.has_total() ? pass.recording.total_n : pass.recording.cop_x_mm;
  for (const signal::Hole& hole : signal::find_holes(pass.grid, pass.time_s, values)) {
    const double missing = std::round((hole.end_s - hole.start_s) * pass.grid.rate_hz) - 1;
    if (pass.recording.has_total()) pass.result.lost_samples += static_cast<int>(std::max(missing, 0.0));
    // One or two missing samples are bridged without harm; they count as lost, not as a gap.
    if (missing >= 3 && pass.recording.has_total())
      pass.columns.gaps.push_back({std::max(hole.start_s, pass.time_s.front()), std::min(hole.end_s, pass.time_s.back())});
    if (hole.end_s - hole.start_s < kWorthAGap_s) continue;
    Loads& loads = pass.columns.loads;
    loads.hole.resize(loads.size());
    for (std::size_t i = loads.index_at(hole.start_s); i <= loads.index_at(hole.end_s) && i < loads.size(); ++i) {
      loads.total_n[i] = 0;  // nobody we know of
      loads.hole[i] = 1;
    }
  }
  pass.result.gaps = pass.columns.gaps;
}

void prepare_columns(FinalPass& pass) {
  if (pass.grid.count == 0) return;
  Loads& loads = pass.columns.loads;
  loads.start_s = pass.grid.start_s;
  loads.step_s = pass.grid.step_s();
  loads.total_n = column(pass, pass.recording.total_n);
  loads.left_n = column(pass, pass.recording.left_n);
  loads.right_n = column(pass, pass.recording.right_n);
  pass.columns.cop_x_mm = column(pass, pass.recording.cop_x_mm);
  pass.columns.cop_y_mm = column(pass, pass.recording.cop_y_mm);
  if (pass.exercise.sides == Sides::leading) {
    pass.columns.left_cop_y_mm = column(pass, pass.recording.left_cop_y_mm);
    pass.columns.right_cop_y_mm = column(pass, pass.recording.right_cop_y_mm);
  }
  find_gaps(pass);
  for (std::size_t i = 0; i < pass.recording.overload.size(); ++i) {
    if (!pass.recording.overload[i]) continue;
    ++pass.result.quality.overload_samples;
    pass.columns.overloads.emplace_back(pass.time_s[i], pass.time_s[i]);
  }
  for (const RawFrame& frame : pass.recording.raw) pass.result.quality.saturated_samples += (frame.flags & kFlagSaturated) != 0;
}

/// Whether a cell was at the end of its range in a still second, so that its mean is no weight.
bool overloaded(const FinalPass& pass, const Still& still) {
  return std::any_of(pass.columns.overloads.begin(), pass.columns.overloads.end(), [&](const auto& span) {
    return span.first <= still.end_s && span.second >= still.start_s;
  });
}

void weigh(FinalPass& pass) {
  if (!pass.exercise.weighs()) {
    pass.result.body.weight_n = pass.columns.body_weight_n = pass.options.body_weight_n;
    return;
  }
  auto still = find_body_weight(pass.columns.loads, pass.exercise.pattern);
  if (still && overloaded(pass, *still)) {
    still.reset();
    pass.note("A cell was at the end of its range while somebody stood still, so that there is no body weight: it would be "
              "wrong.");
  }
  if (still) {
    pass.weighed = *still;
    pass.result.quality.still_before_s = still->end_s - still->start_s;
  }
  if (pass.options.body_weight_n) {
    pass.result.body.weight_n = pass.options.body_weight_n;
  } else if (still) {
    pass.result.body.weight_n = still->mean_n;
    const WeightDoubt doubt = weight_doubt(pass, *still);
    pass.result.body.weight_doubt_n = doubt.all_n;
    pass.weight_scatter_n = doubt.trembling_n;
  } else {
    pass.note(pass.exercise.pattern == Pattern::bridge
             ? "Body weight unknown: nobody stood still on the mat before lying down; percent of body weight is left out. "
               "Give it with --body-weight-n."
             : "Nobody stood still on the mat for a second, so there is no body weight to measure against.");
  }
  pass.columns.body_weight_n = pass.result.body.weight_n;
  if (still && !pass.options.filter_hz) pass.result.body.quiet_sd_n = still->sd_n;
}

/// A timed hold on one side is over with its time: how long somebody takes to hear that says nothing of the leg that
/// stands, and sides are compared by how long they held.
void end_timed_holds(FinalPass& pass) {
  if (!pass.options.seconds_asked || !pass.exercise.one_side()) return;
  for (Hold& hold : pass.result.holds) {
    if (!hold.hold_s || *hold.hold_s <= *pass.options.seconds_asked) continue;
    hold.hold_s = pass.options.seconds_asked;
    hold.end_s = hold.start_s + *hold.hold_s;
  }
}

constexpr std::array<std::pair<Outcome, const char*>, 5> kOutcomes = {{
    {Outcome::complete, "complete"},
    {Outcome::ended_early, "ended_early"},
    {Outcome::stepped_off, "stepped_off"},
    {Outcome::link_lost, "link_lost"},
    {Outcome::no_movement, "no_movement"},
}};

}  // namespace

const char* to_string(Outcome outcome) {
  for (const auto& [known, name] : kOutcomes)
    if (known == outcome) return name;
  return "";
}

std::optional<Outcome> outcome_from(std::string_view word) {
  for (const auto& [outcome, name] : kOutcomes)
    if (word == name) return outcome;
  return std::nullopt;
}

int valid_reps(const Analysis& analysis) {
  return static_cast<int>(
      std::count_if(analysis.reps.begin(), analysis.reps.end(), [](const Rep& rep) { return rep.valid; }));
}

Analysis analyze(const Recording& recording, const AnalysisOptions& options) {
  FinalPass pass(recording, options);
  start_at_nought(pass);
  describe_record(pass);
  prepare_columns(pass);
  measure_drift(pass);
  if (pass.has_loads()) weigh(pass);
  switch (pass.exercise.pattern) {
    case Pattern::stand: analyze_stand(pass); break;
    case Pattern::plank: analyze_planks(pass); break;
    case Pattern::squat: analyze_squats(pass); break;
    case Pattern::bridge: analyze_bridges(pass); break;
    case Pattern::sit_to_stand: analyze_sits(pass); break;
    case Pattern::twist: analyze_twists(pass); break;
  }
  end_timed_holds(pass);
  summarize(pass);
  give_back_origin(pass);
  return std::move(pass.result);
}

}  // namespace poise::movement
