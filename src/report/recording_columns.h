#pragma once

#include <array>
#include <string>
#include <string_view>

#include "base/recording.h"

/// Names of the columns of samples.csv, for its writer and its reader.
namespace poise::report {

inline constexpr std::array<std::string_view, kMaxCells> kCellNames = {"l_fl", "l_fr", "l_rl", "l_rr",
                                                                       "r_fl", "r_fr", "r_rl", "r_rr"};
inline constexpr std::array<std::string_view, kCellsPerPlate> kOnePlateCellNames = {"p_fl", "p_fr", "p_rl",
                                                                                    "p_rr"};

/// "l_fl" … of an eight-cell mat, "p_fl" … of a four-cell one.
inline std::string_view cell_name(int cell_count, std::size_t cell) {
  return cell_count == kCellsPerPlate ? kOnePlateCellNames[cell] : kCellNames[cell];
}

/// A column of computed values.
struct DerivedColumn {
  std::string_view name;
  std::vector<double> Recording::*values;
  bool two_plates_only;
};

inline constexpr std::array<DerivedColumn, 10> kDerivedColumns = {{
    {"left_n", &Recording::left_n, true},
    {"right_n", &Recording::right_n, true},
    {"total_n", &Recording::total_n, false},
    {"left_share_pct", &Recording::left_share_pct, true},
    {"left_cop_x_mm", &Recording::left_cop_x_mm, true},
    {"left_cop_y_mm", &Recording::left_cop_y_mm, true},
    {"right_cop_x_mm", &Recording::right_cop_x_mm, true},
    {"right_cop_y_mm", &Recording::right_cop_y_mm, true},
    {"cop_x_mm", &Recording::cop_x_mm, false},
    {"cop_y_mm", &Recording::cop_y_mm, false},
}};

}  // namespace poise::report
