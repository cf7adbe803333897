#include "report/csv_writer.h"

#include <fcntl.h>
#include <fmt/core.h>
#include <unistd.h>

#include <cerrno>
#include <cstring>

namespace poise::report {
namespace {

constexpr std::size_t kBlockBytes = 1 << 16;

}  // namespace

OutputFile::OutputFile(std::filesystem::path path) : path_(std::move(path)) {
  descriptor_ = open(path_.c_str(), O_WRONLY | O_CREAT | O_EXCL | O_CLOEXEC, 0644);
  if (descriptor_ < 0) errno_ = errno;
  buffer_.reserve(2 * kBlockBytes);
}

OutputFile::~OutputFile() {
  if (descriptor_ >= 0) ::close(descriptor_);
}

void OutputFile::flush_when_full() {
  if (buffer_.size() >= kBlockBytes) flush();
}

void OutputFile::flush() {
  std::string_view rest = buffer_;
  while (!rest.empty() && errno_ == 0) {
    const ssize_t written = write(descriptor_, rest.data(), rest.size());
    if (written > 0)
      rest.remove_prefix(static_cast<std::size_t>(written));
    else if (written == 0 || errno != EINTR)
      errno_ = written == 0 ? ENOSPC : errno;
  }
  buffer_.clear();
}

Expected<void> OutputFile::close() {
  flush();
  if (descriptor_ >= 0) {
    // A rename may reach the disk before the content does, unless the content is sent there first.
    if (errno_ == 0 && fsync(descriptor_) != 0 && errno != EINVAL) errno_ = errno;
    if (::close(descriptor_) != 0 && errno_ == 0) errno_ = errno;
    descriptor_ = -1;
  }
  if (errno_ == 0) return {};
  return fail(
      ErrorCode::storage,
      fmt::format(
          "the file cannot be written ({}): see that the folder may be written and the disk has space",
          std::strerror(errno_)),
      path_.string());
}

CsvCells::CsvCells(std::string& into, CsvStyle style) : into_(into), style_(style) {
  if (style.bom) into_ += "\xEF\xBB\xBF";
}

std::string& CsvCells::next_cell() {
  if (row_begun_) into_ += style_.separator;
  row_begun_ = true;
  return into_;
}

CsvCells& CsvCells::text(std::string_view value) {
  append_text(next_cell(), value, style_);
  return *this;
}

CsvCells& CsvCells::number(double value, int decimals) {
  append_number(next_cell(), value, decimals, style_);
  return *this;
}

CsvCells& CsvCells::number(const std::optional<double>& value, int decimals) {
  return value ? number(*value, decimals) : empty();
}

CsvCells& CsvCells::integer(std::int64_t value) {
  append_integer(next_cell(), value);
  return *this;
}

CsvCells& CsvCells::integer(const std::optional<int>& value) {
  return value ? integer(std::int64_t{*value}) : empty();
}

CsvCells& CsvCells::empty() {
  next_cell();
  return *this;
}

void CsvCells::end_row() {
  into_ += '\n';
  row_begun_ = false;
  row_ended();
}

}  // namespace poise::report
