#include "report/csv_number.h"

namespace poise::report {
namespace {

bool is_number(std::string_view text) {
  double value = 0;
  const auto [end, error] = std::from_chars(text.data(), text.data() + text.size(), value);
  return error == std::errc{} && end == text.data() + text.size() && std::isfinite(value);
}

/// What makes a formula of a cell that begins with it, and the apostrophe that keeps it from that.
bool begins_formula(char c) { return std::string_view("=+-@\t\r'").find(c) != std::string_view::npos; }
/// Behind what some spreadsheet may begin a cell, whatever the file's separator is.
bool begins_cell(char before) { return std::string_view(",;\t\r\n|").find(before) != std::string_view::npos; }

}  // namespace

std::string guarded(std::string_view text) {
  if (is_number(text)) return std::string(text);
  std::string safe;
  for (std::size_t i = 0; i < text.size(); ++i) {
    if (begins_formula(text[i]) && (i == 0 || begins_cell(text[i - 1]))) safe += '\'';
    safe += text[i];
  }
  return safe;
}

std::string unguarded(std::string_view text) {
  std::string plain;
  for (std::size_t i = 0; i < text.size(); ++i) {
    const bool first = plain.empty() || begins_cell(plain.back());
    if (text[i] == '\'' && first && i + 1 < text.size() && begins_formula(text[i + 1])) ++i;
    plain += text[i];
  }
  return plain;
}

void append_text(std::string& line, std::string_view text, CsvStyle style) {
  const std::string safe = guarded(text);
  const char special[] = {'"', '\n', '\r', style.separator, '\0'};
  if (safe.find_first_of(special) == std::string::npos) {
    line += safe;
    return;
  }
  line += '"';
  for (const char c : safe) {
    if (c == '"') line += '"';
    line += c;
  }
  line += '"';
}

}  // namespace poise::report
