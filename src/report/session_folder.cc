#include "report/session_folder.h"

#include <fmt/core.h>
#include <stdlib.h>

#include <array>
#include <cerrno>
#include <cstring>

#include "report/analysis_json.h"
#include "report/csv_writer.h"
#include "report/pdf_report.h"
#include "report/session_json.h"
#include "report/text_report.h"

namespace poise::report {
namespace {

namespace fs = std::filesystem;

/// session.json last: a folder without it is recognisably incomplete.
constexpr std::array kFileNames = {"samples.csv", "events.csv", "reps.csv",    "summary.csv",
                                   "report.txt",  "report.pdf", "session.json"};

tl::unexpected<Error> cannot_write(const fs::path& path, const std::error_code& reason) {
  return fail(
      ErrorCode::storage,
      fmt::format("the session cannot be written here ({}): choose another folder, or free some space",
                  reason.message()),
      path.string());
}

/// A fresh folder that goes away with everything in it, unless it has been renamed.
class WorkFolder {
 public:
  explicit WorkFolder(const fs::path& pattern) : path_(pattern) {
    std::string name = pattern.string() + "XXXXXX";
    if (mkdtemp(name.data()))
      path_ = name;
    else
      error_ = std::error_code(errno, std::generic_category());
  }
  WorkFolder(const WorkFolder&) = delete;
  WorkFolder& operator=(const WorkFolder&) = delete;
  ~WorkFolder() {
    std::error_code ignored;
    if (!error_) fs::remove_all(path_, ignored);
  }

  const fs::path& path() const { return path_; }
  const std::error_code& error() const { return error_; }

 private:
  fs::path path_;
  std::error_code error_;
};

Expected<void> write_text(const fs::path& path, const std::string& text) {
  OutputFile file(path);
  file.buffer() = text;
  return file.close();
}

/// Of the session alone: a folder that is handed on tells nothing of other sessions. Nothing for one without samples.
Expected<void> write_pdf(const fs::path& path, const FolderContents& contents) {
  if (contents.recording.size() == 0) return {};
  const auto& session = contents.session;
  return pdf_report({session.info, session.state, contents.recording, contents.analysis}, Audience::everyone)
      .and_then([&](const Report& report) { return write_text(path, report.bytes); });
}

Expected<void> write_files(const fs::path& folder, const FolderContents& contents, CsvStyle style) {
  const auto& session = contents.session;
  const auto& recording = contents.recording;
  const auto& analysis = contents.analysis;
  return write_samples_csv(folder / "samples.csv", recording, analysis, style)
      .and_then([&] { return write_events_csv(folder / "events.csv", session.events, recording, style); })
      .and_then([&] { return write_reps_csv(folder / "reps.csv", analysis, style); })
      .and_then([&] { return write_summary_csv(folder / "summary.csv", analysis, session.info.surroundings, style); })
      .and_then([&] { return write_text(folder / "report.txt", text_report(session, analysis)); })
      .and_then([&] { return write_pdf(folder / "report.pdf", contents); })
      .and_then([&] {
        return write_text(folder / "session.json",
                          json_text(session_json(session, contents.zero_counts, analysis.filter_hz)) + "\n");
      });
}

/// Renames the finished files into a folder that was there before.
Expected<void> move_files(const fs::path& from, const fs::path& to) {
  std::error_code error;
  for (const char* name : kFileNames)
    if (fs::is_directory(to / name, error))
      return fail(ErrorCode::storage,
                  "there is a folder where a file of the session goes: choose another folder",
                  (to / name).string());
  fs::remove(to / kFileNames.back(), error);
  for (const char* name : kFileNames) {
    if (fs::exists(from / name, error))
      fs::rename(from / name, to / name, error);
    else
      fs::remove(to / name, error);  // of an earlier export, and no longer true
    if (error) return cannot_write(to / name, error);
  }
  return {};
}

}  // namespace

Expected<void> write_session_folder(const fs::path& given, const FolderContents& contents, CsvStyle style) {
  std::error_code error;
  const fs::path absolute = fs::absolute(given, error);
  const fs::path folder = absolute.has_filename() ? absolute : absolute.parent_path();  // "DIR/" is DIR
  const bool existed = fs::exists(folder, error);
  if (existed && !fs::is_directory(folder, error))
    return fail(ErrorCode::storage, "this is a file, not a folder: give another name", given.string());
  if (!existed) {
    fs::create_directories(folder.parent_path(), error);
    if (error) return cannot_write(folder.parent_path(), error);
  }
  // Inside a folder that exists, as its parent may be another disk or closed to us; else beside it, to be
  // renamed.
  const WorkFolder work(existed ? folder / ".poise-" : fs::path(folder.string() + ".poise-"));
  if (work.error()) return cannot_write(folder, work.error());
  if (auto written = write_files(work.path(), contents, style); !written) {
    Error what = written.error();
    what.where = given.string();
    return tl::make_unexpected(std::move(what));
  }
  if (existed) return move_files(work.path(), folder);
  fs::rename(work.path(), folder, error);
  if (error) return cannot_write(folder, error);
  return {};
}

}  // namespace poise::report
