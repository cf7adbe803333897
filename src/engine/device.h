#pragma once

#include <filesystem>
#include <memory>
#include <string>
#include <string_view>

#include "acquire/byte_link.h"
#include "base/error.h"

namespace poise::engine {

/// How the name of a recorded session as a device begins.
inline constexpr std::string_view kReplayDevice = "replay:";

struct DeviceOptions {
  std::filesystem::path store_path;  ///< where replay: finds sessions, and beside it the mat used last
  bool probe_all = false;
};

/// The source of bytes that a device string means: "auto", a serial port, "sim:…", "replay:…".
Expected<std::unique_ptr<acquire::LinkSource>> source_for(const std::string& device, const DeviceOptions& options);

/// Whether the string names one port, whose absence is an error, rather than a search, which can wait.
bool names_a_port(const std::string& device);

}  // namespace poise::engine
