#pragma once

#include <fmt/format.h>
#include <toml++/toml.h>

#include <array>
#include <cmath>
#include <cstdint>
#include <optional>
#include <span>
#include <string>
#include <string_view>
#include <utility>

#include "base/stages.h"
#include "calibrate/calibration.h"

/// Writing and reading what calibrations keep as TOML.
namespace poise::calibrate {

/// "[1, 2.5]", every number to its last bit.
template <class Numbers>
std::string list_in_toml(const Numbers& numbers) {
  return fmt::format("[{}]", fmt::join(numbers, ", "));
}

/// A text in quotes, as TOML wants it.
inline std::string text_in_toml(std::string_view text) {
  std::string result = "\"";
  for (const char c : text) {
    if (c == '"' || c == '\\')
      result += fmt::format("\\{}", c);
    else if (static_cast<unsigned char>(c) < 0x20 || c == 0x7f)
      result += fmt::format("\\u{:04x}", static_cast<unsigned>(static_cast<unsigned char>(c)));
    else
      result += c;
  }
  return result + '"';
}

/// Reads the keys of one table and keeps the first thing that is wrong.
class KeyReader {
 public:
  KeyReader(const toml::table& table, std::string& wrong) : table_(table), wrong_(wrong) {}

  void text(const char* key, std::string& into) {
    if (const auto value = table_[key].value<std::string>())
      into = *value;
    else
      is_wrong(key, "a text");
  }
  template <class Whole>
  void whole(const char* key, Whole& into) {
    const auto value = table_[key].value<std::int64_t>();
    if (!value || !std::in_range<Whole>(*value)) return is_wrong(key, "a whole number");
    into = static_cast<Whole>(*value);
  }
  void number(const char* key, double& into) {
    const auto value = table_[key].value<double>();
    if (!value || !std::isfinite(*value)) return is_wrong(key, "a number");
    into = *value;
  }
  void maybe_number(const char* key, std::optional<double>& into) {
    if (table_[key]) number(key, into.emplace());
  }
  void numbers(const char* key, std::span<double> into) { read_list(table_[key].as_array(), key, into); }
  void maybe_point(const char* key, std::optional<Point>& into) {
    if (!table_[key]) return;
    std::array<double, 2> pair{};
    numbers(key, pair);
    into = Point{pair[0], pair[1]};
  }
  void matrix(const char* key, PlateMatrix& into) {
    const toml::array* rows = table_[key].as_array();
    if (!rows || rows->size() != into.size()) return is_wrong(key, "three rows");
    for (std::size_t row = 0; row < into.size(); ++row) read_list((*rows)[row].as_array(), key, into[row]);
  }
  void is_wrong(const char* key, const char* expected) {
    if (wrong_.empty()) wrong_ = fmt::format("`{}` must be {}", key, expected);
  }

 private:
  void read_list(const toml::array* values, const char* key, std::span<double> into) {
    if (!values || values->size() != into.size())
      return is_wrong(key, "a list of as many numbers as there are cells");
    for (std::size_t i = 0; i < into.size(); ++i) {
      const auto value = (*values)[i].value<double>();
      if (!value || !std::isfinite(*value)) return is_wrong(key, "a list of numbers");
      into[i] = *value;
    }
  }

  const toml::table& table_;
  std::string& wrong_;
};

}  // namespace poise::calibrate
