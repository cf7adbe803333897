#include "golden.h"

#include <gmock/gmock.h>

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
