#include "calibrate/geometry.h"

#include <fmt/core.h>

#include <algorithm>
#include <array>
#include <cmath>
#include <fstream>
#include <initializer_list>
#include <iterator>
#include <system_error>
#include <utility>

#include "base/limits.h"
#include "base/toml_fields.h"
#include "calibrate/shipped_mats.h"

namespace poise::calibrate {
namespace {

using namespace toml_fields;

constexpr std::array<const char*, kMaxCells> kTwoPlateNames{"l_fl", "l_fr", "l_rl", "l_rr",
                                                            "r_fl", "r_fr", "r_rl", "r_rr"};
constexpr std::array<const char*, kCellsPerPlate> kOnePlateNames{"p_fl", "p_fr", "p_rl", "p_rr"};

/// No mat is larger; a position beyond it was given in another unit.
constexpr double kLargestPosition_mm = 3000;
/// Wide enough for kitchen scales and weighbridges; beyond, loads would not be numbers any more.
constexpr double kLeastCapacity_n = 1, kLargestCapacity_n = 1e6;
constexpr double kLeastCountsPerNewton = 1e-3, kMostCountsPerNewton = 1e7;
/// Cells closer to one line than this cannot tell where across the line a person stands.
constexpr double kLeastSpread_mm = 10;

Expected<double> read_between(const toml::table& table, std::string_view key, double least, double most,
                              const std::string& where) {
  return read_number(table, key, where).and_then([&](double number) -> Expected<double> {
    if (number >= least && number <= most) return number;
    const char* what = number > 0 ? "is out of all proportion" : "must be greater than 0";
    return refuse(where, table.get(key)->source(),
                  fmt::format("`{}` {}: from {} to {} is possible, not {}", key, what, least, most, number));
  });
}

Expected<double> read_position(const toml::table& table, std::string_view key, const std::string& where) {
  return read_number(table, key, where).and_then([&](double number) -> Expected<double> {
    if (std::abs(number) <= kLargestPosition_mm) return number;
    return refuse(
        where, table.get(key)->source(),
        fmt::format("`{}` is {} mm from the middle of the mat, which is more than {} mm; positions are in "
                    "millimetres",
                    key, number, kLargestPosition_mm));
  });
}

using Keys = std::initializer_list<std::string_view>;

Expected<Cell> read_cell(const toml::table& table, const std::string& where) {
  if (auto known = check_keys(table, Keys{"name", "x_mm", "y_mm", "capacity_n", "counts_per_newton"}, where);
      !known)
    return tl::make_unexpected(known.error());
  Cell cell;
  std::optional<Error> error;
  if (take(read_text(table, "name", where), cell.name, error) &&
      take(read_position(table, "x_mm", where), cell.x_mm, error) &&
      take(read_position(table, "y_mm", where), cell.y_mm, error) &&
      take(read_between(table, "capacity_n", kLeastCapacity_n, kLargestCapacity_n, where), cell.capacity_n, error) &&
      take(read_between(table, "counts_per_newton", kLeastCountsPerNewton, kMostCountsPerNewton, where), cell.counts_per_newton, error))
    return cell;
  return tl::make_unexpected(std::move(*error));
}

Expected<Plate> read_plate(const toml::table& table, const std::string& where) {
  if (auto known = check_keys(table, Keys{"name", "x_mm", "y_mm", "width_mm", "depth_mm"}, where); !known)
    return tl::make_unexpected(known.error());
  Plate plate;
  std::optional<Error> error;
  if (take(read_text(table, "name", where), plate.name, error) &&
      take(read_position(table, "x_mm", where), plate.x_mm, error) &&
      take(read_position(table, "y_mm", where), plate.y_mm, error) &&
      take(read_between(table, "width_mm", 1, 2 * kLargestPosition_mm, where), plate.width_mm, error) &&
      take(read_between(table, "depth_mm", 1, 2 * kLargestPosition_mm, where), plate.depth_mm, error))
    return plate;
  return tl::make_unexpected(std::move(*error));
}

/// The `[[key]]` tables of the file, each through `read`. Absent: an empty list.
template <class T>
Expected<std::vector<T>> read_tables(const toml::table& file, std::string_view key, const std::string& where,
                                     Expected<T> (*read)(const toml::table&, const std::string&)) {
  std::vector<T> all;
  const toml::node* node = file.get(key);
  if (!node) return all;
  const toml::array* tables = node->as_array();
  if (!tables || !tables->is_homogeneous(toml::node_type::table))
    return refuse(where, node->source(), fmt::format("`{}` must be written as [[{}]] tables", key, key));
  for (const toml::node& table : *tables) {
    auto one = read(*table.as_table(), where);
    if (!one) return tl::make_unexpected(std::move(one.error()));
    all.push_back(std::move(*one));
  }
  return all;
}

/// The line where table number `index` of `[[key]]` begins, for errors found after reading.
const toml::source_region& source_of(const toml::table& file, std::string_view key, std::size_t index) {
  return file.get(key)->as_array()->get(index)->source();
}

Expected<void> check_cell_names(const std::vector<Cell>& cells, const toml::table& file,
                                const std::string& where) {
  if (cells.size() != kMaxCells && cells.size() != kCellsPerPlate)
    return refuse(
        where, cells.empty() ? file.source() : source_of(file, "cell", cells.size() - 1),
        fmt::format("a mat has 8 cells (two plates) or 4 (one plate), and this file has {} [[cell]] tables",
                    cells.size()));
  const bool two_plates = cells.size() == kMaxCells;
  for (std::size_t i = 0; i < cells.size(); ++i) {
    const char* expected = two_plates ? kTwoPlateNames[i] : kOnePlateNames[i];
    if (cells[i].name != expected)
      return refuse(
          where, source_of(file, "cell", i),
          fmt::format("cell {} is called `{}` where `{}` must stand: cells are in wire order, front-left, "
                      "front-right, rear-left, rear-right{}",
                      i + 1, cells[i].name, expected, two_plates ? ", left plate first" : ""));
  }
  return {};
}

/// Whether the four cells of a plate span an area: some cell is off the line through two others.
bool spans_area(const Cell* plate) {
  const Cell& a = plate[0];
  const Cell& far = plate[3];  // diagonally opposite
  const double length_mm = std::hypot(far.x_mm - a.x_mm, far.y_mm - a.y_mm);
  if (length_mm < kLeastSpread_mm) return false;
  const auto off_line_mm = [&](const Cell& c) {
    return std::abs((far.x_mm - a.x_mm) * (c.y_mm - a.y_mm) - (far.y_mm - a.y_mm) * (c.x_mm - a.x_mm)) /
           length_mm;
  };
  return std::max(off_line_mm(plate[1]), off_line_mm(plate[2])) >= kLeastSpread_mm;
}

Expected<void> check_positions(const std::vector<Cell>& cells, const toml::table& file,
                               const std::string& where) {
  for (std::size_t first = 0; first < cells.size(); first += kCellsPerPlate) {
    const Cell* plate = &cells[first];
    if (!spans_area(plate))
      return refuse(
          where, source_of(file, "cell", first),
          fmt::format("the cells `{}` to `{}` stand on one line or on one spot, so that no centre of "
                      "pressure can be told; give the positions of the four corners in millimetres",
                      plate[0].name, plate[3].name));
    // {left or rear, right or front}: which of the two must have the smaller x or y
    for (const auto& [left, right] : {std::pair{0, 1}, std::pair{2, 3}})
      if (!(plate[left].x_mm < plate[right].x_mm))
        return refuse(where, source_of(file, "cell", first + static_cast<std::size_t>(left)),
                      fmt::format("`{}` must be left of `{}`: x_mm grows to the right", plate[left].name,
                                  plate[right].name));
    for (const auto& [rear, front] : {std::pair{2, 0}, std::pair{3, 1}})
      if (!(plate[rear].y_mm < plate[front].y_mm))
        return refuse(where, source_of(file, "cell", first + static_cast<std::size_t>(rear)),
                      fmt::format("`{}` must be behind `{}`: y_mm grows to the front", plate[rear].name,
                                  plate[front].name));
  }
  if (cells.size() == kMaxCells) {
    const double left_edge_mm = std::max(cells[1].x_mm, cells[3].x_mm);
    const double right_edge_mm = std::min(cells[4].x_mm, cells[6].x_mm);
    if (!(left_edge_mm < right_edge_mm))
      return refuse(
          where, source_of(file, "cell", kCellsPerPlate),
          "every cell of the left plate must be left of every cell of the right plate: x_mm grows to the "
          "right");
  }
  return {};
}

/// A plate's outline where the file gives none: the box around its cells.
Plate box_around(const Cell* cells, const char* name) {
  const auto [left, right] = std::minmax({cells[0].x_mm, cells[1].x_mm, cells[2].x_mm, cells[3].x_mm});
  const auto [rear, front] = std::minmax({cells[0].y_mm, cells[1].y_mm, cells[2].y_mm, cells[3].y_mm});
  return {name, (left + right) / 2, (rear + front) / 2, right - left, front - rear};
}

Expected<void> complete_plates(Geometry& geometry, const toml::table& file, const std::string& where) {
  const std::vector<const char*> names =
      geometry.two_plates() ? std::vector{"left", "right"} : std::vector{"plate"};
  if (geometry.plates.empty()) {
    for (std::size_t i = 0; i < names.size(); ++i)
      geometry.plates.push_back(box_around(&geometry.cells[i * kCellsPerPlate], names[i]));
    return {};
  }
  if (geometry.plates.size() != names.size())
    return refuse(where, source_of(file, "plate", geometry.plates.size() - 1),
                  fmt::format("with {} cells there must be {} [[plate]] table(s) or none, and there are {}",
                              geometry.cells.size(), names.size(), geometry.plates.size()));
  for (std::size_t i = 0; i < names.size(); ++i)
    if (geometry.plates[i].name != names[i])
      return refuse(where, source_of(file, "plate", i),
                    fmt::format("plate {} is called `{}` where `{}` must stand", i + 1,
                                geometry.plates[i].name, names[i]));
  return {};
}

Expected<int> read_model(const toml::table& file, const std::string& where) {
  return read_number(file, "model", where).and_then([&](double number) -> Expected<int> {
    if (number >= 0 && number <= 255 && number == std::floor(number)) return static_cast<int>(number);
    return refuse(where, file.get("model")->source(),
                  "`model` must be a whole number from 0 to 255, as in HELLO");
  });
}

Expected<Geometry> read_geometry(const toml::table& file, const std::string& where) {
  if (auto known = check_keys(file, Keys{"name", "model", "cell", "plate"}, where); !known)
    return tl::make_unexpected(known.error());
  Geometry geometry;
  std::optional<Error> error;
  if (!(take(read_text(file, "name", where), geometry.name, error) &&
        take(read_model(file, where), geometry.model, error) &&
        take(read_tables<Cell>(file, "cell", where, read_cell), geometry.cells, error) &&
        take(read_tables<Plate>(file, "plate", where, read_plate), geometry.plates, error)))
    return tl::make_unexpected(std::move(*error));
  return check_cell_names(geometry.cells, file, where)
      .and_then([&] { return check_positions(geometry.cells, file, where); })
      .and_then([&] { return complete_plates(geometry, file, where); })
      .map([&] { return std::move(geometry); });
}

}  // namespace

std::string plate_in_words(const Geometry& geometry, int plate) {
  return geometry.two_plates() ? geometry.plates[static_cast<std::size_t>(plate)].name + " plate" : "plate";
}

std::string cell_in_words(const Cell& cell) {
  if (cell.name.size() != 4) return cell.name;
  const char* plate = cell.name[0] == 'l' ? "left plate, " : cell.name[0] == 'r' ? "right plate, " : "";
  return fmt::format("{} ({}{} {})", cell.name, plate, cell.name[2] == 'f' ? "front" : "rear",
                     cell.name[3] == 'l' ? "left" : "right");
}

Expected<Geometry> parse_geometry(std::string_view text, const std::string& where) {
  const auto file = toml_fields::parse(text, where);
  if (!file) return tl::make_unexpected(file.error());
  auto geometry = read_geometry(*file, where);
  if (geometry) geometry->toml = text;
  return geometry;
}

Expected<Geometry> load_geometry(const std::filesystem::path& path) {
  std::error_code code;
  const auto size = std::filesystem::file_size(path, code);  // fails for a directory too
  if (code)
    return fail(
        code == std::errc::no_such_file_or_directory ? ErrorCode::not_found : ErrorCode::bad_data,
        fmt::format(
            "cannot read the mat's geometry ({}); --mat takes a file such as hardware/mats/reference.toml",
            code.message()),
        path.string());
  if (size > limits::kToml_bytes)
    return fail(ErrorCode::bad_data, "far too large for a mat's geometry; --mat takes a small TOML file",
                path.string());
  std::ifstream stream(path, std::ios::binary);
  const std::string text{std::istreambuf_iterator<char>(stream), {}};
  if (!stream || text.size() != size)
    return fail(ErrorCode::permission_denied,
                "the mat's geometry cannot be read; look at the file's permissions", path.string());
  return parse_geometry(text, path.string());
}

std::vector<Geometry> shipped_geometries() {
  std::vector<Geometry> all;
  for (const ShippedFile& mat : shipped_mats())
    if (auto geometry = parse_geometry(mat.toml, std::string(mat.file))) all.push_back(std::move(*geometry));
  return all;
}

std::optional<Geometry> find_shipped_geometry(int model, int cell_count) {
  constexpr int kVirtual = 0, kReference = 1;
  const int wanted = model == kVirtual ? kReference : model;
  for (Geometry& geometry : shipped_geometries())
    if (geometry.model == wanted && geometry.cells.size() == static_cast<std::size_t>(cell_count))
      return std::move(geometry);
  return std::nullopt;
}

}  // namespace poise::calibrate
