#include "engine/mat_in_hand.h"

#include <fmt/format.h>

#include "engine/device.h"
#include "engine/session_pass.h"

namespace poise::engine {
namespace {

Expected<MatInHand> checked(const MatIdentity& identity, Expected<calibrate::Geometry> geometry,
                            std::optional<store::KeptCalibration> calibration) {
  if (!geometry) return tl::make_unexpected(geometry.error());
  if (static_cast<int>(geometry->cells.size()) != identity.cell_count)
    return fail(
        ErrorCode::bad_data,
        fmt::format("the geometry \"{}\" has {} cells, the mat has {}: name the right file with --mat",
                    geometry->name, geometry->cells.size(), identity.cell_count));
  if (calibration && calibration->calibration.cell_count != identity.cell_count)
    return fail(ErrorCode::bad_data, fmt::format("the mat's calibration {} is for {} cells, the mat has {}: "
                                                 "use another, with poise calibrate restore",
                                                 calibration->calibration.id,
                                                 calibration->calibration.cell_count, identity.cell_count));
  MatInHand mat{identity, std::make_shared<const calibrate::Geometry>(std::move(*geometry)), nullptr};
  if (calibration) mat.calibration = std::make_shared<const store::KeptCalibration>(std::move(*calibration));
  return mat;
}

Expected<MatInHand> of_recording(const MatIdentity& identity, const std::string& which, store::Store& store) {
  const auto session = store.load(which);
  if (!session) return tl::make_unexpected(session.error());
  auto calibration = calibration_of(session->info);
  if (!calibration) return tl::make_unexpected(calibration.error());
  std::optional<store::KeptCalibration> kept;
  if (*calibration)
    kept = store::KeptCalibration{std::move(**calibration), session->info.calibration_toml, false};
  return checked(
      identity,
      calibrate::parse_geometry(session->info.geometry_toml, "geometry of session " + session->info.id),
      std::move(kept));
}

Expected<calibrate::Geometry> geometry_of(const MatIdentity& identity,
                                          const std::optional<std::string>& mat_file, store::Store* store) {
  if (mat_file) return calibrate::load_geometry(*mat_file);
  if (store)
    if (const auto known = store->mat(identity.unique_id);
        known && *known && !(*known)->geometry_toml.empty())
      return calibrate::parse_geometry((*known)->geometry_toml, "remembered geometry");
  if (auto shipped = calibrate::find_shipped_geometry(identity.model, identity.cell_count))
    return std::move(*shipped);
  return fail(
      ErrorCode::not_found,
      fmt::format(
          "no geometry is known for a mat of model {} with {} cells, so only counts can be shown; name "
          "its geometry file with --mat FILE.toml",
          identity.model, identity.cell_count));
}

}  // namespace

Expected<MatInHand> look_up(const MatIdentity& identity, const std::string& device,
                            const std::optional<std::string>& mat_file,
                            const std::filesystem::path& store_path) {
  auto opened = store::Store::open(store_path);
  store::Store* store = opened ? &*opened : nullptr;
  if (store && device.starts_with(kReplayDevice))
    return of_recording(identity, device.substr(kReplayDevice.size()), *store);
  std::optional<store::KeptCalibration> calibration;
  if (store) {
    auto in_force = store->calibration_in_force(identity.unique_id);
    if (!in_force) return tl::make_unexpected(in_force.error());
    calibration = std::move(*in_force);
  }
  auto mat = checked(identity, geometry_of(identity, mat_file, store), std::move(calibration));
  if (mat && store && mat_file) (void)store->remember_mat({identity.unique_id, mat->geometry->toml, device});
  return mat;
}

}  // namespace poise::engine
