#include "movement/catalogue.h"

#include <fmt/format.h>

#include <algorithm>
#include <cassert>
#include <cstdlib>
#include <deque>
#include <mutex>
#include <system_error>

#include "base/toml_fields.h"
#include "movement/exercise_file.h"
#include "movement/shipped_exercises.h"

namespace poise::movement {
namespace {

/// Room that is taken at the start, so that an exercise never moves. Nobody has as many.
constexpr std::size_t kMostExercises = 500;

struct Catalogue {
  std::vector<Exercise> exercises;
  std::size_t shipped = 0;  ///< the program's own, at the front

  Catalogue() {
    exercises.reserve(kMostExercises);
    for (const ShippedFile& file : shipped_exercises()) {
      auto exercise = parse_exercise(file.toml, std::string(file.file));
      assert(exercise && "a file of src/movement/exercises is wrong; the unit tests say where");
      if (exercise) exercises.push_back(std::move(*exercise));
    }
    shipped = exercises.size();
  }

  const Exercise* find(std::string_view id) const {
    const auto found = std::find_if(exercises.begin(), exercises.end(), [&](const Exercise& e) { return e.id == id; });
    return found == exercises.end() ? nullptr : &*found;
  }

  bool is_shipped(const Exercise* exercise) const {
    const auto ours = std::span(exercises).first(shipped);
    return std::any_of(ours.begin(), ours.end(), [&](const Exercise& each) { return &each == exercise; });
  }
};

Catalogue& the_catalogue() {
  static Catalogue catalogue;
  return catalogue;
}

/// Exercises of kept sessions that are not in the catalogue as they were then.
struct Remembered {
  std::mutex mutex;
  std::deque<Exercise> exercises;  // of a deque, since an element never moves
};

Remembered& the_remembered() {
  static Remembered remembered;
  return remembered;
}

/// Why an exercise cannot be added to those that are there; empty: it can.
std::string collision(const Catalogue& catalogue, const Exercise& exercise) {
  const Exercise* other = catalogue.find(exercise.id);
  if (!other) return catalogue.exercises.size() < kMostExercises ? "" : "there is no room for more exercises";
  return fmt::format("the id \"{}\" is that of {}: give it another", exercise.id,
                     catalogue.is_shipped(other) ? "an exercise that Poise brings along" : "another file of yours");
}

}  // namespace

const char* to_string(Pattern pattern) {
  switch (pattern) {
    case Pattern::stand: return "stand";
    case Pattern::plank: return "plank";
    case Pattern::squat: return "squat";
    case Pattern::bridge: return "bridge";
    case Pattern::sit_to_stand: return "sit-to-stand";
    case Pattern::twist: return "twist";
  }
  return "";
}

const char* to_string(Sides sides) {
  switch (sides) {
    case Sides::together: return "together";
    case Sides::one_plate: return "one-plate";
    case Sides::leading: return "leading";
    case Sides::alternating: return "alternating";
  }
  return "";
}

const Variant* Exercise::find_variant(std::string_view wanted) const {
  const auto found = std::find_if(variants.begin(), variants.end(), [&](const Variant& v) { return v.name == wanted; });
  return found == variants.end() ? nullptr : &*found;
}

std::span<const Exercise> catalogue() { return the_catalogue().exercises; }

const Exercise* find_exercise(std::string_view id) {
  if (const Exercise* found = the_catalogue().find(id)) return found;
  Remembered& remembered = the_remembered();
  const std::lock_guard lock(remembered.mutex);
  const auto found = std::find_if(remembered.exercises.rbegin(), remembered.exercises.rend(),
                                  [&](const Exercise& exercise) { return exercise.id == id; });
  return found == remembered.exercises.rend() ? nullptr : &*found;
}

Expected<const Exercise*> exercise_of_session(const std::string& id, const std::string& toml) {
  const Exercise* known = the_catalogue().find(id);
  if (toml.empty() ? known != nullptr : known && known->toml == toml) return known;
  if (toml.empty())
    return fail(ErrorCode::bad_data,
                fmt::format("this program does not know the exercise \"{}\" of the session; a newer version may", id));
  auto exercise = parse_exercise(toml, fmt::format("exercise \"{}\" as kept with the session", id));
  if (!exercise) return tl::make_unexpected(std::move(exercise.error()));
  Remembered& remembered = the_remembered();
  const std::lock_guard lock(remembered.mutex);
  for (const Exercise& each : remembered.exercises)
    if (each.toml == toml) return &each;
  return &remembered.exercises.emplace_back(std::move(*exercise));
}

std::string text_to_keep(const Exercise& exercise) {
  return the_catalogue().is_shipped(&exercise) ? std::string() : exercise.toml;
}

const Exercise& closest_shipped(const Exercise& exercise) {
  const Catalogue& catalogue = the_catalogue();
  if (catalogue.is_shipped(&exercise)) return exercise;
  const Exercise* alike = nullptr;
  for (const Exercise& each : std::span(catalogue.exercises).first(catalogue.shipped)) {
    if (each.pattern != exercise.pattern) continue;
    if (each.sides == exercise.sides) return each;
    if (!alike) alike = &each;
  }
  assert(alike && "each pattern has a shipped exercise");
  return *alike;
}

std::vector<std::string> add_exercises(const std::filesystem::path& folder) {
  std::vector<std::filesystem::path> files;
  std::error_code code;
  for (const auto& entry : std::filesystem::directory_iterator(folder, code))
    if (entry.path().extension() == ".toml") files.push_back(entry.path());
  std::sort(files.begin(), files.end());
  std::vector<std::string> warnings;
  Catalogue& catalogue = the_catalogue();
  for (const auto& path : files) {
    auto exercise = toml_fields::read_file(path).and_then(
        [&](const std::string& text) { return parse_exercise(text, path.string()); });
    if (exercise)
      if (const std::string why = collision(catalogue, *exercise); !why.empty())
        exercise = fail(ErrorCode::bad_data, why, path.string());
    if (exercise)
      catalogue.exercises.push_back(std::move(*exercise));
    else
      warnings.push_back(to_line(exercise.error()) + ". The exercise is left out.");
  }
  return warnings;
}

std::filesystem::path own_exercises_folder() {
  const char* config_home = std::getenv("XDG_CONFIG_HOME");
  const char* home = std::getenv("HOME");
  // A relative XDG_CONFIG_HOME counts as none, by its specification.
  const std::filesystem::path base = config_home && *config_home == '/'
                                         ? std::filesystem::path(config_home)
                                         : std::filesystem::path(home ? home : ".") / ".config";
  return base / "poise" / "exercises";
}

}  // namespace poise::movement
