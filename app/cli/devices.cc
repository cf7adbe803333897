#include <fmt/format.h>

#include <nlohmann/json.hpp>

#include "acquire/probe.h"
#include "console.h"
#include "report/analysis_json.h"
#include "verbs.h"

namespace poise::cli {
namespace {

nlohmann::ordered_json to_json(const acquire::ProbedPort& probed) {
  nlohmann::ordered_json json{{"port", probed.port.name}, {"description", probed.port.description}};
  if (probed.port.vid) json["usb_vid"] = fmt::format("{:04x}", *probed.port.vid);
  if (probed.port.pid) json["usb_pid"] = fmt::format("{:04x}", *probed.port.pid);
  if (!probed.port.board.empty()) json["board"] = probed.port.board;
  json["asked"] = probed.probed;
  json["mat"] = probed.identity.has_value();
  if (probed.identity) {
    const MatIdentity& mat = *probed.identity;
    json["unique_id"] = mat.unique_id;
    json["model"] = mat.model;
    json["cells"] = mat.cell_count;
    json["rate_hz"] = mat.rate_hz;
    json["protocol"] = fmt::format("{}.{}", mat.protocol_major, mat.protocol_minor);
    json["firmware"] = fmt::format("{}.{}.{}", mat.firmware_major, mat.firmware_minor, mat.firmware_patch);
  }
  if (probed.error) json["error"] = to_line(*probed.error);
  return json;
}

std::string verdict(const acquire::ProbedPort& probed) {
  if (probed.identity)
    return fmt::format("a mat: {} cells, {} Hz, firmware {}.{}.{}, id {}", probed.identity->cell_count,
                       probed.identity->rate_hz, probed.identity->firmware_major,
                       probed.identity->firmware_minor, probed.identity->firmware_patch,
                       probed.identity->unique_id);
  if (probed.error) return probed.error->what;
  return probed.probed ? "no mat answered" : "left alone: not known to be a mat (--probe-all opens it)";
}

}  // namespace

int devices(const Common& common, bool probe_all) {
  const auto ports = acquire::survey_ports(probe_all, {});
  if (common.json) {
    auto list = nlohmann::ordered_json::array();
    for (const acquire::ProbedPort& probed : ports) list.push_back(to_json(probed));
    fmt::print("{}\n", report::json_text(list));
    return kDone;
  }
  for (const acquire::ProbedPort& probed : ports) {
    const std::string& what = probed.port.board.empty() ? probed.port.description : probed.port.board;
    print("{:<16} {:<24} {}\n", probed.port.name, what, verdict(probed));
  }
  if (ports.empty())
    say("No serial port here. Plug a mat in, or try the virtual one: poise record --device \"sim:squat\" "
        "--exercise squat");
  return kDone;
}

}  // namespace poise::cli
