#include "live_line.h"

#include <fmt/format.h>

#include <algorithm>
#include <cmath>

namespace poise::cli {
namespace {

constexpr int kBarWidth = 24;

std::string share_bar(double left_pct) {
  const int left = static_cast<int>(std::lround(std::clamp(left_pct, 0.0, 100.0) * kBarWidth / 100));
  std::string bar;
  for (int i = 0; i < kBarWidth; ++i) bar += i == kBarWidth / 2 ? (i < left ? "▌" : "|") : i < left ? "█" : "·";
  return fmt::format("L {:>3.0f} {} {:<3.0f} R", left_pct, bar, 100 - left_pct);
}

std::string link_text(const engine::Snapshot& snapshot) {
  switch (snapshot.link) {
    case engine::LinkState::streaming: break;
    case engine::LinkState::stale: return "nothing arrives from the mat";
    case engine::LinkState::lost: return "mat unplugged: plug it in again, the session goes on";
    case engine::LinkState::searching:
      return snapshot.link_error ? "waiting for a mat: " + snapshot.link_error->what : "looking for a mat";
    default: return snapshot.link_error ? snapshot.link_error->what : "no mat";
  }
  return fmt::format("{:.0f} Hz, {} lost", snapshot.rate_hz, snapshot.counters.lost_samples);
}

std::string movement_text(const engine::Snapshot& snapshot) {
  const movement::LiveMovement& live = snapshot.movement;
  const movement::Exercise& exercise = *snapshot.setup.exercise;
  std::string text;
  if (exercise.one_leg)
    text = fmt::format("{} leg", to_string(snapshot.flow.active_side));
  else if (snapshot.balance.left_share_pct)
    text = share_bar(*snapshot.balance.left_share_pct);
  if (exercise.pattern == movement::Pattern::stand) return text + fmt::format("  {:5.1f} s", live.hold_s);
  text += snapshot.setup.reps ? fmt::format("  rep {}/{}", live.reps, *snapshot.setup.reps) : fmt::format("  rep {}", live.reps);
  text += fmt::format("  {:<5}", movement::to_string(live.phase));
  if (live.depth_mm) text += fmt::format(" {:3.0f} cm", *live.depth_mm / 10);
  if (live.swing_pct) text += fmt::format(" {:+3.0f} %", *live.swing_pct);
  return text;
}

}  // namespace

std::string live_line(const engine::Snapshot& snapshot) {
  std::string text;
  if (snapshot.link == engine::LinkState::streaming && snapshot.setup.exercise) {
    if (snapshot.flow.step == movement::FlowStep::record)
      text = movement_text(snapshot);
    else
      text = snapshot.flow.instruction + (snapshot.flow.why.empty() ? "" : " (" + snapshot.flow.why + ")");
    if (snapshot.flow.countdown) text += fmt::format(" {}", *snapshot.flow.countdown);
    text += "   ";
  }
  return text + link_text(snapshot);
}

}  // namespace poise::cli
