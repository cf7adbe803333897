#include "acquire/serial_source.h"

#include <fmt/format.h>
#include <fmt/ranges.h>

#include <algorithm>
#include <map>
#include <utility>

#include "acquire/remembered_mat.h"
#include "base/clock.h"

namespace poise::acquire {

namespace {

constexpr std::int64_t kLeaveInPeace_us = 10'000'000;

bool same_file(const std::string& a, const std::string& b) {
  std::error_code ignored;
  return a == b || std::filesystem::equivalent(a, b, ignored);
}

/// What both kinds have in common: real time, and remembering.
class PortSource : public LinkSource {
 public:
  PortSource(SerialOptions options, std::string name)
      : options_(std::move(options)), name_(std::move(name)) {}

  bool wait(std::chrono::milliseconds pause, std::stop_token stop) override { return sleep_for(pause, stop); }
  std::int64_t now_us() const override { return SystemClock().steady_us(); }
  std::string name() const override { return name_; }

  void accepted(const MatIdentity& identity) override {
    last_port_ = {};
    last_port_.name = name_;
    bool listed = false;
    for (const PortInfo& port : options_.list()) {
      if (!same_file(port.name, name_)) continue;
      last_port_ = port;
      listed = true;
    }
    // A pseudo-terminal is somebody else's tomorrow: only ports of the machine are remembered.
    if (!listed || options_.remembered_mat.empty()) return;
    save_remembered(options_.remembered_mat, {identity.unique_id, last_port_.name, usb_identity(last_port_)});
  }

 protected:
  const SerialOptions options_;
  std::string name_;
  PortInfo last_port_;  ///< where the mat in use was seen last; no name: nowhere yet
};

class NamedPort final : public PortSource {
 public:
  NamedPort(std::string path, SerialOptions options) : PortSource(std::move(options), path), path_(std::move(path)) {}

  Expected<std::unique_ptr<ByteLink>> open(const std::optional<std::string>& unique_id,
                                           std::stop_token) override {
    name_ = path_;
    auto link = options_.open(path_);
    const std::string usb = usb_identity(last_port_);
    if (link || link.error().code != ErrorCode::not_found || !unique_id || usb.empty()) return link;
    for (const PortInfo& port : options_.list()) {
      if (usb_identity(port) != usb || port.name == last_port_.name) continue;
      if (auto moved = options_.open(port.name)) {
        name_ = port.name;
        return moved;
      }
    }
    return link;
  }

 private:
  const std::string path_;
};

class AutoPort final : public PortSource {
 public:
  explicit AutoPort(SerialOptions options) : PortSource(std::move(options), "auto") {}

  Expected<std::unique_ptr<ByteLink>> open(const std::optional<std::string>& unique_id,
                                           std::stop_token stop) override;

 private:
  struct Resting {
    std::int64_t until_us;
    Error reason;
  };

  std::vector<PortInfo> candidates(const std::vector<PortInfo>& ports, const RememberedMat& wanted) const;
  std::vector<ProbedPort> probe(std::vector<PortInfo> ports, std::stop_token stop);
  Expected<std::unique_ptr<ByteLink>> take(ProbedPort& port);
  Expected<std::unique_ptr<ByteLink>> choose(std::vector<ProbedPort>& answered, const std::string& wanted_id,
                                             bool only_that);
  Error nobody(const std::vector<ProbedPort>& probed) const;

