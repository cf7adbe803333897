#include <fmt/format.h>

#include <CLI/CLI.hpp>
#include <algorithm>
#include <array>
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
  std::string scenario, link, truth, firmware, bootloader;
  std::vector<std::string> mishaps;
  double clock_spread_pct = 0;
  std::uint64_t mat_number = 1;
  bool fast = false;
  std::optional<double> deaf_s, measure_s;
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

/// A host that knows commands and nothing else, in virtual time.
class Asker {
 public:
  explicit Asker(EmulatedMat& mat) : mat_(mat) {}

  void run(double seconds) {
    now_us_ += static_cast<std::int64_t>(seconds * 1e6);
    mat_.run_until(now_us_, wire_);
    wire_.clear();
  }
  void send(std::uint8_t command, const std::vector<std::uint8_t>& arguments = {}) {
    std::array<std::uint8_t, POISE_MAX_WIRE> frame{};
    const std::size_t length =
        poise_encode(frame.data(), command, seq_++, arguments.data(), arguments.size());
    mat_.receive(std::span(frame.data(), length), now_us_);
    run(0.1);
  }
  void send_one_of_each() {
    send(POISE_HELLO);
    send(POISE_RATE, {10, 0});
    send(POISE_RATE, {80, 0});
    send(POISE_LIGHT, {255, 128});
    send(POISE_BUZZ, {0x70, 3, 50, 0});
    send(POISE_PING, std::vector<std::uint8_t>(POISE_MAX_PING, 0x55));
    send(POISE_TEST_PATTERN);
    send(0x7F);  // unknown
  }

 private:
  EmulatedMat& mat_;
  std::int64_t now_us_ = 0;
  std::uint16_t seq_ = 0;
  std::vector<std::uint8_t> wire_;
};

double busy_pct(const Load& load) {
  return 100 - 100 * static_cast<double>(load.slept_cycles) / static_cast<double>(load.cycles);
}

/// Says what the firmware takes of its chip: interrupts and stack from its very first boot on, over every
/// command, idle and streaming; time while it streams for so long, and while it is idle.
int measure(EmulatedMat& mat, double seconds) {
  constexpr double kInterruptsOn_s = 0.01, kFirstBoot_s = 2;
  Mcu& mcu = mat.mcu();
  Asker host(mat);
  host.run(kInterruptsOn_s);
  mcu.begin_measuring();
  host.run(kFirstBoot_s);
  host.send_one_of_each();
  host.send(POISE_START);
  host.send_one_of_each();
  const std::uint64_t masked_by_commands = mcu.load_since().longest_masked_cycles;
  mcu.begin_measuring();
  host.run(seconds);
  const Load streaming = mcu.load_since();
  host.send(POISE_STOP);
  mcu.begin_measuring();
  host.run(seconds);
  const Load idle = mcu.load_since();

  constexpr std::uint32_t kRam = 0x800200;  // after the registers, in an ELF's numbers
  const std::uint64_t masked = std::max(masked_by_commands, streaming.longest_masked_cycles);
  fmt::print("flash                  {} bytes of 262144\n", mcu.symbol("__data_load_end").value_or(0));
  fmt::print("RAM                    {} bytes of 8192\n", mcu.symbol("_end").value_or(kRam) - kRam);
  fmt::print("deepest stack          {} bytes\n", streaming.stack_bytes);
  fmt::print("longest interrupts off {:.1f} us\n", static_cast<double>(masked) / Mcu::kCyclesPerUs);
  fmt::print("longest SCK pulse      {:.2f} us\n", mat.longest_clock_pulse_us());
  fmt::print("CPU share, streaming   {:.2f} %\n", busy_pct(streaming));
  fmt::print("CPU share, idle        {:.2f} %\n", busy_pct(idle));
  return kDone;
}

int run(const Words& words) {
  const std::string text = words.scenario.starts_with("sim:") ? words.scenario : "sim:" + words.scenario;
  const auto scenario = virtual_mat::parse_scenario(text);
  if (!scenario) return report_error(scenario.error(), kWrongWords);
  MatSetup setup{words.firmware, *scenario, {}, words.clock_spread_pct, words.mat_number, words.bootloader};
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
  const Serving how{words.fast ? 0 : scenario->speed, words.deaf_s};
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
  app.add_option("--reset-on-open", words.deaf_s,
                 "Opening the port resets the board, and for so long it hears nothing")
      ->check(CLI::Range(0.0, 60.0))
      ->type_name("S");
  app.add_option("--bootloader", words.bootloader,
                 "After each reset what this Intel HEX file holds runs first")
      ->type_name("HEX");
  app.add_option("--measure", words.measure_s,
                 "Serve nobody: stream so long, idle so long, and say what that took of the microcontroller")
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
