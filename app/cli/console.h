#pragma once

#include <fmt/format.h>

#include <filesystem>
#include <optional>
#include <string>
#include <string_view>

#include "base/error.h"
#include "movement/catalogue.h"
#include "store/store.h"
#include "verbs.h"

/// What the verbs share: exit statuses, errors, the store, and saying things to people. Results go to
/// standard output, everything for people to standard error.
namespace poise::cli {

inline constexpr int kDone = 0, kFailed = 1, kWrongWords = 2;

/// Prints the one line and gives the exit status that goes with it.
int report_error(const Error& error);

/// A line for people.
void say(std::string_view text);

/// Text for people on standard output. Like say() and report_error() it lets nothing through that a terminal would
/// obey (base/printable.h), since names, notes and devices are others' words.
void print_text(std::string_view text);
template <class... Args>
void print(fmt::format_string<Args...> format, Args&&... args) {
  print_text(fmt::format(format, std::forward<Args>(args)...));
}

/// $XDG_DATA_HOME/poise/poise.db, or under ~/.local/share.
std::filesystem::path default_store();

/// Opens the store and, when sessions were left unfinished by a program that died, analyses them and says so.
Expected<store::Store> open_store(const std::filesystem::path& path);

/// The words of an exercise, a side and a variant, checked against each other.
struct ExerciseWords {
  const movement::Exercise* exercise = nullptr;
  Side side = Side::both;
  std::string variant;  ///< where none was said and there are some: the usual one
};
Expected<ExerciseWords> check_words(const std::string& exercise, const std::string& side,
                                    const std::string& variant);

/// A time as people type it (ISO 8601), as microseconds since 1970.
Expected<std::int64_t> time_from(const std::string& text);

/// The checked surroundings, and where a date was given the start that it means. A date is for sessions that were not
/// measured just now, so `device` must be a virtual mat or a recording.
struct SaidOfSession {
  session::Surroundings surroundings;
  std::optional<std::int64_t> started_wall_us;
};
Expected<SaidOfSession> check_surroundings(const SurroundingsWords& words, const std::string& device);

/// Set by Ctrl-C and SIGTERM once watch_for_interrupt() was called; the file descriptor becomes readable
/// then.
int watch_for_interrupt();
bool interrupted();

}  // namespace poise::cli
