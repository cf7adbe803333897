#include "mishap.h"

#include <array>
#include <charconv>
#include <optional>

namespace poise::emulator {
namespace {

using Kind = Mishap::Kind;

struct Word {
  std::string_view name;
  Kind kind;
  enum class Argument { none, cell, cause, pct } argument;
  enum class Duration { none, optional, needed } duration;
};
constexpr std::array kWords = {
    Word{"dead", Kind::dead, Word::Argument::cell, Word::Duration::optional},
    Word{"shorted", Kind::shorted, Word::Argument::cell, Word::Duration::optional},
    Word{"straddle", Kind::straddle, Word::Argument::cell, Word::Duration::none},
    Word{"reset", Kind::reset, Word::Argument::cause, Word::Duration::none},
    Word{"noise", Kind::noise, Word::Argument::pct, Word::Duration::needed},
    Word{"stall", Kind::stall, Word::Argument::none, Word::Duration::needed},
};

struct Cause {
  std::string_view name;
  ResetCause cause;
};
constexpr std::array kCauses = {
    Cause{"power-on", ResetCause::power_on}, Cause{"external", ResetCause::external},
    Cause{"brown-out", ResetCause::brown_out}, Cause{"watchdog", ResetCause::watchdog}};

std::optional<double> number(std::string_view text, double highest) {
  double value = 0;
  const auto [end, error] = std::from_chars(text.data(), text.data() + text.size(), value);
  if (error != std::errc{} || end != text.data() + text.size() || !(value >= 0 && value <= highest))
    return std::nullopt;
  return value;
}

/// What stands behind the last `mark`, which is taken off `text`.
std::optional<std::string_view> cut_off(std::string_view& text, char mark) {
  const auto at = text.rfind(mark);
  if (at == std::string_view::npos) return std::nullopt;
  const std::string_view tail = text.substr(at + 1);
  text = text.substr(0, at);
  return tail;
}

bool take_argument(const Word& word, std::optional<std::string_view> text, Mishap& mishap) {
  if (word.argument == Word::Argument::none) return !text;
  if (!text) return false;
  if (word.argument == Word::Argument::cause) {
    for (const Cause& cause : kCauses) {
      if (cause.name != *text) continue;
      mishap.cause = cause.cause;
      return true;
    }
    return false;
  }
  const auto value = number(*text, word.argument == Word::Argument::cell ? 7 : 100);
  if (!value) return false;
  mishap.pct = *value;
  mishap.cell = static_cast<int>(*value);
  return word.argument == Word::Argument::pct || mishap.cell == *value;
}

}  // namespace

tl::expected<Mishap, std::string> parse_mishap(std::string_view text) {
  const auto wrong = [text] {
    return tl::unexpected(
        "\"" + std::string(text) +
        "\" is no mishap: give dead:CELL@T[+FOR], shorted:CELL@T[+FOR], straddle:CELL@T, "
        "reset:CAUSE@T (power-on, external, brown-out, watchdog), noise:PCT@T+FOR or stall@T+FOR");
  };
  std::string_view rest = text;
  auto when = cut_off(rest, '@');
  if (!when) return wrong();
  const auto duration = cut_off(*when, '+');
  const auto argument = cut_off(rest, ':');
  for (const Word& word : kWords) {
    if (word.name != rest) continue;
    Mishap mishap;
    mishap.kind = word.kind;
    const auto at_s = number(*when, 1e6), for_s = duration ? number(*duration, 1e6) : 0.0;
    const bool duration_fits = duration ? word.duration != Word::Duration::none && for_s.value_or(0) > 0
                                        : word.duration != Word::Duration::needed;
    if (!at_s || !duration_fits || !take_argument(word, argument, mishap)) return wrong();
    mishap.at_s = *at_s;
    mishap.for_s = *for_s;
    return mishap;
  }
  return wrong();
}

}  // namespace poise::emulator
