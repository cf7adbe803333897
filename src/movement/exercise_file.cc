#include "movement/exercise_file.h"

#include <fmt/format.h>

#include <algorithm>
#include <array>
#include <utility>

#include "base/toml_fields.h"

namespace poise::movement {
namespace {

using namespace toml_fields;

constexpr std::array kSides = {Sides::together, Sides::one_plate, Sides::leading, Sides::alternating};

/// A number that belongs to some patterns only.
struct Threshold {
  std::string_view key;
  double Exercise::*value;
  double least, most;
  std::array<Pattern, 2> patterns;  ///< the same twice for one

  bool belongs_to(Pattern pattern) const { return patterns[0] == pattern || patterns[1] == pattern; }
};

constexpr std::array kThresholds = {
    Threshold{"least_depth_mm", &Exercise::least_depth_mm, 20, 500, {Pattern::squat, Pattern::squat}},
    Threshold{"least_rise_pct", &Exercise::least_rise_pct, 1, 200, {Pattern::bridge, Pattern::bridge}},
    Threshold{"least_swing_pct", &Exercise::least_swing_pct, 2, 40, {Pattern::twist, Pattern::twist}},
    Threshold{"shortest_hold_s", &Exercise::shortest_hold_s, 0.2, 600, {Pattern::stand, Pattern::plank}},
};

void read_thresholds(const toml::table& file, const std::string& where, Exercise& exercise, std::optional<Error>& error) {
  for (const Threshold& threshold : kThresholds) {
    const toml::node* node = file.get(threshold.key);
    if (!node || error) continue;
    if (!threshold.belongs_to(exercise.pattern)) {
      error = refuse(where, node->source(),
                     fmt::format("`{}` belongs to the pattern \"{}\" and says nothing about \"{}\": leave it out",
                                 threshold.key, to_string(threshold.patterns[0]), to_string(exercise.pattern)))
                  .value();
      return;
    }
    take(read_between(file, threshold.key, threshold.least, threshold.most, where), exercise.*threshold.value, error);
  }
}

/// Which sides a pattern can be done with.
bool goes_together(Pattern pattern, Sides sides) {
  switch (sides) {
    case Sides::together: return pattern != Pattern::twist;
    case Sides::one_plate: return pattern != Pattern::twist && pattern != Pattern::sit_to_stand;
    case Sides::leading: return pattern == Pattern::squat;
    case Sides::alternating: return pattern == Pattern::twist;
  }
  return false;
}

void check_sides(const toml::table& file, const std::string& where, const Exercise& exercise,
                 std::optional<Error>& error) {
  if (goes_together(exercise.pattern, exercise.sides)) return;
  std::string words;
  for (const Sides sides : kSides)
    if (goes_together(exercise.pattern, sides)) words += fmt::format("{}\"{}\"", words.empty() ? "" : " or ", to_string(sides));
  error = refuse(where, file.get("sides")->source(),
                 fmt::format("the pattern \"{}\" is not done with sides = \"{}\": write {}", to_string(exercise.pattern),
                             to_string(exercise.sides), words))
              .value();
}

Expected<Variant> read_variant(const toml::table& table, const std::string& where) {
  constexpr std::array<std::string_view, 2> kKeys = {"name", "placement"};
  if (auto known = check_keys(table, kKeys, where); !known) return tl::make_unexpected(known.error());
  Variant variant;
  std::optional<Error> error;
  if (take(read_name(table, "name", where), variant.name, error) &&
      take(read_line(table, "placement", where), variant.placement, error))
    return variant;
  return tl::make_unexpected(std::move(*error));
}

Expected<std::vector<Variant>> read_variants(const toml::table& file, const std::string& where) {
  std::vector<Variant> variants;
  const toml::node* node = file.get("variant");
  if (!node) return variants;
  const toml::array* tables = node->as_array();
  if (!tables || !tables->is_homogeneous(toml::node_type::table))
    return refuse(where, node->source(), "`variant` must be written as [[variant]] tables");
  for (const toml::node& table : *tables) {
    auto variant = read_variant(*table.as_table(), where);
    if (!variant) return tl::make_unexpected(std::move(variant.error()));
    const auto twice = [&](const Variant& other) { return other.name == variant->name; };
    if (std::any_of(variants.begin(), variants.end(), twice))
      return refuse(where, table.source(), fmt::format("there are two variants \"{}\": rename one", variant->name));
    variants.push_back(std::move(*variant));
  }
  return variants;
}

Expected<void> check_all_keys(const toml::table& file, const std::string& where) {
  std::vector<std::string_view> known = {"id",        "name",   "pattern",    "sides",    "limb", "placement",
                                         "measures",  "counted", "cannot_see", "position", "rest", "ready",
                                         "expected_peak_pct_bw", "variant"};
  for (const Threshold& threshold : kThresholds) known.push_back(threshold.key);
  return check_keys(file, known, where);
}

Expected<Exercise> read_exercise(const toml::table& file, const std::string& where) {
  if (auto known = check_all_keys(file, where); !known) return tl::make_unexpected(known.error());
  constexpr std::array kPatterns = {Pattern::stand,  Pattern::plank,        Pattern::squat,
                                    Pattern::bridge, Pattern::sit_to_stand, Pattern::twist};
  Exercise exercise;
  std::optional<Error> error;
  const auto line = [&](std::string_view key, std::string& into) { take(read_line(file, key, where), into, error); };
  const auto optional_line = [&](std::string_view key, std::string& into) {
    if (file.contains(key)) line(key, into);
  };
  take(read_name(file, "id", where), exercise.id, error);
  line("name", exercise.name);
  take(read_word(file, "pattern", kPatterns, where), exercise.pattern, error);
  take(read_word(file, "sides", kSides, where), exercise.sides, error);
  if (!error) check_sides(file, where, exercise, error);
  optional_line("limb", exercise.limb);
  line("placement", exercise.placement);
  line("measures", exercise.measures);
  line("counted", exercise.counted);
  line("cannot_see", exercise.cannot_see);
  optional_line("position", exercise.position);
  optional_line("rest", exercise.rest);
  line("ready", exercise.ready);
  take(read_between(file, "expected_peak_pct_bw", 1, 400, where), exercise.expected_peak_pct_bw, error);
  take(read_variants(file, where), exercise.variants, error);
  if (!error) read_thresholds(file, where, exercise, error);
  if (error) return tl::make_unexpected(std::move(*error));
  return exercise;
}

}  // namespace

Expected<Exercise> parse_exercise(std::string_view text, const std::string& where) {
  const auto file = toml_fields::parse(text, where);
  if (!file) return tl::make_unexpected(file.error());
  auto exercise = read_exercise(*file, where);
  if (exercise) exercise->toml = text;
  return exercise;
}

}  // namespace poise::movement
