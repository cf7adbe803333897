#include "engine/save_elsewhere.h"

#include <cstdlib>
#include <system_error>

#include "engine/session_export.h"

namespace poise::engine {

namespace fs = std::filesystem;

std::vector<fs::path> other_places() {
  std::vector<fs::path> places;
  if (const char* home = std::getenv("HOME"); home && *home == '/') places.emplace_back(home);
  std::error_code none;
  if (fs::path here = fs::current_path(none); !none) places.push_back(std::move(here));
  if (fs::path temporary = fs::temp_directory_path(none); !none) places.push_back(std::move(temporary));
  return places;
}

Expected<fs::path> save_elsewhere(const session::Session& session, const SessionPass& pass,
                                  std::span<const fs::path> places) {
  Error last{ErrorCode::not_found, "there is no other place", {}};
  for (const fs::path& place : places) {
    const fs::path folder = place / ("poise-session-" + session.info.id);
    const auto written = export_session(session, pass, folder, false);
    if (written) return folder;
    last = written.error();
  }
  return tl::make_unexpected(std::move(last));
}

}  // namespace poise::engine
