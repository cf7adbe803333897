#include "movement/analysis.h"

#include <fmt/format.h>

#include <algorithm>
#include <array>
#include <cmath>
#include <utility>

#include "movement/asymmetry.h"
#include "movement/bouts.h"
#include "movement/bridge_track.h"
#include "movement/rep_measures.h"
#include "movement/squat_track.h"
#include "signal/balance.h"
#include "signal/butterworth.h"
#include "signal/statistics.h"
#include "signal/sway.h"
#include "signal/uniform.h"

namespace poise::movement {
namespace {

constexpr double kFilter_hz = 10;
constexpr double kWorthAGap_s = 0.25;   // a longer hole cuts a bout: what happened in it is not known
constexpr double kFavours = 0.05;       // of body weight (McGough 2012, Clark 2014)
constexpr double kSharedRep_s = 0.5;    // a hold shorter than this is no stand

/// One run of the final pass. The members are filled from top to bottom by the functions in that order.
class FinalPass {
 public:
  FinalPass(const Recording& recording, const AnalysisOptions& options)
      : recording_(recording), options_(options), exercise_(*options.exercise) {}

  Analysis run() {
    describe_record();
    prepare_columns();
    if (has_loads()) weigh();
    switch (exercise_.pattern) {
      case Pattern::stand: analyze_stand(); break;
      case Pattern::squat: analyze_squats(); break;
      case Pattern::bridge: analyze_bridges(); break;
    }
    finish_reps();
    summarize_share();
    summarize_asymmetry();
    decide_outcome();
    return std::move(result_);
  }

 private:
  bool has_loads() const { return !columns_.loads.total_n.empty(); }

  void note(std::string sentence) { result_.quality.notes.push_back(std::move(sentence)); }

  // ---- the record ----

  void describe_record() {
    result_.exercise = exercise_.id;
    result_.side = exercise_.one_leg ? options_.side : Side::both;
    result_.variant = options_.variant;
    result_.samples = static_cast<int>(recording_.size());
    grid_ = signal::fit_grid(recording_.time_s);
    if (grid_.count == 0) return;
    result_.sampling_hz = grid_.rate_hz;
    result_.duration_s = recording_.time_s.back() - recording_.time_s.front();
    result_.filter_hz = std::min(options_.filter_hz.value_or(kFilter_hz), 0.4 * grid_.rate_hz);
    if (options_.nominal_calibration)
      note("Nominal calibration: newtons rest on the cells' rated sensitivity, not on a calibration of this mat.");
  }

  void prepare_columns() {
    if (grid_.count == 0) return;
    Loads& loads = columns_.loads;
    loads.start_s = grid_.start_s;
    loads.step_s = grid_.step_s();
    loads.total_n = column(recording_.total_n);
    loads.left_n = column(recording_.left_n);
    loads.right_n = column(recording_.right_n);
    columns_.cop_x_mm = column(recording_.cop_x_mm);
    columns_.cop_y_mm = column(recording_.cop_y_mm);
    find_gaps();
    for (std::size_t i = 0; i < recording_.overload.size(); ++i) {
      if (!recording_.overload[i]) continue;
      ++result_.quality.overload_samples;
      columns_.overloads.emplace_back(recording_.time_s[i], recording_.time_s[i]);
    }
    for (const RawFrame& frame : recording_.raw) result_.quality.saturated_samples += (frame.flags & kFlagSaturated) != 0;
  }

  std::vector<double> column(const std::vector<double>& values) const {
    return signal::zero_phase_low_pass(signal::on_grid(grid_, recording_.time_s, values), result_.filter_hz,
                                       grid_.rate_hz);
  }

