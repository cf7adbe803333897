#include "reanalyse.h"

#include <fmt/format.h>

#include <algorithm>
#include <chrono>
#include <cmath>
#include <thread>

#include "console.h"
#include "engine/reanalysis.h"
#include "status_line.h"

namespace poise::cli {
namespace {

constexpr std::size_t kMostErrors = 5;

/// Says how far it is: all the time on a terminal, every tenth part elsewhere where it takes long.
class Countdown {
 public:
  void show(const engine::ReanalysisProgress& progress) {
    const std::size_t done = progress.done + progress.failed;
    const std::chrono::duration<double> past = std::chrono::steady_clock::now() - start_;
    const double rate = static_cast<double>(done) / std::max(past.count(), 1e-3);
    const std::string left = rough_time(static_cast<double>(progress.total - done) / rate);
    const std::string line =
        done == progress.total
            ? fmt::format("Analysed {} session{} in {}.", done, done == 1 ? "" : "s", rough_time(past.count()))
            : fmt::format("Analysing {} of {} sessions, {:.0f} a second, {} left", done, progress.total, rate, left);
    const std::size_t tenth = progress.total >= kLong ? 10 * done / progress.total : 0;
    line_.show(line, tenth > said_ || done == progress.total ? line : "", done == progress.total);
    said_ = std::max(said_, tenth);
  }
  void end() { line_.end(); }

 private:
  static constexpr std::size_t kLong = 200;
  const std::chrono::steady_clock::time_point start_ = std::chrono::steady_clock::now();
  std::size_t said_ = 0;
  StatusLine line_;
};

void say_errors(const std::vector<Error>& errors) {
  for (std::size_t i = 0; i < std::min(errors.size(), kMostErrors); ++i) say("poise: " + to_line(errors[i]));
  if (errors.size() > kMostErrors)
    say(fmt::format("poise: and {} more sessions could not be analysed", errors.size() - kMostErrors));
}

}  // namespace

std::string rough_time(double seconds) {
  if (seconds < 1.5) return "1 s";
  if (seconds < 90) return fmt::format("{:.0f} s", seconds);
  if (seconds < 90 * 60) return fmt::format("{:.0f} min", seconds / 60);
  return fmt::format("{:.0f} h", seconds / 3600);
}

Expected<std::size_t> analyse_sessions(const std::filesystem::path& store, const std::vector<std::string>& sessions) {
  if (sessions.empty()) return 0;
  watch_for_interrupt();
  Countdown countdown;
  const auto result = engine::analyse_again(store, sessions, std::max(1U, std::thread::hardware_concurrency()),
                                            [&](const engine::ReanalysisProgress& progress) {
                                              countdown.show(progress);
                                              return !interrupted();
                                            });
  countdown.end();
  say_errors(result.errors);
  if (!result.stopped) return result.errors.size();
  return fail(ErrorCode::unsupported,
              fmt::format("interrupted: {} of {} sessions were analysed and kept, the others are as they were",
                          result.done, sessions.size()));
}

}  // namespace poise::cli
