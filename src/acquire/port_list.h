#pragma once

#include <cstdint>
#include <optional>
#include <string>
#include <vector>

#include "base/error.h"

namespace poise::acquire {

/// A serial port as the operating system lists it; nothing is opened to learn this.
struct PortInfo {
  std::string name;         ///< "/dev/ttyACM0"
  std::string description;  ///< the driver's or the board's own words; may be empty
  std::optional<std::uint16_t> vid, pid;
  std::string usb_serial;  ///< empty: none (most clones)
  std::string board;       ///< a board or bridge that we know by its USB ids; else empty
  bool likely_mat =
      false;  ///< its USB identity is one that the reference mat has; may be opened without asking
  bool resets_when_opened = false;  ///< boards behind this USB identity do, and may begin in a bootloader
};

/// The machine's serial ports, without pseudo-terminals. Any thread.
std::vector<PortInfo> list_ports();

/// Fills `board` and `likely_mat` from the USB ids.
void recognise(PortInfo& port);

/// "/dev/ttyACM0 (Arduino Mega 2560), /dev/ttyS0", for the texts of errors; "none" when there are none.
std::string enumerate(const std::vector<PortInfo>& ports);

/// What can be said against a port without opening it: not there, not a serial port, no permission.
std::optional<Error> port_trouble(const std::string& path);

/// What to do about a port that exists and may not be used. `group` is the node's group, `group_may` whether
/// that group may read and write it.
Error no_permission(const std::string& path, const std::string& group, bool group_may);

/// Names of the programs that have the port open, as far as we are allowed to see.
std::vector<std::string> holders(const std::string& path);

/// The port is in use: says by whom.
Error port_busy(const std::string& path);

}  // namespace poise::acquire
