#include <vector>

#include "decode/frame_decoder.h"
#include "fuzz.h"

/// The stream of a mat as bytes, damage and all: the same samples must come out however the stream was cut.
namespace poise {
namespace {

using fuzz::must;

LinkChange streaming(std::uint8_t cells) {
  LinkChange change;
  change.kind = LinkChange::Kind::streaming;
  change.identity.emplace();
  change.identity->cell_count = cells;
  change.identity->rate_hz = 80;
  return change;
}

std::vector<RawFrame> decoded(std::span<const std::uint8_t> stream, std::size_t piece, std::uint8_t cells) {
  decode::FrameDecoder decoder;
  decoder.on_link(streaming(cells));
  std::vector<RawFrame> frames;
  while (!stream.empty()) {
    const auto part = stream.first(std::min(piece, stream.size()));
    stream = stream.subspan(part.size());
    decoder.push({0, {part.begin(), part.end()}}, frames);
  }
  must(frames.size() <= decoder.counters().frames, "every sample is of a frame of its own");
  return frames;
}

/// Whatever is a frame, written again, is the same frame.
void check_round_trip(std::span<const std::uint8_t> stream) {
  poise_decoder decoder, again;
  poise_decoder_init(&decoder);
  for (const std::uint8_t byte : stream) {
    if (poise_decoder_push(&decoder, byte) != POISE_DECODE_FRAME) continue;
    std::uint8_t wire[POISE_MAX_WIRE];
    const std::size_t size =
        poise_encode(wire, decoder.type, decoder.seq, decoder.payload, decoder.payload_length);
    poise_decoder_init(&again);
    poise_decode_event event;
    must(poise_decoder_feed(&again, wire, size, &event) == size && event == POISE_DECODE_FRAME,
         "a frame that was written can be read");
    must(again.type == decoder.type && again.seq == decoder.seq &&
             again.payload_length == decoder.payload_length &&
             std::equal(again.payload, again.payload + again.payload_length, decoder.payload),
         "a frame read again is the same");
  }
}

}  // namespace
}  // namespace poise

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
  using namespace poise;
  fuzz::Input input(data, size);
  const std::uint8_t choice = input.byte();
  const std::uint8_t cells = choice & 0x80 ? 4 : 8;
  const auto stream = input.rest();
  const auto whole = decoded(stream, stream.size() + 1, cells);
  const auto pieces = decoded(stream, 1 + (choice & 0x3F), cells);
  fuzz::must(whole.size() == pieces.size(), "the pieces do not matter");
  for (std::size_t i = 0; i < whole.size(); ++i) {
    fuzz::must(whole[i].sequence == pieces[i].sequence && whole[i].counts == pieces[i].counts,
               "the pieces do not matter");
    fuzz::must(whole[i].cell_count == cells, "only samples of this mat come out");
    if (i == 0) continue;
    fuzz::must(whole[i].sequence > whole[i - 1].sequence, "sample numbers rise");
    fuzz::must(whole[i].device_us > whole[i - 1].device_us, "the device's time rises");
  }
  check_round_trip(stream);
  return 0;
}
