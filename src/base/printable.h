#pragma once

#include <cstddef>
#include <string>
#include <string_view>

/// Text that others wrote (a file, a note, a device's name) made fit to be shown. Pure functions, any thread.
namespace poise {

/// A character of UTF-8 at the beginning of a text.
struct Character {
  char32_t code = 0;
  std::size_t size = 0;  ///< bytes; 0: the text does not begin with a character
};
Character first_character(std::string_view text);

/// Whether the character is shown as it is, a line end or a tab.
bool is_harmless(char32_t code);

/// The text with a question mark for whatever would make a terminal do something else than show it: control
/// characters (C0 but for line ends and tabs, DEL, C1), those that turn the direction of writing (which make a line
/// read as another one), and bytes that are no UTF-8.
std::string printable(std::string_view text);

/// The same as one line of at most `most_bytes`: line ends and tabs become spaces, and what is cut off "…".
std::string one_line(std::string_view text, std::size_t most_bytes = 2000);

}  // namespace poise
