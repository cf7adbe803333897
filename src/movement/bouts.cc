#include "movement/bouts.h"

#include <algorithm>
#include <cmath>

#include "base/units.h"
#include "movement/stillness.h"
#include "signal/balance.h"
#include "signal/statistics.h"

namespace poise::movement {
namespace {

constexpr double kOnMat = 0.2;             // of body weight; a hasty squat falls to a third
constexpr double kLyingLow = 0.03, kLyingHigh = 0.65;
constexpr double kShortestBout_s = 2;
constexpr double kStandsWithin_s = 3;      // of coming to stand there
constexpr double kLoosest = 0.10;          // unrest of somebody who stands, as a part of the weight
constexpr double kSettle_s = 0.4, kLeave_s = 0.2;  // what the first and last still windows may hold of a step
constexpr double kWeightMoves = 0.05;      // a zero that drifts, a wrong weight: still somebody's whole weight
constexpr double kLow_m = 0.05;            // of the centre of mass: not standing, less than any repetition that counts
constexpr double kStepOff_s = 0.8;         // what a step off the mat may take
constexpr double kLooksOn_s = 10, kSameWeight = 0.1;  // for a second that is stiller; a person who took up a weight is another
constexpr double kInBalance = 0.02;         // what a restless second may be off by what is carried over many [E]
constexpr double kStanceEnter = 0.95, kStanceLeave = 0.60;  // share of the load on one leg
constexpr double kStanceEnter_s = 0.2, kStanceLeave_s = 0.3;

/// Maximal runs of samples for which `inside` holds.
template <class Predicate>
std::vector<Bout> runs(std::size_t from, std::size_t to, Predicate inside) {
  std::vector<Bout> found;
  for (std::size_t i = from; i < to;) {
    if (!inside(i)) {
      ++i;
      continue;
    }
    std::size_t end = i;
    while (end < to && inside(end)) ++end;
    found.push_back({i, end, Side::both});
    i = end;
  }
  return found;
}

/// Cuts a stretch by the leg that carries. A touch of the free foot, short or light, does not end a bout.
std::vector<Bout> split_by_leg(const Loads& loads, const Bout& bout) {
  if (!loads.has_sides()) return {bout};
  const auto enter = static_cast<std::size_t>(std::ceil(kStanceEnter_s / loads.step_s));
  const auto leave = static_cast<std::size_t>(std::ceil(kStanceLeave_s / loads.step_s));
  std::vector<Bout> legs;
  for (const Side side : {Side::left, Side::right}) {
    const std::vector<double>& carried = side == Side::left ? loads.left_n : loads.right_n;
    std::size_t above = 0, below = 0;
    bool carries = false;
    std::size_t begin = 0;
    for (std::size_t i = bout.begin; i < bout.end; ++i) {
      const double share = loads.total_n[i] > 0 ? carried[i] / loads.total_n[i] : 0;
      above = share >= kStanceEnter ? above + 1 : 0;
      below = share < kStanceLeave ? below + 1 : 0;
      if (!carries && above >= enter) {
        carries = true;
        begin = i + 1 - above;
      } else if (carries && below >= leave) {
        carries = false;
        legs.push_back({begin, i + 1 - below, side});
      }
    }
    if (carries) legs.push_back({begin, bout.end, side});
  }
  std::sort(legs.begin(), legs.end(), [](const Bout& a, const Bout& b) { return a.begin < b.begin; });
  return legs;
}

/// How much higher the centre of mass is at `to` than at `from`, between two moments of rest.
double rise_m(const Loads& loads, double body_weight_n, std::size_t from, std::size_t to) {
  const auto acceleration = [&](std::size_t i) { return kGravity_m_s2 * (loads.total_n[i] / body_weight_n - 1); };
  double mean = 0, speed = 0, rise = 0;  // without the mean it is at rest again
  for (std::size_t i = from; i < to; ++i) mean += acceleration(i) / static_cast<double>(to - from);
  for (std::size_t i = from; i < to; ++i) {
    speed += loads.step_s * (acceleration(i) - mean);
    rise += loads.step_s * speed;
  }
  return rise;
}

/// Stretches of being still, in order. Next to a hole somebody may be still at the bottom of a repetition, and the scales
/// show the same: that is no standing.
void leave_out_bottoms(const Loads& loads, double body_weight_n, bool from_hole, bool into_hole, std::vector<Bout>& still) {
  const auto rises_m = [&](const Bout& a, const Bout& b) { return rise_m(loads, body_weight_n, a.end, b.begin); };
  while (from_hole && still.size() > 1 && rises_m(still[0], still[1]) > kLow_m) still.erase(still.begin());
  while (into_hole && still.size() > 1 && rises_m(still[still.size() - 2], still.back()) < -kLow_m) still.pop_back();
}

/// Trims a stretch to where the person stands still at its ends; a stretch that the record itself cuts off
/// keeps its end. Who is lost in a hole has not stepped off: what was going on then is left out. False when nobody stands
/// still in it.
bool trim_to_still(const Loads& loads, double body_weight_n, bool open_end, Bout& bout) {
  const bool open_start = bout.begin == 0, from_hole = !open_start && loads.in_hole(bout.begin - 1);
  const bool into_hole = loads.in_hole(bout.end);
  const auto settle = static_cast<std::size_t>(kSettle_s / loads.step_s);
  const auto leave = static_cast<std::size_t>(kLeave_s / loads.step_s);
  for (const double part : {0.01, 0.025, 0.05, kLoosest}) {
    const double limit_n = part * body_weight_n;
    StillnessGate gate(0.5);
    std::vector<Bout> still;
    for (std::size_t i = bout.begin; i < bout.end; ++i) {
      gate.push(loads.time_at(i), loads.total_n[i]);
      const auto window = gate.window();
      if (!window || std::max(window->sd_n, std::abs(window->trend_n)) > limit_n) continue;
      if (std::abs(window->mean_n - body_weight_n) > std::max(limit_n, kWeightMoves * body_weight_n)) continue;
      const std::size_t since = loads.index_at(window->start_s);
      if (still.empty() || since > still.back().end) still.push_back({since, i + 1, Side::both});
      still.back().end = i + 1;
    }
    if (still.empty()) continue;
    leave_out_bottoms(loads, body_weight_n, from_hole, into_hole, still);
    const std::size_t first = still.front().begin, last = still.back().end;
    // By chance somebody restless is still for a moment, somewhere: that is not how they stand.
    const bool by_chance = loads.time_at(first) - loads.time_at(bout.begin) > kStandsWithin_s;
    if (by_chance && part < kLoosest) continue;
    // The weight goes on from foot to foot when the total has already come to rest.
    const bool stood_before = from_hole && first <= bout.begin + 1;
    bout.begin = open_start || stood_before ? first : first + settle;
    // Who steps off straight out of a repetition leaves no still end: then all but the step counts.
    const auto step_off = static_cast<std::size_t>(kStepOff_s / loads.step_s);
    const bool still_end = into_hole || bout.end - last < 3 * step_off;
    if (!open_end) bout.end = still_end ? last - std::min(last, leave) : bout.end - std::min(bout.end, step_off);
    return bout.end > bout.begin;
  }
  return false;
}

/// Who never stands still, as in squats without a pause, is lightest and heaviest in the slow turns. But neither speed
/// nor height lasts, so what the mat carries over seconds is the weight: by momentum, a speed that differs by 0.3 m/s from
/// one end of ten seconds to the other makes it 0.3 % wrong.
Still in_balance(const Loads& loads, std::size_t begin, std::size_t end, const Still& weighed) {
  if (loads.time_at(end) - loads.time_at(begin) < kLooksOn_s) return weighed;
  const double carried_n = *signal::mean(std::span(loads.total_n).subspan(begin, end - begin));
  if (std::abs(weighed.mean_n - carried_n) < kInBalance * carried_n) return weighed;
  return {weighed.start_s, weighed.end_s, carried_n, weighed.sd_n};
}

/// Somebody restless is weighed less still after a while, and who is in the middle of squats looks restless: up to 8 %
/// beside their weight in a slow turn. If one follows soon, a second that is as still as it should be is better.
Still stiller_soon(const Loads& loads, const Bout& bout, const Still& weighed) {
  const auto is_still = [](const StillnessGate& gate) {
    const auto window = gate.window();
    return window && *gate.unrest(still_part(0) * window->mean_n) < 1;
  };
  const std::size_t begin = loads.index_at(weighed.start_s), weighed_end = loads.index_at(weighed.end_s) + 1;
  StillnessGate gate;
  for (std::size_t i = begin; i < weighed_end; ++i) gate.push(loads.time_at(i), loads.total_n[i]);
  if (is_still(gate)) return weighed;
  const std::size_t end = std::min(bout.end, loads.index_at(weighed.end_s + kLooksOn_s));
  for (std::size_t i = weighed_end; i < end; ++i) {
    gate.push(loads.time_at(i), loads.total_n[i]);
    const auto window = gate.window();
    if (!is_still(gate) || std::abs(window->mean_n - weighed.mean_n) > kSameWeight * weighed.mean_n) continue;
    return {window->start_s, window->end_s, window->mean_n, window->sd_n};
  }
  return in_balance(loads, begin, end, weighed);
}

std::vector<Bout> by_leg_if(bool one_leg, const Loads& loads, const Bout& bout) {
  return one_leg ? split_by_leg(loads, bout) : std::vector<Bout>{bout};
}

double seconds(const Loads& loads, const Bout& bout) {
  return loads.step_s * static_cast<double>(bout.end - bout.begin);
}

}  // namespace

std::size_t Loads::index_at(double time_s) const {
  if (total_n.empty()) return 0;
  const double index = std::round((time_s - start_s) / step_s);
  return static_cast<std::size_t>(std::clamp(index, 0.0, static_cast<double>(size() - 1)));
}

std::optional<Still> first_still(const Loads& loads, const Bout& bout, double reference_n, bool each_side) {
  StillSecond second;
  each_side &= loads.has_sides();
  for (std::size_t i = bout.begin; i < bout.end; ++i) {
    const double time_s = loads.time_at(i);
    const auto found = second.push(time_s, loads.total_n[i], each_side ? std::optional(loads.left_n[i]) : std::nullopt,
                                   each_side ? std::optional(loads.right_n[i]) : std::nullopt, reference_n,
                                   time_s - loads.time_at(bout.begin));
    if (found && found->mean_n >= signal::kLoadGate_n)
      return Still{found->start_s, found->end_s, found->mean_n, found->sd_n};
  }
  return std::nullopt;
}

std::optional<Still> find_body_weight(const Loads& loads, Pattern pattern) {
  const double highest_n = signal::quantile(loads.total_n, 0.98).value_or(0);
  if (highest_n < signal::kLoadGate_n) return std::nullopt;
  const double typical_n = signal::quantile(
      [&] {
        std::vector<double> loaded;
        for (const double load : loads.total_n)
          if (load > 0.2 * highest_n) loaded.push_back(load);
        return loaded;
      }(), 0.5).value_or(0);
  const bool sits = pattern == Pattern::sit_to_stand;  // a quarter of the weight for most of the time, and peaks beyond it
  const double least_n = pattern == Pattern::bridge ? signal::kLoadGate_n : sits ? 0.5 * highest_n : 0.8 * typical_n;
  for (const Bout& bout : runs(0, loads.size(), [&](std::size_t i) { return loads.total_n[i] > 0.5 * least_n; })) {
    const auto still = first_still(loads, bout, 0, false);
    if (!still || still->mean_n < least_n) continue;
    if (pattern == Pattern::bridge && still->mean_n < 0.8 * highest_n) return std::nullopt;
    return stiller_soon(loads, bout, *still);
  }
  return std::nullopt;
}

std::vector<SeatedBout> find_seated_bouts(const Loads& loads, double body_weight_n) {
  std::vector<SeatedBout> found;
  for (const Bout& on : find_loaded_bouts(loads, false)) {
    const auto seated = [&](std::size_t i) { return loads.total_n[i] < kLyingHigh * body_weight_n; };
    for (const Bout& sitting : runs(on.begin, on.end, seated)) {
      const auto still = first_still(loads, sitting, body_weight_n, true);
      if (!still) continue;
      found.push_back({{loads.index_at(still->start_s), on.end, Side::both}, *still});
      break;
    }
  }
  return found;
}

std::vector<Bout> find_loaded_bouts(const Loads& loads, bool one_plate) {
  std::vector<Bout> bouts;
  const auto loaded = [&](std::size_t i) { return loads.total_n[i] > signal::kLoadGate_n; };
  for (const Bout& on : runs(0, loads.size(), loaded))
    for (const Bout& bout : by_leg_if(one_plate, loads, on))
      if (seconds(loads, bout) >= kShortestBout_s) bouts.push_back(bout);
  return bouts;
}

std::vector<Bout> find_standing_bouts(const Loads& loads, double body_weight_n, bool one_leg) {
  std::vector<Bout> bouts;
  for (const Bout& on : runs(0, loads.size(),
                             [&](std::size_t i) { return loads.total_n[i] > kOnMat * body_weight_n; })) {
    for (Bout bout : by_leg_if(one_leg, loads, on)) {
      const bool open_end = bout.end == loads.size();
      if (seconds(loads, bout) < kShortestBout_s || !trim_to_still(loads, body_weight_n, open_end, bout)) continue;
      if (seconds(loads, bout) >= 1) bouts.push_back(bout);
    }
  }
  return bouts;
}

std::vector<Bout> find_lying_bouts(const Loads& loads, std::optional<double> body_weight_n, double after_s,
                                   bool one_leg) {
  const double low_n = body_weight_n ? std::max(kLyingLow * *body_weight_n, 1.0) : signal::kLoadGate_n;
  const double high_n = body_weight_n ? kLyingHigh * *body_weight_n : 1e9;
  std::vector<Bout> bouts;
  const auto lying = [&](std::size_t i) { return loads.total_n[i] > low_n && loads.total_n[i] < high_n; };
  for (const Bout& on : runs(loads.index_at(after_s), loads.size(), lying))
    for (const Bout& bout : by_leg_if(one_leg, loads, on))
      if (seconds(loads, bout) >= kShortestBout_s) bouts.push_back(bout);
  return bouts;
}

}  // namespace poise::movement
