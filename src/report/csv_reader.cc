#include "report/csv_reader.h"

#include <fmt/core.h>

#include <algorithm>

#include "base/limits.h"

namespace poise::report {
namespace {

constexpr std::size_t kBlockBytes = 1 << 18;
constexpr std::string_view kByteOrderMark = "\xEF\xBB\xBF";

bool is_comment(std::string_view line) {
  const auto first = line.find_first_not_of(" \t");
  return first != std::string_view::npos && line[first] == '#';
}

tl::unexpected<Error> quote_never_closed(std::size_t line) {
  return fail(ErrorCode::bad_data,
              fmt::format("line {}: a quotation mark is never closed: close or remove it", line));
}

}  // namespace

bool CsvReader::refill() {
  buffer_.erase(0, position_);
  position_ = 0;
  const std::size_t kept = buffer_.size();
  buffer_.resize(kept + kBlockBytes);
  input_.read(buffer_.data() + kept, static_cast<std::streamsize>(kBlockBytes));
  const auto got = static_cast<std::size_t>(input_.gcount());
  buffer_.resize(kept + got);
  return got > 0;
}

Expected<bool> CsvReader::next() {
  if (!started_) {
    started_ = true;
    refill();
    if (buffer_.starts_with(kByteOrderMark)) position_ = kByteOrderMark.size();
  }
  while (true) {
    auto found = next_raw();
    if (!found || !*found) return found;
    if (record_.find_first_not_of(" \t") != std::string_view::npos && !is_comment(record_)) return true;
  }
}

Expected<bool> CsvReader::next_raw() {
  line_ = next_line_;
  std::size_t searched = 0;  // from position_
  std::size_t quotes = 0;
  while (true) {
    const auto end = buffer_.find('\n', position_ + searched);
    const bool complete = end != std::string::npos;
    const std::size_t length = (complete ? end : buffer_.size()) - position_;
    quotes += static_cast<std::size_t>(
        std::count(buffer_.begin() + static_cast<std::ptrdiff_t>(position_ + searched),
                   buffer_.begin() + static_cast<std::ptrdiff_t>(position_ + length), '"'));
    const bool open_quote =
        quotes % 2 == 1 && !is_comment(std::string_view(buffer_).substr(position_, length));
    if (length > limits::kCsvLine_bytes)
      return open_quote ? quote_never_closed(line_)
                        : fail(ErrorCode::bad_data,
                               fmt::format("line {} is longer than {} bytes: this is no table of "
                                           "samples",
                                           line_, limits::kCsvLine_bytes));
    next_line_ += complete;
    if (complete && !open_quote) {
      record_ = std::string_view(buffer_).substr(position_, length);
      position_ = end + 1;
      break;
    }
    searched = length + complete;
    if (complete || refill()) continue;
    if (open_quote) return quote_never_closed(line_);
    record_ = std::string_view(buffer_).substr(position_);
    position_ = buffer_.size();
    if (record_.empty()) return false;
    break;
  }
  if (record_.ends_with('\r')) record_.remove_suffix(1);
  return true;
}

const std::vector<std::string_view>& CsvReader::split(char separator) {
  fields_.clear();
  unescaped_.clear();
  std::string_view rest = record_;
  while (true) {
    if (!rest.empty() && rest.front() == '"') {
      fields_.push_back(unquote(rest, separator));
    } else {
      const std::size_t length = std::min(rest.find(separator), rest.size());
      fields_.push_back(rest.substr(0, length));
      rest.remove_prefix(length);
    }
    if (rest.empty()) return fields_;
    rest.remove_prefix(1);  // the separator
  }
}

/// Takes a field that begins with a quote, and leaves `rest` at the separator behind it or empty.
std::string_view CsvReader::unquote(std::string_view& rest, char separator) {
  rest.remove_prefix(1);
  std::string* joined = nullptr;
  std::string_view field;
  while (true) {
    const std::size_t length = std::min(rest.find('"'), rest.size());
    const std::string_view part = rest.substr(0, length);
    rest.remove_prefix(std::min(length + 1, rest.size()));
    const bool doubled = !rest.empty() && rest.front() == '"';
    if (!joined && doubled) joined = &unescaped_.emplace_back();
    if (joined)
      joined->append(part);
    else
      field = part;
    if (!doubled) break;
    joined->push_back('"');
    rest.remove_prefix(1);
  }
  if (const std::size_t stray = std::min(rest.find(separator), rest.size()); stray > 0) {
    // `"12"34`: kept, so that whoever wants a number sees that it is none.
    if (!joined) joined = &unescaped_.emplace_back(field);
    joined->append(rest.substr(0, stray));
    rest.remove_prefix(stray);
  }
  return joined ? std::string_view(*joined) : field;
}

}  // namespace poise::report
