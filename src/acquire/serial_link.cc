#include "acquire/serial_link.h"

#include <fmt/format.h>
#include <linux/serial.h>
#include <poll.h>
#include <sys/file.h>
#include <sys/ioctl.h>
#include <sys/stat.h>
#include <sys/sysmacros.h>
#include <termios.h>
#include <unistd.h>

#include <algorithm>
#include <array>
#include <boost/asio/io_context.hpp>
#include <boost/asio/serial_port.hpp>
#include <cerrno>
#include <cstring>
#include <filesystem>

#include "acquire/port_list.h"
#include "base/clock.h"
#include "protocol/poise_protocol.h"

namespace poise::acquire {

namespace {

namespace asio = boost::asio;
using boost::system::error_code;

// Arduino's bootloader starts the firmware after 0.83 s of silence (measured on the emulated mat), and the firmware
// takes half a second at its very first boot.
constexpr std::int64_t kListen_us = 2'000'000;
// A mat that takes no byte for so long has stopped listening; commands are a few bytes.
constexpr int kWriteTimeout_ms = 250;

Error gone(const std::string& path, const std::string& reason) {
  return {ErrorCode::disconnected,
          fmt::format("the mat was unplugged or its port closed ({}): plug it in again, it is looked for",
                      reason),
          path};
}

class SerialLink final : public ByteLink {
 public:
  explicit SerialLink(std::string path) : path_(std::move(path)) {}

  Expected<void> open();
  Expected<ByteChunk> read(std::chrono::milliseconds timeout, std::stop_token stop) override;
  Expected<void> write(std::span<const std::uint8_t> bytes) override;
  std::int64_t listen_until_us() const override { return listen_until_us_; }

 private:
  Expected<void> take_exclusively();
  Expected<void> set_line();
  void ask_for_low_latency();
  void begin_read();

