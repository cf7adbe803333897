#include "base/printable.h"

#include <algorithm>
#include <cstdint>

namespace poise {

/// By the table of well-formed sequences (Unicode 15, table 3-7): no overlong forms, no surrogates.
Character first_character(std::string_view text) {
  const auto byte = [&](std::size_t i) { return i < text.size() ? static_cast<std::uint8_t>(text[i]) : std::uint8_t{0}; };
  const std::uint8_t lead = byte(0);
  if (lead < 0x80) return {lead, 1};
  const std::size_t size = lead >= 0xC2 && lead <= 0xDF ? 2 : lead >= 0xE0 && lead <= 0xEF ? 3 : lead >= 0xF0 && lead <= 0xF4 ? 4 : 0;
  if (size == 0) return {};
  char32_t code = lead & (0xFFU >> (size + 1));
  for (std::size_t i = 1; i < size; ++i) {
    if ((byte(i) & 0xC0) != 0x80) return {};
    code = code << 6 | (byte(i) & 0x3FU);
  }
  const char32_t least = size == 3 ? 0x800 : 0x10000;
  const bool wrong = (size > 2 && code < least) || (code >= 0xD800 && code <= 0xDFFF) || code > 0x10FFFF;
  return wrong ? Character{} : Character{code, size};
}

bool is_harmless(char32_t code) {
  if (code == '\n' || code == '\t') return true;
  const bool control = code < 0x20 || (code >= 0x7F && code <= 0x9F);
  const bool turns_direction = code == 0x061C || (code >= 0x202A && code <= 0x202E) || (code >= 0x2066 && code <= 0x2069);
  const bool breaks_line = code == 0x2028 || code == 0x2029;
  return !control && !turns_direction && !breaks_line;
}

std::string printable(std::string_view text) {
  std::string safe;
  safe.reserve(text.size());
  while (!text.empty()) {
    const Character next = first_character(text);
    const std::size_t size = std::max<std::size_t>(next.size, 1);
    if (next.size > 0 && is_harmless(next.code))
      safe += text.substr(0, size);
    else
      safe += '?';
    text.remove_prefix(size);
  }
  return safe;
}

std::string one_line(std::string_view text, std::size_t most_bytes) {
  const bool cut = text.size() > most_bytes;
  if (cut) {
    text = text.substr(0, most_bytes);
    while (!text.empty() && (text.back() & 0xC0) == 0x80) text.remove_suffix(1);  // no half character
    if (!text.empty() && (text.back() & 0x80)) text.remove_suffix(1);
  }
  std::string line = printable(text);
  std::replace_if(line.begin(), line.end(), [](char c) { return c == '\n' || c == '\t'; }, ' ');
  return cut ? line + "…" : line;
}

}  // namespace poise
