#include "calibration_text.h"

#include <fmt/format.h>

#include <cmath>

#include "calibrate/fit.h"

namespace poise::cli {
namespace {

using calibrate::Calibration;
using calibrate::PlacedMass;
using Json = nlohmann::ordered_json;

constexpr std::size_t kShownChecks = 20;

Json point(const Point& at) { return Json::array({at.x_mm, at.y_mm}); }

/// "+0.3 -1.2 mm"
std::string offset(const Point& off, int decimals) {
  const double unit = std::pow(10, decimals);
  const auto plain = [unit](double value) { return std::round(value * unit) / unit + 0.0; };  // no "-0.0"
  return fmt::format("{:+.{}f} {:+.{}f} mm", plain(off.x_mm), decimals, plain(off.y_mm), decimals);
}

std::string plate_name(const Calibration& calibration, int plate) {
  if (calibration.plates() == 1) return "plate";
  return plate == 0 ? "left" : "right";
}

Json to_json(const Calibration& calibration, const PlacedMass& mass) {
  Json json{{"plate", plate_name(calibration, mass.plate)}, {"mass_kg", mass.mass_kg}};
  if (mass.mark) json["mark_mm"] = point(*mass.mark);
  json["counts"] = mass.counts;
  json["force_off_n"] = mass.force_off_n;
  if (mass.cop_off_mm) json["cop_off_mm"] = point(*mass.cop_off_mm);
  return json;
}

}  // namespace

Json to_json(const store::KeptCalibration& kept) {
  const Calibration& it = kept.calibration;
  const auto cells = static_cast<std::size_t>(it.cell_count);
  Json json{{"schema", "poise.calibration/1"},
            {"id", it.id},
            {"mat_unique_id", it.mat_unique_id},
            {"in_force", kept.in_force},
            {"method", calibrate::to_string(it.method)},
            {"made", it.made},
            {"made_by", it.made_by},
            {"geometry", it.geometry}};
  if (it.temperature_c) json["temperature_c"] = *it.temperature_c;
  json["force_rms_pct"] = it.force_rms_pct;
  json["force_worst_pct"] = it.force_worst_pct;
  json["force_doubt_pct"] = it.force_doubt_pct;
  if (it.cop_rms_mm) json["cop_rms_mm"] = *it.cop_rms_mm;
  if (it.cop_worst_mm) json["cop_worst_mm"] = *it.cop_worst_mm;
  if (it.cop_doubt_mm) json["cop_doubt_mm"] = *it.cop_doubt_mm;
  json["counts_per_newton"] =
      std::vector(it.counts_per_newton.begin(), it.counts_per_newton.begin() + it.cell_count);
  json["zero_counts"] =
      std::vector(it.zero_counts.begin(), it.zero_counts.begin() + static_cast<std::ptrdiff_t>(cells));
  if (!it.matrices.empty()) json["matrices"] = it.matrices;
  json["masses"] = Json::array();
  for (const PlacedMass& mass : it.masses) json["masses"].push_back(to_json(it, mass));
  return json;
}

void print_calibration(const store::KeptCalibration& kept) {
  const Calibration& it = kept.calibration;
  fmt::print("{} calibration {} of mat {}\n", it.method == calibrate::Method::full ? "Full" : "Quick", it.id,
             it.mat_unique_id);
  fmt::print("made {}{}{}, {}\n", it.made, it.made_by.empty() ? "" : " by " + it.made_by,
             it.temperature_c ? fmt::format(" at {:.1f} °C", *it.temperature_c) : "",
             kept.in_force ? "in force" : "not in force");
  if (it.method == calibrate::Method::quick)
    fmt::print("Forces are good to about {:.2f} % (1 SD)\n", it.force_doubt_pct);
  else
    fmt::print("Forces agree with the masses within {:.3f} % (RMS {:.3f} %); doubt {:.3f} % (1 SD)\n",
               it.force_worst_pct, it.force_rms_pct, it.force_doubt_pct);
  if (it.cop_rms_mm)
    fmt::print(
        "The centre of pressure agrees with the marks within {:.2f} mm (RMS {:.2f} mm); doubt {:.2f} mm (1 "
        "SD)\n",
        *it.cop_worst_mm, *it.cop_rms_mm, it.cop_doubt_mm.value_or(0));
  fmt::print("\n{:<6}{:>16}{:>14}\n", "cell", "counts a newton", "empty, counts");
  for (int cell = 0; cell < it.cell_count; ++cell)
    fmt::print("{:<6}{:>16.1f}{:>14.0f}\n", cell_name(cell, it.cell_count),
               it.counts_per_newton[static_cast<std::size_t>(cell)],
               it.zero_counts[static_cast<std::size_t>(cell)]);
  fmt::print("\n{:<7}{:>8}{:>16}{:>14}{:>16}\n", "plate", "mass", "mark (x, y)", "force off",
             "CoP off (x, y)");
  for (const PlacedMass& mass : it.masses) {
    const std::string mark = mass.mark ? offset(*mass.mark, 0) : "";
    const std::string off = mass.cop_off_mm ? offset(*mass.cop_off_mm, 1) : "";
    fmt::print("{:<7}{:>5g} kg{:>16}{:>+12.2f} N{:>16}\n", plate_name(it, mass.plate), mass.mass_kg, mark,
               mass.force_off_n, off);
  }
}

void print_spot_checks(const std::vector<store::KeptSpotCheck>& checks) {
  if (checks.empty()) return;
  fmt::print("\n{:<18}{:<7}{:>11}{:>11}{:>9}\n", "spot checks", "plate", "expected", "measured", "off");
  const std::size_t from = checks.size() > kShownChecks ? checks.size() - kShownChecks : 0;
  if (from > 0) fmt::print("({} earlier ones)\n", from);
  bool one_plate = true;
  for (const store::KeptSpotCheck& check : checks) one_plate = one_plate && check.reading.plate == 0;
  for (std::size_t i = from; i < checks.size(); ++i) {
    const calibrate::SpotReading& reading = checks[i].reading;
    const double off_pct = reading.off_pct();
    // A bar of a tenth of a percent a column, to see a trend at a glance.
    const int columns = std::min(12, static_cast<int>(std::lround(std::abs(off_pct) * 10)));
    fmt::print("{:<18}{:<7}{:>9.1f} N{:>9.1f} N{:>+7.2f} % {}{}\n", checks[i].made.substr(0, 16),
               one_plate            ? "plate"
               : reading.plate == 0 ? "left"
                                    : "right",
               reading.expected_n, reading.measured_n, off_pct,
               std::string(static_cast<std::size_t>(columns), off_pct < 0 ? '-' : '+'),
               std::abs(off_pct) > calibrate::kSpotBad_pct ? " calibrate" : "");
  }
}

Json to_json(const store::KeptSpotCheck& check) {
  return {{"made", check.made},
          {"made_by", check.made_by},
          {"mat_unique_id", check.mat_unique_id},
          {"calibration", check.calibration.empty() ? Json("nominal") : Json(check.calibration)},
          {"plate", check.reading.plate},
          {"expected_n", check.reading.expected_n},
          {"measured_n", check.reading.measured_n},
          {"off_pct", check.reading.off_pct()}};
}

}  // namespace poise::cli
