#include "fuzz.h"
#include "movement/exercise_file.h"

/// An exercise file that somebody wrote.
extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
  using namespace poise;
  const auto exercise = movement::parse_exercise(fuzz::text_of(data, size), "exercise.toml");
  if (!exercise) {
    fuzz::must(!exercise.error().what.empty(), "a refusal has a reason");
    return 0;
  }
  fuzz::must(!exercise->id.empty() && exercise->id.find_first_of("/. \n") == std::string::npos,
             "an id can be typed and stand in a file name");
  const auto again = movement::parse_exercise(exercise->toml, "again");
  fuzz::must(again && again->id == exercise->id, "what was kept is read again");
  return 0;
}
