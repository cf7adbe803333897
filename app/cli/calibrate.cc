#include <fmt/format.h>
#include <unistd.h>

#include "calibration_text.h"
#include "console.h"
#include "engine/engine.h"
#include "live_line.h"
#include "report/analysis_json.h"
#include "status_line.h"
#include "terminal.h"
#include "verbs.h"
#include "watch.h"

/// Calibrating a mat, and the daily spot check.
namespace poise::cli {
namespace {

using calibrate::CalibrationView;
using engine::LinkState;
using engine::Snapshot;
using Phase = CalibrationView::Phase;

engine::EngineOptions options_of(const Common& common, const CalibrateWords& words, const Bell& bell) {
  engine::EngineOptions options;
  options.device.clear();  // selected once the engine knows what it is for
  options.store_path = common.store;
  options.probe_all = words.probe_all;
  options.on_snapshot = [&bell] { bell.ring(); };
  return options;
}

/// What is on the plates now, so that somebody with a mass in their hands sees that it is seen.
std::string loads_text(const CalibrationView& view) {
  const bool two_plates = view.steps.back().plate == 1;
  std::string text = two_plates ? fmt::format("L {:.0f} N  R {:.0f} N", view.plate_n[0], view.plate_n[1])
                                : fmt::format("{:.0f} N", view.plate_n[0]);
  if (view.cop) text += fmt::format(" at {:+.0f} {:+.0f} mm", view.cop->x_mm, view.cop->y_mm);
  return text;
}

std::string step_text(const CalibrationView& view) {
  if (view.phase != Phase::load && view.phase != Phase::shift) return view.instruction;
  return fmt::format("{}/{}  {}", view.step + 1, view.steps.size(), view.instruction);
}

/// One line that is rewritten; what is worth saying once.
std::string line_of(const Snapshot& snapshot) {
  if (!snapshot.calibrating || snapshot.link != LinkState::streaming) return trouble_of(snapshot);
  const CalibrationView& view = *snapshot.calibrating;
  std::string line = step_text(view);
  if (view.phase == Phase::shift) line += fmt::format("  {:.0f} %", 100 * view.progress);
  const std::string& more = view.why.empty() ? view.hint : view.why;
  if (!more.empty()) line += "  " + more;
  return line + "  [" + loads_text(view) + "]";
}

std::string turn_of(const Snapshot& snapshot) {
  if (!snapshot.calibrating || snapshot.link != LinkState::streaming) return {};
  const CalibrationView& view = *snapshot.calibrating;
  return step_text(view) + (view.why.empty() ? "" : " " + view.why);
}

/// The dialogue, from the first empty mat to the calibration that is kept.
class Dialogue {
 public:
  Dialogue(engine::Engine& engine, bool ask, bool at_terminal)
      : engine_(engine), ask_(ask), at_terminal_(at_terminal) {}

  /// True: the end.
  bool look(const Snapshot& snapshot) {
    if (snapshot.mat_work_error) return fail_with(*snapshot.mat_work_error);
    if (snapshot.link == LinkState::ended)
      return fail_with({ErrorCode::disconnected,
                        "nothing more will come from " + snapshot.device + ": calibrate a real mat",
                        {}});
    if (keeping_ && !snapshot.calibrating) return true;
    if (forgotten_)
      return fail_with({ErrorCode::disconnected, "the calibration was discarded: nothing was kept", {}});
    if (snapshot.calibrating) follow(*snapshot.calibrating);
    if (!failed_) line_.show(line_of(snapshot), turn_of(snapshot));
    return failed_.has_value();
  }

  void on_key(char key) {
    if (phase_ == Phase::review) {
      if (key == '\n') keep();
      if (key == 'd') forgotten_ = true;
      if (forgotten_) engine_.send(engine::EndMatWork{true});
    }
    if (key == '\n') engine_.send(engine::ConfirmStep{});
    if (key == 's') engine_.send(engine::SkipStep{});
    if (key == 'r' && step_ > 0) engine_.send(engine::RepeatStep{step_ - 1});
    if (key == 'q')
      fail_with({ErrorCode::disconnected, "left on the way: the same command goes on there", {}});
  }

  void end() { line_.end(); }
  const std::optional<Error>& failed() const { return failed_; }

 private:
  void follow(const CalibrationView& view) {
    step_ = view.step;
    const Phase before = std::exchange(phase_, view.phase);
    if (before == view.phase) return;
    if (view.phase == Phase::refused && !at_terminal_) fail_with({ErrorCode::bad_data, view.why, {}});
    if (view.phase != Phase::review) return;
    if (!ask_) return keep();
    line_.end();
    print_calibration({*view.result, {}, false});
    std::fflush(stdout);
    say("Enter keeps this calibration, r repeats the last step, d discards all of it.");
  }

