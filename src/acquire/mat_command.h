#pragma once

#include <cstdint>
#include <span>
#include <vector>

namespace poise::acquire {

/// A command to a mat that streams: type and arguments as on the wire.
struct MatCommand {
  std::uint8_t type = 0;
  std::vector<std::uint8_t> arguments;
};
MatCommand light(std::uint8_t left, std::uint8_t right);  ///< lamps beside the plates, 0-255
MatCommand buzz(std::uint16_t hz, std::uint16_t ms);
MatCommand rate(std::uint16_t hz);
MatCommand ping(std::span<const std::uint8_t> bytes);  ///< at most POISE_MAX_PING bytes
MatCommand stop();

/// What a mat answered to a command.
struct CommandResult {
  std::uint8_t type = 0;
  std::uint8_t status = 0;  ///< enum poise_reply_status
  std::vector<std::uint8_t> data;
};

/// The bit of HELLO's capabilities that a mat must have to obey; 0: every mat obeys.
std::uint16_t needed_capability(std::uint8_t command_type);

/// The command's name in the protocol, for people.
const char* command_name(std::uint8_t command_type);

}  // namespace poise::acquire
