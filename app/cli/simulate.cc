#include <fmt/format.h>

#include <atomic>
#include <csignal>
#include <cstdio>
#include <fstream>

#include "console.h"
#include "verbs.h"
#include "virtual-mat/pty_port.h"
#include "virtual-mat/serve.h"
#include "virtual-mat/virtual_mat.h"

namespace poise::cli {
namespace {

std::atomic<bool> stop = false;

}  // namespace

int simulate(const SimulateWords& words) {
  const std::string text = words.scenario.starts_with("sim:") ? words.scenario : "sim:" + words.scenario;
  const auto scenario = virtual_mat::parse_scenario(text);
  if (!scenario) return report_error({ErrorCode::usage, scenario.error(), {}});
  virtual_mat::VirtualMat mat(*scenario);
  if (!words.truth.empty()) {
    std::ofstream file(words.truth);
    file << virtual_mat::to_json(mat.truth()) << '\n';
    if (!file.flush())
      return report_error(
          {ErrorCode::storage,
           "the truth cannot be written there; give a path in a folder that exists and may be written",
           words.truth.string()});
  }
  std::signal(SIGINT, [](int) { stop = true; });
  std::signal(SIGTERM, [](int) { stop = true; });
  virtual_mat::PtyPort port(words.link);
  const auto served = virtual_mat::serve(mat, port, stop, [](const std::string& name) {
    fmt::print("port: {}\n", name);
    std::fflush(stdout);
  });
  if (!served) return report_error({ErrorCode::not_found, served.error(), {}});
  return kDone;
}

}  // namespace poise::cli
