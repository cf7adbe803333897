#pragma once

#include <filesystem>
#include <functional>
#include <span>
#include <string>
#include <vector>

#include "base/error.h"

namespace poise::engine {

/// How far a re-analysis is.
struct ReanalysisProgress {
  std::size_t done = 0, failed = 0, total = 0;
};

struct ReanalysisResult {
  std::size_t done = 0;                ///< analysed and kept
  std::vector<Error> errors;           ///< one a session that could not be; it stays as it was
  bool stopped = false;                ///< before all of them
};

/// Analyses kept sessions again, each from its samples, and keeps result and figures in the place of the earlier ones:
/// after a new version of the program, and for figures that an older one did not keep. `threads` workers with a
/// connection and one session in memory each. `on_progress` is called after every session, from the workers but never
/// from two at once; it returns false to stop: sessions under way are finished, the others stay as they were. A kill at
/// any moment leaves every session with its old or its new result.
ReanalysisResult analyse_again(const std::filesystem::path& store_path, std::span<const std::string> sessions,
                               unsigned threads, const std::function<bool(const ReanalysisProgress&)>& on_progress);

}  // namespace poise::engine
