#include "session/texts.h"

#include <fmt/format.h>

#include "base/limits.h"
#include "base/printable.h"

namespace poise::session {
namespace {

Expected<void> check_length(const char* what, const std::string& text, std::size_t most_bytes) {
  if (text.size() <= most_bytes) return {};
  return fail(ErrorCode::usage,
              fmt::format("{} is {} bytes long, and {} are the most that is kept: shorten it", what, text.size(), most_bytes));
}

Expected<void> check_line(const char* what, const std::string& text, std::size_t most_bytes) {
  if (auto short_enough = check_length(what, text, most_bytes); !short_enough) return short_enough;
  if (one_line(text) == text) return {};
  return fail(ErrorCode::usage,
              fmt::format("{} must be one line of UTF-8 without control characters, not \"{}\"", what, one_line(text, 60)));
}

}  // namespace

Expected<void> check_pseudonym(const std::string& pseudonym) {
  return check_line("the pseudonym", pseudonym, limits::kName_bytes);
}

Expected<void> check_note(const std::string& note) { return check_length("the note", note, limits::kNotes_bytes); }

Expected<void> check_texts(const SessionInfo& info) {
  const Surroundings& said = info.surroundings;
  return check_pseudonym(info.athlete)
      .and_then([&] { return check_line("the operator", said.operator_initials, limits::kName_bytes); })
      .and_then([&] { return check_line("where it hurts", said.pain_where, limits::kLine_bytes); })
      .and_then([&] { return check_line("the footwear", said.footwear, limits::kLine_bytes); })
      .and_then([&] { return check_line("the variant", info.variant, limits::kLine_bytes); })
      .and_then([&] { return check_note(said.notes); });
}

}  // namespace poise::session
