#pragma once

#include <fmt/format.h>
#include <toml++/toml.h>

#include <array>
#include <filesystem>
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

/// The text of a file, which is small: what is larger than 256 KiB is something else.
Expected<std::string> read_file(const std::filesystem::path& path);

/// The whole file; what is not TOML is refused, and so is more of it than anybody writes (base/limits.h).
Expected<toml::table> parse(std::string_view text, const std::string& where);

/// Refuses keys that nobody would read: most likely a misspelt name, so the nearest known one is said.
Expected<void> check_keys(const toml::table& table, std::span<const std::string_view> known, const std::string& where);

/// A text that is not empty.
Expected<std::string> read_text(const toml::table& table, std::string_view key, const std::string& where);

/// A text of one line.
Expected<std::string> read_line(const toml::table& table, std::string_view key, const std::string& where);

/// What can be typed on a command line: small letters, digits and hyphens.
Expected<std::string> read_name(const toml::table& table, std::string_view key, const std::string& where);

/// A finite number, whole or not.
Expected<double> read_number(const toml::table& table, std::string_view key, const std::string& where);

/// The same, and no less and no more than these.
Expected<double> read_between(const toml::table& table, std::string_view key, double least, double most,
                              const std::string& where);

/// One of these values by its to_string().
template <class Enum, std::size_t kSize>
Expected<Enum> read_word(const toml::table& table, std::string_view key, const std::array<Enum, kSize>& values,
                         const std::string& where) {
  return read_text(table, key, where).and_then([&](const std::string& word) -> Expected<Enum> {
    std::string words;
    for (const Enum value : values) {
      if (word == to_string(value)) return value;
      words += fmt::format("{}\"{}\"", words.empty() ? "" : ", ", to_string(value));
    }
    return refuse(where, table.get(key)->source(), fmt::format("`{}` is one of {}, not \"{}\"", key, words, word));
  });
}

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
