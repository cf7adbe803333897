#include <fmt/format.h>
#include <unistd.h>

#include <algorithm>
#include <chrono>
#include <nlohmann/json.hpp>

#include "console.h"
#include "engine/session_report.h"
#include "kept_session.h"
#include "report/analysis_json.h"
#include "report/csv_writer.h"
#include "verbs.h"

namespace poise::cli {
namespace {

namespace fs = std::filesystem;
using engine::ReportFormat;
using store::SessionSummary;

/// Where reports go: one file that was named, or a folder with a file a session.
struct Target {
  fs::path path;
  bool folder = false;
  ReportFormat format = ReportFormat::pdf;
};

Expected<Target> target_of(const ReportWords& words) {
  std::string extension = words.out.extension().string();
  std::transform(extension.begin(), extension.end(), extension.begin(),
                 [](unsigned char c) { return static_cast<char>(std::tolower(c)); });
  std::error_code ignored;
  if (fs::is_directory(words.out, ignored) || !words.out.has_filename() || extension.empty())
    return Target{words.out, true, ReportFormat::pdf};
  const bool one = words.sessions.size() == 1 && words.athlete.empty() && !words.all;
  if (!one)
    return fail(ErrorCode::usage, fmt::format("several reports go into a folder: give one with --out, not {}",
                                              words.out.string()));
  if (extension == ".pdf") return Target{words.out, false, ReportFormat::pdf};
  if (extension == ".png") return Target{words.out, false, ReportFormat::png};
  return fail(ErrorCode::usage,
              fmt::format("a report is a .pdf or a .png, not {}; or name a folder", words.out.string()));
}

Expected<report::Audience> audience_of(const std::string& word) {
  if (word.empty()) return report::Audience::everyone;
  if (const auto known = report::audience_from(word)) return *known;
  return fail(ErrorCode::usage,
              fmt::format("a report is for an athlete or a professional, not for \"{}\"", word));
}

Expected<void> check_choice(const ReportWords& words) {
  const int ways = !words.sessions.empty() + !words.athlete.empty() + words.all;
  if (ways == 1) return {};
  return fail(ErrorCode::usage, ways == 0 ? "say which session: an id, last, --athlete WHO or --all"
                                          : "give sessions, --athlete or --all, not more than one of them");
}

/// The ids asked for, in the order asked for. Sessions that are still being recorded are no matter of --all.
Expected<std::vector<std::string>> ids_of(const ReportWords& words,
                                          const std::vector<SessionSummary>& sessions) {
  if (!words.sessions.empty()) return words.sessions;
  std::vector<std::string> ids;
  for (const SessionSummary& session : sessions)
    if (session.outcome && (words.all || session.athlete == words.athlete)) ids.push_back(session.id);
  if (!ids.empty()) return ids;
  if (words.all)
    return fail(ErrorCode::not_found, "there is no session yet: record one first with poise record");
  return fail(ErrorCode::not_found,
              fmt::format("there is no session of {}: poise athletes lists them", words.athlete));
}

const char* audience_ending(report::Audience audience) {
  switch (audience) {
    case report::Audience::athlete:
      return "-athlete";
    case report::Audience::professional:
      return "-professional";
    case report::Audience::everyone:
      break;
  }
  return "";
}

/// How far a batch is, on a terminal, with the time that is left.
class BatchProgress {
 public:
  explicit BatchProgress(std::size_t count) : count_(count), shown_(count > 1 && isatty(STDERR_FILENO)) {}
  ~BatchProgress() { clear(); }
  BatchProgress(const BatchProgress&) = delete;
  BatchProgress& operator=(const BatchProgress&) = delete;

  void show(std::size_t done) const {
    if (!shown_) return;
    std::string left;
    if (done > 0) {
      const std::chrono::duration<double> past = std::chrono::steady_clock::now() - start_;
      left = fmt::format(", {:.0f} s left",
                         past.count() / static_cast<double>(done) * static_cast<double>(count_ - done));
    }
    fmt::print(stderr, "\r\x1b[KReport {} of {}{}", done + 1, count_, left);
    std::fflush(stderr);
  }
  /// Before a line is said.
  void clear() const {
    if (shown_) fmt::print(stderr, "\r\x1b[K");
  }