  const std::string path_;
  asio::io_context io_{1};
  asio::serial_port port_{io_};
  std::array<std::uint8_t, 4096> buffer_;
  bool reading_ = false;  ///< a read is under way, also from one call of read() to the next
  ByteChunk received_;
  error_code read_error_;
  std::int64_t listen_until_us_ = 0;
};

bool resets_when_opened(const std::string& path) {
  const std::vector<PortInfo> ports = list_ports();
  return std::any_of(ports.begin(), ports.end(), [&](const PortInfo& port) {
    std::error_code ignored;
    return port.resets_when_opened && std::filesystem::equivalent(port.name, path, ignored);
  });
}

Expected<void> SerialLink::open() {
  if (auto trouble = port_trouble(path_)) return tl::make_unexpected(std::move(*trouble));
  error_code error;
  port_.open(path_, error);
  switch (error.value()) {
    case 0:
      break;
    case EBUSY:
      return tl::make_unexpected(port_busy(path_));
    case ENOTTY:
    case EINVAL:
      return fail(ErrorCode::not_found,
                  "that is a device, but not a serial port: 'poise devices' lists the ports", path_);
    case EACCES:
    case EPERM:
      return fail(ErrorCode::permission_denied, "the system does not let us open this port", path_);
    default:
      return tl::make_unexpected(gone(path_, error.message()));
  }
  if (auto taken = take_exclusively(); !taken) return taken;
  if (auto set = set_line(); !set) return set;
  ask_for_low_latency();
  tcflush(port_.native_handle(), TCIOFLUSH);
  if (resets_when_opened(path_)) listen_until_us_ = SystemClock().steady_us() + kListen_us;
  return {};
}

/// Two programs on one port steal each other's bytes. The lock holds among programs that lock, also for root;
/// TIOCEXCL keeps the others out. Not on a pseudo-terminal: there it would outlive us if we are killed.
Expected<void> SerialLink::take_exclusively() {
  const int fd = port_.native_handle();
  if (flock(fd, LOCK_EX | LOCK_NB) != 0) {
    error_code ignored;
    port_.close(ignored);  // or we would be among those who have it open
    return tl::make_unexpected(port_busy(path_));
  }
  struct stat node {};
  fstat(fd, &node);
  const bool pseudo_terminal = major(node.st_rdev) >= 136 && major(node.st_rdev) <= 143;
  if (!pseudo_terminal) ioctl(fd, TIOCEXCL);
  return {};
}

Expected<void> SerialLink::set_line() {
  using asio::serial_port_base;
  error_code error;
  port_.set_option(serial_port_base::character_size(8), error);
  if (!error) port_.set_option(serial_port_base::parity(serial_port_base::parity::none), error);
  if (!error) port_.set_option(serial_port_base::stop_bits(serial_port_base::stop_bits::one), error);
  if (!error) port_.set_option(serial_port_base::flow_control(serial_port_base::flow_control::none), error);
  if (error) return tl::make_unexpected(gone(path_, error.message()));
  port_.set_option(serial_port_base::baud_rate(POISE_BAUD), error);
  if (error) {
    return fail(
        ErrorCode::unsupported,
        fmt::format("the port cannot run at {} Bd, the mat's line speed: use another USB adapter or the "
                    "mat's own USB socket",
                    POISE_BAUD),
        path_);
  }
  termios line{};
  if (tcgetattr(port_.native_handle(), &line) != 0)
    return tl::make_unexpected(gone(path_, std::strerror(errno)));
  line.c_cc[VMIN] = 1;  // with 0, an idle port reads as end of file
  line.c_cc[VTIME] = 0;
  if (tcsetattr(port_.native_handle(), TCSANOW, &line) != 0) {
    return tl::make_unexpected(gone(path_, std::strerror(errno)));
  }
  return {};
}

/// FTDI bridges gather bytes for 16 ms unless asked not to; others do not know the request, which is fine.
void SerialLink::ask_for_low_latency() {
  serial_struct settings{};
  if (ioctl(port_.native_handle(), TIOCGSERIAL, &settings) != 0) return;
  settings.flags |= ASYNC_LOW_LATENCY;
  ioctl(port_.native_handle(), TIOCSSERIAL, &settings);
}

void SerialLink::begin_read() {
  reading_ = true;
  port_.async_read_some(asio::buffer(buffer_), [this](error_code error, std::size_t length) {
    received_.arrival_us = SystemClock().steady_us();
    received_.bytes.assign(buffer_.begin(), buffer_.begin() + static_cast<std::ptrdiff_t>(length));
    read_error_ = error;
    reading_ = false;
    listen_until_us_ = 0;  // it has spoken
  });
}

Expected<ByteChunk> SerialLink::read(std::chrono::milliseconds timeout, std::stop_token stop) {
  if (!reading_) begin_read();
  io_.restart();
  {
    const std::stop_callback wake(stop, [this] { io_.stop(); });
    io_.run_one_for(timeout);
  }
  if (reading_) return ByteChunk{SystemClock().steady_us(), {}};
  // End of file too: whatever it is called, no byte will come again, and reading on would spin.
  if (read_error_) return tl::make_unexpected(gone(path_, read_error_.message()));
  return std::exchange(received_, {});
}

Expected<void> SerialLink::write(std::span<const std::uint8_t> bytes) {
  const int fd = port_.native_handle();
  while (!bytes.empty()) {
    const ssize_t written = ::write(fd, bytes.data(), bytes.size());
    if (written >= 0) {
      bytes = bytes.subspan(static_cast<std::size_t>(written));
      continue;
    }
    if (errno == EINTR) continue;
    if (errno != EAGAIN) return tl::make_unexpected(gone(path_, std::strerror(errno)));
    pollfd room{fd, POLLOUT, 0};
    if (poll(&room, 1, kWriteTimeout_ms) == 0)
      return tl::make_unexpected(gone(path_, "it takes no more bytes"));
  }
  return {};
}

}  // namespace

Expected<std::unique_ptr<ByteLink>> open_serial_link(const std::string& path) {
  auto link = std::make_unique<SerialLink>(path);
  if (auto opened = link->open(); !opened) return tl::make_unexpected(std::move(opened.error()));
  return link;
}

}  // namespace poise::acquire
