#include "engine/recalibrate.h"

#include <fmt/format.h>

#include "calibrate/calibrator.h"
#include "engine/chain.h"

namespace poise::engine {
namespace {

std::string in_words(const session::SessionInfo& info) {
  return info.calibration_toml.empty() ? "the nominal factors" : "the calibration of " + info.calibration;
}

}  // namespace

Expected<SessionPass> recalibrate(session::Session& session, const store::KeptCalibration* calibration) {
  session::SessionInfo& info = session.info;
  auto geometry = calibrate::parse_geometry(info.geometry_toml, "geometry of session " + info.id);
  if (!geometry) return tl::make_unexpected(geometry.error());
  const auto before = calibration_of(info);
  if (!before) return tl::make_unexpected(before.error());
  const std::string recorded_with = in_words(info);
  info.calibration = calibration ? calibrate::label_of(calibration->calibration) : "nominal";
  info.calibration_toml = calibration ? calibration->toml : "";
  const auto now = calibration_of(info);
  if (!now) return tl::make_unexpected(now.error());

  const calibrate::Calibrator old_way(*geometry, info.mat.adc_bits, *before ? &**before : nullptr);
  const calibrate::Calibrator new_way(*geometry, info.mat.adc_bits, *now ? &**now : nullptr);
  for (Event& event : session.events) {
    const auto zero_n = Chain::zero_from_text(event.detail);
    if (!is_input(event.kind) || !zero_n) continue;
    event.detail = Chain::zero_to_text(new_way.gross_n(old_way.counts_under(*zero_n)),
                                       static_cast<int>(geometry->cells.size()));
  }
  auto pass = pass_over(session);
  if (pass)
    pass->analysis.quality.notes.push_back(
        fmt::format("Recalibrated: computed again from the raw counts with {}; recorded with {}.",
                    in_words(info), recorded_with));
  return pass;
}

}  // namespace poise::engine
