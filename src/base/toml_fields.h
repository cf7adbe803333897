#pragma once

#include <toml++/toml.h>

#include <optional>
#include <span>
#include <string>
#include <string_view>
#include <utility>

#include "base/error.h"

/// Reading TOML files that people write: every error says the file and line, what is wrong and what to write.
/// `where` names the file. Pure functions, any thread.
namespace poise::toml_fields {

/// An error at that place: "my-mat.toml:12".
tl::unexpected<Error> refuse(const std::string& where, const toml::source_region& source, std::string what);

/// The whole file; what is not TOML is refused.
Expected<toml::table> parse(std::string_view text, const std::string& where);

/// Refuses keys that nobody would read: most likely a misspelt name, so the nearest known one is said.
Expected<void> check_keys(const toml::table& table, std::span<const std::string_view> known, const std::string& where);

/// A text that is not empty.
Expected<std::string> read_text(const toml::table& table, std::string_view key, const std::string& where);

/// A finite number, whole or not.
Expected<double> read_number(const toml::table& table, std::string_view key, const std::string& where);

/// Of `known` the one that needs the fewest letters changed, added or left out to become `word` (Levenshtein 1966);
/// empty when none is near: at most a third of the letters, and two at least.
std::string_view nearest(std::string_view word, std::span<const std::string_view> known);

/// Assigns what was read, or keeps the first error: so that a table is read field by field.
template <class T>
bool take(Expected<T> read, T& field, std::optional<Error>& error) {
  if (read) {
    field = std::move(*read);
  } else if (!error) {
    error = std::move(read.error());
  }
  return !error;
}

}  // namespace poise::toml_fields
