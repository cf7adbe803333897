#include <fmt/format.h>

#include <algorithm>

#include "console.h"
#include "engine/session_export.h"
#include "kept_session.h"
#include "verbs.h"

namespace poise::cli {
namespace {

bool same_events(const std::vector<Event>& a, const std::vector<Event>& b) {
  return std::equal(a.begin(), a.end(), b.begin(), b.end(), [](const Event& x, const Event& y) {
    return x.kind == y.kind && x.sequence == y.sequence && x.detail == y.detail;
  });
}

void say_how_it_went(const KeptSession& kept, bool recalibrated) {
  if (recalibrated) {
    say(fmt::format("Replayed {} samples. {}", kept.session.frames.size(),
                    kept.pass.analysis.quality.notes.back()));
    return;
  }
  const bool same = same_events(kept.session.events, kept.pass.events);
  say(same ? fmt::format("Replayed {} samples: the same {} events as when it was recorded.",
                         kept.session.frames.size(), kept.pass.events.size())
           : fmt::format(
                 "Replayed {} samples: the events differ from those kept when it was recorded (by poise {}); "
                 "the result above is this version's.",
                 kept.session.frames.size(), kept.session.info.poise_version));
}

}  // namespace

int replay(const Common& common, const std::string& session, const std::filesystem::path& export_to,
           const std::optional<std::string>& recalibrate) {
  auto store = open_store(common.store);
  if (!store) return report_error(store.error());
  const auto kept =
      recalibrate ? load_recalibrated(*store, session, *recalibrate) : load_kept(*store, session);
  if (!kept) return report_error(kept.error());
  print_result(*kept, common.json);
  say_how_it_went(*kept, recalibrate.has_value());
  if (export_to.empty()) return kDone;
  const auto written = engine::export_session(kept->session, kept->pass, export_to, false);
  return written ? kDone : report_error(written.error());
}

}  // namespace poise::cli
