#pragma once

#include <filesystem>
#include <memory>
#include <optional>
#include <string>

#include "base/error.h"
#include "base/stages.h"
#include "calibrate/geometry.h"
#include "store/store.h"

namespace poise::engine {

/// What is known of a mat that has answered.
struct MatInHand {
  MatIdentity identity;
  std::shared_ptr<const calibrate::Geometry> geometry;
  std::shared_ptr<const store::KeptCalibration> calibration;  ///< null: the nominal factors

  const calibrate::Calibration* known_calibration() const {
    return calibration ? &calibration->calibration : nullptr;
  }
};

/// Geometry: named (`mat_file`, which is remembered for this mat), remembered, or shipped for its model.
/// Calibration: the one in force for its unique_id. A recording ("replay:…") brings its own of both. Fails,
/// so that only counts can be shown, when no geometry is known, or geometry or calibration cannot be read or
/// do not fit.
Expected<MatInHand> look_up(const MatIdentity& identity, const std::string& device,
                            const std::optional<std::string>& mat_file,
                            const std::filesystem::path& store_path);

}  // namespace poise::engine
