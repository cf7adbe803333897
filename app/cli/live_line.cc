#include "live_line.h"

#include <fmt/format.h>

#include <algorithm>
#include <cmath>

#include "status_line.h"

namespace poise::cli {
namespace {

using engine::LinkState;
using engine::Snapshot;

constexpr int kBarColumns = 24;

/// "L  58 ████████████│██········· 42  R", the middle marked; absent: the same without figures.
std::string share_bar(std::optional<double> left_pct) {
  const int percent = static_cast<int>(std::lround(std::clamp(left_pct.value_or(0), 0.0, 100.0)));
  const int left = (percent * kBarColumns + 50) / 100;
  std::string bar;
  for (int i = 0; i < kBarColumns; ++i) bar += i == kBarColumns / 2 ? "│" : i < left ? "█" : "·";
  return left_pct ? fmt::format("L {:>3} {} {:<3} R", percent, bar, 100 - percent)
                  : fmt::format("L  -- {} --  R", bar);
}

/// "rep 3/5", "set 2/3, rep 3/5", "12.3/30 s".
std::string count_text(const Snapshot& snapshot) {
  const movement::LiveMovement& live = snapshot.movement;
  const movement::FlowView& flow = snapshot.flow;
  const std::string set = flow.sets > 1 ? fmt::format("set {}/{}, ", flow.set, flow.sets) : "";
  if (snapshot.setup.exercise->holds()) {
    return set + (snapshot.setup.seconds ? fmt::format("{:4.1f}/{:g} s", live.hold_s, *snapshot.setup.seconds)
                                         : fmt::format("{:4.1f} s", live.hold_s));
  }
  return set + (snapshot.setup.reps ? fmt::format("rep {}/{}", flow.set_reps, *snapshot.setup.reps)
                                    : fmt::format("rep {}", flow.set_reps));
}

std::string movement_text(const Snapshot& snapshot) {
  const movement::LiveMovement& live = snapshot.movement;
  std::string text;
  const movement::Exercise& exercise = *snapshot.setup.exercise;
  if (exercise.one_side()) text = fmt::format("{} {}  ", to_string(snapshot.flow.active_side), exercise.limb);
  if (!exercise.one_plate() && snapshot.geometry && snapshot.geometry->two_plates())
    text += share_bar(snapshot.balance.left_share_pct) + "  ";
  text += count_text(snapshot);
  if (live.phase != movement::Phase::none) text += fmt::format("  {:<5}", movement::to_string(live.phase));
  if (live.depth_mm) text += fmt::format(" {:3.0f} cm", std::max(0.0, *live.depth_mm / 10));
  if (live.swing_pct) text += fmt::format(" {:+3.0f} %", *live.swing_pct);
  return text;
}

std::string step_text(const movement::FlowView& flow) {
  std::string text = flow.instruction;
  if (flow.countdown) text += fmt::format(" … {}", *flow.countdown);
  if (!flow.why.empty()) text += " (" + flow.why + ")";
  return text;
}

}  // namespace

std::string trouble_of(const Snapshot& snapshot) {
  if (snapshot.store_error) return "NOT SAVED: " + snapshot.store_error->what;
  switch (snapshot.link) {
    case LinkState::streaming:
      return {};
    case LinkState::stale:
      return "nothing arrives from the mat";
    case LinkState::lost:
      return "the mat is unplugged: plug it in again, the session goes on";
    case LinkState::searching:
      if (snapshot.session_id) return "the mat is unplugged: plug it in again, the session goes on";
      return snapshot.link_error ? "waiting for a mat: " + snapshot.link_error->what : "looking for a mat";
    case LinkState::ended:
      return "nothing more will come from " + snapshot.device;
    default:
      return snapshot.link_error ? snapshot.link_error->what : "no mat";
  }
}

std::string live_line(const Snapshot& snapshot, std::size_t columns) {
  std::string text = trouble_of(snapshot);
  if (text.empty() && snapshot.setup.exercise)
    text =
        snapshot.flow.step == movement::FlowStep::record ? movement_text(snapshot) : step_text(snapshot.flow);
  std::string rate;
  if (snapshot.link == LinkState::streaming && snapshot.rate_hz > 0)
    rate = fmt::format("  {:.0f} Hz, {} lost", snapshot.rate_hz, snapshot.counters.lost_samples);
  const std::size_t rate_columns = columns_of(rate);
  if (rate_columns >= columns) return fitted(text, columns);
  text = fitted(text, columns - rate_columns);
  return text + std::string(columns - rate_columns - columns_of(text), ' ') + rate;
}

std::string turn_line(const Snapshot& snapshot) {
  const bool searching = snapshot.link == LinkState::none || snapshot.link == LinkState::searching;
  if (searching && !snapshot.link_error) return {};  // what then fails says so in its own one line
  std::string trouble = trouble_of(snapshot);
  if (!trouble.empty() || !snapshot.setup.exercise) return trouble;
  if (snapshot.flow.step != movement::FlowStep::record) return snapshot.flow.instruction;
  const movement::Exercise& exercise = *snapshot.setup.exercise;
  return (exercise.one_side() ? fmt::format("{} {}, ", to_string(snapshot.flow.active_side), exercise.limb) : "") +
         (!exercise.holds()                                 ? count_text(snapshot)
          : exercise.pattern == movement::Pattern::stand ? "standing"
                                                            : "holding");
}

}  // namespace poise::cli
