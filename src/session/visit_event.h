#pragma once

#include <cstdint>
#include <optional>
#include <span>
#include <string>
#include <string_view>
#include <vector>

#include "base/error.h"
#include "session/set_result.h"

/// A visit is one round of a programme. What happens in it is kept as events, in order; runner and advice
/// follow from them and from nothing else, so that a visit goes on after a crash where it was.
namespace poise::session {

/// Symptoms that stop a programme (advice.h).
enum class RedFlag : std::uint8_t { numbness, bladder, night_pain, trauma };
const char* to_string(RedFlag flag);  ///< "numbness", "bladder", "night-pain", "trauma"
std::optional<RedFlag> red_flag_from(std::string_view word);
/// "numbness or weakness, in a leg or where one sits on a saddle"
const char* in_words(RedFlag flag);
inline constexpr RedFlag kRedFlags[] = {RedFlag::numbness, RedFlag::bladder, RedFlag::night_pain,
                                        RedFlag::trauma};

struct VisitEvent {
  enum class Kind : std::uint8_t {
    pain,           ///< `value` 0 … 10; `text`: where
    red_flag,       ///< `text`: which
    exertion,       ///< `value` on Borg's CR10
    note,           ///< `text`
    begin,          ///< the questions before are answered
    start,          ///< a set begins
    set_done,       ///< and has given `result`
    set_failed,     ///< or nothing: it is to be done still; `text`: why
    skip,           ///< the coming set
    skip_exercise,  ///< the coming set and those of the same block behind it
    repeat,         ///< one set more of the block just done
    redo,           ///< the set just done again; its result does not count any more
    go,             ///< no more rest
    pause,
    go_on,
    stop,  ///< that is all for this visit
    end,   ///< the questions after it are answered
  };
  Kind kind{};
  std::int64_t at_us = 0;  ///< wall clock; never falls
  double value = 0;
  std::string text{};
  std::optional<SetResult> result{};  ///< of set_done
};
const char* to_string(VisitEvent::Kind kind);

/// The events as text, and back. The text is TOML, an [[event]] each; numbers come back to the last bit.
std::string to_text(std::span<const VisitEvent> events);
Expected<std::vector<VisitEvent>> events_from_text(std::string_view text, const std::string& where);

}  // namespace poise::session