  void find_gaps() {
    const auto& values = recording_.has_total() ? recording_.total_n : recording_.cop_x_mm;
    for (const signal::Hole& hole : signal::find_holes(grid_, recording_.time_s, values)) {
      const double missing = std::round((hole.end_s - hole.start_s) * grid_.rate_hz) - 1;
      if (recording_.has_total()) result_.lost_samples += static_cast<int>(std::max(missing, 0.0));
      // One or two missing samples are bridged without harm; they count as lost, not as a gap.
      if (missing >= 3 && recording_.has_total()) columns_.gaps.push_back({hole.start_s, hole.end_s});
      if (hole.end_s - hole.start_s < kWorthAGap_s) continue;
      for (std::size_t i = columns_.loads.index_at(hole.start_s); i <= columns_.loads.index_at(hole.end_s); ++i)
        if (i < columns_.loads.size()) columns_.loads.total_n[i] = 0;  // nobody we know of
    }
    result_.gaps = columns_.gaps;
  }

  // ---- the body ----

  void weigh() {
    const auto still = find_body_weight(columns_.loads, exercise_.pattern);
    if (still) {
      weighed_ = *still;
      result_.quality.still_before_s = still->end_s - still->start_s;
    }
    if (options_.body_weight_n) {
      result_.body.weight_n = options_.body_weight_n;
    } else if (still) {
      result_.body.weight_n = still->mean_n;
      // Load trembles in about four independent ways a second [E].
      result_.body.weight_doubt_n = 1.96 * still->sd_n / std::sqrt(4 * (still->end_s - still->start_s));
    } else {
      note(exercise_.pattern == Pattern::bridge
               ? "Body weight unknown: nobody stood still on the mat before lying down; percent of body weight is left out. "
                 "Give it with --body-weight-n."
               : "Nobody stood still on the mat for a second, so there is no body weight to measure against.");
    }
    columns_.body_weight_n = result_.body.weight_n;
    if (still && !options_.filter_hz) result_.body.quiet_sd_n = still->sd_n;
  }

  bool wanted(const Bout& bout) const {
    if (!exercise_.one_leg || options_.side == Side::both || bout.side == Side::both) return true;
    return bout.side == options_.side;
  }

  /// Which leg a repetition in this bout was done on; a mat of one plate believes what was asked for.
  Side leg_of(const Bout& bout) const {
    if (!exercise_.one_leg) return Side::both;
    return bout.side == Side::both ? options_.side : bout.side;
  }

  void note_other_leg(const std::vector<Bout>& bouts) {
    if (bouts.empty() || std::any_of(bouts.begin(), bouts.end(), [&](const Bout& b) { return wanted(b); })) return;
    note(fmt::format("All of it was on the {} leg, not on the {} leg that was asked for: nothing was counted.",
                     to_string(bouts.front().side), to_string(options_.side)));
  }

  bool counts(double start_s) const { return start_s >= options_.count_from_s.value_or(-1e9); }

  // ---- stands ----

  void analyze_stand() {
    std::vector<Bout> bouts;
    if (has_loads()) {
      if (result_.body.weight_n)
        bouts = find_standing_bouts(columns_.loads, *result_.body.weight_n, exercise_.one_leg);
      note_other_leg(bouts);
    } else if (recording_.has_cop()) {
      bouts = {{0, grid_.count, Side::both}};  // a file with nothing but a CoP: taken whole
    }
    std::erase_if(bouts, [&](const Bout& bout) { return !wanted(bout); });
    for (Bout& bout : bouts) {
      if (options_.count_from_s)
        bout.begin = std::max(bout.begin, columns_.loads.index_at(*options_.count_from_s));
      if (bout.end > bout.begin && static_cast<double>(bout.end - bout.begin) * grid_.step_s() > kSharedRep_s)
        add_hold(bout);
    }
    const auto longest = std::max_element(bouts.begin(), bouts.end(), [](const Bout& a, const Bout& b) {
      return static_cast<long>(a.end) - static_cast<long>(a.begin) < static_cast<long>(b.end) - static_cast<long>(b.begin);
    });
    if (longest == bouts.end() || longest->end <= longest->begin) return;
    share_bout_ = *longest;
    if (!columns_.cop_x_mm.empty())
      result_.sway = signal::sway_of(part(columns_.cop_x_mm, *longest), part(columns_.cop_y_mm, *longest), grid_.rate_hz);
    if (has_loads()) result_.body.quiet_sd_n = signal::standard_deviation(part(columns_.loads.total_n, *longest));
  }

