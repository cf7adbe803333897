#include "console.h"
#include "kept_session.h"
#include "verbs.h"

namespace poise::cli {

int show(const Common& common, const std::string& session) {
  auto store = open_store(common.store);
  if (!store) return report_error(store.error());
  const auto kept = load_kept(*store, session);
  if (!kept) return report_error(kept.error());
  print_result(*kept, common.json);
  return kDone;
}

}  // namespace poise::cli
