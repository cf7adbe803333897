#include "calibrate/calibration.h"

#include <fmt/format.h>
#include <toml++/toml.h>

#include <Eigen/Dense>
#include <algorithm>
#include <cmath>
#include <span>

#include "base/toml_fields.h"
#include "calibrate/toml_keys.h"

namespace poise::calibrate {
namespace {

constexpr int kFormat = 1;

Eigen::Matrix4d to_eigen(const CellMatrix& matrix) {
  Eigen::Matrix4d result;
  for (int row = 0; row < 4; ++row)
    for (int column = 0; column < 4; ++column)
      result(row, column) = matrix[static_cast<std::size_t>(row)][static_cast<std::size_t>(column)];
  return result;
}

CellMatrix from_eigen(const Eigen::Matrix4d& matrix) {
  CellMatrix result{};
  for (int row = 0; row < 4; ++row)
    for (int column = 0; column < 4; ++column)
      result[static_cast<std::size_t>(row)][static_cast<std::size_t>(column)] = matrix(row, column);
  return result;
}

void read_masses(const toml::table& file, std::string& wrong, Calibration& it) {
  const toml::array* masses = file["mass"].as_array();
  if (!masses) return;
  for (const toml::node& node : *masses) {
    const toml::table* table = node.as_table();
    if (!table) {
      wrong = "`mass` must be written as [[mass]] tables";
      return;
    }
    KeyReader read(*table, wrong);
    PlacedMass mass;
    read.whole("plate", mass.plate);
    read.number("kg", mass.mass_kg);
    read.maybe_point("mark_mm", mass.mark);
    read.numbers("counts", mass.counts);
    read.number("force_off_n", mass.force_off_n);
    read.maybe_point("cop_off_mm", mass.cop_off_mm);
    if (mass.plate < 0 || mass.plate >= it.plates()) read.is_wrong("plate", "a plate that the mat has");
    it.masses.push_back(mass);
  }
}

void read_all(const toml::table& file, std::string& wrong, Calibration& it) {
  KeyReader read(file, wrong);
  std::string method;
  read.text("id", it.id);
  read.text("mat_unique_id", it.mat_unique_id);
  read.text("method", method);
  read.whole("made_wall_us", it.made_wall_us);
  read.text("made", it.made);
  read.text("made_by", it.made_by);
  read.maybe_number("temperature_c", it.temperature_c);
  read.text("geometry", it.geometry);
  read.whole("cell_count", it.cell_count);
  if (it.cell_count != kMaxCells && it.cell_count != kCellsPerPlate)
    return read.is_wrong("cell_count", "8 or 4");
  const auto cells = static_cast<std::size_t>(it.cell_count);
  read.numbers("counts_per_newton", std::span(it.counts_per_newton).first(cells));
  read.numbers("zero_counts", std::span(it.zero_counts).first(cells));
  if (!std::all_of(it.counts_per_newton.begin(), it.counts_per_newton.begin() + it.cell_count,
                   [](double gain) { return gain > 0; }))
    read.is_wrong("counts_per_newton", "greater than 0");
  if (const auto known = method_from(method))
    it.method = *known;
  else
    read.is_wrong("method", "quick or full");
  if (it.method == Method::full) {
    it.matrices.resize(static_cast<std::size_t>(it.plates()));
    for (std::size_t plate = 0; plate < it.matrices.size(); ++plate)
      read.matrix(plate == 0 ? "matrix_0" : "matrix_1", it.matrices[plate]);
  }
  read.number("force_rms_pct", it.force_rms_pct);
  read.number("force_worst_pct", it.force_worst_pct);
  read.maybe_number("cop_rms_mm", it.cop_rms_mm);
  read.maybe_number("cop_worst_mm", it.cop_worst_mm);
  read.number("force_doubt_pct", it.force_doubt_pct);
  read.maybe_number("cop_doubt_mm", it.cop_doubt_mm);
  read_masses(file, wrong, it);
}

std::string point(const Point& at) { return fmt::format("[{}, {}]", at.x_mm, at.y_mm); }

}  // namespace

const char* to_string(Method method) { return method == Method::quick ? "quick" : "full"; }

std::optional<Method> method_from(std::string_view word) {
  for (const Method method : {Method::quick, Method::full})
    if (word == to_string(method)) return method;
  return std::nullopt;
}

std::string label_of(const Calibration& calibration) {
  return fmt::format("{}, {}", calibration.made.substr(0, 10), to_string(calibration.method));
}

CellMatrix cell_matrix(const Calibration& calibration, const Geometry& geometry, int plate) {
  const auto first = static_cast<std::size_t>(plate) * kCellsPerPlate;
  Eigen::Matrix4d own = Eigen::Matrix4d::Zero();
  Eigen::Matrix<double, 3, 4> places;
  for (std::size_t i = 0; i < kCellsPerPlate; ++i) {
    const auto column = static_cast<Eigen::Index>(i);
    own(column, column) = 1 / calibration.counts_per_newton[first + i];
    places.col(column) << 1, geometry.cells[first + i].x_mm, geometry.cells[first + i].y_mm;
  }
  if (calibration.matrices.empty()) return from_eigen(own);
  Eigen::Matrix<double, 3, 4> measured;
  const PlateMatrix& matrix = calibration.matrices[static_cast<std::size_t>(plate)];
  for (int row = 0; row < 3; ++row)
    for (int column = 0; column < 4; ++column)
      measured(row, column) = matrix[static_cast<std::size_t>(row)][static_cast<std::size_t>(column)];
  const Eigen::Matrix3d normal = places * places.transpose();
  return from_eigen(own + places.transpose() * normal.ldlt().solve(measured - places * own));
}

CellMatrix inverse(const CellMatrix& matrix) { return from_eigen(to_eigen(matrix).inverse()); }

std::string to_toml(const Calibration& it) {
  const auto cells = static_cast<std::size_t>(it.cell_count);
  std::string text = fmt::format(
      "# A calibration of one mat, made by Poise; not to be changed by hand.\nformat = {}\n", kFormat);
  const auto line = [&text](const char* key, const auto& value) {
    text += fmt::format("{} = {}\n", key, value);
  };
  line("id", text_in_toml(it.id));
  line("mat_unique_id", text_in_toml(it.mat_unique_id));
  line("method", text_in_toml(to_string(it.method)));
  line("made_wall_us", it.made_wall_us);
  line("made", text_in_toml(it.made));
  line("made_by", text_in_toml(it.made_by));
  if (it.temperature_c) line("temperature_c", *it.temperature_c);
  line("geometry", text_in_toml(it.geometry));
  line("cell_count", it.cell_count);
  line("counts_per_newton", list_in_toml(std::span(it.counts_per_newton).first(cells)));
  line("zero_counts", list_in_toml(std::span(it.zero_counts).first(cells)));
  for (std::size_t plate = 0; plate < it.matrices.size(); ++plate) {
    text += fmt::format("# N, N mm and N mm a count: force, force times x, force times y\nmatrix_{} = [\n",
                        plate);
    for (const CellsOfPlate& row : it.matrices[plate]) text += fmt::format("  {},\n", list_in_toml(row));
    text += "]\n";
  }
  line("force_rms_pct", it.force_rms_pct);
  line("force_worst_pct", it.force_worst_pct);
  if (it.cop_rms_mm) line("cop_rms_mm", *it.cop_rms_mm);
  if (it.cop_worst_mm) line("cop_worst_mm", *it.cop_worst_mm);
  line("force_doubt_pct", it.force_doubt_pct);
  if (it.cop_doubt_mm) line("cop_doubt_mm", *it.cop_doubt_mm);
  for (const PlacedMass& mass : it.masses) {
    text += "\n[[mass]]\n";
    line("plate", mass.plate);
    line("kg", mass.mass_kg);
    if (mass.mark) line("mark_mm", point(*mass.mark));
    line("counts", list_in_toml(mass.counts));
    line("force_off_n", mass.force_off_n);
    if (mass.cop_off_mm) line("cop_off_mm", point(*mass.cop_off_mm));
  }
  return text;
}

Expected<Calibration> parse_calibration(std::string_view text, const std::string& where) {
  const auto file = toml_fields::parse(text, where);
  if (!file) return tl::make_unexpected(file.error());
  if (const auto format = (*file)["format"].value<std::int64_t>(); format != kFormat)
    return fail(ErrorCode::wrong_version,
                fmt::format("the calibration is of format {}, this Poise reads {}: update Poise",
                            format.value_or(0), kFormat),
                where);
  Calibration calibration;
  std::string wrong;
  read_all(*file, wrong, calibration);
  if (!wrong.empty())
    return fail(ErrorCode::bad_data,
                wrong + ": the calibration was changed by hand, use another or calibrate anew", where);
  return calibration;
}

}  // namespace poise::calibrate
