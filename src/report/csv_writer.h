#pragma once

#include <filesystem>
#include <optional>
#include <string>
#include <string_view>

#include "base/error.h"
#include "report/csv_number.h"

namespace poise::report {

/// A text file written in blocks. The first failure is kept and told by close(); what is written after it is
/// ignored. One thread.
class OutputFile {
 public:
  explicit OutputFile(std::filesystem::path path);
  OutputFile(const OutputFile&) = delete;
  OutputFile& operator=(const OutputFile&) = delete;
  ~OutputFile();

  /// Text to be written next; append to it, then call flush_when_full().
  std::string& buffer() { return buffer_; }
  void flush_when_full();

  /// Everything is on the disk, or why not.
  Expected<void> close();

 private:
  void flush();

  std::filesystem::path path_;
  std::string buffer_;
  int descriptor_ = -1;
  int errno_ = 0;  ///< of the first failure
};

/// Cells and rows of one CSV file.
class CsvWriter {
 public:
  CsvWriter(const std::filesystem::path& path, CsvStyle style);

  CsvWriter& text(std::string_view value);
  CsvWriter& number(double value, int decimals);
  CsvWriter& number(const std::optional<double>& value, int decimals);
  CsvWriter& integer(std::int64_t value);
  CsvWriter& empty();
  void end_row();
  Expected<void> close() { return file_.close(); }

 private:
  std::string& next_cell();

  OutputFile file_;
  const CsvStyle style_;
  bool row_begun_ = false;
};

}  // namespace poise::report