  std::map<std::string, Resting> resting_;
};

bool is_where_it_was(const PortInfo& port, const RememberedMat& mat) {
  const std::string usb = usb_identity(port);
  return mat.usb.empty() ? port.name == mat.port : usb == mat.usb;
}

Expected<std::unique_ptr<ByteLink>> AutoPort::open(const std::optional<std::string>& unique_id,
                                                   std::stop_token stop) {
  name_ = "auto";
  RememberedMat wanted = load_remembered(options_.remembered_mat).value_or(RememberedMat{});
  if (unique_id) wanted = {*unique_id, last_port_.name, usb_identity(last_port_)};

  const std::vector<PortInfo> ports = options_.list();
  std::erase_if(resting_, [&](const auto& entry) {  // unplugged meanwhile: who comes back is somebody new
    return std::none_of(ports.begin(), ports.end(),
                        [&](const auto& port) { return port.name == entry.first; });
  });
  std::vector<PortInfo> asked = candidates(ports, wanted);
  if (asked.empty()) {
    return fail(
        ErrorCode::not_found,
        fmt::format("no mat is plugged in (ports here: {}): plug it in, name its port with --device, or try "
                    "the virtual mat with --device sim:squat",
                    enumerate(ports)));
  }

  // The mat used last alone first, so that no other board is disturbed when it is there.
  const auto rest = std::stable_partition(asked.begin(), asked.end(), [&](const PortInfo& port) {
    return !wanted.unique_id.empty() && is_where_it_was(port, wanted);
  });
  std::vector<ProbedPort> probed = probe({asked.begin(), rest}, stop);
  for (ProbedPort& port : probed) {
    if (port.identity && port.identity->unique_id == wanted.unique_id) return take(port);
  }
  std::vector<ProbedPort> others = probe({rest, asked.end()}, stop);
  std::move(others.begin(), others.end(), std::back_inserter(probed));

  std::vector<ProbedPort> answered;
  for (ProbedPort& port : probed) {
    if (port.identity) answered.push_back(std::move(port));
  }
  if (answered.empty()) return tl::make_unexpected(nobody(probed));
  return choose(answered, wanted.unique_id, unique_id.has_value());
}

std::vector<PortInfo> AutoPort::candidates(const std::vector<PortInfo>& ports,
                                           const RememberedMat& wanted) const {
  std::vector<PortInfo> candidates;
  std::copy_if(ports.begin(), ports.end(), std::back_inserter(candidates), [&](const PortInfo& port) {
    return port.likely_mat || options_.probe_all ||
           (!wanted.unique_id.empty() && port.name == wanted.port && is_where_it_was(port, wanted));
  });
  return candidates;
}

/// Probes the ports except those that are left in peace, which answer with what was found there last.
std::vector<ProbedPort> AutoPort::probe(std::vector<PortInfo> ports, std::stop_token stop) {
  std::vector<ProbedPort> rested;
  std::erase_if(ports, [&](const PortInfo& port) {
    const auto found = resting_.find(port.name);
    if (found == resting_.end() || found->second.until_us <= now_us()) return false;
    rested.push_back({port, false, std::nullopt, found->second.reason, nullptr});
    return true;
  });
  std::vector<ProbedPort> probed = probe_ports(std::move(ports), options_.open, stop);
  for (const ProbedPort& port : probed) {
    const bool was_opened = port.error && port.error->code != ErrorCode::busy &&
                            port.error->code != ErrorCode::permission_denied &&
                            port.error->code != ErrorCode::not_found &&
                            port.error->code != ErrorCode::disconnected;
    if (was_opened)
      resting_.insert_or_assign(port.port.name, Resting{now_us() + kLeaveInPeace_us, *port.error});
  }
  std::move(rested.begin(), rested.end(), std::back_inserter(probed));
  return probed;
}

Expected<std::unique_ptr<ByteLink>> AutoPort::take(ProbedPort& port) {
  name_ = port.port.name;
  return std::move(port.link);
}

Expected<std::unique_ptr<ByteLink>> AutoPort::choose(std::vector<ProbedPort>& answered,
                                                     const std::string& wanted_id, bool only_that) {
  std::vector<std::string> words;
  words.reserve(answered.size());
  for (const ProbedPort& port : answered) {
    words.push_back(fmt::format("{} ({})", port.port.name, port.identity->unique_id));
  }
  const auto is_wanted = [&](const ProbedPort& port) { return port.identity->unique_id == wanted_id; };
  const auto wanted = std::find_if(answered.begin(), answered.end(), is_wanted);
  if (wanted != answered.end() && std::count_if(answered.begin(), answered.end(), is_wanted) == 1) {
    return take(*wanted);
  }
  if (only_that && wanted == answered.end()) {
    for (const ProbedPort& port : answered) {
      resting_.insert_or_assign(
          port.port.name, Resting{now_us() + kLeaveInPeace_us,
                                  {ErrorCode::wrong_identity,
                                   fmt::format("another mat ({}) than the one in use ({}): plug that one in "
                                               "again, or end the session to change mats",
                                               port.identity->unique_id, wanted_id),
                                   port.port.name}});
    }
    return tl::make_unexpected(resting_.at(answered.front().port.name).reason);
  }
  if (answered.size() == 1) return take(answered.front());
  return fail(ErrorCode::wrong_identity,
              fmt::format("several mats answer: {}: choose one with --device", fmt::join(words, ", ")));
}

/// Of several reasons the most telling: a mat that was heard, then a port that may be had, then silence.
Error AutoPort::nobody(const std::vector<ProbedPort>& probed) const {
  if (probed.size() == 1) return *probed.front().error;
  for (const auto code : {ErrorCode::wrong_version, ErrorCode::wrong_identity, ErrorCode::unsupported,
                          ErrorCode::busy, ErrorCode::permission_denied}) {
    for (const ProbedPort& port : probed) {
      if (port.error->code == code) return *port.error;
    }
  }
  std::vector<PortInfo> ports;
  ports.reserve(probed.size());
  for (const ProbedPort& port : probed) ports.push_back(port.port);
  return {ErrorCode::no_answer,
          fmt::format(
              "on none of these ports does a mat answer HELLO: {}: check the cable, and that the board has "
              "the Poise firmware",
              enumerate(ports)),
          {}};
}

}  // namespace

std::unique_ptr<LinkSource> serial_source(std::string path, SerialOptions options) {
  return std::make_unique<NamedPort>(std::move(path), std::move(options));
}

std::unique_ptr<LinkSource> auto_source(SerialOptions options) {
  return std::make_unique<AutoPort>(std::move(options));
}

}  // namespace poise::acquire
