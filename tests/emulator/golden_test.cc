#include "golden.h"

#include <gmock/gmock.h>

#include <algorithm>

#include "bench.h"

/// The golden frames through the protocol library as avr-gcc compiled it: the microcontroller decodes and
/// unpacks what the host's vectors hold, packs and encodes it again, and the host reads what it made.
namespace poise::golden {
namespace {

using emulator::Bench;
using emulator::firmware;
using emulator::Mcu;

constexpr std::uint8_t kDamage = 0x70;  // firmware-bridge/mcu/test/echo.c

/// What the echo program sends back for these bytes.
Bytes echoed(Mcu& mcu, const Bytes& wire) {
  Bytes back;
  mcu.on_sent([&back](std::uint8_t byte) { back.push_back(byte); });
  mcu.receive(wire);
  constexpr Mcu::Cycle kMillisecond = 1000 * Mcu::kCyclesPerUs;
  for (std::size_t quiet = 0, before = 0; quiet < 20; quiet = back.size() == before ? quiet + 1 : 0) {
    before = back.size();
    mcu.run_until(mcu.now() + kMillisecond);
  }
  mcu.on_sent({});
  return back;
}

std::unique_ptr<Mcu> echo_mcu() {
  auto mcu = Mcu::load(firmware("poise-firmware-echo"));
  if (!mcu) throw std::runtime_error(mcu.error());
  (*mcu)->run_until(100'000);  // past its start
  return std::move(*mcu);
}

TEST(GoldenFramesOnTheMcu, ComeBackByteForByteAndReadTheSame) {
  const auto mcu = echo_mcu();
  for (const nlohmann::json& vector : good_frames()) {
    SCOPED_TRACE(vector.at("name").get<std::string>());
    const Bytes wire = from_hex(vector.at("wire").get<std::string>());
    const Bytes back = echoed(*mcu, wire);
    EXPECT_EQ(to_hex(back.data(), back.size()), to_hex(wire.data(), wire.size()));
    poise_decoder sent, made;
    ASSERT_NO_FATAL_FAILURE(decode_one(sent, wire));
    ASSERT_NO_FATAL_FAILURE(decode_one(made, back));
    EXPECT_EQ(fields_of(made), fields_of(sent));
  }
}

TEST(GoldenFramesOnTheMcu, BrokenOnesAreNamedThereAsHere) {
  const auto mcu = echo_mcu();
  for (const nlohmann::json& vector : broken_streams()) {
    SCOPED_TRACE(vector.at("name").get<std::string>());
    const Bytes back = echoed(*mcu, from_hex(vector.at("wire").get<std::string>()));
    std::vector<std::string> events;
    poise_decoder decoder;
    poise_decoder_init(&decoder);
    for (const std::uint8_t byte : back) {
      const poise_decode_event event = poise_decoder_push(&decoder, byte);
      EXPECT_TRUE(event == POISE_DECODE_FRAME || event == POISE_DECODE_NOTHING);
      if (event != POISE_DECODE_FRAME) continue;
      events.push_back(decoder.type == kDamage
                           ? damage_name(static_cast<poise_decode_event>(decoder.payload[0]))
                           : std::to_string(decoder.type) + "/" + std::to_string(decoder.seq));
    }
    EXPECT_EQ(events, expected_events(vector));
    echoed(*mcu, {0});  // ends what the stream left unfinished
  }
}

/// The mat's firmware itself, not the echo: it understands the very bytes of each command.
TEST(GoldenFramesOnTheMcu, TheFirmwareObeysEveryGoldenCommand) {
  Bench bench;
  bench.boot();
  int commands = 0;
  for (const nlohmann::json& vector : good_frames()) {
    const int type = vector.at("type");
    if (type < POISE_HELLO || type > POISE_RESET) continue;
    SCOPED_TRACE(vector.at("name").get<std::string>());
    const std::size_t seen = bench.all.size();
    bench.send_bytes(from_hex(vector.at("wire").get<std::string>()));
    bench.run(0.1);
    const auto answer =
        std::find_if(bench.all.begin() + static_cast<std::ptrdiff_t>(seen), bench.all.end(),
                     [type](const emulator::Frame& frame) { return frame.type == POISE_REPLY + type; });
    ASSERT_NE(answer, bench.all.end());
    poise_reply reply;
    ASSERT_TRUE(poise_unpack_reply(&reply, answer->payload.data(), answer->payload.size()));
    EXPECT_EQ(reply.command_seq, vector.at("seq"));
    EXPECT_EQ(reply.status, POISE_OK);
    ++commands;
  }
  EXPECT_GE(commands, POISE_RESET - POISE_HELLO + 1);
}

/// What is broken for the host is broken for the mat: it counts as much, and answers none of it.
TEST(GoldenFramesOnTheMcu, TheFirmwareCountsTheBrokenStreamsAsTheHostDoes) {
  Bench bench;
  bench.start();
  poise_decoder host;
  poise_decoder_init(&host);
  int damage = 0, commands = 0;
  for (const nlohmann::json& vector : broken_streams()) {
    Bytes stream = from_hex(vector.at("wire").get<std::string>());
    stream.push_back(0);  // ends what it left unfinished
    for (const std::uint8_t byte : stream) {
      const poise_decode_event event = poise_decoder_push(&host, byte);
      damage += event != POISE_DECODE_NOTHING && event != POISE_DECODE_FRAME;
      commands += event == POISE_DECODE_FRAME && host.type >= POISE_HELLO && host.type < POISE_REPLY;
    }
    bench.send_bytes(stream);
    bench.run(0.1);
  }
  EXPECT_GT(damage, 5);
  bench.run(1.1);
  ASSERT_TRUE(bench.last_status());
  EXPECT_EQ(bench.last_status()->rx_errors, damage);
  const auto replies = std::count_if(bench.all.begin(), bench.all.end(), [](const emulator::Frame& frame) {
    return frame.type >= POISE_REPLY && frame.type != POISE_REPLY + POISE_START;
  });
  EXPECT_EQ(replies, commands);
}

/// The mat's own frames that do not depend on the moment, byte for byte as the vectors have them.
TEST(GoldenFramesOnTheMcu, TheFirmwareSaysTheTestPatternAndBootAsTheVectorsDo) {
  const auto wire_of = [](const std::string& name) {
    for (const nlohmann::json& vector : good_frames())
      if (vector.at("name") == name) return from_hex(vector.at("wire").get<std::string>());
    ADD_FAILURE() << "no vector of that name: " << name;
    return Bytes{};
  };
  Bench bench;
  bench.boot();
  EXPECT_EQ(bench.ask(POISE_TEST_PATTERN).status, POISE_OK);
  bench.run(0.01);
  const auto encoded = [](const emulator::Frame& frame) {
    Bytes wire(POISE_MAX_WIRE);
    wire.resize(poise_encode(wire.data(), frame.type, frame.seq, frame.payload.data(), frame.payload.size()));
    return wire;
  };
  EXPECT_EQ(encoded(bench.frames(POISE_BOOT).at(0)), wire_of("boot, power-on"));
  EXPECT_EQ(encoded(bench.frames(POISE_SAMPLE).at(0)), wire_of("sample, test pattern of eight cells"));
}

}  // namespace
}  // namespace poise::golden
