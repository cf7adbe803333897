#include <gmock/gmock.h>

#include <csignal>
#include <filesystem>
#include <fstream>
#include <regex>
#include <sstream>

#include "acquire/mat_conversation.h"
#include "bench.h"
#include "process.h"
#include "test_paths.h"

/// The firmware behind the bootloader that an Arduino Mega 2560 comes with, the very program, from Debian's
/// arduino-core-avr. What hardware/flashing.md says of it is tried here.
namespace poise::emulator {
namespace {

using ::testing::ElementsAre;
using ::testing::HasSubstr;
using ::testing::IsEmpty;

const std::string kArduino = "/usr/share/arduino/hardware/arduino/avr";
const std::string kBootloader = kArduino + "/bootloaders/stk500v2/stk500boot_v2_mega2560.hex";

class ArduinosBootloader : public ::testing::Test {
 protected:
  void SetUp() override {
    if (!std::filesystem::exists(kBootloader)) GTEST_SKIP() << "needs Debian's arduino-core-avr";
  }
  static void install(MatSetup& setup) { setup.bootloader = kBootloader; }
};

TEST_F(ArduinosBootloader, StartsTheFirmwareAfterASecondOfSilence) {
  Bench bench("sim:squat?noise=0&zero_n=0", install);
  bench.boot();
  EXPECT_GT(bench.now_us(), 800'000);
  EXPECT_LT(bench.now_us(), 1'600'000) << "with half a second to make its id";
  EXPECT_THAT(bench.frames(POISE_BOOT)[0].payload, ElementsAre(POISE_BOOT_EXTERNAL)) << "it hides the cause";
  EXPECT_EQ(bench.ask(POISE_RESET).status, POISE_OK);
  bench.run(1.2);
  ASSERT_EQ(bench.frames(POISE_BOOT).size(), 2u);
  EXPECT_THAT(bench.frames(POISE_BOOT)[1].payload, ElementsAre(POISE_BOOT_COMMAND));
}

/// It listens as long as anybody talks and seven seconds more: a host that says HELLO each quarter of a
/// second, as the protocol has it, never meets the firmware. And on that way out it leaves D13, a converter's
/// data line, an output.
TEST_F(ArduinosBootloader, IsHeldByAHostThatSaysHelloAndLeavesAPinDriven) {
  Bench bench("sim:squat?noise=0&zero_n=0", install);
  for (int i = 0; i < 12; ++i) {
    bench.send(POISE_HELLO);
    bench.run(0.25);
  }
  EXPECT_THAT(bench.all, IsEmpty());
  bench.run(3);
  EXPECT_THAT(bench.all, IsEmpty());
  bench.run(5);
  ASSERT_EQ(bench.frames(POISE_BOOT).size(), 1u);
  EXPECT_EQ(bench.ask(POISE_START).status, POISE_OK);
  bench.run(2);
  EXPECT_GT(bench.samples().size(), 140u);
  for (const Sample& sample : bench.samples()) EXPECT_EQ(sample.fault_mask, 0);
}

TEST_F(ArduinosBootloader, IsPassedByAHostThatListensFirst) {
  MatSetup setup{firmware(), *virtual_mat::parse_scenario("sim:empty"), {}};
  install(setup);
  const auto mat = std::move(*EmulatedMat::make(setup));
  acquire::MatConversation host(acquire::MatConversation::Purpose::identify, {}, 0, 2'000'000);
  std::int64_t now_us = 0;
  while (host.state() == acquire::MatConversation::State::greeting && now_us < 6'000'000) {
    now_us += 1000;
    ByteChunk chunk{now_us, {}};
    mat->run_until(now_us, chunk.bytes);
    host.receive(chunk);
    host.advance(now_us);
    mat->receive(host.take_output(), now_us);
  }
  EXPECT_EQ(host.state(), acquire::MatConversation::State::identified);
  EXPECT_LT(now_us, 2'000'000) << "at its very first boot, when it makes its id";
}

/// The page's own words, but for the port and the folder.
std::string command_for_the_bootloader() {
  std::ifstream page(POISE_SOURCE_DIR "/hardware/flashing.md");
  for (std::string line; std::getline(page, line);)
    if (line.find("-c wiring") != std::string::npos && line.find("avrdude") == 0) return line;
  return {};
}

TEST_F(ArduinosBootloader, TakesTheFirmwareFromTheCommandOfThePage) {
  const std::string command = command_for_the_bootloader();
  ASSERT_THAT(command, HasSubstr("-P /dev/ttyACM0 "));
  ASSERT_THAT(command, HasSubstr("flash:w:build/release/bin/"));
  std::vector<std::string> words{"/usr/bin/env"};  // looks for avrdude
  std::istringstream text(command);
  const std::string port =
      (std::filesystem::temp_directory_path() / ("poise-bootloader-" + std::to_string(::getpid()))).string();
  for (std::string word; text >> word;) {
    if (word == "/dev/ttyACM0") word = port;
    words.push_back(std::regex_replace(word, std::regex("build/release/bin"), POISE_PROGRAM_DIR));
  }
  // It is to write over another firmware, and so has something to do.
  testing::ProcessOptions options;
  options.folder = std::filesystem::temp_directory_path();
  testing::Process emulator(
      {POISE_EMULATOR_BINARY, "sim:empty", "--firmware", firmware("poise-firmware-echo"), "--bootloader",
       kBootloader, "--reset-on-open", "0", "--link", port},
      options);
  ASSERT_TRUE(emulator.wait_for_line("port: "));
  const testing::Finished flashed = testing::Process(words, options).wait();
  EXPECT_EQ(flashed.status, 0) << flashed.err;
  EXPECT_THAT(flashed.err, HasSubstr("bytes of flash verified"));
  emulator.signal(SIGTERM);
  EXPECT_EQ(emulator.wait().status, 0);
}

}  // namespace
}  // namespace poise::emulator
