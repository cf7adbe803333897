#include <fmt/format.h>

#include <map>

#include "base/clock.h"
#include "calibrate/calibration_plan.h"
#include "calibration_text.h"
#include "console.h"
#include "report/analysis_json.h"
#include "verbs.h"

/// The calibrations that are kept: marks, list, show, restore.
namespace poise::cli {
namespace {

using store::KeptCalibration;
using Json = nlohmann::ordered_json;

Expected<calibrate::Geometry> geometry_named(const std::optional<std::string>& file) {
  if (file) return calibrate::load_geometry(*file);
  constexpr int kReference = 1;
  return *calibrate::find_shipped_geometry(kReference, kMaxCells);
}

/// All of them, by mat.
Expected<std::map<std::string, std::vector<KeptCalibration>>> by_mat(store::Store& store) {
  std::vector<std::string> warnings;
  auto all = store.calibrations("", &warnings);
  if (!all) return tl::make_unexpected(all.error());
  for (const std::string& warning : warnings) say("poise: " + warning);
  std::map<std::string, std::vector<KeptCalibration>> mats;
  for (KeptCalibration& kept : *all) mats[kept.calibration.mat_unique_id].push_back(std::move(kept));
  return mats;
}

Expected<KeptCalibration> find(store::Store& store, const std::string& id) {
  auto all = store.calibrations("");
  if (!all) return tl::make_unexpected(all.error());
  for (auto kept = all->rbegin(); kept != all->rend(); ++kept)
    if (id == "last" || kept->calibration.id == id) return std::move(*kept);
  return fail(ErrorCode::not_found,
              "there is no such calibration: poise calibrate list shows those there are", id);
}

void print_mat(const std::string& mat, const std::vector<KeptCalibration>& calibrations) {
  bool nominal = true;
  fmt::print("Mat {}\n", mat);
  for (const KeptCalibration& kept : calibrations) {
    const calibrate::Calibration& it = kept.calibration;
    nominal = nominal && !kept.in_force;
    fmt::print("{} {}  {:<5}  {}  force to {:.2f} %{}{}\n", kept.in_force ? "*" : " ", it.id,
               calibrate::to_string(it.method), it.made.substr(0, 16), it.force_doubt_pct,
               it.cop_doubt_mm ? fmt::format(", centre of pressure to {:.1f} mm (1 SD)", *it.cop_doubt_mm)
                               : " (1 SD)",
               it.made_by.empty() ? "" : "  by " + it.made_by);
  }
  if (nominal) fmt::print("* nominal: the data sheets' factors\n");
}

}  // namespace

int calibrate_marks(const Common& common, const CalibrateWords& words) {
  const auto geometry = geometry_named(words.mat_file);
  if (!geometry) return report_error(geometry.error());
  const auto steps = calibrate::steps_of(*geometry, {});
  Json json = Json::array();
  if (!common.json) fmt::print("{}: x to the right, y forward, from the middle of the mat\n", geometry->name);
  for (const calibrate::CalibrationStep& step : steps) {
    const calibrate::Plate& plate = geometry->plates[static_cast<std::size_t>(step.plate)];
    if (common.json)
      json.push_back({{"place", step.place},
                      {"plate", plate.name},
                      {"x_mm", step.mark->x_mm},
                      {"y_mm", step.mark->y_mm}});
    else
      fmt::print("{:<26}{:>+6.0f} {:>+6.0f} mm   ({:+.0f} {:+.0f} mm from the middle of its plate)\n",
                 step.place, step.mark->x_mm, step.mark->y_mm, step.mark->x_mm - plate.x_mm,
                 step.mark->y_mm - plate.y_mm);
  }
  if (common.json) fmt::print("{}\n", report::json_text(json));
  return kDone;
}

int calibrate_list(const Common& common) {
  auto store = open_store(common.store);
  if (!store) return report_error(store.error());
  const auto mats = by_mat(*store);
  if (!mats) return report_error(mats.error());
  Json json = Json::array();
  for (const auto& [mat, calibrations] : *mats) {
    const auto checks = store->spot_checks(mat);
    if (!checks) return report_error(checks.error());
    if (common.json) {
      Json item{{"mat_unique_id", mat}, {"calibrations", Json::array()}, {"spot_checks", Json::array()}};
      for (const KeptCalibration& kept : calibrations) item["calibrations"].push_back(to_json(kept));
      for (const store::KeptSpotCheck& check : *checks) item["spot_checks"].push_back(to_json(check));
      json.push_back(std::move(item));
      continue;
    }
    print_mat(mat, calibrations);
    print_spot_checks(*checks);
  }
  if (common.json) fmt::print("{}\n", report::json_text(json));
  if (!common.json && mats->empty()) say("No mat has been calibrated yet: poise calibrate full --mass-kg 20");
  return kDone;
}

int calibrate_show(const Common& common, const std::string& id) {
  auto store = open_store(common.store);
  if (!store) return report_error(store.error());
  const auto kept = find(*store, id);
  if (!kept) return report_error(kept.error());
  if (common.json)
    fmt::print("{}\n", report::json_text(to_json(*kept)));
  else
    print_calibration(*kept);
  return kDone;
}

int calibrate_restore(const Common& common, const std::string& id) {
  auto store = open_store(common.store);
  if (!store) return report_error(store.error());
  std::string mat, wanted;
  if (id == "nominal") {
    const auto mats = by_mat(*store);
    if (!mats) return report_error(mats.error());
    if (mats->size() != 1)
      return report_error(
          {ErrorCode::not_found,
           mats->empty()
               ? "no mat has been calibrated, so all have their nominal factors"
               : "several mats have been calibrated: restore one of their calibrations by its id, or "
                 "use the dashboard with the mat plugged in",
           {}});
    mat = mats->begin()->first;
  } else {
    const auto kept = find(*store, id);
    if (!kept) return report_error(kept.error());
    mat = kept->calibration.mat_unique_id;
    wanted = kept->calibration.id;
  }
  const auto done = store->put_in_force(mat, wanted, iso8601_local(SystemClock().wall_us()));
  if (!done) return report_error(done.error());
  say(
      fmt::format("Mat {} has {} from now on. Sessions that were recorded keep theirs; poise replay SESSION "
                  "--recalibrate works one "
                  "out again.",
                  mat, wanted.empty() ? "its nominal factors" : "calibration " + wanted));
  return kDone;
}

}  // namespace poise::cli
