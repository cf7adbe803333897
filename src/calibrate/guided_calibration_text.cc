#include <fmt/format.h>

#include "base/toml_fields.h"
#include "calibrate/guided_calibration.h"
#include "calibrate/toml_keys.h"

namespace poise::calibrate {
namespace {

constexpr int kFormat = 1;

tl::unexpected<Error> cannot_resume(std::string why) {
  return fail(ErrorCode::bad_data, "the calibration that was begun cannot be taken up again (" +
                                       std::move(why) + "): begin a new one");
}

}  // namespace

std::string GuidedCalibration::to_toml() const {
  std::string text =
      fmt::format("# A calibration on its way, to be taken up again by Poise.\nformat = {}\n", kFormat);
  const auto line = [&text](const char* key, const auto& value) {
    text += fmt::format("{} = {}\n", key, value);
  };
  line("mat_unique_id", text_in_toml(mat_.unique_id));
  line("method", text_in_toml(to_string(plan_.method)));
  line("mass_kg", plan_.mass_kg);
  line("further_masses_kg", list_in_toml(plan_.further_masses_kg));
  line("made_by", text_in_toml(plan_.made_by));
  line("geometry", text_in_toml(geometry_.name));
  line("steps", steps_.size());
  for (std::size_t i = 0; i < steps_.size(); ++i) {
    if (taken_[i].index() == 0 && !skipped_[i]) continue;
    text += "\n[[reading]]\n";
    line("step", i);
    if (steps_[i].mark) line("mark_mm", fmt::format("[{}, {}]", steps_[i].mark->x_mm, steps_[i].mark->y_mm));
    if (const auto* counts = std::get_if<CellsOfPlate>(&taken_[i])) line("counts", list_in_toml(*counts));
    if (const auto* sums = std::get_if<ShiftSums>(&taken_[i])) {
      line("blocks", sums->blocks);
      line("sums", list_in_toml(sums->counts));
      for (std::size_t row = 0; row < kCellsPerPlate; ++row)
        line(fmt::format("products_{}", row).c_str(), list_in_toml(sums->products[row]));
    }
  }
  return text;
}

Expected<GuidedCalibration> GuidedCalibration::resume(std::string_view text, Geometry geometry,
                                                      const MatIdentity& mat) {
  const auto parsed = toml_fields::parse(text, "calibration under way");
  if (!parsed) return cannot_resume(parsed.error().what);
  const toml::table& file = *parsed;
  if (file["format"].value<std::int64_t>() != kFormat)
    return cannot_resume("another version of Poise wrote it");
  std::string wrong, method, mat_id;
  KeyReader read(file, wrong);
  CalibrationPlan plan;
  std::size_t steps = 0;
  read.text("mat_unique_id", mat_id);
  read.text("method", method);
  read.number("mass_kg", plan.mass_kg);
  read.text("made_by", plan.made_by);
  read.whole("steps", steps);
  if (const toml::array* further = file["further_masses_kg"].as_array()) {
    plan.further_masses_kg.resize(further->size());
    read.numbers("further_masses_kg", plan.further_masses_kg);
  }
  if (!wrong.empty()) return cannot_resume(wrong);
  const auto known = method_from(method);
  if (!known) return cannot_resume("its method is not known");
  plan.method = *known;
  if (mat_id != mat.unique_id) return cannot_resume("it is of another mat");

  GuidedCalibration guided(std::move(geometry), mat, plan);
  if (steps != guided.steps_.size()) return cannot_resume("the mat's geometry has other marks");
  const toml::array* readings = file["reading"].as_array();
  for (std::size_t n = 0; readings && n < readings->size(); ++n) {
    const toml::table* table = (*readings)[n].as_table();
    if (!table) return cannot_resume("a reading is damaged");
    KeyReader each(*table, wrong);
    std::size_t step = 0;
    std::optional<Point> mark;
    each.whole("step", step);
    each.maybe_point("mark_mm", mark);
    if (!wrong.empty() || step >= steps) return cannot_resume("a reading is damaged");
    const auto& expected = guided.steps_[step].mark;
    if (mark.has_value() != expected.has_value() ||
        (mark && (mark->x_mm != expected->x_mm || mark->y_mm != expected->y_mm)))
      return cannot_resume("the mat's geometry has other marks");
    if (table->contains("counts")) {
      CellsOfPlate counts{};
      each.numbers("counts", counts);
      guided.taken_[step] = counts;
    } else if (table->contains("blocks")) {
      ShiftSums sums;
      sums.plate = guided.steps_[step].plate;
      each.whole("blocks", sums.blocks);
      each.numbers("sums", sums.counts);
      for (std::size_t row = 0; row < kCellsPerPlate; ++row)
        each.numbers(fmt::format("products_{}", row).c_str(), sums.products[row]);
      guided.taken_[step] = sums;
    } else {
      guided.skipped_[step] = true;
    }
    if (!wrong.empty()) return cannot_resume(wrong);
  }
  guided.go_on();
  return guided;
}

}  // namespace poise::calibrate
