#include "report/session_folder_reader.h"

#include <fmt/core.h>

#include <algorithm>
#include <array>
#include <charconv>
#include <fstream>

#include "base/limits.h"
#include "report/csv_number.h"
#include "report/csv_reader.h"
#include "report/recording_csv.h"
#include "report/session_json.h"

namespace poise::report {
namespace {

namespace fs = std::filesystem;

constexpr std::int64_t kLargestSequence = 1'000'000'000'000'000;

tl::unexpected<Error> in_file(Error error, const fs::path& path) {
  if (error.where.empty()) error.where = path.string();
  return tl::make_unexpected(std::move(error));
}

Expected<session::Session> read_json(const fs::path& path) {
  std::error_code ignored;
  if (fs::file_size(path, ignored) > limits::kSessionJson_bytes)
    return fail(ErrorCode::bad_data,
                fmt::format("this is far too large for a session's description, which has at most {} bytes: export the "
                            "session again",
                            limits::kSessionJson_bytes),
                path.string());
  std::ifstream file(path, std::ios::binary);
  // What nests deeper is left out as it is read, so that a file of brackets costs no memory.
  const auto shallow = [](int depth, nlohmann::json::parse_event_t, const nlohmann::json&) {
    return depth <= limits::kSessionJsonDepth;
  };
  const auto json = nlohmann::json::parse(file, shallow, false);
  if (json.is_discarded())
    return fail(ErrorCode::bad_data, "this is not JSON: the file is damaged, export the session again",
                path.string());
  auto session = session_from_json(json);
  if (!session) return in_file(session.error(), path);
  return session;
}

class EventsParser {
 public:
  explicit EventsParser(std::istream& input) : reader_(input) {}

  Expected<std::vector<Event>> run() {
    if (auto header = read_header(); !header) return tl::make_unexpected(header.error());
    std::vector<Event> events;
    while (true) {
      const auto more = reader_.next();
      if (!more) return tl::make_unexpected(more.error());
      if (!*more) return events;
      if (events.size() >= limits::kEvents)
        return at_line(fmt::format("more than {} events, as many as a session can have", limits::kEvents));
      auto event = read_row();
      if (!event) return tl::make_unexpected(event.error());
      events.push_back(std::move(*event));
    }
  }

 private:
  tl::unexpected<Error> at_line(const std::string& what) const {
    return fail(ErrorCode::bad_data,
                fmt::format("line {}: {}: export the session again", reader_.line(), what));
  }

  Expected<void> read_header() {
    const auto found = reader_.next();
    if (!found) return tl::make_unexpected(found.error());
    if (!*found) return fail(ErrorCode::bad_data, "the file is empty: export the session again");
    for (const char separator : {',', ';', '\t'}) {
      const auto& names = reader_.split(separator);
      constexpr std::array<std::string_view, 4> kNames = {"time_s", "seq", "event", "detail"};
      if (!std::equal(names.begin(), names.end(), kNames.begin(), kNames.end())) continue;
      separator_ = separator;
      return {};
    }
    return at_line("the columns must be time_s, seq, event, detail");
  }

  Expected<Event> read_row() {
    const auto& fields = reader_.split(separator_);
    if (fields.size() != 4) return at_line("there must be four cells");
    Event event;
    const std::string_view number = fields[1];
    const auto [end, error] = std::from_chars(number.data(), number.data() + number.size(), event.sequence);
    if (error != std::errc{} || end != number.data() + number.size() || event.sequence > kLargestSequence ||
        event.sequence < -kLargestSequence)
      return at_line("seq is no sample number");
    const auto kind = event_kind_from(fields[2]);
    if (!kind) return at_line("there is an event of a kind that this Poise does not know");
    event.kind = *kind;
    event.detail = unguarded(fields[3]);
    if (event.detail.size() > limits::kLine_bytes)
      return at_line(fmt::format("a detail of more than {} bytes", limits::kLine_bytes));
    return event;
  }

  CsvReader reader_;
  char separator_ = ',';
};

}  // namespace

Expected<ImportedSession> read_session_folder(const fs::path& folder) {
  std::error_code ignored;
  if (!fs::is_directory(folder, ignored))
    return fail(ErrorCode::not_found, "there is no such folder: give one that poise export made",
                folder.string());
  for (const char* name : {"session.json", "samples.csv", "events.csv"})
    if (!fs::is_regular_file(folder / name, ignored))
      return fail(ErrorCode::not_found,
                  "the file is missing: a session folder has session.json, samples.csv and events.csv",
                  (folder / name).string());

  auto session = read_json(folder / "session.json");
  if (!session) return tl::make_unexpected(session.error());
  const fs::path samples = folder / "samples.csv";
  auto read = read_recording_csv(samples);
  if (!read) return tl::make_unexpected(read.error());
  if (read->recording.raw.empty())
    return fail(ErrorCode::bad_data,
                "the columns device_us, seq, flags and the cells' counts are not all there: this is "
                "no samples.csv of a session",
                samples.string());
  if (read->recording.cell_count != session->info.mat.cell_count)
    return fail(ErrorCode::bad_data,
                fmt::format("there are {} cells here, but session.json speaks of {}: the files are of "
                            "different sessions",
                            read->recording.cell_count, session->info.mat.cell_count),
                samples.string());
  session->frames = std::move(read->recording.raw);
  std::erase_if(session->frames,
                [](const RawFrame& frame) { return frame.cell_count == 0; });  // lost samples

  const fs::path events = folder / "events.csv";
  std::ifstream file(events, std::ios::binary);
  auto parsed = EventsParser(file).run();
  if (!parsed) return in_file(parsed.error(), events);
  session->events = std::move(*parsed);
  return ImportedSession{std::move(*session), std::move(read->warnings)};
}

}  // namespace poise::report
