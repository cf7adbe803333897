#include "scripted_mat.h"

#include <fcntl.h>
#include <poll.h>
#include <stdlib.h>
#include <termios.h>
#include <unistd.h>

#include <stdexcept>

namespace poise::testing {
namespace {

constexpr std::chrono::microseconds kPeriod{12'500};

}  // namespace

ScriptedMat::ScriptedMat(const Script& script) : script_(script) {
  master_ = posix_openpt(O_RDWR | O_NOCTTY | O_CLOEXEC | O_NONBLOCK);
  if (master_ < 0 || grantpt(master_) != 0 || unlockpt(master_) != 0)
    throw std::runtime_error("no pseudo-terminal");
  termios line{};
  tcgetattr(master_, &line);
  cfmakeraw(&line);
  tcsetattr(master_, TCSANOW, &line);
  port_ = ptsname(master_);
  thread_ = std::thread([this] { run(); });
}

ScriptedMat::~ScriptedMat() {
  stop_ = true;
  thread_.join();
  close(master_);
}

std::vector<std::chrono::steady_clock::time_point> ScriptedMat::sent() const {
  const std::lock_guard lock(mutex_);
  return sent_;
}

void ScriptedMat::run() {
  poise_decoder decoder;
  poise_decoder_init(&decoder);
  auto next = std::chrono::steady_clock::now();
  while (!stop_) {
    pollfd fd{master_, POLLIN, 0};
    poll(&fd, 1, 5);
    std::uint8_t bytes[256];
    const ssize_t n = read(master_, bytes, sizeof bytes);
    for (ssize_t i = 0; i < n && !script_.mute && !script_.noise; ++i)
      if (poise_decoder_push(&decoder, bytes[i]) == POISE_DECODE_FRAME) obey(decoder.type, decoder.seq);
    // While nobody has the port open, poll returns at once.
    if (fd.revents & POLLHUP) std::this_thread::sleep_for(std::chrono::milliseconds(5));
    const auto now = std::chrono::steady_clock::now();
    if (now < next) continue;
    next = now + kPeriod;
    if (script_.noise) {
      std::uint8_t chaos[40];
      for (std::uint8_t& byte : chaos) byte = static_cast<std::uint8_t>(random_());
      (void)!write(master_, chaos, sizeof chaos);
    }
    send_next_sample();
  }
}

void ScriptedMat::send_next_sample() {
  bool taken = streaming_;
  while (taken) {
    poise_sample sample{};
    sample.t_us = next_sample_ * script_.period_us;
    sample.cell_count =
        script_.send_as_cells ? static_cast<std::uint8_t>(script_.send_as_cells) : script_.hello.cell_count;
    for (int i = 0; i < sample.cell_count; ++i)
      sample.cell[i] = 1000 * i + static_cast<std::int32_t>(random_() % 40);
    std::uint16_t number = static_cast<std::uint16_t>(next_sample_++);
    if (script_.absurd) {
      for (int i = 0; i < sample.cell_count; ++i) sample.cell[i] = static_cast<std::int32_t>(random_() % (1 << 24)) - (1 << 23);
      sample.flags = static_cast<std::uint8_t>(random_() % 16);
      if (random_() % 4 == 0) sample.fault_mask = static_cast<std::uint8_t>(random_());
      if (random_() % 50 == 0) sample.t_us = static_cast<std::uint32_t>(random_());
      if (random_() % 50 == 0) number = static_cast<std::uint16_t>(random_());
    }
    const bool arrives = send_sample(sample, number);
    if (arrives && !script_.flood) {
      const std::lock_guard lock(mutex_);
      sent_.push_back(std::chrono::steady_clock::now());
    }
    taken = arrives && script_.flood;
  }
}

void ScriptedMat::obey(std::uint8_t type, std::uint16_t seq) {
  std::uint8_t data[POISE_MAX_PAYLOAD], payload[POISE_MAX_PAYLOAD];
  poise_reply reply{seq, POISE_OK, data, 0};
  if (type == POISE_HELLO) reply.data_length = poise_pack_hello(data, &script_.hello);
  send(static_cast<std::uint8_t>(POISE_REPLY + type), 0, payload, poise_pack_reply(payload, &reply));
  if (type == POISE_START) streaming_ = true;
  if (type == POISE_STOP) streaming_ = false;
  if (type == POISE_TEST_PATTERN) {
    poise_sample pattern;
    poise_test_pattern(&pattern, script_.hello.cell_count);
    pattern.cell[0] += script_.pattern_error;
    send_sample(pattern, 0);
  }
}

/// Whether the line took all of it.
bool ScriptedMat::send(std::uint8_t type, std::uint16_t seq, const std::uint8_t* payload,
                       std::size_t length) {
  std::uint8_t wire[POISE_MAX_WIRE];
  const std::size_t size = poise_encode(wire, type, seq, payload, length);
  return write(master_, wire, size) == static_cast<ssize_t>(size);
}

bool ScriptedMat::send_sample(const poise_sample& sample, std::uint16_t seq) {
  std::uint8_t payload[POISE_MAX_PAYLOAD];
  return send(POISE_SAMPLE, seq, payload, poise_pack_sample(payload, &sample));
}

}  // namespace poise::testing
