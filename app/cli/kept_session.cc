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

void print_result(const session::SessionInfo& info, const movement::Analysis& analysis, bool json) {
  if (json) {
    fmt::print("{}\n", report::json_text(report::analysis_json(analysis, kVersion)));
    return;
  }
  session::Session described;
  described.info = info;
  described.outcome = analysis.outcome;
  fmt::print("{}", report::text_report(described, analysis));
}

void print_result(const KeptSession& kept, bool json) {
  print_result(kept.session.info, kept.pass.analysis, json);
}

}  // namespace poise::cli
