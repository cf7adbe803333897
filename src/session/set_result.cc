#include "session/set_result.h"

#include <fmt/format.h>

#include <algorithm>
#include <cmath>
#include <limits>

namespace poise::session {
namespace {

using movement::Analysis;
using movement::Maybe;

void longer(std::optional<double>& so_far, const Maybe& hold_s) {
  if (hold_s) so_far = std::max(so_far.value_or(0), *hold_s);
}

void add_repetitions(const Analysis& analysis, bool held_at_top, SetResult& result) {
  std::array<double, 3> sum{};
  std::array<int, 3> measured{};
  for (const movement::Rep& rep : analysis.reps) {
    if (!rep.valid) continue;
    const auto side = static_cast<std::size_t>(rep.side);
    ++result.sides[side].reps;
    if (held_at_top) longer(result.sides[side].hold_s, rep.hold_s);
    const Maybe& size = rep.swing_n ? rep.swing_n : rep.depth_mm;
    if (!size) continue;
    sum[side] += *size;
    ++measured[side];
  }
  for (std::size_t side = 0; side < sum.size(); ++side)
    if (measured[side] > 0) result.sides[side].size = sum[side] / measured[side];
}

}  // namespace

SetResult result_of(const std::string& session, const movement::Exercise& exercise, const Analysis& analysis) {
  SetResult result;
  result.session = session;
  result.outcome = analysis.outcome;
  result.duration_s = analysis.duration_s;
  result.standing_weight_n = analysis.body.weight_n;
  add_repetitions(analysis, exercise.pattern == movement::Pattern::bridge, result);
  for (const movement::Hold& hold : analysis.holds) longer(result.of(hold.side).hold_s, hold.hold_s);
  if (analysis.share) result.left_share_pct = analysis.share->left_mean_pct;
  if (!analysis.asymmetry.empty()) {
    const movement::Asymmetry& first = analysis.asymmetry.front();
    result.asymmetry_formula = first.formula;
    result.asymmetry_pct = first.value_pct;
    // An LSI is a ratio; its distance from 100 has a side like the others.
    if (first.value_pct && first.formula == "lsi") result.asymmetry_pct = std::abs(100 - *first.value_pct);
    if (result.asymmetry_pct && first.favours == "left") result.asymmetry_pct = -*result.asymmetry_pct;
  } else if (result.left_share_pct) {
    result.asymmetry_formula = "symmetry_index_total";
    result.asymmetry_pct = 100 - 2 * *result.left_share_pct;
  }
  return result;
}

std::string in_words(const Block& block, const SetResult& result) {
  std::string text;
  const std::vector<Side> sides = sides_of(block);
  for (const Side side : sides) {
    const SideResult& did = result.of(side);
    const std::string who = sides.size() > 1 ? fmt::format("{} ", to_string(side)) : "";
    const std::string hold = did.hold_s ? fmt::format("{:.1f} s", *did.hold_s) : "not held";
    text += fmt::format("{}{}{}", text.empty() ? "" : ", ", who,
                        block.exercise->holds() ? hold : std::to_string(did.reps));
  }
  if (!block.exercise->holds()) text += block.reps ? fmt::format(" of {} reps", *block.reps) : " reps";
  if (sides.front() == Side::both && result.left_share_pct)
    text += fmt::format("; left's share {:.1f} %", *result.left_share_pct);
  else if (sides.size() > 1 && result.asymmetry_pct)
    text += std::abs(*result.asymmetry_pct) < 0.5 ? "; even"
                                                 : fmt::format("; {:.0f} % to the {}", std::abs(*result.asymmetry_pct),
                                                               *result.asymmetry_pct < 0 ? "left" : "right");
  return text;
}

std::vector<Side> sides_of(const Block& block) {
  if (block.exercise->sides == movement::Sides::alternating) return {Side::left, Side::right};
  if (!block.exercise->one_side()) return {Side::both};
  if (block.side != Side::both) return {block.side};
  return {Side::left, Side::right};
}

int least_reps(const Block& block, const SetResult& result) {
  int least = std::numeric_limits<int>::max();
  for (const Side side : sides_of(block)) least = std::min(least, result.of(side).reps);
  return least;
}

std::optional<double> least_hold_s(const Block& block, const SetResult& result) {
  std::optional<double> least;
  for (const Side side : sides_of(block)) {
    const auto& hold_s = result.of(side).hold_s;
    if (!hold_s) return std::nullopt;
    least = std::min(least.value_or(*hold_s), *hold_s);
  }
  return least;
}

}  // namespace poise::session
