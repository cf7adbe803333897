#pragma once

#include <filesystem>
#include <istream>
#include <string>
#include <vector>

#include "base/error.h"
#include "base/recording.h"

namespace poise::report {

struct CsvRecording {
  Recording recording;
  std::vector<std::string> warnings;  ///< whole sentences for people: what was left out or looks doubtful
};

/// Reads a table that has `time_s` and any complete set of these columns, by their names of samples.csv:
/// eight (l_…, r_…) or four (p_…) cells in newtons; left_n, right_n; total_n; the two plates' CoPs; the CoP.
/// Comma, semicolon or tab; a decimal comma with the latter two; byte order mark, '#' lines, quotes, CRLF. An
/// empty cell is a missing value (NaN); a row without any value stands for a lost sample. A row whose time
/// does not advance is left out with a warning; time that runs backwards is an error. Nothing is derived: a
/// column that the file lacks stays empty. samples.csv of a session gives every column but `overload`, and
/// `raw` with arrival_us = device_us. Errors name the line. Memory beside the recording itself is bounded
/// (base/limits.h).
Expected<CsvRecording> read_recording_csv(const std::filesystem::path& path);

/// The same from a stream (opened as binary); `name` is what errors call it.
Expected<CsvRecording> read_recording_csv(std::istream& input, const std::string& name);

}  // namespace poise::report
