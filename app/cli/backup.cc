#include "store/backup.h"

#include <fmt/format.h>

#include <algorithm>
#include <nlohmann/json.hpp>

#include "base/clock.h"
#include "console.h"
#include "status_line.h"
#include "report/analysis_json.h"
#include "verbs.h"

namespace poise::cli {
namespace {

std::int64_t rows_of(const store::Contents& contents, const char* table) {
  const auto found = contents.rows.find(table);
  return found == contents.rows.end() ? 0 : found->second;
}

std::string in_words(const store::Contents& contents) {
  return fmt::format("{} sessions with {} samples, {} athletes", rows_of(contents, "sessions"),
                     contents.samples, rows_of(contents, "athletes"));
}

void print_json(const char* file, const std::filesystem::path& path, const store::Contents& contents,
                const std::filesystem::path& kept) {
  nlohmann::ordered_json json{{file, path.string()},
                              {"version", contents.version},
                              {"sessions", rows_of(contents, "sessions")},
                              {"samples", contents.samples},
                              {"athletes", rows_of(contents, "athletes")},
                              {"damaged_chunks", contents.damaged_chunks}};
  if (!kept.empty()) json["kept"] = kept.string();
  fmt::print("{}\n", report::json_text(json));
}

void say_damage(const store::Contents& contents) {
  if (contents.damaged_chunks > 0)
    say(fmt::format("{} stretches of samples are damaged, as they were in the original: they show as gaps.",
                    contents.damaged_chunks));
}

/// "20260305-140709", local time.
std::string stamp_of_now() {
  std::string stamp = iso8601_local(SystemClock().wall_us()).substr(0, 19);
  std::erase_if(stamp, [](char c) { return c == '-' || c == ':'; });
  std::replace(stamp.begin(), stamp.end(), 'T', '-');
  return stamp;
}

}  // namespace

int back_up(const Common& common, const std::filesystem::path& to) {
  const auto copied = store::back_up(common.store, to, show_part_done("Copying"));
  if (!copied) return report_error(copied.error());
  if (common.json) print_json("backup", to, *copied, {});
  say_damage(*copied);
  say(fmt::format("Backed up to {}: {}. Read back and compared.", to.string(), in_words(*copied)));
  return kDone;
}

int restore(const Common& common, const std::filesystem::path& from, bool force) {
  const auto restored = store::restore(from, common.store, force, stamp_of_now(), show_part_done("Copying"));
  if (!restored) return report_error(restored.error());
  if (common.json) print_json("restored", from, restored->contents, restored->kept);
  say_damage(restored->contents);
  say(fmt::format("Restored from {}: {}.", from.string(), in_words(restored->contents)));
  if (!restored->kept.empty())
    say(fmt::format("The store that was there before is {}", restored->kept.string()));
  return kDone;
}

}  // namespace poise::cli
