#include <fmt/format.h>

#include "console.h"
#include "engine/session_export.h"
#include "kept_session.h"
#include "verbs.h"

namespace poise::cli {

int export_session(const Common& common, const std::string& session, const std::filesystem::path& out,
                   bool spreadsheet, const std::optional<std::string>& recalibrate) {
  auto store = open_store(common.store);
  if (!store) return report_error(store.error());
  const auto kept =
      recalibrate ? load_recalibrated(*store, session, *recalibrate) : load_kept(*store, session);
  if (!kept) return report_error(kept.error());
  const auto written = engine::export_session(kept->session, kept->pass, out, spreadsheet);
  if (!written) return report_error(written.error());
  say(fmt::format("Session {} is in {}", kept->session.info.id, out.string()));
  return kDone;
}

}  // namespace poise::cli
