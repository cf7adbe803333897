#include "watch.h"

#include <poll.h>
#include <sys/eventfd.h>
#include <unistd.h>

#include "acquire/connection.h"
#include "console.h"

namespace poise::cli {
namespace {

using engine::LinkState;
using engine::Snapshot;

/// Why nothing can begin and waiting will not help, if so.
std::optional<Error> hopeless(const Snapshot& snapshot, const std::string& device, bool ever_streamed) {
  if (snapshot.store_error && !snapshot.session_id) return snapshot.store_error;
  if (snapshot.link == LinkState::streaming && snapshot.geometry_name.empty() && snapshot.link_error)
    return snapshot.link_error;
  if (ever_streamed || !snapshot.link_error) return std::nullopt;
  if (snapshot.link != LinkState::searching && snapshot.link != LinkState::refused) return std::nullopt;
  // A search can wait for a mat to be plugged in; a port that was named is there or is not.
  if (device == "auto" &&
      (snapshot.link_error->code == ErrorCode::not_found || acquire::waiting_helps(*snapshot.link_error)))
    return std::nullopt;
  return snapshot.link_error;
}

/// False at the end of the input.
bool read_keys(const std::function<void(char)>& on_key) {
  char keys[64];
  const ssize_t n = read(STDIN_FILENO, keys, sizeof keys);
  for (ssize_t i = 0; i < n; ++i) on_key(keys[i]);
  return n > 0;
}

}  // namespace

Bell::Bell() : fd_(eventfd(0, EFD_CLOEXEC | EFD_NONBLOCK)) {}
Bell::~Bell() { close(fd_); }
void Bell::ring() const { eventfd_write(fd_, 1); }
void Bell::quiet() const {
  eventfd_t count = 0;
  eventfd_read(fd_, &count);
}

void send_key(engine::Engine& engine, char key) {
  switch (key) {
    case '\n':
      engine.send(engine::Start{});
      break;
    case 'z':
      engine.send(engine::Zero{});
      break;
    case 'a':
      engine.send(engine::AcceptSide{});
      break;
    case 'q':
      engine.send(engine::EndSession{});
      break;
    default:
      break;
  }
}

Expected<std::shared_ptr<const Snapshot>> watch(engine::Engine& engine, const Bell& bell, const Watch& how) {
  int interrupt_fd = how.interrupt_fd;
  bool keys_open = how.keys, interrupt_told = false, ever_streamed = false;
  for (;;) {
    const auto snapshot = engine.snapshot();
    ever_streamed |= snapshot->link == LinkState::streaming;
    const auto why_not = hopeless(*snapshot, how.device, ever_streamed);
    if (!why_not && how.look(*snapshot)) return snapshot;
    if (why_not) return tl::make_unexpected(*why_not);
    if (interrupted() && !interrupt_told) {
      interrupt_told = true;
      if (auto error = how.on_interrupt(*snapshot)) return tl::make_unexpected(std::move(*error));
    }
    pollfd fds[] = {
        {bell.fd(), POLLIN, 0}, {interrupt_fd, POLLIN, 0}, {keys_open ? STDIN_FILENO : -1, POLLIN, 0}};
    poll(fds, 3, -1);
    bell.quiet();
    if (fds[1].revents) interrupt_fd = -1;  // seen; interrupted() remembers
    if (keys_open && fds[2].revents) keys_open = read_keys(how.on_key);
  }
}

}  // namespace poise::cli
