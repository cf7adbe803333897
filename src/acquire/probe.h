#pragma once

#include <functional>
#include <memory>
#include <optional>
#include <stop_token>
#include <string>
#include <vector>

#include "acquire/byte_link.h"
#include "acquire/port_list.h"
#include "base/stages.h"

namespace poise::acquire {

/// Opens a port by its name; open_serial_link(), or a test's own.
using OpenPort = std::function<Expected<std::unique_ptr<ByteLink>>(const std::string& path)>;

/// A port and what is known of who is there.
struct ProbedPort {
  PortInfo port;
  bool probed = false;                  ///< it was opened, or that was tried, and greeted
  std::optional<MatIdentity> identity;  ///< a mat answered HELLO
  std::optional<Error> error;           ///< why there is no mat to use
  std::unique_ptr<ByteLink> link;       ///< still open where a mat answered
};

/// Says HELLO on an open link until somebody answers, at most 3 s.
Expected<MatIdentity> ask_identity(ByteLink& link, std::stop_token stop);

/// Opens and greets all of `ports`, at the same time.
std::vector<ProbedPort> probe_ports(std::vector<PortInfo> ports, const OpenPort& open, std::stop_token stop);

/// All the machine's ports, for `poise devices`: those with a mat's USB identity (with `probe_all`: all) are
/// greeted and closed again; of the others is told what can be seen from outside (permission, in use).
std::vector<ProbedPort> survey_ports(bool probe_all, std::stop_token stop);

}  // namespace poise::acquire
