#include <fmt/format.h>
#include <unistd.h>

#include "console.h"
#include "engine/virtual_device.h"
#include "engine/virtual_person.h"
#include "engine/virtual_source.h"
#include "programme_round.h"
#include "report/analysis_json.h"
#include "terminal.h"
#include "verbs.h"
#include "visit_report.h"

namespace poise::cli {
namespace {

/// A programme needs a mat that measures, or the virtual person with keys that every set can use.
Expected<void> check_device(const std::string& device, const session::Programme& programme) {
  if (device.starts_with("replay:"))
    return fail(ErrorCode::usage,
                "a recording cannot do a programme: give a mat, or sim: for a virtual person");
  if (!device.starts_with("sim:")) return {};
  if (!engine::is_virtual_person(device))
    return fail(ErrorCode::usage,
                "in a programme say sim: alone, the virtual person does each set as it is asked; keys for "
                "every set as in "
                "sim:?speed=0&body_kg=80");
  for (std::size_t i = 0; i < programme.blocks.size(); ++i) {
    const std::string mat = engine::virtual_mat_for(programme.blocks[i], static_cast<int>(i) + 1, 1, device);
    if (const auto source = engine::virtual_source(mat); !source) return tl::make_unexpected(source.error());
  }
  return {};
}

Expected<void> check_red_flags(const std::vector<std::string>& flags) {
  for (const std::string& flag : flags) {
    if (session::red_flag_from(flag)) continue;
    std::string known;
    for (const session::RedFlag each : session::kRedFlags)
      known += fmt::format("{}{}", known.empty() ? "" : ", ", to_string(each));
    return fail(ErrorCode::usage, fmt::format("there is no red flag \"{}\"; there are {}", flag, known));
  }
  return {};
}

RoundClock clock_of(const ProgrammeWords& words, const SaidOfSession& said) {
  std::optional<double> speed;
  if (engine::is_virtual_person(words.device))
    speed = engine::virtual_device(words.device)->number("speed").value_or(1);
  return RoundClock(speed, said.started_wall_us);
}

/// Leads through the visit and prints what came of it.
int lead(const Common& common, Round& round, engine::KeptVisit visit) {
  const std::string id = visit.id();
  const auto ended = round.lead(std::move(visit));
  const int status = ended ? kDone : report_error(ended.error());
  if (ended && *ended) return visits(common, id);
  say(fmt::format("\nThe visit is kept; go on with: poise programmes resume {}", id));
  return status;
}

bool is_unattended(const ProgrammeWords& words) { return words.unattended || !isatty(STDIN_FILENO); }

/// Whether to begin although rest is due.
bool begins_nevertheless(const std::vector<session::Advice>& rest, bool unattended) {
  for (const session::Advice& advice : rest) say(fmt::format("{} [{}]", advice.says, advice.rule));
  if (rest.empty() || unattended) return true;
  fmt::print(stderr, "Go on nevertheless? (y: yes; Enter: no) ");
  std::fflush(stderr);
  return read_line(-1).value_or("") == "y";
}

}  // namespace

int run_programme(const Common& common, const ProgrammeWords& words) {
  const auto programme = session::find_programme(words.programme, session::own_programmes_folder());
  if (!programme) return report_error(programme.error());
  const auto said = check_surroundings(words.surroundings, words.device);
  if (!said) return report_error(said.error());
  if (const auto good = check_red_flags(words.red_flags); !good) return report_error(good.error());
  if (const auto good = check_device(words.device, *programme); !good) return report_error(good.error());
  auto store = open_store(common.store);
  if (!store) return report_error(store.error());

  const RoundClock clock = clock_of(words, *said);
  const auto history = engine::visit_history(*store, words.athlete, clock.now_us());
  if (!history) return report_error(history.error());
  if (!begins_nevertheless(session::advice_before(*history, clock.now_us()), is_unattended(words)))
    return kDone;
  Round round(common, words, said->surroundings, clock, is_unattended(words));
  if (const auto found = round.find_mat(); !found) return report_error(found.error());
  auto visit = engine::KeptVisit::begin(*store, *programme, words.athlete, clock.now_us());
  if (!visit) return report_error(visit.error());
  say(fmt::format("{}: {} sets, about {}. Visit {}.", programme->name, visit->runner().view(0).planned,
                  duration_in_words(session::expected_duration_s(*programme)), visit->id()));
  return lead(common, round, std::move(*visit));
}

int resume_programme(const Common& common, const ProgrammeWords& words) {
  const auto said = check_surroundings(words.surroundings, words.device);
  if (!said) return report_error(said.error());
  if (const auto good = check_red_flags(words.red_flags); !good) return report_error(good.error());
  auto store = open_store(common.store);
  if (!store) return report_error(store.error());
  const RoundClock clock = clock_of(words, *said);
  Round round(common, words, said->surroundings, clock, is_unattended(words));
  if (const auto found = round.find_mat(); !found) return report_error(found.error());
  auto visit = engine::KeptVisit::resume(*store, words.programme, words.athlete, clock.now_us());
  if (!visit) return report_error(visit.error());
  const session::Programme& programme = visit->runner().programme();
  if (const auto good = check_device(words.device, programme); !good) return report_error(good.error());
  const session::VisitView view = visit->runner().view(clock.now_us());
  say(fmt::format("{}: {} of {} sets are done. Visit {}.", programme.name, view.done, view.planned,
                  visit->id()));
  return lead(common, round, std::move(*visit));
}

}  // namespace poise::cli
