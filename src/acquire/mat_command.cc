#include "acquire/mat_command.h"

#include <algorithm>

#include "protocol/poise_protocol.h"

namespace poise::acquire {

namespace {

std::uint8_t low(std::uint16_t value) { return static_cast<std::uint8_t>(value & 0xFF); }
std::uint8_t high(std::uint16_t value) { return static_cast<std::uint8_t>(value >> 8); }

}  // namespace

MatCommand light(std::uint8_t left, std::uint8_t right) { return {POISE_LIGHT, {left, right}}; }
MatCommand buzz(std::uint16_t hz, std::uint16_t ms) {
  return {POISE_BUZZ, {low(hz), high(hz), low(ms), high(ms)}};
}
MatCommand rate(std::uint16_t hz) { return {POISE_RATE, {low(hz), high(hz)}}; }
MatCommand ping(std::span<const std::uint8_t> bytes) {
  bytes = bytes.first(std::min<std::size_t>(bytes.size(), POISE_MAX_PING));
  return {POISE_PING, {bytes.begin(), bytes.end()}};
}
MatCommand stop() { return {POISE_STOP, {}}; }

std::uint16_t needed_capability(std::uint8_t command_type) {
  switch (command_type) {
    case POISE_LIGHT:
      return POISE_CAN_LIGHT;
    case POISE_BUZZ:
      return POISE_CAN_BUZZ;
    case POISE_RATE:
      return POISE_CAN_RATE;
    default:
      return 0;
  }
}

const char* command_name(std::uint8_t command_type) {
  switch (command_type) {
    case POISE_HELLO:
      return "HELLO";
    case POISE_START:
      return "START";
    case POISE_STOP:
      return "STOP";
    case POISE_RATE:
      return "RATE";
    case POISE_LIGHT:
      return "LIGHT";
    case POISE_BUZZ:
      return "BUZZ";
    case POISE_PING:
      return "PING";
    case POISE_TEST_PATTERN:
      return "TEST_PATTERN";
    default:
      return "a command";
  }
}

}  // namespace poise::acquire
