#pragma once

#include <cstddef>
#include <cstdint>

/// How much of anything Poise takes from mats, files and people. Whatever is larger is refused, and the message names
/// the limit; README.md ("Limits") has them for its readers.
namespace poise::limits {

// -- a mat --
inline constexpr int kFastestMat_hz = 4000;

// -- a session, live or from a file; a lost sample counts, as it becomes a row --
inline constexpr std::size_t kSamples = 7'000'000;  ///< a day at 80 a second
inline constexpr std::size_t kEvents = 100'000;
inline constexpr std::size_t kRepEdits = 10'000;

// -- what a session may be asked to be --
inline constexpr int kReps = 1000, kSets = 100;
inline constexpr double kShortestSet_s = 0.1, kLongestSet_s = 86'400, kLongestRest_s = 3600;
inline constexpr double kLightest_n = 50, kHeaviest_n = 5000;  ///< a body weight that is given

// -- files --
inline constexpr std::size_t kCsvLine_bytes = 65'536;  ///< line breaks inside quotes included
inline constexpr std::size_t kSessionJson_bytes = 4'000'000;
inline constexpr int kSessionJsonDepth = 8;
inline constexpr std::size_t kToml_bytes = 256 * 1024;  ///< mats, exercises, programmes, calibrations: a few kB each
inline constexpr std::size_t kTomlDotsInALine = 1000;

// -- what people type --
inline constexpr std::size_t kName_bytes = 100;      ///< a pseudonym, initials
inline constexpr std::size_t kLine_bytes = 1000;     ///< one line: where it hurts, footwear, a mark
inline constexpr std::size_t kNotes_bytes = 20'000;  ///< several lines

}  // namespace poise::limits
