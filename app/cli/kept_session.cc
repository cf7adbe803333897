#include "kept_session.h"

#include <fmt/format.h>

#include "base/version.h"
#include "console.h"
#include "engine/own_noise.h"
#include "engine/recalibrate.h"
#include "report/analysis_json.h"
#include "report/text_report.h"

namespace poise::cli {

Expected<KeptSession> load_kept(store::Store& store, const std::string& id_or_last) {
  auto session = store.load(id_or_last);
  if (!session) return tl::make_unexpected(session.error());
  for (const std::string& damage : session->damage) say("poise: " + damage);
  auto pass = engine::pass_over(*session);
  if (!pass) return tl::make_unexpected(pass.error());
  engine::add_own_noise(store, *session, *pass);
  return KeptSession{std::move(*session), std::move(*pass)};
}

Expected<KeptSession> load_recalibrated(store::Store& store, const std::string& id_or_last,
                                        const std::string& id) {
  auto session = store.load(id_or_last);
  if (!session) return tl::make_unexpected(session.error());
  const std::string& mat = session->info.mat.unique_id;
  std::optional<store::KeptCalibration> calibration;
  if (id.empty()) {
    auto in_force = store.calibration_in_force(mat);
    if (!in_force) return tl::make_unexpected(in_force.error());
    calibration = std::move(*in_force);
  } else if (id != "nominal") {
    auto kept = store.calibrations(mat);
    if (!kept) return tl::make_unexpected(kept.error());
    for (store::KeptCalibration& each : *kept)
      if (each.calibration.id == id) calibration = std::move(each);
    if (!calibration)
      return fail(
          ErrorCode::not_found,
          "the mat of this session has no such calibration: poise calibrate list shows those there are", id);
  }
  auto pass = engine::recalibrate(*session, calibration ? &*calibration : nullptr);
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
  print("{}", report::text_report(described, analysis));
}

void print_result(const KeptSession& kept, bool json) {
  print_result(kept.session.info, kept.pass.analysis, json);
}

}  // namespace poise::cli
