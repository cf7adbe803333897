#include <algorithm>
#include <array>
#include <cmath>
#include <optional>
#include <string>

#include "movement/metrics.h"
#include "report/csv_writer.h"
#include "report/recording_columns.h"
#include "report/session_folder.h"

namespace poise::report {
namespace {

constexpr int kTimeDecimals = 6;    // microseconds
constexpr int kFigureDecimals = 4;  // what Recording is rounded to: newtons, millimetres, percent

void write_samples_header(CsvWriter& csv, int cell_count) {
  for (const char* name : {"time_s", "device_us", "seq", "flags"}) csv.text(name);
  for (const char* ending : {"_counts", "_n"})
    for (std::size_t cell = 0; cell < static_cast<std::size_t>(cell_count); ++cell)
      csv.text(std::string(cell_name(cell_count, cell)) + ending);
  for (const auto& column : kDerivedColumns)
    if (cell_count == kMaxCells || !column.two_plates_only) csv.text(column.name);
  csv.text("rep").end_row();
}

/// What the mat sent. A lost sample has its number only; a faulty cell has no counts.
void write_raw(CsvWriter& csv, const RawFrame& frame, int cell_count) {
  const bool lost = frame.cell_count == 0;
  if (lost)
    csv.empty();
  else
    csv.integer(frame.device_us);
  csv.integer(frame.sequence);
  if (lost)
    csv.empty();
  else
    csv.integer(frame.flags);
  for (std::size_t cell = 0; cell < static_cast<std::size_t>(cell_count); ++cell) {
    if (lost || (frame.fault_mask >> cell & 1) != 0)
      csv.empty();
    else
      csv.integer(frame.counts[cell]);
  }
}

void write_value(CsvWriter& csv, const std::vector<double>& column, std::size_t row) {
  if (row < column.size())
    csv.number(column[row], kFigureDecimals);
  else
    csv.empty();
}

constexpr std::array kCorrectionColumns = {"automatic_start_s", "automatic_end_s", "automatic_valid",
                                           "correction_reason", "correction_made"};

/// What the program had found of a repetition that a person corrected, and why; empty for the others.
void write_correction(CsvWriter& csv, const std::optional<movement::Correction>& correction) {
  if (!correction) {
    for (std::size_t i = 0; i < kCorrectionColumns.size(); ++i) csv.empty();
    return;
  }
  csv.number(correction->automatic_start_s, kTimeDecimals).number(correction->automatic_end_s, kTimeDecimals);
  csv.text(correction->automatic_valid ? "true" : "false").text(correction->reason).text(correction->made);
}

/// Expected time of a sample that may lie behind the record's end.
std::optional<double> time_of(std::int64_t sequence, const Recording& recording) {
  const auto& raw = recording.raw;
  if (raw.empty()) return std::nullopt;
  const auto at =
      std::lower_bound(raw.begin(), raw.end(), sequence,
                       [](const RawFrame& frame, std::int64_t wanted) { return frame.sequence < wanted; });
  const auto row = std::min(static_cast<std::size_t>(at - raw.begin()), raw.size() - 1);
  return recording.time_s[row];
}

}  // namespace

Expected<void> write_samples_csv(const std::filesystem::path& path, const Recording& recording,
                                 const movement::Analysis& analysis, CsvStyle style) {
  CsvWriter csv(path, style);
  const int cell_count = recording.cell_count;
  write_samples_header(csv, cell_count);
  auto rep = analysis.reps.begin();
  for (std::size_t row = 0; row < recording.size(); ++row) {
    const double time_s = recording.time_s[row];
    csv.number(time_s, kTimeDecimals);
    write_raw(csv, row < recording.raw.size() ? recording.raw[row] : RawFrame{}, cell_count);
    for (std::size_t cell = 0; cell < static_cast<std::size_t>(cell_count); ++cell)
      write_value(csv, recording.cell_n[cell], row);
    for (const auto& column : kDerivedColumns)
      if (cell_count == kMaxCells || !column.two_plates_only) write_value(csv, recording.*column.values, row);
    while (rep != analysis.reps.end() && rep->end_s < time_s) ++rep;
    if (rep != analysis.reps.end() && rep->start_s <= time_s)
      csv.integer(rep->index);
    else
      csv.empty();
    csv.end_row();
  }
  return csv.close();
}

Expected<void> write_events_csv(const std::filesystem::path& path, const std::vector<Event>& events,
                                const Recording& recording, CsvStyle style) {
  CsvWriter csv(path, style);
  csv.text("time_s").text("seq").text("event").text("detail").end_row();
  for (const Event& event : events) {
    csv.number(time_of(event.sequence, recording), kTimeDecimals).integer(event.sequence);
    csv.text(to_string(event.kind)).text(event.detail).end_row();
  }
  return csv.close();
}

Expected<void> write_reps_csv(const std::filesystem::path& path, const movement::Analysis& analysis,
                              CsvStyle style) {
  CsvWriter csv(path, style);
  for (const char* name : {"index", "set", "side", "start_s", "bottom_s", "end_s"}) csv.text(name);
  for (const auto& field : movement::kRepFields) csv.text(field.key);
  csv.text("valid").text("reasons");
  for (const char* name : kCorrectionColumns) csv.text(name);
  csv.end_row();
  for (const movement::Rep& rep : analysis.reps) {
    csv.integer(rep.index).integer(rep.set).text(to_string(rep.side));
    for (const double time_s : {rep.start_s, rep.bottom_s, rep.end_s}) csv.number(time_s, kTimeDecimals);
    for (const auto& field : movement::kRepFields)
      csv.number(rep.*field.value, movement::unit_of(field.key) == "s" ? kTimeDecimals : kFigureDecimals);
    std::string reasons;
    for (const std::string& reason : rep.reasons) (reasons += reasons.empty() ? "" : ";") += reason;
    csv.text(rep.valid ? "true" : "false").text(reasons);
    write_correction(csv, rep.correction);
    csv.end_row();
  }
  return csv.close();
}

}  // namespace poise::report
