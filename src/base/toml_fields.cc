#include "base/toml_fields.h"

#include <fmt/format.h>

#include <algorithm>
#include <cmath>
#include <numeric>
#include <vector>

namespace poise::toml_fields {
namespace {

std::size_t letters_to_change(std::string_view from, std::string_view to) {
  std::vector<std::size_t> row(to.size() + 1);
  std::iota(row.begin(), row.end(), std::size_t{0});
  for (std::size_t i = 0; i < from.size(); ++i) {
    std::size_t diagonal = row[0];
    row[0] = i + 1;
    for (std::size_t k = 0; k < to.size(); ++k) {
      const std::size_t changed = diagonal + (from[i] != to[k]);
      diagonal = row[k + 1];
      row[k + 1] = std::min({changed, diagonal + 1, row[k] + 1});
    }
  }
  return row.back();
}

}  // namespace

tl::unexpected<Error> refuse(const std::string& where, const toml::source_region& source, std::string what) {
  return fail(ErrorCode::bad_data, std::move(what), fmt::format("{}:{}", where, source.begin.line));
}

Expected<toml::table> parse(std::string_view text, const std::string& where) {
  try {
    return toml::parse(text);
  } catch (const toml::parse_error& error) {
    return refuse(where, error.source(), fmt::format("this is not TOML: {}", error.description()));
  }
}

std::string_view nearest(std::string_view word, std::span<const std::string_view> known) {
  std::string_view best;
  std::size_t fewest = std::max<std::size_t>(2, word.size() / 3) + 1;
  for (const std::string_view each : known) {
    const std::size_t changes = letters_to_change(word, each);
    if (changes >= fewest) continue;
    fewest = changes;
    best = each;
  }
  return best;
}

Expected<void> check_keys(const toml::table& table, std::span<const std::string_view> known, const std::string& where) {
  for (const auto& [key, node] : table) {
    if (std::find(known.begin(), known.end(), key.str()) != known.end()) continue;
    const std::string_view meant = nearest(key.str(), known);
    std::string names;
    for (const std::string_view name : known) names += fmt::format("{}`{}`", names.empty() ? "" : ", ", name);
    return refuse(where, key.source(),
                  fmt::format("unknown key `{}`{}; known here are {}", key.str(),
                              meant.empty() ? "" : fmt::format(", perhaps `{}` is meant", meant), names));
  }
  return {};
}

Expected<std::string> read_text(const toml::table& table, std::string_view key, const std::string& where) {
  const toml::node* node = table.get(key);
  if (!node) return refuse(where, table.source(), fmt::format("`{}` is missing: add {} = \"…\"", key, key));
  const auto text = node->value_exact<std::string>();
  if (!text || text->empty())
    return refuse(where, node->source(), fmt::format("`{}` must be a text in quotes that is not empty", key));
  return *text;
}

Expected<double> read_number(const toml::table& table, std::string_view key, const std::string& where) {
  const toml::node* node = table.get(key);
  if (!node) return refuse(where, table.source(), fmt::format("`{}` is missing: add {} = a number", key, key));
  const auto number = node->is_number() ? node->value<double>() : std::nullopt;
  if (!number || !std::isfinite(*number))
    return refuse(where, node->source(), fmt::format("`{}` must be a plain number", key));
  return *number;
}

}  // namespace poise::toml_fields
