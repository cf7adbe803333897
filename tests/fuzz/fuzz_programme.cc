#include <cmath>

#include "fuzz.h"
#include "session/programme_file.h"

/// A programme file that somebody wrote.
extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
  using namespace poise;
  const auto programme = session::parse_programme(fuzz::text_of(data, size), "programme.toml");
  if (!programme) {
    fuzz::must(!programme.error().what.empty(), "a refusal has a reason");
    return 0;
  }
  fuzz::must(!programme->blocks.empty(), "there is something to do");
  fuzz::must(std::isfinite(session::expected_duration_s(*programme)), "it ends");
  for (const session::Block& block : programme->blocks) {
    fuzz::must(block.exercise != nullptr && block.sets > 0, "each block is an exercise and a set");
    fuzz::must(!session::label_of(block).empty() && !session::task_of(block).empty(), "it can be said");
  }
  return 0;
}
