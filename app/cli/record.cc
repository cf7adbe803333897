#include <fmt/format.h>
#include <unistd.h>

#include <nlohmann/json.hpp>

#include "base/version.h"
#include "console.h"
#include "engine/engine.h"
#include "engine/session_export.h"
#include "kept_session.h"
#include "live_line.h"
#include "status_line.h"
#include "terminal.h"
#include "verbs.h"
#include "watch.h"

namespace poise::cli {
namespace {

using engine::Snapshot;

engine::BeginSession session_of(const RecordWords& words, const ExerciseWords& checked) {
  engine::BeginSession begin;
  begin.setup.exercise = checked.exercise;
  begin.setup.side = checked.side;
  begin.setup.variant = checked.variant;
  begin.setup.reps = words.reps;
  begin.setup.seconds = words.seconds;
  begin.setup.sets = words.sets;
  begin.setup.rest_s = words.rest_s;
  begin.setup.body_weight_n = words.body_weight_n;
  if (words.body_weight_n) begin.setup.body_weight_source = "given";
  begin.setup.unattended = words.unattended || !isatty(STDIN_FILENO);
  begin.athlete = words.athlete;
  return begin;
}

/// The body weight that the athlete's latest session without a load found, dated.
Expected<void> take_last_weight(store::Store& store, engine::BeginSession& begin) {
  if (begin.athlete.empty())
    return fail(ErrorCode::usage, "--last-weight needs --athlete, to know whose weight");
  const auto sessions = store.sessions();
  if (!sessions) return tl::make_unexpected(sessions.error());
  for (auto session = sessions->rbegin(); session != sessions->rend(); ++session) {
    if (session->athlete != begin.athlete || session->load_kg.value_or(0) > 0) continue;
    const auto text = store.analysis_json(session->id);
    if (!text || !*text) continue;
    const auto json = nlohmann::json::parse(**text, nullptr, false);
    const auto path = "/body/weight_n"_json_pointer;
    if (json.is_discarded() || !json.contains(path) || !json[path].is_number()) continue;
    begin.setup.body_weight_n = json[path].get<double>();
    begin.setup.body_weight_source = "weighed " + session->started.substr(0, 10);
    say(fmt::format("Body weight {:.1f} N, {}.", *begin.setup.body_weight_n, begin.setup.body_weight_source));
    return {};
  }
  return fail(ErrorCode::not_found,
              fmt::format("{} has not been weighed yet; record without --last-weight once, or give --body-weight-n",
                          begin.athlete));
}

/// Runs the session until its result is there.
Expected<std::shared_ptr<const Snapshot>> run(const RecordWords& words, const Common& common,
                                              const engine::BeginSession& begin) {
  Watch how;
  how.interrupt_fd = watch_for_interrupt();
  const Bell bell;  // outlives the engine, whose thread rings it
  engine::EngineOptions options;
  options.device.clear();  // selected below, so that the session has its very first sample
  options.store_path = common.store;
  options.probe_all = words.probe_all;
  if (!words.export_to.empty()) options.other_places = {words.export_to};
  options.on_snapshot = [&bell] { bell.ring(); };
  engine::Engine engine(options);
  engine.send(begin);
  engine.send(engine::SelectDevice{words.device, words.mat_file});

  how.device = words.device;
  how.keys = !begin.setup.unattended;
  std::optional<KeyByKey> key_by_key;
  if (how.keys) {
    key_by_key.emplace();
    say(kSessionKeys);
  }
  StatusLine line;
  how.look = [&line](const Snapshot& snapshot) {
    const bool done = snapshot.result != nullptr;
    line.show(live_line(snapshot, terminal_columns() - 1), turn_line(snapshot), done);
    return done;
  };
  how.on_key = [&engine](char key) { send_key(engine, key); };
  how.on_interrupt = [&engine](const Snapshot& snapshot) -> std::optional<Error> {
    if (!snapshot.session_id)
      return Error{ErrorCode::disconnected, "ended before a mat was there: nothing was recorded", {}};
    engine.send(engine::EndSession{});
    return std::nullopt;
  };
  auto end = watch(engine, bell, how);
  line.end();
  return end;
}

}  // namespace

int record(const Common& common, const RecordWords& words) {
  const auto checked = check_words(words.exercise, words.side, words.variant);
  if (!checked) return report_error(checked.error());
  const auto said = check_surroundings(words.surroundings, words.device);
  if (!said) return report_error(said.error());
  auto store = open_store(common.store);
  if (!store) return report_error(store.error());
  engine::BeginSession begin = session_of(words, *checked);
  begin.surroundings = said->surroundings;
  begin.started_wall_us = said->started_wall_us;
  if (words.last_weight)
    if (const auto weight = take_last_weight(*store, begin); !weight) return report_error(weight.error());
  const auto end = run(words, common, begin);
  if (!end) return report_error(end.error());
  const Snapshot& snapshot = **end;
  if (snapshot.store_warning) say("poise: " + *snapshot.store_warning);
  if (snapshot.store_error) {  // what could not be kept is at least shown
    session::SessionInfo info;
    info.id = *snapshot.session_id;
    info.poise_version = kVersion;
    print_result(info, *snapshot.result, common.json);
    return report_error(*snapshot.store_error);
  }
  const auto kept = load_kept(*store, *snapshot.session_id);
  if (!kept) return report_error(kept.error());
  print_result(*kept, common.json);
  say(fmt::format("Session {} is kept in {}", *snapshot.session_id, common.store.string()));
  if (words.export_to.empty()) return kDone;
  const auto written = engine::export_session(kept->session, kept->pass, words.export_to, false);
  if (!written) return report_error(written.error());
  say(fmt::format("Its CSV files and report are in {}", words.export_to.string()));
  return kDone;
}

}  // namespace poise::cli
