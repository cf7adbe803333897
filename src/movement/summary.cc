#include <fmt/format.h>

#include <cmath>

#include "movement/asymmetry.h"
#include "movement/fatigue.h"
#include "movement/final_pass.h"
#include "movement/record_doubt.h"
#include "movement/squat_track.h"
#include "signal/statistics.h"

namespace poise::movement {
namespace {

constexpr double kFavours = 0.05;  // of body weight (McGough 2012, Clark 2014)

constexpr double kGoodTiming_s = 0.1, kGoodTiming = 0.05;  // or so much of the repetition

const char* plural(int n) { return n == 1 ? "" : "s"; }

void finish_reps(FinalPass& pass) {
  std::vector<double> set_ends_s;
  for (const double end_s : pass.options.set_ends_s) set_ends_s.push_back(end_s - pass.origin_s);
  number_sets(pass.result.reps, set_ends_s, pass.exercise.sides);
  mark_partial(pass.result.reps, pass.travel);
  apply_rep_edits(pass);
  if (pass.declined > 0)
    pass.note(fmt::format("{} movement{} changed the load by less than {} times the quiet noise: too small to be told "
                          "from noise, so no number is given.",
                          pass.declined, plural(pass.declined), kLeastSwingSd));
  int unsure = 0;
  for (const Rep& rep : pass.result.reps) {
    const double good_s = std::max(kGoodTiming_s, kGoodTiming * (rep.end_s - rep.start_s));
    unsure += std::max(rep.start_doubt_s.value_or(0), rep.end_doubt_s.value_or(0)) > good_s;
  }
  if (unsure > 0)
    pass.note(fmt::format(
        "Start or end of {} repetition{} may be out by more than {:.1f} s: the load was too restless.",
        unsure, plural(unsure), kGoodTiming_s));
  if (pass.depths_refused > 0)
    pass.note(fmt::format("No depth for {} repetition{}: nobody stood still right before and after, or hands carried a "
                          "part of the weight.",
                          pass.depths_refused, plural(pass.depths_refused)));
}

std::vector<Bout> repetitions(const FinalPass& pass) {
  std::vector<Bout> stretches;
  const Loads& loads = pass.columns.loads;
  for (const Rep& rep : pass.result.reps)
    if (!rep.correction || !rep.correction->excluded)
      stretches.push_back({loads.index_at(rep.start_s), loads.index_at(rep.end_s) + 1, Side::both});
  return stretches;
}

/// The stretches that the share is taken from: a stand, or the repetitions (of a bridge their holds).
std::vector<Bout> shared_stretches(const FinalPass& pass) {
  if (pass.share_bout) return {*pass.share_bout};
  return pass.exercise.pattern == Pattern::bridge ? held_stretches(pass) : repetitions(pass);
}

void count_flips(FinalPass& pass) {
  int flips = 0, last = 0;
  for (const Rep& rep : pass.result.reps) {
    if (!rep.valid || !rep.symmetry_index_total_pct || *rep.symmetry_index_total_pct == 0) continue;
    const int side = *rep.symmetry_index_total_pct > 0 ? 1 : -1;
    flips += last != 0 && side != last;
    last = side;
  }
  if (last != 0) pass.result.share->side_flips = flips;
}

/// Returns the doubt of the share, for the indices that follow from it.
std::optional<ShareDoubt> summarize_share(FinalPass& pass) {
  const Loads& loads = pass.columns.loads;
  if (pass.exercise.sides != Sides::together || !loads.has_sides()) return std::nullopt;
  const auto stretches = shared_stretches(pass);
  std::vector<double> share, difference_n;
  for (const Bout& bout : stretches) {
    const auto here = pass.share_in(bout);
    share.insert(share.end(), here.begin(), here.end());
    for (std::size_t i = bout.begin; i < bout.end; ++i) difference_n.push_back(loads.left_n[i] - loads.right_n[i]);
  }
  if (share.empty()) return std::nullopt;

  Share& out = pass.result.share.emplace();
  out.left_mean_pct = signal::mean(share);
  out.left_sd_pct = signal::standard_deviation(share);
  const auto doubt = share_doubt(pass, stretches, *out.left_mean_pct);
  if (doubt) out.left_doubt_pct = doubt->doubt_pct;
  count_flips(pass);
  const auto weight_n = pass.result.body.weight_n;
  if (!weight_n) return doubt;
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
  return doubt;
}

/// One measure of all valid repetitions of a side; `of` gives a Maybe.
template <class Measure>
std::vector<double> collect(const FinalPass& pass, Side side, Measure of) {
  std::vector<double> values;
  for (const Rep& rep : pass.result.reps)
    if (const Maybe value = of(rep); rep.valid && rep.side == side && value) values.push_back(*value);
  return values;
}

/// Keeps an index, or says why there is none although both sides were measured.
void keep(FinalPass& pass, std::optional<Asymmetry> asymmetry, const char* metric, bool measured) {
  if (asymmetry)
    pass.result.asymmetry.push_back(std::move(*asymmetry));
  else if (measured)
    pass.note(fmt::format("No asymmetry of {}: an index of values that are near zero or negative is not defined.", metric));
}

/// Weight that wanders from leg to leg wanders on from repetition to repetition, so their scatter does not tell how
/// well their mean is known. Of the mean force the index is 100 − 2·share of the whole repetitions, and so is its doubt;
/// that of the peaks is not less, nor less than their scatter says.
Maybe doubt_of(const FinalPass& pass, const ShareDoubt& share, const Asymmetry& asymmetry) {
  if (asymmetry.metric != "swing") {
    const auto whole = share_doubt(pass, repetitions(pass), 50 - *asymmetry.value_pct / 2);
    if (!whole) return asymmetry.doubt_pct;
    const double least = asymmetry.metric == "peak_force" ? asymmetry.doubt_pct.value_or(0) : 0;
    return std::max(2 * whole->doubt_pct, least);
  }
  const double swing_n = *asymmetry.left + *asymmetry.right;
  return swing_doubt_pct(pass, share.wander, swing_n, 100 * *asymmetry.left / swing_n);
}

void asymmetry_of_both_legs(FinalPass& pass, const std::optional<ShareDoubt>& share) {
  const auto add = [&](const char* metric, auto left_of, auto right_of) {
    const auto left = collect(pass, Side::both, left_of), right = collect(pass, Side::both, right_of);
    auto asymmetry = asymmetry_of_total(metric, "N", left, right);
    if (asymmetry && share) asymmetry->doubt_pct = doubt_of(pass, *share, *asymmetry);
    keep(pass, std::move(asymmetry), metric, !left.empty() && !right.empty());
  };
  add("mean_force", [](const Rep& rep) { return rep.left_mean_n; }, [](const Rep& rep) { return rep.right_mean_n; });
  add("peak_force", [](const Rep& rep) { return rep.peak_left_n; }, [](const Rep& rep) { return rep.peak_right_n; });
  if (pass.exercise.pattern != Pattern::bridge) return;
  const auto of_swing = [](bool left) {
    return [left](const Rep& rep) -> Maybe {
      if (!rep.swing_n || !rep.swing_left_share_pct) return std::nullopt;
      return *rep.swing_n * (left ? *rep.swing_left_share_pct : 100 - *rep.swing_left_share_pct) / 100;
    };
  };
  add("swing", of_swing(true), of_swing(false));
}

void asymmetry_of_one_leg_tests(FinalPass& pass) {
  const auto compare = [&](const char* metric, const char* unit, const std::vector<double>& left,
                           const std::vector<double>& right, bool lower_is_better) {
    const auto involved = pass.options.involved_side.value_or(Side::both);
    keep(pass,
         involved != Side::both ? limb_symmetry_index(metric, unit, left, right, lower_is_better, involved)
                                : asymmetry_to_better(metric, unit, left, right, lower_is_better),
         metric, !left.empty() && !right.empty());
  };
  const auto of_reps = [&](const char* metric, const char* unit, auto of, bool lower_is_better) {
    compare(metric, unit, collect(pass, Side::left, of), collect(pass, Side::right, of), lower_is_better);
  };
  if (pass.exercise.holds()) {
    const auto of_holds = [&](Maybe Hold::*member, Side side) {
      std::vector<double> values;
      for (const Hold& hold : pass.result.holds)
        if (hold.side == side && hold.*member) values.push_back(*(hold.*member));
      return values;
    };
    compare("hold", "s", of_holds(&Hold::hold_s, Side::left), of_holds(&Hold::hold_s, Side::right), false);
    if (pass.exercise.pattern == Pattern::stand)
      compare("cop_ml_speed", "mm/s", of_holds(&Hold::cop_ml_speed_mm_s, Side::left),
              of_holds(&Hold::cop_ml_speed_mm_s, Side::right), true);
    else
      compare("unsteadiness", "%", of_holds(&Hold::hold_steadiness_pct, Side::left),
              of_holds(&Hold::hold_steadiness_pct, Side::right), true);
    return;
  }
  if (pass.exercise.pattern == Pattern::bridge) {
    of_reps("hold", "s", [](const Rep& rep) { return rep.hold_s; }, false);
    of_reps("swing", "N", [](const Rep& rep) { return rep.swing_n; }, false);
  } else {
    of_reps("depth", "mm", [](const Rep& rep) { return rep.depth_mm; }, false);
    of_reps("cop_ml_speed", "mm/s", [](const Rep& rep) { return rep.cop_ml_speed_mm_s; }, true);
  }
  of_reps("rep_time", "s", [](const Rep& rep) { return Maybe(rep.end_s - rep.start_s); }, true);
  const auto valid = [&](Side side) {
    const auto counted = collect(pass, side, [](const Rep&) { return Maybe(1); });
    return counted.empty() ? counted : std::vector<double>{static_cast<double>(counted.size())};
  };
  compare("valid_reps", "", valid(Side::left), valid(Side::right), false);
}

/// Swings to the left against swings to the right, in the order in which they were done.
void asymmetry_of_swings(FinalPass& pass) {
  const auto swing = [](const Rep& rep) { return rep.swing_n; };
  auto left = collect(pass, Side::left, swing), right = collect(pass, Side::right, swing);
  const std::size_t pairs = std::min(left.size(), right.size());
  left.resize(pairs);
  right.resize(pairs);
  keep(pass, asymmetry_of_total("swing", "N", left, right), "swing", pairs > 0);
}

void decide_outcome(FinalPass& pass) {
  const bool nothing = pass.result.reps.empty() && pass.result.holds.empty();
  pass.result.outcome = nothing ? Outcome::no_movement : pass.options.outcome.value_or(Outcome::complete);
}

}  // namespace

void summarize(FinalPass& pass) {
  finish_reps(pass);
  const auto share = summarize_share(pass);
  if (pass.exercise.one_side())
    asymmetry_of_one_leg_tests(pass);
  else if (pass.exercise.sides == Sides::alternating)
    asymmetry_of_swings(pass);
  else
    asymmetry_of_both_legs(pass, share);
  pass.result.fatigue = fatigue_of(pass.result.reps);
  decide_outcome(pass);
}

}  // namespace poise::movement
