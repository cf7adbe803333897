#pragma once

#include <deque>
#include <istream>
#include <string>
#include <string_view>
#include <vector>

#include "base/error.h"

namespace poise::report {

/// Reads a CSV record by record with bounded memory: skips a byte order mark, blank lines and lines that
/// begin with '#', takes LF and CRLF, and line breaks inside quotes. One thread.
class CsvReader {
 public:
  explicit CsvReader(std::istream& input) : input_(input) {}

  /// Moves to the next record. False at the end of the file; an error for one longer than limits::kCsvLine_bytes or
  /// a quote never closed.
  Expected<bool> next();

  /// The record, without its line end; valid until next().
  std::string_view record() const { return record_; }
  /// Line of the file on which the record begins, from 1.
  std::size_t line() const { return line_; }

  /// The record's fields without their quotes; valid until next().
  const std::vector<std::string_view>& split(char separator);

 private:
  Expected<bool> next_raw();
  bool refill();
  std::string_view unquote(std::string_view& rest, char separator);

  std::istream& input_;
  std::string buffer_;
  std::size_t position_ = 0;  ///< of what is not read yet, in buffer_
  bool started_ = false;
  std::size_t line_ = 0, next_line_ = 1;
  std::string_view record_;
  std::vector<std::string_view> fields_;
  std::deque<std::string> unescaped_;  ///< fields that held doubled quotes
};

}  // namespace poise::report