  void add_hold(const Bout& bout) {
    Hold hold;
    hold.index = static_cast<int>(result_.holds.size()) + 1;
    hold.side = leg_of(bout);
    hold.start_s = grid_.time_at(static_cast<double>(bout.begin));
    hold.end_s = grid_.time_at(static_cast<double>(bout.end - 1));
    hold.hold_s = hold.end_s - hold.start_s;
    if (has_loads()) {
      const auto total = part(columns_.loads.total_n, bout);
      const auto sd = signal::standard_deviation(total), mean = signal::mean(total);
      if (sd && *mean > 0) hold.hold_steadiness_pct = 100 * *sd / *mean;
      if (!exercise_.one_leg) hold.left_share_pct = signal::mean(share_in(bout));
      result_.quality.touches += count_touches(columns_, bout.side, hold.start_s, hold.end_s);
    }
    result_.holds.push_back(hold);
  }

  static std::span<const double> part(const std::vector<double>& values, const Bout& bout) {
    return values.empty() ? std::span<const double>() : std::span(values).subspan(bout.begin, bout.end - bout.begin);
  }

  /// Left's share in percent of each sample; empty without sides.
  std::vector<double> share_in(const Bout& bout) const {
    std::vector<double> share;
    const Loads& loads = columns_.loads;
    if (!loads.has_sides()) return share;
    for (std::size_t i = bout.begin; i < bout.end; ++i) {
      const double total = loads.left_n[i] + loads.right_n[i];
      if (total >= signal::kLoadGate_n) share.push_back(100 * loads.left_n[i] / total);
    }
    return share;
  }

  // ---- squats ----

  void analyze_squats() {
    if (!result_.body.weight_n) return;
    const double weight_n = *result_.body.weight_n;
    const auto bouts = find_standing_bouts(columns_.loads, weight_n, exercise_.one_leg);
    note_other_leg(bouts);
    std::vector<double> quiet_sds;
    for (const Bout& bout : bouts) {
      if (!wanted(bout)) continue;
      const auto total = part(columns_.loads.total_n, bout);
      const SquatTrack track =
          track_squats(total, columns_.loads.time_at(bout.begin), columns_.loads.step_s, weight_n, weighed_.sd_n);
      quiet_sds.push_back(track.quiet_sd_n);
      declined_ += track.declined;
      for (const SquatRep& squat : track.reps)
        if (counts(squat.start_s)) add_squat(squat, leg_of(bout));
    }
    if (!quiet_sds.empty()) result_.body.quiet_sd_n = signal::quantile(quiet_sds, 0.5);
  }

  void add_squat(const SquatRep& squat, Side side) {
    Rep rep;
    rep.side = side;
    rep.start_s = squat.start_s;
    rep.bottom_s = squat.bottom_s;
    rep.end_s = squat.end_s;
    rep.down_s = squat.hold_start_s - squat.start_s;
    rep.hold_s = squat.hold_end_s - squat.hold_start_s;
    rep.up_s = squat.end_s - squat.hold_end_s;
    rep.depth_mm = squat.depth_mm;
    rep.depth_doubt_mm = squat.depth_doubt_mm;
    rep.peak_velocity_mm_s = squat.peak_velocity_mm_s;
    rep.peak_power_w = squat.peak_power_w;
    add_rep(std::move(rep), squat.depth_mm);
  }

  // ---- bridges ----

  void analyze_bridges() {
    if (!has_loads()) return;
    const Loads& loads = columns_.loads;
    const double after_s = weighed_.end_s > 0 ? weighed_.end_s : loads.start_s;
    const auto bouts = find_lying_bouts(loads, result_.body.weight_n, after_s, exercise_.one_leg);
    note_other_leg(bouts);
    for (const Bout& bout : bouts)
      if (wanted(bout)) analyze_bridge_bout(bout);
  }

