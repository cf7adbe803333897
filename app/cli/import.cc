#include <fmt/format.h>

#include <random>

#include "base/clock.h"
#include "console.h"
#include "engine/session_pass.h"
#include "engine/session_recorder.h"
#include "kept_session.h"
#include "report/session_folder_reader.h"
#include "verbs.h"

namespace poise::cli {

int import_session(const Common& common, const std::filesystem::path& folder, const std::string& date) {
  auto imported = report::read_session_folder(folder);
  if (!imported) return report_error(imported.error());
  for (const std::string& warning : imported->warnings) say("poise: " + warning);
  session::Session& session = imported->session;
  if (!date.empty()) {
    const auto started = time_from(date);
    if (!started) return report_error(started.error());
    session.info.started_wall_us = *started;
    session.info.started = iso8601_local(*started);
    // The id tells the start, and the session of another day is another one.
    session.info.id = engine::make_session_id(*started, std::random_device()());
  }
  auto pass = engine::pass_over(session);
  if (!pass) return report_error(pass.error());
  session.state = session::SessionState::finished;
  session.outcome = pass->analysis.outcome;
  session.reps = movement::valid_reps(pass->analysis);
  session.events = pass->events;
  auto store = open_store(common.store);
  if (!store) return report_error(store.error());
  if (const auto kept = store->import_session(session, engine::kept_analysis(*pass)); !kept)
    return report_error(kept.error());
  say(fmt::format("Session {} imported.", session.info.id));
  if (common.json) print_result({session, *pass}, true);
  return kDone;
}

}  // namespace poise::cli
