#include <fmt/format.h>

#include "console.h"
#include "engine/session_export.h"
#include "kept_session.h"
#include "verbs.h"

namespace poise::cli {

namespace {

/// Every session into a folder of its own. The store is only read: writing into a damaged one can make it worse.
int export_all(const Common& common, const std::filesystem::path& out, bool spreadsheet) {
  auto store = store::Store::open_to_read(common.store);
  if (!store) return report_error(store.error());
  const auto found = store->find_sessions();
  if (!found) return report_error(found.error());
  const std::vector<std::string>& ids = found->ids;
  std::size_t exported = 0, damaged = 0;
  for (const std::string& id : ids) {
    const auto kept = load_kept(*store, id);
    if (!kept) {
      say(fmt::format("poise: session {} cannot be read: {}", id, to_line(kept.error())));
      continue;
    }
    const auto written = engine::export_session(kept->session, kept->pass, out / kept->session.info.id, spreadsheet);
    if (!written) return report_error(written.error());
    ++exported;
    if (!kept->session.damage.empty()) ++damaged;
  }
  say(fmt::format("{} of {} sessions are in {}", exported, ids.size(), out.string()));
  if (exported == ids.size() && damaged == 0 && found->complete) return kDone;
  return report_error(
      {ErrorCode::storage,
       fmt::format("the store is damaged: {} of {} sessions cannot be read, {} say in their notes what is missing{}; restore a "
                   "backup, which keeps this file beside it: poise backup --restore FILE",
                   ids.size() - exported, ids.size(), damaged, found->complete ? "" : ", and there may have been more"),
       common.store.string()});
}

}  // namespace

int export_session(const Common& common, const std::string& session, const std::filesystem::path& out,
                   bool spreadsheet, const std::optional<std::string>& recalibrate) {
  if (session == "all" && recalibrate)
    return report_error({ErrorCode::usage, "--recalibrate goes with one session, not with all", {}});
  if (session == "all") return export_all(common, out, spreadsheet);
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
