#pragma once

#include <filesystem>
#include <functional>
#include <memory>
#include <string>
#include <vector>

#include "acquire/byte_link.h"
#include "acquire/port_list.h"
#include "acquire/probe.h"
#include "acquire/serial_link.h"

namespace poise::acquire {

struct SerialOptions {
  std::filesystem::path remembered_mat;  ///< the file that keeps the mat used last; empty: none is kept
  bool probe_all = false;                ///< `auto` opens ports of unknown USB identity as well
  std::function<std::vector<PortInfo>()> list = list_ports;
  OpenPort open = open_serial_link;
};

/// The port that was named (a path or a symbolic link to it). When its mat was unplugged and is back under
/// another name, it is found by its USB identity.
std::unique_ptr<LinkSource> serial_source(std::string path, SerialOptions options = {});

/// `auto`: the mat used last, if it is there; else the only port with a mat's USB identity (with `probe_all`:
/// any port) on which a mat answers HELLO. Several: an error that lists them. A port on which nobody answered
/// is left in peace for 10 s, because opening it resets its board.
std::unique_ptr<LinkSource> auto_source(SerialOptions options = {});

}  // namespace poise::acquire
