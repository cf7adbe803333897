#include "progress.h"

#include <fmt/format.h>
#include <unistd.h>

#include <cstdio>

#include "console.h"
#include "live_line.h"
#include "terminal.h"

namespace poise::cli {
namespace {

constexpr std::chrono::milliseconds kRewrite{100};

}  // namespace

Progress::Progress() : on_terminal_(isatty(STDERR_FILENO)) {}

void Progress::show(const engine::Snapshot& snapshot) {
  if (on_terminal_)
    rewrite(snapshot);
  else
    say_turn(snapshot);
}

void Progress::end() {
  if (written_) fmt::print(stderr, "\n");
  written_ = false;
}

void Progress::rewrite(const engine::Snapshot& snapshot) {
  const auto now = std::chrono::steady_clock::now();
  if (written_ && now - last_ < kRewrite && !snapshot.result) return;
  last_ = now;
  // One column less than there are: in the last one some terminals wrap.
  fmt::print(stderr, "\r\x1b[K{}", live_line(snapshot, terminal_columns() - 1));
  std::fflush(stderr);
  written_ = true;
}

/// Not while a mat is looked for without a reason: what then fails says so in its own one line.
void Progress::say_turn(const engine::Snapshot& snapshot) {
  const bool searching =
      snapshot.link == engine::LinkState::none || snapshot.link == engine::LinkState::searching;
  if (searching && !snapshot.link_error) return;
  std::string line = turn_line(snapshot);
  if (line.empty() || line == said_) return;
  say(line);
  said_ = std::move(line);
}

}  // namespace poise::cli
