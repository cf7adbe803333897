#pragma once

#include <filesystem>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "base/error.h"
#include "base/stages.h"

/// A mat's geometry: where its cells are and what one newton is worth. Plain data and pure functions, to be
/// called from any thread. Axes as in base/stages.h.
namespace poise::calibrate {

struct Cell {
  std::string name;  ///< "l_fl" … "r_rr", on a one-plate mat "p_fl" … "p_rr"
  double x_mm = 0, y_mm = 0;
  double capacity_n = 0;
  double counts_per_newton = 0;  ///< nominal: from the cell's and the amplifier's data sheets
};

/// "l_fl (left plate, front left)".
std::string cell_in_words(const Cell& cell);

/// The outline of a plate, for drawing.
struct Plate {
  std::string name;                   ///< "left", "right", "plate"
  double x_mm = 0, y_mm = 0;          ///< its middle
  double width_mm = 0, depth_mm = 0;  ///< along x, along y
};

struct Geometry {
  std::string name;
  int model = 0;              ///< as in the mat's answer to HELLO
  std::vector<Cell> cells;    ///< 8 or 4, in wire order
  std::vector<Plate> plates;  ///< left and right, or one; where the file has none: the boxes around the cells
  std::string toml;           ///< the text it was read from, kept with every session

  bool two_plates() const { return cells.size() == kMaxCells; }
  int plate_count() const { return static_cast<int>(cells.size()) / kCellsPerPlate; }
};

/// "left plate", or "plate" where there is one.
std::string plate_in_words(const Geometry& geometry, int plate);

/// Reads the text of a geometry file. `where` names it in errors ("my-mat.toml"), which say the line. Refuses
/// what cannot be a mat: a wrong number, order or name of cells, a factor or capacity that is not positive,
/// cells on one line, left and right or front and rear swapped, a key it does not know.
Expected<Geometry> parse_geometry(std::string_view toml, const std::string& where);

/// parse_geometry() of a file.
Expected<Geometry> load_geometry(const std::filesystem::path& path);

/// The files of hardware/mats, built into the program.
std::vector<Geometry> shipped_geometries();

/// The shipped geometry for a mat that says `model` and `cell_count`. The virtual mat (model 0) plays the
/// reference mat (model 1). Absent: a mat that we know nothing of.
std::optional<Geometry> find_shipped_geometry(int model, int cell_count);

}  // namespace poise::calibrate
