#pragma once

#include <charconv>
#include <cmath>
#include <cstdint>
#include <limits>
#include <string>
#include <string_view>

/// Cells of a CSV, appended to a line. No locale, no thread, no failure.
namespace poise::report {

/// How a CSV is written.
struct CsvStyle {
  char separator = ',';
  char decimal = '.';
  bool bom = false;
};
inline constexpr CsvStyle kPlainCsv{};
/// What spreadsheets of countries with a decimal comma open without questions.
inline constexpr CsvStyle kSpreadsheetCsv{.separator = ';', .decimal = ',', .bom = true};

/// Nothing for NaN and infinity: an empty cell is a missing value. No "-0.0000".
inline void append_number(std::string& line, double value, int decimals, CsvStyle style = kPlainCsv) {
  if (!std::isfinite(value)) return;
  char text[400];  // the largest double has 309 digits before the point
  const auto end = std::to_chars(text, text + sizeof text, value, std::chars_format::fixed, decimals).ptr;
  std::string_view digits(text, static_cast<std::size_t>(end - text));
  if (digits.front() == '-' && digits.find_first_not_of("-0.") == std::string_view::npos)
    digits.remove_prefix(1);
  const std::size_t start = line.size();
  line.append(digits);
  if (style.decimal == '.') return;
  if (const auto point = line.find('.', start); point != std::string::npos) line[point] = style.decimal;
}

inline void append_integer(std::string& line, std::int64_t value) {
  char text[24];
  const auto end = std::to_chars(text, text + sizeof text, value).ptr;
  line.append(text, end);
}

/// An apostrophe stands in front of whatever a spreadsheet would run as a formula, at the beginning of the text and
/// behind a separator in it, where one that expects another separator begins a cell; and in front of an apostrophe
/// there, so that unguarded() gives back every text. A plain number stays as it is.
std::string guarded(std::string_view text);
std::string unguarded(std::string_view text);

/// A guarded text cell, quoted where RFC 4180 asks for it.
void append_text(std::string& line, std::string_view text, CsvStyle style = kPlainCsv);

}  // namespace poise::report
