#include <vector>

#include "acquire/mat_conversation.h"
#include "fuzz.h"
#include "protocol/poise_protocol.h"

/// A mat that answers whatever it likes, in frames that are good, and lets time pass as it likes.
namespace poise {
namespace {

using acquire::MatConversation;
using Bytes = std::vector<std::uint8_t>;

Bytes frame_of(std::uint8_t type, std::uint16_t seq, std::span<const std::uint8_t> payload) {
  Bytes wire(POISE_MAX_WIRE);
  wire.resize(poise_encode(wire.data(), type, seq, payload.data(), payload.size()));
  return wire;
}

/// The number of the command that the host sent last: an answer to any other is none.
std::uint16_t last_command(const Bytes& output, std::uint16_t before) {
  poise_decoder decoder;
  poise_decoder_init(&decoder);
  for (const std::uint8_t byte : output)
    if (poise_decoder_push(&decoder, byte) == POISE_DECODE_FRAME) before = decoder.seq;
  return before;
}

Bytes test_pattern(std::uint8_t cells) {
  poise_sample pattern;
  poise_test_pattern(&pattern, cells);
  Bytes payload(POISE_MAX_PAYLOAD);
  payload.resize(poise_pack_sample(payload.data(), &pattern));
  return frame_of(POISE_SAMPLE, 0, payload);
}

/// What the mat does next.
Bytes next_bytes(fuzz::Input& input, std::uint16_t command_seq) {
  switch (input.byte() % 4) {
    case 0: {  // a frame of any kind
      const std::uint8_t type = input.byte();
      const std::uint16_t seq = input.word();
      return frame_of(type, seq, input.bytes(input.byte() % (POISE_MAX_PAYLOAD + 1)));
    }
    case 1: {  // an answer to what was asked
      const auto type = static_cast<std::uint8_t>(POISE_REPLY + input.byte());
      Bytes payload{static_cast<std::uint8_t>(command_seq), static_cast<std::uint8_t>(command_seq >> 8),
                    static_cast<std::uint8_t>(input.byte() % 6)};
      const auto data = input.bytes(input.byte() % 32);
      payload.insert(payload.end(), data.begin(), data.end());
      return frame_of(type, 0, payload);
    }
    case 2:
      return test_pattern(input.byte() & 1 ? 8 : 4);
    default: {  // noise
      const auto noise = input.bytes(input.byte());
      return {noise.begin(), noise.end()};
    }
  }
}

}  // namespace
}  // namespace poise

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
  using namespace poise;
  fuzz::Input input(data, size);
  const auto purpose = input.byte() & 1 ? MatConversation::Purpose::identify : MatConversation::Purpose::stream;
  std::int64_t now_us = 0;
  MatConversation conversation(purpose, std::nullopt, now_us);
  std::uint16_t command_seq = 0;
  while (!input.empty()) {
    command_seq = last_command(conversation.take_output(), command_seq);
    ByteChunk chunk{now_us, next_bytes(input, command_seq)};
    const std::size_t sent = chunk.bytes.size();
    conversation.receive(chunk);
    fuzz::must(chunk.bytes.size() <= sent + POISE_MAX_WIRE, "nothing is made out of nothing");
    if (input.byte() & 1) conversation.send(acquire::light(1, 2), now_us);
    now_us += std::int64_t{input.word()} * 20;
    conversation.advance(now_us);
    (void)conversation.take_results();
    if (!conversation.error()) continue;
    fuzz::must(!conversation.error()->what.empty(), "a refusal has a reason");
    break;
  }
  if (conversation.state() == MatConversation::State::streaming)
    fuzz::must(conversation.identity().has_value(), "a mat that streams is known");
  return 0;
}
