#include "virtual-mat/pty_port.h"

#include <fcntl.h>
#include <poll.h>
#include <pty.h>
#include <termios.h>
#include <unistd.h>

#include <algorithm>
#include <cerrno>
#include <filesystem>
#include <system_error>
#include <thread>

namespace poise::virtual_mat {
namespace {

std::string reason(int error) { return std::generic_category().message(error); }

short poll_now(int file, short events, int timeout_ms = 0) {
  pollfd poll_for{file, events, 0};
  return ::poll(&poll_for, 1, timeout_ms) > 0 ? poll_for.revents : short{0};
}

}  // namespace

tl::expected<void, std::string> PtyPort::plug_in() {
  if (plugged_in()) return {};
  int slave = -1;
  if (::openpty(&master_, &slave, nullptr, nullptr, nullptr) != 0) {
    master_ = -1;
    return tl::unexpected("no pseudo-terminal to be had: " + reason(errno) + "; is /dev/pts mounted?");
  }
  termios settings{};
  ::tcgetattr(slave, &settings);
  ::cfmakeraw(&settings);
  ::tcsetattr(slave, TCSANOW, &settings);
  char name[128] = "";
  ::ttyname_r(slave, name, sizeof name);
  name_ = name;
  // With our own slave closed, a hang-up on the master means that nobody else has it open either.
  ::close(slave);
  ::fcntl(master_, F_SETFL, ::fcntl(master_, F_GETFL) | O_NONBLOCK);
  ::fcntl(master_, F_SETFD, FD_CLOEXEC);
  const auto linked = make_link();
  if (!linked) unplug();
  return linked;
}

tl::expected<void, std::string> PtyPort::make_link() const {
  if (link_.empty()) return {};
  std::error_code error;
  if (std::filesystem::symlink_status(link_, error).type() != std::filesystem::file_type::not_found) {
    const std::string target = std::filesystem::read_symlink(link_, error).string();
    const bool left_over =
        !error && (target.starts_with("/dev/pts/") || !std::filesystem::exists(link_, error));
    if (!left_over)
      return tl::unexpected("cannot make the link " + link_ +
                            ": something else of that name is there; choose another");
    std::filesystem::remove(link_, error);
  }
  std::filesystem::create_symlink(name_, link_, error);
  if (error)
    return tl::unexpected("cannot make the link " + link_ + ": " + error.message() +
                          "; choose another place");
  return {};
}

void PtyPort::unplug() {
  if (!plugged_in()) return;
  std::error_code error;
  if (!link_.empty() && std::filesystem::read_symlink(link_, error) == name_ && !error)
    std::filesystem::remove(link_, error);
  ::close(master_);
  master_ = -1;
  name_.clear();
  backlog_.clear();
  was_open_ = false;
}

bool PtyPort::is_open() const { return plugged_in() && (poll_now(master_, POLLIN) & POLLHUP) == 0; }

void PtyPort::write(std::span<const std::uint8_t> bytes) {
  if (!is_open()) forget_last_host();
  if (!is_open() || backlog_.size() + bytes.size() > kBacklogBytes) {
    dropped_bytes_ += bytes.size();
    return;
  }
  was_open_ = true;
  backlog_.insert(backlog_.end(), bytes.begin(), bytes.end());
  flush();
}

/// Whoever opens the port next is not to read what was meant for the one before. Only the far end can throw
/// away what it holds, so this opens it for a moment.
void PtyPort::forget_last_host() {
  if (!was_open_) return;
  was_open_ = false;
  backlog_.clear();
  const int slave = ::open(name_.c_str(), O_RDWR | O_NOCTTY | O_NONBLOCK | O_CLOEXEC);
  if (slave < 0) return;  // somebody was quicker, and has it for himself
  ::tcflush(slave, TCIFLUSH);
  ::close(slave);
}

void PtyPort::flush() {
  std::size_t done = 0;
  while (done < backlog_.size()) {
    const ssize_t written = ::write(master_, backlog_.data() + done, backlog_.size() - done);
    if (written <= 0) break;
    done += static_cast<std::size_t>(written);
  }
  backlog_.erase(backlog_.begin(), backlog_.begin() + static_cast<std::ptrdiff_t>(done));
}

void PtyPort::read(std::vector<std::uint8_t>& into) {
  if (!plugged_in()) return;
  if (!backlog_.empty()) flush();
  std::uint8_t buffer[1024];
  for (ssize_t got = 0; (got = ::read(master_, buffer, sizeof buffer)) > 0;)
    into.insert(into.end(), buffer, buffer + got);
}

void PtyPort::wait(std::chrono::microseconds at_most) const {
  // poll() would return at once, again and again, while nobody has the port open; and nothing tells of an
  // opening.
  constexpr std::chrono::microseconds kLookForHost{10'000};
  if (!is_open()) {
    std::this_thread::sleep_for(std::min(at_most, kLookForHost));
    return;
  }
  pollfd poll_for{master_, static_cast<short>(backlog_.empty() ? POLLIN : POLLIN | POLLOUT), 0};
  const auto seconds = std::chrono::duration_cast<std::chrono::seconds>(at_most);
  const timespec timeout{static_cast<time_t>(seconds.count()),
                         static_cast<long>(std::chrono::nanoseconds(at_most - seconds).count())};
  ::ppoll(&poll_for, 1, &timeout, nullptr);
}

}  // namespace poise::virtual_mat