 private:
  const std::size_t count_;
  const bool shown_;
  const std::chrono::steady_clock::time_point start_ = std::chrono::steady_clock::now();
};

struct Written {
  std::string session;
  fs::path file;
  report::Report report;  ///< without its bytes
};

Expected<Written> write_report(store::Store& store, const std::string& id, const Target& target,
                               report::Audience audience) {
  const auto kept = load_kept(store, id);
  if (!kept) return tl::make_unexpected(kept.error());
  auto report = engine::report_of(store, kept->session, kept->pass, audience, target.format);
  if (!report) return tl::make_unexpected(report.error());
  Written written{kept->session.info.id, target.path, {}};
  if (target.folder) written.file /= written.session + audience_ending(audience) + ".pdf";
  if (const auto done = report::write_whole_file(written.file, report->bytes); !done)
    return tl::make_unexpected(done.error());
  report->bytes.clear();
  written.report = *report;
  return written;
}

void say_what_is_missing(const Written& written) {
  if (written.report.unknown_characters > 0)
    say(fmt::format(
        "No installed font has {} of the characters in {}; boxes stand in their place. A package such as "
        "fonts-noto-core or fonts-noto-cjk has them.",
        written.report.unknown_characters, written.file.string()));
}

Expected<void> make_folder(const Target& target) {
  if (!target.folder) return {};
  std::error_code error;
  fs::create_directories(target.path, error);
  if (!error) return {};
  return fail(ErrorCode::storage,
              fmt::format("the folder cannot be made ({}): choose another", error.message()),
              target.path.string());
}

void print_json(const std::vector<Written>& all) {
  auto list = nlohmann::ordered_json::array();
  for (const Written& one : all)
    list.push_back({{"session", one.session}, {"file", one.file.string()}, {"pages", one.report.pages}});
  fmt::print("{}\n", report::json_text(list));
}

/// One after the other; a session that cannot be reported costs no other its report.
int write_all(store::Store& store, const std::vector<std::string>& ids, const Target& target,
              report::Audience audience, bool json) {
  watch_for_interrupt();
  std::vector<Written> all;
  int status = kDone;
  {
    const BatchProgress progress(ids.size());
    for (std::size_t i = 0; i < ids.size() && !interrupted(); ++i) {
      progress.show(i);
      auto written = write_report(store, ids[i], target, audience);
      progress.clear();
      if (!written) {
        status = report_error(written.error());
        continue;
      }
      say_what_is_missing(*written);
      all.push_back(std::move(*written));
    }
  }
  if (json) print_json(all);
  if (!target.folder && !all.empty())
    say(fmt::format("The report is in {}", all[0].file.string()));
  else if (target.folder)
    say(fmt::format("{} of {} reports are in {}", all.size(), ids.size(), target.path.string()));
  if (!interrupted()) return status;
  return report_error({ErrorCode::disconnected,
                       "interrupted: the reports named above are whole, the others were not made",
                       {}});
}

}  // namespace

int report(const Common& common, const ReportWords& words) {
  if (const auto choice = check_choice(words); !choice) return report_error(choice.error());
  const auto audience = audience_of(words.audience);
  if (!audience) return report_error(audience.error());
  const auto target = target_of(words);
  if (!target) return report_error(target.error());
  auto store = open_store(common.store);
  if (!store) return report_error(store.error());
  const auto sessions = store->sessions();
  if (!sessions) return report_error(sessions.error());
  const auto ids = ids_of(words, *sessions);
  if (!ids) return report_error(ids.error());
  if (const auto made = make_folder(*target); !made) return report_error(made.error());
  return write_all(*store, *ids, *target, *audience, common.json);
}

}  // namespace poise::cli
