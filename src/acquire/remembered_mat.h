#pragma once

#include <filesystem>
#include <optional>
#include <string>

#include "acquire/port_list.h"

namespace poise::acquire {

/// The mat used last, and where it was: a small text file, so that `auto` finds it again.
struct RememberedMat {
  std::string unique_id;
  std::string port;
  std::string usb;  ///< "2341:0042:SERIAL", empty without USB identity
};

/// "vid:pid:serial" of a port, or empty.
std::string usb_identity(const PortInfo& port);

/// Nothing when there is no such file or it cannot be read: then no mat is remembered.
std::optional<RememberedMat> load_remembered(const std::filesystem::path& file);

/// Replaces the file. A failure loses a convenience, nothing else, and is not reported.
void save_remembered(const std::filesystem::path& file, const RememberedMat& mat);

}  // namespace poise::acquire
