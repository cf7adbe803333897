#include "acquire/probe.h"

#include <algorithm>
#include <thread>

#include "acquire/mat_conversation.h"
#include "acquire/serial_link.h"

namespace poise::acquire {

namespace {

using std::chrono::milliseconds;

void probe(ProbedPort& port, const OpenPort& open, std::stop_token stop) {
  port.probed = true;
  auto link = open(port.port.name);
  if (!link) {
    port.error = std::move(link.error());
    return;
  }
  auto identity = ask_identity(**link, stop);
  if (identity) {
    port.identity = std::move(*identity);
    port.link = std::move(*link);
    return;
  }
  port.error = std::move(identity.error());
  if (port.error->where.empty()) port.error->where = port.port.name;
}

}  // namespace

Expected<MatIdentity> ask_identity(ByteLink& link, std::stop_token stop) {
  auto chunk = link.read(milliseconds{0}, stop);  // for the time
  if (!chunk) return tl::make_unexpected(std::move(chunk.error()));
  MatConversation conversation(MatConversation::Purpose::identify, std::nullopt, chunk->arrival_us,
                               link.listen_until_us());
  while (!stop.stop_requested()) {
    conversation.receive(*chunk);
    conversation.advance(chunk->arrival_us);
    if (conversation.error()) return tl::make_unexpected(*conversation.error());
    if (conversation.state() == MatConversation::State::identified) return *conversation.identity();
    if (const auto output = conversation.take_output(); !output.empty()) {
      if (auto written = link.write(output); !written) return tl::make_unexpected(std::move(written.error()));
    }
    const auto until_us = conversation.next_deadline_us() - chunk->arrival_us;
    chunk = link.read(milliseconds{std::max<std::int64_t>(1, until_us / 1000 + 1)}, stop);
    if (!chunk) return tl::make_unexpected(std::move(chunk.error()));
  }
  return fail(ErrorCode::disconnected, "stopped while asking who is there");
}

std::vector<ProbedPort> probe_ports(std::vector<PortInfo> ports, const OpenPort& open, std::stop_token stop) {
  std::vector<ProbedPort> probed(ports.size());
  std::vector<std::jthread> threads;  // a port with nobody takes 3 s: all of them together, not in turn
  for (std::size_t i = 0; i < ports.size(); ++i) {
    probed[i].port = std::move(ports[i]);
    threads.emplace_back([&port = probed[i], &open, stop] { probe(port, open, stop); });
  }
  threads.clear();
  return probed;
}

std::vector<ProbedPort> survey_ports(bool probe_all, std::stop_token stop) {
  std::vector<PortInfo> ports = list_ports();
  const auto others = std::stable_partition(
      ports.begin(), ports.end(), [probe_all](const PortInfo& port) { return probe_all || port.likely_mat; });
  const std::vector<PortInfo> left_alone(others, ports.end());
  ports.erase(others, ports.end());
  std::vector<ProbedPort> survey = probe_ports(std::move(ports), open_serial_link, stop);
  for (ProbedPort& port : survey) port.link.reset();
  for (const PortInfo& port : left_alone) {
    ProbedPort seen;
    seen.port = port;
    seen.error = port_trouble(port.name);
    if (!seen.error && !holders(port.name).empty()) seen.error = port_busy(port.name);
    survey.push_back(std::move(seen));
  }
  std::sort(survey.begin(), survey.end(),
            [](const ProbedPort& a, const ProbedPort& b) { return a.port.name < b.port.name; });
  return survey;
}

}  // namespace poise::acquire
