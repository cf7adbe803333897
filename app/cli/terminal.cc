#include "terminal.h"

#include <poll.h>
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

std::optional<char> wait_for_key(std::chrono::milliseconds at_most, int interrupt_fd, bool keys) {
  pollfd fds[] = {{interrupt_fd, POLLIN, 0}, {keys ? STDIN_FILENO : -1, POLLIN, 0}};
  poll(fds, 2, static_cast<int>(at_most.count()));
  char key = 0;
  if (fds[0].revents || !fds[1].revents || read(STDIN_FILENO, &key, 1) != 1) return std::nullopt;
  return key;
}

std::optional<std::string> read_line(int interrupt_fd) {
  std::string line;
  for (;;) {
    pollfd fds[] = {{interrupt_fd, POLLIN, 0}, {STDIN_FILENO, POLLIN, 0}};
    poll(fds, 2, -1);
    char letter = 0;
    if (fds[0].revents || read(STDIN_FILENO, &letter, 1) != 1) return std::nullopt;
    if (letter == '\n') return line;
    line += letter;
  }
}

}  // namespace poise::cli
