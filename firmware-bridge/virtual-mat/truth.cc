#include "virtual-mat/truth.h"

#include <algorithm>
#include <cmath>
#include <iterator>
#include <nlohmann/json.hpp>

namespace poise::virtual_mat {
namespace {

constexpr double kStart = 0.01, kNearFarEnd = 0.9, kPartial = 0.6;

/// Where the travel of a repetition crosses a level for the first (or, seen from its end, the last) time.
/// Steps of 2 ms cannot miss a crossing: the travel is far smoother than that.
double crossing_s(const Person& person, const RepPlan& rep, double level, bool last) {
  constexpr double kStep_s = 0.002;
  const double from_s = last ? rep.end_s() : rep.start_s;
  const double step_s = last ? -kStep_s : kStep_s;
  const int steps = static_cast<int>((rep.end_s() - rep.start_s) / kStep_s) + 1;
  double below_s = from_s, above_s = from_s;
  for (int i = 1; i <= steps && person.travel_of(rep, above_s) < level; ++i) {
    below_s = above_s;
    above_s = from_s + i * step_s;
  }
  while (std::abs(above_s - below_s) > 1e-6) {
    const double middle_s = (above_s + below_s) / 2;
    (person.travel_of(rep, middle_s) < level ? below_s : above_s) = middle_s;
  }
  return above_s;
}

double mean_left_share_pct(const Person& person, double from_s, double to_s) {
  const int parts = std::max(10, static_cast<int>((to_s - from_s) / 0.01));
  double sum = 0;
  for (int i = 0; i < parts; ++i) {
    const Feet feet = person.at(from_s + (to_s - from_s) * (i + 0.5) / parts);
    sum += feet.left.load_n / (feet.left.load_n + feet.right.load_n);
  }
  return 100 * sum / parts;
}

TrueRep find_rep(const Scenario& scenario, const Person& person, const RepPlan& rep) {
  TrueRep truth;
  truth.side = rep.side;
  const double far_end = 1 - rep.sag / 2;  // of sagging hips the middle of the hold
  truth.start_s = crossing_s(person, rep, kStart * far_end, false);
  truth.end_s = crossing_s(person, rep, kStart * far_end, true);
  truth.hold_start_s = crossing_s(person, rep, kNearFarEnd * far_end, false);
  truth.hold_end_s = crossing_s(person, rep, kNearFarEnd * far_end, true);
  truth.bottom_s = (truth.hold_start_s + truth.hold_end_s) / 2;
  if (is_squat(scenario.exercise) || scenario.exercise == Exercise::sit_to_stand) truth.depth_mm = rep.size * 1000;
  if (is_one_plate(scenario.exercise)) return truth;
  truth.left_share_pct = is_bridge(scenario.exercise)
                             ? mean_left_share_pct(person, truth.hold_start_s, truth.hold_end_s)
                             : mean_left_share_pct(person, truth.start_s, truth.end_s);
  return truth;
}

/// When a load that moves smoothly between two others passes a level on its way.
double passes_s(const Timeline& timeline, double from_s, double to_s, double level_bw) {
  const auto load_bw = [&](double t_s) { return timeline.left_bw.at(t_s) + timeline.right_bw.at(t_s); };
  const bool rises = load_bw(to_s) > load_bw(from_s);
  while (to_s - from_s > 1e-6) {
    const double middle_s = (from_s + to_s) / 2;
    ((load_bw(middle_s) < level_bw) == rises ? from_s : to_s) = middle_s;
  }
  return from_s;
}

TrueHold find_hold(const Person& person, const HoldPlan& plan) {
  const double level_bw = kNearFarEnd * (plan.load_bw + plan.load_end_bw) / 2;
  const double held_from_s = plan.start_s + plan.up_s, held_to_s = held_from_s + plan.hold_s;
  TrueHold hold;
  hold.side = plan.side;
  hold.start_s = passes_s(person.timeline(), plan.start_s, held_from_s, level_bw);
  hold.end_s = passes_s(person.timeline(), held_to_s, held_to_s + plan.down_s, level_bw);
  if (plan.side == Side::both) hold.left_share_pct = mean_left_share_pct(person, hold.start_s, hold.end_s);
  return hold;
}

double median_size(std::vector<RepPlan> reps) {
  std::sort(reps.begin(), reps.end(), [](const RepPlan& a, const RepPlan& b) { return a.size < b.size; });
  const std::size_t half = reps.size() / 2;
  return reps.size() % 2 == 1 ? reps[half].size : (reps[half - 1].size + reps[half].size) / 2;
}

}  // namespace

Truth find_truth(const Scenario& scenario, const Person& person) {
  Truth truth{scenario.exercise, scenario.side, person.body_weight_n(), {}, {}};
  const std::vector<RepPlan>& plans = person.timeline().reps;
  for (std::size_t i = 0; i < plans.size(); ++i) {
    TrueRep rep = find_rep(scenario, person, plans[i]);
    rep.index = static_cast<int>(i) + 1;
    std::vector<RepPlan> set;
    std::copy_if(plans.begin(), plans.end(), std::back_inserter(set),
                 [&](const RepPlan& plan) { return plan.set == plans[i].set; });
    rep.valid = plans[i].size >= kPartial * median_size(std::move(set));
    truth.reps.push_back(rep);
  }
  for (const HoldPlan& plan : person.timeline().holds) {
    truth.holds.push_back(find_hold(person, plan));
    truth.holds.back().index = static_cast<int>(truth.holds.size());
  }
  return truth;
}

std::string to_json(const Truth& truth) {
  nlohmann::ordered_json json = {{"exercise", to_string(truth.exercise)},
                                 {"side", to_string(truth.side)},
                                 {"body_weight_n", truth.body_weight_n},
                                 {"reps", nlohmann::ordered_json::array()}};
  for (const TrueRep& rep : truth.reps) {
    nlohmann::ordered_json item = {{"index", rep.index},
                                   {"side", to_string(rep.side)},
                                   {"start_s", rep.start_s},
                                   {"bottom_s", rep.bottom_s},
                                   {"end_s", rep.end_s}};
    if (rep.depth_mm) item["depth_mm"] = *rep.depth_mm;
    item["hold_start_s"] = rep.hold_start_s;
    item["hold_end_s"] = rep.hold_end_s;
    if (rep.left_share_pct) item["left_share_pct"] = *rep.left_share_pct;
    item["valid"] = rep.valid;
    json["reps"].push_back(std::move(item));
  }
  for (const TrueHold& hold : truth.holds) {
    nlohmann::ordered_json item = {
        {"index", hold.index}, {"side", to_string(hold.side)}, {"start_s", hold.start_s}, {"end_s", hold.end_s}};
    if (hold.left_share_pct) item["left_share_pct"] = *hold.left_share_pct;
    json["holds"].push_back(std::move(item));
  }
  return json.dump(2) + "\n";
}

}  // namespace poise::virtual_mat
