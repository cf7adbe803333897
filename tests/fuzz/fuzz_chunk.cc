#include <vector>

#include "fuzz.h"
#include "store/chunk_format.h"

/// A row of samples in a store that is damaged.
extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
  using namespace poise;
  std::vector<RawFrame> frames(1);
  const bool good = store::decode_chunk({data, size}, frames);
  fuzz::must(good || frames.size() == 1, "of what is no chunk nothing is taken");
  if (!good) return 0;
  const auto bytes = store::encode_chunk(std::span(frames).subspan(1));
  std::vector<RawFrame> again;
  fuzz::must(bytes.size() == size && store::decode_chunk(bytes, again), "a chunk is written as it was read");
  fuzz::must(again.size() == frames.size() - 1, "a chunk is written as it was read");
  for (const RawFrame& frame : again) fuzz::must(frame.cell_count <= kMaxCells, "a frame has no more cells than a mat");
  return 0;
}
