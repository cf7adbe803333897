#include "views/describe.h"

#include <fmt/format.h>

#include <cmath>

namespace poise::dashboard {
namespace {

using engine::LinkState;
using movement::FlowStep;

/// Streaming, but nothing came for so long: whatever the link thinks, this is not live.
constexpr double kStale_s = 1.0;

bool connected(const engine::Snapshot& snapshot) {
  return snapshot.link == LinkState::streaming || snapshot.link == LinkState::stale;
}

std::string rate_and_losses(const engine::Snapshot& snapshot) {
  std::string text = snapshot.rate_hz > 0 ? fmt::format("{:.0f} Hz", snapshot.rate_hz) : std::string("-- Hz");
  return text + fmt::format(" \u00b7 {} lost", snapshot.counters.lost_samples);
}

}  // namespace

Lead lead_of(const movement::Exercise& exercise) {
  if (exercise.sides == movement::Sides::alternating) return Lead::swing;
  if (!exercise.one_side()) return Lead::share;
  return exercise.pattern == movement::Pattern::squat ? Lead::depth : Lead::hold;
}

bool begins_upwards(const movement::Exercise& exercise) {
  return exercise.pattern == movement::Pattern::bridge || exercise.pattern == movement::Pattern::sit_to_stand;
}

bool in_session(FlowStep step) { return step != FlowStep::idle && step != FlowStep::result; }

const movement::Exercise& shown_exercise(const Frame& frame, const ViewState& state) {
  const auto& snapshot = frame.snapshot;
  const bool of_session = snapshot.flow.step != FlowStep::idle && snapshot.setup.exercise != nullptr;
  return of_session ? *snapshot.setup.exercise : *state.exercise;
}

Side shown_side(const Frame& frame, const ViewState& state) {
  const auto& exercise = shown_exercise(frame, state);
  if (!exercise.one_side()) return Side::both;
  const auto& snapshot = frame.snapshot;
  const bool of_session = snapshot.flow.step != FlowStep::idle && snapshot.setup.exercise != nullptr;
  Side side = of_session ? snapshot.flow.active_side : state.side;
  if (side == Side::both && of_session) side = snapshot.setup.side;
  return side == Side::both ? Side::left : side;  // both in turn: the left one first
}

std::string set_words(const Frame& frame, const ViewState& state) {
  const auto& flow = frame.snapshot.flow;
  const bool of_session = flow.step != FlowStep::idle;
  const int sets = of_session ? flow.sets : state.sets;
  if (sets < 2) return {};
  return fmt::format("{} of {}", of_session ? flow.set : 1, sets);
}

Count count_of(const Frame& frame, const ViewState& state) {
  const auto& snapshot = frame.snapshot;
  if (snapshot.flow.step == FlowStep::idle) return {0, state.reps};
  return {snapshot.flow.set_reps, snapshot.setup.reps};
}

std::string legs_line(const Frame& frame, const ViewState& state) {
  const auto& snapshot = frame.snapshot;
  std::string counts = fmt::format("L {} R {}", snapshot.movement.reps_left, snapshot.movement.reps_right);
  if (lead_of(shown_exercise(frame, state)) == Lead::swing) return counts;
  std::string leg = side_name(shown_side(frame, state), shown_exercise(frame, state));
  const bool in_turn = snapshot.flow.step != FlowStep::idle && snapshot.setup.side == Side::both;
  if (!in_turn) return leg;
  return leg + "   " + counts;
}

std::string session_words(const Frame& frame) {
  const auto& snapshot = frame.snapshot;
  switch (snapshot.flow.step) {
    case FlowStep::idle:
      return {};
    case FlowStep::result:
      return "result";
    case FlowStep::record:
      if (snapshot.setup.reps) return fmt::format("recording {} / {}", snapshot.flow.set_reps, *snapshot.setup.reps);
      return fmt::format("recording {:.0f} s", snapshot.movement.hold_s);
    default:
      return snapshot.flow.instruction;
  }
}

std::string title_of(const Frame& frame, const ViewState& state, bool typing) {
  std::string title = std::string("Poise: ") + kViewNames[static_cast<int>(state.view)];
  if (state.athlete_view) title += ", full view";
  const bool opening = state.view == View::review && !frame.shelf.sessions.empty() &&
                       frame.shelf.find(state.review.session) == nullptr;
  if (opening) title += ", opening";
  if (typing) title += ", typing";
  std::string session = session_words(frame);
  if (session.empty() && freshness(frame) != Freshness::live) session = "no data";
  return session.empty() ? title : title + " - " + session;
}

std::optional<TempoBeat> beat_of(const Frame& frame, const Settings& settings) {
  const bool running = frame.snapshot.flow.step == FlowStep::record && frame.tally.since_us;
  const auto* exercise = frame.snapshot.setup.exercise;
  if (settings.metronome == Metronome::off || !running || exercise == nullptr) return std::nullopt;
  if (exercise->holds()) return std::nullopt;
  return beat_at(settings.tempo, static_cast<double>(frame.now_us - *frame.tally.since_us) / 1e6);
}

double age_s(const Frame& frame) {
  return static_cast<double>(frame.now_us - frame.snapshot.last_arrival_us) / 1e6;
}

std::string age_text(const Frame& frame) {
  const long seconds = std::max(1L, std::lround(age_s(frame)));
  if (seconds < 120) return fmt::format("{} s ago", seconds);
  return fmt::format("{} min ago", seconds / 60);
}

Freshness freshness(const Frame& frame) {
  const auto& snapshot = frame.snapshot;
  if (snapshot.last_arrival_us == 0) return Freshness::nothing;
  if (snapshot.link == LinkState::ended) return Freshness::finished;
  if (snapshot.link == LinkState::streaming && age_s(frame) < kStale_s) return Freshness::live;
  return Freshness::old;
}

bool needs_mat(const engine::Snapshot& snapshot) {
  if (snapshot.flow.step != FlowStep::idle) return false;  // a session goes on, or its result is looked at
  return snapshot.link == LinkState::none || snapshot.link == LinkState::searching ||
         snapshot.link == LinkState::refused;
}

std::string sentence(std::string_view words) {
  std::string text(words);
  if (!text.empty() && text[0] >= 'a' && text[0] <= 'z') text[0] = static_cast<char>(text[0] - 'a' + 'A');
  return text;
}

std::string device_name(const std::string& device) {
  if (device.starts_with("sim:")) return "virtual mat";
  if (device.starts_with("replay:")) return "replay of " + device.substr(7);
  if (device.starts_with("/dev/")) return device.substr(5);
  return device;
}

MatStatus mat_status(const Frame& frame) {
  const auto& snapshot = frame.snapshot;
  const std::string name = device_name(snapshot.device);
  MatStatus status;
  status.freshness = Freshness::nothing;
  switch (snapshot.link) {
    case LinkState::none:
      status.line = "no mat";
      return status;
    case LinkState::searching:
      status.line = "looking for a mat";
      status.shorter = "no mat yet";
      return status;
    case LinkState::refused:
      status.line = name + " not used";
      status.shorter = "not used";
      status.caution = true;
      return status;
    case LinkState::ended:
      status.freshness = Freshness::finished;
      status.line = name;
      status.shorter = "replay";
      status.detail = "played to its end";
      return status;
    case LinkState::lost:
      status.line = name + " gone";
      status.shorter = "mat gone";
      break;
    case LinkState::streaming:
    case LinkState::stale:
      status.line = name + " \u00b7 " + rate_and_losses(snapshot);
      status.shorter = rate_and_losses(snapshot);
      status.shortest = fmt::format("{:.0f} Hz", snapshot.rate_hz);
      break;
  }
  status.freshness = freshness(frame);
  if (status.freshness == Freshness::old) {
    status.detail = "last data " + age_text(frame);
    status.caution = true;
  } else if (snapshot.geometry_name.empty()) {
    status.detail = "unknown geometry: counts only";
    status.caution = true;
  } else if (snapshot.nominal_calibration) {
    status.detail = "nominal calibration";
    status.caution = true;
  } else {
    status.detail = "calibrated";
  }
  return status;
}

std::string alarm(const Frame& frame) {
  const auto& snapshot = frame.snapshot;
  if (snapshot.store_error) return "Not saved: " + to_line(*snapshot.store_error);
  if (in_session(snapshot.flow.step) && !connected(snapshot) && snapshot.link != LinkState::ended) {
    const std::string why = snapshot.link_error ? " (" + to_line(*snapshot.link_error) + ")" : std::string();
    return "The mat is gone" + why + ". Plug it in again: the session goes on, with the gap marked.";
  }
  if (connected(snapshot) && snapshot.balance.overload) {
    return "Overload: a cell is near its limit, and what it reads is not to be trusted. Take some load off.";
  }
  return snapshot.store_warning ? sentence(*snapshot.store_warning) : std::string();
}

int chip_of(FlowStep step) {
  switch (step) {
    case FlowStep::idle:
      return -1;
    case FlowStep::zero:
      return 0;
    case FlowStep::weigh:
    case FlowStep::refused:
      return 1;
    case FlowStep::take_position:
    case FlowStep::rest_reference:
    case FlowStep::settle:
    case FlowStep::wrong_side:
      return 2;
    case FlowStep::countdown:
    case FlowStep::record:
    case FlowStep::rest:
    case FlowStep::change_side:
      return 3;
    case FlowStep::result:
      return 4;
  }
  return -1;
}

NextStep next_step(const Frame& frame, const ViewState& state) {
  const auto& flow = frame.snapshot.flow;
  if (flow.step != FlowStep::idle) {
    const bool old = in_session(flow.step) && freshness(frame) == Freshness::old;
    return {flow.instruction, old ? "the mat's last data came " + age_text(frame) : flow.why};
  }
  if (freshness(frame) == Freshness::finished) return {"The recording has ended", ""};
  if (freshness(frame) != Freshness::live) return {"Waiting for the mat", ""};
  if (frame.snapshot.geometry_name.empty())
    return {"This mat's geometry is unknown", "start Poise with --mat FILE.toml"};
  return {"Press Space to start", sentence(state.exercise->placement)};
}

std::string whole(std::optional<double> value) {
  return value && std::isfinite(*value) ? fmt::format("{}", std::lround(*value)) : "--";
}

std::string tenths(std::optional<double> value) {
  return value && std::isfinite(*value) ? fmt::format("{:.1f}", *value) : "--";
}

const char* length_unit(const Units& units) { return units.length == LengthUnit::millimetre ? "mm" : "cm"; }

std::string whole_length(std::optional<double> mm, const Units& units) {
  if (!mm) return "--";
  return whole(units.length == LengthUnit::millimetre ? *mm : *mm / 10);
}

std::string length(std::optional<double> mm, const Units& units) {
  return mm ? whole_length(mm, units) + " " + length_unit(units) : "--";
}

std::string length_figure(std::optional<double> mm, const Units& units) {
  if (!mm) return "--";
  return units.length == LengthUnit::millimetre ? whole(mm) : tenths(*mm / 10);
}

std::string newtons(std::optional<double> value_n, const Units& units) {
  constexpr double kStandardGravity_m_s2 = 9.80665;
  if (!value_n) return "--";
  if (units.force == ForceUnit::kilogram) return tenths(*value_n / kStandardGravity_m_s2) + " kg";
  return whole(value_n) + " N";
}

std::pair<std::string, std::string> share_numbers(std::optional<double> left_pct) {
  if (!left_pct) return {"--", "--"};
  const long left = std::lround(*left_pct);  // both from one rounding, so that they add up to 100
  return {fmt::format("{}", left), fmt::format("{}", 100 - left)};
}

std::string share_with_side(std::optional<double> left_pct, int decimals) {
  if (!left_pct) return "--";
  const bool left = *left_pct >= 50;
  const std::string figure = fmt::format("{:.{}f}", left ? *left_pct : 100 - *left_pct, decimals);
  if (figure == fmt::format("{:.{}f}", 50.0, decimals)) return "even";
  return figure + (left ? " L" : " R");
}

std::string force(std::optional<double> value_n, std::optional<double> body_weight_n, const Units& units) {
  if (!value_n) return "--";
  if (body_weight_n && *body_weight_n > 0) return whole(*value_n / *body_weight_n * 100) + " %BW";
  return newtons(value_n, units);
}

std::string side_name(Side side, const movement::Exercise& exercise) {
  if (side == Side::both) return "Both " + exercise.limb + "s";
  return (side == Side::left ? "Left " : "Right ") + exercise.limb;
}

std::string outcome_name(movement::Outcome outcome) {
  switch (outcome) {
    case movement::Outcome::complete:
      return "Complete";
    case movement::Outcome::ended_early:
      return "Ended early";
    case movement::Outcome::stepped_off:
      return "Stepped off";
    case movement::Outcome::link_lost:
      return "Mat lost on the way";
    case movement::Outcome::no_movement:
      return "No movement found";
  }
  return {};
}

std::string reasons_text(const std::vector<std::string>& reasons) {
  std::string text;
  for (std::string reason : reasons) {
    for (char& letter : reason) letter = letter == '_' ? ' ' : letter;
    if (reason == "partial") reason = "half rep";
    text += (text.empty() ? "" : ", ") + reason;
  }
  return text;
}

std::string phase_name(movement::Phase phase, const movement::Exercise& exercise) {
  using movement::Pattern;
  switch (phase) {
    case movement::Phase::none:
      return "";
    case movement::Phase::ready:
      return exercise.pattern == Pattern::twist ? "middle" : exercise.pattern == Pattern::sit_to_stand ? "sitting" : "ready";
    case movement::Phase::down:
      return "down";
    case movement::Phase::hold:
      break;
    case movement::Phase::up:
      return "up";
  }
  switch (exercise.pattern) {
    case Pattern::bridge:
    case Pattern::plank:
      return "hold";
    case Pattern::stand:
    case Pattern::sit_to_stand:
      return "standing";
    case Pattern::twist:
      return "over";
    case Pattern::squat:
      break;
  }
  return "turn";
}

}  // namespace poise::dashboard
