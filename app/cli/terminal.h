#pragma once

#include <termios.h>

#include <chrono>
#include <cstddef>
#include <optional>
#include <string>

namespace poise::cli {

/// Columns of the terminal behind standard error, now; 80 where it does not say.
std::size_t terminal_columns();

/// While it lives, keys of the terminal behind standard input arrive at once and are not shown; Ctrl-C works
/// as ever. Does nothing when standard input is no terminal.
class KeyByKey {
 public:
  KeyByKey();
  ~KeyByKey();
  KeyByKey(const KeyByKey&) = delete;
  KeyByKey& operator=(const KeyByKey&) = delete;

 private:
  termios before_{};
  bool changed_ = false;
};

/// Waits for a key, for so long at most, or until `interrupt_fd` becomes readable; -1: there are no keys to wait for.
/// `keys` false: only waits.
std::optional<char> wait_for_key(std::chrono::milliseconds at_most, int interrupt_fd, bool keys);

/// A line that a person types, without its end; absent at the end of the input, and when `interrupt_fd` becomes readable.
std::optional<std::string> read_line(int interrupt_fd);

}  // namespace poise::cli
