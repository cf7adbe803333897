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

/// Writes a whole file. One of that name is replaced, and only once the new one is complete on the disk; on failure
/// it is as it was. What is no plain file (/dev/stdout, a pipe) is written to.
Expected<void> write_whole_file(const std::filesystem::path& path, std::string_view content);

/// Appends cells and rows of a CSV to a text. One thread.
class CsvCells {
 public:
  CsvCells(std::string& into, CsvStyle style);
  virtual ~CsvCells() = default;
  CsvCells(const CsvCells&) = delete;
  CsvCells& operator=(const CsvCells&) = delete;

  CsvCells& text(std::string_view value);
  CsvCells& number(double value, int decimals);
  CsvCells& number(const std::optional<double>& value, int decimals);
  CsvCells& integer(std::int64_t value);
  CsvCells& integer(const std::optional<int>& value);
  CsvCells& empty();
  void end_row();

 private:
  std::string& next_cell();
  virtual void row_ended() {}

  std::string& into_;
  const CsvStyle style_;
  bool row_begun_ = false;
};

/// The same into a file.
class CsvWriter : private OutputFile, public CsvCells {
 public:
  CsvWriter(const std::filesystem::path& path, CsvStyle style) : OutputFile(path), CsvCells(buffer(), style) {}
  using OutputFile::close;

 private:
  void row_ended() override { flush_when_full(); }
};

}  // namespace poise::report