  void keep() {
    if (std::exchange(keeping_, true)) return;
    engine_.send(engine::KeepCalibration{});
  }
  bool fail_with(Error error) {
    if (!failed_) failed_ = std::move(error);
    return true;
  }

  engine::Engine& engine_;
  const bool ask_, at_terminal_;
  StatusLine line_;
  Phase phase_ = Phase::empty;
  int step_ = 0;
  bool keeping_ = false, forgotten_ = false;
  std::optional<Error> failed_;
};

int print_kept(const Common& common, const Snapshot& snapshot) {
  const store::KeptCalibration kept{*snapshot.calibration, {}, true};
  if (common.json)
    fmt::print("{}\n", report::json_text(to_json(kept)));
  else
    print_calibration(kept);
  say("It is in force for this mat from now on.");
  return kDone;
}

}  // namespace

int calibrate_mat(const Common& common, const CalibrateWords& words, bool full) {
  const bool at_terminal = isatty(STDIN_FILENO) != 0;
  Watch how;
  how.interrupt_fd = watch_for_interrupt();
  how.device = words.device;
  how.keys = at_terminal || words.ask;
  const Bell bell;
  engine::Engine engine(options_of(common, words, bell));
  engine::BeginCalibration begin;
  begin.plan.method = full ? calibrate::Method::full : calibrate::Method::quick;
  begin.plan.mass_kg = words.masses_kg.front();
  if (full) begin.plan.further_masses_kg.assign(words.masses_kg.begin() + 1, words.masses_kg.end());
  begin.plan.made_by = words.made_by;
  begin.anew = words.anew;
  engine.send(begin);
  engine.send(engine::SelectDevice{words.device, words.mat_file});

  std::optional<KeyByKey> key_by_key;
  if (at_terminal) {
    key_by_key.emplace();
    say("Enter: it is as asked   s: leave this step out   r: repeat the last one   q: leave, to go on later");
  }
  Dialogue dialogue(engine, at_terminal || words.ask, at_terminal);
  how.look = [&](const Snapshot& snapshot) { return dialogue.look(snapshot); };
  how.on_key = [&](char key) { dialogue.on_key(key); };
  how.on_interrupt = [](const Snapshot&) {
    return Error{ErrorCode::disconnected, "ended on the way: the same command goes on there", {}};
  };
  const auto end = watch(engine, bell, how);
  dialogue.end();
  if (!end) return report_error(end.error());
  if (dialogue.failed()) return report_error(*dialogue.failed());
  return print_kept(common, **end);
}

int calibrate_spot(const Common& common, const CalibrateWords& words) {
  Watch how;
  how.interrupt_fd = watch_for_interrupt();
  how.device = words.device;
  how.keys = isatty(STDIN_FILENO) != 0;
  const Bell bell;
  engine::Engine engine(options_of(common, words, bell));
  engine.send(engine::SpotCheckMat{words.masses_kg.front(), words.made_by});
  engine.send(engine::SelectDevice{words.device, words.mat_file});
  StatusLine line;
  how.look = [&line](const Snapshot& snapshot) {
    if (snapshot.spot_readings) return true;
    const std::string said = snapshot.spot ? snapshot.spot->instruction : "";
    const std::string why = snapshot.spot && !snapshot.spot->why.empty() ? "  " + snapshot.spot->why : "";
    line.show(said.empty() ? trouble_of(snapshot) : said + why, said);
    return false;
  };
  how.on_key = [&engine](char key) {
    if (key == '\n') engine.send(engine::SkipStep{});
  };
  how.on_interrupt = [](const Snapshot&) {
    return Error{ErrorCode::disconnected, "ended before both plates were read: nothing was logged", {}};
  };
  const auto end = watch(engine, bell, how);
  line.end();
  if (!end) return report_error(end.error());
  const Snapshot& snapshot = **end;
  if (snapshot.mat_work_error) return report_error(*snapshot.mat_work_error);
  auto store = open_store(common.store);
  const auto checks = store ? store->spot_checks(snapshot.identity->unique_id)
                            : Expected<std::vector<store::KeptSpotCheck>>(tl::make_unexpected(store.error()));
  if (!checks) return report_error(checks.error());
  if (common.json) {
    auto json = nlohmann::ordered_json::array();
    for (std::size_t i = checks->size() - snapshot.spot_readings->size(); i < checks->size(); ++i)
      json.push_back(to_json((*checks)[i]));
    fmt::print("{}\n", report::json_text(json));
  } else {
    print_spot_checks(*checks);
  }
  for (const calibrate::SpotReading& reading : *snapshot.spot_readings)
    if (std::abs(reading.off_pct()) > calibrate::kSpotBad_pct)
      return report_error(
          {ErrorCode::bad_data,
           fmt::format(
               "a plate is {:.1f} % off, more than {:g} %: check the mass, run poise check, then calibrate",
               reading.off_pct(), calibrate::kSpotBad_pct),
           {}});
  return kDone;
}

}  // namespace poise::cli
