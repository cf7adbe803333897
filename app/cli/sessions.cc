#include <fmt/format.h>

#include <nlohmann/json.hpp>

#include "console.h"
#include "report/analysis_json.h"
#include "verbs.h"

namespace poise::cli {
namespace {

std::string outcome_of(const store::SessionSummary& session) {
  if (session.outcome) return movement::to_string(*session.outcome);
  return session.state == session::SessionState::recording ? "recording" : "";
}

}  // namespace

int sessions(const Common& common) {
  auto store = open_store(common.store);
  if (!store) return report_error(store.error());
  const auto all = store->sessions();
  if (!all) return report_error(all.error());
  if (common.json) {
    auto list = nlohmann::ordered_json::array();
    for (const store::SessionSummary& session : *all)
      list.push_back({{"id", session.id},
                      {"started", session.started},
                      {"athlete", session.athlete},
                      {"exercise", session.exercise},
                      {"side", to_string(session.side)},
                      {"outcome", outcome_of(session)},
                      {"reps", session.reps}});
    fmt::print("{}\n", report::json_text(list));
    return kDone;
  }
  if (all->empty()) say("No sessions yet. Record one with: poise record --exercise squat");
  for (const store::SessionSummary& session : *all)
    print("{}  {}  {:<18} {:<6} {:>3} reps  {:<12} {}\n", session.id, session.started, session.exercise,
               to_string(session.side), session.reps, outcome_of(session), session.athlete);
  return kDone;
}

}  // namespace poise::cli
