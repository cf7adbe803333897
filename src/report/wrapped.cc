#include "report/wrapped.h"

#include <algorithm>

namespace poise::report {
namespace {

/// Columns of a UTF-8 text, whose characters here are all one wide.
std::size_t columns_of(std::string_view text) {
  return static_cast<std::size_t>(std::count_if(
      text.begin(), text.end(), [](char c) { return (static_cast<unsigned char>(c) & 0xC0) != 0x80; }));
}

/// The next word, with the unit behind it where it is a number: "95 %" stays on one line.
std::string_view next_word(std::string_view text) {
  std::size_t end = std::min(text.find(' '), text.size());
  const bool number = end > 0 && text[end - 1] >= '0' && text[end - 1] <= '9';
  if (number && end < text.size()) end = std::min(text.find(' ', end + 1), text.size());
  return text.substr(0, end);
}

}  // namespace

std::string wrapped(std::string_view text, std::string_view indent) {
  constexpr std::size_t kWidth = 80;
  std::string out;
  std::string line(text.substr(0, std::min(text.find_first_not_of(' '), text.size())));
  text.remove_prefix(line.size());
  for (bool first = true; !text.empty(); first = false) {
    const std::string_view word = next_word(text);
    if (!first && columns_of(line) + 1 + columns_of(word) > kWidth) {
      out += line + "\n";
      line = indent;
    } else if (!first) {
      line += ' ';
    }
    line += word;
    text.remove_prefix(std::min(word.size() + 1, text.size()));
  }
  return out + line + "\n";
}

}  // namespace poise::report
