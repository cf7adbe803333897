#pragma once

#include <array>
#include <optional>
#include <string>

#include "movement/analysis.h"
#include "session/programme.h"

namespace poise::session {

/// What one side did in a set; of an exercise that both sides do together, what both did.
struct SideResult {
  int reps = 0;                  ///< valid ones
  std::optional<double> hold_s;  ///< the longest
  std::optional<double> size;    ///< mean of the valid repetitions: depth in mm, of a bridge or twist its load in N

  bool operator==(const SideResult&) const = default;
};

/// What a set gave, as far as programmes and advice need it. Absent: could not be computed.
struct SetResult {
  std::string session;
  movement::Outcome outcome = movement::Outcome::complete;
  double duration_s = 0;
  std::array<SideResult, 3> sides;      ///< by Side
  std::optional<double> asymmetry_pct;  ///< minus favours left, plus right
  std::string asymmetry_formula;        ///< its name
  std::optional<double> left_share_pct;
  std::optional<double> standing_weight_n;  ///< what was weighed: the body and what it carries

  const SideResult& of(Side side) const { return sides[static_cast<std::size_t>(side)]; }
  SideResult& of(Side side) { return sides[static_cast<std::size_t>(side)]; }
  bool operator==(const SetResult&) const = default;
};

/// The asymmetry is the first index of the analysis; a stand on both legs has none, there it is the symmetry
/// index of the total, 100 − 2 · left's share.
SetResult result_of(const std::string& session, const movement::Exercise& exercise,
                    const movement::Analysis& analysis);

/// "10 of 10 reps; left's share 50.3 %", "left 5, right 4 of 5 reps; 6 % to the left".
std::string in_words(const Block& block, const SetResult& result);

/// The sides that count in a set of the block: both together, or each that was asked for.
std::vector<Side> sides_of(const Block& block);

/// The least over these sides: of the repetitions, and of the longest holds.
int least_reps(const Block& block, const SetResult& result);
std::optional<double> least_hold_s(const Block& block, const SetResult& result);

}  // namespace poise::session
