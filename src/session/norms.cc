#include "session/norms.h"

#include <fmt/format.h>

#include <algorithm>
#include <array>
#include <cassert>

#include "base/toml_fields.h"
#include "movement/catalogue.h"
#include "movement/metrics.h"
#include "session/shipped_norm_files.h"

namespace poise::session {
namespace {

namespace fs = std::filesystem;
using namespace toml_fields;

Expected<std::vector<NormBand>> read_bands(const toml::table& table, const std::string& where) {
  const toml::node* node = table.get("bands");
  const toml::table* bands = node ? node->as_table() : nullptr;
  if (!bands || bands->empty())
    return refuse(where, node ? node->source() : table.source(),
                  "a group has `bands = { \"reps.depth_mm\" = [180, 240, 310] }`, the 5th, 50th and 95th percentile");
  std::vector<NormBand> all;
  for (const auto& [key, value] : *bands) {
    NormBand band{std::string(key.str())};
    if (!movement::is_metric(band.metric))
      return refuse(where, value.source(),
                    fmt::format("there is no figure \"{}\"; poise trend --figures lists them", band.metric));
    const toml::array* list = value.as_array();
    const auto number = [&](std::size_t i) { return list && list->size() == 3 ? list->get(i)->value<double>() : std::nullopt; };
    const auto p5 = number(0), p50 = number(1), p95 = number(2);
    if (!p5 || !p50 || !p95 || !(*p5 <= *p50 && *p50 <= *p95))
      return refuse(where, value.source(),
                    fmt::format("`{}` takes three numbers, the 5th, 50th and 95th percentile, in this order", band.metric));
    band.p5 = *p5, band.p50 = *p50, band.p95 = *p95;
    all.push_back(std::move(band));
  }
  return all;
}

Expected<NormGroup> read_group(const toml::table& table, const std::string& where) {
  constexpr std::array<std::string_view, 5> kKeys = {"who", "side", "eyes", "surface", "bands"};
  if (auto known = check_keys(table, kKeys, where); !known) return tl::make_unexpected(known.error());
  NormGroup group;
  std::optional<Error> error;
  Eyes eyes{};
  Surface surface{};
  const auto has = [&](const char* key) { return table.contains(key); };
  const bool read = take(read_line(table, "who", where), group.who, error) &&
                    (!has("side") || take(read_word(table, "side", std::array{Side::left, Side::right, Side::both}, where),
                                          group.side, error)) &&
                    (!has("eyes") || take(read_word(table, "eyes", std::array{Eyes::open, Eyes::closed}, where), eyes, error)) &&
                    (!has("surface") ||
                     take(read_word(table, "surface", std::array{Surface::firm, Surface::foam}, where), surface, error)) &&
                    take(read_bands(table, where), group.bands, error);
  if (!read) return tl::make_unexpected(std::move(*error));
  if (has("eyes")) group.eyes = eyes;
  if (has("surface")) group.surface = surface;
  return group;
}

Expected<std::string> read_exercise(const toml::table& table, const std::string& where) {
  return read_text(table, "exercise", where).and_then([&](const std::string& id) -> Expected<std::string> {
    if (movement::find_exercise(id)) return id;
    return refuse(where, table.get("exercise")->source(),
                  fmt::format("there is no exercise \"{}\"; poise exercises lists them", id));
  });
}

std::vector<Norm>& all_norms() {
  static std::vector<Norm> all = [] {
    std::vector<Norm> norms;
    for (const ShippedFile& file : shipped_norm_files()) {
      auto norm = parse_norm(file.toml, std::string(file.file));
      assert(norm && "a file of src/session/norms is wrong; the unit tests say where");
      if (norm) norms.push_back(std::move(*norm));
    }
    return norms;
  }();
  return all;
}

}  // namespace

const NormBand* NormGroup::find(std::string_view metric) const {
  const auto found = std::find_if(bands.begin(), bands.end(), [&](const NormBand& band) { return band.metric == metric; });
  return found == bands.end() ? nullptr : &*found;
}

Expected<Norm> parse_norm(std::string_view text, const std::string& where) {
  const auto file = toml_fields::parse(text, where);
  if (!file) return tl::make_unexpected(file.error());
  constexpr std::array<std::string_view, 6> kKeys = {"name", "source", "exercise", "least_hold_s", "filter_hz", "group"};
  if (auto known = check_keys(*file, kKeys, where); !known) return tl::make_unexpected(known.error());
  Norm norm;
  std::optional<Error> error;
  double filter_hz = 0;
  const bool read =
      take(read_line(*file, "name", where), norm.name, error) && take(read_line(*file, "source", where), norm.source, error) &&
      take(read_exercise(*file, where), norm.exercise, error) &&
      (!file->contains("least_hold_s") || take(read_between(*file, "least_hold_s", 0, 3600, where), norm.least_hold_s, error)) &&
      (!file->contains("filter_hz") || take(read_between(*file, "filter_hz", 0, 1000, where), filter_hz, error));
  if (!read) return tl::make_unexpected(std::move(*error));
  if (file->contains("filter_hz")) norm.filter_hz = filter_hz;
  const toml::array* groups = file->get_as<toml::array>("group");
  if (!groups || groups->empty()) return refuse(where, file->source(), "there is no [[group]]: one at least");
  for (const toml::node& node : *groups) {
    const toml::table* table = node.as_table();
    if (!table) return refuse(where, node.source(), "a group is written [[group]]");
    auto group = read_group(*table, where);
    if (!group) return tl::make_unexpected(group.error());
    norm.groups.push_back(std::move(*group));
  }
  return norm;
}

const std::vector<Norm>& norms() { return all_norms(); }

fs::path own_norms_folder() { return movement::own_exercises_folder().parent_path() / "norms"; }

std::vector<std::string> add_norms(const fs::path& folder) {
  std::vector<fs::path> files;
  std::error_code ignored;  // there need be no such folder
  for (const auto& entry : fs::directory_iterator(folder, ignored))
    if (entry.path().extension() == ".toml") files.push_back(entry.path());
  std::sort(files.begin(), files.end());
  std::vector<std::string> warnings;
  for (const fs::path& path : files) {
    auto norm = read_file(path).and_then([&](const std::string& text) { return parse_norm(text, path.string()); });
    if (norm)
      all_norms().push_back(std::move(*norm));
    else
      warnings.push_back(to_line(norm.error()) + ". These norms are left out.");
  }
  return warnings;
}

std::vector<Reference> references_for(std::string_view exercise, Side side, std::optional<Eyes> eyes,
                                      std::optional<Surface> surface) {
  std::vector<Reference> references;
  for (const Norm& norm : norms()) {
    if (norm.exercise != exercise) continue;
    for (const NormGroup& group : norm.groups)
      if ((group.side == Side::both || group.side == side) && (!group.eyes || *group.eyes == eyes.value_or(Eyes::open)) &&
          (!group.surface || *group.surface == surface.value_or(Surface::firm)))
        references.push_back({&norm, &group});
  }
  return references;
}

}  // namespace poise::session
