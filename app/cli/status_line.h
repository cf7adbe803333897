#pragma once

#include <chrono>
#include <functional>
#include <string>

namespace poise::cli {

/// Says on standard error how something goes: one line that is rewritten on a terminal, else a line for each
/// turn. One thread.
class StatusLine {
 public:
  StatusLine();
  /// `line`: how it stands now, at most terminal_columns() wide is shown. `turn`: what changes rarely; empty:
  /// nothing to say. `last`: not to be left out because another was just shown.
  void show(const std::string& line, const std::string& turn, bool last = false);
  /// Leaves the rewritten line and goes on below it.
  void end();

 private:
  const bool on_terminal_;
  bool written_ = false;
  std::chrono::steady_clock::time_point shown_;
  std::string said_;
};

/// For work of known length: says on a terminal how much of it is done ("Copying 42 %"), elsewhere nothing.
std::function<void(double)> show_part_done(std::string what);

/// As much of the text as fits into so many columns, with an ellipsis where it does not. All characters count
/// as one column.
std::string fitted(const std::string& text, std::size_t columns);
std::size_t columns_of(const std::string& text);

}  // namespace poise::cli
