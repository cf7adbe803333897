#include "base/toml_fields.h"

#include <fmt/format.h>

#include <algorithm>
#include <charconv>
#include <cmath>
#include <fstream>
#include <iterator>
#include <numeric>
#include <system_error>
#include <vector>

#include "base/limits.h"
#include "base/printable.h"

namespace poise::toml_fields {
namespace {

constexpr std::size_t kLongestId = 40;

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

/// The parser bounds how deep values nest, but not how many tables a dotted key makes, each within the one before:
/// some ten thousand of them, taken down one within the other, exceed the stack. Absent: no line has that many dots.
std::optional<std::size_t> line_of_too_many_dots(std::string_view text) {
  for (std::size_t line = 1; !text.empty(); ++line) {
    const std::string_view present = text.substr(0, text.find('\n'));
    if (std::count(present.begin(), present.end(), '.') > static_cast<std::ptrdiff_t>(limits::kTomlDotsInALine))
      return line;
    text.remove_prefix(std::min(present.size() + 1, text.size()));
  }
  return std::nullopt;
}

/// The parser (toml++ 3.1) asks of each character outside of a text whether it is white space, and of many beyond ASCII
/// that takes it to code which it holds to be unreachable. So it sees none: their bytes, and "~", become "~XX;", and come
/// back in the texts that were read.
std::string spelt_in_ascii(std::string_view text) {
  std::string ascii;
  ascii.reserve(text.size());
  for (const char c : text) {
    const auto byte = static_cast<unsigned char>(c);
    if (byte < 0x80 && c != '~')
      ascii += c;
    else
      ascii += fmt::format("~{:02X};", byte);
  }
  return ascii;
}

std::string spelt_out(std::string_view ascii) {
  std::string text;
  for (std::size_t i = 0; i < ascii.size(); ++i) {
    int byte = 0;
    const char* digits = ascii.data() + i + 1;
    const bool spelt = ascii[i] == '~' && i + 3 < ascii.size() && ascii[i + 3] == ';' &&
                       std::from_chars(digits, digits + 2, byte, 16).ptr == digits + 2;
    text += spelt ? static_cast<char>(byte) : ascii[i];
    if (spelt) i += 3;
  }
  return text;
}

void spell_out(toml::node& node) {
  if (auto* text = node.as_string()) text->get() = spelt_out(text->get());
  if (auto* array = node.as_array())
    for (toml::node& each : *array) spell_out(each);
  if (auto* table = node.as_table())
    for (auto&& [key, each] : *table) spell_out(each);
}

/// Absent: all of it is UTF-8.
std::optional<std::size_t> line_without_utf8(std::string_view text) {
  for (std::size_t line = 1; !text.empty();) {
    const Character character = first_character(text);
    if (character.size == 0) return line;
    line += character.code == U'\n';
    text.remove_prefix(character.size);
  }
  return std::nullopt;
}

bool has_letters_beyond_ascii(std::string_view text, std::size_t line) {
  for (; line > 1; --line) text.remove_prefix(std::min(text.size(), text.find('\n') + 1));
  text = text.substr(0, text.find('\n'));
  return std::any_of(text.begin(), text.end(), [](char c) { return static_cast<unsigned char>(c) >= 0x80; });
}

}  // namespace

tl::unexpected<Error> refuse(const std::string& where, const toml::source_region& source, std::string what) {
  return fail(ErrorCode::bad_data, std::move(what), fmt::format("{}:{}", where, source.begin.line));
}

Expected<std::string> read_file(const std::filesystem::path& path) {
  std::error_code code;
  const auto size = std::filesystem::file_size(path, code);  // fails for a directory too
  if (code)
    return fail(code == std::errc::no_such_file_or_directory ? ErrorCode::not_found : ErrorCode::bad_data,
                fmt::format("cannot be read ({}): give the path of a .toml file", code.message()), path.string());
  if (size > limits::kToml_bytes) return fail(ErrorCode::bad_data, "is far too large for what it should be", path.string());
  std::ifstream stream(path, std::ios::binary);
  std::string text{std::istreambuf_iterator<char>(stream), {}};
  if (!stream || text.size() != size)
    return fail(ErrorCode::permission_denied, "cannot be read: look at the file's permissions", path.string());
  return text;
}

Expected<toml::table> parse(std::string_view text, const std::string& where) {
  if (text.size() > limits::kToml_bytes)
    return fail(ErrorCode::bad_data,
                fmt::format("this is {} bytes long, and {} are the most that is read: it is something else than a file "
                            "of settings",
                            text.size(), limits::kToml_bytes),
                where);
  if (const auto line = line_of_too_many_dots(text))
    return fail(ErrorCode::bad_data,
                fmt::format("there are more than {} dots in this line, which nobody would write", limits::kTomlDotsInALine),
                fmt::format("{}:{}", where, *line));
  if (const auto line = line_without_utf8(text))
    return fail(ErrorCode::bad_data, "this is not UTF-8: save the file as UTF-8 text", fmt::format("{}:{}", where, *line));
  constexpr std::string_view kByteOrderMark = "\xEF\xBB\xBF";
  if (text.starts_with(kByteOrderMark)) text.remove_prefix(kByteOrderMark.size());
  try {
    toml::table table = toml::parse(spelt_in_ascii(text));
    spell_out(table);
    return table;
  } catch (const toml::parse_error& error) {
    const bool letters = has_letters_beyond_ascii(text, error.source().begin.line);
    return refuse(where, error.source(),
                  fmt::format("this is not TOML: {}{}", spelt_out(error.description()),
                              letters ? "; letters beyond a to z may only stand in quotes: \"...\"" : ""));
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
                  fmt::format("unknown key `{}`{}; known here are {}", spelt_out(key.str()),
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

Expected<std::string> read_line(const toml::table& table, std::string_view key, const std::string& where) {
  return read_text(table, key, where).and_then([&](const std::string& text) -> Expected<std::string> {
    if (std::none_of(text.begin(), text.end(), [](char c) { return static_cast<unsigned char>(c) < 0x20; })) return text;
    return refuse(where, table.get(key)->source(), fmt::format("`{}` must be one line", key));
  });
}

/// What can be typed on a command line: small letters, digits and hyphens.
Expected<std::string> read_name(const toml::table& table, std::string_view key, const std::string& where) {
  return read_text(table, key, where).and_then([&](const std::string& name) -> Expected<std::string> {
    const bool good = name.size() <= kLongestId && name.front() != '-' && std::all_of(name.begin(), name.end(), [](char c) {
      return c == '-' || (c >= 'a' && c <= 'z') || (c >= '0' && c <= '9');
    });
    if (good) return name;
    return refuse(where, table.get(key)->source(),
                  fmt::format("`{}` has to be typed: small letters, digits and hyphens, {} at most, not \"{}\"", key,
                              kLongestId, name));
  });
}

Expected<double> read_between(const toml::table& table, std::string_view key, double least, double most,
                              const std::string& where) {
  return read_number(table, key, where).and_then([&](double number) -> Expected<double> {
    if (number >= least && number <= most) return number;
    return refuse(where, table.get(key)->source(),
                  fmt::format("`{}` takes a number from {} to {}, not {}", key, least, most, number));
  });
}

}  // namespace poise::toml_fields
