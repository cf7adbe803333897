#include "kept_session.h"

#include <fmt/format.h>

#include "base/version.h"
#include "console.h"
#include "report/analysis_json.h"
#include "report/text_report.h"

namespace poise::cli {

Expected<KeptSession> load_kept(store::Store& store, const std::string& id_or_last) {
  std::vector<std::string> warnings;
  auto session = store.load(id_or_last, &warnings);
  if (!session) return tl::make_unexpected(session.error());
  for (const std::string& warning : warnings) say("poise: " + warning);
  auto pass = engine::pass_over(*session);
  if (!pass) return tl::make_unexpected(pass.error());
  return KeptSession{std::move(*session), std::move(*pass)};
}

void print_result(const KeptSession& kept, bool json) {
  if (json) {
    fmt::print("{}\n", report::json_text(report::analysis_json(kept.pass.analysis, kVersion)));
    return;
  }
  session::Session described;
  described.info = kept.session.info;
  described.state = kept.session.state;
  described.outcome = kept.pass.analysis.outcome;
  fmt::print("{}", report::text_report(described, kept.pass.analysis));
}

}  // namespace poise::cli
