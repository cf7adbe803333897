#include "movement/final_pass.h"

#include <fmt/format.h>

#include <algorithm>
#include <utility>

#include "signal/balance.h"

namespace poise::movement {

bool FinalPass::wanted(const Bout& bout) const {
  if (!exercise.one_side() || options.side == Side::both || bout.side == Side::both) return true;
  return bout.side == options.side;
}

Side FinalPass::leg_of(const Bout& bout) const {
  if (!exercise.one_side()) return Side::both;
  return bout.side == Side::both ? options.side : bout.side;
}

void FinalPass::note_other_leg(const std::vector<Bout>& bouts) {
  if (bouts.empty() || std::any_of(bouts.begin(), bouts.end(), [&](const Bout& b) { return wanted(b); })) return;
  note(fmt::format("All of it was on the {0} {2}, not on the {1} {2} that was asked for: nothing was counted.",
                   to_string(bouts.front().side), to_string(options.side), exercise.limb));
}

std::vector<double> FinalPass::share_in(const Bout& bout) const {
  std::vector<double> share;
  const Loads& loads = columns.loads;
  if (!loads.has_sides()) return share;
  for (std::size_t i = bout.begin; i < bout.end; ++i) {
    const double total = loads.left_n[i] + loads.right_n[i];
    if (total >= signal::kLoadGate_n) share.push_back(100 * loads.left_n[i] / total);
  }
  return share;
}

void FinalPass::add_rep(Rep rep, double travel_of_rep) {
  measure_forces(columns, exercise.sides, rep);
  measure_cop(columns, exercise.sides, rep);
  result.quality.touches += find_reasons(columns, exercise, rep);
  result.reps.push_back(std::move(rep));
  travel.push_back(travel_of_rep);
}

std::vector<Bout> held_stretches(const FinalPass& pass) {
  std::vector<Bout> held;
  const Loads& loads = pass.columns.loads;
  for (const Rep& rep : pass.result.reps) {
    if (!rep.hold_s || (rep.correction && rep.correction->excluded)) continue;
    held.push_back({loads.index_at(rep.bottom_s - *rep.hold_s / 2), loads.index_at(rep.bottom_s + *rep.hold_s / 2) + 1,
                    Side::both});
  }
  return held;
}

std::span<const double> part(const std::vector<double>& values, const Bout& bout) {
  return values.empty() ? std::span<const double>() : std::span(values).subspan(bout.begin, bout.end - bout.begin);
}

}  // namespace poise::movement
