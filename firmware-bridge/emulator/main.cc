#include <fmt/format.h>

#include <CLI/CLI.hpp>
#include <atomic>
#include <csignal>
#include <cstdio>
#include <filesystem>
#include <fstream>

#include "emulated_mat.h"
#include "serve.h"

namespace {

using namespace poise;
using namespace poise::emulator;

constexpr int kDone = 0, kFailed = 1, kWrongWords = 2;

std::atomic<bool> stop = false;

struct Words {
  std::string scenario, link, truth, firmware;
  std::vector<std::string> mishaps;
  double clock_spread_pct = 0;
  std::uint64_t mat_number = 1;
  bool fast = false;
  std::optional<double> bootloader_s, measure_s;
};

int report_error(const std::string& text, int status) {
  fmt::print(stderr, "poise-emulator: {}\n", text);
  return status;
}

/// The firmware that was built with this program lies beside it.
std::string firmware_beside_us() {
  std::error_code error;
  const auto self = std::filesystem::read_symlink("/proc/self/exe", error);
  return (self.parent_path() / "poise-firmware.elf").string();
}

/// Streams for so long, as fast as possible, and says what the microcontroller did.
int measure(EmulatedMat& mat, double seconds) {
  std::vector<std::uint8_t> wire;
  std::array<std::uint8_t, POISE_MAX_WIRE> start{};
  const std::size_t length = poise_encode(start.data(), POISE_START, 0, nullptr, 0);
  constexpr std::int64_t kBoot_us = 2'000'000;
  mat.run_until(kBoot_us, wire);
  mat.receive(std::span(start.data(), length), kBoot_us);
  mat.run_until(kBoot_us + 100'000, wire);
  mat.mcu().begin_measuring();
  mat.run_until(kBoot_us + static_cast<std::int64_t>(seconds * 1e6), wire);
  const Load load = mat.mcu().load_since();
  const auto us = [](std::uint64_t cycles) { return static_cast<double>(cycles) / Mcu::kCyclesPerUs; };
  fmt::print("CPU share                {:.2f} %\n",
             100 - 100 * static_cast<double>(load.slept_cycles) / static_cast<double>(load.cycles));
  fmt::print("longest interrupts off   {:.2f} us\n", us(load.longest_masked_cycles));
  fmt::print("longest SCK pulse        {:.2f} us\n", mat.longest_clock_pulse_us());
  fmt::print("deepest stack            {} bytes\n", load.stack_bytes);
  return kDone;
}

int run(const Words& words) {
  const std::string text = words.scenario.starts_with("sim:") ? words.scenario : "sim:" + words.scenario;
  const auto scenario = virtual_mat::parse_scenario(text);
  if (!scenario) return report_error(scenario.error(), kWrongWords);
  MatSetup setup{words.firmware, *scenario, {}, words.clock_spread_pct, words.mat_number};
  for (const std::string& word : words.mishaps) {
    const auto mishap = parse_mishap(word);
    if (!mishap) return report_error(mishap.error(), kWrongWords);
    setup.mishaps.push_back(*mishap);
  }
  const auto mat = EmulatedMat::make(setup);
  if (!mat) return report_error(mat.error(), kFailed);
  if (!words.truth.empty()) {
    std::ofstream file(words.truth);
    file << virtual_mat::to_json((*mat)->truth()) << '\n';
    if (!file.flush())
      return report_error(words.truth +
                              ": the truth cannot be written there; give a path in a folder that exists "
                              "and may be written",
                          kFailed);
  }
  if (words.measure_s) return measure(**mat, *words.measure_s);
  std::signal(SIGINT, [](int) { stop = true; });
  std::signal(SIGTERM, [](int) { stop = true; });
  virtual_mat::PtyPort port(words.link);
  const Serving how{words.fast ? 0 : scenario->speed, words.bootloader_s};
  const auto served = serve(**mat, port, how, stop, [](const std::string& name) {
    fmt::print("port: {}\n", name);
    std::fflush(stdout);
  });
  return served ? kDone : report_error(served.error(), kFailed);
}

}  // namespace

int main(int argc, char** argv) {
  CLI::App app{
      "The mat's real firmware on an emulated microcontroller, with a virtual person on it, on a "
      "pseudo-terminal.\n"
      "Example:  poise-emulator \"sim:squat?reps=5\"    and then  poise record --device /dev/pts/N ..."};
  Words words;
  words.firmware = firmware_beside_us();
  app.add_option("scenario", words.scenario, "sim:EXERCISE?key=value&..., as for poise simulate")
      ->required()
      ->type_name("SIM");
  app.add_option("--link", words.link, "Keep a symbolic link to the port there")->type_name("PATH");
  app.add_option("--truth", words.truth, "Write what the virtual person does, as JSON")->type_name("FILE");
  app.add_flag("--fast", words.fast, "As fast as the other end reads, instead of in real time");
  app.add_option("--firmware", words.firmware, "Another firmware")->type_name("ELF");
  app.add_option(
         "--mishap", words.mishaps,
         "Something goes wrong; may be repeated: dead:CELL@T[+FOR], shorted:CELL@T[+FOR], straddle:CELL@T, "
         "reset:CAUSE@T (power-on, external, brown-out, watchdog), noise:PCT@T+FOR, stall@T+FOR; seconds")
      ->type_name("WHAT");
  app.add_option("--clock-spread", words.clock_spread_pct, "The converters' clocks differ by up to +-PCT")
      ->check(CLI::Range(0.0, 20.0))
      ->type_name("PCT");
  app.add_option("--mat", words.mat_number, "Another number is another mat, with a unique_id of its own")
      ->type_name("N");
  app.add_option("--bootloader", words.bootloader_s,
                 "Opening the port resets the board, and its bootloader takes so long, as on an Arduino")
      ->check(CLI::Range(0.0, 60.0))
      ->type_name("S");
  app.add_option("--measure", words.measure_s,
                 "Serve nobody: stream so long and say what it took of the processor")
      ->check(CLI::Range(1.0, 86400.0))
      ->type_name("S");
  try {
    app.parse(argc, argv);
  } catch (const CLI::ParseError& error) {
    if (error.get_exit_code() == 0) return app.exit(error);
    fmt::print(stderr, "poise-emulator: {}. See poise-emulator --help\n", error.what());
    return kWrongWords;
  }
  return run(words);
}
