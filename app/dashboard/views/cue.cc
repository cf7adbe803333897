#include "views/cue.h"

#include <algorithm>
#include <vector>

#include "views/describe.h"

namespace poise::dashboard {
namespace {

constexpr double kSway_mm = 15;  ///< a sideways excursion worth a word
constexpr double kSomebody_n = 50;
constexpr double kSag_pct = 10;  ///< a fall of a bridge's load worth a word

std::string sway_words(const Frame& frame) {
  const auto wobble = wobble_of(frame.history.cop, 3);
  if (!wobble) return {};
  const double off_mm = wobble->now_mm - wobble->middle_mm;
  if (std::abs(off_mm) < kSway_mm) return "steady";
  return off_mm < 0 ? "swaying left" : "swaying right";
}

/// To which side the load is now.
std::string swing_words(const Frame& frame, const movement::Exercise& exercise) {
  const auto share = frame.snapshot.balance.left_share_pct;
  if (!share) return {};
  if (*share > 50 + exercise.least_swing_pct) return "left";
  return *share < 50 - exercise.least_swing_pct ? "right" : "middle";
}

}  // namespace

int share_cue(double left_pct, const Settings& settings, int previous) {
  constexpr double kStick_pct = 0.5;
  const double off = left_pct - settings.target_pct;
  const double limit = settings.corridor_pct + (previous == 0 ? kStick_pct : -kStick_pct);
  return off > limit ? 1 : off < -limit ? -1 : 0;
}

std::optional<int> live_cue(const Frame& frame, const ViewState& state) {
  const auto share = frame.snapshot.balance.left_share_pct;
  const bool shares = lead_of(shown_exercise(frame, state)) == Lead::share;
  if (!share || !shares || freshness(frame) != Freshness::live) return std::nullopt;
  return share_cue(*share, state.settings, state.cue);
}

std::string cue_words(const Frame& frame, const ViewState& state) {
  if (freshness(frame) != Freshness::live) return {};
  const auto& exercise = shown_exercise(frame, state);
  const bool lifts = exercise.pattern == movement::Pattern::bridge || exercise.pattern == movement::Pattern::plank;
  if (lifts && frame.tally.sag_pct.value_or(0) > kSag_pct) return "lift";
  const Lead lead = lead_of(exercise);
  if (frame.snapshot.balance.total_n.value_or(0) <= kSomebody_n) return "nobody on the mat";
  if (lead == Lead::swing) return swing_words(frame, exercise);
  if (exercise.sides == movement::Sides::leading) return shown_side(frame, state) == Side::right ? "right leg" : "left leg";
  if (lead != Lead::share) return sway_words(frame);
  const auto cue = live_cue(frame, state);
  if (!cue) return {};
  return *cue == 0 ? "balanced" : *cue < 0 ? "shift left" : "shift right";
}

std::optional<std::pair<double, double>> share_ghost(const StripHistory& history, double window_s) {
  constexpr float kLeast_n = 50;
  constexpr std::size_t kLeastSlots = 25;
  std::vector<double> shares;
  const auto& slots = history.slots();
  for (auto slot = slots.rbegin(); slot != slots.rend() && slot->start_s() > history.end_s() - window_s; ++slot) {
    const auto& [left, right, total] = slot->curves;
    if (!left.any || !right.any) continue;
    const float left_n = (left.low + left.high) / 2, right_n = (right.low + right.high) / 2;
    if (left_n + right_n > kLeast_n) shares.push_back(100.0 * static_cast<double>(left_n / (left_n + right_n)));
  }
  if (shares.size() < kLeastSlots) return std::nullopt;
  std::sort(shares.begin(), shares.end());
  return std::pair(shares[shares.size() / 10], shares[shares.size() - 1 - shares.size() / 10]);
}

}  // namespace poise::dashboard
