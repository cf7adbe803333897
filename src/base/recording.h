#pragma once

#include <array>
#include <cstdint>
#include <vector>

#include "base/stages.h"

namespace poise {

/// A record as columns of equal length, one row a sample in order of time; an empty column was not measured.
/// A lost or invalid value is NaN inside a column (columns are for arithmetic; what leaves the program as a
/// single figure is std::optional). From the mat every column is there; from somebody's CSV what it had.
///
/// Newtons and millimetres from the mat are rounded to the digits that samples.csv prints, so that the file
/// read back is the same record to the last bit.
struct Recording {
  std::vector<double> time_s;                ///< strictly increasing; 0 = first sample of a mat's record
  std::vector<RawFrame> raw;                 ///< as received; empty for a foreign file. A lost sample has its
                                             ///< sequence and expected device_us, and cell_count 0
  std::vector<std::uint8_t> lost;            ///< 1: the row stands for a lost sample; empty: none known
  std::array<std::vector<double>, kMaxCells> cell_n;
  std::vector<std::uint8_t> overload;        ///< 1: a cell was over 90 % of its capacity or saturated
  std::vector<double> left_n, right_n, total_n;
  std::vector<double> left_cop_x_mm, left_cop_y_mm, right_cop_x_mm, right_cop_y_mm;
  std::vector<double> cop_x_mm, cop_y_mm;
  std::vector<double> left_share_pct;
  int cell_count = 0;                        ///< 8 or 4; 0: no cells in the file

  std::size_t size() const { return time_s.size(); }
  bool has_sides() const { return !left_n.empty(); }
  bool has_total() const { return !total_n.empty(); }
  bool has_cop() const { return !cop_x_mm.empty(); }
};

}  // namespace poise
