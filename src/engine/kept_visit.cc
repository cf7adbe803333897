#include "engine/kept_visit.h"

#include <fmt/format.h>

#include <algorithm>
#include <random>

#include "base/clock.h"
#include "base/units.h"
#include "engine/session_recorder.h"
#include "session/programme_file.h"

namespace poise::engine {
namespace {

using session::ProgrammeRunner;
using session::VisitEvent;
using session::VisitRecord;

Expected<ProgrammeRunner> read_runner(const store::Visit& visit, std::vector<VisitRecord> history) {
  const std::string where = "visit " + visit.id;
  auto programme = session::parse_programme(visit.programme_toml, where);
  if (!programme) return tl::make_unexpected(programme.error());
  auto events = session::events_from_text(visit.events, where);
  if (!events) return tl::make_unexpected(events.error());
  return ProgrammeRunner::from_events(std::move(*programme), std::move(history), std::move(*events));
}

/// A session that was no part of a programme, as a visit of one set.
VisitRecord record_of(const store::SessionSummary& session) {
  VisitRecord record;
  record.started_us = record.ended_us = wall_us_from_iso8601(session.started).value_or(0);
  record.exertion = session.exertion;
  session::Block block;
  block.exercise = movement::find_exercise(session.exercise);
  if (block.exercise) record.blocks.push_back({block, {session::SetResult{}}});
  return record;
}

}  // namespace

Expected<std::vector<VisitRecord>> visit_history(store::Store& store, const std::string& athlete,
                                                 std::int64_t before_us) {
  std::vector<VisitRecord> history;
  if (athlete.empty()) return history;
  const auto visits = store.visits();
  if (!visits) return tl::make_unexpected(visits.error());
  for (const store::Visit& visit : *visits) {
    if (visit.athlete != athlete || visit.started_wall_us >= before_us) continue;
    if (const auto runner = read_runner(visit, {})) history.push_back(runner->record());
  }
  const auto sessions = store.sessions();
  if (!sessions) return tl::make_unexpected(sessions.error());
  for (const store::SessionSummary& session : *sessions)
    if (session.athlete == athlete && session.visit.empty() && session.exertion)
      history.push_back(record_of(session));
  std::erase_if(history, [&](const VisitRecord& record) { return record.started_us >= before_us; });
  std::stable_sort(history.begin(), history.end(),
                   [](const VisitRecord& a, const VisitRecord& b) { return a.started_us < b.started_us; });
  return history;
}

Expected<ProgrammeRunner> runner_of(store::Store& store, const store::Visit& visit) {
  auto history = visit_history(store, visit.athlete, visit.started_wall_us);
  if (!history) return tl::make_unexpected(history.error());
  return read_runner(visit, std::move(*history));
}

Expected<KeptVisit> KeptVisit::begin(store::Store& store, const session::Programme& programme,
                                     const std::string& athlete, std::int64_t now_us) {
  auto history = visit_history(store, athlete, now_us);
  if (!history) return tl::make_unexpected(history.error());
  store::Visit visit;
  visit.id = make_session_id(now_us, std::random_device()());
  visit.started_wall_us = now_us;
  visit.started = iso8601_local(now_us);
  visit.athlete = athlete;
  visit.programme = programme.id;
  visit.programme_toml = programme.toml;
  if (auto begun = store.begin_visit(visit); !begun) return tl::make_unexpected(begun.error());
  return KeptVisit(store, {visit.id, athlete, ProgrammeRunner(programme, std::move(*history))});
}

Expected<KeptVisit> KeptVisit::resume(store::Store& store, const std::string& id, const std::string& athlete,
                                      std::int64_t now_us) {
  std::string wanted = id;
  if (wanted.empty()) {
    const auto visits = store.visits();
    if (!visits) return tl::make_unexpected(visits.error());
    for (const store::Visit& each : *visits)
      if (!each.ended && (athlete.empty() || each.athlete == athlete)) wanted = each.id;
    if (wanted.empty())
      return fail(ErrorCode::not_found,
                  fmt::format("no visit{} was left unfinished: begin one with poise programmes run",
                              athlete.empty() ? "" : " of " + athlete));
  }
  auto visit = store.resume_visit(wanted);
  if (!visit) return tl::make_unexpected(visit.error());
  if (visit->ended)
    return fail(ErrorCode::usage, "this visit has ended: begin another with poise programmes run", wanted);
  auto runner = runner_of(store, *visit);
  if (!runner) return tl::make_unexpected(runner.error());
  KeptVisit kept(store, {visit->id, visit->athlete, std::move(*runner)});
  if (kept.runner().view(now_us).step != session::VisitStep::set) return kept;
  const auto back = kept.apply({VisitEvent::Kind::set_failed, now_us, 0, "the program ended amid it", {}});
  if (!back) return tl::make_unexpected(back.error());
  return kept;
}

Expected<bool> KeptVisit::apply(VisitEvent event) {
  ProgrammeRunner next = led_.runner;
  if (!next.apply(std::move(event))) return false;
  const bool ended = next.view(0).step == session::VisitStep::ended;
  if (auto saved = store_->save_visit(led_.id, session::to_text(next.events()), ended); !saved)
    return tl::make_unexpected(saved.error());
  led_.runner = std::move(next);
  if (auto kept = keep_with_last_set(led_.runner.events().back()); !kept)
    return tl::make_unexpected(kept.error());
  return true;
}

Expected<void> KeptVisit::keep_with_last_set(const VisitEvent& event) {
  using enum VisitEvent::Kind;
  const auto& events = led_.runner.events();
  const auto last = std::find_if(events.rbegin(), events.rend(),
                                 [](const VisitEvent& each) { return each.kind == set_done; });
  const bool said = event.kind == pain || event.kind == exertion || event.kind == note;
  if (!said || last == events.rend()) return {};
  const auto session = store_->load(last->result->session);
  if (!session) return tl::make_unexpected(session.error());
  session::Surroundings surroundings = session->info.surroundings;
  if (event.kind == pain) surroundings.pain_after = led_.runner.pain_now();
  if (event.kind == exertion) surroundings.exertion = event.value;
  if (event.kind == note) surroundings.notes += (surroundings.notes.empty() ? "" : "; ") + event.text;
  return store_->set_surroundings(session->info.id, surroundings);
}

void KeptVisit::leave() { store_->leave_visit(led_.id); }

BeginSession next_set(const LedVisit& visit, const session::Surroundings& said, bool unattended,
                      std::int64_t now_us) {
  const session::ProgrammeRunner& runner = visit.runner;
  const session::VisitView view = runner.view(now_us);
  const session::Block& block = *view.block;
  BeginSession begin;
  begin.athlete = visit.athlete;
  begin.setup.exercise = block.exercise;
  begin.setup.side = block.side;
  begin.setup.variant = block.variant;
  begin.setup.reps = block.reps;
  begin.setup.seconds = block.seconds;
  begin.setup.unattended = unattended;
  begin.surroundings = said;
  if (block.load_kg) begin.surroundings.load_kg = block.load_kg;
  if (block.eyes) begin.surroundings.eyes = block.eyes;
  if (block.surface) begin.surroundings.surface = block.surface;
  begin.surroundings.pain_before = runner.pain_now();
  begin.surroundings.pain_where = runner.pain_where();
  begin.surroundings.pain_after.reset();
  begin.surroundings.exertion.reset();
  if (const auto body_n = runner.body_weight_n()) {
    const double carried_kg = session::carries_load(*block.exercise) ? begin.surroundings.load_kg.value_or(0) : 0;
    begin.setup.body_weight_n = *body_n + carried_kg * kGravity_m_s2;
    begin.setup.body_weight_source = carried_kg > 0
                                         ? fmt::format("weighed in this visit, and {:g} kg", carried_kg)
                                         : "weighed in this visit";
  }
  begin.place = view.place;
  begin.place->visit = visit.id;
  begin.started_wall_us = now_us;
  return begin;
}

}  // namespace poise::engine
