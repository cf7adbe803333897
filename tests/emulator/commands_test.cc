#include <gmock/gmock.h>

#include <algorithm>
#include <set>

#include "bench.h"

namespace poise::emulator {
namespace {

using ::testing::ElementsAre;
using ::testing::ElementsAreArray;
using ::testing::IsEmpty;

TEST(FirmwareCommands, SaysBootOnceAndThenNothingByItself) {
  Bench bench;
  bench.run(3);
  ASSERT_EQ(bench.all.size(), 1u);
  EXPECT_EQ(bench.all[0].type, POISE_BOOT);
  EXPECT_EQ(bench.all[0].seq, 0);
  EXPECT_THAT(bench.all[0].payload, ElementsAre(POISE_BOOT_POWER_ON));
  EXPECT_EQ(bench.damage(), 0);
}

TEST(FirmwareCommands, AnswersHelloWithinThreeSecondsOfItsVeryFirstBoot) {
  Bench bench;
  bench.boot();
  EXPECT_LT(bench.now_us(), 1'000'000);
  const poise_hello hello = bench.hello();
  EXPECT_EQ(hello.protocol_major, POISE_PROTOCOL_MAJOR);
  EXPECT_EQ(hello.protocol_minor, POISE_PROTOCOL_MINOR);
  EXPECT_EQ(hello.model, 1);
  EXPECT_EQ(hello.cell_count, 8);
  EXPECT_EQ(hello.adc_bits, 24);
  EXPECT_EQ(hello.rate_hz, 80);
  EXPECT_EQ(hello.capabilities, POISE_CAN_LIGHT | POISE_CAN_BUZZ | POISE_CAN_RATE);
  EXPECT_NEAR(hello.t_us, static_cast<double>(bench.now_us()), 10'000);
}

TEST(FirmwareCommands, KeepsItsIdOverResetsAndMakesOneOfItsOwnForEachMat) {
  std::set<std::string> ids;
  for (std::uint64_t number = 1; number <= 4; ++number) {
    Bench bench("sim:empty", [number](MatSetup& setup) { setup.mat_number = number; });
    bench.boot();
    const poise_hello hello = bench.hello();
    ids.insert(std::string(hello.unique_id, hello.unique_id + 8));
    bench.mat().mcu().reset(ResetCause::power_on);
    bench.run(0.0015);  // too short to make another
    EXPECT_EQ(bench.frames(POISE_BOOT).size(), 2u) << "at once";
    EXPECT_THAT(bench.hello().unique_id, ElementsAreArray(hello.unique_id));
  }
  EXPECT_EQ(ids.size(), 4u);
}

TEST(FirmwareCommands, DoesNotTrustATornId) {
  Bench bench;
  bench.boot();
  const poise_hello before = bench.hello();
  const auto eeprom = bench.mat().mcu().eeprom();
  const auto kept = std::search(eeprom.begin(), eeprom.end(), before.unique_id, before.unique_id + 8);
  ASSERT_NE(kept, eeprom.end());
  kept[2] ^= 0x10;
  bench.mat().mcu().reset(ResetCause::power_on);
  bench.run(1);
  EXPECT_NE(bench.hello().unique_id[2], before.unique_id[2] ^ 0x10);
}

TEST(FirmwareCommands, StreamsAfterStartUntilStop) {
  Bench bench;
  bench.start();
  bench.run(2);
  EXPECT_EQ(bench.ask(POISE_START).status, POISE_OK) << "again";
  bench.run(1);
  EXPECT_EQ(bench.ask(POISE_STOP).status, POISE_OK);
  const auto samples = bench.samples();
  ASSERT_NEAR(static_cast<double>(samples.size()), 237, 3);
  EXPECT_EQ(bench.frames(POISE_STATUS).size(), 3u);
  bench.run(1);
  EXPECT_EQ(bench.samples().size(), samples.size());
  EXPECT_EQ(bench.frames(POISE_STATUS).size(), 3u);
  EXPECT_EQ(bench.ask(POISE_STOP).status, POISE_OK) << "again";

  EXPECT_EQ(bench.ask(POISE_START).status, POISE_OK);
  bench.run(0.5);
  const auto more = bench.samples();
  ASSERT_GT(more.size(), samples.size());
  EXPECT_EQ(more[samples.size()].seq, samples.back().seq + 1) << "goes on counting";
  EXPECT_GT(more[samples.size()].t_us, samples.back().t_us) << "one clock";
}

TEST(FirmwareCommands, GivesTheFirstSampleWhenTheConvertersHaveSettled) {
  Bench bench;
  bench.start();
  const std::int64_t started_us = bench.now_us();
  bench.run(0.2);
  ASSERT_FALSE(bench.samples().empty());
  EXPECT_NEAR(static_cast<double>(bench.samples()[0].at_us - started_us), 50'000, 6000);
  EXPECT_EQ(bench.samples()[0].flags, 0);
}

TEST(FirmwareCommands, TakesTheNearestRateAndKeepsIt) {
  Bench bench;
  bench.boot();
  EXPECT_THAT(bench.ask(POISE_RATE, u16(12)).data, ElementsAre(10, 0));
  EXPECT_EQ(bench.hello().rate_hz, 10);
  bench.start();
  bench.run(3);
  const auto slow = bench.samples();
  ASSERT_GE(slow.size(), 25u);
  EXPECT_NEAR(slow[20].t_us - slow[10].t_us, 1'000'000, 20);

  EXPECT_THAT(bench.ask(POISE_RATE, u16(80)).data, ElementsAre(80, 0)) << "while streaming";
  bench.run(1);
  const auto fast = bench.samples();
  const std::size_t last = fast.size() - 1;
  EXPECT_NEAR(fast[last].t_us - fast[last - 40].t_us, 500'000, 20);
  EXPECT_EQ(bench.ask(POISE_RATE, u16(0)).status, POISE_BAD_ARGUMENT);
  EXPECT_EQ(bench.ask(POISE_RATE, {80}).status, POISE_BAD_ARGUMENT);
}

TEST(FirmwareCommands, DimsEachLamp) {
  Bench bench;
  bench.boot();
  using virtual_mat::Side;
  EXPECT_EQ(bench.ask(POISE_LIGHT, {255, 51}).status, POISE_OK);
  EXPECT_DOUBLE_EQ(bench.mat().light(Side::left), 1);
  EXPECT_DOUBLE_EQ(bench.mat().light(Side::right), 0.2);
  EXPECT_EQ(bench.ask(POISE_LIGHT, {0, 1}).status, POISE_OK);
  EXPECT_DOUBLE_EQ(bench.mat().light(Side::left), 0);
  EXPECT_GT(bench.mat().light(Side::right), 0);
  EXPECT_EQ(bench.ask(POISE_LIGHT, {0}).status, POISE_BAD_ARGUMENT);
}

TEST(FirmwareCommands, SoundsAToneForItsTime) {
  Bench bench;
  bench.boot();
  std::vector<std::uint8_t> tone = u16(880), ms = u16(250);
  tone.insert(tone.end(), ms.begin(), ms.end());
  const std::uint64_t before = bench.mat().buzzer_edges();
  EXPECT_EQ(bench.ask(POISE_BUZZ, tone).status, POISE_OK);
  bench.run(1);
  EXPECT_NEAR(static_cast<double>(bench.mat().buzzer_edges() - before), 2 * 880 * 0.25, 6);

  EXPECT_EQ(bench.ask(POISE_BUZZ, {0x70, 3, 0xFF, 0xFF}).status, POISE_OK);
  bench.run(0.1);
  EXPECT_EQ(bench.ask(POISE_BUZZ, {0, 0, 0, 0}).status, POISE_OK) << "silence";
  const std::uint64_t silent = bench.mat().buzzer_edges();
  bench.run(0.5);
  EXPECT_EQ(bench.mat().buzzer_edges(), silent);
  EXPECT_EQ(bench.ask(POISE_BUZZ, {1, 2, 3}).status, POISE_BAD_ARGUMENT);
}

TEST(FirmwareCommands, PingReturnsItsBytes) {
  Bench bench;
  bench.boot();
  std::vector<std::uint8_t> bytes;
  EXPECT_THAT(bench.ask(POISE_PING).data, IsEmpty());
  for (int i = 0; i < POISE_MAX_PING; ++i) bytes.push_back(static_cast<std::uint8_t>(17 * i));
  EXPECT_EQ(bench.ask(POISE_PING, bytes).data, bytes);
  bytes.push_back(0);
  EXPECT_EQ(bench.ask(POISE_PING, bytes).status, POISE_BAD_ARGUMENT);
}

TEST(FirmwareCommands, SendsTheTestPatternUnlessItStreams) {
  Bench bench;
  bench.boot();
  EXPECT_EQ(bench.ask(POISE_TEST_PATTERN).status, POISE_OK);
  bench.run(0.01);
  ASSERT_EQ(bench.samples().size(), 1u);
  const Sample sample = bench.samples()[0];
  poise_sample wanted;
  poise_test_pattern(&wanted, 8);
  EXPECT_EQ(sample.seq, 0);
  EXPECT_EQ(sample.t_us, wanted.t_us);
  EXPECT_EQ(sample.flags, 0);
  EXPECT_EQ(sample.fault_mask, 0);
  EXPECT_THAT(sample.cell, ElementsAreArray(wanted.cell));
  EXPECT_EQ(bench.ask(POISE_START).status, POISE_OK);
  EXPECT_EQ(bench.ask(POISE_TEST_PATTERN).status, POISE_BUSY);
  bench.run(0.2);
  EXPECT_EQ(bench.samples()[1].seq, 0) << "the pattern does not count";
}

TEST(FirmwareCommands, SendsTheReplyToResetToItsLastByteAndThenBoots) {
  Bench bench;
  bench.start();
  bench.run(1);
  EXPECT_EQ(bench.ask(POISE_RESET).status, POISE_OK);
  bench.run(0.5);
  ASSERT_EQ(bench.frames(POISE_BOOT).size(), 2u);
  EXPECT_THAT(bench.frames(POISE_BOOT)[1].payload, ElementsAre(POISE_BOOT_COMMAND));
  EXPECT_EQ(bench.frames(POISE_BOOT)[1].seq, 0) << "the counters begin anew";
  EXPECT_EQ(bench.all.back().type, POISE_BOOT) << "it does not stream";
  EXPECT_EQ(bench.damage(), 0);
}

TEST(FirmwareCommands, ArgumentsThatDoNotBelongThereAreRefused) {
  Bench bench;
  bench.boot();
  for (const std::uint8_t command : {POISE_HELLO, POISE_START, POISE_STOP, POISE_TEST_PATTERN, POISE_RESET})
    EXPECT_EQ(bench.ask(command, {1}).status, POISE_BAD_ARGUMENT) << int{command};
  bench.run(0.3);
  EXPECT_TRUE(bench.samples().empty());
  EXPECT_EQ(bench.frames(POISE_BOOT).size(), 1u);
}

TEST(FirmwareCommands, AnswersUnknownCommandsAndNoOtherFrames) {
  Bench bench;
  bench.boot();
  for (const int command : {0x19, 0x20, 0x7F})
    EXPECT_EQ(bench.ask(static_cast<std::uint8_t>(command), {1, 2, 3}).status, POISE_UNKNOWN_COMMAND)
        << command;
  const std::size_t before = bench.all.size();
  for (const int type : {0x00, 0x01, 0x0F, 0x80, 0x90, 0xFF}) bench.send(static_cast<std::uint8_t>(type));
  bench.run(0.5);
  EXPECT_EQ(bench.all.size(), before);
}

TEST(FirmwareCommands, CountsBrokenFramesAndDoesNotAnswerThem) {
  Bench bench;
  bench.start();
  const std::size_t before = bench.frames(POISE_REPLY + POISE_PING).size();
  bench.send_bytes({0x03, 0x16, 0x08, 0x01, 0x06, 0x01, 0xFE, 0xFF, 0xDC, 0x74, 0x00});  // crc
  bench.send_bytes({0x09, 0x16, 0x00});                                                  // cobs
  bench.send_bytes(std::vector<std::uint8_t>(600, 0x55));                                // endless
  bench.run(0.1);
  bench.send_bytes({0x00});
  bench.run(1.5);
  EXPECT_EQ(bench.frames(POISE_REPLY + POISE_PING).size(), before);
  ASSERT_TRUE(bench.last_status());
  EXPECT_EQ(bench.last_status()->rx_errors, 3);
  EXPECT_EQ(bench.ask(POISE_PING, {7}).status, POISE_OK) << "the line works again";
}

TEST(FirmwareCommands, AnswersAllOfABurstThatFitsItsBuffer) {
  Bench bench;
  bench.start();
  for (int i = 0; i < 10; ++i) bench.send(POISE_PING, {1, 2, 3, 4});
  bench.run(0.5);
  EXPECT_EQ(bench.frames(POISE_REPLY + POISE_PING).size(), 10u);
}

TEST(FirmwareCommands, AHostThatNeverStopsTalkingCostsAnswersButNoSample) {
  Bench bench;
  bench.start();
  bench.run(0.5);
  const std::vector<std::uint8_t> longest(POISE_MAX_PING, 0x55);
  for (int i = 0; i < 3000; ++i) {
    bench.send(POISE_PING, longest);
    if (i % 4 == 3) bench.run(0.0015);  // 100 bytes in 1.5 ms: more than the line carries
  }
  bench.run(3);
  const auto samples = bench.samples();
  for (std::size_t i = 1; i < samples.size(); ++i) {
    EXPECT_EQ(samples[i].seq, samples[i - 1].seq + 1);
    EXPECT_NEAR(samples[i].t_us - samples[i - 1].t_us, 12'500, 15);
  }
  EXPECT_GT(bench.last_status()->rx_errors, 0);
  EXPECT_LT(bench.frames(POISE_REPLY + POISE_PING).size(), 3000u);
  EXPECT_EQ(bench.frames(POISE_BOOT).size(), 1u) << "the watchdog bit";
  EXPECT_EQ(bench.damage(), 0);
  EXPECT_EQ(bench.ask(POISE_PING).status, POISE_OK);
}

TEST(FirmwareCommands, TheFirstSampleAfterAFullBufferTellsOfThoseThatWereDropped) {
  Bench bench;
  bench.start();
  bench.run(1);
  Mcu& mcu = bench.mat().mcu();
  const std::uint32_t buffer = *mcu.symbol("tx");
  const std::uint32_t tail = mcu.read_data(buffer + 1);
  mcu.preset_when_asleep("tx", tail << 8 | ((tail - 1) & 0xFF));  // head and tail: nothing fits, nothing goes
  bench.run(0.5);
  mcu.preset_when_asleep("tx", tail << 8 | tail);
  bench.run(1);
  int holes = 0;
  const auto samples = bench.samples();
  for (std::size_t i = 1; i < samples.size(); ++i) {
    const int step = samples[i].seq - samples[i - 1].seq;
    EXPECT_NEAR(samples[i].t_us - samples[i - 1].t_us, 12'500 * step, 30);
    EXPECT_EQ(samples[i].flags, step > 1 ? POISE_FLAG_DROPPED : 0);
    holes += step - 1;
  }
  EXPECT_NEAR(holes, 40, 1);
  EXPECT_EQ(bench.last_status()->overflows, holes);
}

TEST(FirmwareCommands, WorkAtTheSlowerLineRateToo) {
  Bench bench("sim:squat?reps=1&noise=0&zero_n=0",
              [](MatSetup& setup) { setup.firmware = firmware("poise-firmware-115200"); });
  bench.start();
  bench.run(10);
  EXPECT_EQ(bench.hello().cell_count, 8);
  EXPECT_NEAR(static_cast<double>(bench.samples().size()), 800, 5);
  EXPECT_EQ(bench.last_status()->overflows, 0);
  EXPECT_EQ(bench.damage(), 0);
  EXPECT_LT(bench.worst_error_n(), 4);  // three times as long on the way
}

}  // namespace
}  // namespace poise::emulator
