#include "session/programme_file.h"

#include <fmt/format.h>

#include <array>
#include <cmath>

#include "base/toml_fields.h"

namespace poise::session {
namespace {

using namespace toml_fields;
using movement::Exercise;

constexpr int kMostReps = 1000, kMostSets = 100;
constexpr double kLongest_s = 3600;

Expected<int> read_count(const toml::table& table, std::string_view key, int least, int most,
                         const std::string& where) {
  return read_between(table, key, least, most, where).and_then([&](double number) -> Expected<int> {
    if (number == std::floor(number)) return static_cast<int>(number);
    return refuse(where, table.get(key)->source(), fmt::format("`{}` must be a whole number", key));
  });
}

/// The table behind a key, or an error that says how to write one.
Expected<const toml::table*> read_table(const toml::table& table, std::string_view key, const char* example,
                                        const std::string& where) {
  const toml::node* node = table.get(key);
  if (const toml::table* inner = node->as_table()) return inner;
  return refuse(where, node->source(), fmt::format("`{}` is written {}", key, example));
}

/// Two numbers in a list, the lower one first.
Expected<Range> read_range(const toml::table& table, std::string_view key, double least, double most,
                           const std::string& where) {
  const toml::node* node = table.get(key);
  const toml::array* list = node->as_array();
  const auto low = list && list->size() == 2 ? list->get(0)->value<double>() : std::nullopt;
  const auto high = list && list->size() == 2 ? list->get(1)->value<double>() : std::nullopt;
  if (low && high && *low >= least && *low <= *high && *high <= most) return Range{*low, *high};
  return refuse(where, node->source(),
                fmt::format("`{}` takes two numbers from {} to {}, the lower one first, as in {} = [{}, {}]",
                            key, least, most, key, least, most));
}

/// `reps = 12`, or `reps = [10, 15]`: up to 15, and 10 at least.
Expected<void> read_reps(const toml::table& table, const std::string& where, Block& block) {
  if (!table.get("reps")->is_array()) {
    auto reps = read_count(table, "reps", 1, kMostReps, where);
    if (!reps) return tl::make_unexpected(reps.error());
    block.reps = *reps;
    return {};
  }
  const auto range = read_range(table, "reps", 1, kMostReps, where);
  if (!range) return tl::make_unexpected(range.error());
  block.least_reps = static_cast<int>(range->low);
  block.reps = static_cast<int>(range->high);
  return {};
}

Expected<Tempo> read_tempo(const toml::table& table, const std::string& where) {
  const auto inner = read_table(table, "tempo", "tempo = { down_s = 2, hold_s = 1, up_s = 2 }", where);
  if (!inner) return tl::make_unexpected(inner.error());
  constexpr std::array<std::string_view, 3> kKeys = {"down_s", "hold_s", "up_s"};
  if (auto known = check_keys(**inner, kKeys, where); !known) return tl::make_unexpected(known.error());
  Tempo tempo;
  std::optional<Error> error;
  if (take(read_between(**inner, "down_s", 0.3, 60, where), tempo.down_s, error) &&
      take(read_between(**inner, "up_s", 0.3, 60, where), tempo.up_s, error) &&
      (!(*inner)->contains("hold_s") ||
       take(read_between(**inner, "hold_s", 0, 600, where), tempo.hold_s, error)))
    return tempo;
  return tl::make_unexpected(std::move(*error));
}

Expected<std::string> read_exercise_id(const toml::table& table, std::string_view key,
                                       const std::string& where) {
  return read_text(table, key, where).and_then([&](const std::string& id) -> Expected<std::string> {
    if (movement::find_exercise(id)) return id;
    std::vector<std::string_view> known;
    for (const Exercise& exercise : movement::catalogue()) known.push_back(exercise.id);
    const std::string_view meant = nearest(id, known);
    return refuse(where, table.get(key)->source(),
                  fmt::format("`{}`: there is no exercise \"{}\"{}; there are {}", key, id,
                              meant.empty() ? "" : fmt::format(", perhaps \"{}\" is meant", meant),
                              fmt::join(known, ", ")));
  });
}

/// `progression = { by = "load", step_kg = 2.5, limit_kg = 20 }`, and so for reps, seconds and exercise.
Expected<Progression> read_progression(const toml::table& table, const std::string& where) {
  using enum Progression::By;
  const auto inner =
      read_table(table, "progression", "progression = { by = \"reps\", step = 2, limit = 15 }", where);
  if (!inner) return tl::make_unexpected(inner.error());
  constexpr std::array kBy = {reps, seconds, load, exercise};
  Progression progression;
  std::optional<Error> error;
  if (!take(read_word(**inner, "by", kBy, where), progression.by, error))
    return tl::make_unexpected(std::move(*error));
  if (progression.by == exercise) {
    constexpr std::array<std::string_view, 2> kKeys = {"by", "next"};
    if (auto known = check_keys(**inner, kKeys, where); !known) return tl::make_unexpected(known.error());
    if (!take(read_exercise_id(**inner, "next", where), progression.exercise, error))
      return tl::make_unexpected(std::move(*error));
    return progression;
  }
  const std::string unit = progression.by == load ? "_kg" : progression.by == seconds ? "_s" : "";
  const std::string step = "step" + unit, limit = "limit" + unit;
  const std::array<std::string_view, 3> keys = {"by", step, limit};
  if (auto known = check_keys(**inner, keys, where); !known) return tl::make_unexpected(known.error());
  take(read_between(**inner, step, 0.1, 600, where), progression.step, error);
  if ((*inner)->contains(limit)) {
    double most = 0;
    if (take(read_between(**inner, limit, 0.1, kLongest_s, where), most, error)) progression.limit = most;
  }
  if (error) return tl::make_unexpected(std::move(*error));
  return progression;
}

/// `sides = ["right", "left"]`: which, and which first.
Expected<void> read_sides(const toml::table& table, const std::string& where, Block& block) {
  const toml::node* node = table.get("sides");
  const auto wrong = [&] {
    return refuse(where, node->source(),
                  "`sides` is written [\"left\", \"right\"], in the order in which they are done, or names "
                  "one of them");
  };
  const toml::array* list = node->as_array();
  if (!list || list->empty() || list->size() > 2) return wrong();
  std::vector<Side> sides;
  for (const toml::node& each : *list) {
    const auto side = side_from(each.value<std::string>().value_or(""));
    if (!side || *side == Side::both) return wrong();
    sides.push_back(*side);
  }
  if (sides.size() == 2 && sides[0] == sides[1]) return wrong();
  if (!block.exercise->one_side())
    return refuse(
        where, node->source(),
        fmt::format("`sides`: {} is not done on one side at a time, leave it out", block.exercise->id));
  block.side = sides.size() == 2 ? Side::both : sides[0];
  block.first = sides[0];
  return {};
}

Expected<void> check_block(const toml::table& table, const std::string& where, const Block& block) {
  if (!block.reps && !block.seconds)
    return refuse(where, table.source(),
                  "a block needs `reps` or `seconds`: add reps = 10, reps = [10, 15] or seconds = 30");
  const auto only_for_repetitions = [&](std::string_view key) -> Expected<void> {
    if (!table.contains(key) || !block.exercise->holds()) return {};
    return refuse(where, table.get(key)->source(),
                  fmt::format("`{}`: {} is held and has no repetitions, say how long with seconds = 30", key,
                              block.exercise->id));
  };
  if (auto fits = only_for_repetitions("reps"); !fits) return fits;
  if (auto fits = only_for_repetitions("tempo"); !fits) return fits;
  if (!block.variant.empty() && !block.exercise->find_variant(block.variant)) {
    std::string names;
    for (const auto& variant : block.exercise->variants) names += (names.empty() ? "" : ", ") + variant.name;
    return refuse(
        where, table.get("variant")->source(),
        names.empty()
            ? fmt::format("`variant`: {} has no variants, leave it out", block.exercise->id)
            : fmt::format("`variant`: {} has {}, not \"{}\"", block.exercise->id, names, block.variant));
  }
  if (block.left_share_pct && block.exercise->sides != movement::Sides::together)
    return refuse(where, table.get("left_share_pct")->source(),
                  fmt::format("`left_share_pct`: in {} left and right do not share the load, leave it out",
                              block.exercise->id));
  return {};
}

Expected<Block> read_block(const toml::table& table, const std::string& where) {
  constexpr std::array<std::string_view, 16> kKeys = {
      "exercise", "variant", "sides",          "role", "sets",    "reps",        "seconds", "load_kg",
      "tempo",    "rest_s",  "left_share_pct", "eyes", "surface", "progression", "cue",     "reason"};
  if (auto known = check_keys(table, kKeys, where); !known) return tl::make_unexpected(known.error());
  Block block;
  std::optional<Error> error;
  const auto given = [&](std::string_view key) { return !error && table.contains(key); };
  const auto take_void = [&](Expected<void> read) {
    if (!read && !error) error = read.error();
  };
  const auto take_maybe = [&](auto read, auto& into) {
    typename std::decay_t<decltype(into)>::value_type value{};
    if (take(std::move(read), value, error)) into = value;
  };
  std::string id;
  if (!take(read_exercise_id(table, "exercise", where), id, error))
    return tl::make_unexpected(std::move(*error));
  block.exercise = movement::find_exercise(id);
  if (given("variant")) take(read_text(table, "variant", where), block.variant, error);
  if (block.variant.empty()) block.variant = block.exercise->usual_variant();
  if (given("sides")) take_void(read_sides(table, where, block));
  if (given("role"))
    take(read_word(table, "role", std::array{Role::warm_up, Role::practice, Role::work}, where), block.role,
         error);
  if (given("sets")) take(read_count(table, "sets", 1, kMostSets, where), block.sets, error);
  if (given("reps")) take_void(read_reps(table, where, block));
  if (given("seconds")) take_maybe(read_between(table, "seconds", 1, kLongest_s, where), block.seconds);
  if (given("load_kg")) take_maybe(read_between(table, "load_kg", 0, kHeaviestLoad_kg, where), block.load_kg);
  if (given("tempo")) take_maybe(read_tempo(table, where), block.tempo);
  if (given("rest_s")) take(read_between(table, "rest_s", 0, kLongest_s, where), block.rest_s, error);
  if (given("left_share_pct"))
    take_maybe(read_range(table, "left_share_pct", 0, 100, where), block.left_share_pct);
  if (given("eyes"))
    take_maybe(read_word(table, "eyes", std::array{Eyes::open, Eyes::closed}, where), block.eyes);
  if (given("surface"))
    take_maybe(read_word(table, "surface", std::array{Surface::firm, Surface::foam}, where), block.surface);
  if (given("progression")) take(read_progression(table, where), block.progression, error);
  if (given("cue")) take(read_line(table, "cue", where), block.cue, error);
  if (given("reason")) take(read_line(table, "reason", where), block.reason, error);
  if (!error) take_void(check_block(table, where, block));
  if (error) return tl::make_unexpected(std::move(*error));
  return block;
}

Expected<std::vector<Block>> read_blocks(const toml::table& file, const std::string& where) {
  const toml::node* node = file.get("block");
  if (!node)
    return refuse(where, file.source(),
                  "there is no block: add a [[block]] with exercise = \"squat\" and reps = 10");
  const toml::array* tables = node->as_array();
  if (!tables || tables->empty() || !tables->is_homogeneous(toml::node_type::table))
    return refuse(where, node->source(), "`block` must be written as [[block]] tables");
  std::vector<Block> blocks;
  for (const toml::node& table : *tables) {
    auto block = read_block(*table.as_table(), where);
    if (!block) return tl::make_unexpected(std::move(block.error()));
    blocks.push_back(std::move(*block));
  }
  return blocks;
}

Expected<Programme> read_programme(const toml::table& file, const std::string& where) {
  constexpr std::array<std::string_view, 6> kKeys = {"id", "name", "purpose", "source", "kind", "block"};
  if (auto known = check_keys(file, kKeys, where); !known) return tl::make_unexpected(known.error());
  Programme programme;
  std::optional<Error> error;
  if (take(read_name(file, "id", where), programme.id, error) &&
      take(read_line(file, "name", where), programme.name, error) &&
      take(read_line(file, "purpose", where), programme.purpose, error) &&
      (!file.contains("source") || take(read_line(file, "source", where), programme.source, error)) &&
      take(read_word(file, "kind", std::array{ProgrammeKind::training, ProgrammeKind::test}, where),
           programme.kind, error) &&
      take(read_blocks(file, where), programme.blocks, error))
    return programme;
  return tl::make_unexpected(std::move(*error));
}

}  // namespace

Expected<Programme> parse_programme(std::string_view text, const std::string& where) {
  const auto file = toml_fields::parse(text, where);
  if (!file) return tl::make_unexpected(file.error());
  auto programme = read_programme(*file, where);
  if (programme) programme->toml = text;
  return programme;
}

Expected<Programme> load_programme(const std::filesystem::path& path) {
  return toml_fields::read_file(path).and_then(
      [&](const std::string& text) { return parse_programme(text, path.string()); });
}

}  // namespace poise::session
