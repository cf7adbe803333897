#include "status_line.h"

#include <fmt/format.h>
#include <unistd.h>

#include <algorithm>
#include <cstdio>
#include <utility>

#include "base/printable.h"
#include "console.h"
#include "terminal.h"

namespace poise::cli {
namespace {

constexpr std::chrono::milliseconds kRewrite{100};

/// Whether the byte begins a character.
bool begins_character(char byte) { return (static_cast<unsigned char>(byte) & 0xC0) != 0x80; }

}  // namespace

StatusLine::StatusLine() : on_terminal_(isatty(STDERR_FILENO)) {}

void StatusLine::show(const std::string& line, const std::string& turn, bool last) {
  if (!on_terminal_) {
    if (turn.empty() || turn == said_) return;
    say(turn);
    said_ = turn;
    return;
  }
  const auto now = std::chrono::steady_clock::now();
  if (written_ && now - shown_ < kRewrite && !last) return;
  shown_ = now;
  // One column less than there are: in the last one some terminals wrap.
  fmt::print(stderr, "\r\x1b[K{}", fitted(one_line(line), terminal_columns() - 1));
  std::fflush(stderr);
  written_ = true;
}

void StatusLine::end() {
  if (written_) fmt::print(stderr, "\n");
  written_ = false;
}

std::function<void(double)> show_part_done(std::string what) {
  if (!isatty(STDERR_FILENO)) return {};
  return [what = std::move(what), shown = -1](double part) mutable {
    const int percent = static_cast<int>(part * 100);
    if (percent == std::exchange(shown, percent)) return;
    fmt::print(stderr, "\r\x1b[K{} {} %{}", what, percent, percent >= 100 ? "\r\x1b[K" : "");
    std::fflush(stderr);
  };
}

std::size_t columns_of(const std::string& text) {
  return static_cast<std::size_t>(std::count_if(text.begin(), text.end(), begins_character));
}

std::string fitted(const std::string& text, std::size_t columns) {
  if (columns_of(text) <= columns) return text;
  if (columns == 0) return {};
  std::size_t end = 0;
  for (std::size_t seen = 0; end < text.size(); ++end)
    if (begins_character(text[end]) && ++seen == columns) break;
  return text.substr(0, end) + "…";
}

}  // namespace poise::cli
