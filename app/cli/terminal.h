#pragma once

#include <termios.h>

#include <cstddef>

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

}  // namespace poise::cli
