#include "report/csv_writer.h"

#include <fcntl.h>
#include <fmt/core.h>
#include <unistd.h>

#include <cerrno>
#include <cstring>
#include <fstream>

namespace poise::report {
namespace {

constexpr std::size_t kBlockBytes = 1 << 16;

tl::unexpected<Error> cannot_write(const std::filesystem::path& path, std::string_view why) {
  return fail(ErrorCode::storage,
              fmt::format("the file cannot be written ({}): see that the folder may be written and the disk has space", why),
              path.string());
}

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
  return cannot_write(path_, std::strerror(errno_));
}

Expected<void> write_whole_file(const std::filesystem::path& given, std::string_view content) {
  namespace fs = std::filesystem;
  std::error_code error;
  if (fs::is_directory(given, error)) return cannot_write(given, "there is a folder of that name");
  const fs::file_status status = fs::status(given, error);
  if (fs::exists(status) && !fs::is_regular_file(status)) {
    std::ofstream stream(given, std::ios::binary);
    stream.write(content.data(), static_cast<std::streamsize>(content.size()));
    stream.close();
    return stream ? Expected<void>() : cannot_write(given, "it takes no more");
  }
  const fs::path path = fs::exists(status) ? fs::canonical(given, error) : given;  // a link stays a link
  const fs::path work = path.string() + fmt::format(".{}.part", getpid());
  fs::remove(work, error);  // of a program of the same number that died
  OutputFile file(work);
  file.buffer() = content;
  if (auto written = file.close(); !written) {
    fs::remove(work, error);
    Error what = written.error();
    what.where = given.string();
    return tl::make_unexpected(std::move(what));
  }
  fs::rename(work, path, error);
  if (!error) return {};
  const std::string why = error.message();
  fs::remove(work, error);
  return cannot_write(given, why);
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
