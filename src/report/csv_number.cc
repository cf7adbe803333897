#include "report/csv_number.h"

namespace poise::report {
namespace {

bool is_number(std::string_view text) {
  double value = 0;
  const auto [end, error] = std::from_chars(text.data(), text.data() + text.size(), value);
  return error == std::errc{} && end == text.data() + text.size() && std::isfinite(value);
}

}  // namespace

std::string guarded(std::string_view text) {
  constexpr std::string_view kRun = "=+-@\t\r'";
  if (text.empty() || kRun.find(text.front()) == std::string_view::npos || is_number(text))
    return std::string(text);
  return "'" + std::string(text);
}

std::string unguarded(std::string_view text) {
  if (!text.empty() && text.front() == '\'') text.remove_prefix(1);
  return std::string(text);
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
