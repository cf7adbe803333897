#include "terminal.h"

#include <sys/ioctl.h>
#include <unistd.h>

namespace poise::cli {

std::size_t terminal_columns() {
  winsize size{};
  if (ioctl(STDERR_FILENO, TIOCGWINSZ, &size) != 0 || size.ws_col == 0) return 80;
  return size.ws_col;
}

KeyByKey::KeyByKey() {
  if (tcgetattr(STDIN_FILENO, &before_) != 0) return;
  termios now = before_;
  now.c_lflag &= ~static_cast<tcflag_t>(ICANON | ECHO);
  changed_ = tcsetattr(STDIN_FILENO, TCSANOW, &now) == 0;
}

KeyByKey::~KeyByKey() {
  if (changed_) tcsetattr(STDIN_FILENO, TCSANOW, &before_);
}

}  // namespace poise::cli
