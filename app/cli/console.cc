#include "console.h"

#include <fmt/format.h>
#include <sys/eventfd.h>
#include <unistd.h>

#include <atomic>
#include <csignal>
#include <cstdio>
#include <cstdlib>

#include "base/clock.h"
#include "base/printable.h"
#include "engine/session_recorder.h"

namespace poise::cli {
namespace {

std::atomic<bool> interrupt_seen = false;
std::atomic<int> interrupt_event = -1;

void on_interrupt(int) {
  if (interrupt_seen.exchange(true)) _exit(130);  // asked twice: now
  const std::uint64_t one = 1;
  [[maybe_unused]] const auto written = write(interrupt_event, &one, sizeof one);
}

Expected<void> check_variant(const movement::Exercise& exercise, const std::string& variant) {
  if (variant.empty() || exercise.find_variant(variant)) return {};
  if (exercise.variants.empty())
    return fail(ErrorCode::usage, fmt::format("{} has no variants; leave --variant out", exercise.id));
  std::string known;
  for (const movement::Variant& each : exercise.variants)
    known += fmt::format("{}{}", known.empty() ? "" : ", ", each.name);
  return fail(ErrorCode::usage, fmt::format("{} has no variant \"{}\"; there are {}", exercise.id, variant, known));
}

}  // namespace

int report_error(const Error& error) {
  fmt::print(stderr, "poise: {}\n", one_line(to_line(error)));
  return error.code == ErrorCode::usage ? kWrongWords : kFailed;
}

void say(std::string_view text) { fmt::print(stderr, "{}\n", printable(text)); }

void print_text(std::string_view text) { fmt::print("{}", printable(text)); }

std::filesystem::path default_store() {
  const char* data_home = std::getenv("XDG_DATA_HOME");
  const char* home = std::getenv("HOME");
  // A relative XDG_DATA_HOME counts as none, by its specification.
  const std::filesystem::path base = data_home && *data_home == '/'
                                         ? std::filesystem::path(data_home)
                                         : std::filesystem::path(home ? home : ".") / ".local/share";
  return base / "poise" / "poise.db";
}

Expected<store::Store> open_store(const std::filesystem::path& path) {
  auto store = store::Store::open(path);
  if (!store) return store;
  const auto left_behind = store->recover_unfinished();
  if (!left_behind) return tl::make_unexpected(left_behind.error());
  for (const std::string& id : *left_behind) {
    const auto session = store->load(id);
    const auto pass = session ? engine::analyse_and_keep(*store, *session)
                              : Expected<engine::SessionPass>(tl::make_unexpected(session.error()));
    if (pass)
      say(fmt::format(
          "Recovered session {}: the program that recorded it did not end it; {} repetitions are in it. "
          "See it with: poise show {}",
          id, movement::valid_reps(pass->analysis), id));
    else
      say(fmt::format("Session {} was left unfinished and could not be analysed: {}", id,
                      to_line(pass.error())));
  }
  return store;
}

Expected<ExerciseWords> check_words(const std::string& exercise, const std::string& side,
                                    const std::string& variant) {
  ExerciseWords words;
  words.exercise = movement::find_exercise(exercise);
  if (!words.exercise) {
    std::string known;
    for (const movement::Exercise& each : movement::catalogue())
      known += fmt::format("{}{}", known.empty() ? "" : ", ", each.id);
    return fail(ErrorCode::usage, fmt::format("there is no exercise \"{}\"; there are {}", exercise, known));
  }
  if (auto checked = check_variant(*words.exercise, variant); !checked) return tl::make_unexpected(checked.error());
  words.variant = variant.empty() ? words.exercise->usual_variant() : variant;
  if (side.empty()) return words;
  const auto known_side = side_from(side);
  if (!known_side)
    return fail(ErrorCode::usage, fmt::format("there is no side \"{}\"; say left, right or both", side));
  if (!words.exercise->one_side() && *known_side != Side::both)
    return fail(ErrorCode::usage,
                fmt::format("{} is done on both sides at once; leave --side out or say both", words.exercise->id));
  words.side = *known_side;
  return words;
}

Expected<std::int64_t> time_from(const std::string& text) {
  if (const auto wall_us = wall_us_from_iso8601(text)) return *wall_us;
  return fail(ErrorCode::usage,
              fmt::format("\"{}\" is no time: write it as 2026-03-05 or 2026-03-05T14:07:09+01:00", text));
}

Expected<SaidOfSession> check_surroundings(const SurroundingsWords& words, const std::string& device) {
  SaidOfSession checked{words.said, std::nullopt};
  if (!words.eyes.empty()) {
    checked.surroundings.eyes = session::eyes_from(words.eyes);
    if (!checked.surroundings.eyes)
      return fail(ErrorCode::usage, fmt::format("--eyes is open or closed, not \"{}\"", words.eyes));
  }
  if (!words.surface.empty()) {
    checked.surroundings.surface = session::surface_from(words.surface);
    if (!checked.surroundings.surface)
      return fail(ErrorCode::usage, fmt::format("--surface is firm or foam, not \"{}\"", words.surface));
  }
  if (words.date.empty()) return checked;
  if (!device.starts_with("sim:") && !device.starts_with("replay:"))
    return fail(ErrorCode::usage,
                "--date is for virtual mats and recordings (sim:, replay:, poise import); what a mat measures now "
                "gets the time of now");
  const auto time = time_from(words.date);
  if (!time) return tl::make_unexpected(time.error());
  checked.started_wall_us = *time;
  return checked;
}

int watch_for_interrupt() {
  interrupt_event = eventfd(0, EFD_CLOEXEC | EFD_NONBLOCK);
  struct sigaction action {};
  action.sa_handler = on_interrupt;
  sigaction(SIGINT, &action, nullptr);
  sigaction(SIGTERM, &action, nullptr);
  return interrupt_event;
}

bool interrupted() { return interrupt_seen; }

}  // namespace poise::cli