  void analyze_bridge_bout(const Bout& bout) {
    const Loads& loads = columns_.loads;
    const auto still = first_still(loads, bout, result_.body.weight_n.value_or(0), true);
    Maybe rest_n;
    Bout from_rest = bout;
    if (still) {
      rest_n = still->mean_n;
      from_rest.begin = loads.index_at(still->start_s);
    }
    const BridgeTrack track = track_bridges(part(loads.total_n, from_rest), loads.time_at(from_rest.begin),
                                            loads.step_s, rest_n);
    declined_ += track.declined;
    if (track.reps.empty()) return;
    if (still && loads.has_sides() && !result_.body.rest_left_n) {
      const Bout second{loads.index_at(still->start_s), loads.index_at(still->end_s) + 1, Side::both};
      result_.body.rest_left_n = signal::mean(part(loads.left_n, second));
      result_.body.rest_right_n = signal::mean(part(loads.right_n, second));
    }
    if (!still) note("Nobody lay still before the first bridge: no rest reference, so the shares of the rise are left out.");
    result_.body.quiet_sd_n = track.quiet_sd_n;
    for (const BridgeRep& bridge : track.reps)
      if (counts(bridge.start_s)) add_bridge(bridge, leg_of(bout));
  }

  void add_bridge(const BridgeRep& bridge, Side side) {
    Rep rep;
    rep.side = side;
    rep.start_s = bridge.start_s;
    rep.bottom_s = bridge.middle_s();
    rep.end_s = bridge.end_s;
    rep.up_s = bridge.hold_start_s - bridge.start_s;
    rep.hold_s = bridge.hold_end_s - bridge.hold_start_s;
    rep.down_s = bridge.end_s - bridge.hold_end_s;
    const Loads& loads = columns_.loads;
    const Bout hold{loads.index_at(bridge.hold_start_s), loads.index_at(bridge.hold_end_s) + 1, Side::both};
    const auto held = part(loads.total_n, hold);
    const auto sd = signal::standard_deviation(held), mean = signal::mean(held);
    if (sd && *mean > 0) rep.hold_steadiness_pct = 100 * *sd / *mean;
    rep.sag_pct = sag_pct(held, bridge.swing_n);
    measure_top(hold, rep);
    add_rep(std::move(rep), bridge.swing_n);
    if (!exercise_.one_leg) {  // of a bridge: over its hold
      Rep& added = result_.reps.back();
      added.left_share_pct = signal::mean(share_in(hold));
      if (added.left_share_pct) added.symmetry_index_total_pct = 100 - 2 * *added.left_share_pct;
    }
  }

  /// How far the load fell within the hold: its mean over the first quarter less that over the last, in percent
  /// of the rise.
  static Maybe sag_pct(std::span<const double> held, double swing_n) {
    const std::size_t quarter = held.size() / 4;
    if (quarter == 0 || swing_n <= 0) return std::nullopt;
    const double first = *signal::mean(held.first(quarter)), last = *signal::mean(held.last(quarter));
    return 100 * (first - last) / swing_n;
  }

  void measure_top(const Bout& hold, Rep& rep) const {
    const Loads& loads = columns_.loads;
    if (!loads.has_sides()) return;
    const auto left = signal::mean(part(loads.left_n, hold)), right = signal::mean(part(loads.right_n, hold));
    if (const auto weight_n = result_.body.weight_n) {
      rep.top_left_pct_bw = 100 * *left / *weight_n;
      rep.top_right_pct_bw = 100 * *right / *weight_n;
    }
    if (exercise_.one_leg || !result_.body.rest_left_n) return;
    const double left_rise = *left - *result_.body.rest_left_n, right_rise = *right - *result_.body.rest_right_n;
    if (left_rise + right_rise > 0) rep.swing_left_share_pct = 100 * left_rise / (left_rise + right_rise);
  }

  // ---- what all repetitions have ----

  void add_rep(Rep rep, double travel) {
    measure_forces(columns_, exercise_.one_leg, rep);
    measure_cop(columns_, rep);
    result_.quality.touches += find_reasons(columns_, exercise_, rep);
    result_.reps.push_back(std::move(rep));
    travel_.push_back(travel);
  }

  void finish_reps() {
    number_sets(result_.reps);
    mark_partial(result_.reps, travel_);
    if (declined_ > 0)
      note(fmt::format("{} movement{} changed the load by less than {} times the quiet noise: too small to be told "
                       "from noise, so no number is given.",
                       declined_, declined_ == 1 ? "" : "s", kLeastSwingSd));
  }

  void summarize_share() {
    if (exercise_.one_leg || !columns_.loads.has_sides()) return;
    std::vector<double> share;
    std::vector<double> difference_n;
    const auto add = [&](const Bout& bout) {
      const auto here = share_in(bout);
      share.insert(share.end(), here.begin(), here.end());
      for (std::size_t i = bout.begin; i < bout.end; ++i)
        difference_n.push_back(columns_.loads.left_n[i] - columns_.loads.right_n[i]);
    };
    if (share_bout_) add(*share_bout_);
    for (const Rep& rep : result_.reps)
      add({columns_.loads.index_at(rep.start_s), columns_.loads.index_at(rep.end_s) + 1, Side::both});
    if (share.empty()) return;

    Share& out = result_.share.emplace();
    out.left_mean_pct = signal::mean(share);
    out.left_sd_pct = signal::standard_deviation(share);
    const auto weight_n = result_.body.weight_n;
    if (!weight_n) return;
    double difference = 0, left = 0, right = 0;
    for (const double d : difference_n) {
      difference += std::abs(d);
      left += d > kFavours * *weight_n;
      right += d < -kFavours * *weight_n;
    }
    const auto n = static_cast<double>(difference_n.size());
    out.mean_mass_difference_pct_bw = 100 * difference / n / *weight_n;
    out.time_favouring_left_pct = 100 * left / n;
    out.time_favouring_right_pct = 100 * right / n;
  }

  void summarize_asymmetry() {
    const auto keep = [&](std::optional<Asymmetry> asymmetry) {
      if (asymmetry) result_.asymmetry.push_back(std::move(*asymmetry));
    };
    if (!exercise_.one_leg) {
      const auto both = [&](const char* metric, Maybe Rep::*left, Maybe Rep::*right) {
        keep(asymmetry_of_total(metric, "N", collect(left, Side::both), collect(right, Side::both)));
      };
      both("mean_force", &Rep::left_mean_n, &Rep::right_mean_n);
      both("peak_force", &Rep::peak_left_n, &Rep::peak_right_n);
      return;
    }
    const auto legs = [&](const char* metric, const char* unit, Maybe Rep::*member, bool lower_is_better) {
      keep(asymmetry_to_better(metric, unit, collect(member, Side::left), collect(member, Side::right), lower_is_better));
    };
    if (exercise_.pattern == Pattern::squat) {
      legs("depth", "mm", &Rep::depth_mm, false);
      legs("cop_ml_speed", "mm/s", &Rep::cop_ml_speed_mm_s, true);
    }
    if (exercise_.pattern == Pattern::bridge) legs("hold", "s", &Rep::hold_s, false);
  }

  /// One measure of all valid repetitions of a side.
  std::vector<double> collect(Maybe Rep::*member, Side side) const {
    std::vector<double> values;
    for (const Rep& rep : result_.reps)
      if (rep.valid && rep.side == side && rep.*member) values.push_back(*(rep.*member));
    return values;
  }

  void decide_outcome() {
    const bool nothing = result_.reps.empty() && result_.holds.empty();
    result_.outcome = nothing ? Outcome::no_movement : options_.outcome.value_or(Outcome::complete);
  }

  const Recording& recording_;
  const AnalysisOptions& options_;
  const Exercise& exercise_;
  signal::UniformGrid grid_;
  Columns columns_;
  Still weighed_;
  std::optional<Bout> share_bout_;
  std::vector<double> travel_;
  int declined_ = 0;
  Analysis result_;
};

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

Analysis analyze(const Recording& recording, const AnalysisOptions& options) {
  return FinalPass(recording, options).run();
}

}  // namespace poise::movement
